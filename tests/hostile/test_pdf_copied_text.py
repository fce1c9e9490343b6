"""What is copied out of a PDF is what was put in: long tokens break without a character."""

from __future__ import annotations

import io
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from privacydesk.documents import fonts
from privacydesk.documents.blocks import (
    Block,
    Conversation,
    Document,
    Fields,
    Furniture,
    Grid,
    Letterhead,
    Line,
    Meta,
    Note,
    Verbatim,
    heading,
)
from privacydesk.documents.escape import escape_inline
from privacydesk.documents.fonts import GAP, KEPT, TOKEN, breakable, kept, unmarked
from privacydesk.documents.tree import parse
from privacydesk.documents.write import write

TOKENS = {
    "url": "https://www.example.com/account/personal-information/orders?customer=1234567890"
    "&session=aGVsbG8_d29ybGQ~&return=%2Fhome%2Fnotifications#characteristics",
    "short-url": "https://example.com/information",
    "mail": "administration.communication@characteristics.example.com",
    "iban": "NL91ABNA0417164300",
    "hex": "0123456789abcdef" * 12 + "01234567",
    "letters": "a" * 200,
    "mixed": "Ab3dEfGh" * 25,
    "path": "custom_attributes.information.characteristics_of_communication.value_1",
    "accents": "e\u0301" * 120,
}


def _document(token: str, *, letter: bool = False) -> Document:
    written = escape_inline(token)
    prose = f"Before {written} after.\n\n| A | B | C |\n|---|---|---|\n| x | {written} | z |\n"
    body: tuple[Block, ...] = (
        *parse(prose),
        *parse(f"A list:\n\n- one **{written}** two `{token}` three\n\n```\n{token}\n```\n"),
        heading(1, token),
        Meta(("System", token)),
        Verbatim(f"Before {token} after"),
        Fields(((token, token),)),
        Fields(((token, token),), small=True),
        Grid(("a", "b", "c", token), (("x", token, "y", "z"),), ("l", "l", "r", "l"), (2, 1, 1, 1)),
        Conversation((Line(token, "1 May", token, "subject", "note"),)),
        Note(f"Note {token}"),
    )
    return Document(
        language="en",
        title=f"Title {token}",
        sender="Sender",
        sender_lines=("Sender", token),
        receiver_lines=("Receiver",),
        facts=(("Reference", token),),
        furniture=Furniture("Page", "of", "Contents", None),
        front=(),
        body=body,
        running="running",
        letter=Letterhead() if letter else None,
    )


@pytest.fixture(scope="module", params=[*TOKENS])
def printed(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    token = TOKENS[request.param]
    return token, write(_document(token), "pdf")


def _texts(data: bytes, folder: Path) -> list[str]:
    """The text of the PDF as two programs read it; the second only where it is installed."""
    found = ["".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)]
    if program := shutil.which("pdftotext"):
        file = folder / "document.pdf"
        file.write_bytes(data)
        run = subprocess.run([program, "-raw", file, "-"], capture_output=True, check=True)
        found.append(run.stdout.decode())
    return found


def test_a_copied_token_is_the_token(printed: tuple[str, bytes], tmp_path: Path) -> None:
    token, data = printed
    for text in _texts(data, tmp_path):
        assert not set(text) & {"\u200b", "\u00ad", TOKEN, GAP}
        # prose, table, list, code, block, heading, meta, verbatim, fields, grid, talk, note, facts
        composed = text.replace("\n", "").replace("\u00e9", "e\u0301")
        assert composed.count(token) >= 16


def test_bookmarks_and_properties_hold_the_token(printed: tuple[str, bytes]) -> None:
    token, data = printed
    reader = PdfReader(io.BytesIO(data))
    assert reader.metadata is not None
    assert reader.metadata.title == f"Title {token}"
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == [token]


@pytest.mark.parametrize("name", ["url", "letters"])
def test_a_letter_keeps_a_token_too(name: str, tmp_path: Path) -> None:
    data = write(_document(TOKENS[name], letter=True), "pdf")
    for text in _texts(data, tmp_path):
        assert text.replace("\n", "").count(TOKENS[name]) >= 16


@pytest.mark.parametrize("text", ["Kundendienstmitarbeiterin", "E-Mail-Adresse", "Aufzeichnungen."])
def test_words_of_a_language_are_left_to_hyphenation(text: str) -> None:
    assert breakable(text, 20) == text


@pytest.mark.parametrize("text", ["9.95", "12-05-2026", "10:30", "a1-b2", "+31-6-12"])
def test_what_holds_no_syllables_needs_no_marks(text: str) -> None:
    """Reports are full of numbers, and every mark costs time and memory in the compiler."""
    assert breakable(text, 20) == text
    assert breakable(f"{text}-router", 20) != f"{text}-router"


@given(st.text(st.sampled_from("aZ1 _-@/.:é\n+%"), max_size=60), st.integers(10, 40))
def test_the_glance_before_marking_misses_no_token(text: str, limit: int) -> None:
    if fonts._token(limit).search(text):
        assert fonts._telling(limit).search(text)


@given(st.text(max_size=120), st.integers(10, 40))
def test_marks_add_nothing_and_pair_up(text: str, limit: int) -> None:
    text = unmarked(text)
    marked = breakable(text, limit)
    assert unmarked(marked) == text
    assert marked.count(TOKEN) % 2 == 0
    tokens = marked.split(TOKEN)[1::2]
    assert all(token and not any(char.isspace() for char in token) for token in tokens)
    assert all(GAP not in part for part in marked.split(TOKEN)[::2])


@given(st.text("abc019/._-@", min_size=40, max_size=200))
def test_no_piece_is_longer_than_a_narrow_cell(token: str) -> None:
    marked = breakable(token, 20)
    if GAP in marked:
        pieces = marked.strip(TOKEN).split(GAP)
        assert all(len(a) <= 12 for a, _ in pairwise(pieces))


NUMBERS = (
    "+31 6 1234 5678", "06 12 34 56 78", "(030) 1234 5678", "+49 (0)30 1234-5678",
    "020 – 123 45 67",
)  # fmt: skip


def _numbers(number: str, *, letter: bool) -> Document:
    """Every kind of block with a number at many places of its lines."""
    texts = [f"{'abc ' * (n // 4)}{'x' * (n % 4)} {number} ends" for n in range(60, 125, 2)]
    body: list[Block] = []
    for text in texts:
        body += parse(escape_inline(text))
        body.append(Verbatim(text))
        body.append(Conversation((Line("You", "1 May", text, "subject"),)))
        body.append(Fields((("Note", text), ("Phone", number), ("Also", f"a b c d {number}"))))
    body.append(heading(1, f"Call {number}"))
    body += parse(f"| Who | Number |\n|---|---|\n| {'long text ' * 20} | {number} |\n")
    return Document(
        language="nl",
        title=f"Title {number}",
        sender="Sender",
        sender_lines=("Sender", "Kade 1", "1234 AB Utrecht", number),
        receiver_lines=("Receiver",),
        facts=(("Reference", f"long long long reference {number}"),),
        furniture=Furniture("Page", "of", "", None),
        front=(),
        body=tuple(body),
        running=f"running {number}",
        letter=Letterhead() if letter else None,
    )


@pytest.mark.parametrize("letter", [False, True])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_telephone_number_stays_on_one_line(number: str, letter: bool, tmp_path: Path) -> None:
    document = _numbers(number, letter=letter)
    data = write(document, "pdf")
    reader = PdfReader(io.BytesIO(data))
    assert reader.metadata is not None
    assert reader.metadata.title == document.title
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles == [f"Call {number}"]
    for text in _texts(data, tmp_path):
        whole = " ".join(text.split()).count(number)
        assert whole >= 33 * 5
        assert sum(line.count(number) for line in text.splitlines()) == whole
        assert not set(text) & {"\u200b", "\u2060", "\u00a0"}


@pytest.mark.parametrize(
    "text",
    [
        "01-02-2026 10:30", "van 01-02-2026 tot 05-02-2026", "12 345 678", "1 2 3 4 5 6 7 8 9",
        "0123456789", "06-12345678", "0 1 2 3", "0000 1111 2222 3333 4444", "x06 12345678",
    ],
)  # fmt: skip
def test_what_is_no_number_to_dial_gets_no_marks(text: str) -> None:
    assert kept(text, 24) == text


@given(st.text("+0123456789 ()/.-–ab\n", max_size=60), st.integers(10, 30))
def test_marks_of_numbers_add_nothing_and_pair_up(text: str, longest: int) -> None:
    marked = kept(breakable(text, 12), longest)
    assert unmarked(marked) == text
    inside = marked.split(KEPT)[1::2]
    assert marked.count(KEPT) == 2 * len(inside)
    assert all(len(part) <= longest and "\n" not in part and TOKEN not in part for part in inside)
