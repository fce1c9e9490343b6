"""What lists say of an address: left, since when, or still subscribed."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from privacydesk.domain.suppression import ListEntry, Suppressed, suppressed

ZONE = ZoneInfo("Europe/Amsterdam")
LEFT = {"status": "unsubscribed", "left_at": "2026-02-28T23:30:00.000000Z"}


def _of(*entries: tuple[str, dict[str, Any]]) -> tuple[Suppressed, ...]:
    return suppressed([ListEntry(system, details) for system, details in entries], ZONE)


@pytest.mark.parametrize(
    ("details", "since"),
    [
        (LEFT, date(2026, 3, 1)),  # the day at the controller
        ({"withdrawn_at": "2026-02-27T10:00:00.000000Z"}, date(2026, 2, 27)),
        ({"status": "Unsubscribed"}, None),
        ({"status": "unsubscribed", "left_at": "in spring"}, None),
    ],
)
def test_who_left_is_kept_from_being_mailed(details: dict[str, Any], since: date | None) -> None:
    assert _of(("Mailchimp", details)) == (Suppressed("Mailchimp", since),)


@pytest.mark.parametrize("details", [{}, {"status": "subscribed"}, {"status": "cleaned"}])
def test_while_one_list_does_not_say_so_nothing_is_said(details: dict[str, Any]) -> None:
    assert _of(("Mailchimp", LEFT), ("Shop", details)) == ()
    assert _of() == ()


def test_a_list_is_told_once_with_its_first_day() -> None:
    later = {**LEFT, "left_at": "2026-03-09T10:00:00.000000Z"}
    found = _of(("Shop", {"status": "unsubscribed"}), ("Mailchimp", later), ("Mailchimp", LEFT))
    assert found == (Suppressed("Mailchimp", date(2026, 3, 1)), Suppressed("Shop", None))
