"""XLSX workbooks, read by calamine in a limited process after a look at their cell references.

A workbook is a ZIP of XML. Before anything parses it, the sheet's references are scanned as text:
two cells in opposite corners make a reader allocate seventeen billion cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from privacydesk.domain.errors import InputError
from privacydesk.domain.model import Reject
from privacydesk.domain.text import safe_line
from privacydesk.intake.container import Member
from privacydesk.intake.csvfile import unique_header
from privacydesk.intake.limits import MB, Limits
from privacydesk.isolate import run_limited

_REFERENCE: Final = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"')
_ROW: Final = re.compile(rb'<(?:\w+:)?row\b[^>]*?\sr="(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class XlsxTable:
    """A sheet with its header, as rows of text. Dates are ISO, numbers without `.0`.

    `name` is that of the file, and of the sheet too when the workbook has several with data.
    """

    name: str
    sheet: str
    header: tuple[str, ...]
    first_row: int  # the spreadsheet's number of the first row below the header
    cells: tuple[list[str], ...]
    may_hold_nul: bool = True

    def rows(self) -> Iterator[tuple[int, list[str]] | Reject]:
        """Row number as the spreadsheet shows it, and as many cells as the header has."""
        width = len(self.header)
        for number, row in enumerate(self.cells, start=self.first_row):
            if not any(cell.strip() for cell in row):
                continue
            if any(cell.strip() for cell in row[width:]):
                yield Reject(
                    self.name,
                    number,
                    None,
                    f"Row {number} of {self.name} has cells right of the last column "
                    "that has a name in the header.",
                    tuple(row),
                )
                continue
            yield number, row[:width] + [""] * (width - len(row))


def read_workbook(member: Member, limits: Limits) -> tuple[XlsxTable, ...]:
    """Every sheet that holds anything, in the order of the workbook, hidden ones included.

    Raises InputError when the file is too large, no workbook, or would fill the memory.
    """
    if member.size > limits.xlsx_bytes:
        raise InputError(
            f"{member.name} is larger than {limits.xlsx_bytes // MB} MB. Export it as CSV."
        )
    with member.open() as stream:
        data = stream.read()
    sheets: list[tuple[str, list[list[str]]]] = run_limited(
        read_sheets,
        data,
        member.base,
        limits.xlsx_cells,
        limits.total_bytes,
        seconds=limits.xlsx_seconds,
        memory_mb=limits.xlsx_memory_mb,
        what=f"Reading {member.base}",
    )
    several = len(sheets) > 1
    return tuple(
        _table(f"{member.name}, sheet {safe_line(title)}" if several else member.name, title, rows)
        for title, rows in sheets
    )


def _table(name: str, title: str, rows: list[list[str]]) -> XlsxTable:
    skipped = next(
        (number for number, row in enumerate(rows) if any(cell.strip() for cell in row)), len(rows)
    )
    cells, below = (list(rows[skipped]), rows[skipped + 1 :]) if skipped < len(rows) else ([], [])
    while (
        cells
        and not cells[-1].strip()
        and not any(len(row) >= len(cells) and row[len(cells) - 1].strip() for row in below)
    ):
        cells.pop()
    header = unique_header(cells) if cells else ()
    return XlsxTable(name, title, header, skipped + 2, tuple(below))


def read_sheets(
    data: bytes, name: str, cell_limit: int, total_bytes: int
) -> list[tuple[str, list[list[str]]]]:
    """Title and all rows of each sheet that is not empty. Runs in the limited process."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    _scan(data, name, cell_limit, total_bytes)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = []
        for sheet in workbook.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue  # a chart or a macro: it shows what stands in the others
            rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            texts = [[_text(cell) for cell in row] for row in rows]
            if any(any(cell.strip() for cell in row) for row in texts):
                found.append((sheet.name, texts))
    except CalamineError as error:
        raise InputError(
            f"{name} cannot be read as an XLSX workbook: it is damaged or has a password. "
            "Save it again in the spreadsheet program, or as CSV."
        ) from error
    return found


def _scan(data: bytes, name: str, cell_limit: int, total_bytes: int) -> None:
    """Refuse what would unfold to too much, before a parser sees it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > total_bytes:
                raise InputError(f"{name} unfolds to too much data: refused.")
            for info in infos:
                if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                    with archive.open(info) as sheet:
                        _scan_sheet(sheet, name, cell_limit)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(
            f"{name} is not an XLSX workbook, or it is damaged or has a password. "
            "Save it again in the spreadsheet program, or as CSV."
        ) from error


def _scan_sheet(sheet: Any, name: str, cell_limit: int) -> None:
    rows = columns = cells = 0
    tail = b""
    while block := sheet.read(MB):
        chunk = tail + block
        for found in _REFERENCE.finditer(chunk):
            columns = max(columns, _column(found[1]))
            rows = max(rows, int(found[2]))
            cells += 1
        for found in _ROW.finditer(chunk):
            rows = max(rows, int(found[1]))
        tail = chunk[-64:]
        # Empty cells between used ones cost memory too: the rectangle counts.
        if rows * columns > max(cell_limit, 64 * cells) or rows * columns > 50 * cell_limit:
            raise InputError(
                f"{name} has cells so far apart that reading it would fill the memory "
                f"({rows} rows, {columns} columns). Save only the filled area, or as CSV."
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        # A spreadsheet keeps 15 digits: larger numbers have lost some, and say so by their form.
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return repr(cell) if abs(cell) < 1e15 else f"{cell:.14E}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = int(cell.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(cell)
