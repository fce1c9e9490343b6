"""Plain views of a text, numbers that are glued, and looking for known values: the pure rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.redaction import FindingKind
from privacydesk.domain.redaction_find import ContactFinder
from privacydesk.domain.redaction_phones import glued_phones, possible
from privacydesk.domain.redaction_plain import views
from privacydesk.domain.redaction_reach import Reach

KNOWN = Reach(
    [
        (FindingKind.PHONE, "+31687654329"),
        (FindingKind.PHONE, "+493012345"),
        (FindingKind.IBAN, "NL91ABNA0417164300"),
        (FindingKind.IBAN, "DE89370400440532013000"),
        (FindingKind.EMAIL, "bas@example.com"),
        (FindingKind.NUMBER, "356938035643809"),
    ]
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("０６", "06"), ("٠٦", "06"), ("0\u200b6\u00ad7", "067"), ("%2B31%20%36", "+31 6"),
        ("%252B31", "+31"), ("0&#54;&nbsp;7", "06 7"), ("\\u00306\\n7", "06 7"),
        ("a [at] b (punt) nl", "a@b.nl"), ("0<b>6</b>", "0 6 "), ("6️⃣", "6"), ("%E2%80%8B1", "1"),
    ],
)  # fmt: skip
def test_the_plain_form(text: str, plain: str) -> None:
    assert views(text)[-1].text == plain


@pytest.mark.parametrize(
    "text", ["plain 06", "Grüße, 10 % Rabatt", "100%06", "a & b (c)", "%FF%C3", "<bas@example.com>"]
)
def test_what_is_plain_stays(text: str) -> None:
    assert views(text)[-1].text == text


@given(st.text(max_size=60) | st.text("0%2B&#54;\\n<b>[at]０\u200b ", max_size=40))
def test_places_cover_the_text_in_order(text: str) -> None:
    for view in views(text):
        places = [view.place(at, at + 1) for at in range(len(view.text))]
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("wa.me/31687654329?x", "31687654329"), ("x+31 (0)6-8765\n4329", "+31 (0)6-8765\n4329"),
        ("?p=%2B31%206%2087654329&y", "%2B31%206%2087654329"), ("z687654329", "687654329"),
        ("6*8*7*6*5*4*3*2*9", "6*8*7*6*5*4*3*2*9"), ("a03012 345", "03012 345"),
        ("xnl91 abna 0417.1643.00y", "nl91 abna 0417.1643.00"), ("rek 417164300", "417164300"),
        ("de89370400440532013000", "de89370400440532013000"),
        ("?e=bas%40example.com&", "bas%40example.com"),
        ("Bas [at] example [dot] com", "Bas [at] example [dot] com"),
        ("xbas@example.comy", "bas@example.com"),
        ("35 693803 564380 9", "35 693803 564380 9"),
    ],
)  # fmt: skip
def test_known_values_are_found_in_any_writing(text: str, hidden: str) -> None:
    assert hidden in {text[place.start : place.end] for place in KNOWN.find(text)}


@pytest.mark.parametrize(
    "text", ["68765432", "3012345", "687654320", "bas@example.org", "0417 1643 01", "2026-03-01"]
)
def test_other_values_are_not(text: str) -> None:
    assert KNOWN.find(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("nr0687654329", "+31687654329"), ("a/31687654329/b", "+31687654329"),
        ("x0031201234567", "+31201234567"), ("fax31201234567", "+31201234567"),
        ("file_0201234567_1", "+31201234567"), ("+4915112345678x", "+4915112345678"),
    ],
)  # fmt: skip
def test_glued_numbers_that_are_in_use(text: str, number: str) -> None:
    assert [place.value for place in glued_phones(text, "NL")] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "x0287654329", "x31201234567", "06876543290", "06-12-2025 14", "2026-01-05 0800 12",
        "52.0687654329", "NL91RABO0312345678", "0687654329ab0687654329ab", "0012345678905",
        "550e8400-e29b-41d4-a716-0687654329ab",
    ],
)  # fmt: skip
def test_glued_digits_that_are_no_number(text: str) -> None:
    assert list(glued_phones(text, "NL")) == []


def test_a_number_that_stays_takes_no_digits_behind_it_along() -> None:
    own = ContactFinder(own=[(IdentifierKind.PHONE, "+4930123456")], region="DE")
    assert own.find("x030123456 78 and 030/123456") == []


def test_what_is_looked_up_in_the_store() -> None:
    assert "+31687654329" in set(possible("id 687.654.329", "NL"))
    assert "+31687654329" in set(possible("x31687654329", "DE"))
    assert list(possible("nothing 1234567", "NL")) == []


@pytest.mark.parametrize("piece", ["0 6 ", "06", "+31 (0)6-", "a@b", "%30", "&#48;", "NL91 ABNA "])
def test_long_texts_are_read_in_time(piece: str) -> None:
    """A second at most; searching that grows with the square of the length takes minutes."""
    text = piece * (40_000 // len(piece))
    assert KNOWN.find(text) is not None
    assert list(glued_phones(text, "NL")) is not None
