"""`privacydesk case report`, `case export`, `case preview`: what the person will read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privacydesk.cli.output import emit_json, line, note, open_desk
from privacydesk.cli.progress import watched
from privacydesk.cli.values import AsJson, Reference

if TYPE_CHECKING:
    from privacydesk.desk.answer import Written

JSON_KEYS = """\
`case report` and `case export`: reference, draft, paths[], sha256[], files[], files_left_out,
coverage[{system, matched, delivered, withheld, no_longer_held, unresolved}], findings[{item,
blocks, text, key}].
"""

Force = Annotated[bool, typer.Option("--force", help="Replace a file that exists.")]


def register_on_case(app: typer.Typer) -> None:
    """Add the answering commands to the noun."""
    app.command("report")(report_command)
    app.command("export")(export_command)
    app.command("preview")(preview_command)


def report_command(
    ctx: typer.Context,
    reference: Reference,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PATH", help="The file; - writes to stdout.")
    ],
    fmt: Annotated[
        str | None,
        typer.Option("--format", help="pdf, docx, odt, html or md; else by the file's ending."),
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write the Article 15 access report of a case, as a draft.

    Recordings and attachments go into the folder NAME-files beside it.
    """
    from privacydesk.desk import answer

    stream = str(output) == "-"
    wanted = fmt or ("pdf" if stream else output.suffix.removeprefix(".").lower() or "pdf")
    with open_desk(ctx) as desk, watched() as job:
        written = answer.report(desk, reference, wanted, None if stream else output, force, job)
    _finish(reference, written, as_json)


def export_command(
    ctx: typer.Context,
    reference: Reference,
    *,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="PATH.zip", help="The file; - writes to stdout."),
    ],
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write the Article 20 portability package of a case, as a draft."""
    from privacydesk.desk import answer

    stream = str(output) == "-"
    with open_desk(ctx) as desk, watched() as job:
        written = answer.export(desk, reference, None if stream else output, force, job)
    _finish(reference, written, as_json)


def preview_command(ctx: typer.Context, reference: Reference) -> None:
    """Show the access report of a case as Markdown; nothing is written or recorded."""
    from privacydesk.desk import answer

    with open_desk(ctx) as desk:
        line(answer.preview(desk, reference))


def _finish(reference: str, written: Written, as_json: bool) -> None:
    if written.data is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(written.data)
        sys.stdout.buffer.flush()
    elif as_json:
        emit_json(_json(reference, written))
    else:
        for path in written.paths:
            line(str(path))
    if as_json:
        return
    if written.files:
        note(f"{len(written.files)} files of the person are in {written.files[0].parent}.")
    if written.files_left_out:
        note(f"{written.files_left_out} files of the person were left out: name a file with -o.")
    note("This is a draft.")
    blocking = [finding for finding in written.findings if finding.blocking]
    if blocking:
        note("Before it can be released:")
    for finding in blocking:
        note(f"  {finding.item}: {finding.text}")
    for finding in written.findings:
        if not finding.blocking:
            note(f"Warning {finding.item}: {finding.text}")


def _json(reference: str, written: Written) -> dict[str, Any]:
    return {
        "reference": reference,
        "draft": True,
        "paths": written.paths,
        "sha256": written.sha256,
        "files": written.files,
        "files_left_out": written.files_left_out,
        "coverage": [
            {
                "system": system.system,
                "matched": system.matched,
                "delivered": system.delivered,
                "withheld": len(system.withheld),
                "no_longer_held": len(system.no_longer_held),
                "unresolved": len(system.unresolved),
            }
            for system in written.coverage.systems
        ],
        "findings": [
            {"item": one.item, "blocks": one.blocking, "text": one.text, "key": one.key}
            for one in written.findings
        ],
    }
