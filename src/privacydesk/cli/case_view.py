"""A case as JSON and as text that a screen reader can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from privacydesk.cli.deadline import reading_as_text
from privacydesk.cli.output import emit_json, line, table

if TYPE_CHECKING:
    from privacydesk.desk.cases import CaseView
    from privacydesk.domain.model import CandidateView, CaseLine, Request


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
        "sent_on": view.sent_on.isoformat() if view.sent_on else None,
        "closed_on": view.closed_on.isoformat() if view.closed_on else None,
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
                "sent_on": d.sent_on.isoformat() if d.sent_on else None,
                "released_by": d.released_by,
            }
            for d in case.documents
        ],
        "path": [
            {"step": s.key.value, "state": s.state.value, "detail": s.detail} for s in view.path
        ],
        "blockers": list(view.blockers),
        "waiting": [
            {"document_id": one.document_id, "kind": one.kind, "name": one.name}
            for one in view.waiting
        ],
        "unanswered": [request_json(request) for request in view.unanswered],
        "edited_letters": [
            {
                "letter": one.letter,
                "language": one.language,
                "by": one.by,
                "at": one.at.isoformat(),
            }
            for one in view.edited
        ],
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
        "sent_on": case.sent_on.isoformat() if case.sent_on else None,
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
    }


def when_in_words(case: CaseLine | CaseView, *, at_once: bool) -> str:
    """`in 12 days` of an open case; the day on which a finished one was sent, or closed."""
    if case.sent_on is not None:
        return f"sent on {case.sent_on.isoformat()}"
    if case.closed_on is not None:
        return f"closed on {case.closed_on.isoformat()}"
    return "at once" if at_once else days_in_words(case.days_left)


def days_in_words(days: int) -> str:
    """How long until a day: "3 days late", "today", "in 12 days"."""
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"{-days} {unit} late" if days < 0 else f"in {days} {unit}"


def print_change(view: CaseView, as_json: bool) -> None:
    if as_json:
        emit_json(case_json(view))
        return
    line(f"{view.case.reference}: {view.stage}. Due {view.clock.due.isoformat()}.")


def print_searches(view: CaseView) -> None:
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
    )


def print_case(view: CaseView, as_json: bool) -> None:
    """The whole case as JSON or as text that a screen reader can follow."""
    if as_json:
        emit_json(case_json(view))
        return
    case = view.case
    line(f"Case {case.reference}: {case.who or 'person not yet known'}")
    line(f"Stage: {view.stage}. With: {case.assignee or 'nobody'}.")
    when = when_in_words(view, at_once=view.clock.at_once)
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
    print_searches(view)
    if case.candidates:
        line("")
        line("Candidates:")
        for c in case.candidates:
            line(f"  {c.candidate_id} {c.decision or 'open'}: {c.label} ({c.explanation})")
    if case.documents:
        line("")
        line("Documents:")
        for d in case.documents:
            state = ", draft" if d.draft else f", released by {d.released_by}"
            if d.sent_on is not None:
                state = f"{state}, sent {d.sent_on.isoformat()}"
            line(f"  {d.created_at.date().isoformat()} {d.kind} ({d.format}{state}) {d.name}")
    if view.edited:
        line("")
        line("Edited letters (`case letter REF NAME --diff` shows what was changed):")
        for one in view.edited:
            day = one.at.date().isoformat()
            line(f"  {one.letter} ({one.language}), edited by {one.by} on {day}")
    if view.waiting:
        line("")
        line("Still to leave:")
        for left in view.waiting:
            line(f"  {left.kind} ({left.name})")
    if view.unanswered:
        line("")
        line("Not answered yet (write the letter, or `case outcome REF NUMBER` says how it ended):")
        for request in view.unanswered:
            line(f"  {request.request_id} {request.right.replace('_', ' ')}")
    if view.blockers:
        line("")
        line("Before an answer can be released:")
        for blocker in view.blockers:
            line(f"  {blocker}")
