"""`privacydesk policy register`: the record of processing activities (Art. 30)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privacydesk.cli.output import emit_json, line, note, open_desk, table

if TYPE_CHECKING:
    from privacydesk.domain.register import Register

JSON_KEYS = """\
`policy register`: pack, controller, title, language, statement_date, sha256, excerpt,
head[{key, letter, label, text, missing, supplied}], entries[{id, title, fields[]}], missing (how
many fields); with `--subject` activities[{activity, title, kinds, records, first, last}]; with
`-o` path, activities, missing\
"""


def register_on_policy(policy: typer.Typer) -> None:
    """Add the command to the noun."""
    policy.command("register")(register_command)


def register_command(
    ctx: typer.Context,
    pack: Annotated[
        str | None,
        typer.Argument(help="A name from `policy list`, or a path; else the pack in force."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="The file; - writes to stdout."),
    ] = None,
    fmt: Annotated[
        str | None, typer.Option("--format", help="xlsx, pdf or json; else by the file's ending.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="nl, de or en; else that of the letters.")
    ] = None,
    subject: Annotated[
        int | None,
        typer.Option(metavar="ID", help="Which activities touched this person. The look is noted."),
    ] = None,
    purpose: Annotated[
        str, typer.Option(help="What the look is for; kept with it.")
    ] = "activities of a person",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Show or write the Art. 30 record that a pack amounts to, and what it lacks."""
    if subject is not None:
        if pack is not None or output is not None or fmt is not None:
            raise typer.BadParameter("--subject goes with no pack and no file.")
        _subject(ctx, subject, purpose, as_json=as_json)
        return
    from privacydesk.desk import policies
    from privacydesk.desk.context import utc_now

    if pack is None:
        with open_desk(ctx) as desk:
            record = policies.register(None, desk, language=language)
    else:
        record = policies.register(pack, language=language)
    if output is None and fmt is None:
        if as_json:
            emit_json(policies.register_json(record))
        else:
            _print(record)
        return
    stream = output is None or str(output) == "-"
    ending = output.suffix.removeprefix(".").lower() if output is not None else ""
    written = policies.write_register(
        record,
        fmt or ending or "xlsx",
        None if stream else output,
        created=utc_now(),
        force=force,
    )
    if written.data is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(written.data)
        sys.stdout.buffer.flush()
    elif as_json:
        emit_json(
            {"path": written.path, "activities": written.activities, "missing": written.missing}
        )
    else:
        line(str(written.path))
    if written.missing and not as_json:
        note(f"{written.missing} fields that Art. 30(1) asks for are missing.")


def _print(record: Register) -> None:
    line(f"{record.controller}: {record.title}")
    for field in record.head:
        line(_told(field.label, field.letter, field.text, missing=field.missing))
    for entry in record.entries:
        line()
        line(f"{entry.title} ({entry.id})")
        for field in entry.fields:
            line(f"  {_told(field.label, field.letter, field.text, missing=field.missing)}")
    line()
    line(f"Missing fields: {len(record.missing)}")


def _told(label: str, letter: str, text: str, *, missing: bool) -> str:
    where = f" ({letter})" if letter else ""
    return f"{label}{where}: {'[missing] ' if missing else ''}{text}"


def _subject(ctx: typer.Context, subject: int, purpose: str, *, as_json: bool) -> None:
    from privacydesk.desk import policies

    with open_desk(ctx) as desk:
        touched = policies.touched(desk, subject, purpose=purpose)
    if as_json:
        emit_json({"activities": touched})
        return
    table(
        [
            (
                touch.title or "no activity covers these",
                touch.records,
                ", ".join(touch.kinds),
                touch.first or "",
                touch.last or "",
            )
            for touch in touched
        ],
        ("activity", "records", "kinds", "first", "last"),
    )
