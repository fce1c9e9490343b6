"""`privacydesk case ask`: ask the owner of a system to search it, with the letter or without."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privacydesk.cli.output import emit_json, line, note, open_desk
from privacydesk.cli.release import print_tasks, task_json
from privacydesk.cli.values import AsJson, Reference, day_of

if TYPE_CHECKING:
    from privacydesk.domain.search_tasks import SearchTask


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
