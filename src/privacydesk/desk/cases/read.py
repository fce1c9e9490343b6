"""Reading cases: the list by due date, and one case with its clock, path and blockers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from privacydesk.domain import case_clock, case_path
from privacydesk.domain.case_path import NextAction, PathFacts, PathStep
from privacydesk.domain.clock import ClockReading
from privacydesk.domain.errors import InputError
from privacydesk.domain.model import Case, CaseLine, CaseStatus, Request, SearchOutcome

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.sending import Outgoing
    from privacydesk.store.cases import StoredCase


@dataclass(frozen=True, slots=True)
class EditedLetter:
    """A letter of which a person's text is used instead of the template's."""

    letter: str
    language: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its screen and `case show` tell it.

    `clock` is the one of the request that is due first, `clocks` those of all requests in their
    order. `blockers` are sentences; empty when nothing stands before a released answer.
    `waiting`: the documents of a released answer that have not left yet. `edited`: the letters
    whose text a person edited; `letters.show` has what was changed. `unanswered`: the requests
    that a sent answer left open; the case is not sent before each has its answer or outcome.
    `days_left`, `sent_on`, `closed_on`: as of `CaseLine`.
    """

    case: Case
    clock: ClockReading
    clocks: tuple[tuple[Request, ClockReading], ...]
    path: tuple[PathStep, ...]
    stage: str
    blockers: tuple[str, ...]
    next_action: NextAction
    days_left: int
    sent_on: date | None = None
    closed_on: date | None = None
    waiting: tuple[Outgoing, ...] = ()
    edited: tuple[EditedLetter, ...] = ()
    unanswered: tuple[Request, ...] = ()


def require(con: Any, reference: str) -> int:
    """The key of a case. Raises `NotFoundError`."""
    from privacydesk.store import cases

    return cases.require_id(con, reference)


def clocks_of(
    stored: StoredCase, at: date | None = None
) -> tuple[tuple[Request, ClockReading], ...]:
    """Every request of a case with its clock, computed from the events."""
    return tuple(
        (
            request,
            case_clock.read(
                request,
                stored.case.events,
                received=stored.case.received_date,
                place=stored.place,
                house_days=stored.house_days[request.request_id],
                today=at,
            ),
        )
        for request in stored.case.requests
    )


def list_cases(
    desk: Desk,
    *,
    due_within: int | None = None,
    status: str | None = None,
    assignee: str | None = None,
    all_cases: bool = False,
) -> tuple[CaseLine, ...]:
    """The open cases (or those of one `status`, or all), the one that is due first on top.

    `due_within` keeps those due within that many days from today, overdue ones included.
    Raises `InputError` for an unknown status.
    """
    from privacydesk.store import cases

    if status is not None and status not in set(CaseStatus):
        raise InputError(f"“{status}” is no status. Use one of: {', '.join(CaseStatus)}.")
    now = desk.today()
    with desk.store.read() as con:
        keys = cases.ids(con, status=status, assignee=assignee, open_only=not all_cases)
        stored = cases.load_many(con, keys)
        facts = cases.facts(con, stored)
    lines = [_line(s, facts[s.case_id], now) for s in stored]
    if due_within is not None:
        lines = [line for line in lines if line.days_left <= due_within]
    return tuple(sorted(lines, key=lambda line: (line.due, line.reference)))


def _line(stored: StoredCase, facts: PathFacts, now: date) -> CaseLine:
    case = stored.case
    clock = _leading(clocks_of(stored, now), facts)
    status = case_path.status(facts)
    sent_on, closed_on = case_clock.over_on(case, status)
    return CaseLine(
        reference=case.reference,
        subject_id=case.subject_id,
        who=case.who,
        rights=tuple(r.right for r in case.requests),
        status=status,
        stage=case_path.stage(facts),
        assignee=case.assignee,
        received=case.received_date,
        due=clock.due,
        days_left=(clock.due - (sent_on or closed_on or now)).days,
        at_once=clock.at_once,
        sent_on=sent_on,
        closed_on=closed_on,
    )


def show(desk: Desk, reference: str) -> CaseView:
    """One case with its clock, path and edited letters. Raises `NotFoundError`."""
    from privacydesk.store import cases, letters

    now = desk.today()
    with desk.store.read() as con:
        stored = cases.load(con, require(con, reference))
        facts = cases.facts(con, [stored])[stored.case_id]
        texts = letters.edited(con, stored.case_id)
    clocks = clocks_of(stored, now)
    clock = _leading(clocks, facts)
    sent_on, closed_on = case_clock.over_on(stored.case, case_path.status(facts))
    searched_any = any(s.outcome is not SearchOutcome.OPEN for s in stored.case.searches)
    return CaseView(
        case=stored.case,
        clock=clock,
        clocks=clocks,
        path=case_path.path(facts),
        stage=case_path.stage(facts),
        blockers=(*_extension_blockers(stored.case, clocks, now), *case_path.blockers(facts)),
        next_action=case_path.next_action(facts, searched_any=searched_any),
        days_left=(clock.due - (sent_on or closed_on or now)).days,
        sent_on=sent_on,
        closed_on=closed_on,
        waiting=facts.waiting,
        edited=tuple(EditedLetter(t.letter, t.language, t.by, t.at) for t in texts),
        unanswered=facts.unanswered,
    )


def _leading(clocks: Iterable[tuple[Request, ClockReading]], facts: PathFacts) -> ClockReading:
    """The clock that is due first; of a case that was answered in part that of what is open."""
    own = list(clocks)
    left_open = [pair for pair in own if pair[0] in facts.unanswered]
    return case_clock.leading(left_open or own)[1]


def _extension_blockers(
    case: Case, clocks: Iterable[tuple[Request, ClockReading]], now: date
) -> tuple[str, ...]:
    found = []
    for request, clock in clocks:
        own = [e for e in case.events if case_clock.concerns(e, request)]
        state = case_clock.extension(own, notice_by=clock.extension_notice_by, today=now)
        if told := case_clock.extension_blocker(state, clock.extension_notice_by):
            found.append(told)
    return tuple(dict.fromkeys(found))


def refresh_status(tx: Any, case_id: int) -> None:
    """Store the status that the facts give, inside the transaction that changed them."""
    from privacydesk.store import case_writes, cases

    tx.session.flush()
    stored = cases.load_many(tx.sql, [case_id])[0]
    facts = cases.facts(tx.sql, [stored])[case_id]
    case_writes.set_status(tx, case_id, case_path.status(facts).value)
