"""CSV that a spreadsheet cannot be tricked by, and that reads back unchanged.

A cell that a spreadsheet would run as a formula gets an apostrophe in front; so does one that
starts with an apostrophe already. To read: take one leading apostrophe away.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

# =, +, -, @ and their full-width forms start a formula; tab and carriage return may hide one.
_STARTS: Final = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20'")

Cell = str | int | None


def defuse(text: str) -> str:
    """`text` as it may stand in a cell."""
    return f"'{text}" if text[:1] in _STARTS else text


def restore(cell: str) -> str:
    """The text of a cell that `defuse` wrote."""
    return cell.removeprefix("'")


def to_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8, comma, CRLF, quotes where needed (RFC 4180). None becomes an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([defuse(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode()


def from_csv(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a file that `to_csv` wrote, as they were before."""
    with io.StringIO(data.decode(), newline="") as text:
        reader = csv.reader(text)
        head = next(reader)
        for row in reader:
            yield dict(zip(head, map(restore, row), strict=True))
