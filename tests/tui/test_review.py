"""The review screen: findings in context, two keystrokes each, undo, selecting what was missed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told
from tests.tui.driving import LARGE, NOW, SMALL, audits, make_app, press, settle, shown
from textual.widgets import TextArea

from privacydesk.desk import redaction
from privacydesk.desk.context import Desk
from privacydesk.domain.redaction import FindingState
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.case import CaseScreen
from privacydesk.tui.screens.review import ReviewScreen
from privacydesk.tui.texts_review import V

HOSTILE = "\x1b]52;c;eA==\x07[red]\u202e"


@pytest.fixture
def path(store_path: Path) -> Path:
    with Desk.open(store_path, "mira", now=lambda: NOW) as desk:
        use_pack(desk)
        people = People(desk.store)
        person = people.add(
            "Anna de Boer",
            ("email", "anna@example.nl"),
            records=(
                Told(
                    title="Router",
                    lines=(
                        ("subject", f"Ask bas@example.com{HOSTILE} or 06-87654321.", False),
                        ("agent", "We asked bas@example.com, and the tall boy.", False),
                    ),
                ),
            ),
        )
        log_case(desk, person)
    return store_path


@pytest.fixture
def app(path: Path, monkeypatch: pytest.MonkeyPatch) -> PrivacyDeskApp:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return make_app(path)


def _states(app: PrivacyDeskApp) -> list[str]:
    return [view.state.value for view in redaction.findings(app.desk, "2026-0001")]


def _said(app: PrivacyDeskApp) -> str:
    return str(list(app._notifications)[-1].message)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_finding_takes_two_keys(
    app: PrivacyDeskApp, path: Path, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b")
        assert isinstance(app.screen, ReviewScreen)
        text = shown(pilot)
        assert V.progress.format(done=0, all=3) in text
        assert "\x1b]52" not in text
        await press(pilot, "k", "2")
        assert _states(app) == ["keep", "open", "open"]
        assert V.progress.format(done=1, all=3) in shown(pilot)
        await press(pilot, "b", "enter")
        assert _states(app) == ["keep", "black_out", "open"]
        await press(pilot, "k", "escape")
        assert _states(app) == ["keep", "black_out", "open"], "esc decides nothing"
        await press(pilot, "B", "1")
        assert _states(app) == ["black_out", "black_out", "black_out"]
        assert V.progress.format(done=3, all=3) in shown(pilot)
        assert "redaction.decided" in audits(path)


async def test_undo_and_who_decided(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "b", "1", "up")
        assert "black by mira" in shown(pilot)
        await press(pilot, "u")
        assert _states(app) == ["open"] * 3
        await press(pilot, "u")
        assert _said(app) == V.nothing_to_undo
        await press(pilot, "escape")
        assert isinstance(app.screen, CaseScreen)


async def test_text_that_was_missed_is_selected(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "down", "down", "a")
        area = app.screen.query_one(TextArea)
        await press(pilot, "b")
        assert _said(app) == V.nothing_selected
        start = area.text.index("the tall boy")
        area.move_cursor((0, start))
        area.move_cursor((0, start + len("the tall boy")), select=True)
        await press(pilot, "b")
        found = [v for v in redaction.findings(app.desk, "2026-0001") if v.text == "the tall boy"]
        assert [view.state for view in found] == [FindingState.BLACK_OUT]
        assert "the tall boy" in shown(pilot)
