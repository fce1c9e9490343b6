"""The start screen: first frame before the store, the order of cases, counts, filters, taking."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.driving import LARGE, SMALL, audits, make_app, press, settle, shown
from textual.widgets import Button

from privacydesk.desk import policies
from privacydesk.domain.errors import ConflictError
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.case import CaseScreen
from privacydesk.tui.screens.desk import CasesScreen
from privacydesk.tui.screens.dialogs import TroubleDialog
from privacydesk.tui.screens.new import NewRequestScreen
from privacydesk.tui.screens.setup import SetupScreen
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.rows import RowList


async def test_the_first_frame_comes_before_the_store(
    app: PrivacyDeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    opening = app.open_store

    def watch() -> None:
        strips = app.screen._compositor.render_strips()
        seen.append("".join(segment.text for strip in strips for segment in strip))
        assert not app.ready
        opening()

    monkeypatch.setattr(app, "open_store", watch)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "PrivacyDesk" in seen[0]
        assert "2026-0001" not in seen[0]
        assert app.ready


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_most_urgent_case_stands_first_and_says_why(
    app: PrivacyDeskApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        rows = app.screen.query_one("#cases", RowList)
        assert [str(row.key) for n in range(rows.count) if (row := rows.row(n))] == [
            "2026-0001", "2026-0003", "2026-0002", "2026-0004", "2026-0005",
        ]  # fmt: skip
        text = shown(pilot)
        assert "▲ 2 overdue" in text
        assert "● 1 due this week" in text
        assert "◆ 2 unassigned" in text
        assert T.desk.why in text
        await press(pilot, "down")
        assert "2026-0003  received" in shown(pilot)


async def test_filters_follow_the_counts(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        rows = app.screen.query_one("#cases", RowList)
        found = {}
        for name in ("overdue", "week", "unassigned", "mine", "all"):
            await press(pilot, "f")
            found[name] = rows.count
        assert found["overdue"] == 2
        assert found["unassigned"] == 2
        assert found["mine"] == 2
        assert found["all"] == 5


async def test_taking_a_case_is_written_and_can_be_given_back(
    app: PrivacyDeskApp, shop: Path
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "down", "down", "a")
        rows = app.screen.query_one("#cases", RowList)
        assert rows.current is not None
        assert rows.current.key == "2026-0002"
        assert rows.current.cells["with"] == "mira"
        await press(pilot, "a")
        assert rows.current.cells["with"] != "mira"
    assert audits(shop)[-2:] == ["case.assign", "case.assign"]


async def test_enter_and_a_double_click_open_the_case(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, CaseScreen)
        await press(pilot, "escape")
        await pilot.click("#cases", offset=(10, 3), times=2)
        await settle(pilot)
        assert isinstance(app.screen, CaseScreen)


async def test_a_click_on_the_footer_does_its_action(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.click("KeyBar", offset=(3, 0))
        await settle(pilot)
        assert isinstance(app.screen, NewRequestScreen)


async def test_without_a_store_it_offers_to_make_one(tmp_path: Path) -> None:
    path = tmp_path / "new" / "desk.db"
    app = make_app(path)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, SetupScreen)
        assert not path.exists()
        assert policies.list_packs()[0].controller in shown(pilot)
        await pilot.click(Button)
        await settle(pilot)
        assert isinstance(app.screen, CasesScreen)
        assert app.ready
        assert T.desk.empty[:20] in shown(pilot)
    assert path.exists()


async def test_a_store_that_is_refused_becomes_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from privacydesk.desk.context import Desk

    def refuse(*_: object, **__: object) -> Desk:
        raise ConflictError("Another program holds the store.")

    monkeypatch.setattr(Desk, "open", staticmethod(refuse))
    app = make_app(tmp_path / "desk.db")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, TroubleDialog)
        assert "Another program holds the store." in shown(pilot)
        await press(pilot, "enter")
    assert app.return_code == 1
