"""A list of rows that draws only what is seen, for ten rows or a hundred thousand.

Rows come either all at once (`set_rows`) or page by page (`set_paged`): the list then posts
`PageWanted` when a page scrolls into view, and shows dots until `put_page` brings it. Every cell
is made safe here, so no caller can forget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from privacydesk.tui.guard import one_line

PAGE = 100
_GAP = 2

Cell = str | tuple[str, str]
"""What a cell says, or that and a style such as `$late` or `bold $head`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `key` identifies it to the screen, `cells` are by column key."""

    key: object
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `width` 0 takes what is left (at least `least`).

    When the list is too narrow the columns with the highest `drop` go first; 0 always stays.
    """

    key: str
    title: str
    width: int = 0
    least: int = 12
    drop: int = 0
    right: bool = False


def fit(columns: Sequence[Column], width: int) -> list[tuple[Column, int]]:
    """Which columns are shown in `width` cells, and how wide each is."""
    shown = list(columns)

    def needed() -> int:
        return sum(c.width or c.least for c in shown) + _GAP * max(0, len(shown) - 1)

    while needed() > width and any(c.drop for c in shown):
        shown.remove(max(shown, key=lambda c: c.drop))
    spare = max(0, width - needed())
    flexible = [c for c in shown if not c.width]
    widths: list[tuple[Column, int]] = []
    for column in shown:
        if column.width:
            widths.append((column, column.width))
            continue
        share = spare // len(flexible)
        if column is flexible[-1]:
            share = spare - share * (len(flexible) - 1)
        widths.append((column, column.least + share))
    return widths


@lru_cache(4096)
def clip(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells, cut with an ellipsis."""
    if width <= 0:
        return ""
    if cell_len(text) > width:
        return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)
    return " " * (width - cell_len(text)) + text if right else set_cell_size(text, width)


class RowList(ScrollView, can_focus=True):
    """The list itself. `cursor` is the row under the mark, counted from 0."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--header",
        "rows--cursor",
        "rows--cursor-blurred",
        "rows--empty",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,g", "edge(-1)", show=False),
        Binding("end,G", "edge(1)", show=False),
        Binding("enter", "choose", show=False),
    ]
    DEFAULT_CSS = """
    RowList { height: 1fr; width: 1fr; background: $surface; scrollbar-size-vertical: 1;
              scrollbar-size-horizontal: 0; overflow-x: hidden; }
    RowList > .rows--header { color: $quiet; text-style: bold; }
    RowList > .rows--cursor { background: $mark; }
    RowList > .rows--cursor-blurred { background: $mark-dim; }
    RowList > .rows--empty { color: $quiet; }
    """

    cursor: reactive[int] = reactive(0)

    class Highlighted(Message):
        """Another row is under the mark. `row` is None while its page is on the way."""

        def __init__(self, rows: RowList, row: Row | None) -> None:
            super().__init__()
            self.rows, self.row = rows, row

        @property
        def control(self) -> RowList:
            return self.rows

    class Chosen(Message):
        """A row was opened: Enter or a double click."""

        def __init__(self, rows: RowList, row: Row) -> None:
            super().__init__()
            self.rows, self.row = rows, row

        @property
        def control(self) -> RowList:
            return self.rows

    class PageWanted(Message):
        """Rows `page * PAGE` onward are in view and not here."""

        def __init__(self, rows: RowList, page: int) -> None:
            super().__init__()
            self.rows, self.page = rows, page

        @property
        def control(self) -> RowList:
            return self.rows

    class LeftAtTop(Message):
        """Up was pressed on the first row (a search box above takes the focus back)."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "",
        header: bool = True,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._empty = empty
        self._header = header
        self._pages: dict[int, Sequence[Row]] = {}
        self._asked: set[int] = set()
        self._count = 0

    # ------------------------------------------------------------------ what it holds

    @property
    def count(self) -> int:
        return self._count

    @property
    def current(self) -> Row | None:
        """The row under the mark, if it is here."""
        return self.row(self.cursor)

    def row(self, index: int) -> Row | None:
        if not 0 <= index < self._count:
            return None
        page = self._pages.get(index // PAGE)
        offset = index % PAGE
        return page[offset] if page is not None and offset < len(page) else None

    def set_columns(self, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)
        self.refresh()

    def set_empty(self, text: str) -> None:
        self._empty = text
        self.refresh()

    def set_rows(self, rows: Sequence[Row], *, keep: bool = False) -> None:
        """Show exactly these rows; with `keep` the mark stays on the row with the same key."""
        old = self.current
        self._pages = {n // PAGE: rows[n : n + PAGE] for n in range(0, len(rows), PAGE)}
        cursor = 0
        if keep and old is not None:
            cursor = next(
                (i for i, row in enumerate(rows) if row.key == old.key),
                min(self.cursor, max(0, len(rows) - 1)),
            )
        self._settle(len(rows), cursor)

    def set_paged(self, count: int) -> None:
        """Show `count` rows that come page by page."""
        self._pages = {}
        self._settle(count, 0)

    def put_page(self, page: int, rows: Sequence[Row]) -> None:
        self._pages[page] = rows
        self._asked.discard(page)
        self.refresh()
        if self.cursor // PAGE == page:
            self.post_message(self.Highlighted(self, self.current))

    def _settle(self, count: int, cursor: int) -> None:
        self._asked = set()
        self._count = count
        self.virtual_size = Size(0, count + (1 if self._header else 0))
        same = self.cursor == cursor
        self.cursor = cursor
        if cursor == 0:
            self.scroll_to(y=0, animate=False)
        self.refresh()
        if same:
            self.post_message(self.Highlighted(self, self.current))

    # ------------------------------------------------------------------ moving

    def watch_cursor(self) -> None:
        self._into_view()
        self.refresh()
        self.post_message(self.Highlighted(self, self.current))

    def _into_view(self) -> None:
        height = self._body_height()
        top = round(self.scroll_offset.y)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif height > 0 and self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def _body_height(self) -> int:
        return self.scrollable_content_region.height - (1 if self._header else 0)

    def action_move(self, by: int) -> None:
        if by < 0 and self.cursor == 0:
            self.post_message(self.LeftAtTop())
        self.cursor = max(0, min(self._count - 1, self.cursor + by))

    def action_page(self, by: int) -> None:
        self.cursor = max(0, min(self._count - 1, self.cursor + by * max(1, self._body_height())))

    def action_edge(self, side: int) -> None:
        self.cursor = 0 if side < 0 else max(0, self._count - 1)

    def action_choose(self) -> None:
        if (row := self.current) is not None:
            self.post_message(self.Chosen(self, row))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index = offset.y + round(self.scroll_offset.y) - (1 if self._header else 0)
        if offset.y == 0 and self._header:
            return
        if 0 <= index < self._count:
            self.cursor = index
            if event.chain == 2:
                self.action_choose()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # ------------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        base = self.rich_style
        if not self._count:
            middle = max(0, self.size.height // 3)
            if y == middle and self._empty:
                style = base + self.get_component_rich_style("rows--empty", partial=True)
                text = clip(one_line(self._empty), max(0, width - 2))
                return Strip([Segment(" " + text, style)]).adjust_cell_length(width, base)
            return Strip.blank(width, base)
        if self._header:
            if y == 0:
                style = base + self.get_component_rich_style("rows--header", partial=True)
                return self._draw(lambda c: c.title, width, style, lambda _: style)
            y -= 1
        index = y + round(self.scroll_offset.y)
        if index >= self._count:
            return Strip.blank(width, base)
        return self._draw_row(index, width, base)

    def _draw_row(self, index: int, width: int, base: RichStyle) -> Strip:
        row = self.row(index)
        marked = index == self.cursor
        if marked:
            name = "rows--cursor" if self.has_focus else "rows--cursor-blurred"
            base = base + self.get_component_rich_style(name, partial=True)
        if row is None:
            page = index // PAGE
            # Not from here: a message made while the screen draws counts as the screen's own and
            # would not bubble up to it.
            if page not in self._asked and self.call_later(self._want, page):
                self._asked.add(page)
            return Strip([Segment(" …", base)]).adjust_cell_length(width, base)

        def text(column: Column) -> str:
            cell = row.cells.get(column.key, "")
            return cell if isinstance(cell, str) else cell[0]

        def style(column: Column) -> RichStyle:
            cell = row.cells.get(column.key, "")
            return base if isinstance(cell, str) else base + self._style(cell[1])

        return self._draw(text, width, base, style, mark="▌" if marked else " ")

    def _want(self, page: int) -> None:
        self.post_message(self.PageWanted(self, page))

    def _style(self, name: str) -> RichStyle:
        return Style.parse(name, self.app.theme_variables).rich_style

    def _draw(
        self,
        text: Callable[[Column], str],
        width: int,
        base: RichStyle,
        style: Callable[[Column], RichStyle],
        mark: str = " ",
    ) -> Strip:
        segments = [Segment(mark, base + self._style("$primary") if mark != " " else base)]
        for number, (column, size) in enumerate(fit(self._columns, width - 2)):
            if number:
                segments.append(Segment(" " * _GAP, base))
            shown = clip(one_line(text(column)), size, right=column.right)
            segments.append(Segment(shown, style(column)))
        return Strip(segments).adjust_cell_length(width, base)
