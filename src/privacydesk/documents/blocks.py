"""What a document is made of, before anybody decides how it looks.

Every output (PDF, DOCX, ODT, HTML, Markdown) is written from the same frozen blocks. Two families
share one list: blocks that come out of Markdown templates (`documents/tree.py`), and blocks that
hold record data as plain strings. Data blocks are never made from Markdown, so nothing a stranger
wrote is ever parsed.

`BLACK_BOX` marks something about another person that is hidden until a reviewer decides (Article
15(4) GDPR); its fixed length tells nothing about what it hides.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

_CLOSING: Final = 3  # what to ask, the greeting, the name
BLACK_BOX: Final = "\u2588" * 6

# --------------------------------------------------------------------------- inline


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; the scheme of `href` is http, https or mailto (checked by the parser)."""

    children: tuple[Inline, ...]
    href: str


Inline = Text | Break | Strong | Emphasis | Code | Link

# --------------------------------------------------------------------------- narrative blocks


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 to 6. `listed`: whether the table of contents names it (levels 1 and 2 only)."""

    level: int
    children: tuple[Inline, ...]
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    items: tuple[tuple[Block, ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quotation:
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a template. `align` holds "l", "c" or "r" per column."""

    align: tuple[str, ...]
    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


# --------------------------------------------------------------------------- data blocks


@dataclass(frozen=True, slots=True)
class Meta:
    """A quiet line under the heading of a record: source, number, date, role."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text exactly as somebody wrote it; its line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Label and value pairs. `small`: the long tail of source fields, set smaller."""

    rows: tuple[tuple[str, str], ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of data. `align` per column: "l" or "r"; `widths`: relative shares."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation. `side`: "subject", "controller", "other" or "internal"."""

    who: str
    when: str
    text: str
    side: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A small remark of the controller beside data (a black box explained, a missing file)."""

    text: str


Block = (
    Heading
    | Paragraph
    | BulletList
    | NumberedList
    | Quotation
    | CodeBlock
    | Rule
    | Table
    | Meta
    | Verbatim
    | Fields
    | Grid
    | Conversation
    | Note
)

# --------------------------------------------------------------------------- the document


@dataclass(frozen=True, slots=True)
class Furniture:
    """The words that frame a document in its language."""

    page: str
    of: str
    contents: str
    draft: str | None  # the mark on every page, None for a released document


@dataclass(frozen=True, slots=True)
class Attached:
    """A file carried inside the document (PDF only)."""

    name: str
    content_type: str
    description: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How a letter looks: the accent colour (`#1f4e79`), a logo (PNG or JPEG, by `logo_type`), a
    font family, and a folder with its files; without one, the font must be on the reader's side.
    """

    colour: str = "#1f4e79"
    logo: bytes | None = None
    logo_type: str = "png"
    font: str = ""
    fonts: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One file to write.

    `front` stands on the first page, then comes the table of contents, then `body`.
    `facts` are label and value pairs beside the address (reference, dates).
    """

    language: str
    title: str
    sender: str
    sender_lines: tuple[str, ...]
    receiver_lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    furniture: Furniture
    front: tuple[Block, ...]
    body: tuple[Block, ...]
    attached: tuple[Attached, ...] = field(default=())
    running: str = ""  # the short line in the head of every page
    created: datetime | None = None  # goes into the properties of the file
    letter: Letterhead | None = None  # laid out as a letter: address in the window, no contents


def heading(level: int, text: str) -> Heading:
    """A heading of plain text."""
    return Heading(level, (Text(text),))


def contents(blocks: Iterable[Block]) -> Iterator[Heading]:
    """The headings that a table of contents names."""
    for block in blocks:
        if isinstance(block, Heading) and block.listed and block.level <= 2:
            yield block


def closing(document: Document) -> int:
    """How many paragraphs at the end of a letter stay together on a page: its closing does not
    stand alone. The layout of the PDF has the same rule."""
    if document.letter is None:
        return 0
    prose = itertools.takewhile(lambda block: isinstance(block, Paragraph), reversed(document.body))
    return min(_CLOSING, sum(1 for _ in prose))


def inline_text(children: Iterable[Inline]) -> str:
    """The words of inline nodes, without their dress."""
    parts: list[str] = []
    for node in children:
        match node:
            case Text(text) | Code(text):
                parts.append(text)
            case Break():
                parts.append("\n")
            case Strong(inner) | Emphasis(inner) | Link(inner, _):
                parts.append(inline_text(inner))
    return "".join(parts)


def strings(blocks: Iterable[Block]) -> Iterator[str]:
    """Every piece of text in `blocks`, in reading order: what a complete output must hold."""
    for block in blocks:
        match block:
            case Heading(_, children, _) | Paragraph(children):
                yield inline_text(children)
            case BulletList(items) | NumberedList(items, _):
                for item in items:
                    yield from strings(item)
            case Quotation(inner):
                yield from strings(inner)
            case CodeBlock(text) | Verbatim(text) | Note(text):
                yield text
            case Table(_, head, rows):
                for cells in (head, *rows):
                    yield from (inline_text(cell) for cell in cells)
            case Meta(parts):
                yield from parts
            case Fields(pairs, _):
                for label, value in pairs:
                    yield label
                    yield value
            case Grid(names, data, _, _):
                for row in (names, *data):
                    yield from row
            case Conversation(lines):
                for line in lines:
                    yield from (line.who, line.when, line.label, line.text)
            case Rule():
                pass
