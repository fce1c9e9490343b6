"""Sending: the day and the way an answer left, which stops its clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from privacydesk.desk.cases.read import CaseView, refresh_status, require, show, today
from privacydesk.desk.release.address import Address, address_of
from privacydesk.desk.release.current import require_current
from privacydesk.domain.case_clock import switched_on
from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.model import EventKind
from privacydesk.domain.release import answers

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.store.release import Released


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

    `only`: kinds of documents, else every released one. An answer stops the clock; a letter on
    the way does not. Raises StateError when nothing is released, when the data changed since, or
    when the address is neither on file nor checked; InputError for a day that cannot be.
    """
    from privacydesk.store import case_writes, cases
    from privacydesk.store import release as stored

    now = today(desk)
    day = day or now
    documents = released_documents(desk, reference, only)
    answering = [document for document in documents if answers(document.kind)]
    first = min(d.released_at for d in documents).astimezone(desk.zone).date()
    if not first <= day <= now:
        raise InputError(
            f"It was released on {first.isoformat()}; give a day from then up to today."
        )
    if answering:
        require_current(desk, reference, answering)
    address = _address(desk, reference, to, channel, checked)
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        events = cases.load_many(tx.sql, [case_id])[0].case.events
        if answering and switched_on(events, EventKind.SENT, EventKind.REOPENED):
            raise StateError("This answer is recorded as sent already; reopen the case first.")
        stored.add_delivery(
            tx,
            case_id,
            day=day,
            channel=channel,
            address=address.text,
            on_file=address.on_file,
            checked=address.checked,
            sent=True,
        )
        if answering:
            case_writes.add_event(tx, case_id, EventKind.SENT, day, reason=f"by {channel}")
        refresh_status(tx, case_id)
        tx.audit(
            "case.send",
            case=case_id,
            channel=channel,
            documents=len(documents),
            on_file=int(address.on_file),
            checked=int(address.checked is not None),
        )
    return show(desk, reference)


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


def released_documents(
    desk: Desk, reference: str, only: Collection[str] = ()
) -> tuple[Released, ...]:
    """The documents of the newest release whose files are still here.

    Raises NotFoundError for an unknown case, StateError when there is nothing to hand out.
    """
    from privacydesk.store import release as stored

    with desk.store.read() as con:
        found = stored.released(con, require(con, reference))
    chosen = tuple(d for d in found if (d.kind in only if only else True))
    if not chosen:
        raise StateError("Nothing is released yet: `privacydesk case release` first.")
    if any(file.erased for document in chosen for file in document.files):
        raise StateError("The released files were erased when their time was over.")
    return chosen
