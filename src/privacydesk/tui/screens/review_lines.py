"""What the review shows: the rows, a finding in its context, a record with all its texts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from textual.content import Content

from privacydesk.domain.redaction import FindingState
from privacydesk.tui.guard import content, one_line
from privacydesk.tui.texts_review import V
from privacydesk.tui.widgets.paper import Line, LineLike
from privacydesk.tui.widgets.rows import Cell, Column, Row

if TYPE_CHECKING:
    from privacydesk.desk.redaction import FindingView, RecordTexts

FINDING_COLUMNS = (
    Column("state", V.col_state, width=12),
    Column("kind", V.col_kind, width=8),
    Column("text", V.col_text, least=12),
    Column("record", V.col_record, width=16, drop=1),
)
RECORD_COLUMNS = (
    Column("title", V.col_title, least=14),
    Column("found", V.col_found, width=13),
    Column("record", V.col_record, width=18, drop=1),
)
_MARKS: Final = {
    FindingState.OPEN: ("◆", "$soon"),
    FindingState.KEEP: ("✓", "$fine"),
    FindingState.BLACK_OUT: ("█", "$quiet"),
}
_AROUND: Final = 1500  # characters of the text shown on either side
_SHORT: Final = 60
_LABEL: Final = 26
_WIDE: Final = 64  # from this width on, fields stand in two columns
_HERE, _OTHER = "bold reverse", "underline"


def finding_row(view: FindingView) -> Row:
    mark, style = _MARKS[view.state]
    cells: dict[str, Cell] = {
        "state": (f"{mark} {V.state[view.state.value]}", style),
        "kind": (V.kind[view.kind.value], "$quiet"),
        "text": view.text,
        "record": (view.record, "$quiet"),
    }
    return Row(view.number, cells)


def record_row(record: RecordTexts, views: Sequence[FindingView]) -> Row:
    """A record with how many findings in it are open, or that all are decided."""
    waiting = sum(view.by is None for view in views)
    found: Cell = ""
    if waiting:
        found = (f"{_MARKS[FindingState.OPEN][0]} {V.open_here.format(n=waiting)}", "$soon")
    elif views:
        found = (f"{_MARKS[FindingState.KEEP][0]} {V.done_here.format(n=len(views))}", "$fine")
    cells: dict[str, Cell] = {
        "title": record.title if record.title.strip() else record.record,
        "found": found,
        "record": (record.record, "$quiet"),
    }
    return Row(record.record_id, cells)


def reading_order(record: RecordTexts) -> list[tuple[str, str]]:
    """The texts as a person reads them: what was written first, fields then, their names last."""

    def rank(item: tuple[str, str]) -> int:
        field = item[0]
        if field.endswith("#key"):
            return 2
        told = field in {"title", "text"} or (field.startswith("message") and "." not in field)
        return 0 if told else 1

    return sorted(record.texts, key=rank)


def in_order(record: RecordTexts, views: Iterable[FindingView]) -> list[FindingView]:
    """The findings of this record in the order in which its texts are read."""
    places = {field: number for number, (field, _) in enumerate(reading_order(record))}
    return sorted(views, key=lambda view: (places.get(view.field, len(places)), view.start))


def context_lines(
    view: FindingView, views: Sequence[FindingView]
) -> tuple[list[LineLike], int, int]:
    """The text around a finding, and the line and column at which the finding stands."""
    low = max(0, view.start - _AROUND)
    high = min(len(view.source), view.end + _AROUND)
    same = [
        v
        for v in views
        if (v.record_id, v.field) == (view.record_id, view.field) and v.source == view.source
    ]
    head: list[LineLike] = (
        [content((one_line(view.title), "bold $head"))] if view.title.strip() else []
    )
    lines, line, column = _marked(view.source, low, high, same, view)
    return [*head, *lines], len(head) + line, column


def record_lines(
    record: RecordTexts, views: Sequence[FindingView], current: FindingView | None, width: int
) -> tuple[list[LineLike], int, int]:
    """All texts of a record with the findings in them, and where the current one stands."""
    lines: list[LineLike] = [
        content((one_line(record.title), "bold $head"), (f"  {one_line(record.record)}", "$quiet"))
    ]
    at = (0, 0)
    by_field: dict[str, list[FindingView]] = {}
    for view in views:
        by_field.setdefault(view.field, []).append(view)
    long_before = True
    for field, source in reading_order(record):
        here = by_field.get(field, [])
        pieces, line, column = _marked(source, 0, len(source), here, current)
        label = one_line(field)
        short = len(pieces) == 1 and pieces[0].cell_length <= _SHORT
        if long_before or not short:
            lines.append("")
        long_before = not short
        if not short:
            lines.append(content((label, "$quiet")))
        if current is not None and current.field == field:
            at = (len(lines) + line, column)
        if short and (width < _WIDE or len(label) > _LABEL):
            lines.append(content((f"{label}  ", "$quiet"), pieces[0]))
        elif short:
            lines.append(Line(pieces[0], content((f"{label.ljust(_LABEL)}  ", "$quiet"))))
        else:
            lines += pieces
    return lines, *at


def _marked(
    source: str,
    low: int,
    high: int,
    views: Iterable[FindingView],
    current: FindingView | None,
) -> tuple[list[Content], int, int]:
    """A part of a text as lines: the current finding stands out, others are underlined.

    The numbers: line and column of the current finding.
    """
    parts: list[tuple[str, str]] = []
    at, line, column = low, 0, 0
    for view in sorted(views, key=lambda v: (v.start, -v.end)):
        if view.start < at or view.end > high:
            continue
        parts.append((source[at : view.start], ""))
        here = current is not None and view.number == current.number
        if here:
            before = content(source[low : view.start]).plain
            line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        parts.append((source[view.start : view.end], _HERE if here else _OTHER))
        at = view.end
    parts.append((source[at:high], ""))
    return list(content(*parts).split("\n", allow_blank=True)), line, column
