"""The first start: no store yet. Offers to create one with a policy pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Button, Static

from privacydesk.tui import actions
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.fields import Choice, Field, Option


class SetupScreen(DeskScreen):
    """One choice, one button. Esc leaves the program: there is nothing to go back to."""

    CSS_PATH = "setup.tcss"
    TITLE_TEXT = T.setup.title
    HELP_PAGE = "setup"
    AUTO_FOCUS = "Choice"
    OFFERS = ("create_store", "theme", "quit")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(("create_store", "back"))

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

        def read() -> tuple[Sequence[Option], Path]:
            from privacydesk import paths
            from privacydesk.desk import policies

            packs = [Option(p.name, p.name, p.controller) for p in policies.list_packs(None)]
            return packs, path or paths.default_store_path()

        self.in_thread("packs", read, self._show_packs)

    def _show_packs(self, found: tuple[Sequence[Option], Path]) -> None:
        packs, where = found
        self.query_one("#pack", Choice).set_options(packs)
        self.query_one("#where", Static).update(content((str(where), "bold")))

    @on(Button.Pressed)
    def _pressed_create(self) -> None:
        self.action_create_store()

    def action_create_store(self) -> None:
        pack = self.query_one("#pack", Choice).value
        if not pack:
            self.desk_app.say(T.setup.no_packs, bad=True)
            return
        app = self.desk_app
        path, operator = app.store_path, app.operator_shown or None

        def make() -> None:
            from privacydesk.desk import setup

            setup.init(path, pack, operator)

        def made(_: None) -> None:
            self.dismiss(None)
            app.open_store()

        app.say(T.setup.creating)
        self.in_thread("make", make, made)

    def action_back(self) -> None:
        self.app.exit(0)
