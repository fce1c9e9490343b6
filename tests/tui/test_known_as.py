"""Saying on screen under which values somebody without an entry was looked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.office import MAIL, Office, nobody
from tests.tui.driving import LARGE, SMALL, press, settle, shown
from textual.widgets import Input

from privacydesk.desk import cases
from privacydesk.domain.model import CaseStatus
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.checks import ChecksScreen, values_of, values_shown
from privacydesk.tui.screens.dialogs import LineDialog, TroubleDialog
from privacydesk.tui.screens.release_dialogs import ReleaseDialog
from privacydesk.tui.texts_release import R


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return Office(tmp_path)


def _app(office: Office) -> PrivacyDeskApp:
    return PrivacyDeskApp(office.path, "jan", now=lambda: office.moment, debounce=0)


def _told(app: PrivacyDeskApp) -> list[str]:
    """What the checks found wrong."""
    screen = app.screen
    assert isinstance(screen, ChecksScreen)
    return [found.problem.text for found in screen._rows if found.problem]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_values_are_checked_and_go_along_to_the_release(
    office: Office, size: tuple[int, int]
) -> None:
    reference = nobody(office)
    app = _app(office)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "C")
        assert any("was searched (known as)" in text for text in _told(app))
        assert "w says under which values" in shown(pilot)
        await press(pilot, "w")
        assert isinstance(app.screen, LineDialog)
        app.screen.query_one(Input).value = f"x@example.nl; {MAIL}"
        await press(pilot, "enter")
        assert any("on file may be meant" in text for text in _told(app))
        await press(pilot, "w")
        field = app.screen.query_one(Input)
        assert field.value == f"x@example.nl; {MAIL}", "what was said can be corrected"
        field.value = " x@example.nl ;"
        await press(pilot, "enter")
        assert not any("was searched" in t or "on file under" in t for t in _told(app))
        await press(pilot, "escape", "F")
        box = app.screen
        assert isinstance(box, ReleaseDialog)
        assert box.query_one("#known", Input).value == "x@example.nl"
        box.query_one("#to", Input).value = "x@example.nl"
        box.query_one("#checked", Input).value = "they wrote from it"
        box.query_one("#known", Input).value = " ; "
        await press(pilot, "tab", "enter")
        trouble = app.screen
        assert isinstance(trouble, TroubleDialog)
        assert "known as" in trouble.trouble.sentence
        await press(pilot, "enter")
        assert app.screen is box
        box.query_one("#known", Input).value = "x@example.nl"
        await press(pilot, "enter")
        assert cases.show(app.desk, reference).case.status is CaseStatus.RELEASED


async def test_only_a_letter_of_nothing_held_asks_for_them(office: Office) -> None:
    office.ready("md")
    app = _app(office)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "C")
        assert R.known_as not in shown(pilot).rsplit("\n", maxsplit=1)[-1]
        await press(pilot, "w")
        assert str(list(app._notifications)[-1].message) == R.known_not_asked
        await press(pilot, "escape", "F")
        assert isinstance(app.screen, ReleaseDialog)
        assert not app.screen.query("#known")


def test_a_semicolon_parts_values_and_a_comma_does_not() -> None:
    values = values_of(" Vries, Jan de;; 06 12345678 ; ")
    assert values == ("Vries, Jan de", "06 12345678")
    assert values_of(values_shown(values)) == values
    assert values_of("  ") == ()
