"""CSV as the world writes it: delimiter, header and rows, each row checked.

A row that does not fit its header is a `Reject` with file, row and column; a quote that is never
closed swallows the rest of the file and is therefore an error of the whole file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Final

from privacydesk.domain.errors import InputError
from privacydesk.domain.model import Reject
from privacydesk.intake.container import Member
from privacydesk.intake.encoding import MIXED, detect, has_nul, mixture, open_text
from privacydesk.intake.limits import Limits

DELIMITERS: Final = ",;\t|"
csv.field_size_limit(Limits().cell_chars)

# What European spreadsheets put above the header to tell the delimiter.
_SEP_LINE: Final = re.compile(r"""["']?sep=([,;\t|])["']?\r?\n""", re.IGNORECASE)
_MISSING: Final = "Row {row} of {file} has {found} cells where the header has {expected}: the row \
is cut off, or a delimiter or quote is missing."
_SURPLUS: Final = "Row {row} of {file} has {found} cells where the header has {expected}: a text \
with a delimiter in it was not quoted."


def sniff(sample: str) -> str:
    """The delimiter of the first record, quotes respected; a comma when there is none."""
    counts = dict.fromkeys(DELIMITERS, 0)
    quoted = False
    for char in sample:
        if char == '"':
            quoted = not quoted
        elif not quoted:
            if char in counts:
                counts[char] += 1
            elif char in "\r\n" and any(counts.values()):
                break
    best = max(DELIMITERS, key=lambda char: counts[char])
    return best if counts[best] else ","


def unique_header(cells: list[str]) -> tuple[str, ...]:
    """Names for all columns: trimmed, blank ones `Column 5`, the second `Others` `Others (2)`."""
    names: list[str] = []
    seen: set[str] = set()
    for index, cell in enumerate(cells, start=1):
        name = base = re.sub(r"\s+", " ", cell.lstrip("\ufeff").strip()) or f"Column {index}"
        number = 2
        while name in seen:
            name = f"{base} ({number})"
            number += 1
        seen.add(name)
        names.append(name)
    return tuple(names)


class CsvTable:
    """A CSV file with its header; `rows` may be called again and reads again.

    `header` given: the file has no header line, and rows may have any of `widths` cells.
    """

    def __init__(
        self, member: Member, *, header: tuple[str, ...] = (), widths: frozenset[int] = frozenset()
    ) -> None:
        self.member = member
        self.encoding = detect(member)
        self.mixture = mixture(member) if self.encoding == MIXED else None
        self.may_hold_nul = has_nul(member)
        self.headerless = bool(header)
        self.widths = widths
        with open_text(member, self.encoding) as text:
            sample = text.read(1 << 16)
        self.empty = not sample.strip("\ufeff \r\n\t\x00")
        told = _SEP_LINE.match(sample.lstrip("\ufeff"))
        self.delimiter = told[1] if told else sniff(sample.lstrip("\ufeff"))
        self._told = told is not None
        self.first = self._first_row()
        self.header = header or unique_header(self.first)

    def _first_row(self) -> list[str]:
        if self.empty:
            return []
        with open_text(self.member, self.encoding) as text:
            try:
                told = self._told
                for row in csv.reader(text, delimiter=self.delimiter, strict=True):
                    if any(cell.strip() for cell in row):
                        if not told:
                            return row
                        told = False
            except csv.Error as error:
                raise InputError(
                    f"The header of {self.member.name} cannot be read ({error})."
                ) from error
        return []

    def rows(self) -> Iterator[tuple[int, list[str]] | Reject]:
        """Row number (the header is 1) and cells, as many as the header has; or a Reject."""
        width = len(self.header)
        started = self.headerless
        told = self._told
        number = 0
        with open_text(self.member, self.encoding) as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            while True:
                number += 1
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield self._broken(number, error)
                    continue
                if not row or (len(row) == 1 and not row[0].strip("\ufeff \x00\x1a")):
                    number -= 0 if row or started else 1
                    continue
                if told:
                    told = False
                    continue
                if not started:
                    started = True
                    number = 1
                    continue
                if len(row) != width:
                    fitted = self._fit(row, width, number)
                    yield fitted if isinstance(fitted, Reject) else (number, fitted)
                    continue
                yield number, row

    def _fit(self, row: list[str], width: int, number: int) -> list[str] | Reject:
        found = len(row)
        if found > width and not any(cell.strip() for cell in row[width:]):
            return row[:width]
        if self.headerless and found in self.widths:
            return row + [""] * (width - found)
        template = _SURPLUS if found > width else _MISSING
        column = self.header[min(found, width - 1)] if found < width else None
        reason = template.format(row=number, file=self.member.base, found=found, expected=width)
        return Reject(self.member.name, number, column, reason, tuple(row))

    def _broken(self, number: int, error: csv.Error) -> Reject:
        what = str(error)
        if "unexpected end of data" in what:
            raise InputError(
                f"A quote that opens in or after row {number} of {self.member.name} is never "
                "closed, so the rest of the file cannot be read. Export the file again."
            ) from error
        if "field larger" in what:
            what = "a cell is larger than 16 MB"
        elif "expected after" in what:
            what = "text follows a closing quote"
        return Reject(
            self.member.name,
            number,
            None,
            f"Row {number} of {self.member.base} cannot be read: {what}.",
        )
