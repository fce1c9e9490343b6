"""Boxes of the screen of files: why, and which other file goes in its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Static

from privacydesk.tui.guard import content, one_line
from privacydesk.tui.screen import Dialog
from privacydesk.tui.screens.dialogs import Box
from privacydesk.tui.texts import T
from privacydesk.tui.texts_files import F
from privacydesk.tui.widgets.fields import Field

if TYPE_CHECKING:
    from privacydesk.desk.redaction import FileView


class FileReasonDialog(Dialog[str]):
    """Why. The reason given last stands there already, so that enter is enough."""

    HELP_PAGE = "form"

    def __init__(self, title: str, view: FileView, reason: str) -> None:
        super().__init__()
        self._title, self._view, self._reason = title, view, reason

    def compose(self) -> ComposeResult:
        with Box(self._title):
            yield Static(content((one_line(self._view.name), "bold $head")), classes="about")
            yield Input(value=self._reason, id="reason")
            yield Static(content((F.keys, "$quiet")))
            with Horizontal(classes="buttons"):
                yield Button(T.common.cancel, id="no")
                yield Button(T.common.ok, variant="primary", id="yes")

    @on(Button.Pressed, "#no")
    def _no(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        self._take(self.query_one(Input).value)

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        if self.is_current:
            self._take(message.value)  # what a quick next key writes is not part of it

    def _take(self, value: str) -> None:
        reason = value.strip()
        if not reason:
            self.desk_app.say(F.say_reason, bad=True)
            self.query_one(Input).focus()
            return
        self.dismiss(reason)


class ReplaceDialog(Dialog["FileView"]):
    """The path of another file, and why. Stays open when that file is refused."""

    HELP_PAGE = "form"
    AUTO_FOCUS = "#path"

    def __init__(self, reference: str, view: FileView, reason: str) -> None:
        super().__init__()
        self._reference, self._view, self._reason = reference, view, reason

    def compose(self) -> ComposeResult:
        with Box(F.ask["replaced"]):
            yield Static(content((one_line(self._view.name), "bold $head")), classes="about")
            yield Field(F.path, Input(placeholder=F.path_hint, id="path"))
            yield Field(F.reason, Input(value=self._reason, id="reason"))
            with Horizontal(classes="buttons"):
                yield Button(T.common.cancel, id="no")
                yield Button(T.common.ok, variant="primary", id="yes")

    @on(Button.Pressed, "#no")
    def _no(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#yes")
    @on(Input.Submitted)
    def _yes(self) -> None:
        from privacydesk.desk import redaction

        path, reason = (
            self.query_one(f"#{name}", Input).value.strip() for name in ("path", "reason")
        )
        for name, value, told in (("path", path, F.say_path), ("reason", reason, F.say_reason)):
            if not value:
                self.desk_app.say(told, bad=True)
                self.query_one(f"#{name}", Input).focus()
                return
        self.ask(
            "replace",
            lambda desk: redaction.replace(
                desk, self._reference, self._view.number, Path(path).expanduser(), reason
            ),
            self.give,
        )
