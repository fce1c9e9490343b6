"""`privacydesk audit`: whether the log of what was done is still what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from privacydesk.cli.nouns import noun
from privacydesk.cli.output import emit_json, line, open_desk, table

if TYPE_CHECKING:
    from privacydesk.domain.model import AuditReport

JSON_KEYS = """\
`audit verify`: ok, entries, head, checkpoint (`COUNT:HASH`), findings[{seq, problem}] (of the
chain), releases (how many it tells of), release_findings[{seq, problem}] (`seq` null when no entry
tells of it);
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
    """Check the whole chain and every release in it: exit code 1 if an entry or a row of a
    release was edited, removed, added or moved."""
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
                "releases": report.releases,
                "release_findings": report.release_findings,
            }
        )
    else:
        _print(report, mark)
    if not report.ok:
        raise typer.Exit(1)


def _print(report: AuditReport, mark: str) -> None:
    if report.findings:
        line(f"The audit chain was tampered with: {len(report.findings)} findings.")
        for finding in report.findings:
            line(f"Entry {finding.seq}: {finding.problem}")
    else:
        line(f"The audit chain is unbroken: {report.entries} entries.")
        line(f"Checkpoint: {mark}")
    if report.release_findings:
        line(f"{len(report.release_findings)} findings about released documents.")
        for one in report.release_findings:
            line(one.problem if one.seq is None else f"Entry {one.seq}: {one.problem}")
    else:
        line(f"Releases compared with the chain: {report.releases}.")


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
