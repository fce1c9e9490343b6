"""Blocks as plain JSON values: what the Typst layout and the HTML template read.

A node is a list whose first item names it. Every string passes one of two functions of the format:
`wide` for running text and wide cells, `narrow` for cells of table columns, `label` for the names
of fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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
    inline_text,
)

Node = list[Any]
Cell = tuple[Inline, ...]
_SHORTEST, _LONGEST = 10, 60  # characters of a cell that count for the width of its column
_WORD, _GUTTER, _ROOM = 14, 3, 100  # of a word that stays whole, beside it, of a line; characters


@dataclass(frozen=True, slots=True)
class Encoder:
    """Encodes documents for one format."""

    wide: Callable[[str], str]
    narrow: Callable[[str], str]
    label: Callable[[str], str]

    def document(self, document: Document) -> dict[str, Any]:
        """The document as the JSON that the layout reads."""
        furniture, letter = document.furniture, document.letter
        return {
            "lang": document.language,
            "title": self.wide(document.title),
            "sender": self.wide(document.sender),
            "sender_lines": [self.wide(line) for line in document.sender_lines],
            "receiver": [self.wide(line) for line in document.receiver_lines],
            "facts": [[self.wide(label), self.wide(value)] for label, value in document.facts],
            "running": self.wide(document.running),
            "page": furniture.page,
            "of": furniture.of,
            "contents": furniture.contents,
            "draft": furniture.draft or "",
            "letter": letter and {"colour": letter.colour, "font": letter.font},
            "logo": letter.logo_type if letter and letter.logo else "",
            "front": [self.block(block) for block in document.front],
            "body": [self.block(block) for block in document.body],
            "attached": [
                {
                    "file": f"attached-{number}",
                    "name": attached.name,
                    "type": attached.content_type,
                    "description": attached.description,
                }
                for number, attached in enumerate(document.attached)
            ],
        }

    def blocks(self, blocks: Iterable[Block]) -> list[Node]:
        return [self.block(block) for block in blocks]

    def block(self, block: Block) -> Node:
        match block:
            case Heading(level, children, listed):
                return ["h", level, self._inlines(children), listed]
            case Paragraph(children):
                return ["p", self._inlines(children)]
            case BulletList(items):
                return ["ul", [self.blocks(item) for item in items]]
            case NumberedList(items, start):
                return ["ol", [self.blocks(item) for item in items], start]
            case Quotation(inner):
                return ["q", self.blocks(inner)]
            case CodeBlock(text):
                return ["pre", self.wide(text)]
            case Rule():
                return ["hr"]
            case Table(align, head, rows):
                return [
                    "table",
                    list(align),
                    [self._inlines(cell, narrow=True) for cell in head],
                    [[self._inlines(cell, narrow=True) for cell in row] for row in rows],
                    _widths(head, rows),
                ]
            case Meta(parts):
                return ["meta", [self.wide(part) for part in parts]]
            case Verbatim(text):
                return ["text", self.wide(text).split("\n")]
            case Fields(pairs, small):
                return [
                    "fields",
                    [[self.label(k), self.wide(v).split("\n")] for k, v in pairs],
                    small,
                ]
            case Grid(head, data, align, widths):
                return [
                    "grid",
                    [self.narrow(cell) for cell in head],
                    [[self.narrow(cell) for cell in row] for row in data],
                    list(align) or ["l"] * len(head),
                    list(widths) or [1] * len(head),
                ]
            case Conversation(lines):
                return ["talk", [self._line(line) for line in lines]]
            case Note(text):
                return ["note", self.wide(text)]

    def _line(self, line: Line) -> Node:
        return [
            line.side,
            self.wide(line.who),
            self.wide(line.when),
            self.wide(line.label),
            self.wide(line.text).split("\n"),
        ]

    def _inlines(self, children: Iterable[Inline], *, narrow: bool = False) -> list[Node]:
        return [self._inline(node, narrow) for node in children]

    def _inline(self, node: Inline, narrow: bool) -> Node:
        dress = self.narrow if narrow else self.wide
        match node:
            case Text(text):
                return ["t", dress(text)]
            case Break():
                return ["br"]
            case Strong(children):
                return ["b", self._inlines(children, narrow=narrow)]
            case Emphasis(children):
                return ["i", self._inlines(children, narrow=narrow)]
            case Code(text):
                return ["c", dress(text)]
            case Link(children, href):
                return ["a", self._inlines(children, narrow=narrow), href]


def _widths(head: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """Shares of the columns of a table: more text gets more room, but not in proportion, so that
    a short word beside long rules is not squeezed, let alone broken."""
    columns = [[inline_text(cell) for cell in column] for column in zip(head, *rows, strict=True)]
    longest = [max(map(len, texts)) for texts in columns]
    shares = [min(max(length, _SHORTEST), _LONGEST) ** 0.7 for length in longest]
    line = sum(shares)
    words = [max(len(word) for text in texts for word in text.split() or [""]) for texts in columns]
    least = [(min(word, _WORD) + _GUTTER) / _ROOM * line for word in words]
    return [round(max(share, room), 2) for share, room in zip(shares, least, strict=True)]
