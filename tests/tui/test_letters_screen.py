"""The letters of a case on screen: preview, facts, editing, writing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.answering import use_pack
from tests.tui.driving import LARGE, SMALL, audits, press, settle, shown
from textual.widgets import Input, TextArea

from privacydesk.desk import letters
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.letters import EditDialog, FactsDialog, LettersScreen
from privacydesk.tui.widgets.rows import RowList

CASE = "2026-0001"


async def _open(app: PrivacyDeskApp, pilot: object, name: str) -> None:
    from textual.pilot import Pilot

    assert isinstance(pilot, Pilot)
    await settle(pilot)
    desk = app.desk
    if desk.settings.policy_sha256 is None:
        use_pack(desk)
    await press(pilot, "enter", "L")
    assert isinstance(app.screen, LettersScreen)
    rows = app.screen.query_one("#letters", RowList)
    names = [str(row.key) for n in range(rows.count) if (row := rows.row(n)) is not None]
    rows.cursor = names.index(name)
    await settle(pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_letter_is_read_before_it_is_written(
    app: PrivacyDeskApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await _open(app, pilot, "acknowledgement")
        assert CASE in shown(pilot)
        view = letters.show(app.desk, CASE, "acknowledgement")
        assert view.title in shown(pilot)


async def test_missing_facts_are_asked_for_and_kept(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await _open(app, pilot, "refusal")
        assert "the facts behind the refusal" in shown(pilot)
        await press(pilot, "w")  # instead of writing, it asks
        assert isinstance(app.screen, FactsDialog)
        app.screen.query_one("#ground", Input).value = "artikel 12 lid 5 AVG"
        app.screen.query_one("#reason", Input).value = "Het negende verzoek"
        app.screen.query_one("#reason", Input).focus()
        await press(pilot, "enter")
        assert "Het negende verzoek" in shown(pilot)
        assert letters.show(app.desk, CASE, "refusal").usable


async def test_a_text_is_edited_marked_and_dropped(app: PrivacyDeskApp, shop: Path) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await _open(app, pilot, "acknowledgement")
        await press(pilot, "e")
        assert isinstance(app.screen, EditDialog)
        area = app.screen.query_one(TextArea)
        area.text += "\nWith our best wishes.\n"
        await press(pilot, "ctrl+g")
        assert "Edited by mira" in shown(pilot)
        await press(pilot, "u")
        assert "Edited by mira" not in shown(pilot)
    assert {"letter.edited", "letter.edit_dropped"} <= set(audits(shop))


async def test_a_draft_is_written(
    app: PrivacyDeskApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with app.run_test(size=LARGE) as pilot:
        await _open(app, pilot, "acknowledgement")
        await press(pilot, "w")
        path = app.screen.query_one("#path", Input)
        path.value = str(tmp_path / "letter.pdf")
        path.focus()
        await press(pilot, "enter")
        for _ in range(50):
            if (tmp_path / "letter.pdf").exists():
                break
            await settle(pilot)
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
