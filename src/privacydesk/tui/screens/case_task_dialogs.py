"""The form that records a request to the owner of a system, and may write its letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from privacydesk.domain.search_tasks import SearchTask
from privacydesk.tui.screens.dialogs import FormDialog
from privacydesk.tui.texts import T
from privacydesk.tui.texts_release import K
from privacydesk.tui.widgets.fields import Choice, Field, Option

if TYPE_CHECKING:
    from privacydesk.desk.release import AskedByLetter

_LETTER: Final = "letter"


class AskDialog(FormDialog[tuple[SearchTask, ...]]):
    """Who was asked, on which day, and when to remind them; a processor by letter, if wished.

    Stays open when it is refused.
    """

    def __init__(self, reference: str, task: SearchTask) -> None:
        super().__init__(K.ask_title.format(system=task.system))
        self._reference, self._search = reference, task

    def fields(self) -> ComposeResult:
        from privacydesk.desk.release import REMIND_AFTER, REQUEST_LETTER

        today = self.desk.now().astimezone(self.desk.zone).date()
        yield Field(K.col_owner, Input(self._search.owner, placeholder=K.ask_owner, id="owner"))
        yield Field(K.ask_day, Input(today.isoformat(), id="on"))
        yield Field(K.remind, Input((today + REMIND_AFTER).isoformat(), id="remind"))
        if self._search.processor:  # the letter rests on Art. 28(3)(e) GDPR
            ways = (Option("", K.no_letter), Option(_LETTER, K.with_letter))
            yield Field(K.by_letter, Choice(ways, id="letter"))
            path = Path.cwd() / f"{self._reference}-{REQUEST_LETTER}.pdf"
            place = Field(T.case.path, Input(str(path), id="path"))
            place.display = False
            yield place

    @on(Choice.Changed, "#letter")
    def _with_place(self, message: Choice.Changed) -> None:
        place = self.query_one("#path", Input).parent
        assert isinstance(place, Field)
        place.display = message.choice.value == _LETTER

    def submit(self) -> None:
        from privacydesk.desk import release

        owner = self.typed("owner")
        if not owner:
            self.complain(K.say_owner, "owner")
            return
        asked_on = self.day_in("on")
        remind_on = self.day_in("remind") if asked_on is not None else None
        if asked_on is None or remind_on is None:
            return
        system = self._search.system
        if self._search.processor and self.chosen("letter") == _LETTER:
            if not self.typed("path"):
                self.complain(K.say_letter, "path")
                return
            path = Path(self.typed("path")).expanduser()
            self.run_job(
                K.writing_letter,
                lambda desk, _job: release.ask_by_letter(
                    desk,
                    self._reference,
                    system,
                    path,
                    owner=owner,
                    on=asked_on,
                    remind_on=remind_on,
                ),
                self._asked_by_letter,
            )
            return
        self.ask(
            "do",
            lambda desk: release.ask_owner(
                desk, self._reference, system, owner=owner, on=asked_on, remind_on=remind_on
            ),
            self._asked,
        )

    def _asked(self, tasks: tuple[SearchTask, ...]) -> None:
        self.desk_app.say(K.asked)
        self.give(tasks)

    def _asked_by_letter(self, done: AskedByLetter) -> None:
        self.desk_app.say(K.asked_by_letter.format(path=done.letter.path))
        self.give(done.tasks)
