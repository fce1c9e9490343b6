"""A page of text to read: wraps once per width, draws only the lines in view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from privacydesk.tui.guard import content

_WIDEST = 110
"""Longer lines are hard to read; wide terminals leave the rest blank."""


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line. `prefix` stands before its first row, `hang` before the wrapped ones.

    `whole` lines are cut at the edge instead of wrapped (tables, rules).
    """

    text: Content
    prefix: Content = field(default_factory=Content)
    hang: Content = field(default_factory=Content)
    whole: bool = False


LineLike = Line | Content | str


def as_line(line: LineLike) -> Line:
    match line:
        case Line():
            return line
        case Content():
            return Line(line)
        case _:
            return Line(content(line))


class Paper(ScrollView, can_focus=True):
    """Shows lines built by `guard.content`; scrolls with arrows, vim keys and the wheel."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", show=False),
        Binding("down,j", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("home,g", "scroll_home", show=False),
        Binding("end,G", "scroll_end", show=False),
    ]
    DEFAULT_CSS = """
    Paper { height: 1fr; width: 1fr; background: $surface; padding: 0 1;
            scrollbar-size-vertical: 1; overflow-x: hidden; scrollbar-gutter: stable; }
    """

    def __init__(
        self,
        lines: Iterable[LineLike] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        focusable: bool = True,
    ) -> None:
        super().__init__(id=id)
        self.can_focus = focusable
        self._lines: list[Line] = [as_line(line) for line in lines]
        self._make: Callable[[int], Iterable[LineLike]] | None = None
        self._strips: list[Strip] = []
        self._starts: list[int] = []
        self._laid_out: tuple[int, str] = (-1, "")

    @property
    def plain(self) -> str:
        """All the text, for copying and saving."""
        return "\n".join((line.prefix + line.text).plain for line in self._lines) + "\n"

    def set_lines(
        self,
        lines: Iterable[LineLike] | Callable[[int], Iterable[LineLike]],
        *,
        keep: bool = False,
    ) -> None:
        """Show other lines, from the top unless `keep`; a function makes them for each width."""
        if callable(lines):
            self._make, self._lines = lines, []
        else:
            self._make, self._lines = None, [as_line(line) for line in lines]
        self._laid_out = (-1, "")
        if not keep:
            self.scroll_to(y=0, animate=False)
        self._lay_out()
        self.refresh()

    def show_line(self, number: int, column: int = 0) -> None:
        """Scroll so that a character of a logical line stands in the upper third."""
        if not 0 <= number < len(self._starts):
            return
        room = max(8, min(self.scrollable_content_region.width, _WIDEST))
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._strips)
        row = min(self._starts[number] + column // room, end - 1)
        # forced: until the next layout the pane may not know yet that it can scroll
        self.scroll_to(y=max(0, row - self.size.height // 3), animate=False, force=True)

    def on_resize(self, _: events.Resize) -> None:
        self._lay_out()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._laid_out = (-1, "")
        self._lay_out()

    def _lay_out(self) -> None:
        if not self.is_mounted:
            return
        width = self.scrollable_content_region.width
        state = (width, self.app.theme)
        if state == self._laid_out or width <= 0:
            return
        self._laid_out = state
        if self._make is not None:
            self._lines = [as_line(line) for line in self._make(width)]
        self._strips, self._starts = [], []
        for line in self._lines:
            self._starts.append(len(self._strips))
            self._strips += self._wrap(line, width)
        self.virtual_size = Size(width, len(self._strips))
        self.refresh()

    def _wrap(self, line: Line, width: int) -> Sequence[Strip]:
        style = self.visual_style
        if line.whole:
            whole = (line.prefix + line.text).truncate(width, ellipsis=True)
            return Visual.to_strips(self, whole, width, None, style, apply_selection=False)[:1]
        room = max(8, min(width, _WIDEST) - line.prefix.cell_length)
        body = Visual.to_strips(self, line.text, room, None, style, apply_selection=False)
        if not line.prefix.cell_length:
            return body
        first, rest = (
            Visual.to_strips(self, lead, line.prefix.cell_length, 1, style, apply_selection=False)
            for lead in (line.prefix, line.hang or content(" " * line.prefix.cell_length))
        )
        return [Strip.join([*(first if n == 0 else rest), part]) for n, part in enumerate(body)]

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = y + round(self.scroll_offset.y)
        if index >= len(self._strips):
            return Strip.blank(width, self.rich_style)
        return self._strips[index].adjust_cell_length(width, self.rich_style)
