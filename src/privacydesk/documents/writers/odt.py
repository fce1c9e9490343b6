"""ODT: content and styles are composed as XML text, odfdo keeps the package around them.

Every text passes `clean` and XML escaping on its way into the one function that writes text
(`_text`), so data cannot become elements.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

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
from privacydesk.documents.writers.odt_letter import dressed, letter_head, logo_part, start_style
from privacydesk.documents.writers.odt_styles import (
    COLUMN_SHARES,
    NAMESPACES,
    content_styles,
    page_styles,
)

_SPACES: Final = re.compile(r"  +|^ ", re.MULTILINE)
_PICTURES: Final = {"png": "image/png", "jpg": "image/jpeg"}
_TURN: Final = {"subject": "TurnSubject", "internal": "TurnInternal"}


def write_odt(document: Document) -> bytes:
    """The document as an ODT file."""
    from odfdo import Document as OdfDocument

    odf = OdfDocument("text")
    container = odf.container
    assert container is not None
    container.set_part("styles.xml", page_styles(document).encode())
    container.set_part("content.xml", _content(document).encode())
    for part in container.parts:  # what the template of the library brings along
        if part.startswith(("Configurations2/", "Thumbnails/")):
            odf.del_part(part)
    if document.letter is not None and document.letter.logo is not None:
        name = logo_part(document.letter)
        container.set_part(name, document.letter.logo)
        odf.manifest.add_full_path(name, _PICTURES[document.letter.logo_type])
    odf.meta.title = document.title
    odf.meta.language = {"nl": "nl-NL", "de": "de-DE"}.get(document.language, "en-GB")
    odf.meta.creator = document.sender
    buffer = io.BytesIO()
    odf.save(buffer)
    return buffer.getvalue()


def _content(document: Document) -> str:
    look = document.letter
    out = [letter_head(document, look, _p)] if look else _head(document)
    out.append(_p("LetterStart" if look else "Title", document.title))
    out += [_block(block) for block in document.front]
    if document.furniture.contents:
        out.append(_p("ContentsHeading", document.furniture.contents))
        out += [
            _p(f"Contents{block.level}", inline_text(block.children))
            for block in contents(document.body)
        ]
    rest = len(document.body) - closing(document)
    out += [_block(block) for block in document.body[:rest]]
    for number, block in enumerate(document.body[rest:], rest + 1):
        assert isinstance(block, Paragraph)
        last = number == len(document.body)
        out.append(_prose(block, "Body" if last else "BodyKeep"))
    styles = content_styles()
    if look:
        styles = dressed(styles, look) + start_style(document)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(out)}</office:text></office:body>"
        "</office:document-content>"
    )


def _head(document: Document) -> list[str]:
    """Who writes to whom about what."""
    out = [_p("FirstSender", document.sender)]
    out += [_p("Quiet", line) for line in document.sender_lines[1:]]
    out += [
        _p("ReceiverFirst" if number == 0 else "Receiver", line)
        for number, line in enumerate(document.receiver_lines)
    ]
    out.append(_fields(document.facts, small=False))
    return out


def _text(text: str) -> str:
    """Text as XML: spaces and line breaks survive, everything else is literal."""

    def spaces(match: re.Match[str]) -> str:
        return f'<text:s text:c="{len(match[0])}"/>'

    lines = clean(text).split("\n")
    return "<text:line-break/>".join(_SPACES.sub(spaces, escape(line)) for line in lines)


def _p(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{_text(text)}</text:p>'


def _blocks(blocks: Iterable[Block]) -> str:
    return "".join(_block(block) for block in blocks)


def _prose(paragraph: Paragraph, style: str) -> str:
    return f'<text:p text:style-name="{style}">{_inlines(paragraph.children)}</text:p>'


def _block(block: Block) -> str:
    match block:
        case Heading(level, children, _):
            shown = min(level, 4)
            return (
                f'<text:h text:style-name="Heading{shown}" text:outline-level="{shown}">'
                f"{_inlines(children)}</text:h>"
            )
        case Paragraph():
            return _prose(block, "Body")
        case BulletList(items):
            return f'<text:list text:style-name="Bullets">{_items(items)}</text:list>'
        case NumberedList(items, start):
            first = f' text:start-value="{start}"'
            return f'<text:list text:style-name="Numbers">{_items(items, first)}</text:list>'
        case Quotation(inner):
            return "".join(_quoted(block) for block in inner)
        case CodeBlock(text):
            return _p("Code", text)
        case Rule():
            return _p("Rule", "")
        case Table(align, head, rows):
            return _table(
                [_inlines(cell) for cell in head],
                [[_inlines(cell) for cell in row] for row in rows],
                align=align,
                widths=[2 if side == "r" else 5 for side in align],
                style="Cell",
            )
        case Meta(parts):
            return _p("QuietKeep", "  ·  ".join(parts))
        case Verbatim(text):
            return _p("Verbatim", text)
        case Fields(pairs, small):
            return _fields(pairs, small=small)
        case Grid(head, data, align, widths):
            return _table(
                [_text(cell) for cell in head],
                [[_text(cell) for cell in row] for row in data],
                align=align or ["l"] * len(head),
                widths=widths or [1] * len(head),
                style="SmallCell",
            )
        case Conversation(lines):
            return "".join(_turn(line) for line in lines)
        case Note(text):
            return _p("Note", text)


def _quoted(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f'<text:p text:style-name="Quote">{_inlines(block.children)}</text:p>'
    return _block(block)


def _turn(line: Line) -> str:
    style = _TURN.get(line.side, "Turn")
    rest = " · ".join(part for part in (line.label, line.when) if part)
    head = f'<text:span text:style-name="Bold">{_text(line.who)}</text:span>'
    if rest:
        head += f" · {_text(rest)}"
    return f'<text:p text:style-name="{style}Head">{head}</text:p>' + _p(style, line.text)


def _items(items: Iterable[Sequence[Block]], attributes: str = "") -> str:
    out = []
    for number, item in enumerate(items):
        first = attributes if number == 0 else ""
        inner = "".join(
            f'<text:p text:style-name="ListItem">{_inlines(block.children)}</text:p>'
            if isinstance(block, Paragraph)
            else _block(block)
            for block in item
        )
        out.append(f"<text:list-item{first}>{inner}</text:list-item>")
    return "".join(out)


def _fields(pairs: Sequence[tuple[str, str]], *, small: bool) -> str:
    if not pairs:
        return ""
    style = "SmallCell" if small else "Cell"
    rows = [(_text(label), _text(value)) for label, value in pairs]
    return _table([], rows, align=("l", "l"), widths=(3, 7), style=style, label="CellLabel")


def _table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    align: Sequence[str],
    widths: Sequence[int],
    style: str,
    label: str | None = None,
) -> str:
    """A table of cells that are XML already; the head row is repeated on every page."""
    total = sum(widths)
    shares = [max(1, round(COLUMN_SHARES * width / total)) for width in widths]
    out = ['<table:table table:style-name="Table">']
    out += [f'<table:table-column table:style-name="Column{share}"/>' for share in shares]
    if head:
        cells = _row(head, align, ["CellHead"] * len(head), "HeadCell")
        out.append(f"<table:table-header-rows>{cells}</table:table-header-rows>")
    for row in rows:
        names = [style] * len(row)
        if label:
            names[0] = label
        out.append(_row(row, align, names, "BodyCell"))
    out.append("</table:table>" + _p("Rule", ""))
    return "".join(out)


def _row(cells: Sequence[str], align: Sequence[str], names: Sequence[str], box: str) -> str:
    inner = "".join(
        f'<table:table-cell table:style-name="{box}" office:value-type="string">'
        f'<text:p text:style-name="{name}{"Right" if side == "r" else ""}">{cell}</text:p>'
        "</table:table-cell>"
        for cell, side, name in zip(cells, align, names, strict=True)
    )
    return f"<table:table-row>{inner}</table:table-row>"


def _inlines(children: Iterable[Inline]) -> str:
    return "".join(_inline(child) for child in children)


def _inline(node: Inline) -> str:
    match node:
        case Text(text) | Code(text):
            return _text(text)
        case Break():
            return "<text:line-break/>"
        case Strong(children):
            return f'<text:span text:style-name="Bold">{_inlines(children)}</text:span>'
        case Emphasis(children):
            return f'<text:span text:style-name="Italic">{_inlines(children)}</text:span>'
        case Link(children, href):
            return (
                f'<text:a xlink:type="simple" xlink:href={quoteattr(href)}>'
                f"{_inlines(children)}</text:a>"
            )
