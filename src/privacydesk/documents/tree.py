"""Markdown to blocks.

The parser knows CommonMark and tables and nothing else: no HTML, no images, no bare links. What it
cannot express it refuses with an error, so that a new kind of syntax never slips through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from privacydesk.documents.blocks import (
    Block,
    Break,
    BulletList,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    Inline,
    Link,
    NumberedList,
    Paragraph,
    Quotation,
    Rule,
    Strong,
    Table,
    Text,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_ALIGN: Final = {"text-align:right": "r", "text-align:center": "c"}


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .disable(["html_inline", "html_block", "image", "autolink"])
    )


def parse(markdown: str) -> tuple[Block, ...]:
    """The blocks of `markdown`. Raises ValueError on syntax the documents do not know."""
    tokens = _parser().parse(markdown)
    blocks, end = _blocks(tokens, 0, None)
    assert end == len(tokens)
    return tuple(_without_gaps(blocks))


def _without_gaps(blocks: Iterable[Block]) -> Iterator[Block]:
    """Headings never skip a level: PDF/UA and screen readers rely on it."""
    before = 0
    for block in blocks:
        if isinstance(block, Heading):
            before = min(block.level, before + 1)
            yield Heading(before, block.children)
        else:
            yield block


def _blocks(tokens: Sequence[Token], at: int, close: str | None) -> tuple[tuple[Block, ...], int]:
    """Blocks from `at` up to the token named `close`; also the position behind that token."""
    out: list[Block] = []
    while at < len(tokens):
        token = tokens[at]
        if token.type == close:
            return tuple(out), at + 1
        block, at = _block(tokens, at)
        out.append(block)
    return tuple(out), at


def _block(tokens: Sequence[Token], at: int) -> tuple[Block, int]:
    token = tokens[at]
    match token.type:
        case "paragraph_open":
            return Paragraph(_inline(tokens[at + 1])), at + 3
        case "heading_open":
            return Heading(int(token.tag[1]), _inline(tokens[at + 1])), at + 3
        case "bullet_list_open":
            items, at = _items(tokens, at + 1, "bullet_list_close")
            return BulletList(items), at
        case "ordered_list_open":
            items, at = _items(tokens, at + 1, "ordered_list_close")
            return NumberedList(items, int(token.attrs.get("start", 1))), at
        case "blockquote_open":
            inner, at = _blocks(tokens, at + 1, "blockquote_close")
            return Quotation(inner), at
        case "fence" | "code_block":
            return CodeBlock(token.content.rstrip("\n")), at + 1
        case "hr":
            return Rule(), at + 1
        case "table_open":
            return _table(tokens, at + 1)
    raise ValueError(f"templates cannot use this Markdown: {token.type}")


def _items(
    tokens: Sequence[Token], at: int, close: str
) -> tuple[tuple[tuple[Block, ...], ...], int]:
    items: list[tuple[Block, ...]] = []
    while tokens[at].type != close:
        blocks, at = _blocks(tokens, at + 1, "list_item_close")
        items.append(blocks)
    return tuple(items), at + 1


def _table(tokens: Sequence[Token], at: int) -> tuple[Table, int]:
    align: list[str] = []
    rows: list[list[tuple[Inline, ...]]] = []
    while tokens[at].type != "table_close":
        token = tokens[at]
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "th_open":
            align.append(_ALIGN.get(str(token.attrs.get("style", "")), "l"))
        elif token.type == "inline":
            rows[-1].append(_inline(token))
        at += 1
    head, *data = (tuple(row) for row in rows)
    return Table(tuple(align), head, tuple(data)), at + 1


def _inline(token: Token) -> tuple[Inline, ...]:
    nodes, _ = _inlines(token.children or (), 0, None)
    return nodes


def _inlines(tokens: Sequence[Token], at: int, close: str | None) -> tuple[tuple[Inline, ...], int]:
    out: list[Inline] = []
    while at < len(tokens):
        token = tokens[at]
        at += 1
        match token.type:
            case kind if kind == close:
                return tuple(out), at
            case "text" | "text_special":
                _add_text(out, token.content)
            case "softbreak":
                _add_text(out, " ")
            case "hardbreak":
                out.append(Break())
            case "code_inline":
                out.append(Code(token.content))
            case "strong_open":
                children, at = _inlines(tokens, at, "strong_close")
                out.append(Strong(children))
            case "em_open":
                children, at = _inlines(tokens, at, "em_close")
                out.append(Emphasis(children))
            case "link_open":
                children, at = _inlines(tokens, at, "link_close")
                href = str(token.attrs.get("href", ""))
                if urlsplit(href).scheme in _SCHEMES:
                    out.append(Link(children, href))
                else:
                    out.extend(children)
            case other:
                raise ValueError(f"templates cannot use this Markdown: {other}")
    return tuple(out), at


def _add_text(out: list[Inline], text: str) -> None:
    """Append text, joined to a text node before it (escapes arrive as one token each)."""
    if not text:
        return
    if out and isinstance(out[-1], Text):
        out[-1] = Text(out[-1].text + text)
    else:
        out.append(Text(text))
