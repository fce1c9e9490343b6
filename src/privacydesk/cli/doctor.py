"""`privacydesk doctor`: whether the store and this machine can be relied on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from privacydesk.cli.output import emit_json, note, open_desk, table

JSON_KEYS = """\
`doctor`: ok, checks[{name, health (ok, warning, error), message}], compacted ({before, after} in
bytes, or null), backup (the path, or null).
"""


def register(root: typer.Typer) -> None:
    """Add the command to `root`."""
    root.command("doctor")(doctor_command)


def doctor_command(
    ctx: typer.Context,
    compact: Annotated[
        bool, typer.Option("--compact", help="Give free space in the store back to the disk.")
    ] = False,
    backup: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Copy the store to a new file, also while it is in use."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Check the store, its files, the audit chain and this machine: exit code 1 on errors."""
    from privacydesk.desk import doctor

    with open_desk(ctx) as desk:
        sizes = doctor.compact(desk) if compact else None
        copy = doctor.backup(desk, backup) if backup else None
        files = desk.store.files
        checks = doctor.doctor(desk)
    ok = all(check.health is not doctor.Health.ERROR for check in checks)
    if as_json:
        compacted = {"before": sizes[0], "after": sizes[1]} if sizes else None
        emit_json({"ok": ok, "checks": checks, "compacted": compacted, "backup": copy})
    else:
        if sizes:
            note(f"Compacted from {sizes[0]} to {sizes[1]} bytes.")
        if copy:
            note(f"Copied the store to {copy}; attachments are files in {files}: copy them too.")
        table([(check.health.value, check.name, check.message) for check in checks])
    if not ok:
        raise typer.Exit(1)
