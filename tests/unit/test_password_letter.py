"""The letter with the password has the frame of all letters, and says no more than it must."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.letter_support import pack

from privacydesk.documents.blocks import Heading, Letterhead, strings
from privacydesk.documents.delivery.password_letter import PasswordFacts, password_letter
from privacydesk.domain.errors import InputError

WRITTEN = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
PASSWORD = "fw7k-a3ce-hjkm-9ryx-c4gq"


def _facts(language: str, form: str = "formal", **more: object) -> PasswordFacts:
    values: dict[str, object] = {
        "reference": "2026-0001",
        "language": language,
        "pack": pack(form),
        "name": "Petra Klein",
        "address": "Ringstr. 3, 50667 Köln, DE",
        "password": PASSWORD,
        "written": WRITTEN,
        "look": Letterhead(colour="#0b6e4f"),
        **more,
    }
    return PasswordFacts(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "form", "dear", "country", "regards", "day"),
    [
        ("nl", "formal", "Geachte Petra Klein,", "DUITSLAND", "Met vriendelijke groet", "2 maart"),
        ("nl", "informal", "Beste Petra Klein,", "DUITSLAND", "Met vriendelijke groet", "2 maart"),
        ("de", "formal", "Guten Tag Petra Klein,", "DEUTSCHLAND", "Mit freundlichen", "2. März"),
        ("de", "informal", "Hallo Petra Klein,", "DEUTSCHLAND", "Mit freundlichen", "2. März"),
        ("en", "formal", "Dear Petra Klein,", "GERMANY", "Yours sincerely", "2 March"),
        ("en", "informal", "Hello Petra Klein,", "GERMANY", "Kind regards", "2 March"),
    ],
)
def test_it_has_a_window_a_salutation_and_a_greeting(
    language: str, form: str, dear: str, country: str, regards: str, day: str
) -> None:
    made = password_letter(_facts(language, form))
    assert made.letter is not None
    assert made.letter.colour == "#0b6e4f"
    assert made.receiver_lines == ("Petra Klein", "Ringstr. 3", "50667 Köln", country)
    assert made.sender_lines[:2] == ("Lindeboom Telecom B.V.", "Lindengracht 418")
    said = list(strings(made.body))
    assert said[0] == dear
    assert any(text.startswith(regards) for text in said)
    assert said[-1] == "Lindeboom Telecom B.V."
    assert dict(made.facts).popitem()[1] == "2026-0001"
    assert day in made.facts[0][1]
    (shown,) = [block for block in made.body if isinstance(block, Heading)]
    assert list(strings([shown])) == [PASSWORD]


def test_somebody_unknown_is_greeted_by_no_name() -> None:
    made = password_letter(_facts("nl", name="", address=""))
    assert made.receiver_lines == ()
    assert next(iter(strings(made.body))) == "Geachte heer of mevrouw,"


@pytest.mark.parametrize(
    "password", ["# *a* _b_ <c> & `d`", "1. [x](y) ~~z~~ \\", "- {{ x }} {% y"]
)
def test_a_password_of_any_signs_is_printed_as_it_is(password: str) -> None:
    made = password_letter(_facts("en", password=password))
    assert password in list(strings(made.body))


def test_a_template_without_the_password_is_told(tmp_path: Path) -> None:
    own = tmp_path / "letters" / "en"
    own.mkdir(parents=True)
    (own / "password_letter.md.j2").write_text("Your password follows.", encoding="utf-8")
    with pytest.raises(InputError, match="leaves out: the password"):
        password_letter(_facts("en", templates=tmp_path))
