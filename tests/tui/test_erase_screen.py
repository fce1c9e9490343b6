"""Erasing the file of a closed case from its screen: what goes is told, and asked for, first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.tui.driving import LARGE, SMALL, audits, press, settle, shown

from privacydesk.desk import cases, retention
from privacydesk.domain.errors import NotFoundError
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.case import CaseScreen
from privacydesk.tui.screens.desk import CasesScreen
from privacydesk.tui.screens.dialogs import ConfirmDialog, TroubleDialog
from privacydesk.tui.texts import T

REFERENCE = "2026-0001"


def _told(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_closed_case_is_erased_after_a_look_at_what_goes(
    app: PrivacyDeskApp, shop: Path, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert "X Erase" not in shown(pilot)
        cases.event(app.desk, REFERENCE, "closed", reason="withdrawn by telephone")
        await press(pilot, "ctrl+r")
        assert "X Erase" in shown(pilot)
        await press(pilot, "X")
        assert isinstance(app.screen, ConfirmDialog)
        said = _told(shown(pilot))
        assert f"The whole file of {REFERENCE} goes: 0 documents" in said
        assert "cannot be undone" in said
        await press(pilot, "enter")  # Cancel has the focus
        assert isinstance(app.screen, CaseScreen)
        assert cases.show(app.desk, REFERENCE).case.reference == REFERENCE
        await press(pilot, "X", "tab", "enter")
        assert isinstance(app.screen, CasesScreen)
        assert len(app.screen_stack) == 1
        with pytest.raises(NotFoundError):
            cases.show(app.desk, REFERENCE)
        assert REFERENCE not in shown(pilot)
    assert "case.erased" in audits(shop)


async def test_an_open_case_and_one_on_hold_are_refused_with_what_to_do(
    app: PrivacyDeskApp, shop: Path
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "X")
        assert isinstance(app.screen, TroubleDialog)
        assert "is not closed: record the event closed first" in _told(shown(pilot))
        await press(pilot, "enter")
        cases.event(app.desk, REFERENCE, "closed", reason="withdrawn by telephone")
        retention.hold(app.desk, case_reference=REFERENCE, reason="claim", until=date(2027, 1, 1))
        await press(pilot, "X")
        said = _told(shown(pilot))
        assert "keeps this case: lift it when its reason is gone." in said
        assert "privacydesk" not in said
    assert "case.erased" not in audits(shop)


async def test_the_palette_finds_a_closed_case(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        cases.event(app.desk, REFERENCE, "closed", reason="withdrawn by telephone")
        await press(pilot, "ctrl+r")
        assert REFERENCE not in shown(pilot)
        await press(pilot, "ctrl+p", "text:0001")
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, CaseScreen)
        assert T.case.title in shown(pilot)
