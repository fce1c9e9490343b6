"""A text on the full screen or in a box: a record, the preview of an answer, a warning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from privacydesk.tui import actions
from privacydesk.tui.screen import DeskScreen, Dialog
from privacydesk.tui.screens.dialogs import Box, CopyDialog
from privacydesk.tui.widgets.paper import LineLike, Paper


class ReaderScreen(DeskScreen):
    """Lines to read, to copy and to save."""

    HELP_PAGE = "reader"
    AUTO_FOCUS = "Paper"
    OFFERS = ("copy", "back")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(("copy", "back"))

    def __init__(self, title: str, lines: Iterable[LineLike], *, file_name: str) -> None:
        super().__init__()
        self._title, self._lines, self._file_name = title, list(lines), file_name

    @property
    def place(self) -> str:
        return self._title

    def body(self) -> ComposeResult:
        yield Paper(self._lines)

    def action_copy(self) -> None:
        self.app.push_screen(CopyDialog(self.query_one(Paper).plain, self._file_name))


class ReaderDialog(Dialog[None]):
    """A few lines in a box; esc or enter closes it."""

    HELP_PAGE = "reader"
    AUTO_FOCUS = "Paper"
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings(("back",))]
    DEFAULT_CSS = """
    ReaderDialog > .box { height: 70%; }
    """

    def __init__(self, title: str, lines: Iterable[LineLike]) -> None:
        super().__init__()
        self._title, self._lines = title, list(lines)

    def compose(self) -> ComposeResult:
        with Box(self._title):
            yield Paper(self._lines)

    def key_enter(self) -> None:
        self.dismiss(None)
