"""`privacydesk audit`: whether the log of what was done is still what was written."""

from __future__ import annotations

from typing import Annotated

import typer

from privacydesk.cli.nouns import noun
from privacydesk.cli.output import emit_json, line, open_desk, table

JSON_KEYS = """\
`audit verify`: ok, entries, head, checkpoint (`COUNT:HASH`), findings[{seq, problem}];
`audit list`: entries[{seq, at, operator, action, facts, hash}].
"""


def register(root: typer.Typer) -> None:
    """Add the noun to `root`."""
    audit = noun(root, "audit", "Check and read the audit chain.")
    audit.command("verify")(verify_command)
    audit.command("list")(list_command)


def verify_command(
    ctx: typer.Context,
    checkpoint: Annotated[
        str | None,
        typer.Option(
            metavar="COUNT:HASH", help="A checkpoint kept elsewhere that the chain must contain."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Check the whole chain: exit code 1 if an entry was edited, removed, added or moved."""
    from privacydesk.desk import auditing

    with open_desk(ctx) as desk:
        report = auditing.verify(desk, checkpoint)
    mark = f"{report.entries}:{report.head}"
    if as_json:
        emit_json(
            {
                "ok": report.ok,
                "entries": report.entries,
                "head": report.head,
                "checkpoint": mark,
                "findings": report.findings,
            }
        )
    elif report.ok:
        line(f"The audit chain is unbroken: {report.entries} entries.")
        line(f"Checkpoint: {mark}")
    else:
        line(f"The audit chain was tampered with: {len(report.findings)} findings.")
        for finding in report.findings:
            line(f"Entry {finding.seq}: {finding.problem}")
    if not report.ok:
        raise typer.Exit(1)


def list_command(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="How many entries to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the newest entries: who did what, when."""
    from privacydesk.desk import auditing

    with open_desk(ctx) as desk:
        found = auditing.entries(desk, newest=limit)
        zone = desk.zone
    if as_json:
        emit_json({"entries": found})
        return
    table(
        [
            (
                entry.seq,
                entry.at.astimezone(zone).isoformat(sep=" ", timespec="seconds"),
                entry.operator,
                entry.action,
                ", ".join(f"{name}={value}" for name, value in entry.facts.items()),
            )
            for entry in found
        ],
        header=("Entry", "Time", "Operator", "Action", "Facts"),
    )
