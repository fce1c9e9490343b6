"""Laws of the clock that hold for every day, place, promise and pause."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain.clock import ClockInput, ClockReading, Pause, Place, read_clock
from privacydesk.domain.clock_rules import add_months
from privacydesk.domain.holidays_data import CALENDARS
from privacydesk.domain.rights import Right

PLACES = [Place("FR"), *(Place(item.code) for item in CALENDARS)]
DAYS = st.dates(date(2018, 5, 25), date(2036, 12, 31))


@st.composite
def pauses_after(draw: st.DrawFn, received: date) -> tuple[Pause, ...]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        asked = received + timedelta(days=draw(st.integers(0, 60)))
        length = draw(st.none() | st.integers(0, 40))
        found.append(Pause(asked, None if length is None else asked + timedelta(days=length)))
    return tuple(found)


@st.composite
def inputs(draw: st.DrawFn) -> ClockInput:
    received = draw(DAYS)
    return ClockInput(
        received=received,
        place=draw(st.sampled_from(PLACES)),
        right=draw(st.none() | st.sampled_from(Right)),
        house_days=draw(st.none() | st.integers(1, 60)),
        extended=draw(st.booleans()),
        pauses=draw(pauses_after(received)),
        pause_enabled=draw(st.booleans()),
        today=draw(st.none() | DAYS),
    )


def change(inp: ClockInput, **values: Any) -> ClockInput:
    return replace(inp, **values)


def dates_of(reading: ClockReading) -> tuple[object, ...]:
    return tuple(v for k, v in reading.as_json().items() if k not in {"explain", "warnings"})


@given(inputs())
def test_without_extension_or_pause_due_is_never_after_the_safe_day(inp: ClockInput) -> None:
    reading = read_clock(change(inp, extended=False, pause_enabled=False))
    assert inp.received <= reading.due <= reading.statutory_last_day
    assert reading.statutory_last_day <= reading.statutory_last_day_regional
    assert reading.statutory_nominal <= reading.statutory_last_day
    if reading.house_due and reading.house_target and reading.house_target > reading.house_due:
        gap = (reading.house_due - inp.received).days + 1
        days = (inp.received + timedelta(days=n) for n in range(gap))
        assert not any(inp.place.local.is_working(day) for day in days)


@given(inputs())
def test_extension_never_shortens_and_its_removal_restores(inp: ClockInput) -> None:
    without = read_clock(change(inp, extended=False))
    extended = read_clock(change(inp, extended=True))
    assert extended.due >= without.due
    assert extended.refusal_notice_by == without.refusal_notice_by
    assert read_clock(change(change(inp, extended=True), extended=False)) == without
    if extended.extended_last_day and extended.extended_last_day_cautious:
        assert extended.extended_last_day_cautious <= extended.extended_last_day


@given(inputs())
def test_pauses_never_shorten_and_their_removal_restores(inp: ClockInput) -> None:
    none = read_clock(change(inp, pauses=(), pause_enabled=False))
    paused = read_clock(change(inp, pause_enabled=True))
    shown = read_clock(change(inp, pause_enabled=False))
    assert paused.due >= none.due
    assert shown.due == none.due
    assert paused.paused_last_day == shown.paused_last_day
    assert none.paused_last_day is None


@given(
    received=DAYS,
    place=st.sampled_from(PLACES),
    extended=st.booleans(),
    gaps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=3),
)
def test_pauses_that_do_not_overlap_add_up(
    received: date, place: Place, extended: bool, gaps: list[tuple[int, int]]
) -> None:
    pauses, day, total = [], received, 0
    for gap, length in gaps:
        asked = day + timedelta(days=gap)
        day = asked + timedelta(days=length)
        pauses.append(Pause(asked, day))
        total += length
    one = Pause(received, received + timedelta(days=total))
    many = ClockInput(received, place, extended=extended, pauses=tuple(pauses), pause_enabled=True)
    together = read_clock(many)
    assert dates_of(together) == dates_of(read_clock(change(many, pauses=(one,))))
    assert dates_of(together) == dates_of(read_clock(change(many, pauses=tuple(pauses[::-1]))))
    nominal = add_months(add_months(received, 1), 2) if extended else add_months(received, 1)
    assert together.paused_last_day == place.nationwide.roll_forward(
        nominal + timedelta(days=total)
    )


@given(inputs())
def test_days_to_act_on_are_working_days_and_each_step_is_told(inp: ClockInput) -> None:
    reading = read_clock(inp)
    safe, local = inp.place.nationwide, inp.place.local
    for day in (
        reading.statutory_last_day,
        reading.due,
        reading.extended_last_day,
        reading.extended_last_day_cautious,
        reading.paused_last_day,
    ):
        assert day is None or safe.is_working(day)
    assert local.is_working(reading.statutory_last_day_regional)
    assert reading.house_target is None or local.is_working(reading.house_target)
    told = {step.date for step in reading.explain}
    assert reading.due in told
    for step in reading.explain:
        assert step.text.endswith(".")
        assert "{" not in step.text
        assert "None" not in step.text
        assert step.article


@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)), months=st.integers(0, 40))
def test_month_arithmetic(day: date, months: int) -> None:
    later = add_months(day, months)
    assert later == day + relativedelta(months=months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])
