"""Adding a hit by hand: a mistake in one field costs nothing that was typed in the others."""

from __future__ import annotations

from tests.tui.driving import SMALL, settle
from textual.widgets import Input

from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.case_dialogs import HitDialog


async def test_a_wrong_path_keeps_the_form(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        form = HitDialog("Archive")
        found: list[object] = []
        app.push_screen(form, found.append)
        await settle(pilot)
        form.query_one("#title", Input).value = "Card 12"
        form.query_one("#file", Input).value = "/nowhere/card.pdf"
        form.submit()
        await settle(pilot)
        assert app.screen is form
        assert form.query_one("#title", Input).value == "Card 12"
        assert form.focused is form.query_one("#file")
        form.query_one("#file", Input).value = __file__
        form.submit()
        await settle(pilot)
        assert [getattr(one, "title", None) for one in found] == ["Card 12"]
