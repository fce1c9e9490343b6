"""The checks of an answer on screen: what blocks on top, and explaining what cannot be mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.office import Office
from tests.tui.driving import LARGE, SMALL, audits, press, settle, shown
from textual.widgets import Input

from privacydesk.desk import cases, release
from privacydesk.tui import show
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.checks import ChecksScreen, ExplainDialog
from privacydesk.tui.texts_release import R
from privacydesk.tui.widgets.paper import Paper
from privacydesk.tui.widgets.rows import RowList


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return Office(tmp_path)


def _app(office: Office, operator: str) -> PrivacyDeskApp:
    return PrivacyDeskApp(office.path, operator, now=lambda: office.moment, debounce=0)


def _said(app: PrivacyDeskApp) -> str:
    return str(list(app._notifications)[-1].message)


def _vanished(office: Office) -> str:
    """A prepared answer of which a record vanished at the source since the request."""
    reference = office.ready("md")
    office.later(hours=2)
    with office.mira.store.write("test", office.moment) as tx:
        tx.sql.execute("UPDATE record SET gone_at = ?", (f"{office.moment:%Y-%m-%dT%H:%M:%S}.0Z",))
        tx.audit("test.spoil")
    office.prepare(reference, "md")
    return reference


def _mark(app: PrivacyDeskApp, wanted: str) -> None:
    """Put the mark on the first row of that state."""
    screen = app.screen
    assert isinstance(screen, ChecksScreen)
    rows = screen.query_one("#checks", RowList)
    rows.cursor = [found.state for found in screen._rows].index(wanted)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_is_to_be_released_and_what_blocks_come_first(
    office: Office, size: tuple[int, int]
) -> None:
    office.ready("html")
    app = _app(office, "mira")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "C")
        lines = shown(pilot).split("\n")
        assert R.blocked.format(n=1) in lines[1]
        assert "access report (HTML), prepared by mira" in lines[2]
        assert "A30" in next(line for line in lines if "▲" in line)
        assert "To mend:" in shown(pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_problem_is_explained_with_who_and_when(
    office: Office, size: tuple[int, int]
) -> None:
    reference = _vanished(office)
    app = _app(office, "jan")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "C")
        screen = app.screen
        assert isinstance(screen, ChecksScreen)
        before = len(screen._rows)
        rows = screen.query_one("#checks", RowList)
        rows.cursor = next(n for n, f in enumerate(screen._rows) if f.explainable)
        await press(pilot, "e")
        assert isinstance(app.screen, ExplainDialog)
        await press(pilot, "enter")
        assert _said(app) == R.say_reason
        assert isinstance(app.screen, ExplainDialog), "an empty reason leaves the form open"
        await press(pilot, "text:the shop is closed", "enter")
        assert len(screen._rows) == before
        _mark(app, "explained")
        await settle(pilot)
        day = show.day(office.moment.date())
        told = R.explained.format(who="jan", day=day, reason="the shop is closed")
        assert told in screen.query_one("#detail", Paper).plain
        found = release.review(app.desk, reference)
        keys = [problem.key for one in found.checks for problem, *_ in one.explained]
        assert keys == ["gone:Shop"]
    assert "case.explain" in audits(office.path)


async def test_what_may_not_be_explained_says_so(office: Office) -> None:
    office.ready("md")
    app = _app(office, "mira")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "C")
        _mark(app, "blocks")
        await press(pilot, "e")
        assert _said(app) == R.must_mend
        _mark(app, "passed")
        await press(pilot, "enter")
        assert _said(app) == R.only_problems
        assert isinstance(app.screen, ChecksScreen)


async def test_the_checks_of_a_case_without_an_answer(office: Office) -> None:
    office.load("Customer number;Name;E-mail\nK1;Jan de Vries;jan@example.nl\n")
    reference = office.log()
    app = _app(office, "jan")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "C")
        assert R.nothing in shown(pilot)
        await press(pilot, "y")
        path = app.screen.query_one(Input)
        path.value = str(office.folder / "checks.txt")
        await press(pilot, "enter")
        text = (office.folder / "checks.txt").read_text("utf-8")
        assert "A24 rests on a search" in text
        assert cases.show(app.desk, reference).case.reference == reference
