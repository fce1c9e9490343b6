"""The form that records a request to the owner of a system."""

from __future__ import annotations

from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input

from privacydesk.domain.search_tasks import SearchTask
from privacydesk.tui.screen import Dialog
from privacydesk.tui.screens.dialogs import Box
from privacydesk.tui.texts import T
from privacydesk.tui.texts_release import K
from privacydesk.tui.widgets.fields import Field


class AskDialog(Dialog[tuple[SearchTask, ...]]):
    """Who was asked, on which day, and when to remind them. Stays open when it is refused."""

    HELP_PAGE = "form"

    def __init__(self, reference: str, task: SearchTask) -> None:
        super().__init__()
        self._reference, self._search = reference, task

    def compose(self) -> ComposeResult:
        from privacydesk.desk.release import REMIND_AFTER

        today = self.desk.now().astimezone(self.desk.zone).date()
        with Box(K.ask_title.format(system=self._search.system)):
            yield Field(K.col_owner, Input(self._search.owner, placeholder=K.ask_owner, id="owner"))
            yield Field(K.ask_day, Input(today.isoformat(), id="on"))
            yield Field(K.remind, Input((today + REMIND_AFTER).isoformat(), id="remind"))
            with Horizontal(classes="buttons"):
                yield Button(T.common.cancel, id="no")
                yield Button(T.common.ok, variant="primary", id="yes")

    @on(Button.Pressed, "#no")
    def _no(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#yes")
    @on(Input.Submitted)
    def _yes(self) -> None:
        from privacydesk.desk import release

        owner = self.query_one("#owner", Input).value.strip()
        if not owner:
            self.desk_app.say(K.say_owner, bad=True)
            self.query_one("#owner", Input).focus()
            return
        days: list[date] = []
        for name in ("on", "remind"):
            box = self.query_one(f"#{name}", Input)
            try:
                days.append(date.fromisoformat(box.value.strip()))
            except ValueError:
                self.desk_app.say(K.bad_day, bad=True)
                box.focus()
                return
        self.ask(
            "do",
            lambda desk: release.ask_owner(
                desk,
                self._reference,
                self._search.system,
                owner=owner,
                on=days[0],
                remind_on=days[1],
            ),
            self.give,
        )
