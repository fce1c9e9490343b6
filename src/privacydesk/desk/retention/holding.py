"""Putting data on hold: what must not be erased, whatever its storage period says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from privacydesk.desk.retention.report import HoldView
from privacydesk.domain.errors import InputError

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.store.holds import Hold


def hold(
    desk: Desk,
    *,
    subject_id: int | None = None,
    case_reference: str | None = None,
    reason: str,
    until: date | None = None,
) -> HoldView:
    """Keep the data of a person, or of a case and its person, from being erased.

    `until`: the last day it holds; without one it holds until it is lifted. Raises InputError
    without a reason, with a day in the past, or unless exactly one of person and case is named;
    NotFoundError for an unknown person or case.
    """
    from privacydesk.store import cases, holds, parties

    reason, today = reason.strip(), desk.today()
    if not reason:
        raise InputError("Say why the data must be kept: the reason stays with the hold.")
    if (subject_id is None) == (case_reference is None):
        raise InputError("Name a person or a case to put on hold, one of the two.")
    if until is not None and until < today:
        raise InputError(f"The day {until.isoformat()} is over; name a later one or none.")
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = None
        if case_reference is not None:
            case_id = cases.require_id(tx.sql, case_reference)
        elif subject_id is not None:
            subject_id = parties.resolve(tx.sql, subject_id)
        number = holds.add(tx, subject_id=subject_id, case_id=case_id, reason=reason, until=until)
        tx.audit(
            "retention.hold",
            hold=number,
            subject=subject_id,
            case=case_id,
            until=until.isoformat() if until else None,
        )
        return _view(holds.get(tx.sql, number), today)


def lift(desk: Desk, hold_id: int) -> HoldView:
    """End a hold. Raises NotFoundError for an unknown one, StateError when it is lifted."""
    from privacydesk.store import holds

    with desk.store.write(desk.operator, desk.now()) as tx:
        holds.lift(tx, hold_id)
        tx.audit("retention.hold_lifted", hold=hold_id)
        return _view(holds.get(tx.sql, hold_id), desk.today())


def holds(desk: Desk, *, every: bool = False) -> tuple[HoldView, ...]:
    """The holds in force, the newest first; `every`: also those that have ended."""
    from privacydesk.store import holds as stored

    today = desk.today()
    with desk.store.read() as con:
        found = [_view(one, today) for one in stored.list_all(con)]
    return tuple(one for one in found if every or one.active)


def _view(one: Hold, today: date) -> HoldView:
    return HoldView(
        hold_id=one.hold_id,
        subject_id=one.subject_id,
        case_reference=one.case_reference,
        who=one.who,
        reason=one.reason,
        by=one.by,
        at=one.at,
        until=one.until,
        active=one.active(today),
        lifted_by=one.lifted_by,
        lifted_at=one.lifted_at,
    )
