"""`privacydesk case`: log a request, watch its clock, search, decide, answer."""

from __future__ import annotations

from typing import Annotated

import typer

from privacydesk.cli.case_view import (
    line_json,
    print_case,
    print_change,
    request_json,
    when_in_words,
)
from privacydesk.cli.nouns import noun
from privacydesk.cli.output import emit_json, line, note, open_desk, table
from privacydesk.cli.values import AsJson, Language, Reference, day_of, moment
from privacydesk.domain.model import CaseStatus, Channel
from privacydesk.domain.rights import Right

JSON_KEYS = """\
`case log`: reference, due, requests[{request_id, right, status, outcome}], clock (as `deadline`),
expiring[{record_id, title, kind, source, expires_on, why}].
`case list`: cases[{reference, subject_id, who, rights[], status, stage, assignee, received, due,
days_left (of a finished case, when it was sent or closed), at_once, sent_on, closed_on}].
`case show` (also `event`, `assign`, `attach`, `search`, `searched`, `outcome`): reference,
subject_id, who, received_at, received_date, logged_at, channel, language, status, stage,
assignee, note, policy{name, sha256}, due, days_left, sent_on, closed_on, clock (as `deadline`, of
the request due
first), requests[{request_id, right, status, outcome, due, clock}], events[], systems[{system,
outcome, hits, searched_at, by, note, stale}], candidates[], documents[] (with sent_on, the
day a released one left, and released_by), path[{step, state, detail}], blockers[],
waiting[{document_id, kind, name}] (of a released answer, what has not left),
unanswered[{request_id, right, status, outcome}] (requests that a sent answer left open),
edited_letters[{letter, language, by, at}], next_action.
`case candidates`: candidates[{candidate_id, reason, explanation, label, record_id, subject_id,
decision, decided_by, decided_at, why}]; `case decide`: the same keys of one candidate.
`case hit`: record_id.
"""


def register(root: typer.Typer) -> None:
    """Add the noun to `root`, with the searching commands; `answer` adds the documents."""
    from privacydesk.cli import case_search

    case = noun(root, "case", "Log and answer what people ask.")
    case.command("log")(log_command)
    case.command("list")(list_command)
    case.command("show")(show_command)
    case.command("event")(event_command)
    case.command("outcome")(outcome_command)
    case.command("assign")(assign_command)
    case.command("attach")(attach_command)
    case_search.register_on_case(case)


def log_command(
    ctx: typer.Context,
    *,
    right: Annotated[list[Right], typer.Option(help="What the person asks. May be repeated.")],
    received: Annotated[
        str, typer.Option(metavar="TIME", help="When it first arrived: 2026-01-30 or with a time.")
    ],
    channel: Annotated[Channel, typer.Option(help="How it came in.")],
    subject: Annotated[
        int | None, typer.Option(metavar="ID", help="Whose it is, when known (see `find`).")
    ] = None,
    language: Annotated[
        Language | None, typer.Option(help="Language of the answer; the pack's if not given.")
    ] = None,
    assignee: Annotated[str | None, typer.Option(help="Who answers it.")] = None,
    remark: Annotated[str | None, typer.Option("--note", help="A note for colleagues.")] = None,
    as_json: AsJson = False,
) -> None:
    """Log a request: the clock starts at its first arrival, known person or not."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        logged = cases.log(
            desk,
            subject_id=subject,
            rights=right,
            received=moment(received, "--received"),
            channel=channel,
            language=language,
            note=remark,
            assignee=assignee,
        )
    if as_json:
        emit_json(
            {
                "reference": logged.reference,
                "due": logged.due.isoformat(),
                "requests": [request_json(r) for r in logged.requests],
                "clock": logged.clock.as_json(),
                "expiring": [
                    {
                        "record_id": w.record_id,
                        "title": w.title,
                        "kind": w.kind.value,
                        "source": w.source,
                        "expires_on": w.expires_on.isoformat(),
                        "why": w.why,
                    }
                    for w in logged.expiring
                ],
            }
        )
        return
    line(f"Logged as {logged.reference}. Due {logged.due.isoformat()}.")
    if logged.expiring:
        note(f"{len(logged.expiring)} records expire at the source before the due date:")
        for warning in logged.expiring:
            note(
                f"  {warning.expires_on.isoformat()} {warning.kind.value} in {warning.source}: "
                f"{warning.why}"
            )


def list_command(
    ctx: typer.Context,
    *,
    due_within: Annotated[
        int | None, typer.Option(metavar="DAYS", min=0, help="Only cases due within so many days.")
    ] = None,
    status: Annotated[CaseStatus | None, typer.Option(help="Only cases with this status.")] = None,
    assignee: Annotated[str | None, typer.Option(help="Only the cases of this person.")] = None,
    all_cases: Annotated[bool, typer.Option("--all", help="Sent and closed cases too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the open cases, the one that is due first on top."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        found = cases.list_cases(
            desk, due_within=due_within, status=status, assignee=assignee, all_cases=all_cases
        )
    if as_json:
        emit_json({"cases": [line_json(c) for c in found]})
        return
    table(
        [
            (
                c.due.isoformat(),
                when_in_words(c, at_once=c.at_once),
                c.reference,
                c.who or "not yet known",
                ", ".join(c.rights),
                c.stage,
                c.assignee or "-",
            )
            for c in found
        ],
        ("due", "when", "reference", "who", "asks for", "stage", "with"),
    )


def show_command(ctx: typer.Context, reference: Reference, as_json: AsJson = False) -> None:
    """Show a case: clock with its reasons, requests, events, systems, candidates, documents."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        view = cases.show(desk, reference)
    print_case(view, as_json)


def event_command(
    ctx: typer.Context,
    reference: Reference,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="acknowledged, identity_asked, clarification_asked, answered, "
            "identity_confirmed, pause_allowed, pause_withdrawn, extended, extension_withdrawn, "
            "extension_notified, acted, sent, closed, reopened or note.",
        ),
    ],
    *,
    day: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it happened; today if not given.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why, in words.")] = None,
    request: Annotated[
        int | None, typer.Option(metavar="ID", help="Only this request of the case.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Record what happened; the dates follow from it."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        view = cases.event(
            desk, reference, kind, day=day_of(day, "--day"), request_id=request, reason=reason
        )
    print_change(view, as_json)


def outcome_command(
    ctx: typer.Context,
    reference: Reference,
    request: Annotated[int, typer.Argument(metavar="REQUEST", help="Number of the request.")],
    status: Annotated[str, typer.Argument(help="done, partly, refused, withdrawn or open.")],
    *,
    reason: Annotated[
        str | None, typer.Option(help="What was done; or why not, and the article that allows it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say how one request of a case ended."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        view = cases.outcome(desk, reference, request, status, reason)
    print_change(view, as_json)


def assign_command(
    ctx: typer.Context,
    reference: Reference,
    who: Annotated[str, typer.Argument(help="Who answers it; - for nobody.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Give the case to somebody."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        view = cases.assign(desk, reference, None if who == "-" else who)
    print_change(view, as_json)


def attach_command(
    ctx: typer.Context,
    reference: Reference,
    subject: Annotated[int, typer.Argument(metavar="ID", help="The data subject (see `find`).")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say whose case it is, once the person is known."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        view = cases.attach_subject(desk, reference, subject)
    print_change(view, as_json)
