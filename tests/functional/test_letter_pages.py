"""How a letter falls into pages."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from pypdf import PdfReader

from privacydesk.documents.blocks import Document, Furniture, Letterhead
from privacydesk.documents.tree import parse
from privacydesk.documents.write import write

CLOSING = "Questions? We gladly help you.\n\nYours sincerely,\n\nThe Sender"


def _letter(paragraphs: int) -> Document:
    """A letter with so many paragraphs before its closing."""
    text = "\n\n".join(["Something is told here."] * paragraphs)
    return Document(
        language="en",
        title="Title",
        sender="Sender",
        sender_lines=("Sender", "Kade 1", "1234 AB Utrecht"),
        receiver_lines=("Receiver",),
        facts=(("Reference", "2026-0001"),),
        furniture=Furniture("Page", "of", "", None),
        front=(),
        body=tuple(parse(f"{text}\n\n{CLOSING}" if paragraphs else CLOSING)),
        running="running",
        letter=Letterhead(),
    )


def _pages(paragraphs: int) -> list[str]:
    reader = PdfReader(io.BytesIO(write(_letter(paragraphs), "pdf")))
    return [page.extract_text() for page in reader.pages]


def test_the_closing_does_not_stand_alone_on_a_page() -> None:
    second = next(pages[1] for n in range(16, 40) if len(pages := _pages(n)) > 1)
    assert "Questions?" in second
    assert "Yours sincerely" in second
    assert "The Sender" in second


@pytest.mark.parametrize("paragraphs", [0, 1])
def test_a_short_letter_has_one_page(paragraphs: int) -> None:
    (page,) = _pages(paragraphs)
    assert "The Sender" in page


def test_word_and_writer_keep_the_closing_together() -> None:
    word = docx.Document(io.BytesIO(write(_letter(3), "docx"))).paragraphs[-4:]
    assert [bool(p.paragraph_format.keep_with_next) for p in word] == [False, True, True, False]
    with zipfile.ZipFile(io.BytesIO(write(_letter(3), "odt"))) as archive:
        text = archive.read("content.xml").decode()
    assert text.count('text:style-name="BodyKeep"') == 2
    assert text.count('text:style-name="Body"') == 4
