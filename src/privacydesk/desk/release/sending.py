"""Sending: the day and the way a document left; the last part of an answer stops its clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from privacydesk.desk.cases.read import CaseView, refresh_status, require, show
from privacydesk.desk.release.address import Address, address_of
from privacydesk.desk.release.current import require_current
from privacydesk.desk.release.outbound import Outbound, nothing_for_person, outbound, require_whole
from privacydesk.domain.answered import SENT_BY, answers_right
from privacydesk.domain.case_clock import switched_on
from privacydesk.domain.errors import ConflictError, InputError, StateError
from privacydesk.domain.letters import answers
from privacydesk.domain.model import EventKind
from privacydesk.domain.sending import answer, for_person, to_send

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.sending import Outgoing
    from privacydesk.store.engine import Tx


def send(
    desk: Desk,
    reference: str,
    *,
    channel: str,
    to: str | None = None,
    checked: str | None = None,
    day: date | None = None,
    only: Collection[str] = (),
) -> CaseView:
    """Record that what was released left, to whom, by which way and when.

    `only`: kinds of documents, else everything that has not left yet. The clock stops when every
    answering document of the newest release has left, on the day of the last one; a letter on the
    way stops nothing. The answer to a request that an earlier one left open may follow later.
    Raises StateError when nothing is released, when it left already, when the data changed since,
    or when the address is neither on file nor checked; NotFoundError for a kind that is not
    released; InputError for a day that cannot be.
    """
    from privacydesk.store import anchors, departures
    from privacydesk.store import release as stored

    now = desk.today()
    day = day or now
    found = outbound(desk, reference)
    chosen = _chosen(found, only)
    documents = found.files_of(chosen)
    answering = [document for document in documents if answers(document.kind)]
    sent = switched_on(found.events, EventKind.SENT, EventKind.REOPENED)
    missing = any(
        answers_right(document.kind, request.right)
        for document in answering
        for request in found.unanswered
    )
    if answering and sent and not missing:
        raise StateError("This answer is recorded as sent already; reopen the case first.")
    first = max(d.released_at for d in documents).astimezone(desk.zone).date()
    if not first <= day <= now:
        raise InputError(
            f"It was released on {first.isoformat()}; give a day from then up to today."
        )
    require_whole(desk, found.case_id, documents)
    require_current(desk, reference, documents)
    address = _address(desk, reference, to, channel, checked)
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = found.case_id
        if departures.outgoing(tx.sql, [case_id]).get(case_id) != found.outgoing:
            raise ConflictError(
                "Somebody released or sent something of this case meanwhile; look again.",
                code="changed_meanwhile",
            )
        delivery = stored.add_delivery(
            tx,
            case_id,
            day=day,
            channel=channel,
            address=address.text,
            on_file=address.on_file,
            checked=address.checked,
            sent=True,
        )
        departures.add(tx, delivery, (one.document_id for one in chosen))
        stopped = _stop_clock(tx, found) if answering else None
        refresh_status(tx, case_id)
        tx.audit(
            "case.send",
            case=case_id,
            channel=channel,
            documents=len(documents),
            ids=anchors.ranges(one.document_id for one in chosen),
            on_file=int(address.on_file),
            checked=int(address.checked is not None),
            **anchors.anchor(tx.sql, "delivery", delivery),
            **({} if stopped is None else anchors.anchor(tx.sql, "event", stopped)),
        )
    return show(desk, reference)


def _chosen(found: Outbound, only: Collection[str]) -> tuple[Outgoing, ...]:
    """What leaves now. Raises StateError when (some of) it left already, with the day."""
    if not only:
        chosen = to_send(found.outgoing, found.reopened_at)
        again = () if chosen else for_person(found.outgoing)
    else:
        chosen = found.named(only)
        waiting = answer(found.outgoing, found.reopened_at).waiting
        again = tuple(one for one in chosen if one.left and one not in waiting)
    if again:
        days = ", ".join(f"{one.kind} left on {one.left[-1].day.isoformat()}" for one in again)
        raise StateError(
            f"Recorded as sent already: {days}. Deliver it to hand out another copy; to send it "
            "anew, reopen the case.",
            command="`case deliver` hands out a copy.",
            code="sent_already",
        )
    return chosen or nothing_for_person(found)


def _stop_clock(tx: Tx, found: Outbound) -> int | None:
    """Record that the answer was sent, when the last part of it left; returns the event's key."""
    from privacydesk.store import case_writes, departures

    case_id = found.case_id
    now = answer(departures.outgoing(tx.sql, [case_id])[case_id], found.reopened_at)
    if not now.complete:
        return None
    ways = ", ".join(dict.fromkeys(one.channel for one in now.left))
    last = now.left[-1].day
    return case_writes.add_event(tx, case_id, EventKind.SENT, last, reason=f"{SENT_BY}{ways}")


def _address(
    desk: Desk, reference: str, to: str | None, channel: str, checked: str | None
) -> Address:
    """The address given, or the one that was planned and checked at the release."""
    from privacydesk.store import release as stored

    with desk.store.read() as con:
        planned = [d for d in stored.deliveries(con, require(con, reference)) if not d.sent]
    wanted = " ".join((to or "").split())
    for one in reversed(planned):
        if one.channel == channel and wanted.casefold() in ("", one.address.casefold()):
            return Address(channel, one.address, one.on_file, checked or one.checked)
    return address_of(desk, reference, to, channel, checked)
