"""German letters name the data protection officer without a gender."""

from __future__ import annotations

import pytest
from tests.unit.letter_support import letter_case

from privacydesk.documents.letters.context import context
from privacydesk.documents.letters.registry import LETTERS
from privacydesk.documents.letters.text import render_letter
from privacydesk.documents.words import Words


@pytest.mark.parametrize("form", ["formal", "informal"])
@pytest.mark.parametrize("name", LETTERS)
def test_a_german_letter_guesses_no_gender_of_the_officer(name: str, form: str) -> None:
    letter = LETTERS[name]
    text = render_letter(letter, "de", context(letter, letter_case("de", form))).markdown
    assert "atenschutzbeauftragter" not in text
    named = "unsere datenschutzbeauftragte Person gern" in text
    assert named or letter.to_company  # some letters to companies close without a contact


def test_nor_does_the_head_of_a_report() -> None:
    assert Words("de")("furniture", "dpo") == "Datenschutzbeauftragte Person"
