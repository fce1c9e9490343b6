"""Markdown: readable as it stands, and parsed again it gives the same text.

Every piece of data is escaped, so nothing a stranger wrote becomes a heading, a link or HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
    contents,
    inline_text,
)
from privacydesk.documents.escape import clean, escape_block, escape_inline


def write_markdown(document: Document) -> bytes:
    """The document as UTF-8 Markdown."""
    parts: list[str] = []
    draft = document.furniture.draft
    if draft:
        parts.append(f"**{escape_inline(draft)}**")
    parts.append(_hard_lines((document.sender, *document.sender_lines[1:])))
    parts.append(_hard_lines(document.receiver_lines))
    parts.append(_pairs(document.facts))
    parts.append(f"# {escape_inline(document.title)}")
    parts.append(_blocks(document.front))
    if document.furniture.contents:
        parts.append(f"## {escape_inline(document.furniture.contents)}")
        parts.append(_contents(document.body))
    parts.append(_blocks(document.body))
    if draft:
        parts.append(f"**{escape_inline(draft)}**")
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _contents(body: Sequence[Block]) -> str:
    return "\n".join(
        f"{'  ' * (block.level - 1)}- {escape_inline(inline_text(block.children))}"
        for block in contents(body)
    )


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n\n".join(text for block in blocks if (text := _block(block)))


def _block(block: Block) -> str:
    match block:
        case Heading(level, children, _):
            return f"{'#' * min(6, level + 1)} {_inlines(children)}"
        case Paragraph(children):
            return _inlines(children)
        case BulletList(items):
            return "\n".join(_item("- ", item) for item in items)
        case NumberedList(items, start):
            return "\n".join(_item(f"{start + n}. ", item) for n, item in enumerate(items))
        case Quotation(inner):
            return _quoted(_blocks(inner))
        case CodeBlock(text):
            return _indented(clean(text), "    ", first="    ")
        case Rule():
            return "---"
        case Table(align, head, rows):
            return _table(
                [_inlines(cell) for cell in head],
                [[_inlines(cell) for cell in row] for row in rows],
                align,
            )
        case Meta(parts):
            return f"*{' · '.join(escape_inline(part) for part in parts)}*" if parts else ""
        case Verbatim(text):
            return _quoted(escape_block(text))
        case Fields(pairs, _):
            return _pairs(pairs)
        case Grid(head, data, align, _):
            return _table(
                [escape_inline(cell) for cell in head],
                [[escape_inline(cell) for cell in row] for row in data],
                align,
            )
        case Conversation(lines):
            return "\n\n".join(_turn(line) for line in lines)
        case Note(text):
            return f"*{escape_inline(text)}*" if text.strip() else ""


def _turn(line: Line) -> str:
    head = " · ".join(escape_inline(part) for part in (line.when, line.label) if part)
    return f"**{escape_inline(line.who)}** · {head}\n\n{_quoted(escape_block(line.text))}"


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(_pair(label, value) for label, value in pairs)


def _pair(label: str, value: str) -> str:
    text = escape_block(value).replace("\n\n", "\\\n")
    return f"- {escape_inline(label)}: {_indented(text, '  ')}"


def _item(marker: str, blocks: tuple[Block, ...]) -> str:
    return marker + _indented(_blocks(blocks), " " * len(marker))


def _indented(text: str, indent: str, *, first: str = "") -> str:
    return first + text.replace("\n", "\n" + indent)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _hard_lines(lines: Iterable[str]) -> str:
    return "\\\n".join(escape_inline(line) for line in lines if line.strip())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], align: Sequence[str]) -> str:
    marks = {"r": "---:", "c": ":---:"}
    columns = align or ["l"] * len(head)
    lines = [head, [marks.get(side, "---") for side in columns], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _inlines(children: Iterable[Inline]) -> str:
    return "".join(_inline(child) for child in children)


def _inline(node: Inline) -> str:
    match node:
        case Text(text):
            return _keep_edges(text)
        case Break():
            return "\\\n"
        case Strong(children):
            return f"**{_inlines(children)}**"
        case Emphasis(children):
            return f"*{_inlines(children)}*"
        case Code(text):
            return _keep_edges(text)
        case Link(children, href):
            return f"[{_inlines(children)}](<{href}>)"


def _keep_edges(text: str) -> str:
    """Escaped text whose outer spaces stay, because words stand before and behind it."""
    return "".join(_edges(text))


def _edges(text: str) -> Iterator[str]:
    if text[:1].isspace():
        yield " "
    yield escape_inline(text)
    if text.strip() and text[-1:].isspace():
        yield " "
