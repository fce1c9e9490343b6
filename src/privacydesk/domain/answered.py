"""Which requests of a case nobody answered although an answer left.

A case may ask for several things, and each has its own answer or refusal (Art. 12(3) and 12(4)
GDPR): a report that left says nothing of a correction that was asked for too.
"""

from __future__ import annotations

from collections.abc import Iterable

from privacydesk.domain.case_clock import concerns, switched_on
from privacydesk.domain.document_kinds import PACKAGE, REPORT, letter_of
from privacydesk.domain.letters import ANSWERS_TO, answers
from privacydesk.domain.model import CaseEvent, EventKind, Request, RequestStatus
from privacydesk.domain.rights import Right
from privacydesk.domain.sending import Outgoing, standing

SENT_BY = "by "
"""How the desk begins the reason of its own event `sent`; the ways of the departures follow."""

_OWN = {REPORT: Right.ACCESS, PACKAGE: Right.PORTABILITY}


def answers_right(kind: str, right: str) -> bool:
    """Whether a document of this kind answers a request for `right`; a refusal, "no data" and
    "not identified" answer any."""
    if not answers(kind):
        return False
    own = _OWN.get(kind) or ANSWERS_TO.get(letter_of(kind))
    return own is None or own == right


def unanswered(
    requests: Iterable[Request], events: Iterable[CaseEvent], documents: Iterable[Outgoing]
) -> tuple[Request, ...]:
    """The requests with neither an outcome nor a sent document that answers them.

    `documents`: of every release. Nothing as long as no answer is recorded as sent. What a person
    records as sent by hand answers what that event concerns: the whole case, or one request.
    """
    happened = sorted(events, key=lambda e: e.event_id)
    if not switched_on(happened, EventKind.SENT, EventKind.REOPENED):
        return ()
    released = tuple(documents)
    left = {one.kind for one in standing(released) if one.left}
    by_hand = _sent_by_hand(happened, released)
    return tuple(
        request
        for request in requests
        if request.status is RequestStatus.OPEN
        and not any(answers_right(kind, request.right) for kind in left)
        and not any(concerns(event, request) for event in by_hand)
    )


def _sent_by_hand(events: list[CaseEvent], documents: Iterable[Outgoing]) -> list[CaseEvent]:
    """The events `sent` since the last reopening that no departure of a document made."""
    left = [departure for one in documents for departure in one.left]
    moments = {departure.at for departure in left}
    ways = {departure.channel for departure in left}
    found: list[CaseEvent] = []
    for event in events:
        if event.kind is EventKind.REOPENED:
            found = []
        elif event.kind is EventKind.SENT:
            said = (event.reason or "").removeprefix(SENT_BY).split(", ")
            if event.request_id or event.at not in moments or not ways.issuperset(said):
                found.append(event)
    return found
