"""The styles of our ODT documents, as OpenDocument 1.3 XML."""

from __future__ import annotations

from functools import partial
from typing import Final
from xml.sax.saxutils import escape

from privacydesk.documents.blocks import Document
from privacydesk.documents.escape import clean
from privacydesk.documents.writers.odt_letter import FIRST_PAGE, dressed

NAMESPACES: Final = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
COLUMN_SHARES: Final = 100  # a column is a share of this many of the table's width
_TABLE_MM: Final = 166
_PAGE: Final = "Standard"  # every page but the first

_INK: Final = "#1d2733"
_QUIET: Final = "#5a6675"
_ACCENT: Final = "#1f4e79"
_CAUTION: Final = "#a03a13"
_LINE: Final = "#c9d1da"

# name: size pt, colour, bold, italic, space before pt, space after pt, keep with next, left edge
_STYLES: Final[dict[str, tuple[float, str, bool, bool, float, float, bool, str]]] = {
    "Body": (9.5, _INK, False, False, 0, 6, False, ""),
    "BodyKeep": (9.5, _INK, False, False, 0, 6, True, ""),
    "Sender": (13, _ACCENT, True, False, 0, 2, False, ""),
    "Quiet": (8, _QUIET, False, False, 0, 0, False, ""),
    "QuietKeep": (8, _QUIET, False, False, 0, 4, True, ""),
    "ReturnAddress": (6.5, _QUIET, False, False, 0, 4, False, ""),
    "ReceiverFirst": (10, _INK, False, False, 18, 0, False, ""),
    "Receiver": (10, _INK, False, False, 0, 0, False, ""),
    "LetterTitle": (13, _ACCENT, True, False, 12, 10, True, ""),
    "Title": (20, _ACCENT, True, False, 16, 8, True, ""),
    "Heading1": (15, _ACCENT, True, False, 20, 6, True, ""),
    "Heading2": (12, _ACCENT, True, False, 14, 4, True, ""),
    "Heading3": (10, _INK, True, False, 12, 1, True, ""),
    "Heading4": (9.5, _INK, True, False, 10, 1, True, ""),
    "ContentsHeading": (13, _ACCENT, True, False, 16, 6, True, ""),
    "Contents1": (9, _INK, True, False, 4, 1, False, ""),
    "Contents2": (9, _INK, False, False, 0, 1, False, "indent"),
    "ListItem": (9.5, _INK, False, False, 0, 3, False, ""),
    "Code": (8.5, _INK, False, False, 4, 4, False, ""),
    "Rule": (4, _QUIET, False, False, 2, 2, False, ""),
    "Verbatim": (9.5, _INK, False, False, 2, 6, False, _LINE),
    "Quote": (9.5, _INK, False, False, 2, 6, False, _LINE),
    "TurnHead": (8, _QUIET, False, False, 5, 0, True, _LINE),
    "Turn": (9, _INK, False, False, 0, 5, False, _LINE),
    "TurnSubjectHead": (8, _QUIET, False, False, 5, 0, True, _ACCENT),
    "TurnSubject": (9, _INK, False, False, 0, 5, False, _ACCENT),
    "TurnInternalHead": (8, _QUIET, False, False, 5, 0, True, _CAUTION),
    "TurnInternal": (9, _INK, False, False, 0, 5, False, _CAUTION),
    "Note": (8, _QUIET, False, True, 2, 4, False, ""),
    "Cell": (8.5, _INK, False, False, 0, 0, False, ""),
    "SmallCell": (8, _INK, False, False, 0, 0, False, ""),
    "CellHead": (8.5, _INK, True, False, 0, 0, True, ""),
    "CellLabel": (8.5, _QUIET, False, False, 0, 0, False, ""),
}
_RIGHT: Final = ("Cell", "SmallCell", "CellHead")


def page_styles(document: Document) -> str:
    """`styles.xml`: paragraph styles, the page, and the lines over and under every page.

    The first page says at its head who writes about what: over it stands the draft mark alone.
    """
    language, country = {"nl": ("nl", "NL"), "de": ("de", "DE")}.get(
        document.language, ("en", "GB")
    )
    draft = document.furniture.draft
    mark = f'<text:tab/><text:span text:style-name="Mark">{_t(draft)}</text:span>' if draft else ""
    first = f'<text:p text:style-name="Edge">{mark}</text:p>'
    head = f'<text:p text:style-name="Edge">{_t(document.running)}{mark}</text:p>'
    dress = partial(dressed, look=document.letter) if document.letter else str
    sender = " · ".join(document.sender_lines) if document.letter else document.sender
    foot = (
        f'<text:p text:style-name="Edge">{_t(sender)}<text:tab/>'
        f"{_t(document.furniture.page)} <text:page-number/> {_t(document.furniture.of)} "
        "<text:page-count/></text:p>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {NAMESPACES} '
        'office:version="1.3"><office:font-face-decls><style:font-face style:name="Noto Sans" '
        "svg:font-family=\"'Noto Sans'\"/></office:font-face-decls><office:styles>"
        '<style:default-style style:family="paragraph"><style:paragraph-properties '
        'style:tab-stop-distance="12.5mm"/><style:text-properties style:font-name="Noto Sans" '
        f'fo:font-size="9.5pt" fo:language="{language}" fo:country="{country}"/>'
        "</style:default-style>"
        + dress("".join(_paragraph(name) for name in _STYLES))
        + dress("".join(_paragraph(name, right=True) for name in _RIGHT))
        + dress(_edge())
        + '<style:style style:name="Frame" style:family="graphic"/>'
        + '<style:style style:name="Graphics" style:family="graphic"/>'
        + _list("Bullets", '<text:list-level-style-bullet text:level="1" text:bullet-char="•">')
        + _list("Numbers", '<text:list-level-style-number text:level="1" style:num-format="1" '
                'style:num-suffix=".">')
        + f"</office:styles><office:automatic-styles>{_page_layout()}</office:automatic-styles>"
        "<office:master-styles>"
        + _page(FIRST_PAGE, f' style:next-style-name="{_PAGE}"', first, foot)
        + _page(_PAGE, "", head, foot)
        + "</office:master-styles></office:document-styles>"
    )  # fmt: skip


def _page(name: str, attributes: str, head: str, foot: str) -> str:
    return (
        f'<style:master-page style:name="{name}" style:page-layout-name="Page"{attributes}>'
        f"<style:header>{head}</style:header><style:footer>{foot}</style:footer>"
        "</style:master-page>"
    )


def content_styles() -> str:
    """The automatic styles of `content.xml`: inline dress, tables, columns of every share."""
    columns = "".join(
        f'<style:style style:name="Column{share}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{_TABLE_MM * share / 100:.2f}mm"/>'
        "</style:style>"
        for share in range(1, COLUMN_SHARES + 1)
    )
    return (
        '<style:style style:name="FirstSender" style:family="paragraph" '
        f'style:parent-style-name="Sender" style:master-page-name="{FIRST_PAGE}"/>'
        '<style:style style:name="Bold" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="Italic" style:family="text">'
        '<style:text-properties fo:font-style="italic"/></style:style>'
        '<style:style style:name="Table" style:family="table">'
        f'<style:table-properties style:width="{_TABLE_MM}mm" table:align="left"/></style:style>'
        + '<style:style style:name="Window" style:family="graphic" '
        'style:parent-style-name="Frame"><style:graphic-properties '
        'style:wrap="run-through" style:vertical-pos="from-top" style:vertical-rel="page" '
        'style:horizontal-pos="from-left" style:horizontal-rel="page" fo:border="none" '
        'fo:padding="0mm" style:flow-with-text="false" draw:fill="none" '
        'draw:stroke="none"/></style:style>'
        + '<style:style style:name="Logo" style:family="graphic" '
        'style:parent-style-name="Graphics"><style:graphic-properties '
        'style:vertical-pos="top" style:vertical-rel="baseline"/></style:style>'
        + _cell("HeadCell", f"1pt solid {_ACCENT}")
        + _cell("BodyCell", f"0.5pt solid {_LINE}")
        + columns
    )


def _t(text: str | None) -> str:
    return escape(clean(text or ""))


def _paragraph(name: str, *, right: bool = False) -> str:
    size, colour, bold, italic, before, after, keep, edge = _STYLES[name]
    layout = f'fo:margin-top="{before}pt" fo:margin-bottom="{after}pt" fo:line-height="118%"'
    if keep:
        layout += ' fo:keep-with-next="always"'
    if right:
        layout += ' fo:text-align="end"'
    if edge == "indent":
        layout += ' fo:margin-left="5mm"'
    elif edge:
        layout += f' fo:border-left="2pt solid {edge}" fo:padding-left="3mm" fo:margin-left="1mm"'
    outline = f' style:default-outline-level="{name[-1]}"' if name.startswith("Heading") else ""
    weight = ' fo:font-weight="bold"' if bold else ""
    slant = ' fo:font-style="italic"' if italic else ""
    return (
        f'<style:style style:name="{name}{"Right" if right else ""}" style:family="paragraph"'
        f"{outline}><style:paragraph-properties {layout}/>"
        f'<style:text-properties style:font-name="Noto Sans" fo:font-size="{size}pt" '
        f'fo:color="{colour}"{weight}{slant}/></style:style>'
    )


def _edge() -> str:
    """The paragraph of header and footer with its right tab, and the draft mark in it."""
    return (
        '<style:style style:name="Edge" style:family="paragraph"><style:paragraph-properties>'
        f'<style:tab-stops><style:tab-stop style:position="{_TABLE_MM}mm" style:type="right"/>'
        "</style:tab-stops></style:paragraph-properties><style:text-properties "
        f'style:font-name="Noto Sans" fo:font-size="7.5pt" fo:color="{_QUIET}"/></style:style>'
        '<style:style style:name="Mark" style:family="text"><style:text-properties '
        f'fo:color="{_CAUTION}" fo:font-weight="bold"/></style:style>'
    )


def _list(name: str, level: str) -> str:
    tag = level[1 : level.index(" ")]
    return (
        f'<text:list-style style:name="{name}">{level}<style:list-level-properties '
        'text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        'fo:text-indent="-5mm" fo:margin-left="6mm"/></style:list-level-properties>'
        f"</{tag}></text:list-style>"
    )


def _cell(name: str, bottom: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell">'
        f'<style:table-cell-properties fo:padding="0.9mm" fo:border-bottom="{bottom}"/>'
        "</style:style>"
    )


def _page_layout() -> str:
    return (
        '<style:page-layout style:name="Page"><style:page-layout-properties '
        'fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="14mm" '
        'fo:margin-bottom="12mm" fo:margin-left="24mm" fo:margin-right="20mm"/>'
        "<style:header-style><style:header-footer-properties "
        'fo:min-height="10mm" fo:margin-bottom="5mm"/></style:header-style>'
        "<style:footer-style><style:header-footer-properties "
        'fo:min-height="8mm" fo:margin-top="4mm"/></style:footer-style></style:page-layout>'
    )
