"""`privacydesk case`: log a request, watch its clock, search, decide, answer."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privacydesk.cli.deadline import reading_as_text
from privacydesk.cli.output import emit_json, line, note, open_desk, table
from privacydesk.domain.rights import Right

if TYPE_CHECKING:
    from privacydesk.desk.cases import CaseView
    from privacydesk.domain.model import CandidateView, CaseLine, Request

app = typer.Typer(help="Log and answer what people ask.")

JSON_KEYS = """\
`case log`: reference, due, requests[{request_id, right, status, outcome}], clock (as `deadline`),
expiring[{record_id, title, kind, source, expires_on, why}].
`case list`: cases[{reference, subject_id, who, rights[], status, stage, assignee, received, due,
days_left, at_once}].
`case show` (also `event`, `assign`, `attach`, `search`, `searched`, `outcome`): reference,
subject_id, who, received_at, received_date, logged_at, channel, language, status, stage,
assignee, note, policy{name, sha256}, due, days_left, clock (as `deadline`, of the request due
first), requests[{request_id, right, status, outcome, due, clock}], events[], systems[{system,
outcome, hits, searched_at, by, note, stale}], candidates[], documents[], path[{step, state,
detail}], blockers[], next_action.
`case candidates`: candidates[{candidate_id, reason, explanation, label, record_id, subject_id,
decision, decided_by, decided_at, why}]; `case decide`: the same keys of one candidate.
`case hit`: record_id.
"""

Reference = Annotated[str, typer.Argument(metavar="REF", help="Reference of the case: 2026-0001.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def register(root: typer.Typer) -> None:
    """Add the noun to `root`, with the documents of an answer."""
    from privacydesk.cli import answer

    answer.register_on_case(app)
    root.add_typer(app, name="case")


# ------------------------------------------------------------------------------------ values


def moment(text: str, option: str) -> datetime | date:
    """A day or a time from the command line; a time without zone is the controller's."""
    value = text.strip()
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(value)
        except ValueError:
            continue
    raise typer.BadParameter(
        f"{text[:40]!a} is not a date or time. Write it as 2026-01-30 or 2026-01-30T09:15.",
        param_hint=option,
    )


def day_of(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    value = moment(text, option)
    return value.date() if isinstance(value, datetime) else value


def request_json(request: Request) -> dict[str, Any]:
    return {
        "request_id": request.request_id,
        "right": request.right,
        "status": request.status.value,
        "outcome": request.outcome,
    }


def candidate_json(candidate: CandidateView) -> dict[str, Any]:
    return {
        "candidate_id": candidate.candidate_id,
        "reason": candidate.reason,
        "explanation": candidate.explanation,
        "label": candidate.label,
        "record_id": candidate.record_id,
        "subject_id": candidate.subject_id,
        "decision": candidate.decision,
        "decided_by": candidate.decided_by,
        "decided_at": candidate.decided_at.isoformat() if candidate.decided_at else None,
        "why": candidate.why,
    }


def case_json(view: CaseView) -> dict[str, Any]:
    """The whole case as `case show --json` writes it."""
    case = view.case
    return {
        "reference": case.reference,
        "subject_id": case.subject_id,
        "who": case.who,
        "received_at": case.received_at.isoformat(),
        "received_date": case.received_date.isoformat(),
        "logged_at": case.logged_at.isoformat(),
        "channel": case.channel,
        "language": case.language,
        "status": case.status.value,
        "stage": view.stage,
        "assignee": case.assignee,
        "note": case.note,
        "policy": {"name": case.policy_name, "sha256": case.policy_sha256},
        "due": view.clock.due.isoformat(),
        "days_left": view.days_left,
        "clock": view.clock.as_json(),
        "requests": [
            {
                **request_json(request),
                "due": clock.due.isoformat(),
                "at_once": clock.at_once,
                "clock": clock.as_json(),
            }
            for request, clock in view.clocks
        ],
        "events": [
            {
                "event_id": e.event_id,
                "kind": e.kind.value,
                "day": e.day.isoformat(),
                "at": e.at.isoformat(),
                "by": e.by,
                "request_id": e.request_id,
                "reason": e.reason,
            }
            for e in case.events
        ],
        "systems": [
            {
                "system": s.system,
                "outcome": s.outcome.value,
                "hits": s.hits,
                "searched_at": s.searched_at.isoformat() if s.searched_at else None,
                "by": s.by,
                "note": s.note,
                "stale": s.stale,
            }
            for s in case.searches
        ],
        "candidates": [candidate_json(c) for c in case.candidates],
        "documents": [
            {
                "document_id": d.document_id,
                "kind": d.kind,
                "format": d.format,
                "name": d.name,
                "created_at": d.created_at.isoformat(),
                "by": d.by,
                "sha256": d.sha256,
                "draft": d.draft,
            }
            for d in case.documents
        ],
        "path": [
            {"step": s.key.value, "state": s.state.value, "detail": s.detail} for s in view.path
        ],
        "blockers": list(view.blockers),
        "next_action": view.next_action.value,
    }


def line_json(case: CaseLine) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "subject_id": case.subject_id,
        "who": case.who,
        "rights": list(case.rights),
        "status": case.status.value,
        "stage": case.stage,
        "assignee": case.assignee,
        "received": case.received.isoformat(),
        "due": case.due.isoformat(),
        "days_left": case.days_left,
        "at_once": case.at_once,
    }


def days_in_words(days: int) -> str:
    """How long until a day: "3 days late", "today", "in 12 days"."""
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"{-days} {unit} late" if days < 0 else f"in {days} {unit}"


# ------------------------------------------------------------------------------------ commands


@app.command("log")
def log_command(
    ctx: typer.Context,
    *,
    right: Annotated[
        list[str],
        typer.Option(help=f"What the person asks: {', '.join(Right)}. May be repeated."),
    ],
    received: Annotated[
        str, typer.Option(metavar="TIME", help="When it first arrived: 2026-01-30 or with a time.")
    ],
    channel: Annotated[
        str, typer.Option(help="email, phone, chat, ticket, portal, post, in_person or other.")
    ],
    subject: Annotated[
        int | None, typer.Option(metavar="ID", help="Whose it is, when known (see `find`).")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Language of the answer: nl, de or en.")
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


@app.command("list")
def list_command(
    ctx: typer.Context,
    *,
    due_within: Annotated[
        int | None, typer.Option(metavar="DAYS", help="Only cases due within so many days.")
    ] = None,
    status: Annotated[str | None, typer.Option(help="Only cases with this status.")] = None,
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
                "at once" if c.at_once else days_in_words(c.days_left),
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


@app.command("show")
def show_command(ctx: typer.Context, reference: Reference, as_json: AsJson = False) -> None:
    """Show a case: clock with its reasons, requests, events, systems, candidates, documents."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        view = cases.show(desk, reference)
    print_case(view, as_json)


@app.command("event")
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
    _print_change(view, as_json)


@app.command("outcome")
def outcome_command(
    ctx: typer.Context,
    reference: Reference,
    request: Annotated[int, typer.Argument(metavar="REQUEST", help="Number of the request.")],
    status: Annotated[str, typer.Argument(help="done, partly, refused, withdrawn or open.")],
    *,
    reason: Annotated[str | None, typer.Option(help="What was done, or why not.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say how one request of a case ended."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        view = cases.outcome(desk, reference, request, status, reason)
    _print_change(view, as_json)


@app.command("assign")
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
    _print_change(view, as_json)


@app.command("attach")
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
    _print_change(view, as_json)


@app.command("search")
def search_command(ctx: typer.Context, reference: Reference, as_json: AsJson = False) -> None:
    """Search every imported system for the person and log the hits."""
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        view = cases.search_systems(desk, reference)
    if as_json:
        emit_json(case_json(view))
        return
    _print_searches(view)


@app.command("searched")
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
    _print_change(view, as_json)


@app.command("hit")
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
        text = typer.get_text_stream("stdin").read()
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


@app.command("candidates")
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


@app.command("decide")
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


# ------------------------------------------------------------------------------------ printing


def _print_change(view: CaseView, as_json: bool) -> None:
    if as_json:
        emit_json(case_json(view))
        return
    line(f"{view.case.reference}: {view.stage}. Due {view.clock.due.isoformat()}.")


def _print_searches(view: CaseView) -> None:
    table(
        [
            (
                s.system,
                "not searched" if s.outcome == "open" else s.outcome.value,
                str(s.hits),
                s.searched_at.date().isoformat() if s.searched_at else "-",
                s.note or ("data older than the receipt" if s.stale else ""),
            )
            for s in view.case.searches
        ],
        ("system", "outcome", "hits", "when", "note"),
        ("number", "decision", "what", "why it may be theirs"),
    )


def print_case(view: CaseView, as_json: bool) -> None:
    """The whole case as JSON or as text that a screen reader can follow."""
    if as_json:
        emit_json(case_json(view))
        return
    case = view.case
    line(f"Case {case.reference}: {case.who or 'person not yet known'}")
    line(f"Stage: {view.stage}. With: {case.assignee or 'nobody'}.")
    when = "at once" if view.clock.at_once else days_in_words(view.days_left)
    line(f"Due: {view.clock.due.isoformat()} ({when})")
    line(
        f"Received: {case.received_date.isoformat()} by {case.channel}. Answer in: {case.language}"
    )
    line("")
    for request, clock in view.clocks:
        due = "at once" if clock.at_once else f"due {clock.due.isoformat()}"
        ended = f" ({request.outcome})" if request.outcome else ""
        line(f"Request {request.request_id}: {request.right}, {request.status}, {due}{ended}")
    line("")
    line(reading_as_text(view.clock))
    line("")
    line("Events:")
    for e in case.events:
        line(
            f"  {e.day.isoformat()} {e.kind.value} by {e.by}"
            + (f": {e.reason}" if e.reason else "")
        )
    line("")
    line("Systems:")
    _print_searches(view)
    if case.candidates:
        line("")
        line("Candidates:")
        for c in case.candidates:
            line(f"  {c.candidate_id} {c.decision or 'open'}: {c.label} ({c.explanation})")
    if case.documents:
        line("")
        line("Documents:")
        for d in case.documents:
            draft = ", draft" if d.draft else ""
            line(f"  {d.created_at.date().isoformat()} {d.kind} ({d.format}{draft}) {d.name}")
    if view.blockers:
        line("")
        line("Before an answer can be released:")
        for blocker in view.blockers:
            line(f"  {blocker}")
