"""From which day the storage period of released files counts: each release by itself.

A release is needed until it has done its work (Art. 5(1)(e) GDPR): it left, another took its
place, or the case was closed. A release of several documents is kept whole until that holds for
each of them: a covering letter alone proves little.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo

from privacydesk.domain.case_clock import switched_on
from privacydesk.domain.letters import answers
from privacydesk.domain.model import CaseEvent, EventKind
from privacydesk.domain.sending import Outgoing, answer, standing


def counted_from(
    documents: Sequence[Outgoing], events: Iterable[CaseEvent], zone: tzinfo
) -> Mapping[int, date]:
    """The day by the number of each document; one that is still needed is not named.

    `documents`: of every release of a case, superseded ones too. `zone`: of the office, whose
    days count. What left counts from the last day it did; what never left from the day on which
    another release took its place, the answer was recorded as sent outside the desk, or the case
    was closed. What a reopened case is to send once more is needed until then.
    """
    told = tuple(events)
    reopened = max((e.at for e in told if e.kind is EventKind.REOPENED), default=None)
    closed = None
    if switched_on(told, EventKind.CLOSED, EventKind.REOPENED):
        closed = max(e.day for e in told if e.kind is EventKind.CLOSED)
    newest = _newest(documents)
    stands = {one.document_id for one in standing(newest)}
    waiting = {one.document_id for one in answer(newest, reopened).waiting}

    def done(one: Outgoing) -> date | None:
        if one.left and one.document_id not in waiting:
            return max(departure.day for departure in one.left)
        if one.document_id not in stands:
            return _replaced(one, documents).astimezone(zone).date()
        return _outside(one, told, reopened) or closed

    found: dict[datetime, list[date | None]] = {}
    for one in documents:
        found.setdefault(one.released_at, []).append(done(one))
    return {
        one.document_id: max(day for day in days if day is not None)
        for one in documents
        if None not in (days := found[one.released_at])
    }


def _newest(documents: Sequence[Outgoing]) -> tuple[Outgoing, ...]:
    """The documents of the newest release of each kind."""
    last: dict[str, datetime] = {}
    for one in documents:
        last[one.kind] = max(one.released_at, last.get(one.kind, one.released_at))
    return tuple(one for one in documents if one.released_at == last[one.kind])


def _replaced(one: Outgoing, documents: Sequence[Outgoing]) -> datetime:
    """When a later release took the place of this document: one of its kind or one that
    contradicts it."""
    later = sorted(d.released_at for d in documents if d.released_at > one.released_at)
    for moment in later:
        until = _newest([d for d in documents if d.released_at <= moment])
        if one not in standing(until):
            return moment
    return one.released_at


def _outside(one: Outgoing, events: Iterable[CaseEvent], reopened: datetime | None) -> date | None:
    """The day on which an answer that the desk never sent was recorded as sent all the same."""
    if not answers(one.kind) or one.left:
        return None
    since = max(one.released_at, reopened or one.released_at)
    return max((e.day for e in events if e.kind is EventKind.SENT and e.at > since), default=None)
