"""Text from strangers: safe to show, and folded for finding."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain.text import fold, fold_variants, safe, safe_line, storable

any_text = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "\x1b\x9b\x00\x07\u202e\u2066\u200e\ufeff\ud800\udfff\u2028\r\n\t\U000e0041"
        ),
    ),
    max_size=60,
)


@given(any_text)
def test_safe_text_has_no_power_over_a_terminal(text: str) -> None:
    shown = safe(text)
    shown.encode("utf-8")
    assert safe(shown) == shown
    for char in shown:
        assert char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"), hex(ord(char))
        assert not 0x202A <= ord(char) <= 0x202E
        assert not 0x2066 <= ord(char) <= 0x2069


@given(any_text)
def test_a_safe_line_is_one_line(text: str) -> None:
    shown = safe_line(text)
    assert len(shown.splitlines()) <= 1
    assert "\t" not in shown


@given(any_text)
def test_storable_text_can_be_stored(text: str) -> None:
    kept = storable(text)
    assert "\x00" not in kept
    kept.encode("utf-8")


def test_an_escape_sequence_becomes_visible() -> None:
    assert safe("\x1b]52;c;eA==\x07") == "\u241b]52;c;eA==\u2407"
    assert safe("a\r\nb\rc") == "a\nb\nc"
    assert safe("family \U0001f468\u200d\U0001f469 ok") == "family \U0001f468\u200d\U0001f469 ok"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz Żółć", "lukasz zolc"),
        ("Søren Ærø", "soren aero"),
        ("Groß", "gross"),
        ("Đorđe", "dorde"),
        ("Jórg", "jorg"),
        ("IJSBRAND ĳs", "ijsbrand ijs"),
        ("D’Angelo", "d'angelo"),
        ("Ｆｕｌｌ", "full"),
        ("ﬁn", "fin"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_other_scripts_become_latin() -> None:
    assert fold("Анна").isascii()
    assert fold("张伟").isascii()


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("Müller", ("muller", "mueller")),
        ("Öz", ("oz", "oez")),
        ("Ærø", ("aero", "aeroe")),
        ("Jansen", ("jansen",)),
        ("René", ("rene",)),
    ],
)
def test_umlauts_are_found_both_ways(text: str, variants: tuple[str, ...]) -> None:
    assert fold_variants(text) == variants
    assert fold_variants(unicodedata.normalize("NFD", text)) == variants


@given(st.text(max_size=80))
def test_folding_is_stable(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
