"""The form that records a request to the owner of a system."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from privacydesk.domain.search_tasks import SearchTask
from privacydesk.tui.screens.dialogs import FormDialog
from privacydesk.tui.texts_release import K
from privacydesk.tui.widgets.fields import Field


class AskDialog(FormDialog[tuple[SearchTask, ...]]):
    """Who was asked, on which day, and when to remind them. Stays open when it is refused."""

    def __init__(self, reference: str, task: SearchTask) -> None:
        super().__init__(K.ask_title.format(system=task.system))
        self._reference, self._search = reference, task

    def fields(self) -> ComposeResult:
        from privacydesk.desk.release import REMIND_AFTER

        today = self.desk.now().astimezone(self.desk.zone).date()
        yield Field(K.col_owner, Input(self._search.owner, placeholder=K.ask_owner, id="owner"))
        yield Field(K.ask_day, Input(today.isoformat(), id="on"))
        yield Field(K.remind, Input((today + REMIND_AFTER).isoformat(), id="remind"))

    def submit(self) -> None:
        from privacydesk.desk import release

        owner = self.typed("owner")
        if not owner:
            self.complain(K.say_owner, "owner")
            return
        on = self.day_in("on")
        remind_on = self.day_in("remind") if on is not None else None
        if on is None or remind_on is None:
            return
        self.ask(
            "do",
            lambda desk: release.ask_owner(
                desk,
                self._reference,
                self._search.system,
                owner=owner,
                on=on,
                remind_on=remind_on,
            ),
            self.give,
        )
