"""Plain text: for a mail, a chat or a portal. Lines of prose are wrapped, nothing is marked up."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from privacydesk.documents.blocks import (
    Block,
    BulletList,
    CodeBlock,
    Conversation,
    Document,
    Fields,
    Grid,
    Heading,
    Meta,
    Note,
    NumberedList,
    Paragraph,
    Quotation,
    Rule,
    Table,
    Verbatim,
    inline_text,
)
from privacydesk.documents.escape import clean

_WIDTH: Final = 76


def write_text(document: Document) -> bytes:
    """The document as UTF-8 text."""
    draft = document.furniture.draft
    parts: list[str] = []
    if draft:
        parts.append(draft)
    parts.append(_lines((document.sender, *document.sender_lines[1:])))
    parts.append(_lines(document.receiver_lines))
    parts.append("\n".join(_pairs(document.facts)))
    parts.append(_wrapped(document.title))
    parts.append(_blocks((*document.front, *document.body)))
    if draft:
        parts.append(draft)
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(_line(line) for line in lines if line.strip())


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    """Prose in lines; a word longer than a line stays whole, and given line breaks stay."""
    wrapped = [
        textwrap.wrap(
            line,
            _WIDTH,
            initial_indent=first if number == 0 else rest,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        or [first if number == 0 else rest]
        for number, line in enumerate(clean(text).split("\n"))
    ]
    return "\n".join(line for lines in wrapped for line in lines)


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n\n".join(text for block in blocks if (text := _block(block)))


def _block(block: Block) -> str:
    match block:
        case Heading(_, children, _) | Paragraph(children):
            return _wrapped(inline_text(children))
        case BulletList(items):
            return "\n".join(_item("- ", item) for item in items)
        case NumberedList(items, start):
            return "\n".join(_item(f"{start + n}. ", item) for n, item in enumerate(items))
        case Quotation(inner):
            return textwrap.indent(_blocks(inner), "    ")
        case CodeBlock(text) | Verbatim(text):
            return textwrap.indent(clean(text), "    ")
        case Rule():
            return "-" * _WIDTH
        case Table(_, head, rows):
            names = [inline_text(cell) for cell in head]
            return _table(names, ([inline_text(cell) for cell in row] for row in rows))
        case Grid(head, data, _, _):
            return _table(head, data)
        case Meta(parts):
            return _wrapped("  ·  ".join(parts))
        case Fields(pairs, _):
            return "\n".join(_pairs(pairs))
        case Conversation(lines):
            return "\n\n".join(
                " · ".join(_line(part) for part in (line.who, line.when, line.label) if part)
                + "\n"
                + textwrap.indent(clean(line.text), "    ")
                for line in lines
            )
        case Note(text):
            return _wrapped(text)


def _item(marker: str, blocks: Sequence[Block]) -> str:
    inner = _blocks(blocks)
    space = " " * len(marker)
    return marker + inner.replace("\n", f"\n{space}")


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for label, value in pairs:
        yield _wrapped(f"{label}: {value}", rest="    ")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as a list of rows: columns do not survive a proportional font."""
    return "\n\n".join(
        "\n".join(_pairs(zip(head, row, strict=True)))
        if any(name.strip() for name in head)
        else _lines(row)
        for row in rows
    )
