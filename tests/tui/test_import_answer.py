"""Importing with a check first, the runs, and writing the answer from the case."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path

import pytest
from tests.tui import seed
from tests.tui.driving import LARGE, NOW, SMALL, make_app, press, settle, shown
from textual.widgets import Input

from privacydesk import isolate
from privacydesk.desk import imports, setup, subjects
from privacydesk.desk.context import Desk
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.case import CaseScreen
from privacydesk.tui.screens.reader import ReaderScreen
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.fields import Choice

CUSTOMERS = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Total Spent,Total Orders\n"
    "501,Ada,Visser,ada@example.nl,yes,10.00,1\n"
    "502,Bram,Smit,bram@example.nl,no,0.00,0\n"
)
BROKEN = CUSTOMERS + "503,Cor\n"


@pytest.fixture
def answering(tmp_path: Path) -> PrivacyDeskApp:
    """An app on a store with a policy pack in force."""
    path = tmp_path / "answering" / "desk.db"
    setup.init(path, "lindeboom", "mira", now=lambda: NOW)
    with Desk.open(path, "mira", now=lambda: NOW) as desk:
        seed.lindeboom(desk)
    return make_app(path)


async def test_a_check_writes_nothing_then_the_import_does(
    app: PrivacyDeskApp, tmp_path: Path
) -> None:
    path = tmp_path / "customers_export.csv"
    path.write_text(CUSTOMERS)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "i")
        app.screen.query_one("#path", Input).value = str(path)
        await settle(pilot)
        assert app.screen.query_one("#source", Choice).value == "shopify"
        await press(pilot, "enter")
        assert T.imports.preview in shown(pilot)
        assert imports.runs(app.desk) == ()
        await press(pilot, "ctrl+g")
        assert T.imports.done in shown(pilot)
        run = imports.runs(app.desk)[0]
        assert run.report is not None
        assert run.report.imported >= 2
        await press(pilot, "ctrl+l")
        assert "✓ done" in shown(pilot)
        await press(pilot, "u", "tab", "enter")
        assert imports.runs(app.desk)[0].state.value == "undone"


async def test_rejected_rows_are_shown_with_their_sentence(
    app: PrivacyDeskApp, tmp_path: Path
) -> None:
    path = tmp_path / "customers_export.csv"
    path.write_text(BROKEN)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "i")
        app.screen.query_one("#path", Input).value = str(path)
        await press(pilot, "enter")
        text = shown(pilot)
        assert "customers_export.csv, row 4" in text
        assert text.split("\n")[-1].strip().startswith("▸ ^k Import the rest")
        await press(pilot, "ctrl+k")
        run = imports.runs(app.desk)[0]
        assert run.report is not None
        assert run.report.rejected == 1
        assert run.report.imported >= 2


async def test_the_report_is_written_from_the_case_with_progress(
    answering: PrivacyDeskApp, tmp_path: Path
) -> None:
    app = answering
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "w", "left")
        box = app.screen.query_one("#path", Input)
        assert box.value.endswith(".md")
        box.value = str(tmp_path / "answer.md")
        await press(pilot, "enter")
        assert isinstance(app.screen, CaseScreen)
        assert "Sanne van der Berg" in (tmp_path / "answer.md").read_text("utf-8")
        text = shown(pilot)
        assert "access report" in text
        assert T.case.draft in text
        await press(pilot, "w", "left")
        app.screen.query_one("#path", Input).value = str(tmp_path / "answer.md")
        await press(pilot, "enter")
        assert T.common.problem in shown(pilot), "an existing file is not overwritten"


async def test_escape_stops_a_report_while_its_pages_are_set(
    answering: PrivacyDeskApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The compiler, here one that never ends, is killed, and no file is left."""
    app, out = answering, tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(isolate, "_BOOT", "import threading; threading.Event().wait()")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "w")
        box = app.screen.query_one("#path", Input)
        assert box.value.endswith(".pdf")
        box.value = str(out / "answer.pdf")
        await pilot.press("enter")
        async with asyncio.timeout(60):  # rather a failure than a suite that hangs
            while "setting pages" not in shown(pilot):
                await pilot.pause(0.02)
        assert list(out.iterdir()) == []
        await press(pilot, "escape")
        assert isinstance(app.screen, CaseScreen) or T.common.problem in shown(pilot)
    assert list(out.iterdir()) == []


async def test_the_package_and_the_account(answering: PrivacyDeskApp, tmp_path: Path) -> None:
    app = answering
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "x")
        app.screen.query_one("#path", Input).value = str(tmp_path / "data.zip")
        await press(pilot, "enter")
        assert zipfile.is_zipfile(tmp_path / "data.zip")
        screen = app.screen
        assert isinstance(screen, CaseScreen)
        screen._go("reviewed")
        await settle(pilot)
        assert "Telephony" in shown(pilot)
        await press(pilot, "v")
        assert isinstance(app.screen, ReaderScreen)
        assert "Sanne van der Berg" in shown(pilot)


async def test_help_palette_theme_and_saving_a_text(app: PrivacyDeskApp, tmp_path: Path) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "question_mark")
        assert "what is late, what is next" in shown(pilot)
        await press(pilot, "question_mark", "ctrl+t")
        assert app.theme == "desk-light"
        await press(pilot, "ctrl+p", "text:gross")
        await settle(pilot)
        assert "Johannes Groß" in shown(pilot)
        await press(pilot, "escape", "slash", "text:berg", "enter", "y")
        target = tmp_path / "card.txt"
        assert app.screen.query(Input), shown(pilot)
        app.screen.query_one(Input).value = str(target)
        await press(pilot, "enter")
        assert "Sanne van der Berg" in target.read_text("utf-8")
        assert target.stat().st_mode & 0o777 == 0o600
        assert len(subjects.consultations(app.desk, seed.SANNE)) == 1
