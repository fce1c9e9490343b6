"""Finding a person, opening them (which is recorded), reading records, deciding suggestions."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from tests.tui.driving import LARGE, SMALL, audits, press, settle, shown

from privacydesk.desk import find, subjects
from privacydesk.domain.model import FindResult, Hit, Why
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.find import FindScreen
from privacydesk.tui.screens.new import NewRequestScreen
from privacydesk.tui.screens.reader import ReaderScreen
from privacydesk.tui.screens.subject import SubjectScreen
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.rows import RowList
from privacydesk.tui.widgets.tabs import TabStrip


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("sanne@example.nl", "Sanne van der Berg"),
        ("0612344821", "Sanne van der Berg"),
        ("gross", "Johannes Groß"),
        ("1042", "Sanne van der Berg"),
    ],
)
async def test_typing_finds_the_person_with_the_reason(
    app: PrivacyDeskApp, typed: str, who: str
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "slash", f"text:{typed}")
        rows = app.screen.query_one("#hits", RowList)
        first = rows.row(0)
        assert first is not None
        assert first.cells["who"] == (who, "bold")
        assert T.find.records in shown(pilot)


async def test_an_older_answer_never_replaces_a_newer_one(
    app: PrivacyDeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = threading.Event()

    def fake(desk: Any, text: str, **_: Any) -> FindResult:
        if text == "a":
            slow.wait(10)
        return FindResult((Hit(1, f"for {text}", (Why("name", text),), {"call": 1}),), False, 1.0)

    monkeypatch.setattr(find, "find", fake)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("slash")
        await pilot.pause()
        await pilot.press("a", "b")
        await pilot.pause()
        slow.set()
        await settle(pilot)
        rows = app.screen.query_one("#hits", RowList)
        first = rows.row(0)
        assert first is not None
        assert first.cells["who"] == ("for ab", "bold")
        assert "for a " not in shown(pilot)


async def test_opening_a_person_is_recorded_finding_is_not(app: PrivacyDeskApp, shop: Path) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "slash", "text:berg")
        looks = subjects.consultations(app.desk, 1)
        assert looks == ()
        await press(pilot, "enter")
        assert isinstance(app.screen, SubjectScreen)
        looks = subjects.consultations(app.desk, 1)
        assert [(look.operator, look.purpose) for look in looks] == [("mira", T.find.purpose)]
    assert audits(shop)[-1] == "subject.opened"


async def test_from_a_case_the_look_up_names_the_case(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "o")
        assert isinstance(app.screen, SubjectScreen)
        look = subjects.consultations(app.desk, 1)[0]
        assert look.case_reference == "2026-0001"
        await press(pilot, "left")
        assert "2026-0001" in shown(pilot)


async def test_tabs_show_one_kind_each_and_the_record_beside_it(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "slash", "text:berg", "enter")
        tabs = app.screen.query_one(TabStrip)
        rows = app.screen.query_one("#rows", RowList)
        counted = {}
        for _ in range(6):
            await press(pilot, "l")
            assert tabs.current is not None
            counted[tabs.current.key] = rows.count
            assert tabs.current.count == rows.count
        assert counted["timeline"] == 17
        assert counted["call"] == 14
        tabs.go("order")
        await settle(pilot)
        text = shown(pilot)
        assert "Router X2" in text
        assert "129.00" in text
        tabs.go("repair")
        await settle(pilot)
        assert "490154203237518" in shown(pilot)
        tabs.go("ticket")
        await settle(pilot)
        assert "be kind" in shown(pilot)
        assert T.subject.internal in shown(pilot)


async def test_small_terminals_open_the_record_on_the_full_screen(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "slash", "text:berg", "enter", "l", "G", "enter")
        assert isinstance(app.screen, ReaderScreen)
        assert "Order #1042" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, SubjectScreen)


async def test_suggestions_side_by_side_accept_undo_and_reject(
    app: PrivacyDeskApp, shop: Path
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "slash", "text:berg", "enter", "m")
        text = shown(pilot)
        assert "Lindelaan 12, 3511 AB Utrecht = Lindelaan 12, 3511 AB Utrecht" in " ".join(
            text.split()
        )
        await press(pilot, "a", "enter")
        assert len(subjects.all_records(app.desk, 1)) == 18
        await press(pilot, "u")
        assert len(subjects.all_records(app.desk, 1)) == 17
        await press(pilot, "x", "text:no idea", "enter", "u")  # the one under the mark
        await press(pilot, "x", "text:cousins", "enter")
        found = subjects.suggestions(app.desk, 1, None)
        assert [(s.state.value, s.why_not) for s in found] == [("rejected", "cousins")]
    done = [a for a in audits(shop) if a.startswith("suggestion.")]
    assert [a.removeprefix("suggestion.") for a in done] == [
        "accepted", "undone", "rejected", "undone", "rejected",
    ]  # fmt: skip


async def test_n_logs_a_request_for_the_person_under_the_mark(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "slash", "text:gross", "down", "n")
        assert isinstance(app.screen, NewRequestScreen)
        assert "Johannes Groß" in shown(pilot)


async def test_up_on_the_first_row_goes_back_to_the_box(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "slash", "text:sanne", "down", "down", "up")
        assert app.focused is app.screen.query_one("#hits")
        await press(pilot, "up")
        assert app.focused is app.screen.query_one("#box")
        assert isinstance(app.screen, FindScreen)
