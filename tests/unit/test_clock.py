"""What is due: house promise, extension, pauses, rights at once, places, warnings."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from privacydesk.desk.deadlines import controller_zone, deadline
from privacydesk.domain.clock import ClockInput, ClockReading, Pause, Place, read_clock
from privacydesk.domain.clock_texts import EN
from privacydesk.domain.errors import InputError
from privacydesk.domain.holidays_data import CALENDARS
from privacydesk.domain.places import default_zone
from privacydesk.domain.rights import RIGHTS, Right

NL = Place("NL")


def read(received: date, place: Place = NL, **more: Any) -> ClockReading:
    return read_clock(ClockInput(received=received, place=place, **more))


def rules_of(reading: ClockReading) -> list[str]:
    return [step.rule for step in reading.explain]


# ---------------------------------------------------------------- what is due


def test_february_receipt_is_due_on_the_statutory_day() -> None:
    reading = read(date(2027, 2, 15), Place("DE", "NW"))
    assert reading.house_target == date(2027, 3, 17)
    assert reading.due == reading.statutory_last_day == date(2027, 3, 15)
    (step,) = (step for step in reading.explain if step.rule == "EFFECTIVE_MIN")
    assert "statutory day comes before" in step.text


def test_without_a_house_promise_the_law_alone_counts() -> None:
    reading = read(date(2026, 3, 7), house_days=None)
    assert reading.house_due is None
    assert reading.house_target is None
    assert reading.due == reading.statutory_last_day == date(2026, 4, 7)
    assert not any(rule.startswith("HOUSE") for rule in rules_of(reading))


def test_a_shorter_house_promise_names_its_own_rule() -> None:
    reading = read(date(2026, 3, 2), house_days=14)
    assert reading.due == date(2026, 3, 16)
    assert "HOUSE_14D" in rules_of(reading)


def test_a_promise_of_a_day_never_ends_before_receipt() -> None:
    saturday = date(2026, 3, 7)
    reading = read(saturday, house_days=1)
    assert reading.house_due == date(2026, 3, 8)
    assert reading.due == reading.house_target == date(2026, 3, 9)


def test_due_keeps_to_the_nationwide_days_while_the_region_may_be_later() -> None:
    reading = read(date(2026, 5, 4), Place("DE", "NW"), house_days=None)
    assert reading.statutory_last_day == reading.due == date(2026, 6, 4)
    assert reading.statutory_last_day_regional == date(2026, 6, 5)
    assert any("Corpus Christi" in warning for warning in reading.warnings)


def test_extension_takes_the_earlier_reading() -> None:
    reading = read(date(2028, 1, 31), extended=True)
    assert reading.extended_last_day == date(2028, 5, 1)
    assert reading.extended_last_day_cautious == date(2028, 5, 1)
    reading = read(date(2027, 1, 31), extended=True)
    assert reading.extended_last_day == date(2027, 4, 30)
    assert reading.due == reading.extended_last_day_cautious == date(2027, 4, 28)
    assert reading.refusal_notice_by == date(2027, 3, 1)


# -------------------------------------------------------------------- pauses


def test_a_pause_is_shown_and_moves_nothing_until_it_is_allowed() -> None:
    pauses = (Pause(date(2026, 3, 12), date(2026, 3, 20)),)
    shown = read(date(2026, 3, 10), pauses=pauses)
    assert shown.paused_last_day == date(2026, 4, 20)  # 10 April + 8 = Saturday
    assert shown.due == date(2026, 4, 9)
    assert "SUSP_NONE" in rules_of(shown)
    allowed = read(date(2026, 3, 10), pauses=pauses, pause_enabled=True)
    assert allowed.due == allowed.paused_last_day == date(2026, 4, 20)
    assert allowed.extension_notice_by == allowed.refusal_notice_by == date(2026, 4, 10)
    assert rules_of(allowed)[-2:] == ["SUSP_PAUSE", "DUE"]


@pytest.mark.parametrize(
    ("pauses", "days"),
    [
        ([((3, 3), (3, 7))], 4),
        ([((3, 3), (3, 3))], 0),
        ([((3, 3), (3, 7)), ((3, 10), (3, 12))], 6),
        ([((3, 10), (3, 12)), ((3, 3), (3, 7))], 6),  # any order
        ([((3, 3), (3, 7)), ((3, 5), (3, 9))], 6),  # overlap counts once
        ([((3, 3), (3, 9)), ((3, 4), (3, 5))], 6),  # one within the other
        ([((3, 3), (3, 9)), ((3, 4), (3, 5)), ((3, 6), (3, 8))], 6),  # two within one
        ([((3, 3), (3, 7)), ((3, 7), (3, 9))], 6),  # one after the other without a gap
        ([((3, 3), None), ((3, 5), (3, 9))], 4),  # an open question adds nothing
        ([((3, 3), (3, 7)), ((4, 20), (4, 25))], 4),  # asked after the time had run out
        ([((3, 3), (4, 3)), ((4, 20), (4, 25))], 36),  # asked within the time the first gave
    ],
)
def test_days_of_pauses(
    pauses: list[tuple[tuple[int, int], tuple[int, int] | None]], days: int
) -> None:
    received = date(2026, 3, 2)
    given = tuple(
        Pause(date(2026, *asked), date(2026, *answered) if answered else None)
        for asked, answered in pauses
    )
    reading = read(received, pauses=given, pause_enabled=True)
    expected = NL.nationwide.roll_forward(date(2026, 4, 2) + timedelta(days=days))
    assert reading.paused_last_day == expected
    if days:
        assert reading.due == expected


def test_a_pause_of_no_days_changes_nothing() -> None:
    plain = read(date(2026, 3, 10))
    same_day = (Pause(date(2026, 3, 12), date(2026, 3, 12)),)
    paused = read(date(2026, 3, 10), pauses=same_day, pause_enabled=True)
    assert paused.due == plain.due == plain.house_target
    assert paused.paused_last_day == plain.statutory_last_day


def test_extension_and_pause_come_apart_again() -> None:
    received = date(2027, 1, 31)
    pauses = (Pause(date(2027, 2, 2), date(2027, 2, 7)),)
    plain = read(received)
    paused = read(received, pauses=pauses, pause_enabled=True)
    extended = read(received, extended=True)
    both = read(received, extended=True, pauses=pauses, pause_enabled=True)
    assert paused.due == date(2027, 3, 5)  # 28 February + 5
    assert both.due == date(2027, 5, 3)  # 28 April + 5, not 30 April + 5
    assert (plain.due, extended.due) == (date(2027, 3, 1), date(2027, 4, 28))
    assert both.statutory_last_day == plain.statutory_last_day


def test_warnings_about_questions() -> None:
    received = date(2026, 3, 2)
    still_open = (Pause(date(2026, 3, 4)),)
    assert "has no answer" in read(received, pauses=still_open).warnings[0]
    last_day = read(received, pauses=still_open, today=date(2026, 4, 2))
    assert "send the letter" in last_day.warnings[0]
    late = read(received, pauses=still_open, today=date(2026, 4, 3))
    assert "has passed" in late.warnings[0]
    slow = (Pause(date(2026, 3, 10), date(2026, 3, 12)),)
    assert "five working days" in read(received, pauses=slow, pause_enabled=True).warnings[0]
    assert read(received, pauses=slow).warnings == ()
    prompt = (Pause(date(2026, 3, 9), date(2026, 3, 12)),)
    assert read(received, pauses=prompt, pause_enabled=True).warnings == ()
    after = (Pause(date(2026, 5, 9), date(2026, 5, 12)),)
    assert "run out" in read(received, pauses=after, pause_enabled=True).warnings[0]


# -------------------------------------------------------------------- rights


@pytest.mark.parametrize("right", [Right.WITHDRAWAL, Right.OBJECTION_MARKETING])
def test_at_once(right: Right) -> None:
    monday = read(date(2026, 3, 2), right=right)
    assert monday.at_once
    assert monday.due == date(2026, 3, 2)
    assert monday.house_due is monday.extended_last_day is monday.paused_last_day is None
    assert monday.statutory_last_day == date(2026, 4, 2)
    assert "EXT_NOTICE" not in rules_of(monday)
    good_friday = read(
        date(2026, 4, 3),
        Place("DE"),
        right=right,
        extended=True,
        pauses=(Pause(date(2026, 4, 7), date(2026, 4, 9)),),
        pause_enabled=True,
    )
    assert good_friday.due == date(2026, 4, 7)
    assert len(good_friday.warnings) == 2
    assert right.facts.en in good_friday.warnings[0]


@pytest.mark.parametrize("right", [Right.COMPLAINT, Right.OTHER])
def test_what_starts_no_month_says_so(right: Right) -> None:
    reading = read(date(2026, 3, 2), right=right, extended=True)
    assert "starts no month" in reading.warnings[0]
    assert reading.due == read(date(2026, 3, 2)).due


def test_every_right_has_facts_in_three_languages() -> None:
    assert set(RIGHTS) == set(Right)
    for right in Right:
        words = {right.facts.term(language) for language in ("en", "nl", "de")}
        assert len(words) == 3
        assert right.facts.term("fr") == right.facts.en
        assert not (right.facts.at_once and right.facts.extendable)
    assert Right("access").facts.article == "Art. 15"


# ---------------------------------------------------------- places and days


@pytest.mark.parametrize(
    ("country", "region", "code"),
    [
        ("nl", None, "NL"),
        ("NL", "atw", "NL-ATW"),
        ("NL", "NL-ATW", "NL-ATW"),
        ("DE", "nw", "DE-NW"),
        ("de", "DE-BY-CATH", "DE-BY-CATH"),
        ("DE", "BY-CATH", "DE-BY-CATH"),
        ("DE", "DE", None),
        ("DE-BE", None, "DE-BE"),
        ("DE", "BE", "DE-BE"),
        ("BE", " ", "BE"),
        ("AT", "9", None),
        ("FR", None, "FR"),
        ("FR", "75", None),
        ("Germany", None, None),
        ("", None, None),
        ("DÉ", None, None),
    ],
)
def test_places(country: str, region: str | None, code: str | None) -> None:
    if code is None:
        with pytest.raises(InputError):
            Place(country, region)
    else:
        assert Place(country, region).local.code == code


def test_a_wrong_region_names_the_right_ones() -> None:
    with pytest.raises(InputError, match=r"'XX' is not a region of DE.*DE-NW"):
        Place("DE", "xx")
    with pytest.raises(InputError) as caught:
        Place("DE", "\x1b[31m" + "x" * 500)
    assert "\x1b" not in caught.value.message
    assert len(caught.value.message) < 300


def test_an_unknown_country_rolls_over_weekends_only_and_says_so() -> None:
    reading = read(date(2026, 11, 25), Place("FR"), house_days=None)
    assert reading.due == date(2026, 12, 25)
    assert reading.warnings == (
        "No public holidays are known for FR: dates move over weekends only. "
        "Check its public holidays yourself.",
    )


def test_norway() -> None:
    reading = read(date(2026, 3, 2), Place("NO"), house_days=None)
    assert reading.due == date(2026, 4, 7)  # Maundy Thursday to Easter Monday
    assert read(date(2027, 4, 17), Place("NO"), house_days=None).due == date(2027, 5, 18)


def test_dates_beyond_the_holiday_table_warn() -> None:
    assert read(date(2035, 8, 1)).warnings == ()
    beyond = read(date(2035, 12, 1))
    assert "2018 to 2035" in beyond.warnings[0]
    atw = read(date(2028, 11, 30), Place("NL", "ATW"))
    assert "2023 to 2028" in atw.warnings[0]


def test_other_warnings() -> None:
    assert "lies after today" in read(date(2026, 3, 2), today=date(2026, 3, 1)).warnings[0]
    assert "25 May 2018" in read(date(2018, 5, 24)).warnings[0]


@pytest.mark.parametrize(
    ("received", "more"),
    [
        (date(206, 3, 2), {}),
        (date(9999, 12, 31), {}),
        (date(2026, 3, 2), {"house_days": 0}),
        (date(2026, 3, 2), {"house_days": 10**9}),
        (date(2026, 3, 2), {"pauses": (Pause(date(2026, 3, 1)),)}),
        (date(2026, 3, 2), {"pauses": (Pause(date(2026, 3, 5), date(2026, 3, 4)),)}),
        (date(2026, 3, 2), {"pauses": (Pause(date(2026, 3, 5), date(9999, 3, 4)),)}),
    ],
)
def test_what_cannot_be_right_is_refused(received: date, more: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        read(received, NL, **more)


# ------------------------------------------------------- receipt and the JSON


def test_receipt_in_the_zone_of_the_controller() -> None:
    late = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    assert deadline(late, country="NL").received_date == date(2026, 4, 1)
    assert deadline(late, country="GB").received_date == date(2026, 3, 31)
    assert deadline(late, country="NL", zone="UTC").received_date == date(2026, 3, 31)
    assert deadline(late, country="US", zone=timezone(timedelta(hours=2))).received_date == date(
        2026, 4, 1
    )
    wall = datetime(2026, 3, 31, 22, 30)  # noqa: DTZ001
    assert deadline(wall, country="US").received_date == date(2026, 3, 31)
    with pytest.raises(InputError, match="time zone of US"):
        deadline(late, country="US")
    for wrong in ("Mars/Olympus", "../../etc/passwd", "", "\x00"):
        with pytest.raises(InputError, match="not a time zone"):
            deadline(date(2026, 3, 1), country="NL", zone=wrong)
    with pytest.raises(InputError, match="range"):
        deadline(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), country="NL")
    with pytest.raises(InputError, match="needs its question"):
        deadline(date(2026, 3, 1), country="NL", answered=date(2026, 3, 2))


def test_every_calendar_has_a_zone() -> None:
    for item in CALENDARS:
        assert default_zone(item.code[:2]) is not None
    assert str(controller_zone("NO")) == "Europe/Oslo"


def test_json_is_plain_and_whole() -> None:
    reading = read(date(2026, 3, 2), pauses=(Pause(date(2026, 3, 3), date(2026, 3, 7)),))
    values = json.loads(json.dumps(reading.as_json()))
    assert list(values) == [field.name for field in fields(ClockReading)]
    assert values["due"] == "2026-04-01"
    assert values["explain"][0] == {
        "rule": "RECEIPT",
        "date": "2026-03-02",
        "article": "Reg. 1182/71 Art. 3(1)",
        "text": "Received on Monday 2 March 2026, the local date at the controller. "
        "The day of receipt is not counted.",
    }
    assert values["warnings"] == []


def test_every_text_is_whole_sentences() -> None:
    for key, text in EN.lines.items():
        assert text.endswith("."), key
        assert "  " not in text, key
