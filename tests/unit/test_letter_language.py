"""How letters greet, and that their sentences stay sentences whatever is put into them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.unit.letter_support import VALUES, letter_case, pack

from privacydesk.documents.blocks import Document, Letterhead, strings
from privacydesk.documents.letters.context import context
from privacydesk.documents.letters.document import document
from privacydesk.documents.letters.given import FACTS, Value
from privacydesk.documents.letters.greeting import greeted
from privacydesk.documents.letters.registry import LETTERS
from privacydesk.documents.letters.text import check_edited, render_letter
from privacydesk.documents.tree import parse

NAMES = {
    "person_name",
    "person_address",
    "dpo",
    "authority_name",
    "authority_website",
    "recipient",
    "recipient_address",
}


def _markdown(
    name: str, language: str, form: str = "formal", values: dict[str, Value] | None = None
) -> str:
    letter = LETTERS[name]
    text = render_letter(letter, language, context(letter, letter_case(language, form, values)))
    assert text.missing == ()
    return text.markdown


def _said(name: str, language: str, form: str = "formal", **more: Value) -> str:
    markdown = _markdown(name, language, form, {**VALUES, **more})
    return " ".join(" ".join(strings(parse(markdown))).split())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anna de Boer", "Anna de Boer"),
        ("Berg, Jan van der", "Jan van der Berg"),
        ("Frau Petra Klein", "Petra Klein"),
        ("Herr Dr. Jürgen Müller", "Dr. Jürgen Müller"),
        ("Dhr. J. de Vries", "J. de Vries"),
        ("mevr A. Bos", "A. Bos"),
        ("de heer K. Bos", "K. Bos"),
        ("Familie Jansen", "Familie Jansen"),
        ("Herrmann Frauke", "Herrmann Frauke"),
        ("Frits van der Msida", "Frits van der Msida"),
        ("Bakkerij Jansen B.V.", ""),
        ("Beispiel GmbH", ""),
        ("Stichting De Boom", ""),
        ("Example Ltd", ""),
        ("anna@example.nl", ""),
        ("+31 6 1234 5678", ""),
        ("", ""),
        ("Frau", "Frau"),
    ],
)
def test_who_is_greeted_by_name(name: str, shown: str) -> None:
    assert greeted(name) == shown


@pytest.mark.parametrize(
    ("language", "form", "greeting"),
    [
        ("nl", "formal", "Geachte heer of mevrouw,"),
        ("nl", "informal", "Goedendag,"),
        ("de", "formal", "Sehr geehrte Damen und Herren,"),
        ("de", "informal", "Hallo,"),
        ("en", "formal", "Dear Sir or Madam,"),
        ("en", "informal", "Hello,"),
    ],
)
def test_nobody_is_greeted_by_a_name_that_is_none(language: str, form: str, greeting: str) -> None:
    for name in ("anna@example.nl", "Bakkerij Jansen B.V."):
        assert _said("refusal", language, form, person_name=name).startswith(greeting)


@pytest.mark.parametrize("name", [n for n, letter in LETTERS.items() if not letter.to_company])
def test_the_informal_verb_follows_its_pronoun(name: str) -> None:
    """`je krijgt`, but `dan krijg je`; and `van jou`, not `van je`, at the end of a phrase."""
    said = _said(name, "nl", "informal")
    assert not re.findall(r"\b(?:krijgt|leest|betaalt|reageert|woont|bent|hebt|gaat) je\b", said)
    assert not re.search(r"\bvan je(?=[.:,]| gevonden| zijn| is)", said)


@pytest.mark.parametrize("language", ["nl", "de", "en"])
@pytest.mark.parametrize("name", LETTERS)
def test_a_stated_sentence_ends_with_one_full_stop(name: str, language: str) -> None:
    stop: dict[str, Value] = {}
    bare: dict[str, Value] = {}
    for fact, value in VALUES.items():
        text = isinstance(value, str) and FACTS[fact].kind == "text" and fact not in NAMES
        stop[fact] = "words that end." if text else value
        bare[fact] = "words that end" if text else value
    for values in (stop, bare):
        said = " ".join(strings(parse(_markdown(name, language, values=values))))
        assert not re.search(r"\.\.|\.,|  ", said)
        letter = LETTERS[name]
        shown = context(letter, letter_case(language, values=values))
        assert check_edited(letter, language, shown, _markdown(name, language, values=values)) == ()
    reasons = " ".join(strings(parse(_markdown("refusal", language, values=bare))))
    assert reasons.count("words that end.") >= 2


def test_one_letter_cites_in_one_way() -> None:
    for name in LETTERS:
        assert not re.search(r"artikel \d+, lid", _said(name, "nl", ground="x"))


def _document(address: str, home: str, language: str = "de") -> Document:
    letter = LETTERS["refusal"]
    case = letter_case(language, values={**VALUES, "person_address": address})
    case = replace(case, pack=replace(pack(), controller=replace(pack().controller, address=home)))
    text = render_letter(letter, language, context(letter, case))
    return document(
        letter,
        case,
        text.markdown,
        Letterhead(),
        created=datetime(2026, 3, 2, tzinfo=UTC),
        draft=False,
    )


def test_the_country_stands_in_capitals_in_the_window_and_in_words_in_the_foot() -> None:
    made = _document("Ringstr. 3, 50667 Köln, DE", "Kade 1, 1234 AB Utrecht, Nederland")
    assert made.receiver_lines[-2:] == ("50667 Köln", "DEUTSCHLAND")
    assert made.sender_lines[3] == "Niederlande"
    at_home = _document("Kade 1, 1234 AB Utrecht, NL", "Kade 1, 1234 AB Utrecht")
    assert at_home.receiver_lines[-1] == "1234 AB Utrecht"
    assert at_home.sender_lines[2] == "1234 AB Utrecht"
