"""Boxes of the screen of files: why, which other file goes in its place, where a copy goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Static

from privacydesk.tui.guard import content, one_line
from privacydesk.tui.screens.dialogs import FormDialog
from privacydesk.tui.texts_files import F
from privacydesk.tui.widgets.fields import Field

if TYPE_CHECKING:
    from privacydesk.desk.redaction import FileView


class FileReasonDialog(FormDialog[str]):
    """Why. The reason given last stands there already, so that enter is enough."""

    def __init__(self, title: str, view: FileView, reason: str) -> None:
        super().__init__(title)
        self._view, self._reason = view, reason

    def fields(self) -> ComposeResult:
        yield Static(content((one_line(self._view.name), "bold $head")), classes="about")
        yield Input(value=self._reason, id="reason")
        yield Static(content((F.keys, "$quiet")))

    def submit(self) -> None:
        if reason := self.typed("reason"):
            self.dismiss(reason)
        else:
            self.complain(F.say_reason, "reason")


class SaveDialog(FormDialog[Path]):
    """Where the copy goes. Stays open when that place is refused."""

    AUTO_FOCUS = "#path"

    def __init__(self, reference: str, view: FileView) -> None:
        super().__init__(F.save, yes=F.save_yes)
        self._reference, self._view = reference, view

    def fields(self) -> ComposeResult:
        yield Static(content((one_line(self._view.name), "bold $head")), classes="about")
        yield Static(content((F.save_about, "$quiet")), classes="about")
        path = Path.cwd() / f"{self._reference}-file-{self._view.number}{self._view.ending}"
        yield Field(F.save_path, Input(str(path), id="path"))

    def submit(self) -> None:
        from privacydesk.desk import redaction

        place = self.typed("path")
        if not place:
            self.complain(F.say_place, "path")
            return
        self.ask(
            "save",
            lambda desk: redaction.save(
                desk, self._reference, self._view.number, Path(place).expanduser()
            ),
            lambda saved: self.give(saved.path),
        )


class ReplaceDialog(FormDialog["FileView"]):
    """The path of another file, and why. Stays open when that file is refused."""

    AUTO_FOCUS = "#path"

    def __init__(self, reference: str, view: FileView, reason: str) -> None:
        super().__init__(F.ask["replaced"])
        self._reference, self._view, self._reason = reference, view, reason

    def fields(self) -> ComposeResult:
        yield Static(content((one_line(self._view.name), "bold $head")), classes="about")
        yield Field(F.path, Input(placeholder=F.path_hint, id="path"))
        yield Field(F.reason, Input(value=self._reason, id="reason"))

    def submit(self) -> None:
        from privacydesk.desk import redaction

        path, reason = (self.typed(name) for name in ("path", "reason"))
        for name, value, told in (("path", path, F.say_path), ("reason", reason, F.say_reason)):
            if not value:
                self.complain(told, name)
                return
        self.ask(
            "replace",
            lambda desk: redaction.replace(
                desk, self._reference, self._view.number, Path(path).expanduser(), reason
            ),
            self.give,
        )
