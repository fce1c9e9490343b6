"""The first page of a letter in DOCX: frames that stand where the window of an envelope is.

The places are those of DIN 5008 form B: the address field begins 45 mm from the top and 20 mm from
the left. The text begins below it, at 98.5 mm, or lower under a long address.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor

from privacydesk.documents.blocks import Document, Letterhead
from privacydesk.documents.escape import clean
from privacydesk.documents.writers.docx_parts import element
from privacydesk.documents.writers.letter_page import text_begins

_TWIPS_PER_MM: Final = 56.6929
_WINDOW: Final = (25, 58, 80)  # from the left, from the top, width, all in millimetres
_HEAD: Final = (115, 18, 75)
_FACTS: Final = (115, 50, 75)
_DEFAULT: Final = Letterhead()


def letter_head(word: Any, document: Document, look: Letterhead) -> None:
    """Sender, facts and receiver in their frames, and the look of the letter on the styles."""
    _dress(word, look)
    head = []
    if look.logo is not None:
        picture = word.add_paragraph(style="Sender")
        picture.add_run().add_picture(io.BytesIO(look.logo), height=Mm(14))
        head.append(picture)
    head.append(_line(word, document.sender, "Sender"))
    _frame(head, _HEAD)
    facts = []
    for label, value in document.facts:
        facts.append(_line(word, f"{clean(label)}: {clean(value)}", "Quiet"))
    _frame(facts, _FACTS)
    window = [_line(word, " · ".join(document.sender_lines[:3]), "Return Address")]
    window += [_line(word, line, "Receiver") for line in document.receiver_lines]
    _frame(window, _WINDOW)
    word.styles["Title"].paragraph_format.space_before = Mm(text_begins(document) - 27)


def _line(word: Any, text: str, style: str) -> Any:
    paragraph = word.add_paragraph(style=style)
    paragraph.add_run(" ".join(clean(text).split()))
    return paragraph


def _frame(paragraphs: Sequence[Any], place: tuple[int, int, int]) -> None:
    """Put paragraphs that follow each other into one frame at a place of the page."""
    left, top, width = (str(round(mm * _TWIPS_PER_MM)) for mm in place)
    for paragraph in paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        frame = element(
            "w:framePr",
            w=width,
            wrap="around",
            vAnchor="page",
            hAnchor="page",
            x=left,
            y=top,
        )
        properties.insert_element_before(
            frame, "w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


def _dress(word: Any, look: Letterhead) -> None:
    """Colour and font of the policy pack, in place of ours."""
    ours = RGBColor.from_string(_DEFAULT.colour[1:].upper())
    theirs = RGBColor.from_string(look.colour[1:].upper())
    for style in word.styles:
        font = getattr(style, "font", None)
        if font is None:
            continue
        if font.color is not None and font.color.rgb == ours:
            font.color.rgb = theirs
        if look.font and font.name == "Noto Sans":
            font.name = look.font
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for name in ("w:cs", "w:eastAsia"):
                fonts.set(qn(name), look.font)
    word.styles["Normal"].font.size = word.styles["List Item"].font.size = Mm(3.5)  # 10 pt
    word.styles["Title"].font.size = Mm(4.6)  # 13 pt
