"""The facts of a letter that the desk knows by itself: from the case, its events, the pack.

Nothing is made up: what is not known stays away and is asked for by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from privacydesk.desk.letters.extending import extension_facts
from privacydesk.domain.letters import ACTIONS, ANSWERS_TO
from privacydesk.domain.model import EventKind, RequestStatus, SearchOutcome
from privacydesk.domain.postal import country_code
from privacydesk.domain.rights import Right
from privacydesk.domain.suppression import suppressed

if TYPE_CHECKING:
    from privacydesk.desk.letters.reading import Known
    from privacydesk.documents.letters.given import Value
    from privacydesk.domain.model import CaseEvent
    from privacydesk.domain.pack import Authority

_DAYS_TO_SEARCH = 7  # what is left of the term after a processor has answered
_LEAST_TO_SEARCH = 4  # days that a processor gets in any case: a weekend and two working days

_REASONS = {
    "doubt": EventKind.IDENTITY_ASKED,
    "unclear": EventKind.CLARIFICATION_ASKED,
}
# what a request by itself asks recipients to be told
OWN_ACTIONS: Final = {
    Right.RECTIFICATION: "rectified",
    Right.ERASURE: "erased",
    Right.RESTRICTION: "restricted",
}


def known_facts(
    known: Known, letter: str, said: Mapping[str, Value] = MappingProxyType({})
) -> dict[str, Value]:
    """Every fact that follows from the case and the pack, for a letter; records are not read
    here. `said`: what a person stated: which action, of several, recipients are told of."""
    found: dict[str, Value] = {}
    for name, value in _facts(known, letter, said):
        if value is not None and value != "":
            found[name] = value
    return found


def acted(known: Known, letter: str) -> CaseEvent | None:
    """The last event that says something was done, of the right this letter answers to."""
    right = ANSWERS_TO.get(letter)
    own = {request.request_id for request in known.case.requests if request.right == right}
    return _last_act(known, None if right is None else own)


def _carried_out(known: Known, action: str | None) -> CaseEvent | None:
    """The last event that says `action` (None: any that recipients are told of) was done: of a
    request that asks for it and was not refused, or of the whole case when there is one."""
    rights = ACTIONS[action] if action is not None else frozenset().union(*ACTIONS.values())
    own = {
        request.request_id
        for request in known.case.requests
        if Right(request.right) in rights and request.status is not RequestStatus.REFUSED
    }
    return _last_act(known, own) if own else None


def _last_act(known: Known, own: set[int] | None) -> CaseEvent | None:
    """The last event `acted` of these requests (None: of any) or of the whole case."""
    found = [
        event
        for event in known.case.events
        if event.kind is EventKind.ACTED
        and (own is None or event.request_id is None or event.request_id in own)
    ]
    return max(found, key=lambda event: event.event_id, default=None)


def _facts(
    known: Known, letter: str, said: Mapping[str, Value]
) -> Iterator[tuple[str, Value | None]]:
    from privacydesk.documents.letters.context import dpo_reach, safe_channel
    from privacydesk.documents.words import Words

    words, pack, clock = Words(known.language), known.pack, known.clock
    if known.card is not None:
        yield "person_name", known.card.name
        yield "person_address", known.card.address
    yield "dpo", dpo_reach(pack)
    authority = _authority(known)
    if authority is not None:
        yield "authority_name", authority.name
        yield "authority_website", authority.website
    # what takes effect at once is done at once; the answer that says so has the month
    yield "last_day", clock.statutory_last_day if clock.at_once else clock.due
    extended = dict(extension_facts(known))
    yield from extended.items()
    if extended:
        yield "extension_reason", _reason(known, EventKind.EXTENDED)
    for name, kind in _REASONS.items():
        yield name, _reason(known, kind)
    right = Right(known.case.requests[0].right)
    yield "safe_channel", safe_channel(pack, right, words)
    action = _action(known)
    if letter == "recipients_notice":
        told = said.get("action", action)
        done = _carried_out(known, None if told is None else str(told))
    else:
        done = acted(known, letter)
    yield "acted_on", done.day if done else None
    if known.notices:
        yield "notified", tuple({"name": one.name, "day": one.day} for one in known.notices)
    on_list = suppressed(known.lists, ZoneInfo(known.pack.zone))
    if on_list:
        yield "suppressed", tuple({"list": one.system, "day": one.since or ""} for one in on_list)
    yield "objection", _objection(known)
    yield "action", action
    yield "answer_by", _answer_by(known.search_clock.due, known.today)
    if known.case.searches and not any(
        search.outcome is SearchOutcome.OPEN for search in known.case.searches
    ):
        yield "searched", tuple({"name": search.system} for search in known.case.searches)
    if known.card is not None:
        yield "identify_by", _identifiers(known) or None


def _answer_by(due: date, today: date) -> date:
    """By when a processor is asked to answer: a week before our own day, with some days to search
    unless our own day comes first."""
    soonest = min(today + timedelta(days=_LEAST_TO_SEARCH), max(due, today))
    return max(due - timedelta(days=_DAYS_TO_SEARCH), soonest)


def _last(known: Known, kind: EventKind) -> CaseEvent | None:
    found = [event for event in known.case.events if event.kind is kind]
    return max(found, key=lambda event: event.event_id, default=None)


def _reason(known: Known, kind: EventKind) -> str | None:
    event = _last(known, kind)
    return event.reason if event else None


def _authority(known: Known) -> Authority | None:
    """Of the residence when the address tells it and the pack has one, else as the pack says."""
    address = known.card.address if known.card else None
    residence = country_code(address.replace("\n", ",").split(",")[-1]) if address else None
    return known.pack.authority(residence)


def _objection(known: Known) -> str | None:
    for request in known.case.requests:
        if request.right == Right.OBJECTION:
            if request.status is RequestStatus.REFUSED:
                return "refused"
            if request.status is RequestStatus.DONE:
                return "upheld"
    return None


def _action(known: Known) -> str | None:
    found = [
        OWN_ACTIONS[Right(request.right)]
        for request in known.case.requests
        if Right(request.right) in OWN_ACTIONS and request.status is not RequestStatus.REFUSED
    ]
    return found[0] if len(found) == 1 else None  # of several, a person says which


def _identifiers(known: Known) -> tuple[dict[str, str | date], ...]:
    """How a company finds the person: e-mail, phone, customer number, postcode."""
    from privacydesk.documents.words import Words
    from privacydesk.domain.identifiers import show
    from privacydesk.domain.model import IdentifierKind

    words = Words(known.language)
    useful = (
        IdentifierKind.EMAIL,
        IdentifierKind.PHONE,
        IdentifierKind.CUSTOMER_NUMBER,
        IdentifierKind.ADDRESS,
    )
    assert known.card is not None
    found = {
        (useful.index(i.kind), i.value): {
            "kind": words("letter", f"identifier_{i.kind.value}"),
            "value": show(i.kind, i.value),
        }
        for i in known.card.identifiers
        if i.kind in useful and i.value is not None
    }
    rows: list[dict[str, str | date]] = [{**found[key]} for key in sorted(found)]
    return tuple(rows)
