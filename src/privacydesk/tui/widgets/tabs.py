"""A one-line strip of tabs with counts; moved through with the arrows, h and l, or the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from privacydesk.tui.guard import content


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    count: int | None = None


class TabStrip(Widget):
    """Shows the tabs around the active one when not all fit."""

    DEFAULT_CSS = """
    TabStrip { height: 1; width: 1fr; background: $background; padding: 0 1; }
    """
    active: reactive[int] = reactive(0)

    class Changed(Message):
        def __init__(self, tab: Tab) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._tabs: tuple[Tab, ...] = ()
        self._spots: list[tuple[int, int, int]] = []

    @property
    def current(self) -> Tab | None:
        return self._tabs[self.active] if self.active < len(self._tabs) else None

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Other tabs; the one with the same key stays active."""
        old = self.current
        self._tabs = tuple(tabs)
        keys = [tab.key for tab in tabs]
        self.set_reactive(
            TabStrip.active, keys.index(old.key) if old is not None and old.key in keys else 0
        )
        self.refresh()

    def go(self, key: str) -> None:
        for number, tab in enumerate(self._tabs):
            if tab.key == key:
                self.active = number

    def step(self, by: int) -> None:
        if self._tabs:
            self.active = (self.active + by) % len(self._tabs)

    def watch_active(self) -> None:
        self.refresh()
        if (tab := self.current) is not None:
            self.post_message(self.Changed(tab))

    def render(self) -> Content:
        width = self.size.width - 2
        pieces = [self._piece(tab, active=n == self.active) for n, tab in enumerate(self._tabs)]
        first = 0
        while first < self.active and (
            sum(p.cell_length for p in pieces[first : self.active + 1]) + 4 > width
        ):
            first += 1
        self._spots = []
        shown: list[Content] = []
        used = 0
        if first:
            shown.append(content(("‹ ", "$quiet")))
            used = 2
        for number, piece in enumerate(pieces[first:], start=first):
            if used + piece.cell_length + 2 > width:
                shown.append(content(("›", "$quiet")))
                break
            self._spots.append((used, used + piece.cell_length, number))
            shown.append(piece)
            used += piece.cell_length
        return content(*shown)

    def _piece(self, tab: Tab, *, active: bool) -> Content:
        count = "" if tab.count is None else f" {tab.count}"
        if active:
            return content(
                (f" {tab.label}", "bold $head on $mark"), (f"{count} ", "$head on $mark"), " "
            )
        return content((f" {tab.label}", "$foreground"), (f"{count} ", "$quiet"), " ")

    def on_click(self, event: events.Click) -> None:
        for start, end, number in self._spots:
            if start <= event.x - 1 < end:
                self.active = number
                return
