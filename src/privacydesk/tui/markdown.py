"""Markdown as lines for a `Paper`: the preview of a document, a thousand records long.

A widget per paragraph would take seconds to mount; lines take milliseconds. Only what our own
templates produce is styled; raw HTML and anything else is shown as the text it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from privacydesk.tui.guard import content, lines
from privacydesk.tui.widgets.paper import Line, LineLike
from privacydesk.tui.widgets.rows import clip

if TYPE_CHECKING:
    from markdown_it.token import Token

_RULE = 60
_CELL_MOST = 36


def markdown_lines(text: str) -> Iterator[LineLike]:
    """Headings, paragraphs, lists, quotes, code and tables, one logical line each."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    yield from _Walker(tokens).walk()


class _Walker:
    """Goes through the block tokens once, keeping the depth of lists and quotes."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._lists: list[int | None] = []
        self._quotes = 0
        self._item = ""
        self._rows: list[list[str]] = []

    def walk(self) -> Iterator[LineLike]:
        heading = ""
        cell = False
        for token in self._tokens:
            match token.type:
                case "heading_open":
                    heading = token.tag
                    yield ""
                case "heading_close":
                    heading = ""
                    yield ""
                case "bullet_list_open":
                    self._lists.append(None)
                case "ordered_list_open":
                    self._lists.append(int(token.attrs.get("start", 1)))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                    if not self._lists:
                        yield ""
                case "list_item_open":
                    self._item = self._bullet()
                case "blockquote_open":
                    self._quotes += 1
                case "blockquote_close":
                    self._quotes -= 1
                    yield ""
                case "paragraph_close" if not self._lists and not token.hidden:
                    yield ""
                case "table_open":
                    self._rows = []
                case "tr_open":
                    self._rows.append([])
                case "th_open" | "td_open":
                    cell = True
                case "th_close" | "td_close":
                    cell = False
                case "table_close":
                    yield from self._table()
                case "inline" if cell:
                    self._rows[-1].append(inline(token.children or []).plain.replace("\n", " "))
                case "inline":
                    yield from self._inline(token, heading)
                case "fence" | "code_block" | "html_block":
                    for line in lines(token.content.rstrip("\n"), "$quiet"):
                        yield Line(line, content("    "))
                    yield ""
                case "hr":
                    yield content(("─" * _RULE, "$line"))

    def _bullet(self) -> str:
        indent = "  " * len(self._lists)
        number = self._lists[-1]
        if number is None:
            return f"{indent}• "
        self._lists[-1] = number + 1
        return f"{indent}{number}. "

    def _inline(self, token: Token, heading: str) -> Iterator[LineLike]:
        said = inline(token.children or [])
        if heading:
            style = {"h1": "bold $head underline", "h2": "bold $head"}.get(heading, "bold")
            yield content((said.plain, style))
            return
        lead = content(("┃ " * self._quotes, "$line"))
        first = content(lead, (self._item or "  " * len(self._lists), "$primary"))
        blank = content(lead, " " * (first.cell_length - lead.cell_length))
        self._item = ""
        for number, part in enumerate(said.split("\n", allow_blank=True)):
            yield Line(part, first if number == 0 else blank, blank)

    def _table(self) -> Iterator[LineLike]:
        columns = max((len(row) for row in self._rows), default=0)
        padded = [[*row, *[""] * (columns - len(row))] for row in self._rows]
        widths = [
            min(_CELL_MOST, max(content(row[n]).cell_length for row in padded))
            for n in range(columns)
        ]
        for number, row in enumerate(padded):
            style = "bold $quiet" if number == 0 else ""
            cells = [clip(cell, width) + "  " for cell, width in zip(row, widths, strict=True)]
            yield Line(content(*((cell, style) for cell in cells)), whole=True)
        yield ""


def inline(tokens: Sequence[Token]) -> Content:
    """The text of a paragraph with its emphasis; a link shows its address beside its text."""
    parts: list[tuple[str, str]] = []
    styles: list[str] = []
    address = ""
    for token in tokens:
        match token.type:
            case "strong_open":
                styles.append("bold")
            case "em_open":
                styles.append("italic")
            case "s_open":
                styles.append("strike")
            case "strong_close" | "em_close" | "s_close":
                styles.pop()
            case "link_open":
                address = str(token.attrs.get("href", ""))
                styles.append("underline")
            case "link_close":
                styles.pop()
                shown = "".join(text for text, _ in parts)
                if address and address not in shown:
                    parts.append((f" ({address})", "$quiet"))
            case "softbreak" | "hardbreak":
                parts.append(("\n" if token.type == "hardbreak" else " ", ""))
            case "image":
                parts.append((f"[{token.content}]", "$quiet"))
            case "code_inline":
                parts.append((token.content, "$accent"))
            case _:
                parts.append((token.content, " ".join(styles)))
    return content(*parts)
