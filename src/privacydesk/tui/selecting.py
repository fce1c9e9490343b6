"""Selecting in texts from strangers: what is shown is made safe, what is selected is the original.

Making a text safe may shorten it (a line end of two characters becomes one), so a place in what is
shown is not a place in the source. A `Page` keeps the way back. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from privacydesk.domain.text import safe

Location = tuple[int, int]
"""Row and column of what is shown, from 0."""

_SHORT: Final = 60  # a text up to this length stands on the row of its label
_LABEL: Final = 30


@dataclass(frozen=True, slots=True)
class Picked:
    """Selected text. `field`: where it stands; `occurrence`: which of equal ones there, from 0."""

    field: str
    text: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class _Shown:
    """A text as it is shown, and for each character the place in the source."""

    field: str
    source: str
    text: str
    places: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with a piece of a text: which one, from which character on, behind which column."""

    number: int
    start: int
    length: int
    lead: int


class Page:
    """The texts of one or more fields below each other, each behind its label.

    With `labels` False (one text only) it stands alone. `text` is what to show: its rows end with
    a line feed, and nothing in it has power over a terminal.
    """

    def __init__(self, texts: Sequence[tuple[str, str]], *, labels: bool = True) -> None:
        self._shown = [_show(field, source) for field, source in texts]
        self._rows: list[_Row | None] = []
        self.starts: list[int] = []  # the first row of each text
        lines: list[str] = []
        long_before = False
        for number, one in enumerate(self._shown):
            label = safe(one.field).replace("\n", " ") if labels else ""
            pieces = one.text.split("\n")
            short = labels and len(pieces) == 1 and len(one.text) <= _SHORT
            lead = f"{label.ljust(_LABEL)}  " if short else ""
            if labels and lines and (long_before or not short):
                lines.append("")
            long_before = not short
            if labels and not short:
                lines.append(label)
            self._rows += [None] * (len(lines) - len(self._rows))
            self.starts.append(len(lines))
            start = 0
            for piece in pieces:
                lines.append(lead + piece)
                self._rows.append(_Row(number, start, len(piece), len(lead)))
                start += len(piece) + 1
        self.text = "\n".join(lines)

    def location(self, field: str, offset: int) -> Location:
        """Where the character `offset` of the source of `field` is shown; the top if nowhere."""
        for row, piece in enumerate(self._rows):
            if piece is None or self._shown[piece.number].field != field:
                continue
            places = self._shown[piece.number].places
            for column in range(piece.length + 1):
                at = piece.start + column
                if at >= len(places) or places[at] >= offset:
                    return row, piece.lead + column
        return 0, 0

    def picked(self, one: Location, other: Location) -> Picked | None:
        """What is selected between two places, labels left out; None across two fields.

        An empty text when nothing of any field is selected.
        """
        start, end = min(one, other), max(one, other)
        rows = [
            (row, piece)
            for row in range(start[0], min(end[0], len(self._rows) - 1) + 1)
            if (piece := self._rows[row]) is not None
        ]
        parts: list[tuple[int, int, int]] = []
        for row, piece in rows:
            low = start[1] - piece.lead if row == start[0] else 0
            high = end[1] - piece.lead if row == end[0] else piece.length
            low, high = max(0, min(low, piece.length)), max(0, min(high, piece.length))
            parts.append((piece.number, piece.start + low, piece.start + high))
        # a field that the selection only touches is not a part of it
        while parts and parts[0][0] != parts[-1][0] and parts[0][1] == parts[0][2]:
            del parts[0]
        while parts and parts[0][0] != parts[-1][0] and parts[-1][1] == parts[-1][2]:
            del parts[-1]
        if not parts:
            return Picked("", "", 0)
        if parts[0][0] != parts[-1][0]:
            return None
        shown = self._shown[parts[0][0]]
        first, last = parts[0][1], parts[-1][2]
        if first >= last:
            return Picked(shown.field, "", 0)
        begin = shown.places[first]
        text = shown.source[begin : shown.places[last - 1] + 1]
        occurrence, at = 0, -1
        while (at := shown.source.find(text, at + 1)) >= 0 and at < begin:
            occurrence += 1
        return Picked(shown.field, text, occurrence)


def _show(field: str, source: str) -> _Shown:
    text = safe(source)
    if text == source:
        return _Shown(field, source, text, range(len(source)))
    places: list[int] = []
    shown: list[str] = []
    for place, character in enumerate(source):
        if character == "\r" and source[place + 1 : place + 2] == "\n":
            continue
        piece = safe(character)
        shown.append(piece)
        places += [place] * len(piece)
    return _Shown(field, source, "".join(shown), places)
