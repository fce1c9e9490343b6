"""Logging a request in two keystrokes and some ticks; the list of systems."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.tui.driving import LARGE, SMALL, press, settle, shown
from textual.widgets import Input

from privacydesk.desk import cases, systems
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.case import CaseScreen
from privacydesk.tui.screens.new import NewRequestScreen, received_from
from privacydesk.tui.screens.systems import SystemsScreen
from privacydesk.tui.texts import T


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_n_and_the_defaults_are_enough(app: PrivacyDeskApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "n", "5", "ctrl+g")
        assert isinstance(app.screen, CaseScreen)
        case = cases.show(app.desk, "2026-0006").case
        assert [r.right for r in case.requests] == ["access", "portability"]
        assert (case.channel, case.language, case.assignee) == ("email", "nl", "mira")
        assert case.received_date == date(2026, 3, 2)
        assert case.subject_id is None


async def test_what_is_wrong_is_said_and_nothing_is_logged(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "n", "1", "ctrl+g")
        assert T.new.no_right in shown(pilot)
        app.screen.query_one("#received", Input).value = "yesterday"
        await press(pilot, "2", "ctrl+g")
        assert isinstance(app.screen, NewRequestScreen)
        assert app.focused is app.screen.query_one("#received")
        app.screen.query_one("#received", Input).value = "2027-01-01"
        await press(pilot, "ctrl+g")
        assert "future" in shown(pilot)
        assert len(cases.list_cases(app.desk)) == 5


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-01-30", date(2026, 1, 30)),
        (" 2026-01-30 14:05 ", datetime(2026, 1, 30, 14, 5)),  # noqa: DTZ001 - local on purpose
        ("2026-01-30T14:05", datetime(2026, 1, 30, 14, 5)),  # noqa: DTZ001
    ],
)
def test_receipt_as_people_type_it(typed: str, read: date) -> None:
    assert received_from(typed) == read


@pytest.mark.parametrize("typed", ["", "30-01-2026", "yesterday", "2026-13-01", "2026-01-30 25:00"])
def test_receipt_that_cannot_be_read(typed: str) -> None:
    with pytest.raises(ValueError):
        received_from(typed)


async def test_a_system_by_hand(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "s")
        assert isinstance(app.screen, SystemsScreen)
        assert "○ by hand" in shown(pilot)
        await press(pilot, "a", "enter")
        assert T.systems.no_name in shown(pilot)
        await press(pilot, "text:Paper archive", "enter")
        assert "Paper archive" in {s.name for s in systems.list_systems(app.desk)}
        assert "Paper archive" in shown(pilot)
