"""`privacydesk case findings`, `texts`, `redact`, `files`, `file`, `replace`, `save`, `speaker`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privacydesk.cli.output import emit_json, line, note, open_desk, table
from privacydesk.cli.values import AsJson, Reference

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.redaction import FileView, FindingView

JSON_KEYS = """\
`case findings`: reference, open, findings[{number, kind, state, record_id, record, field, before,
text, after, equal, everywhere, reason, article, by, at, note}]. `case redact`: reference, decided,
open, unchanged or number, state, numbers[]. `case texts`: reference, records[{record_id, record,
title, texts[{field, text}]}]. `case files`: reference, files[{number, record_id,
record, name, size, recording, needs[], decision, speaker, reason, by, at}]; `case file`,
`case replace` and `case speaker`: one such file; `case save`: one such file and path.
"""
_SHOWN = 32  # characters of context in the table

Why = Annotated[str, typer.Option("--reason", help="Why: it is recorded.")]
FileNumber = Annotated[int, typer.Argument(metavar="NUMBER", help="Number in `case files`.")]


def register_on_case(app: typer.Typer) -> None:
    """Add the reviewing commands to the noun."""
    app.command("findings")(findings_command)
    app.command("texts")(texts_command)
    app.command("redact")(redact_command)
    app.command("files")(files_command)
    app.command("file")(file_command)
    app.command("replace")(replace_command)
    app.command("save")(save_command)
    app.command("speaker")(speaker_command)


def findings_command(
    ctx: typer.Context,
    reference: Reference,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="Write a .csv or .json to edit and read back."
        ),
    ] = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only those to decide.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what concerns other people in the answer of a case, with what is decided.

    A finding that nobody decided is hidden in drafts, and the answer cannot be released.
    """
    from privacydesk.desk import redaction

    with open_desk(ctx) as desk:
        if output is not None:
            count = redaction.write_sheet(desk, reference, output, force=force)
            line(str(output))
            note(f"{count} findings. Fill the column decision (keep or black_out), then run:")
            note(f"  privacydesk case redact {reference} --file {output.name}")
            return
        found = redaction.findings(desk, reference)
    undecided = sum(view.by is None for view in found)
    shown = [view for view in found if view.by is None or not only_open]
    if as_json:
        emit_json({
            "reference": reference,
            "open": undecided,
            "findings": [_finding_json(view) for view in shown],
        })  # fmt: skip
        return
    table(
        [
            (v.number, v.state.value, v.kind.value, v.record, v.field, _in_context(v), v.by)
            for v in shown
        ],
        ("number", "state", "kind", "record", "field", "text", "by"),
    )
    note(f"{undecided} of {len(found)} to decide.")


def texts_command(
    ctx: typer.Context,
    reference: Reference,
    record: Annotated[
        int | None, typer.Argument(metavar="[RECORD]", help="Number of one record.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List every text of the answer as it stood before anything is hidden, to read it through.

    The record and field beside a text are what `case redact --add` takes.
    """
    from privacydesk.desk import redaction

    with open_desk(ctx) as desk:
        found = redaction.texts(desk, reference, only=record)
    if as_json:
        emit_json({
            "reference": reference,
            "records": [
                {
                    "record_id": one.record_id,
                    "record": one.record,
                    "title": one.title,
                    "texts": [{"field": field, "text": text} for field, text in one.texts],
                }
                for one in found
            ],
        })  # fmt: skip
        return
    table(
        [(one.record_id, one.record, field, text) for one in found for field, text in one.texts],
        ("number", "record", "field", "text"),
    )
    note(f"privacydesk case redact {reference} --add NUMBER FIELD TEXT blacks out what was missed.")


def redact_command(
    ctx: typer.Context,
    reference: Reference,
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="Number of the finding.")
    ] = None,
    verdict: Annotated[
        str | None, typer.Argument(metavar="[DECISION]", help="keep or black_out.")
    ] = None,
    *,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="Wherever the case says the same.")
    ] = False,
    reason: Annotated[
        str | None,
        typer.Option(
            help="keep: known, own, company, public, consent, weighed. "
            "black_out: other_person, child, staff, secret. The first one if not given."
        ),
    ] = None,
    remark: Annotated[str | None, typer.Option("--note", help="A remark for the log.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="PATH", help="Take over the decisions of a .csv or .json."),
    ] = None,
    add: Annotated[
        tuple[int, str, str] | None,
        typer.Option(
            "--add",
            metavar="RECORD FIELD TEXT",
            help="Black out text that was not found; `case texts` shows RECORD and FIELD.",
        ),
    ] = None,
    undo: Annotated[
        int | None, typer.Option("--undo", metavar="NUMBER", help="Take a decision back.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Keep a finding or black it out; add one; take a decision back.

    Every decision stays in the log, an undo as well.
    """
    from privacydesk.desk import redaction

    one = number is not None and verdict is not None
    if sum((one, file is not None, add is not None, undo is not None)) != 1 or (
        (number is None) != (verdict is None)
    ):
        raise typer.BadParameter(
            "give NUMBER and keep or black_out, or one of --file, --add and --undo."
        )
    with open_desk(ctx) as desk:
        if file is not None:
            taken = redaction.apply_sheet(desk, reference, file)
            _tell_sheet(desk, reference, taken.decided, taken.unchanged, as_json)
            return
        if add is not None:
            record, field, text = add
            done = redaction.add(
                desk, reference, record, field, text,
                everywhere=everywhere, reason=reason, note=remark,
            )  # fmt: skip
        elif undo is not None:
            done = redaction.undo(desk, reference, undo)
        else:
            assert number is not None
            assert verdict is not None
            done = redaction.decide(
                desk, reference, number, verdict,
                everywhere=everywhere, reason=reason, note=remark,
            )  # fmt: skip
    if as_json:
        emit_json({"reference": reference, **{
            "number": done.number, "state": done.state, "numbers": done.numbers,
        }})  # fmt: skip
        return
    more = f" It holds for {len(done.numbers)} findings." if len(done.numbers) > 1 else ""
    line(f"Finding {done.number}: {done.state.value}.{more}")


def files_command(ctx: typer.Context, reference: Reference, as_json: AsJson = False) -> None:
    """List the recordings and attachments of an answer, with what must still be said."""
    from privacydesk.desk import redaction

    with open_desk(ctx) as desk:
        found = redaction.files(desk, reference)
    if as_json:
        emit_json({"reference": reference, "files": [_file_json(view) for view in found]})
        return
    table(
        [
            (v.number, v.record, v.name, ", ".join(v.needs), v.decision, v.speaker, v.by)
            for v in found
        ],
        ("number", "record", "name", "to say", "decision", "speaker", "by"),
    )


def file_command(
    ctx: typer.Context,
    reference: Reference,
    number: FileNumber,
    verdict: Annotated[str, typer.Argument(metavar="DECISION", help="ship or withhold.")],
    *,
    reason: Why,
    as_json: AsJson = False,
) -> None:
    """Ship an attachment or recording as it is, or withhold it."""
    from privacydesk.desk import redaction

    with open_desk(ctx) as desk:
        _tell_file(redaction.decide_file(desk, reference, number, verdict, reason), as_json)


def replace_command(
    ctx: typer.Context,
    reference: Reference,
    number: FileNumber,
    *,
    file: Annotated[Path, typer.Option("--file", metavar="PATH", help="The muted or black one.")],
    reason: Why,
    as_json: AsJson = False,
) -> None:
    """Ship another file in place of an attachment or recording: muted, or blackened.

    It is refused when it is the original, of another sort, or still holds what is blacked out.
    """
    from privacydesk.desk import redaction

    with open_desk(ctx) as desk:
        _tell_file(redaction.replace(desk, reference, number, file, reason), as_json)


def save_command(
    ctx: typer.Context,
    reference: Reference,
    number: FileNumber,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PATH", help="The new file.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Save a copy of a recording or attachment, to listen to it or look at it first.

    The copy lies outside the store, readable by you alone; the look is recorded.
    """
    from privacydesk.desk import redaction

    with open_desk(ctx) as desk:
        saved = redaction.save(desk, reference, number, output, force=force)
    if as_json:
        emit_json({**_file_json(saved.view), "path": saved.path})
    else:
        line(str(saved.path))
    note("This copy lies outside the store: delete it when you have listened or looked.")


def speaker_command(
    ctx: typer.Context,
    reference: Reference,
    number: FileNumber,
    *,
    confirmed: Annotated[
        bool, typer.Option("--confirmed/--not-theirs", help="Whether the person speaks in it.")
    ],
    reason: Why,
    as_json: AsJson = False,
) -> None:
    """Say who speaks in a recording, after listening; one that is not theirs stays out."""
    from privacydesk.desk import redaction

    with open_desk(ctx) as desk:
        view = redaction.confirm_speaker(
            desk, reference, number, confirmed=confirmed, reason=reason
        )
    _tell_file(view, as_json)


def _tell_sheet(desk: Desk, reference: str, decided: int, unchanged: int, as_json: bool) -> None:
    from privacydesk.desk import redaction

    left = redaction.open_findings(desk, reference)
    if as_json:
        emit_json(
            {"reference": reference, "decided": decided, "unchanged": unchanged, "open": left}
        )
        return
    line(f"{decided} decided, {unchanged} rows without a change, {left} still to decide.")


def _tell_file(view: FileView, as_json: bool) -> None:
    if as_json:
        emit_json(_file_json(view))
        return
    said = " and ".join(part for part in (view.decision, view.speaker) if part)
    left = f" Still to say: {', '.join(view.needs)}." if view.needs else ""
    line(f"File {view.number}: {said}.{left}")


def _in_context(view: FindingView) -> str:
    before, after = view.before[-_SHOWN:], view.after[:_SHOWN]
    return f"{before}[{view.text}]{after}"


def _finding_json(view: FindingView) -> dict[str, Any]:
    return {
        "number": view.number,
        "kind": view.kind,
        "state": view.state,
        "record_id": view.record_id,
        "record": view.record,
        "field": view.field,
        "before": view.before,
        "text": view.text,
        "after": view.after,
        "equal": view.equal,
        "everywhere": view.everywhere,
        "reason": view.reason,
        "article": view.article,
        "by": view.by,
        "at": view.at,
        "note": view.note,
    }


def _file_json(view: FileView) -> dict[str, Any]:
    return {
        "number": view.number,
        "record_id": view.record_id,
        "record": view.record,
        "name": view.name,
        "size": view.size,
        "recording": view.recording,
        "needs": view.needs,
        "decision": view.decision,
        "speaker": view.speaker,
        "reason": view.reason,
        "by": view.by,
        "at": view.at,
    }
