"""The first page of a DOCX or ODT carries the head of the letter, not the running title too."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest

from privacydesk.documents.blocks import Document, Furniture, Letterhead, Verbatim
from privacydesk.documents.write import write

RUNNING, MARK, FOOT = "2026-0001 Lindeboom", "CONCEPT niet verzenden", "Kade 1"
NS = {
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
}
LETTER = Document(
    language="nl",
    title="Uw verzoek",
    sender="Lindeboom",
    sender_lines=("Lindeboom", FOOT),
    receiver_lines=("Jan de Vries",),
    facts=(("Ons kenmerk", "2026-0001"),),
    furniture=Furniture("Pagina", "van", "", None),
    front=(),
    body=tuple(Verbatim(f"Regel {n}") for n in range(120)),
    running=RUNNING,
    letter=Letterhead(),
)


def _document(*, letter: bool, draft: bool) -> Document:
    furniture = replace(LETTER.furniture, draft=MARK if draft else None)
    return replace(LETTER, letter=LETTER.letter if letter else None, furniture=furniture)


@pytest.mark.parametrize("letter", [True, False])
@pytest.mark.parametrize("draft", [True, False])
def test_docx(letter: bool, draft: bool) -> None:
    word = docx.Document(io.BytesIO(write(_document(letter=letter, draft=draft), "docx")))
    (section,) = word.sections
    assert section.different_first_page_header_footer
    first, later = (
        "".join(p.text for p in one.paragraphs)
        for one in (section.first_page_header, section.header)
    )
    assert first.strip() == (MARK if draft else "")
    assert RUNNING in later
    assert (MARK in later) is draft
    pages = [one._element.xml for one in (section.first_page_footer, section.footer)]
    assert all("NUMPAGES" in xml and "Pagina" in xml for xml in pages)


def _parts(document: Document) -> tuple[ElementTree.Element, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(write(document, "odt"))) as odt:
        return tuple(  # type: ignore[return-value]
            ElementTree.fromstring(odt.read(name)) for name in ("styles.xml", "content.xml")
        )


def _q(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


@pytest.mark.parametrize("letter", [True, False])
@pytest.mark.parametrize("draft", [True, False])
def test_odt(letter: bool, draft: bool) -> None:
    styles, content = _parts(_document(letter=letter, draft=draft))
    pages = {page.get(_q("style:name")): page for page in styles.iter(_q("style:master-page"))}
    first, later = pages["First"], pages["Standard"]
    assert first.get(_q("style:next-style-name")) == "Standard"
    heads = [page.find("style:header", NS) for page in (first, later)]
    texts = ["".join(head.itertext()) for head in heads if head is not None]
    assert texts[0].strip() == (MARK if draft else "")
    assert RUNNING in texts[1]
    assert (MARK in texts[1]) is draft
    feet = [page.find("style:footer", NS) for page in (first, later)]
    assert all(foot is not None and foot.iter(_q("text:page-number")) for foot in feet)
    # the first paragraph begins that page
    paragraph = next(one for one in content.iterfind("office:body/office:text/text:p", NS))
    name = paragraph.get(_q("text:style-name"))
    (style,) = [one for one in content.iter(_q("style:style")) if one.get(_q("style:name")) == name]
    assert style.get(_q("style:master-page-name")) == "First"
