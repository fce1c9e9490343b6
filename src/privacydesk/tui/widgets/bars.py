"""The line at the top (where am I, whose desk) and the line at the bottom (what can I do)."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from privacydesk.tui.guard import content


class TopBar(Widget):
    """`PrivacyDesk · controller` on the left, the place and the operator on the right."""

    DEFAULT_CSS = """
    TopBar { height: 1; width: 1fr; background: $panel; color: $foreground; padding: 0 1; }
    """
    where: reactive[str] = reactive("")
    controller: reactive[str] = reactive("")
    operator: reactive[str] = reactive("")

    def render(self) -> Content:
        left = content(("PrivacyDesk", "bold $head"))
        if self.controller:
            left = content(left, ("  ", ""), (self.controller, "$foreground"))
        right = content((self.where, "bold"), ("   " if self.where else "", ""))
        right = content(right, (self.operator, "$quiet"))
        width = self.size.width - 2
        room = width - right.cell_length - 2
        if room < 12:
            return right.truncate(width, ellipsis=True)
        left = left.truncate(room, ellipsis=True)
        return content(left, " " * max(2, width - left.cell_length - right.cell_length), right)


class KeyBar(Widget):
    """The keys of this screen, most useful first; each can be clicked."""

    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; background: $panel; color: $quiet; padding: 0 1; }
    """

    class Pressed(Message):
        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[tuple[str, str, str], ...] = ()
        self._tail: tuple[tuple[str, str, str], ...] = ()
        self._first = False
        self._spots: list[tuple[int, int, str]] = []

    def show_keys(
        self,
        hints: Sequence[tuple[str, str, str]],
        tail: Sequence[tuple[str, str, str]],
        *,
        first: bool = False,
    ) -> None:
        """`hints` and `tail` are (action, key, label); the tail always stays in view.

        With `first` the first hint is the next step of the work and stands out.
        """
        self._hints, self._tail, self._first = tuple(hints), tuple(tail), first
        self.refresh()

    def render(self) -> Content:
        width = self.size.width - 2
        tail_width = sum(len(k) + len(label) + 3 for _, k, label in self._tail)
        parts: list[Content] = []
        self._spots = []
        used = 0

        def add(action: str, key: str, label: str, *, strong: bool) -> None:
            nonlocal used
            lead = "▸ " if strong else ""
            piece = content(
                (lead, "bold $accent"),
                (key, "bold $accent" if strong else "bold $head"),
                " ",
                (label, "bold $foreground" if strong else "$quiet"),
                "  ",
            )
            self._spots.append((used, used + piece.cell_length - 2, action))
            used += piece.cell_length
            parts.append(piece)

        for number, (action, key, label) in enumerate(self._hints):
            strong = self._first and number == 0
            size = len(key) + len(label) + 3 + (2 if strong else 0)
            if used + size + tail_width > width and number:
                break
            add(action, key, label, strong=strong)
        gap = max(0, width - used - tail_width + 2)
        parts.append(content(" " * gap))
        used += gap
        for action, key, label in self._tail:
            add(action, key, label, strong=False)
        return content(*parts)

    def on_click(self, event: events.Click) -> None:
        for start, end, action in self._spots:
            if start <= event.x - 1 < end:
                self.post_message(self.Pressed(action))
                return
