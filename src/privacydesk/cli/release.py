"""The end of `privacydesk case`: release, send, deliver, purge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from privacydesk.cli.case_view import case_json
from privacydesk.cli.output import emit_json, line, note, open_desk
from privacydesk.cli.values import AsJson, Format, KnownAs, Only, Reference, day_of
from privacydesk.domain.errors import InputError

JSON_KEYS = """\
`case release`: reference, documents[{kind, name, sha256, files, format, others[],
changed[] (lines an edit took out, `- `, or put in, `+ `)}], checkpoint, prepared_by[],
released_by, single, warnings[].
`case send`: as `case show`. `case deliver`: reference, form, paths[], password, letter,
sent[{kind, name, day}] (of what left before, when).
`case purge`: files, days, dry_run.
"""


def register_on_case(app: typer.Typer) -> None:
    """Add the releasing commands to the noun."""
    app.command("release")(release_command)
    app.command("send")(send_command)
    app.command("deliver")(deliver_command)
    app.command("purge")(purge_command)


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
        if document.changed:
            line("  its text was edited; against the template:")
        for changed in document.changed:
            line(f"    {changed}")
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
    """Erase the files of releases whose time is over; their hashes stay.

    Each release counts from the day it left; one that never left from the day on which another
    took its place or the case was closed.
    """
    from privacydesk.desk import release

    with open_desk(ctx) as desk:
        done = release.purge(desk, days=days, dry_run=not yes)
    if as_json:
        emit_json(done)
        return
    what = "would be erased; add --yes" if done.dry_run else "erased"
    line(f"{done.files} released files whose time was over {done.days} days ago {what}.")
