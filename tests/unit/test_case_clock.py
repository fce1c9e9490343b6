"""From events to dates: what was recorded moves the clock, taking it back restores it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain import case_clock
from privacydesk.domain.clock import Pause, Place
from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.model import CaseEvent, EventKind, Request, RequestStatus

RECEIVED = date(2026, 3, 10)
REQUEST = Request(1, "access", RequestStatus.OPEN)
MARKETING = Request(2, "objection_marketing", RequestStatus.OPEN)
NL = Place("NL")


def events(*what: tuple[EventKind, date]) -> list[CaseEvent]:
    return [
        CaseEvent(number, kind, datetime(2026, 3, 1, tzinfo=UTC), day, "mira")
        for number, (kind, day) in enumerate(what, start=1)
    ]


def due(recorded: list[CaseEvent], request: Request = REQUEST) -> date:
    return case_clock.read(
        request, recorded, received=RECEIVED, place=NL, house_days=30, today=date(2026, 3, 20)
    ).due


def test_questions_pair_with_their_answers() -> None:
    recorded = events(
        (EventKind.IDENTITY_ASKED, date(2026, 3, 12)),
        (EventKind.ANSWERED, date(2026, 3, 20)),
        (EventKind.CLARIFICATION_ASKED, date(2026, 3, 23)),
    )
    assert case_clock.pauses(recorded) == (
        Pause(date(2026, 3, 12), date(2026, 3, 20)),
        Pause(date(2026, 3, 23), None),
    )
    waiting = case_clock.open_question(recorded)
    assert waiting is not None
    assert waiting.kind is EventKind.CLARIFICATION_ASKED


def test_a_pause_moves_the_due_date_only_after_a_dpo_allowed_it() -> None:
    asked = (EventKind.IDENTITY_ASKED, date(2026, 3, 12))
    answered = (EventKind.ANSWERED, date(2026, 3, 20))
    allowed = (EventKind.PAUSE_ALLOWED, date(2026, 3, 20))
    withdrawn = (EventKind.PAUSE_WITHDRAWN, date(2026, 3, 21))
    plain = due(events())
    assert due(events(asked, answered)) == plain
    assert due(events(asked, answered, allowed)) == date(2026, 4, 20)  # 10 April + 8 days
    assert due(events(asked, answered, allowed, withdrawn)) == plain


@given(
    st.lists(
        st.tuples(
            st.sampled_from([EventKind.IDENTITY_ASKED, EventKind.ANSWERED]),
            st.integers(0, 25).map(lambda n: RECEIVED + timedelta(days=n)),
        ),
        max_size=6,
    ),
    st.booleans(),
)
def test_taking_an_extension_back_restores_the_date_whatever_was_paused(
    recorded: list[tuple[EventKind, date]], allowed: bool
) -> None:
    recorded.sort(key=lambda pair: pair[1])
    if allowed:
        recorded.append((EventKind.PAUSE_ALLOWED, RECEIVED))
    before = due(events(*recorded))
    extended = [*recorded, (EventKind.EXTENDED, RECEIVED)]
    assert due(events(*extended)) >= before
    assert due(events(*extended, (EventKind.EXTENSION_WITHDRAWN, RECEIVED))) == before


def test_an_event_of_one_request_leaves_the_others_alone() -> None:
    extension = CaseEvent(
        1, EventKind.EXTENDED, datetime(2026, 3, 1, tzinfo=UTC), RECEIVED, "mira", request_id=9
    )
    assert due([extension]) == due([])


def test_the_leading_request_is_the_open_one_due_first() -> None:
    readings = [
        (r, case_clock.read(r, [], received=RECEIVED, place=NL, house_days=30))
        for r in (REQUEST, MARKETING)
    ]
    assert case_clock.leading(readings)[0] is MARKETING
    done = Request(2, "objection_marketing", RequestStatus.DONE)
    readings[1] = (done, readings[1][1])
    assert case_clock.leading(readings)[0] is REQUEST


@pytest.mark.parametrize(
    ("kind", "day", "reason", "requests", "error", "words"),
    [
        (EventKind.RECEIVED, RECEIVED, None, [REQUEST], InputError, "by the desk itself"),
        (EventKind.NOTE, date(2027, 1, 1), "x", [REQUEST], InputError, "future"),
        (EventKind.NOTE, date(2026, 3, 9), "x", [REQUEST], InputError, "before the receipt"),
        (EventKind.EXTENDED, RECEIVED, " ", [REQUEST], InputError, "needs a reason"),
        (EventKind.EXTENDED, date(2026, 4, 13), "many", [REQUEST], StateError, "is lost"),
        (EventKind.EXTENDED, RECEIVED, "many", [MARKETING], StateError, "at once"),
        (EventKind.ANSWERED, RECEIVED, None, [REQUEST], StateError, "No question is open"),
        (EventKind.PAUSE_ALLOWED, RECEIVED, "doubt", [REQUEST], StateError, "question"),
        (EventKind.EXTENSION_NOTIFIED, RECEIVED, None, [REQUEST], StateError, "No extension"),
        (EventKind.EXTENSION_WITHDRAWN, RECEIVED, None, [REQUEST], StateError, "No extension"),
        (EventKind.REOPENED, RECEIVED, "why", [REQUEST], StateError, "open already"),
    ],
)
def test_an_event_that_cannot_be_right_is_refused_with_its_reason(
    kind: EventKind,
    day: date,
    reason: str | None,
    requests: list[Request],
    error: type[Exception],
    words: str,
) -> None:
    readings = [
        case_clock.read(r, [], received=RECEIVED, place=NL, house_days=30) for r in requests
    ]
    with pytest.raises(error, match=words):
        case_clock.check_event(
            kind,
            day=day,
            today=date(2026, 6, 1),
            reason=reason,
            received=RECEIVED,
            requests=requests,
            events=[],
            readings=readings,
            place=NL,
        )


def test_an_extension_that_nobody_was_told_of_is_lost_when_the_first_month_ends() -> None:
    decided = (EventKind.EXTENDED, date(2026, 3, 20))
    told = (EventKind.EXTENSION_NOTIFIED, date(2026, 4, 9))
    too_late = (EventKind.EXTENSION_NOTIFIED, date(2026, 4, 13))
    notice_by = date(2026, 4, 10)

    def seen(recorded: list[CaseEvent], today: date) -> tuple[case_clock.Extension, date]:
        reading = case_clock.read(
            REQUEST, recorded, received=RECEIVED, place=NL, house_days=30, today=today
        )
        return case_clock.extension(recorded, notice_by=notice_by, today=today), reading.due

    plain, later = date(2026, 4, 9), date(2026, 6, 10)
    ext = case_clock.Extension
    assert seen(events(decided), date(2026, 4, 10)) == (ext.TO_TELL, later)
    assert seen(events(decided), date(2026, 4, 11)) == (ext.LOST, plain)
    assert seen(events(decided, told), date(2026, 5, 1)) == (ext.TOLD, later)
    assert seen(events(decided, too_late), date(2026, 5, 1)) == (ext.LOST, plain)
    assert seen(events(), date(2026, 5, 1)) == (ext.NONE, plain)
    assert case_clock.extension_blocker(ext.TOLD, notice_by) is None
    assert "lost" in (case_clock.extension_blocker(ext.LOST, notice_by) or "")


def test_a_pause_needs_a_question_that_was_sent_promptly() -> None:
    readings = [case_clock.read(REQUEST, [], received=RECEIVED, place=NL, house_days=30)]

    def allow(asked: date) -> None:
        case_clock.check_event(
            EventKind.PAUSE_ALLOWED,
            day=asked,
            today=date(2026, 6, 1),
            reason="doubt about the address",
            received=RECEIVED,
            requests=[REQUEST],
            events=events((EventKind.IDENTITY_ASKED, asked)),
            readings=readings,
            place=NL,
        )

    allow(date(2026, 3, 17))  # five working days after Tuesday the 10th
    with pytest.raises(StateError, match="undue delay"):
        allow(date(2026, 3, 18))
