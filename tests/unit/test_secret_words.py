"""Passwords and PINs in running text: cut when they are there, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain import secret_words, secrets


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Mijn wachtwoord is hunter2xyz", "hunter2xyz"),
        ("Passwort lautet hunter5xyz", "hunter5xyz"),
        ("hotline wachtwoord Blauwbril77", "Blauwbril77"),
        ("my passwd hunter9xyz", "hunter9xyz"),
        ("my password hunter9xyz does not work", "hunter9xyz"),
        ("het wachtwoord voor de hotline is Blauwbril77.", "Blauwbril77"),
        ("password changed to N3wSecret", "N3wSecret"),
        ("Das Kennwort ist jetzt Sommer#Wind", "Sommer#Wind"),
        ('wachtwoord is "blauwbril"', "blauwbril"),
        ("wachtwoord is 123456", "123456"),
        ("wachtwoord -> geheim", "geheim"),
        ("ww: welkom01", "welkom01"),
        ("inlog: jan / Welkom01!", "Welkom01"),
        ("mijn pincode is 13579", "13579"),
        ("pinnummer 13579", "13579"),
        ("pin: 24680", "24680"),
        ("PIN 2580 voor het scherm", "2580"),
        ("PIN-Code 2580", "2580"),
        ("SIM pin = 0000", "0000"),
        ("PUK 12345678", "12345678"),
        ("Passcode: 2580", "2580"),
        ("passcode is 2580", "2580"),
        ("toegangscode 9999", "9999"),
        ("Toegangscode: abcd", "abcd"),
        ("Entsperrcode 147258", "147258"),
        ("unlock code is 1379", "1379"),
        ("ontgrendelpatroon: L-vorm", "L-vorm"),
    ],
)
def test_passwords_and_pins_in_running_text_are_cut(text: str, gone: str) -> None:
    kept, counts = secrets.scrub(text)
    assert counts == {"password": 1}
    assert gone not in kept
    assert secrets.scrub(kept) == (kept, {})


@pytest.mark.parametrize(
    "text",
    [
        "mijn wachtwoord werkt niet",
        "PIN code vergeten",
        "pincode: vergeten",
        "password reset link",
        "Password reset link: https://example.com/reset",
        "password is expired",
        "wachtwoord is op 12-03-2024 gewijzigd",
        "Passwort ist Pflicht",
        "Passwort ist falsch, siehe Ticket 4711",
        "mein Passwort wurde 2024 geändert",
        "wachtwoord iPhone13 vergeten",
        "Passwort DX800A",
        "password 2 weeks old",
        "wachtwoord: zie bijlage",
        "ww: geen idee",
        "password is jan@example.nl",
        "password is ****",
        "betaald met pin 2495",
        "pin 24,95",
        "pin: 1250 euro",
        "pin: 24.95",
        "shipping 12345",
        "spinning 24680",
        "pins 12345",
        "Wachtwoord IMEI 356938035643809",
        "toegangscode vergeten, IMEI 356938035643809",
        "passcode 356938035643809",
        "access to order 4711",
        "unlock code kwijt",
        "login: ja / nee",
        "login: 2024 / 12",
    ],
)
def test_texts_about_passwords_stay(text: str) -> None:
    assert secrets.scrub(text) == (text, {})


@pytest.mark.parametrize(
    "name",
    [
        "Passcode", "device_passcode", "Toegangscode", "Zugangscode", "access code",
        "Unlock code", "Ontgrendelcode", "Ontgrendelpatroon", "Entsperrcode", "Entsperrmuster",
        "Unlock Pattern", "Schermcode", "Sperrcode", "PIN nummer", "pin_number", "PUK code", "ww",
    ],
)  # fmt: skip
def test_fields_that_hold_codes_are_known_by_name(name: str) -> None:
    assert secrets.class_of_field(name) == "password"


@pytest.mark.parametrize(
    "name",
    ["postcode", "Zip code", "Shipping", "discount code", "barcode", "country_code", "Spin",
     "error code", "area code", "Accessories", "Toegang tot", "screen", "phone", "Muster"],
)  # fmt: skip
def test_other_codes_are_no_secrets(name: str) -> None:
    assert secrets.class_of_field(name) is None


def test_no_word_is_passed_over_by_the_quick_test() -> None:
    for word in secret_words._WORDS:
        assert any(stem in word for stem in secret_words._STEMS), word


@given(
    st.sampled_from(["mijn wachtwoord is ", "passcode: ", "pin ", "my password ", "PIN-code ist "]),
    st.text(max_size=60),
)
def test_cutting_twice_changes_nothing_more(label: str, rest: str) -> None:
    kept, counts = secrets.scrub(label + rest)
    assert bool(counts) == (kept != label + rest)
    assert secrets.scrub(kept) == (kept, {})
