"""What happens to a case after it was logged: questions, answers, extensions, sending."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from privacydesk.desk.cases.read import CaseView, clocks_of, refresh_status, require, show
from privacydesk.domain import case_clock
from privacydesk.domain.errors import InputError, NotFoundError, StateError
from privacydesk.domain.model import EventKind, RequestStatus
from privacydesk.domain.refusal_grounds import outcome_refused, refused_though_identified
from privacydesk.domain.rights import Right

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.model import Case


def event(
    desk: Desk,
    reference: str,
    kind: str,
    *,
    day: date | None = None,
    request_id: int | None = None,
    reason: str | None = None,
) -> CaseView:
    """Record what happened; the dates follow from it.

    `day` is the local day it happened (today when not given), `request_id` one request of the
    case (all when not given). Raises `InputError` and `StateError` as `case_clock.check_event`.
    """
    from privacydesk.store import anchors, case_writes, cases

    if kind not in set(EventKind):
        known = ", ".join(sorted(case_clock.RECORDABLE))
        raise InputError(f"“{kind}” is no event. Use one of: {known}.")
    now = desk.today()
    day = day or now
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        stored = cases.load_many(tx.sql, [case_id])[0]
        own = [
            (request, clock)
            for request, clock in clocks_of(stored)
            if request_id is None or request.request_id == request_id
        ]
        if not own:
            raise NotFoundError(f"Case {reference} has no request number {request_id}.")
        case_clock.check_event(
            EventKind(kind),
            day=day,
            today=now,
            reason=reason,
            received=stored.case.received_date,
            requests=[request for request, _ in own],
            events=stored.case.events,
            readings=[clock for _, clock in own],
            place=stored.place,
        )
        number = case_writes.add_event(
            tx, case_id, EventKind(kind), day, request_id=request_id, reason=reason
        )
        refresh_status(tx, case_id)
        tx.audit("case.event", case=case_id, kind=kind, **anchors.anchor(tx.sql, "event", number))
    return show(desk, reference)


def outcome(
    desk: Desk, reference: str, request_id: int, status: str, text: str | None = None
) -> CaseView:
    """Say how one request ended: done, partly, refused, withdrawn (or open again).

    Raises InputError for an unknown outcome, and for a refusal of which `text` names no article
    that allows it for this right (Art. 12(4), 12(5) GDPR); StateError when an objection to direct
    marketing or a withdrawal of consent is refused to somebody whose identity is confirmed.
    """
    from privacydesk.store import case_writes, cases

    if status not in set(RequestStatus):
        raise InputError(f"“{status}” is no outcome. Use one of: {', '.join(RequestStatus)}.")
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        stored = cases.load_many(tx.sql, [case_id])[0]
        own = next((r for r in stored.case.requests if r.request_id == request_id), None)
        if own is None:
            raise NotFoundError(f"Case {reference} has no request number {request_id}.")
        if status in {RequestStatus.REFUSED, RequestStatus.PARTLY}:
            _refuse_groundless(stored.case, Right(own.right), RequestStatus(status), text)
        case_writes.set_outcome(tx, request_id, RequestStatus(status), text)
        refresh_status(tx, case_id)
        tx.audit("case.outcome", case=case_id, request=request_id, status=status)
    return show(desk, reference)


def _refuse_groundless(case: Case, right: Right, status: RequestStatus, text: str | None) -> None:
    """The rule of the letters that refuse, for an outcome that does."""
    ground = (text or "").strip()
    if not ground:
        raise InputError("A refusal needs its reason and article (Art. 12(4) GDPR).")
    if told := outcome_refused(ground, right, whole=status is RequestStatus.REFUSED):
        raise InputError(told, code="groundless")
    identified = any(event.kind is EventKind.IDENTITY_CONFIRMED for event in case.events)
    if identified and (told := refused_though_identified(right)):
        raise StateError(told, code="untrue")


def assign(desk: Desk, reference: str, operator: str | None) -> CaseView:
    """Give the case to somebody, or to nobody."""
    from privacydesk.store import case_writes

    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        case_writes.set_assignee(tx, case_id, (operator or "").strip() or None)
        tx.audit("case.assign", case=case_id, assigned=int(bool(operator)))
    return show(desk, reference)


def attach_subject(desk: Desk, reference: str, subject_id: int) -> CaseView:
    """Say whose case it is. Raises `NotFoundError` for an unknown subject."""
    from privacydesk.store import case_writes, subjects

    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        found = subjects.resolve(tx.sql, subject_id)
        case_writes.set_subject(tx, case_id, found)
        refresh_status(tx, case_id)
        tx.audit("case.attach", case=case_id, subject=found)
    return show(desk, reference)
