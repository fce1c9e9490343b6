"""Erasure on request from the case screen: what goes and what stays is told, and asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.answering import dismiss_candidates, log_case, use_pack
from tests.tui.driving import LARGE, SMALL, audits, press, settle, shown

from privacydesk.desk import cases
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.case import CaseScreen
from privacydesk.tui.screens.case_erasing import ForgetDialog
from privacydesk.tui.screens.dialogs import TroubleDialog


def _told(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


def _erasure(app: PrivacyDeskApp) -> str:
    """An erasure asked by the person of the first case, when nothing else is open."""
    use_pack(app.desk)
    first = cases.show(app.desk, "2026-0001").case
    for one in cases.list_cases(app.desk):
        cases.event(app.desk, one.reference, "closed", reason="withdrawn")
    reference = log_case(app.desk, first.subject_id, "erasure", language="en")
    dismiss_candidates(app.desk, reference)
    return reference


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_plan_is_read_then_agreed_to(
    app: PrivacyDeskApp, shop: Path, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        reference = _erasure(app)
        app.push_screen(CaseScreen(reference))
        await settle(pilot)
        await press(pilot, *["j"] * 3)  # down to the documents
        assert "E Erase data" in shown(pilot)
        await press(pilot, "E")
        assert isinstance(app.screen, ForgetDialog)
        said = _told(shown(pilot))
        assert "for good" in said
        assert "To be erased at the source too" in said
        await press(pilot, "enter")  # Cancel has the focus
        assert "case.forgotten" not in audits(shop)
        await press(pilot, "E", "tab", "enter")
        assert isinstance(app.screen, CaseScreen)
    assert "case.forgotten" in audits(shop)


async def test_a_case_that_asks_for_something_else_is_refused(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert "E Erase data" not in shown(pilot)
        await press(pilot, "E")
        assert isinstance(app.screen, TroubleDialog)
        assert "does not ask for erasure" in _told(shown(pilot))
        assert "retention run" not in shown(pilot)
