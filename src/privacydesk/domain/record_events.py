"""The dates from which storage periods count: what a record and a person's records know of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final

from privacydesk.domain.model import AuthorRole, Record, RecordKind
from privacydesk.domain.periods import Event

_K: Final = RecordKind
_TRADE: Final = frozenset({_K.ORDER, _K.INVOICE, _K.PAYMENT, _K.CONTRACT, _K.ACCOUNT})
_CONTACT: Final = frozenset(
    {_K.ORDER, _K.TICKET, _K.CHAT, _K.MAIL, _K.CALL, _K.REPAIR, _K.SURVEY, _K.OTHER}
)
_DETAIL: Final[Mapping[Event, tuple[str, ...]]] = {
    Event.DELIVERY: ("delivered_at",),
    Event.CASE_CLOSED: ("closed_at", "resolved_at"),
    Event.LAST_LOGIN: ("last_seen_at",),
    Event.CONTRACT_END: ("ends_at",),
    Event.CONSENT_WITHDRAWN: ("withdrawn_at", "left_at"),
}

MISSING: Final[Mapping[Event, str]] = {
    Event.CREATION: "the date of the record",
    Event.ORDER: "the date of the order",
    Event.DELIVERY: "the date of delivery",
    Event.CALL_END: "the time of the call",
    Event.LAST_CONTACT: "the date of the last contact",
    Event.ANSWERED: "the date of the answer",
    Event.CASE_CLOSED: "the date on which it was closed",
    Event.LAST_LOGIN: "the date of the last log-in",
    Event.LAST_USE: "the date on which a service was last used",
    Event.ACCOUNT_CLOSED: "the date on which the account was closed",
    Event.CONTRACT_END: "the end of the contract",
    Event.CONSENT_WITHDRAWN: "the date on which the consent was withdrawn",
    Event.OBJECTION: "the date of the objection",
}
"""What is missing when the day of an event is not known."""
MAY_COME: Final = frozenset(
    {
        Event.ANSWERED,
        Event.CASE_CLOSED,
        Event.ACCOUNT_CLOSED,
        Event.CONTRACT_END,
        Event.CONSENT_WITHDRAWN,
        Event.OBJECTION,
    }
)
"""Events that are missing when they have not happened, too."""


def missing(event: Event) -> str:
    """The reason why no period can be counted from an event."""
    later = " or has not come yet" if event in MAY_COME else ""
    return f"undetermined: {MISSING[event]} is missing{later}"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What all records of a person say together.

    `customer`: an account, order, contract, invoice or payment is known; False when all places
    that would know were looked at; `None` when nothing settles it. `events`: days that belong to
    the person, not to one record.
    """

    customer: bool | None = None
    consent: bool | None = None
    events: Mapping[Event, date] = field(default_factory=dict)


NOBODY: Final = PersonFacts()


def person_facts(
    records: Iterable[Record], zone: tzinfo, *, trade_known: bool = False
) -> PersonFacts:
    """Read the facts off all records of one person; days are local to `zone`.

    `trade_known`: the systems that hold accounts, orders and contracts are in the desk, so that a
    person without any is no customer; otherwise nobody knows. The end of the contract and the
    closing of the account are only known when every contract or account has one.
    """
    events: dict[Event, date] = {}
    customer: bool | None = False if trade_known else None
    ends: dict[Event, list[date | None]] = {Event.CONTRACT_END: [], Event.ACCOUNT_CLOSED: []}

    def later(event: Event, day: date | None) -> None:
        if day is not None:
            events[event] = max(day, events.get(event, day))

    for record in records:
        customer = True if record.kind in _TRADE else customer
        if record.kind in _CONTACT:
            later(Event.LAST_CONTACT, _newest(record, zone))
        if record.kind is _K.ORDER or record.kind is _K.USAGE:
            later(Event.LAST_USE, _local(record.occurred_at, zone))
        elif record.kind is _K.ACCOUNT:
            later(Event.LAST_LOGIN, event_day(record, Event.LAST_LOGIN, zone))
            ends[Event.ACCOUNT_CLOSED].append(event_day(record, Event.ACCOUNT_CLOSED, zone))
        elif record.kind is _K.CONTRACT:
            ends[Event.CONTRACT_END].append(event_day(record, Event.CONTRACT_END, zone))
    for event, days in ends.items():
        known = [day for day in days if day is not None]
        if known and len(known) == len(days):
            events[event] = max(known)
    return PersonFacts(customer=customer, events=events)


def event_day(
    record: Record, event: Event, zone: tzinfo, person: PersonFacts = NOBODY
) -> date | None:
    """The local day of an event, from the record itself, else from the person; `None` unknown."""
    if event is Event.CREATION:
        return _local(record.occurred_at, zone)
    if event is Event.ORDER and record.kind is _K.ORDER:
        return _local(record.occurred_at, zone)
    if event is Event.CALL_END and record.kind in {_K.CALL, _K.RECORDING}:
        return _call_end(record, zone)
    if event is Event.ANSWERED:
        return _local(_answer(record), zone)
    if event is Event.ACCOUNT_CLOSED and record.kind is _K.ACCOUNT:
        return _parsed(record.details.get("closed_at"), zone)
    if event is Event.CASE_CLOSED and record.kind is _K.ACCOUNT:
        return None  # an account is closed, it is no case
    for name in _DETAIL.get(event, ()):
        day = _parsed(record.details.get(name), zone)
        if day is not None:
            return day
    return person.events.get(event)


def _answer(record: Record) -> datetime | None:
    """When the last answer was sent; none while the person wrote after it, and so waits for one."""
    last: dict[AuthorRole, datetime] = {}
    for message in record.messages:
        if message.sent_at is not None and not message.internal:
            role = message.author_role
            last[role] = max(message.sent_at, last.get(role, message.sent_at))
    answer, question = last.get(AuthorRole.AGENT), last.get(AuthorRole.SUBJECT)
    waits = answer is not None and question is not None and question > answer
    return None if waits else answer


def _call_end(record: Record, zone: tzinfo) -> date | None:
    if record.occurred_at is None:
        return None
    seconds = record.details.get("duration_seconds")
    length = timedelta(seconds=max(seconds, 0)) if isinstance(seconds, int) else timedelta(0)
    return _local(record.occurred_at + min(length, timedelta(days=2)), zone)


def _newest(record: Record, zone: tzinfo) -> date | None:
    moments = [record.occurred_at, *(m.sent_at for m in record.messages if not m.internal)]
    return _local(max((m for m in moments if m is not None), default=None), zone)


def _parsed(value: Any, zone: tzinfo) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return _local(datetime.fromisoformat(value), zone)
    except ValueError:
        return None


def _local(moment: datetime | None, zone: tzinfo) -> date | None:
    if moment is None:
        return None
    return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
