"""The part of `privacydesk case` that makes "everything" mean something: search and decide."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from privacydesk.cli.case_view import candidate_json, case_json, print_change, print_searches
from privacydesk.cli.output import emit_json, line, open_desk, table
from privacydesk.cli.values import AsJson, Reference, moment


def register_on_case(app: typer.Typer) -> None:
    """Add the searching commands to the noun."""
    app.command("search")(search_command)
    app.command("searched")(searched_command)
    app.command("hit")(hit_command)
    app.command("candidates")(candidates_command)
    app.command("decide")(decide_command)


def search_command(ctx: typer.Context, reference: Reference, as_json: AsJson = False) -> None:
    """Search every imported system for the person and log the hits."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        view = cases.search_systems(desk, reference)
    if as_json:
        emit_json(case_json(view))
        return
    print_searches(view)


def searched_command(
    ctx: typer.Context,
    reference: Reference,
    system: Annotated[str, typer.Argument(help="Name of the system.")],
    outcome: Annotated[str, typer.Argument(help="hits, none or impossible.")],
    *,
    hits: Annotated[int, typer.Option(min=0, help="How many hits there were.")] = 0,
    remark: Annotated[
        str | None, typer.Option("--note", help="How it was searched, or why it is impossible.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Record what a search by hand found in one system."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        view = cases.record_search(desk, reference, system, outcome, hits=hits, note=remark)
    print_change(view, as_json)


def hit_command(
    ctx: typer.Context,
    reference: Reference,
    system: Annotated[str, typer.Argument(help="Name of the system.")],
    *,
    kind: Annotated[str, typer.Option(help="Kind of record: repair, note, contract ...")],
    title: Annotated[str, typer.Option(help="What it is, in a few words.")],
    text: Annotated[str, typer.Option(help="Its text; - reads standard input.")] = "",
    file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A file or scan to keep.")
    ] = None,
    occurred: Annotated[
        str | None, typer.Option(metavar="TIME", help="When it happened, if known.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add what was found by hand in a system that is not imported."""
    from privacydesk.desk import cases

    if text == "-":
        text = typer.get_binary_stream("stdin").read().decode("utf-8", "replace")
    with open_desk(ctx) as desk:
        at: datetime | None = None
        if occurred is not None:
            value = moment(occurred, "--occurred")
            at = (
                value
                if isinstance(value, datetime)
                else datetime(value.year, value.month, value.day, tzinfo=desk.zone)
            )
            at = at if at.tzinfo else at.replace(tzinfo=desk.zone)
        record_id = cases.add_hit(
            desk, reference, system, kind=kind, title=title, text=text, file=file, occurred_at=at
        )
    if as_json:
        emit_json({"record_id": record_id})
    else:
        line(f"Added as record {record_id}.")


def candidates_command(
    ctx: typer.Context,
    reference: Reference,
    *,
    listed: Annotated[
        bool, typer.Option("--listed", help="Show those listed before, without searching again.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Search, without a time limit, for what may also be this person's, and list it."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        found = (
            cases.show(desk, reference).case.candidates
            if listed
            else cases.find_candidates(desk, reference)
        )
    if as_json:
        emit_json({"candidates": [candidate_json(c) for c in found]})
        return
    table(
        [(c.candidate_id, c.decision or "open", c.label, c.explanation) for c in found],
        ("number", "decision", "what", "why it may be theirs"),
    )


def decide_command(
    ctx: typer.Context,
    reference: Reference,
    candidate: Annotated[int, typer.Argument(metavar="NUMBER", help="Number of the candidate.")],
    *,
    theirs: Annotated[
        bool, typer.Option("--theirs/--not-theirs", help="Whether it is this person's.")
    ],
    reason: Annotated[str, typer.Option(help="Why: it is recorded.")],
    as_json: AsJson = False,
) -> None:
    """Decide one candidate; deciding again takes the first decision back."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        decided = cases.decide_candidate(desk, reference, candidate, theirs=theirs, why=reason)
    if as_json:
        emit_json(candidate_json(decided))
    else:
        line(f"Candidate {decided.candidate_id}: {decided.decision}.")
