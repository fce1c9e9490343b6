"""The holiday tables against an independent package, with every known difference named."""

from __future__ import annotations

from datetime import date, timedelta

import holidays as package
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain.holidays import calendar, countries, holidays_of, regions
from privacydesk.domain.holidays_data import CALENDARS

YEARS = range(2020, 2036)
CODES = sorted(item.code for item in CALENDARS)
LAENDER = tuple("BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH".split())  # noqa: SIM905


def theirs(code: str, year: int) -> set[date]:
    country, _, rest = code.partition("-")
    if code == "DE-BY-CATH":
        return set(
            package.country_holidays(
                "DE", subdiv="BY", years=year, categories=("public", "catholic")
            )
        )
    subdiv = rest if country == "DE" and rest else None
    return set(package.country_holidays(country, subdiv=subdiv, years=year))


def easter_based(year: int) -> dict[str, date]:
    monday = next(day for day, name in holidays_of("NL", year).items() if name == "Easter Monday")
    sunday = monday - timedelta(days=1)
    return {
        "good friday": sunday - timedelta(days=2),
        "easter": sunday,
        "whitsun": sunday + timedelta(days=49),
    }


@pytest.mark.parametrize("code", [c for c in CODES if c not in {"NL", "NL-ATW", "BE"}])
def test_identical_to_the_package(code: str) -> None:
    for year in YEARS:
        assert set(holidays_of(code, year)) == theirs(code, year), year


def test_belgium_differs_by_two_sundays_only() -> None:
    for year in YEARS:
        moving = easter_based(year)
        expected = theirs("BE", year) - {moving["easter"], moving["whitsun"]}
        assert set(holidays_of("BE", year)) == expected, year


def test_netherlands_differs_by_liberation_day_good_friday_and_two_sundays() -> None:
    # The package counts 5 May in lustrum years only and has Good Friday as a public holiday;
    # Atw art. 3(1) has 5 May every year and no Good Friday.
    for year in YEARS:
        expected = (theirs("NL", year) | {date(year, 5, 5)}) - set(easter_based(year).values())
        assert set(holidays_of("NL", year)) == expected, year


def test_atw_adds_good_friday_and_the_equated_days() -> None:
    equated = {
        date(2023, 4, 28),
        date(2023, 5, 19),
        date(2024, 5, 10),
        date(2024, 12, 27),
        date(2025, 5, 30),
        date(2026, 1, 2),
        date(2026, 5, 15),
        date(2027, 5, 7),
        date(2028, 4, 28),
        date(2028, 5, 26),
    }
    added: set[date] = set()
    for year in YEARS:
        extra = set(holidays_of("NL-ATW", year)) - set(holidays_of("NL", year))
        added |= extra - {easter_based(year)["good friday"]}
        assert easter_based(year)["good friday"] in extra
    assert added == equated


def test_all_laender_and_countries_are_there() -> None:
    assert countries() == ("AT", "BE", "DE", "NL", "NO")
    assert set(regions("DE")) == {f"DE-{code}" for code in LAENDER} | {"DE-BY-CATH"}
    assert regions("NL") == ("NL-ATW",)
    assert regions("FR") == ()


def test_a_regional_calendar_holds_the_nationwide_days() -> None:
    for code in [*regions("DE"), *regions("NL")]:
        for year in YEARS:
            assert set(holidays_of(code, year)) >= set(holidays_of(code[:2], year))


def test_years_covered_are_the_narrowest_of_the_chain() -> None:
    atw = calendar("NL-ATW")
    assert (atw.valid_from, atw.valid_until) == (2023, 2028)
    assert not atw.covers(date(2029, 1, 1))
    assert calendar("NL").covers(date(2029, 1, 1))
    assert not calendar("NL").covers(date(2036, 1, 1))


def test_an_unknown_country_has_weekends_only() -> None:
    france = calendar("FR")
    assert not france.known
    assert france.is_working(date(2026, 12, 25))
    assert france.closed(date(2026, 12, 26)) == "Saturday"
    assert not france.covers(date(2026, 1, 1))


@given(
    code=st.sampled_from([*CODES, "FR"]),
    day=st.dates(date(2018, 1, 1), date(2040, 12, 31)),
)
def test_rolling_ends_on_the_nearest_working_day(code: str, day: date) -> None:
    cal = calendar(code)
    later, earlier = cal.roll_forward(day), cal.roll_back(day)
    assert earlier <= day <= later
    assert cal.is_working(later)
    assert cal.is_working(earlier)
    passed = cal.closed_between(day, later - timedelta(days=1))
    assert len(passed) == (later - day).days
    assert len(cal.closed_between(earlier + timedelta(days=1), day)) == (day - earlier).days
    two = cal.working_days_before(day, 2)
    between = (two + timedelta(days=n) for n in range((day - two).days))
    assert sum(cal.is_working(d) for d in between) == 2
