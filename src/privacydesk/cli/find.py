"""`privacydesk find`: people by anything that is known about them."""

from __future__ import annotations

from datetime import tzinfo
from typing import Annotated

import typer

from privacydesk.cli.output import emit_json, line, note, open_desk
from privacydesk.domain.model import FindResult, Hit

JSON_KEYS = """\
`find`: results[{subject_id, name, why[{kind, value, shared_by}], counts{ticket, order, ...},
newest, restricted, open_cases}], more, took_ms
"""
# A command is not typed letter by letter: it may take longer than a keystroke, to find more.
_BUDGET_MS = 1_000.0


def register(root: typer.Typer) -> None:
    """Add the command to `root`."""
    root.command("find")(find_command)


def find_command(
    ctx: typer.Context,
    text: Annotated[
        list[str],
        typer.Argument(help="E-mail, phone, name, number, address, or words in records."),
    ],
    limit: Annotated[int, typer.Option(help="Most people to list.", min=1, max=100)] = 20,
    for_case: Annotated[
        str | None,
        typer.Option("--for", help="Case this is for; shows people under restriction too."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Find people, best match first, with the reasons. Nothing found is an empty list."""
    from privacydesk.desk import find

    with open_desk(ctx) as desk:
        result = find.find(
            desk, " ".join(text), limit=limit, budget_ms=_BUDGET_MS, case_reference=for_case
        )
    if as_json:
        emit_json(result)
        return
    _print(result, desk.zone)


def _print(result: FindResult, zone: tzinfo) -> None:
    if not result.results:
        more = " in the time there was; type more of it" if result.timed_out else ""
        note(f"Nobody found{more}.")
        return
    for hit in result.results:
        line(f"Person {hit.subject_id}: {hit.name or '(no name)'}{_marks(hit)}")
        for why in hit.why:
            shared = f" (shared by {why.shared_by} people)" if why.shared_by > 1 else ""
            line(f"  {why.kind.replace('_', ' ')}: {why.value}{shared}")
        counts = ", ".join(f"{n} {kind.replace('_', ' ')}" for kind, n in hit.counts.items())
        newest = f"; newest {hit.newest.astimezone(zone).date().isoformat()}" if hit.newest else ""
        nothing = "not counted in time" if result.timed_out else "none"
        line(f"  records: {counts or nothing}{newest}")
    if result.more:
        note("More may match: type more of it, or raise --limit.")


def _marks(hit: Hit) -> str:
    marks = []
    if hit.restricted:
        marks.append("restricted")
    if hit.open_cases:
        marks.append("1 open case" if hit.open_cases == 1 else f"{hit.open_cases} open cases")
    return f" [{', '.join(marks)}]" if marks else ""
