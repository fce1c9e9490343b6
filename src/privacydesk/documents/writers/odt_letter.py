"""The first page of a letter in ODT: frames that stand where the window of an envelope is.

The places are those of DIN 5008 form B, as in `docx_letter.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from privacydesk.documents.blocks import Document, Letterhead
from privacydesk.documents.pictures import size_of
from privacydesk.documents.writers.letter_page import text_begins

LOGO: Final = "Pictures/logo"
FIRST_PAGE: Final = "First"
"""The page that the style of the first paragraph begins; the usual one follows it."""
_LOGO_HEIGHT_MM: Final = 14
_HEAD_MM: Final = 29  # the margin of the page and the line over it


def letter_head(document: Document, look: Letterhead, paragraph: Callable[[str, str], str]) -> str:
    """Sender, facts and receiver in frames of the first page, as XML.

    `paragraph` makes one of a style and a text, escaped.
    """
    sender = _logo(look) + paragraph("Sender", document.sender)
    facts = "".join(paragraph("Quiet", f"{label}: {value}") for label, value in document.facts)
    window = paragraph("ReturnAddress", " · ".join(document.sender_lines[:3]))
    window += "".join(paragraph("Receiver", line) for line in document.receiver_lines)
    return (
        _frame("Sender", 115, 18, 75, sender)
        + _frame("Facts", 115, 50, 75, facts)
        + _frame("Receiver", 25, 58, 80, window)
    )


def start_style(document: Document) -> str:
    """The style of the subject line, which keeps the room that the frames take."""
    room = text_begins(document) - _HEAD_MM
    return (
        '<style:style style:name="LetterStart" style:family="paragraph" '
        f'style:parent-style-name="LetterTitle" style:master-page-name="{FIRST_PAGE}">'
        "<style:paragraph-properties "
        f'fo:margin-top="{room:.1f}mm" fo:margin-bottom="12pt"/></style:style>'
    )


def dressed(xml: str, look: Letterhead) -> str:
    """Styles (without any data) with the colour and the font of the letter in place of ours."""
    xml = xml.replace(Letterhead().colour, look.colour)
    return xml.replace("Noto Sans", look.font) if look.font else xml


def logo_part(look: Letterhead) -> str:
    """The name of the logo inside the package."""
    return f"{LOGO}.{look.logo_type}"


def _frame(name: str, left: int, top: int, width: int, content: str) -> str:
    return (
        f'<draw:frame draw:name="{name}" draw:style-name="Window" text:anchor-type="page" '
        f'text:anchor-page-number="1" svg:x="{left}mm" svg:y="{top}mm" svg:width="{width}mm">'
        f'<draw:text-box fo:min-height="5mm">{content}</draw:text-box></draw:frame>'
    )


def _logo(look: Letterhead) -> str:
    if look.logo is None:
        return ""
    width, height = size_of(look.logo)
    shown = min(75.0, _LOGO_HEIGHT_MM * width / height)
    return (
        '<text:p text:style-name="Sender"><draw:frame draw:name="Logo" draw:style-name="Logo" '
        f'text:anchor-type="as-char" svg:width="{shown:.1f}mm" svg:height="{_LOGO_HEIGHT_MM}mm">'
        f'<draw:image xlink:href="{logo_part(look)}" xlink:type="simple" xlink:show="embed" '
        'xlink:actuate="onLoad"/></draw:frame></text:p>'
    )
