"""`privacydesk case tasks` and `ask`: who searched what, and asking the owner of a system to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privacydesk.cli.output import emit_json, line, note, open_desk, table
from privacydesk.cli.values import AsJson, Reference, day_of

if TYPE_CHECKING:
    from privacydesk.domain.search_tasks import SearchTask

JSON_KEYS = """\
`case tasks` and `case ask`: reference, tasks[{system, owner, processor, way, state, outcome, hits,
note, data_until, asked_on, remind_on}]; with `--letter` also letter{path, sha256, document_id,
kind}.
"""


def register_on_case(app: typer.Typer) -> None:
    """Add the commands of the search tasks to the noun."""
    app.command("tasks")(tasks_command)
    app.command("ask")(ask_command)


def tasks_command(ctx: typer.Context, reference: Reference, as_json: AsJson = False) -> None:
    """Show the search task of every system and processor."""
    from privacydesk.desk import release

    with open_desk(ctx) as desk:
        print_tasks(reference, release.search_tasks(desk, reference), as_json)


def ask_command(
    ctx: typer.Context,
    reference: Reference,
    system: Annotated[str, typer.Argument(help="Name of the system.")],
    *,
    owner: Annotated[str | None, typer.Option(help="Who was asked, if not its owner.")] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="When they were asked; today if not given.")
    ] = None,
    remind_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="When to remind them; a week later.")
    ] = None,
    letter: Annotated[
        Path | None,
        typer.Option(
            "--letter",
            metavar="FILE",
            help="Write the letter to a processor as well (Art. 28), as a draft.",
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="nl, de or en for the letter; else the case's.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Record that the owner of a system was asked to search it; with --letter, also write to them.

    Without --letter nothing is written or sent: only the request is noted, with its reminder.
    """
    from privacydesk.desk import release

    if language is not None and language not in ("nl", "de", "en"):
        raise typer.BadParameter("Letters are written in nl, de or en.", param_hint="--language")
    asked_on, remind = day_of(on, "--on"), day_of(remind_on, "--remind-on")
    with open_desk(ctx) as desk:
        if letter is None:
            tasks = release.ask_owner(
                desk, reference, system, owner=owner, on=asked_on, remind_on=remind
            )
            print_tasks(reference, tasks, as_json)
            if not as_json:
                note(_how_to_write(reference, system, tasks))
            return
        done = release.ask_by_letter(
            desk,
            reference,
            system,
            letter,
            owner=owner,
            on=asked_on,
            remind_on=remind,
            language=language,
            force=force,
        )
    if as_json:
        emit_json(
            {
                "reference": reference,
                "tasks": [task_json(task) for task in done.tasks],
                "letter": {
                    "path": done.letter.path,
                    "sha256": done.letter.sha256,
                    "document_id": done.letter.document_id,
                    "kind": done.letter.kind,
                },
            }
        )
        return
    print_tasks(reference, done.tasks, as_json=False)
    line(str(done.letter.path))
    note(
        "The letter is a draft: "
        f"`privacydesk case release {reference} --only {done.letter.kind}` makes the final one."
    )


def _how_to_write(reference: str, system: str, tasks: tuple[SearchTask, ...]) -> str:
    """That nothing was sent, and how to send something."""
    task = next(task for task in tasks if task.system.casefold() == system.casefold())
    if not task.processor:
        return "Noted; nothing was sent. Record their answer with `privacydesk case searched`."
    return (
        "Noted; nothing was sent. The letter to a processor: `privacydesk case letter "
        f"{reference} processor_search_request`, or ask with --letter FILE."
    )


def task_json(task: SearchTask) -> dict[str, Any]:
    return {
        "system": task.system,
        "owner": task.owner,
        "processor": task.processor,
        "way": task.way,
        "state": task.state.value,
        "outcome": task.outcome.value,
        "hits": task.hits,
        "note": task.note,
        "data_until": task.data_until,
        "asked_on": task.asked.on if task.asked else None,
        "remind_on": task.asked.remind_on if task.asked else None,
    }


def print_tasks(reference: str, tasks: tuple[SearchTask, ...], as_json: bool) -> None:
    if as_json:
        emit_json({"reference": reference, "tasks": [task_json(task) for task in tasks]})
        return
    table(
        [
            (
                task.system,
                task.state.value,
                task.way,
                task.outcome.value,
                str(task.hits),
                task.owner,
                f"remind {task.asked.remind_on.isoformat()}" if task.asked else task.note,
            )
            for task in tasks
        ],
        ("system", "state", "way", "outcome", "hits", "owner", "note"),
    )
