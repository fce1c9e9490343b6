"""Boxes of the review: the reason of a decision, and selecting what no rule found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static, TextArea

from privacydesk.domain.redaction import REASONS, Verdict
from privacydesk.tui import actions
from privacydesk.tui.guard import content
from privacydesk.tui.screen import Dialog
from privacydesk.tui.screens.dialogs import Box
from privacydesk.tui.selecting import Location, Page
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
    """`field`: where it stands; `occurrence`: which of several equal ones there, from 0."""

    field: str
    text: str
    occurrence: int
    everywhere: bool


class SelectDialog(Dialog[Selected]):
    """Texts of a record to select in; nothing in them can be changed."""

    HELP_PAGE = "form"
    AUTO_FOCUS = "TextArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings(("back",)),
        Binding("b", "take(False)", show=False),
        Binding("B", "take(True)", show=False),
        Binding("right_square_bracket", "field(1)", show=False),
        Binding("left_square_bracket", "field(-1)", show=False),
    ]

    def __init__(self, page: Page, at: Location = (0, 0)) -> None:
        super().__init__()
        self._page, self._at = page, at

    def compose(self) -> ComposeResult:
        with Box(V.add_title):
            about = V.add_about if len(self._page.starts) == 1 else f"{V.add_about} {V.add_fields}"
            yield Static(content((about, "$quiet")))
            yield TextArea(self._page.text, read_only=True, show_line_numbers=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.query_one(TextArea).move_cursor(self._at, center=True)

    def action_field(self, by: int) -> None:
        """To the first row of the next field, or of the one before."""
        area = self.query_one(TextArea)
        row = area.cursor_location[0]
        starts = self._page.starts
        beyond = [s for s in starts if s > row] if by > 0 else [s for s in starts if s < row][::-1]
        if beyond:
            area.move_cursor((beyond[0], 0), center=True)

    def action_take(self, everywhere: bool) -> None:
        selection = self.query_one(TextArea).selection
        picked = self._page.picked(selection.start, selection.end)
        if picked is None:
            self.desk_app.say(V.two_fields, bad=True)
        elif not picked.text.strip():
            self.desk_app.say(V.nothing_selected, bad=True)
        else:
            self.dismiss(Selected(picked.field, picked.text, picked.occurrence, everywhere))
