"""The record of processing activities as a spreadsheet and as a PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from privacydesk.documents.blocks import Block, Document, Fields, Furniture, Note, heading
from privacydesk.documents.words import Words, show_day
from privacydesk.domain.localtext import LocalText
from privacydesk.domain.text import safe

if TYPE_CHECKING:
    from privacydesk.domain.register import Register, RegisterField

_TITLE: Final = LocalText(
    "Verwerkingsregister", "Verzeichnis von Verarbeitungstätigkeiten", "Record of processing"
)
_MISSING: Final = LocalText("ontbreekt", "fehlt", "missing")
_SUPPLIED: Final = LocalText("aangevuld", "ergänzt", "supplied")
_GAPS: Final = LocalText("Wat ontbreekt", "Was fehlt", "What is missing")
_NO_GAPS: Final = LocalText("Er ontbreekt niets.", "Es fehlt nichts.", "Nothing is missing.")
_ACTIVITY: Final = LocalText("Verwerking", "Verarbeitung", "Activity")
_FIELD: Final = LocalText("Veld", "Feld", "Field")
_ARTICLE: Final = LocalText("Artikel", "Artikel", "Article")
_TEXT: Final = LocalText("Tekst", "Text", "Text")
_STATEMENT: Final = LocalText("Verklaring", "Erklärung", "Statement")
_ALL: Final = LocalText("alle", "alle", "all")
_CELL_LIMIT: Final = 32_767  # characters that a cell of a workbook can hold


def _label(field: RegisterField) -> str:
    return f"{field.label} (30(1)({field.letter}))" if field.letter else field.label


def _marks(field: RegisterField, language: str) -> str:
    """What stands before a text so that it is not told by colour alone."""
    if field.missing:
        return f"[{_MISSING(language)}] "
    return f"[{_SUPPLIED(language)}] " if field.supplied else ""


def write_xlsx(register: Register, *, created: datetime) -> bytes:
    """A workbook of two sheets: the record, and what is missing. Texts only, never formulas.

    `created` goes into the properties of the file; the same input gives the same bytes.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    language = register.language
    book.set_properties(
        {
            "title": f"{_TITLE(language)}: {register.controller}",
            "author": register.controller,
            "created": created.replace(tzinfo=None),
        }
    )
    _record(book, register)
    _gaps(book, register)
    book.close()
    return out.getvalue()


def _record(book: Any, register: Register) -> None:
    language = register.language
    sheet = book.add_worksheet(_TITLE(language)[:31])
    strong, plain, gap, head = _formats(book)
    sheet.write_string(0, 0, _TITLE(language), strong)
    row = 1
    for label, text in _about(register):
        sheet.write_string(row, 0, label, strong)
        sheet.write_string(row, 1, _cell(text), plain)
        row += 1
    for field in register.head:
        sheet.write_string(row, 0, _label(field), strong)
        text = _marks(field, language) + field.text
        sheet.write_string(row, 1, _cell(text), gap if field.missing else plain)
        row += 1
    row += 1
    first = row
    names = [_label(field) for field in register.entries[0].fields]
    for column, name in enumerate((_ACTIVITY(language), *names)):
        sheet.write_string(row, column, name, head)
    for entry in register.entries:
        row += 1
        sheet.write_string(row, 0, _cell(entry.title), strong)
        for column, field in enumerate(entry.fields, 1):
            text = _marks(field, language) + field.text
            sheet.write_string(row, column, _cell(text), gap if field.missing else plain)
    sheet.autofilter(first, 0, row, len(names))
    sheet.freeze_panes(first + 1, 1)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(names), 42)
    _page(sheet)
    sheet.repeat_rows(first)


def _gaps(book: Any, register: Register) -> None:
    language = register.language
    sheet = book.add_worksheet(_GAPS(language)[:31])
    strong, plain, _, head = _formats(book)
    for column, name in enumerate((_ACTIVITY, _FIELD, _ARTICLE, _TEXT)):
        sheet.write_string(0, column, name(language), head)
    for row, (title, field) in enumerate(register.missing, 1):
        sheet.write_string(row, 0, _cell(title or _ALL(language)), strong)
        sheet.write_string(row, 1, field.label, plain)
        sheet.write_string(row, 2, f"30(1)({field.letter})", plain)
        sheet.write_string(row, 3, _cell(field.text), plain)
    if not register.missing:
        sheet.write_string(1, 0, _NO_GAPS(language), plain)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 1, 34)
    sheet.set_column(2, 2, 12)
    sheet.set_column(3, 3, 70)
    _page(sheet)


def _formats(book: Any) -> tuple[Any, Any, Any, Any]:
    wrap = {"text_wrap": True, "valign": "top"}
    return (
        book.add_format({**wrap, "bold": True}),
        book.add_format(wrap),
        book.add_format({**wrap, "bg_color": "#fdecea", "font_color": "#7a1f13"}),
        book.add_format({**wrap, "bold": True, "bottom": 1, "bg_color": "#e8eef4"}),
    )


def _page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _cell(text: str) -> str:
    return safe(text)[:_CELL_LIMIT]


def _about(register: Register) -> Iterator[tuple[str, str]]:
    told = register.title
    if register.statement_date is not None:
        told += f", {show_day(register.statement_date, register.language)}"
    yield _STATEMENT(register.language), told
    yield "SHA-256", register.sha256


def document(register: Register, *, created: datetime) -> Document:
    """The record as a document for the writers: one chapter per activity, then what is missing."""
    language = register.language
    words = Words(language)
    title = _TITLE(language)
    body: list[Block] = []
    for entry in register.entries:
        body.append(heading(1, entry.title))
        body.append(Fields(tuple(_pairs(entry.fields, language))))
    body.append(heading(1, _GAPS(language)))
    gaps = tuple(
        (f"{where or _ALL(language)}: {_label(field)}", field.text)
        for where, field in register.missing
    )
    body.append(Fields(gaps) if gaps else Note(_NO_GAPS(language)))
    return Document(
        language=language,
        title=title,
        sender=register.controller,
        sender_lines=(register.controller,),
        receiver_lines=(),
        facts=(
            *_about(register),
            (words("furniture", "prepared"), show_day(created.date(), language)),
        ),
        furniture=Furniture(
            page=words("furniture", "page"),
            of=words("furniture", "of"),
            contents=words("furniture", "contents"),
            draft=None,
        ),
        front=(Fields(tuple(_pairs(register.head, language))),),
        body=tuple(body),
        running=f"{title} · {register.controller}",
        created=created,
    )


def _pairs(fields: tuple[RegisterField, ...], language: str) -> Iterator[tuple[str, str]]:
    for field in fields:
        yield _label(field), _marks(field, language) + field.text
