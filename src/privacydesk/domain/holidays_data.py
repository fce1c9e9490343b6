"""Public holidays as data: which days are none of the working days of a calendar.

Only the days that move a deadline matter, so Easter Sunday and Whit Sunday stand only where the
law of the land names them. A calendar is exact from `valid_from` to `valid_until`; outside it the
rules still answer, and the clock warns. To keep a calendar: change its days here, raise
`valid_until`, and run the cross-check test.

Sources: NL Algemene termijnenwet art. 3 and the decrees on equated days; DE the holiday acts of
the Länder and Art. 2(2) of the Unification Treaty; BE the act of 4 January 1974 with the royal
decree of 18 April 1974; AT Arbeitsruhegesetz § 7(2); NO lov om helligdager og helligdagsfred and
lov om 1 og 17 mai.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same date every year, in the years `since`..`until` (both included)."""

    month: int
    day: int
    name: str
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Easter:
    """`offset` days after Easter Sunday (negative: before)."""

    offset: int
    name: str


@dataclass(frozen=True, slots=True)
class Once:
    """One day of one year."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class KingsDay:
    """27 April; 26 April when the 27th is a Sunday."""

    name: str


@dataclass(frozen=True, slots=True)
class RepentanceDay:
    """The Wednesday before 23 November."""

    name: str


Day = Fixed | Easter | Once | KingsDay | RepentanceDay


@dataclass(frozen=True, slots=True)
class CalendarData:
    """The holidays of one calendar.

    `code`: `NL`, `DE-NW`, `NL-ATW`. `name`: for people. `base`: the calendar whose days it also
    has: the base of a regional calendar is the nationwide one, its safe list. `valid_from` and
    `valid_until`: first and last year for which the days were checked.
    """

    code: str
    name: str
    days: tuple[Day, ...]
    base: str | None = None
    valid_from: int = 2018
    valid_until: int = 2035


NEW_YEAR: Final = Fixed(1, 1, "New Year's Day")
EPIPHANY: Final = Fixed(1, 6, "Epiphany")
WOMENS_DAY: Final = "International Women's Day"
GOOD_FRIDAY: Final = Easter(-2, "Good Friday")
EASTER_SUNDAY: Final = Easter(0, "Easter Sunday")
EASTER_MONDAY: Final = Easter(1, "Easter Monday")
LABOUR_DAY: Final = Fixed(5, 1, "Labour Day")
ASCENSION: Final = Easter(39, "Ascension Day")
WHIT_SUNDAY: Final = Easter(49, "Whit Sunday")
WHIT_MONDAY: Final = Easter(50, "Whit Monday")
CORPUS_CHRISTI: Final = Easter(60, "Corpus Christi")
ASSUMPTION: Final = Fixed(8, 15, "Assumption Day")
REFORMATION_DAY: Final = Fixed(10, 31, "Reformation Day")
ALL_SAINTS: Final = Fixed(11, 1, "All Saints' Day")
CHRISTMAS: Final = Fixed(12, 25, "Christmas Day")
SECOND_CHRISTMAS: Final = Fixed(12, 26, "Second Christmas Day")


def _equated(*days: tuple[int, int, int]) -> tuple[Once, ...]:
    return tuple(
        Once(date(*day), "day equated with a public holiday (Atw art. 3(3))") for day in days
    )


def _land(code: str, name: str, *days: Day, base: str = "DE") -> CalendarData:
    return CalendarData(f"DE-{code}", name, days, base=base)


CALENDARS: Final[tuple[CalendarData, ...]] = (
    CalendarData(
        "NL",
        "the Netherlands",
        (
            NEW_YEAR,
            EASTER_MONDAY,
            KingsDay("King's Day"),
            # Every year: whether staff are free is a matter of collective agreements, not of
            # Atw art. 3(1).
            Fixed(5, 5, "Liberation Day"),
            ASCENSION,
            WHIT_MONDAY,
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ),
    ),
    CalendarData(
        "NL-ATW",
        "the Netherlands with the equated days of the Algemene termijnenwet",
        (
            GOOD_FRIDAY,
            *_equated((2023, 4, 28), (2023, 5, 19), (2024, 5, 10), (2024, 12, 27), (2025, 5, 30)),
            *_equated((2026, 1, 2), (2026, 5, 15), (2027, 5, 7), (2028, 4, 28), (2028, 5, 26)),
        ),
        base="NL",
        valid_from=2023,
        valid_until=2028,  # the two decrees end there
    ),
    CalendarData(
        "DE",
        "Germany",
        (
            NEW_YEAR,
            GOOD_FRIDAY,
            EASTER_MONDAY,
            LABOUR_DAY,
            ASCENSION,
            WHIT_MONDAY,
            Fixed(10, 3, "German Unity Day"),
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ),
    ),
    _land("BB", "Brandenburg", EASTER_SUNDAY, WHIT_SUNDAY, REFORMATION_DAY),
    _land(
        "BE",
        "Berlin",
        Fixed(3, 8, WOMENS_DAY, since=2019),
        Once(date(2020, 5, 8), "75th anniversary of the liberation"),
        Once(date(2025, 5, 8), "80th anniversary of the liberation"),
        Once(date(2028, 6, 17), "75th anniversary of the uprising of 1953"),
    ),
    _land("BW", "Baden-Württemberg", EPIPHANY, CORPUS_CHRISTI, ALL_SAINTS),
    _land("BY", "Bavaria", EPIPHANY, CORPUS_CHRISTI, ALL_SAINTS),
    _land("BY-CATH", "Bavaria, mainly Catholic municipalities", ASSUMPTION, base="DE-BY"),
    _land("HB", "Bremen", REFORMATION_DAY),
    _land("HE", "Hesse", CORPUS_CHRISTI),
    _land("HH", "Hamburg", REFORMATION_DAY),
    _land(
        "MV",
        "Mecklenburg-Western Pomerania",
        Fixed(3, 8, WOMENS_DAY, since=2023),
        REFORMATION_DAY,
    ),
    _land("NI", "Lower Saxony", REFORMATION_DAY),
    _land("NW", "North Rhine-Westphalia", CORPUS_CHRISTI, ALL_SAINTS),
    _land("RP", "Rhineland-Palatinate", CORPUS_CHRISTI, ALL_SAINTS),
    _land("SH", "Schleswig-Holstein", REFORMATION_DAY),
    _land("SL", "Saarland", CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS),
    _land("SN", "Saxony", REFORMATION_DAY, RepentanceDay("Day of Repentance and Prayer")),
    _land("ST", "Saxony-Anhalt", EPIPHANY, REFORMATION_DAY),
    _land(
        "TH",
        "Thuringia",
        Fixed(9, 20, "World Children's Day", since=2019),
        REFORMATION_DAY,
    ),
    CalendarData(
        "BE",
        "Belgium",
        (
            NEW_YEAR,
            EASTER_MONDAY,
            LABOUR_DAY,
            ASCENSION,
            WHIT_MONDAY,
            Fixed(7, 21, "Belgian National Day"),
            ASSUMPTION,
            ALL_SAINTS,
            Fixed(11, 11, "Armistice Day"),
            CHRISTMAS,
        ),
    ),
    CalendarData(
        "AT",
        "Austria",
        (
            NEW_YEAR,
            EPIPHANY,
            EASTER_MONDAY,
            LABOUR_DAY,
            ASCENSION,
            WHIT_MONDAY,
            CORPUS_CHRISTI,
            ASSUMPTION,
            Fixed(10, 26, "Austrian National Day"),
            ALL_SAINTS,
            Fixed(12, 8, "Immaculate Conception"),
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ),
    ),
    CalendarData(
        "NO",
        "Norway",
        (
            NEW_YEAR,
            Easter(-3, "Maundy Thursday"),
            GOOD_FRIDAY,
            EASTER_SUNDAY,
            EASTER_MONDAY,
            LABOUR_DAY,
            Fixed(5, 17, "Constitution Day"),
            ASCENSION,
            WHIT_SUNDAY,
            WHIT_MONDAY,
            CHRISTMAS,
            SECOND_CHRISTMAS,
        ),
    ),
)
"""All calendars. A country without one has only weekends."""
