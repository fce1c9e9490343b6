"""Boxes of the review: the reason of a decision, and selecting what no rule found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static, TextArea

from privacydesk.domain.redaction import REASONS, Verdict
from privacydesk.domain.text import safe
from privacydesk.tui import actions
from privacydesk.tui.guard import content
from privacydesk.tui.screen import Dialog
from privacydesk.tui.screens.dialogs import Box
from privacydesk.tui.texts_review import V


class ReasonDialog(Dialog[str]):
    """Why: a number gives the code of a reason, enter the first."""

    HELP_PAGE = "form"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings(("back",)),
        Binding("enter", "choose(1)", show=False),
        *(Binding(str(n), f"choose({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, title: str, verdict: str) -> None:
        super().__init__()
        self._title, self._reasons = title, REASONS[Verdict(verdict)]

    def compose(self) -> ComposeResult:
        with Box(self._title):
            for number, text in enumerate(self._reasons.values(), 1):
                yield Static(content((f"{number}  ", "bold $head"), text))
            yield Static(content((V.why_keys, "$quiet")))

    def action_choose(self, number: int) -> None:
        codes = list(self._reasons)
        if number <= len(codes):
            self.dismiss(codes[number - 1])


@dataclass(frozen=True, slots=True)
class Selected:
    """`occurrence`: which of several equal ones in the text, from 0."""

    text: str
    occurrence: int
    everywhere: bool


class SelectDialog(Dialog[Selected]):
    """The whole text of a place, to select in; nothing in it can be changed."""

    HELP_PAGE = "form"
    AUTO_FOCUS = "TextArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings(("back",)),
        Binding("b", "take(False)", show=False),
        Binding("B", "take(True)", show=False),
    ]
    DEFAULT_CSS = """
    SelectDialog > .box { width: 90%; height: 80%; }
    SelectDialog TextArea { height: 1fr; border: none; }
    """

    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = safe(source)

    def compose(self) -> ComposeResult:
        with Box(V.add_title):
            yield Static(content((V.add_about, "$quiet")))
            yield TextArea(self._source, read_only=True, show_line_numbers=False)

    def action_take(self, everywhere: bool) -> None:
        area = self.query_one(TextArea)
        text = area.selected_text
        if not text.strip():
            self.desk_app.say(V.nothing_selected, bad=True)
            return
        row, column = min(area.selection.start, area.selection.end)
        lines = self._source.split("\n")
        start = sum(len(line) + 1 for line in lines[:row]) + column
        occurrence, at = 0, -1
        while (at := self._source.find(text, at + 1)) >= 0 and at < start:
            occurrence += 1
        self.dismiss(Selected(text, occurrence, everywhere))
