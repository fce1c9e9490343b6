"""u or je, Sie or du: every text of an answer keeps to the form that the policy pack says."""

from __future__ import annotations

import email
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path

import pytest
from tests.unit.letter_support import pack

from privacydesk.documents.blocks import Letterhead, strings
from privacydesk.documents.delivery.mail import mail_draft
from privacydesk.documents.delivery.password_letter import PasswordFacts, password_letter
from privacydesk.documents.letters.registry import LETTERS
from privacydesk.documents.words import Words
from privacydesk.domain.duties import DUTIES
from privacydesk.domain.estate import ROWS
from privacydesk.domain.localtext import LocalText
from privacydesk.domain.rights import Right
from privacydesk.domain.scope_reasons import REASONS
from privacydesk.paths import templates_folder

# Words of the two forms. These texts never use "Sie" for they at the start of a sentence, and
# "u" has no other meaning; U+1F600 is a character.
FORMAL = {
    "nl": re.compile(r"\b(?:[Uu](?:w|zelf)?)\b(?!\+)"),
    "de": re.compile(r"\b(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b"),
}
INFORMAL = {
    "nl": re.compile(r"\b[Jj](?:e|ij|ou|ouw|ezelf)\b"),
    "de": re.compile(r"\b[Dd](?:u|ich|ir|ein(?:e[mnrs]?)?)\b"),
}
# The verb of the other form: a t before je, a plural beside du.
WRONG_VERB = {
    "nl": re.compile(
        r"(?<![Jj]e )\b(?:hebt|kunt|leest|ontvangt|bent|krijgt|wilt|kent|vindt|opent) (?:je|jij)\b"
        r"|\b(?:heb|kun|lees|ontvang|ben|krijg|wil|ken|vind|open) u\b"
    ),
    "de": re.compile(
        r"\b(?:haben|können|erhalten|müssen|möchten|kennen|hatten|dürfen|erreichen) du\b"
        r"|\b[Dd]u (?:haben|können|erhalten|müssen|möchten|kennen|hatten|dürfen|erreichen)\b"
        r"|\b(?:hast|kannst|erhältst|musst|möchtest|kennst|hattest|darfst) Sie\b"
        r"|\bSie (?:hast|kannst|erhältst|musst|möchtest|kennst|hattest|darfst|erreichst)\b"
    ),
}
REPORTS = sorted((templates_folder() / "reports").glob("??/*.j2"))
_V = re.compile(r'\{\{ p\.v\("([^"]*)", "([^"]*)"\) \}\}')
_WORD = re.compile(r"\{\{ p\.(\w+) \}\}")
_SET = re.compile(r'\{% set (\w+) = v\("([^"]*)", "([^"]*)"\) %\}')


def _wrong(text: str, language: str, *, formal: bool) -> list[str]:
    other = INFORMAL if formal else FORMAL
    return [m[0] for m in (*other[language].finditer(text), *WRONG_VERB[language].finditer(text))]


def _in_form(language: str, source: str, *, formal: bool) -> str:
    """Every branch of a template with the words of one form, and nothing of the case."""
    parts = templates_folder() / "letters" / language / "_parts.md.j2"
    words = {m[1]: (m[2], m[3]) for m in _SET.finditer(parts.read_text(encoding="utf-8"))}
    form = 0 if formal else 1
    source = _V.sub(lambda m: m[form + 1], source)
    source = _WORD.sub(lambda m: words[m[1]][form], source)
    assert "p.v(" not in source
    return re.sub(r"\{[{%#].*?[}%#]\}", " ", source, flags=re.DOTALL)


@pytest.mark.parametrize("formal", [True, False])
@pytest.mark.parametrize("path", REPORTS, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_templates_of_reports_keep_to_one_form(path: Path, formal: bool) -> None:
    language = path.parent.name
    source = path.read_text(encoding="utf-8").replace("{{ p.dear() }}", "")
    if language == "en":
        assert "p.v(" not in source  # English has one form
        return
    said = _in_form(language, source, formal=formal)
    assert _wrong(said, language, formal=formal) == []
    own = FORMAL if formal else INFORMAL
    assert own[language].search(said)


@pytest.mark.parametrize("language", ["nl", "de"])
@pytest.mark.parametrize("formal", [True, False])
def test_words_keep_to_one_form(language: str, formal: bool) -> None:
    source = (templates_folder() / "layout" / "words.toml").read_text(encoding="utf-8")
    words = Words(language, formal=formal)
    wrong = {
        f"{group}.{key}": found
        for group, entries in tomllib.loads(source).items()
        for key in entries
        if (found := _wrong(words(group, key), language, formal=formal))
    }
    assert wrong == {}


def test_a_word_without_a_second_form_addresses_nobody() -> None:
    source = (templates_folder() / "layout" / "words.toml").read_text(encoding="utf-8")
    for group, entries in tomllib.loads(source).items():
        for key, entry in entries.items():
            assert set(entry) <= {"nl", "de", "en", "je", "du"}, key
            for language, second in (("nl", "je"), ("de", "du")):
                addressed = bool(FORMAL[language].search(entry[language]))
                assert addressed <= (second in entry), f"{group}.{key}"
                if second in entry:
                    assert entry[second] != entry[language], f"{group}.{key}"


def _texts_of_rules() -> Iterator[LocalText]:
    yield from (reason.in_words for reason in REASONS.values())
    yield from (row.title for row in ROWS.values())
    yield from (row.mask for row in ROWS.values())
    yield from (duty.text for duty in DUTIES.values())


@pytest.mark.parametrize("language", ["nl", "de"])
def test_texts_of_rules_address_nobody(language: str) -> None:
    texts = [text(language) for text in _texts_of_rules()]
    texts += [letter.title(language) for letter in LETTERS.values()]
    texts += [right.facts.term(language) for right in Right]
    codes = (templates_folder() / "layout" / "codes.toml").read_text(encoding="utf-8")
    for codes_of in tomllib.loads(codes).values():
        for field in codes_of.values():
            texts += [meaning[language] for meaning in field.values()]
    for text in texts:
        assert not FORMAL[language].search(text), text
        assert not INFORMAL[language].search(text), text


WRITTEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("formal", [True, False])
@pytest.mark.parametrize("language", ["nl", "de"])
def test_the_mail_and_the_password_letter(language: str, formal: bool) -> None:
    draft = mail_draft(
        to="anna@example.com",
        reference="2026-0001",
        language=language,
        sender="Zönen",
        formal=formal,
        attachments={},
        written=WRITTEN,
    )
    message = email.message_from_bytes(draft, policy=default)
    letter = password_letter(
        PasswordFacts(
            "2026-0001",
            language,
            pack("formal" if formal else "informal"),
            "Anna Berg",
            "",
            "one-two-three",
            WRITTEN,
            Letterhead(),
        )
    )
    texts = [message.get_content(), letter.title, letter.running, *strings(letter.body)]
    own = FORMAL if formal else INFORMAL
    assert own[language].search(texts[0])
    assert own[language].search(letter.title)
    for text in texts:
        assert not _wrong(text, language, formal=formal)


def test_english_has_one_form() -> None:
    assert Words("en", formal=False).group("delivery") == Words("en").group("delivery")
    assert Words("nl", formal=False).every_language("package", "package_title") == {
        "nl": "Uw gegevens om mee te nemen",
        "de": "Ihre Daten zum Mitnehmen",
        "en": "Your data to take with you",
    }
