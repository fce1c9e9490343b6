"""Hostile text through every output: nothing changes structure, nothing is lost."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from privacydesk.documents.blocks import (
    BLACK_BOX,
    Attached,
    Block,
    Conversation,
    Document,
    Fields,
    Furniture,
    Grid,
    Line,
    Meta,
    Note,
    Verbatim,
    heading,
    strings,
)
from privacydesk.documents.escape import clean
from privacydesk.documents.fonts import printable
from privacydesk.documents.tree import parse
from privacydesk.documents.write import Format, write
from privacydesk.documents.writers.encoding import Encoder

HOSTILE: list[str] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "hostile.json").read_text(encoding="utf-8")
)
MORE = ["x" * 6_000, "\n".join(f"line {n}" for n in range(120)), "é" * 40, "a\u0301b", ""]


def _body(texts: list[str]) -> tuple[Block, ...]:
    body: list[Block] = [heading(1, "Copy")]
    for text in texts:
        body += [
            heading(2, text[:200] or "empty"),
            Meta((text[:100], "2")),
            Verbatim(text),
            Fields(((text[:60], text), ("b", f"{BLACK_BOX}{text}"))),
            Grid(("a", text[:60]), ((text[:300], "1"),), ("l", "r"), (3, 1)),
            Conversation((Line(text[:60], "1 May", text, "subject", "note"),)),
            Note(text),
        ]
    return tuple(body)


def _document(texts: list[str], *, data: bytes = b"{}") -> Document:
    return Document(
        language="nl",
        title="Uw gegevens",
        sender="Zönen & Co",
        sender_lines=("Zönen & Co", "Straat 1"),
        receiver_lines=(texts[0], "Laan 2"),
        facts=(("Ref", texts[0]),),
        furniture=Furniture("Pagina", "van", "Inhoud", "CONCEPT"),
        front=parse("Hallo **u**.\n"),
        body=_body(texts),
        attached=(Attached("data.json", "application/json", "copy", data),),
        running="report",
    )


ALL = _document(HOSTILE + MORE)
HARMLESS = _document(["word" for _ in HOSTILE + MORE])


def _squeezed(text: str) -> str:
    """Without what layout adds: spaces, soft and zero-width breaks, hyphens at line ends."""
    return "".join(text.split()).replace("\u200b", "").replace("\u00ad", "").replace("-", "")


def _extracted(fmt: Format, data: bytes) -> str:
    if fmt == "html":
        reader = _Text()
        reader.feed(data.decode())
        return "".join(reader.found)
    part = {"docx": "word/document.xml", "odt": "content.xml"}[fmt]
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(part))
    return "".join(str(text) for text in root.itertext())


@cache
def _written(fmt: Format, *, hostile: bool = True) -> bytes:
    """The document in a format: several tests look at the same bytes."""
    return write(ALL if hostile else HARMLESS, fmt)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.found.append(data)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return _written("pdf")


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("fmt", ["docx", "odt", "html"])
def test_nothing_is_lost(fmt: Format) -> None:
    found = _squeezed(_extracted(fmt, _written(fmt)))
    for text in strings(ALL.body):
        assert _squeezed(clean(text)) in found, text[:80]


def test_nothing_is_lost_in_the_pdf(pages: list[str]) -> None:
    found = _letters("\n".join(pages))
    for text in set(strings(ALL.body)):
        # the head and foot of a page may stand between two lines
        for line in printable(clean(text)).split("\n"):
            assert _letters(line)[:1000] in found, text[:80]
    assert found.count("x") >= 3 * 6_000  # verbatim, in a field, in a message


def _letters(text: str) -> str:
    """What can be compared: fonts draw ligatures, composed accents and joiners in their own way."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", _squeezed(text))
        if not unicodedata.combining(char) and char not in "\ufffd\u200d"
    )


def test_the_attachment_holds_the_data_as_they_are() -> None:
    raw = json.dumps(HOSTILE).encode()
    pdf = write(_document(["word"], data=raw), "pdf")
    assert PdfReader(io.BytesIO(pdf)).attachments["data.json"][0] == raw


def test_the_pdf_is_tagged_and_has_bookmarks(pdf: bytes, pages: list[str]) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert str(reader.root_object["/Lang"]) == "nl"
    assert len(reader.outline) >= 1
    assert all("CONCEPT" in page for page in pages)


def test_the_tree_of_the_pdf_keeps_its_shape() -> None:
    def shape(value: object) -> object:
        if isinstance(value, list):
            return [shape(item) for item in value]
        return "text" if isinstance(value, str) else value

    def same(text: str) -> str:
        return text.replace("\n", " ")

    encoder = Encoder(same, same, same)
    assert shape(encoder.document(ALL)["body"]) == shape(encoder.document(HARMLESS)["body"])


def _without_breaks(root: ElementTree.Element) -> list[str]:
    skipped = ("}br", "}line-break", "}s", "}t", "}r")
    return [str(node.tag) for node in root.iter() if not str(node.tag).endswith(skipped)]


@pytest.mark.parametrize(("fmt", "part"), [("docx", "word/document.xml"), ("odt", "content.xml")])
def test_office_documents_keep_their_shape(fmt: Format, part: str) -> None:
    tags = []
    for hostile in (True, False):
        with zipfile.ZipFile(io.BytesIO(_written(fmt, hostile=hostile))) as package:
            tags.append(_without_breaks(ElementTree.fromstring(package.read(part))))
    assert tags[0] == tags[1]


def test_html_keeps_its_shape() -> None:
    found = []
    for hostile in (True, False):
        reader = _Text()
        reader.feed(_written("html", hostile=hostile).decode())
        found.append([tag for tag in reader.tags if tag != "br"])
    assert found[0] == found[1]
    assert "script" not in found[0]


def test_markdown_read_again_gives_the_text() -> None:
    page = write(ALL, "md").decode()
    read = _squeezed(" ".join(strings(parse(page))))
    for text in strings(ALL.body):
        assert _squeezed(clean(text)) in read, text[:80]


@pytest.mark.parametrize("fmt", ["pdf", "docx", "odt", "html", "md"])
def test_an_empty_document_is_written(fmt: Format) -> None:
    empty = Document("de", "Titel", "A", ("A",), (), (), Furniture("S", "von", "", None), (), ())
    assert len(write(empty, fmt)) > 10


@pytest.mark.parametrize("levels", [(2,), (3, 1, 3), (1, 4, 2)])
def test_a_document_may_begin_with_a_heading_of_any_level(levels: tuple[int, ...]) -> None:
    """A person who edits a letter writes `##` first; the PDF must not be refused for it."""
    document = _document(["x"])
    body = tuple(heading(level, f"Part {n}") for n, level in enumerate(levels))
    text = PdfReader(io.BytesIO(write(replace(document, body=body), "pdf"))).pages[0].extract_text()
    assert all(f"Part {n}" in text for n, _ in enumerate(levels))
