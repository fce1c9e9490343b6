"""From the events of a case to the input of the legal clock.

Nothing is remembered between two readings: the events are the truth, the dates follow. So taking
back an extension gives the earlier date again, whatever was paused in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from privacydesk.domain.clock import ClockInput, ClockReading, Pause, Place, read_clock
from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.model import (
    Case,
    CaseEvent,
    CaseStatus,
    EventKind,
    Request,
    RequestStatus,
)
from privacydesk.domain.rights import Right

# "Without undue delay" in days, as the product reads it: a choice that a DPO confirms.
PROMPT_WORKING_DAYS = 5

_QUESTIONS = frozenset({EventKind.IDENTITY_ASKED, EventKind.CLARIFICATION_ASKED})

# What a person may record by hand, with whether a reason is required.
RECORDABLE: dict[EventKind, bool] = {
    EventKind.ACKNOWLEDGED: False,
    EventKind.IDENTITY_ASKED: True,  # Art. 12(6): only on reasonable doubt, so say which
    EventKind.CLARIFICATION_ASKED: True,
    EventKind.ANSWERED: False,
    EventKind.IDENTITY_CONFIRMED: True,  # the method (checklist A25), never a copy of an ID
    EventKind.PAUSE_ALLOWED: True,
    EventKind.PAUSE_WITHDRAWN: False,
    EventKind.EXTENDED: True,  # Art. 12(3): complexity or number of the requests
    EventKind.EXTENSION_WITHDRAWN: False,
    EventKind.EXTENSION_NOTIFIED: False,
    EventKind.ACTED: True,
    EventKind.SENT: True,  # only what left outside the desk; `case send` records the rest
    EventKind.CLOSED: True,
    EventKind.REOPENED: True,
    EventKind.NOTE: True,
}


def concerns(event: CaseEvent, request: Request) -> bool:
    """An event without a request concerns every request of its case."""
    return event.request_id is None or event.request_id == request.request_id


def pauses(events: Iterable[CaseEvent]) -> tuple[Pause, ...]:
    """Questions and their answers, oldest first. An answer closes every question before it."""
    found: list[Pause] = []
    open_since: date | None = None
    for event in sorted(events, key=lambda e: (e.day, e.event_id)):
        if event.kind in _QUESTIONS and open_since is None:
            open_since = event.day
        elif (
            event.kind in {EventKind.ANSWERED, EventKind.IDENTITY_CONFIRMED}
            and open_since is not None
        ):
            found.append(Pause(open_since, event.day))
            open_since = None
    if open_since is not None:
        found.append(Pause(open_since, None))
    return tuple(found)


def open_question(events: Iterable[CaseEvent]) -> CaseEvent | None:
    """The question that still waits for an answer, if any."""
    waiting: CaseEvent | None = None
    for event in sorted(events, key=lambda e: (e.day, e.event_id)):
        if event.kind in _QUESTIONS and waiting is None:
            waiting = event
        elif event.kind in {EventKind.ANSWERED, EventKind.IDENTITY_CONFIRMED}:
            waiting = None
    return waiting


def _working_days_after(day: date, count: int, place: Place) -> date:
    while count:
        day += timedelta(days=1)
        count -= place.nationwide.is_working(day)
    return day


def switched_on(events: Iterable[CaseEvent], on: EventKind, off: EventKind) -> bool:
    """Whether `on` was recorded and not taken back by a later `off`."""
    state = False
    for event in sorted(events, key=lambda e: e.event_id):
        if event.kind is on:
            state = True
        elif event.kind is off:
            state = False
    return state


class Extension(StrEnum):
    """Whether an extension holds: Art. 12(3) wants the person told within the first month."""

    NONE = "none"
    TO_TELL = "to_tell"  # decided, and there is still time to tell the person
    TOLD = "told"
    LOST = "lost"  # the first month ended and nobody was told


def over_on(case: Case, status: CaseStatus) -> tuple[date | None, date | None]:
    """The days on which a case that is sent or closed was sent and closed; none of an open one.

    The latest of each counts. A case may be closed without an answer: a request withdrawn."""
    if status not in (CaseStatus.SENT, CaseStatus.CLOSED):
        return None, None
    days = {event.kind: event.day for event in sorted(case.events, key=lambda e: e.event_id)}
    closed = days.get(EventKind.CLOSED) if status is CaseStatus.CLOSED else None
    return days.get(EventKind.SENT), closed


def extension(
    events: Iterable[CaseEvent], *, notice_by: date, today: date | None = None
) -> Extension:
    """The state of the extension that these events record; `notice_by` ends the first month."""
    own = list(events)
    if not switched_on(own, EventKind.EXTENDED, EventKind.EXTENSION_WITHDRAWN):
        return Extension.NONE
    in_time = [e for e in own if e.kind is not EventKind.EXTENSION_NOTIFIED or e.day <= notice_by]
    if switched_on(in_time, EventKind.EXTENSION_NOTIFIED, EventKind.EXTENSION_WITHDRAWN):
        return Extension.TOLD
    return Extension.LOST if today is not None and today > notice_by else Extension.TO_TELL


def extension_blocker(state: Extension, notice_by: date) -> str | None:
    """What an extension still asks for, as a sentence."""
    if state is Extension.TO_TELL:
        return (
            "The extension must reach the person, with its reasons, by "
            f"{notice_by.isoformat()}: send the notice and record extension_notified."
        )
    if state is Extension.LOST:
        return (
            f"The extension is lost: nobody was told by {notice_by.isoformat()} "
            "(Art. 12(3) GDPR). The first date counts."
        )
    return None


def read(
    request: Request,
    events: Iterable[CaseEvent],
    *,
    received: date,
    place: Place,
    house_days: int | None,
    today: date | None = None,
) -> ClockReading:
    """The clock of one request of a case. An extension that nobody was told of does not count."""
    own = [e for e in events if concerns(e, request)]
    plain = ClockInput(
        received=received,
        place=place,
        right=Right(request.right),
        house_days=house_days,
        pauses=pauses(own),
        pause_enabled=switched_on(own, EventKind.PAUSE_ALLOWED, EventKind.PAUSE_WITHDRAWN),
        today=today,
    )
    reading = read_clock(plain)
    state = extension(own, notice_by=reading.extension_notice_by, today=today)
    if state in {Extension.TO_TELL, Extension.TOLD}:
        return read_clock(replace(plain, extended=True))
    return reading


def leading(
    readings: Iterable[tuple[Request, ClockReading]],
) -> tuple[Request, ClockReading]:
    """The request whose answer is due first; open ones before those already ended."""
    return min(
        readings,
        key=lambda pair: (pair[0].status is not RequestStatus.OPEN, pair[1].due),
    )


def check_event(
    kind: EventKind,
    *,
    day: date,
    today: date,
    reason: str | None,
    received: date,
    requests: Iterable[Request],
    events: Iterable[CaseEvent],
    readings: Iterable[ClockReading],
    place: Place,
) -> None:
    """Refuse an event that cannot be right, each time with the sentence that says why.

    Raises `InputError` for a wrong value and `StateError` for what is not possible now. The
    extension rule is Art. 12(3): the notice with its reasons goes out within the first month.
    """
    events = list(events)
    if kind not in RECORDABLE:
        raise InputError(
            f"“{kind}” is recorded by the desk itself. Use one of: "
            + ", ".join(sorted(RECORDABLE))
            + "."
        )
    if day > today:
        raise InputError(f"{day.isoformat()} lies in the future. Give a day up to today.")
    if day < received:
        raise InputError(
            f"{day.isoformat()} is before the receipt of the request ({received.isoformat()})."
        )
    if RECORDABLE[kind] and not (reason or "").strip():
        raise InputError(
            f"“{kind}” needs a reason: it goes into the file of the case.",
            command="--reason says it.",
        )
    question = open_question(events)
    if kind is EventKind.ANSWERED and question is None:
        raise StateError("No question is open, so there is nothing that was answered.")
    if kind is EventKind.ANSWERED and question is not None and day < question.day:
        raise InputError(
            f"The answer of {day.isoformat()} came before its question of "
            f"{question.day.isoformat()}. Correct one of the two dates."
        )
    if kind is EventKind.PAUSE_ALLOWED and not any(e.kind in _QUESTIONS for e in events):
        raise StateError(
            "A pause needs a question to the person first: record identity_asked or "
            "clarification_asked (EDPB Guidelines 01/2022 par. 159)."
        )
    if kind is EventKind.PAUSE_ALLOWED:
        prompt = _working_days_after(received, PROMPT_WORKING_DAYS, place)
        if min(e.day for e in events if e.kind in _QUESTIONS) > prompt:
            raise StateError(
                "The clock stands still only for a question that was sent without undue delay, "
                f"here by {prompt.isoformat()} (EDPB Guidelines 01/2022 par. 159)."
            )
    if kind is EventKind.EXTENSION_NOTIFIED and not switched_on(
        events, EventKind.EXTENDED, EventKind.EXTENSION_WITHDRAWN
    ):
        raise StateError("No extension was decided yet: record extended with its reason first.")
    if kind in {EventKind.EXTENDED, EventKind.EXTENSION_NOTIFIED}:
        if not any(Right(r.right).facts.extendable for r in requests):
            raise StateError(
                "What was asked takes effect at once and cannot be extended "
                "(Art. 7(3) and 21(3) GDPR)."
            )
        last = min(r.extension_notice_by for r in readings)
        if day > last:
            raise StateError(
                "The extension is lost: the person had to be told, with the reasons, by "
                f"{last.isoformat()} (Art. 12(3) GDPR)."
            )
    if kind is EventKind.EXTENSION_WITHDRAWN and not switched_on(
        events, EventKind.EXTENDED, EventKind.EXTENSION_WITHDRAWN
    ):
        raise StateError("No extension is in force, so none can be taken back.")
    if kind is EventKind.PAUSE_WITHDRAWN and not switched_on(
        events, EventKind.PAUSE_ALLOWED, EventKind.PAUSE_WITHDRAWN
    ):
        raise StateError("No pause is in force, so none can be taken back.")
    if (
        kind is EventKind.REOPENED
        and not switched_on(events, EventKind.CLOSED, EventKind.REOPENED)
        and not any(e.kind is EventKind.SENT for e in events)
    ):
        raise StateError("The case is open already.")
