"""Every rule against the checked dates of `fixtures/deadline_vectors.csv`."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from privacydesk.desk.deadlines import deadline
from privacydesk.domain import clock_rules as rules
from privacydesk.domain.clock import Pause, Place, default_zone, local_receipt_date
from privacydesk.domain.holidays import Calendar

Row = dict[str, str]
PATH = Path(__file__).parent.parent / "fixtures" / "deadline_vectors.csv"
with PATH.open(encoding="utf-8", newline="") as _file:
    ROWS: list[Row] = list(csv.DictReader(_file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def received(row: Row) -> date:
    return date.fromisoformat(row["received_date"])


def suspended(row: Row, cal: Calendar) -> date:
    nominal = rules.month_nominal(received(row))
    pauses = [Pause(date.fromisoformat(row["asked_date"]), day(row["answered_date"]))]
    return rules.paused(nominal, rules.suspension(pauses, nominal, cal).days, cal)


BY_RULE: dict[str, Callable[[Row, Calendar, Calendar], date]] = {
    "HOUSE_30D": lambda row, cal, safe: rules.house_due(received(row)),
    "HOUSE_30D_TARGET": lambda row, cal, safe: rules.house_target(received(row), cal),
    "STAT_1M": lambda row, cal, safe: rules.one_month(received(row), cal),
    "EXT_NOTICE": lambda row, cal, safe: rules.one_month(received(row), cal),
    "REFUSAL_NOTICE": lambda row, cal, safe: rules.one_month(received(row), cal),
    "SUSP_NONE": lambda row, cal, safe: rules.one_month(received(row), cal),
    "EFFECTIVE_MIN": lambda row, cal, safe: rules.effective_due(received(row), cal, safe),
    "EXT_3M": lambda row, cal, safe: rules.extended(received(row), cal),
    "EXT_1M_PLUS_2M_CHAIN": lambda row, cal, safe: rules.extended_cautious(received(row), cal),
    "SUSP_PAUSE": lambda row, cal, safe: suspended(row, cal),
    "SUSP_RESTART_UK": lambda row, cal, safe: rules.restarted_uk(
        date.fromisoformat(row["answered_date"]), cal
    ),
}

READ_FROM: dict[str, tuple[str, str]] = {
    # rule: (field with nationwide holidays, field with those of the region)
    "HOUSE_30D": ("house_due", "house_due"),
    "HOUSE_30D_TARGET": ("", "house_target"),
    "STAT_1M": ("statutory_last_day", "statutory_last_day_regional"),
    "EXT_NOTICE": ("extension_notice_by", ""),
    "REFUSAL_NOTICE": ("refusal_notice_by", ""),
    "SUSP_NONE": ("statutory_last_day", "statutory_last_day_regional"),
    "EFFECTIVE_MIN": ("due", "due"),
    "EXT_3M": ("extended_last_day", ""),
    "EXT_1M_PLUS_2M_CHAIN": ("extended_last_day_cautious", ""),
    "SUSP_PAUSE": ("paused_last_day", ""),
}


def test_the_file_is_whole() -> None:
    assert len(ROWS) == 78
    assert {row["rule"] for row in ROWS} == set(BY_RULE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_rule(row: Row) -> None:
    place = Place(row["country"], row["subdivision"] or None)
    assert place.local.code == row["calendar"]
    rule = BY_RULE[row["rule"]]
    assert rule(row, place.local, place.nationwide) == day(row["expected_last_day"])
    safe = day(row["last_day_without_regional_or_equated"])
    if safe is not None:
        assert rule(row, place.nationwide, place.nationwide) == safe


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_reading(row: Row) -> None:
    """The same dates come out of the whole clock, from the moment of receipt where there is one."""
    when = datetime.fromisoformat(row["received_at"]) if row["received_at"] else received(row)
    reading = deadline(
        when,
        country=row["country"],
        region=row["subdivision"] or None,
        asked=day(row["asked_date"]),
        answered=day(row["answered_date"]),
    )
    assert reading.received_date == received(row)
    safe_field, regional_field = READ_FROM.get(row["rule"], ("", ""))
    expected = day(row["expected_last_day"])
    if regional_field:
        assert getattr(reading, regional_field) == expected
    if safe_field:
        safe = day(row["last_day_without_regional_or_equated"]) or expected
        assert getattr(reading, safe_field) == safe
    if row["rule"] == "STAT_1M":
        assert reading.statutory_nominal == day(row["nominal_last_day"])


@pytest.mark.parametrize("row", [r for r in ROWS if r["received_at"]], ids=lambda row: row["id"])
def test_receipt_is_the_local_day(row: Row) -> None:
    zone = default_zone(row["country"])
    assert zone is not None
    when = datetime.fromisoformat(row["received_at"])
    assert local_receipt_date(when, ZoneInfo(zone)) == received(row)


def test_house_rule_is_later_than_the_law_on_as_many_days_as_counted() -> None:
    """118 (DE: 116) of the 1,796 receipt dates from 2024-01-01 to 2028-11-30."""
    first, last = date(2024, 1, 1), date(2028, 11, 30)
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    assert len(days) == 1796
    for country, expected in {"NL": 118, "DE": 116, "BE": 118, "AT": 118}.items():
        cal = Place(country).nationwide
        late = [d for d in days if rules.house_due(d) > rules.one_month(d, cal)]
        assert len(late) == expected, country


@pytest.mark.parametrize(("country", "expected"), [("NL", 16), ("DE", 16)])
def test_readings_of_the_extension_differ_on_the_days_counted(country: str, expected: int) -> None:
    """Receipt dates from 2024-01-01 to 2028-09-30 for which the two last days differ."""
    cal = Place(country).nationwide
    first, last = date(2024, 1, 1), date(2028, 9, 30)
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    differ = [d for d in days if rules.extended(d, cal) != rules.extended_cautious(d, cal)]
    assert len(differ) == expected
    assert all(rules.extended_cautious(d, cal) < rules.extended(d, cal) for d in differ)
