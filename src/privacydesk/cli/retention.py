"""`privacydesk retention`: what is past its storage period, and what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from privacydesk.cli.nouns import noun
from privacydesk.cli.output import emit_json, line, note, open_desk, table
from privacydesk.cli.values import AsJson, day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from privacydesk.desk.retention import DueLine, DueReport, HoldView, RunReport

JSON_KEYS = """\
`retention due`: today, policy, policy_sha256, due, kept, undetermined, lines[{kind, system,
activity, period{nl, de, en}, then (restrict, erase_parts, anonymise or erase), records, oldest,
why}], kept_back[{the same, kept (hold, open_case, restriction, legal_duty or other_part),
kept_until}], undetermined_lines[{kind, system, activity, missing, records}],
still_held[{system, kind, records, seen}].
`retention run`: dry_run, erased, parts, anonymised, restricted, people, files, complete,
leftovers[], due (as `retention due`, of the moment before).
`retention hold`: hold_id, subject_id, case_reference, who, reason, by, at, until, active,
lifted_by, lifted_at.
`retention holds`: holds[{as `retention hold`}].
"""
_THEN = {
    "restrict": "block",
    "erase_parts": "erase parts",
    "anonymise": "anonymise",
    "erase": "erase",
}
_KEPT = {
    "hold": "on hold",
    "open_case": "open case",
    "restriction": "restricted (Art. 18)",
    "legal_duty": "legal duty",
    "other_part": "another part is kept longer",
}
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help="Only this kind of record. May be repeated.")
]
SystemName = Annotated[str | None, typer.Option("--system", help="Only records of this system.")]


def register(root: typer.Typer) -> None:
    """Add the noun to `root`."""
    retention = noun(root, "retention", "Keep to the storage periods of the policy pack.")
    retention.command("due")(due_command)
    retention.command("run")(run_command)
    retention.command("hold")(hold_command)
    retention.command("holds")(holds_command)


def due_command(
    ctx: typer.Context,
    kind: Kinds = None,
    system: SystemName = None,
    as_json: AsJson = False,
) -> None:
    """List what is past its storage period today, why, and what then happens."""
    from privacydesk.desk import retention

    with open_desk(ctx) as desk:
        report = retention.due(desk, kinds=kind or (), system=system)
    if as_json:
        emit_json(due_json(report))
    else:
        print_due(report)


def run_command(
    ctx: typer.Context,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; without this it is only shown.")
    ] = False,
    kind: Kinds = None,
    system: SystemName = None,
    as_json: AsJson = False,
) -> None:
    """Erase, anonymise or block what is past its storage period. Shows it first; --yes does it.

    Never touches what a hold, an open case, a restriction or a legal duty keeps. Exit code 1 if
    somebody else was reading the store, so that traces may be left: run it again then.
    """
    from privacydesk.desk import retention

    with open_desk(ctx) as desk:
        report = retention.run(desk, kinds=kind or (), system=system, yes=yes)
    if as_json:
        emit_json(run_json(report))
    else:
        print_run(report)
    if not report.complete:
        note("Not complete yet: somebody else is reading the store. Run it again a little later.")
        raise typer.Exit(1)


def hold_command(
    ctx: typer.Context,
    *,
    subject: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="Number of the person (see `find`).")
    ] = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="REF", help="A case and its person instead.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why the data must be kept.")] = "",
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Last day it holds; else until it is lifted.")
    ] = None,
    lift: Annotated[
        int | None, typer.Option("--lift", metavar="HOLD", help="End the hold with this number.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Keep the data of a person or case from being erased, or end that with --lift."""
    from privacydesk.desk import retention

    if lift is not None and (subject is not None or case is not None or reason or until):
        raise typer.BadParameter("--lift ends a hold; it takes no person, case, reason or day.")
    with open_desk(ctx) as desk:
        if lift is not None:
            found = retention.lift(desk, lift)
        else:
            found = retention.hold(
                desk,
                subject_id=subject,
                case_reference=case,
                reason=reason,
                until=day_of(until, "--until"),
            )
    if as_json:
        emit_json(found)
    elif found.lifted_at is not None:
        line(f"Hold {found.hold_id} is lifted.")
    else:
        line(f"Hold {found.hold_id}: {_whom(found)} is kept {_how_long(found)}.")


def holds_command(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also those that have ended.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the holds: who or which case, why, until when."""
    from privacydesk.desk import retention

    with open_desk(ctx) as desk:
        found = retention.holds(desk, every=every)
    if as_json:
        emit_json({"holds": found})
        return
    if not found:
        note("Nothing is on hold.")
        return
    table(
        [(h.hold_id, _whom(h), _how_long(h), h.by, h.reason) for h in found],
        ("hold", "of", "kept", "by", "reason"),
    )


# --------------------------------------------------------------------------- shown


def due_json(report: DueReport) -> dict[str, Any]:
    """The documented JSON of what is due."""
    return {
        "today": report.today,
        "policy": report.policy,
        "policy_sha256": report.policy_sha256,
        "due": report.due,
        "kept": report.kept,
        "undetermined": report.undetermined,
        "lines": [_line_json(one) for one in report.lines],
        "kept_back": [
            {**_line_json(one), "kept": one.kept, "kept_until": one.kept_until}
            for one in report.kept_back
        ],
        "undetermined_lines": report.undetermined_lines,
        "still_held": report.still_held,
    }


def run_json(report: RunReport) -> dict[str, Any]:
    """The documented JSON of a run."""
    return {
        "dry_run": report.dry_run,
        "erased": report.erased,
        "parts": report.parts,
        "anonymised": report.anonymised,
        "restricted": report.restricted,
        "people": report.people,
        "files": report.files,
        "complete": report.complete,
        "leftovers": report.leftovers,
        "due": due_json(report.due),
    }


def _line_json(one: DueLine) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "system": one.system,
        "activity": one.activity,
        "period": one.period,
        "then": one.then,
        "records": one.records,
        "oldest": one.oldest,
        "why": one.why,
    }


def print_due(report: DueReport) -> None:
    """What is due, in plain sentences and columns."""
    line(
        f"As of {report.today.isoformat()}, by policy {report.policy}: {report.due:,} past their "
        f"date, {report.kept:,} kept back, {report.undetermined:,} undetermined."
    )
    _columns("Past their date:", report.lines, "then", lambda one: _THEN[str(one.then)])
    _columns("Kept back:", report.kept_back, "because", _because)
    if report.undetermined_lines:
        line()
        line("Undetermined, never run:")
        table(
            [
                (f"{one.records:,}", one.kind, one.system, one.activity, one.missing)
                for one in report.undetermined_lines
            ],
            ("records", "kind", "system", "activity", "why"),
        )
    for held in report.still_held:
        line()
        line(
            f"Still held by {held.system}: {held.records:,} {held.kind} records that were erased "
            f"here (seen {held.seen.date().isoformat()}). Have them erased there."
        )


def print_run(report: RunReport) -> None:
    """What a run did or would do."""
    if report.dry_run:
        print_due(report.due)
        if report.touched:
            line()
            line(
                f"A run would erase {report.erased:,} records whole and {report.parts:,} in "
                f"part, anonymise {report.anonymised:,} and block {report.restricted:,}. "
                "Nothing is done without --yes."
            )
        return
    line(
        f"Erased {report.erased:,} records whole and {report.parts:,} in part, anonymised "
        f"{report.anonymised:,}, blocked {report.restricted:,}. {report.people:,} people and "
        f"{report.files:,} files went with them. Kept back: {report.due.kept:,}."
    )
    if report.leftovers:
        line("These files beside the store may still hold what was erased; check them:")
        for name in report.leftovers:
            line(f"  {name}")


def _columns(title: str, lines: Sequence[DueLine], header: str, last: Any) -> None:
    if not lines:
        return
    line()
    line(title)
    table(
        [
            (
                f"{one.records:,}",
                one.kind,
                one.system,
                one.activity,
                one.oldest.isoformat() if one.oldest else "",
                last(one),
                one.why,
            )
            for one in lines
        ],
        ("records", "kind", "system", "activity", "oldest", header, "why"),
    )


def _because(one: DueLine) -> str:
    reason = _KEPT[str(one.kept)]
    return f"{reason} until {one.kept_until.isoformat()}" if one.kept_until else reason


def _whom(one: HoldView) -> str:
    named = f"person {one.subject_id}" if one.subject_id is not None else ""
    return f"case {one.case_reference}" if one.case_reference else named


def _how_long(one: HoldView) -> str:
    if one.lifted_at is not None:
        return f"until it was lifted on {one.lifted_at.date().isoformat()}"
    return f"until {one.until.isoformat()}" if one.until else "until it is lifted"
