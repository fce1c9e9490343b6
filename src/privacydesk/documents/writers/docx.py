"""DOCX through python-docx; tables are laid as raw elements, which is many times faster.

Headings carry the built-in heading styles, so Word's navigation and table of contents work. The
contents list is a field with its entries filled in: it shows at once, Word refreshes it on demand.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from privacydesk.documents.blocks import (
    Block,
    Break,
    BulletList,
    Code,
    CodeBlock,
    Conversation,
    Document,
    Emphasis,
    Fields,
    Grid,
    Heading,
    Inline,
    Line,
    Link,
    Meta,
    Note,
    NumberedList,
    Paragraph,
    Quotation,
    Rule,
    Strong,
    Table,
    Text,
    Verbatim,
    closing,
    contents,
    inline_text,
)
from privacydesk.documents.escape import clean
from privacydesk.documents.writers import docx_parts as parts
from privacydesk.documents.writers.docx_letter import letter_head

_INDENT: Final = 340  # twentieths of a point per level
_EDGES: Final = {"subject": "1F4E79", "internal": "A03A13"}


def write_docx(document: Document) -> bytes:
    """The document as a DOCX file."""
    word = parts.new_document(
        language=document.language, title=document.title, author=document.sender
    )
    furniture = document.furniture
    parts.head_and_foot(
        word,
        head=document.running,
        mark=furniture.draft or "",
        foot=" · ".join(document.sender_lines) if document.letter else document.sender,
        page=furniture.page,
        of=furniture.of,
    )
    writer = _Writer(word)
    if document.letter is not None:
        letter_head(word, document, document.letter)
    else:
        _head(writer, document)
    writer.line(document.title, style="Title")
    writer.blocks(document.front)
    if furniture.contents:
        writer.line(furniture.contents, style="Contents Heading")
        parts.contents(
            word,
            [
                (block.level, clean(inline_text(block.children)))
                for block in contents(document.body)
            ],
        )
    writer.blocks(document.body)
    if kept := closing(document):
        for paragraph in word.paragraphs[-kept:-1]:
            paragraph.paragraph_format.keep_with_next = True
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _head(writer: _Writer, document: Document) -> None:
    """Who writes to whom about what."""
    writer.line(document.sender, style="Sender")
    for line in document.sender_lines[1:]:
        writer.line(line, style="Quiet")
    for number, line in enumerate(document.receiver_lines):
        writer.line(line, style="Receiver First" if number == 0 else "Receiver")
    writer.fields(document.facts, small=False)


class _Writer:
    """Appends blocks to one Word document."""

    def __init__(self, word: Any) -> None:
        self._word = word
        self._depth = 0

    def line(self, text: str, *, style: str) -> None:
        self._paragraph((Text(text),), style=style)

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(block)

    def fields(self, pairs: Sequence[tuple[str, str]], *, small: bool) -> None:
        if pairs:
            style = "Small Cell" if small else "Cell"
            rows = [
                [((label,), "Cell Label"), (value.split("\n"), style)] for label, value in pairs
            ]
            self._table([], _cleaned(rows), widths=(3, 7), align=("l", "l"))

    def _block(self, block: Block) -> None:
        match block:
            case Heading(level, children, _):
                self._paragraph(children, style=f"Heading {min(level, 4)}")
            case Paragraph(children):
                self._paragraph(children)
            case BulletList(items):
                self._items([("•", item) for item in items])
            case NumberedList(items, start):
                self._items([(f"{start + n}.", item) for n, item in enumerate(items)])
            case Quotation(inner):
                self._depth += 1
                self.blocks(inner)
                self._depth -= 1
            case CodeBlock(text):
                self._lines(text, style="Code Block")
            case Rule():
                self.line("", style="Rule")
            case Table(align, head, rows):
                self._table(
                    [inline_text(cell) for cell in head],
                    _cleaned(
                        [[(inline_text(cell).split("\n"), "Cell") for cell in row] for row in rows]
                    ),
                    widths=[2 if side == "r" else 5 for side in align],
                    align=align,
                )
            case Meta(pieces):
                self.line("  ·  ".join(pieces), style="Quiet Keep")
            case Verbatim(text):
                self._lines(text, style="Verbatim")
            case Fields(pairs, small):
                self.fields(pairs, small=small)
            case Grid(head, data, align, widths):
                self._table(
                    head,
                    _cleaned([[(cell.split("\n"), "Small Cell") for cell in row] for row in data]),
                    widths=widths or [1] * len(head),
                    align=align or ["l"] * len(head),
                )
            case Conversation(lines):
                for turn in lines:
                    self._turn(turn)
            case Note(text):
                self.line(text, style="Note")

    def _turn(self, turn: Line) -> None:
        edge = _EDGES.get(turn.side, "C9D1DA")
        head = self._word.add_paragraph(style="Turn Head")
        parts.left_edge(head, edge)
        self._run(head, turn.who, bold=True)
        rest = " · ".join(piece for piece in (turn.label, turn.when) if piece)
        if rest:
            self._run(head, f" · {rest}")
        body = self._word.add_paragraph(style="Turn")
        parts.left_edge(body, edge)
        parts.add_lines(body, clean(turn.text).split("\n"))

    def _items(self, items: Iterable[tuple[str, Sequence[Block]]]) -> None:
        self._depth += 1
        for marker, blocks in items:
            first, *rest = blocks or (Paragraph(()),)
            if isinstance(first, Paragraph):
                self._paragraph(
                    (Text(f"{marker}\t"), *first.children), style="List Item", hang=True
                )
            else:
                self._paragraph((Text(marker),), style="List Item", hang=True)
                self._block(first)
            self.blocks(rest)
        self._depth -= 1

    def _lines(self, text: str, *, style: str) -> None:
        parts.add_lines(self._word.add_paragraph(style=style), clean(text).split("\n"))

    def _paragraph(
        self, children: Iterable[Inline], *, style: str = "Normal", hang: bool = False
    ) -> None:
        paragraph = self._word.add_paragraph(style=style)
        if self._depth:
            parts.indent(paragraph, _INDENT * self._depth, hang=_INDENT if hang else 0)
        self._inlines(paragraph, children)

    def _inlines(
        self,
        paragraph: Any,
        children: Iterable[Inline],
        *,
        bold: bool = False,
        italic: bool = False,
    ) -> None:
        for node in children:
            match node:
                case Text(text) | Code(text):
                    self._run(paragraph, text, bold=bold, italic=italic)
                case Break():
                    paragraph.add_run().add_break()
                case Strong(inner):
                    self._inlines(paragraph, inner, bold=True, italic=italic)
                case Emphasis(inner):
                    self._inlines(paragraph, inner, bold=bold, italic=True)
                case Link(inner, href):
                    parts.link(paragraph, clean(inline_text(inner)), href)

    def _run(self, paragraph: Any, text: str, *, bold: bool = False, italic: bool = False) -> None:
        # A tab is only ever ours (list markers): `clean` turns those of data into spaces.
        marker, tab, rest = text.partition("\t") if text.endswith("\t") else (text, "", "")
        run = paragraph.add_run(clean(marker) + tab + rest)
        run.bold = bold or None
        run.italic = italic or None

    def _table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[tuple[Sequence[str], str]]],
        *,
        widths: Sequence[int],
        align: Sequence[str],
    ) -> None:
        parts.table(self._word, [clean(cell) for cell in head], rows, widths=widths, align=align)


def _cleaned(
    rows: Iterable[Iterable[tuple[Sequence[str], str]]],
) -> list[list[tuple[Sequence[str], str]]]:
    return [[([clean(line) for line in cell], style) for cell, style in row] for row in rows]
