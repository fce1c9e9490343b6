"""What must never be kept is cut out; what only looks like it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain import secrets
from privacydesk.domain.identifiers import luhn_digit

ARGON = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub"
HASH = "$2y$10$" + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0"


@pytest.mark.parametrize(
    ("text", "dropped", "gone"),
    [
        ("pay with 4111 1111 1111 1111 please", "card number", "4111"),
        ("4111111111111111", "card number", "4111"),
        ("5555-5555-5555-4444", "card number", "5555"),
        ("2223003122003222", "card number", "2223"),
        ("mijn creditcard nr: 378282246310005", "card number", "378282"),
        ("3782 822463 10005", "card number", "822463"),
        ("BSN: 123456782", "citizen number", "123456782"),
        ("mijn bsn is 1112.22.333", "citizen number", "22.333"),
        ("Burgerservicenummer 111222333", "citizen number", "111222333"),
        ("Steuer-ID 86095742719", "citizen number", "86095742719"),
        ("AHV 756.9217.0769.85", "citizen number", "9217"),
        ("Wachtwoord: Zomer2024!", "password", "Zomer2024"),
        ("Hotline-Kennwort = Sommer9", "password", "Sommer9"),
        ('password: "hunter22"', "password", "hunter22"),
        (HASH, "password hash", "abcdefgh"),
        (
            "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub",
            "password hash",
            "RdescudvJ",
        ),
    ],
)
def test_secrets_in_texts_are_cut(text: str, dropped: str, gone: str) -> None:
    kept, counts = secrets.scrub(text)
    assert counts == {dropped: 1}
    assert gone not in kept
    assert secrets.marker(dropped) in kept
    assert secrets.scrub(kept) == (kept, {})


@pytest.mark.parametrize(
    "text",
    [
        "IMEI 356938035643809",
        "356938035643809",  # 15 digits with a valid check: an IMEI as bare digits
        "IMEISV 5200001234567893",
        "order 4111111111111111",
        "Bestelnummer: 4111111111111111",
        "tracking 5555555555554444",
        "card ending in 4242",
        "**** **** **** 4242",
        "IBAN NL91ABNA0417164300",
        "DE89 3704 0044 0532 0130 00",
        "DE44 5001 0517 5407 3249 31",
        "4111111111111112",
        "my password does not work",
        "wachtwoord vergeten",
        "BSN: 123456789",  # fails the 11-test: not a citizen number
        "call 123456782",  # no label
        "2024-01-30 10:00:00 +0100 1706600000",
        "+31 6 1234 5678 / +31 20 123 4567",
    ],
)
def test_what_only_looks_like_a_secret_stays(text: str) -> None:
    assert secrets.scrub(text) == (text, {})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Password", "password"),
        ("hotline_password", "password"),
        ("Kundenkennwort", "password"),
        ("Wachtwoord klant", "password"),
        ("user_pass", "password hash"),
        ("crypted_password", "password hash"),
        ("Passwort-Hash", "password hash"),
        ("Pin code", "password"),
        ("unlock_code", "password"),
        ("Credit Card Number", "card number"),
        ("Kreditkartennummer", "card number"),
        ("CVC", "card code"),
        ("BSN", "citizen number"),
        ("Burgerservicenummer", "citizen number"),
        ("Steuer-ID", "citizen number"),
        ("custom_fields.bsn", "citizen number"),
        ("AHV-Nummer", "citizen number"),
        ("F\u00f8dselsnummer", "citizen number"),
        ("api_token", "access token"),
        ("password_changed_at", None),
        ("last_password_reset_at", None),
        ("Shipping", None),
        ("Payment Method", None),
        ("company", None),
        ("Tax 1 Value", None),
        ("UNSUB_CAMPAIGN_ID", None),
    ],
)
def test_fields_that_hold_secrets_are_known_by_name(name: str, expected: str | None) -> None:
    assert secrets.class_of_field(name) == expected


@given(st.integers(0, 10**13 - 1), st.sampled_from(["35", "86", "01"]))
def test_no_imei_is_taken_for_a_card(number: int, start: str) -> None:
    body = start + f"{number:012d}"[:12]
    imei = body + luhn_digit(body)
    assert secrets.scrub(f"Toestel {imei} defect") == (f"Toestel {imei} defect", {})


@given(st.text(max_size=200))
def test_cutting_is_stable_and_the_cheap_test_misses_nothing(text: str) -> None:
    kept, counts = secrets.scrub(text)
    assert bool(counts) == (kept != text)
    if not secrets.may_hold_secret(text):
        assert kept == text
