"""The end of `privacydesk case`: tasks, review, explain, release, send, deliver, purge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privacydesk.cli.case_view import case_json
from privacydesk.cli.output import emit_json, line, note, open_desk, table
from privacydesk.cli.values import AsJson, Reference, day_of
from privacydesk.domain.errors import InputError
from privacydesk.domain.release import many

if TYPE_CHECKING:
    from privacydesk.desk.release import Review
    from privacydesk.domain.checklist import Checked
    from privacydesk.domain.search_tasks import SearchTask

JSON_KEYS = """\
`case tasks` and `case ask`: reference, tasks[{system, owner, processor, way, state, outcome, hits,
note, data_until, asked_on, remind_on}]; with `--letter` also letter{path, sha256, document_id,
kind}.
`case review` and `case explain`: reference, releasable, matched, delivered, documents[{kind,
format, names[], prepared_by, prepared_on, stale, updated, others[],
edited{by, on, diff[]}}], tasks[] (as `case tasks`),
checks[{item, article, title, severity, standing, problems[{text, blocks, key}], explained[{text,
key, reason, by, on}], mend}].
`case release`: reference, documents[{kind, name, sha256, files, format, others[]}], checkpoint,
prepared_by[], released_by, single, warnings[].
`case send`: as `case show`. `case deliver`: reference, form, paths[], password, letter,
sent[{kind, name, day}] (of what left before, when).
`case purge`: files, days, dry_run.
"""

Only = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND",
        help="Only this document: access_report, portability_package or letter:NAME; repeatable.",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FMT",
        help="Of what was prepared in several formats take this one; else the newest.",
    ),
]
Planned = Annotated[
    str,
    typer.Option(
        "--channel", metavar="WAY", help="By which way it is to go: email, post, portal, in_person."
    ),
]
KnownAs = Annotated[
    list[str] | None,
    typer.Option(
        metavar="VALUE",
        help="An address, number or name under which somebody without an entry was looked for.",
    ),
]


def register_on_case(app: typer.Typer) -> None:
    """Add the releasing commands to the noun."""
    from privacydesk.cli.ask import ask_command

    app.command("tasks")(tasks_command)
    app.command("ask")(ask_command)
    app.command("review")(review_command)
    app.command("explain")(explain_command)
    app.command("release")(release_command)
    app.command("send")(send_command)
    app.command("deliver")(deliver_command)
    app.command("purge")(purge_command)


def tasks_command(ctx: typer.Context, reference: Reference, as_json: AsJson = False) -> None:
    """Show the search task of every system and processor."""
    from privacydesk.desk import release

    with open_desk(ctx) as desk:
        print_tasks(reference, release.search_tasks(desk, reference), as_json)


def review_command(
    ctx: typer.Context,
    reference: Reference,
    *,
    only: Only = None,
    fmt: Format = None,
    known_as: KnownAs = None,
    channel: Planned = "",
    as_json: AsJson = False,
) -> None:
    """Run the 32 checks on what is prepared. Errors keep it from being released."""
    from privacydesk.desk import release

    with open_desk(ctx) as desk:
        found = release.review(
            desk, reference, only=only or (), fmt=fmt, known_as=known_as or (), channel=channel
        )
    _print_review(found, as_json)


def explain_command(
    ctx: typer.Context,
    reference: Reference,
    key: Annotated[str, typer.Argument(help="The key that `case review` shows.")],
    *,
    reason: Annotated[str, typer.Option(help="Why it cannot be mended: it is recorded.")],
    known_as: KnownAs = None,
    channel: Planned = "",
    as_json: AsJson = False,
) -> None:
    """Say why a problem cannot be mended, so that the answer may go all the same."""
    from privacydesk.desk import release

    with open_desk(ctx) as desk:
        found = release.explain(
            desk, reference, key, reason, known_as=known_as or (), channel=channel
        )
    _print_review(found, as_json)


def release_command(
    ctx: typer.Context,
    reference: Reference,
    *,
    only: Only = None,
    fmt: Format = None,
    to: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where it will go, if not on file.")
    ] = None,
    channel: Annotated[str, typer.Option(help="email, post, portal or in_person.")] = "email",
    checked: Annotated[
        str | None, typer.Option(metavar="REASON", help="How that address was checked.")
    ] = None,
    known_as: KnownAs = None,
    as_json: AsJson = False,
) -> None:
    """Make the final files of what is prepared; somebody else than who prepared it does this."""
    from privacydesk.desk import release

    with open_desk(ctx) as desk:
        done = release.release(
            desk,
            reference,
            only=only or (),
            fmt=fmt,
            to=to,
            channel=channel,
            checked=checked,
            known_as=known_as or (),
        )
    if as_json:
        emit_json(done)
        return
    for document in done.documents:
        line(f"Released {document.name} (sha256 {document.sha256})")
        if document.files:
            line(f"  with {document.files} files")
        if document.others:
            others = ", ".join(document.others)
            note(f"The {document.kind} is released as {document.format}; not as {others}.")
    line(f"Checkpoint of the audit log: {done.checkpoint}")
    for warning in done.warnings:
        note(f"Warning: {warning}")
    if done.single:
        note("Prepared and released by one person; the log says so.")
    note(f"Next: privacydesk case deliver {reference} --as zip -o PATH, then case send.")


def send_command(
    ctx: typer.Context,
    reference: Reference,
    *,
    channel: Annotated[str, typer.Option(help="email, post, portal or in_person.")],
    to: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Where it went.")] = None,
    checked: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="How an address was checked that is not on file."),
    ] = None,
    day: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it left; today if not given.")
    ] = None,
    only: Only = None,
    as_json: AsJson = False,
) -> None:
    """Record that what was released left the house: the last of the answer stops the clock."""
    from privacydesk.desk import release

    with open_desk(ctx) as desk:
        view = release.send(
            desk,
            reference,
            channel=channel,
            to=to,
            checked=checked,
            day=day_of(day, "--day"),
            only=only or (),
        )
    if as_json:
        emit_json(case_json(view))
    else:
        line(f"{reference}: {view.stage}.")
        for one in view.waiting:
            line(f"Waits: {one.kind} ({one.name})")


def deliver_command(
    ctx: typer.Context,
    reference: Reference,
    *,
    form: Annotated[str, typer.Option("--as", metavar="FORM", help="folder, pdf, zip or eml.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PATH", help="Where to.")],
    only: Only = None,
    to: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="To whom the mail goes (eml).")
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A file with a password of your own."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a released answer: a plain folder, an encrypted PDF or ZIP, or a mail draft.

    The password goes by another way: its letter is written beside the file.
    """
    from privacydesk.desk import release

    password = _password(password_file) if password_file is not None else None
    with open_desk(ctx) as desk:
        done = release.deliver(
            desk,
            reference,
            form,
            output,
            only=only or (),
            password=password,
            to=to,
            force=force,
        )
    if as_json:
        emit_json(
            {
                "reference": reference,
                "form": done.form,
                "paths": done.paths,
                "password": done.password,
                "letter": done.letter,
                "sent": done.sent,
            }
        )
        return
    for path in done.paths:
        line(str(path))
    for copy in done.sent:
        note(f"Another copy of {copy.kind}, which left on {copy.day.isoformat()}.")
    if done.letter is not None:
        note(f"The password stands in {done.letter.name}: send it by another way.")


def _password(path: Path) -> str:
    """What a file of a password holds, without a mark of its encoding and white space around."""
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError:
        raise InputError("The password file is not text in UTF-8; save it as UTF-8.") from None
    except OSError as error:
        raise InputError(
            f"The password file cannot be read ({error.strerror or 'input error'})."
        ) from None


def purge_command(
    ctx: typer.Context,
    *,
    days: Annotated[
        int | None, typer.Option(min=0, help="Keep the files of so many days; see `settings`.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Erase them; else they are counted.")] = False,
    as_json: AsJson = False,
) -> None:
    """Erase the files of sent answers whose time is over; their hashes stay."""
    from privacydesk.desk import release

    with open_desk(ctx) as desk:
        done = release.purge(desk, days=days, dry_run=not yes)
    if as_json:
        emit_json(done)
        return
    what = "would be erased; add --yes" if done.dry_run else "erased"
    line(f"{done.files} released files older than {done.days} days {what}.")


# --------------------------------------------------------------------------- showing


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


def _check_json(one: Checked) -> dict[str, Any]:
    return {
        "item": one.item.item,
        "article": one.item.article,
        "title": one.item.title,
        "severity": one.item.severity.value,
        "standing": one.standing.value,
        "problems": [
            {"text": p.text, "blocks": p.blocking, "key": p.key or None} for p in one.problems
        ],
        "explained": [
            {"text": p.text, "key": p.key, "reason": why.reason, "by": why.by, "on": why.on}
            for p, why in one.explained
        ],
        "mend": one.item.mend,
    }


def _print_review(review: Review, as_json: bool) -> None:
    if as_json:
        emit_json(
            {
                "reference": review.reference,
                "releasable": not review.blocking,
                "matched": review.matched,
                "delivered": review.delivered,
                "documents": review.documents,
                "tasks": [task_json(task) for task in review.tasks],
                "checks": [_check_json(one) for one in review.checks],
            }
        )
        return
    for document in review.documents:
        why = "PrivacyDesk was updated" if document.updated else "stale"
        stale = f", {why}: prepare it again" if document.stale else ""
        line(f"{document.kind} ({document.format}), prepared by {document.prepared_by}{stale}")
        if document.edited:
            edit = document.edited
            line(f"    text edited by {edit.by} on {edit.on.isoformat()}; against the template:")
            for changed in edit.diff:
                line(f"      {changed}")
        if document.others:
            others = ", ".join(document.others)
            line(f"    released as {document.format}; --format takes another: {others}")
    for one in review.checks:
        line(f"{one.item.item} {_mark(one)} {one.item.title} ({one.item.article})")
        for problem in one.problems:
            kind = "error" if problem.blocking else "warning"
            key = f" [{problem.key}]" if problem.key else ""
            line(f"    {kind}: {problem.text}{key}")
        if one.problems:
            line(f"    mend: {one.item.mend}")
        for problem, told in one.explained:
            line(f"    explained by {told.by}: {problem.text} {told.reason}")
    count = len(review.blocking)
    line(
        f"{many(count, 'problem')} to mend before the release." if count else "It can be released."
    )


def _mark(one: Checked) -> str:
    if one.blocks:
        return "ERROR"
    return {"passed": "ok", "failed": "warning", "explained": "explained"}.get(
        one.standing.value, "not asked"
    )
