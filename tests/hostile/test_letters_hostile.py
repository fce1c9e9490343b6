"""Hostile text through every letter and every format: nothing changes structure, none is lost."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from tests.unit.letter_support import VALUES, letter_case

from privacydesk.documents.blocks import Document, Letterhead, Text, strings
from privacydesk.documents.escape import clean
from privacydesk.documents.fonts import printable
from privacydesk.documents.letters.context import context
from privacydesk.documents.letters.document import document
from privacydesk.documents.letters.given import FACTS, Value
from privacydesk.documents.letters.plain import readable
from privacydesk.documents.letters.registry import LETTERS
from privacydesk.documents.letters.text import render_letter
from privacydesk.documents.tree import parse
from privacydesk.documents.write import LETTER_FORMATS, LetterFormat, write

HOSTILE: list[str] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "hostile.json").read_text(encoding="utf-8")
)
MARKS = "\ufdd0court\ufdd1fake\ufdd2"  # what our own templates mark their parts with
TEXTS = [*HOSTILE, MARKS, "{% call p.part('court') %}x{% endcall %}", "x" * 900]


def _hostile(text: str) -> dict[str, Value]:
    """Every text of every fact replaced."""
    found: dict[str, Value] = {}
    for name, value in VALUES.items():
        if isinstance(value, tuple):
            found[name] = tuple(
                {k: text if isinstance(v, str) else v for k, v in row.items()} for row in value
            )
        elif isinstance(value, str) and FACTS[name].kind == "text":
            found[name] = text
        else:
            found[name] = value
    return found


def _shape(node: Any) -> Any:
    """The structure of blocks without their words."""
    if isinstance(node, Text):
        return "text"
    if isinstance(node, tuple):
        return tuple(_shape(item) for item in node)
    if is_dataclass(node):
        return (type(node).__name__, *(_shape(getattr(node, f.name)) for f in fields(node)))
    return "" if isinstance(node, str) else node


def _squeezed(text: str) -> str:
    """Without what layout adds: spaces, soft and zero-width breaks, hyphens at line ends."""
    return "".join(text.split()).replace("\u200b", "").replace("\u00ad", "").replace("-", "")


def _pairs() -> list[tuple[str, str, str]]:
    """Every letter in a language with some texts, and three letters with all of them."""
    found = []
    for number, name in enumerate(LETTERS):
        language = ("nl", "de", "en")[number % 3]
        found += [(name, language, text) for text in TEXTS[number % 7 :: 7]]
    for name, language in (("refusal", "nl"), ("erasure_reply", "de"), ("no_data", "en")):
        found += [(name, language, text) for text in TEXTS]
    return found


@cache
def _harmless(name: str, language: str) -> Any:
    """The structure of a letter whose texts are one word each."""
    letter = LETTERS[name]
    case = letter_case(language, values=_hostile("word"))
    return _shape(parse(render_letter(letter, language, context(letter, case)).markdown))


@pytest.mark.parametrize(("name", "language", "text"), _pairs(), ids=lambda _: "")
def test_a_letter_keeps_its_structure_and_its_words(name: str, language: str, text: str) -> None:
    letter = LETTERS[name]
    hostile = render_letter(
        letter, language, context(letter, letter_case(language, values=_hostile(text)))
    )
    assert hostile.missing == ()
    blocks = parse(hostile.markdown)
    assert _shape(blocks) == _harmless(name, language)
    assert parse(readable(hostile.markdown)) == blocks
    wanted = _squeezed(clean(text.replace("\ufdd0", "\ufffd").replace("\ufdd1", "\ufffd")))
    assert wanted.replace("\ufdd2", "\ufffd") in _squeezed("".join(strings(blocks)))


@pytest.fixture(scope="module")
def letter() -> Document:
    """One letter with every hostile text in it, in the address and in the body."""
    values = _hostile("word")
    values["refused"] = tuple({"what": t, "article": t[:60], "why": t} for t in TEXTS if t.strip())
    values["recipients"] = tuple({"name": t, "role": "x"} for t in TEXTS if t.strip())
    values["person_name"], values["person_address"] = TEXTS[0], "\n".join(TEXTS[18:24])
    values["dpo"] = TEXTS[25]
    kind, case = LETTERS["access_reply"], letter_case("nl", values=values)
    text = render_letter(kind, "nl", context(kind, case))
    assert text.missing == ()
    return document(
        kind,
        case,
        text.markdown,
        Letterhead(),
        created=datetime(2026, 3, 2, tzinfo=UTC),
        draft=True,
    )


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _extracted(fmt: LetterFormat, data: bytes) -> str:
    match fmt:
        case "pdf":
            pages = PdfReader(io.BytesIO(data)).pages
            return "".join(page.extract_text() for page in pages)
        case "docx" | "odt":
            archive = zipfile.ZipFile(io.BytesIO(data))
            parts = [p for p in archive.namelist() if p.endswith(".xml") and "meta" not in p]
            roots = [ElementTree.fromstring(archive.read(part)) for part in parts]
            return "".join(str(text) for root in roots for text in root.itertext())
        case "html":
            reader = _Html()
            reader.feed(data.decode())
            assert not reader.tags & {"script", "img", "iframe", "a", "object"}
            return "".join(reader.found)
        case "md":
            return "".join(strings(parse(data.decode())))
        case _:
            return data.decode()


@pytest.mark.parametrize("fmt", LETTER_FORMATS)
def test_no_format_loses_a_word(fmt: LetterFormat, letter: Document) -> None:
    found = _squeezed(_extracted(fmt, write(letter, fmt)))
    for text in (*strings(letter.body), *letter.receiver_lines, *(v for _, v in letter.facts)):
        shown = clean(text)
        if fmt == "pdf":
            shown = printable(shown)
            if len(shown) > 300 or not shown.isascii():
                continue  # page ends and bidirectional text part what the extraction gives
        assert _squeezed(shown) in found, text[:60]
    assert "CONCEPT" in found


def _attached(text: str) -> dict[str, list[bytes]]:
    kind = LETTERS["refusal"]
    case = letter_case("nl", values={**VALUES, "reason": text})
    made = document(
        kind,
        case,
        render_letter(kind, "nl", context(kind, case)).markdown,
        Letterhead(),
        created=datetime(2026, 3, 2, tzinfo=UTC),
        draft=True,
    )
    return dict(PdfReader(io.BytesIO(write(made, "pdf"))).attachments)


def test_a_letter_carries_its_text_where_the_fonts_cannot_show_it() -> None:
    """A printed `[U+6F22]` tells nobody anything; the file beside it holds the character."""
    assert _attached("Twaalf keer hetzelfde") == {}
    (data,) = _attached("漢字 العربية en het waarom")["letter.txt"]
    assert "漢字 العربية en het waarom" in data.decode()
