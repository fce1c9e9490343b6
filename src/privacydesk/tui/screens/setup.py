"""The first start: no store yet. Offers to create one with a policy pack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Button, Static

from privacydesk.tui import actions
from privacydesk.tui.faults import trouble_of
from privacydesk.tui.guard import content
from privacydesk.tui.messages import Trouble
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.fields import Choice, Field, Option

if TYPE_CHECKING:
    from pathlib import Path


class SetupScreen(DeskScreen):
    """One choice, one button. Esc leaves the program: there is nothing to go back to."""

    CSS_PATH = "setup.tcss"
    TITLE_TEXT = T.setup.title
    HELP_PAGE = "setup"
    AUTO_FOCUS = "Choice"
    OFFERS = ("create_store", "theme", "quit")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(("create_store", "back"))

    class Packs(Message):
        def __init__(self, packs: Sequence[Option], where: Path) -> None:
            super().__init__()
            self.packs, self.where = packs, where

    class Made(Message):
        """The store was made, or not."""

        def __init__(self, trouble: Trouble | None) -> None:
            super().__init__()
            self.trouble = trouble

    def body(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(content((T.setup.head, "bold $head")), classes="gap")
            yield Static(content(T.setup.text), classes="gap")
            yield Field(T.setup.where, Static(id="where"))
            yield Field(T.setup.pack, Choice([], id="pack"))
            yield Button(T.setup.create, variant="primary")
            yield Static(content((T.setup.demo, "$quiet")), id="demo")

    def on_mount(self) -> None:
        path = self.desk_app.store_path

        def read() -> None:
            from privacydesk import paths
            from privacydesk.desk import policies

            packs = [Option(p.name, p.title) for p in policies.list_packs(None)]
            self.post_message(self.Packs(packs, path or paths.default_store_path()))

        self.run_worker(read, thread=True, exclusive=True, exit_on_error=False, group="packs")

    @on(Packs)
    def _packs(self, message: Packs) -> None:
        self.query_one("#pack", Choice).set_options(message.packs)
        self.query_one("#where", Static).update(content((str(message.where), "bold")))

    @on(Button.Pressed)
    def _pressed_create(self) -> None:
        self.action_create_store()

    def action_create_store(self) -> None:
        pack = self.query_one("#pack", Choice).value
        if not pack:
            self.desk_app.say(T.setup.no_packs, bad=True)
            return
        path, operator = self.desk_app.store_path, self.desk_app.operator_shown or None

        def make() -> None:
            from privacydesk.desk import setup

            try:
                setup.init(path, pack, operator)
            except Exception as error:
                self.post_message(self.Made(trouble_of(error)))
            else:
                self.post_message(self.Made(None))

        self.desk_app.say(T.setup.creating)
        self.run_worker(make, thread=True, exclusive=True, exit_on_error=False, group="make")

    @on(Made)
    def _made(self, message: Made) -> None:
        if message.trouble is not None:
            self.desk_app.show_trouble(message.trouble)
            return
        app = self.desk_app
        self.dismiss(None)
        app.open_store()

    def action_back(self) -> None:
        self.app.exit(0)
