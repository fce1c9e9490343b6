"""An edited letter on screen: named in the case, its changed lines beside the warning."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.office import Office
from tests.tui.driving import LARGE, SMALL, press, settle, shown

from privacydesk.desk import letters
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.checks import ChecksScreen
from privacydesk.tui.widgets.rows import RowList

NAME = "access_reply"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return Office(tmp_path)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_case_and_its_checks_tell_of_an_edit(
    office: Office, size: tuple[int, int]
) -> None:
    reference = office.ready("md")
    plain = letters.show(office.mira, reference, NAME).markdown or ""
    letters.edit(office.mira, reference, NAME, f"{plain}\nTot ziens.\n")
    letters.letter(office.mira, reference, NAME, "md", office.folder / "reply.md")
    app = PrivacyDeskApp(office.path, "mira", now=lambda: office.moment, debounce=0)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "home")  # at the receipt: a small screen has no right pane
        assert "access reply (nl)" in shown(pilot)
        assert "edited by mira" in shown(pilot)
        await press(pilot, "C")
        screen = app.screen
        assert isinstance(screen, ChecksScreen)
        rows = screen.query_one("#checks", RowList)
        rows.cursor = next(
            n for n, f in enumerate(screen._rows) if f.problem and "text edited" in f.problem.text
        )
        await settle(pilot)
        await press(pilot, "tab", "end")
        assert "+ Tot ziens." in shown(pilot)
