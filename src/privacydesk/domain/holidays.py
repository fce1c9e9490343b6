"""Working days: which days are none, and rolling a date to the next or the previous one.

A day is no working day when it is a Saturday, a Sunday or a public holiday of the calendar
(Regulation 1182/71 Art. 2(2), 3(4)). The days themselves are data: `holidays_data`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from dateutil.easter import easter

from privacydesk.domain.holidays_data import (
    CALENDARS,
    CalendarData,
    Day,
    Easter,
    Fixed,
    KingsDay,
    Once,
    RepentanceDay,
)

_DATA: Final[Mapping[str, CalendarData]] = MappingProxyType({item.code: item for item in CALENDARS})
_WEEKEND: Final = {5: "Saturday", 6: "Sunday"}
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of one place.

    `code` as in the data (`NL`, `DE-NW`), or a country code without data, which knows weekends
    only (`known` is false). `valid_from` and `valid_until` are the years for which the days of
    this calendar and of those below it were checked; `None` when unknown.
    """

    code: str
    name: str
    known: bool
    valid_from: int | None = None
    valid_until: int | None = None

    def holiday(self, day: date) -> str | None:
        """The name of the public holiday on `day`, or `None`."""
        return holidays_of(self.code, day.year).get(day) if self.known else None

    def closed(self, day: date) -> str | None:
        """Why `day` is no working day (holiday, else weekend), or `None` for a working day."""
        return self.holiday(day) or _WEEKEND.get(day.weekday())

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return self.closed(day) is None

    def roll_forward(self, day: date) -> date:
        """`day`, or the first working day after it (Regulation 1182/71 Art. 3(4))."""
        while self.closed(day):
            day += _ONE_DAY
        return day

    def roll_back(self, day: date) -> date:
        """`day`, or the last working day before it."""
        while self.closed(day):
            day -= _ONE_DAY
        return day

    def working_days_before(self, day: date, count: int) -> date:
        """The working day that lies `count` working days before `day`."""
        for _ in range(count):
            day = self.roll_back(day - _ONE_DAY)
        return day

    def closed_between(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """Each day from `first` to `last` (both included) that is no working day, and why."""
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple((day, why) for day in span if (why := self.closed(day)))

    def covers(self, day: date) -> bool:
        """Whether the holidays of the year of `day` were checked."""
        if self.valid_from is None or self.valid_until is None:
            return False
        return self.valid_from <= day.year <= self.valid_until


@lru_cache(maxsize=64)
def calendar(code: str) -> Calendar:
    """The calendar with this code; a code without data gives weekends only."""
    data = _DATA.get(code)
    if data is None:
        return Calendar(code, code, known=False)
    chain = _chain(code)
    return Calendar(
        code,
        data.name,
        known=True,
        valid_from=max(item.valid_from for item in chain),
        valid_until=min(item.valid_until for item in chain),
    )


def countries() -> tuple[str, ...]:
    """Countries with a calendar, in alphabetical order."""
    return tuple(sorted(item.code for item in CALENDARS if item.base is None))


def regions(country: str) -> tuple[str, ...]:
    """Codes of the regional calendars of a country (`DE-BB`, ...), in alphabetical order."""
    return tuple(sorted(code for code in _DATA if code.startswith(f"{country}-")))


@lru_cache(maxsize=1024)
def holidays_of(code: str, year: int) -> Mapping[date, str]:
    """The public holidays of calendar `code` in `year` with their names, in date order.

    Raises `KeyError` for a code without data and `ValueError` for a year before 1583, when
    Easter has no Gregorian date.
    """
    found: dict[date, str] = {}
    for data in reversed(_chain(code)):  # nationwide first, so the nationwide name stays
        for rule in data.days:
            day = _day_in(rule, year)
            if day is not None:
                found.setdefault(day, rule.name)
    return MappingProxyType(dict(sorted(found.items())))


def _chain(code: str) -> tuple[CalendarData, ...]:
    """The calendar and the calendars below it, nationwide last."""
    chain = [_DATA[code]]
    while (base := chain[-1].base) is not None:
        chain.append(_DATA[base])
    return tuple(chain)


def _day_in(rule: Day, year: int) -> date | None:
    match rule:
        case Fixed(month, day, _, since, until):
            active = (since is None or year >= since) and (until is None or year <= until)
            return date(year, month, day) if active else None
        case Easter(offset, _):
            return easter(year) + timedelta(days=offset)
        case Once(day, _):
            return day if day.year == year else None
        case KingsDay():
            kings_day = date(year, 4, 27)
            return kings_day - _ONE_DAY if kings_day.weekday() == 6 else kings_day
        case RepentanceDay():
            last = date(year, 11, 22)
            return last - timedelta(days=(last.weekday() - 2) % 7)
