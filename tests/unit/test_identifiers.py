"""One canonical form per identifying value, and none for values that cannot be trusted."""

from __future__ import annotations

import random

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from privacydesk.domain import phones
from privacydesk.domain.identifiers import (
    DAMAGED,
    INVALID,
    PLACEHOLDER,
    WITHHELD,
    normalise,
    normalise_cell,
    recognise,
    reversed_value,
    show,
)
from privacydesk.domain.model import IdentifierKind as Kind


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.EMAIL, " Anna.Bos@Example.NL ", "anna.bos@example.nl"),
        (Kind.EMAIL, "<anna@example.nl>", "anna@example.nl"),
        (Kind.EMAIL, "anna@shop.test", "anna@shop.test"),
        (Kind.EMAIL, "j\u00fcrgen@m\u00fcller.de", "j\u00fcrgen@xn--mller-kva.de"),
        (Kind.PHONE, "06-12 34 56 78", "+31612345678"),
        (Kind.PHONE, "+31 (0)6 12345678", "+31612345678"),
        (Kind.PHONE, "0031612345678", "+31612345678"),
        (Kind.PHONE, "'+31612345678", "+31612345678"),
        (Kind.PHONE, '="0612345678"', "+31612345678"),
        (Kind.PHONE, "31612345678", "+31612345678"),
        (Kind.PHONE, "020 - 123 45 67", "+31201234567"),
        (Kind.PHONE, "+49 (0)171 1234567", "+491711234567"),
        (Kind.PHONE, "+32 470 12 34 56", "+32470123456"),
        (Kind.PHONE, "+47 22 12 34 56", "+4722123456"),
        (Kind.IMEI, "35 693803 564380 9", "356938035643809"),
        (Kind.IMEI, "3569380356438001", "356938035643809"),  # IMEISV of the same device
        (Kind.IMEI, "35693803564380", "356938035643809"),  # without check digit
        (Kind.MAC, "D0-50-99-84-A2-A0", "d0:50:99:84:a2:a0"),
        (Kind.MAC, "d050.9984.a2a0", "d0:50:99:84:a2:a0"),
        (Kind.MAC, "d0509984a2a0", "d0:50:99:84:a2:a0"),
        (Kind.SERIAL, "c02 xk1 abc", "C02XK1ABC"),
        (Kind.IBAN, "NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
        (Kind.IP, "2001:DB8::1", "2001:db8::1"),
        (Kind.IP, "198.51.100.7", "198.51.100.7"),
        (Kind.ORDER_NUMBER, "#1001", "1001"),
        (Kind.ORDER_NUMBER, " nl-0012 ", "nl-0012"),
        (Kind.CUSTOMER_NUMBER, "'7005512", "7005512"),
        (Kind.ADDRESS, "Lange Dijk 12 a, 1234 ab Utrecht", "NL:1234AB:12-A"),
        (Kind.ADDRESS, "1234AB 12-A", "NL:1234AB:12-A"),
        (Kind.CALL_ID, "1706600000.10", "1706600000.10"),
    ],
)
def test_every_writing_has_one_form(kind: Kind, raw: str, value: str) -> None:
    draft = normalise(kind, raw)
    assert (draft.value, draft.raw) == (value, raw)


@pytest.mark.parametrize(
    ("kind", "raw", "note"),
    [
        (Kind.PHONE, "3,16E+10", DAMAGED),
        (Kind.PHONE, "3.16123E+10", DAMAGED),
        (Kind.PHONE, "31612345678.0", DAMAGED),
        (Kind.IMEI, "3,56938E+14", DAMAGED),
        (Kind.IMEI, "356938000000000", DAMAGED),
        (Kind.CUSTOMER_NUMBER, "7,00551E+11", DAMAGED),
        (Kind.ORDER_NUMBER, "450789469.0", DAMAGED),
        (Kind.PHONE, "anonymous", WITHHELD),
        (Kind.PHONE, "Unknown", WITHHELD),
        (Kind.PHONE, "Restricted", WITHHELD),
        (Kind.PHONE, "anoniem", WITHHELD),
        (Kind.PHONE, "<unknown>", WITHHELD),
        (Kind.PHONE, "0000000000", PLACEHOLDER),
        (Kind.PHONE, "201", INVALID),
        (Kind.PHONE, "0600000000", INVALID),
        (Kind.EMAIL, "test@example.nl", PLACEHOLDER),
        (Kind.EMAIL, "no-reply@example.nl", PLACEHOLDER),
        (Kind.EMAIL, "anna@", INVALID),
        (Kind.IMEI, "356938035643800", INVALID),
        (Kind.MAC, "00:00:00:00:00:00", PLACEHOLDER),
        (Kind.SERIAL, "n/a", PLACEHOLDER),
        (Kind.SERIAL, "xxxxx", INVALID),
        (Kind.IBAN, "NL92ABNA0417164300", INVALID),
        (Kind.ORDER_NUMBER, "0", PLACEHOLDER),
        (Kind.ADDRESS, "Utrecht", INVALID),
    ],
)
def test_what_cannot_be_trusted_is_kept_and_never_matched(kind: Kind, raw: str, note: str) -> None:
    draft = normalise(kind, raw)
    assert draft.value is None
    assert draft.note == note or draft.note == INVALID
    assert draft.raw == raw


def test_two_values_in_a_cell_are_two() -> None:
    found = normalise_cell(Kind.PHONE, "06-12345678 / 020 1234567")
    assert [draft.value for draft in found] == ["+31612345678", "+31201234567"]
    found = normalise_cell(Kind.PHONE, "0171/1234567", region="DE")
    assert [draft.value for draft in found] == ["+491711234567"]
    found = normalise_cell(Kind.EMAIL, "a.bos@example.nl; b.bos@example.nl")
    assert [draft.value for draft in found] == ["a.bos@example.nl", "b.bos@example.nl"]


@pytest.mark.parametrize(
    ("region", "prefix", "digits"), [("NL", "0", 9), ("DE", "015", 9), ("DE", "017", 8)]
)
def test_the_fast_path_agrees_with_the_numbering_plan(
    region: str, prefix: str, digits: int
) -> None:
    chance = random.Random(f"{region}{prefix}{digits}")
    for _ in range(400):
        text = prefix + "".join(chance.choice("0123456789") for _ in range(digits))
        found = phones._FAST[region][0].fullmatch(text)
        if found is not None:
            assert phonenumbers.is_valid_number(phonenumbers.parse(text, region)), text


@example("#0", Kind.CUSTOMER_NUMBER, "NL")  # what is left without its signs is nobody's
@example("#'", Kind.ORDER_NUMBER, "NL")
@example("'#'=\"x 1\"", Kind.ORDER_NUMBER, "NL")
@example("# n / a", Kind.TICKET_NUMBER, "NL")
@example("#1.2 E+05", Kind.ORDER_NUMBER, "NL")
@given(st.text(max_size=40), st.sampled_from(list(Kind)), st.sampled_from(["NL", "DE", "US"]))
def test_normalising_never_fails_and_is_stable(text: str, kind: Kind, region: str) -> None:
    draft = normalise(kind, text, region=region)
    assert draft.raw == text
    if draft.value is not None and kind is not Kind.ADDRESS:
        assert normalise(kind, draft.value, region=region).value == draft.value
    recognise(text, region=region)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Anna@Example.nl", (Kind.EMAIL, "anna@example.nl")),
        ("06 12345678", (Kind.PHONE, "+31612345678")),
        ("+49 171 1234567", (Kind.PHONE, "+491711234567")),
        ("356938035643809", (Kind.IMEI, "356938035643809")),
        ("d050.9984.a2a0", (Kind.MAC, "d0:50:99:84:a2:a0")),
        ("NL91ABNA0417164300", (Kind.IBAN, "NL91ABNA0417164300")),
        ("198.51.100.7", (Kind.IP, "198.51.100.7")),
        ("1234 AB 12a", (Kind.ADDRESS, "NL:1234AB:12-A")),
        ("Hauptstr. 5, 10115 Berlin", (Kind.ADDRESS, "DE:10115:5")),
        ("1234ab", (Kind.ADDRESS, "NL:1234AB")),
    ],
)
def test_what_is_typed_is_recognised(typed: str, first: tuple[Kind, str]) -> None:
    assert recognise(typed)[0] == first


def test_a_number_may_be_of_any_kind() -> None:
    kinds = {kind for kind, value in recognise("#1001") if value == "1001"}
    assert {Kind.ORDER_NUMBER, Kind.TICKET_NUMBER, Kind.CUSTOMER_NUMBER} <= kinds
    assert recognise("Jan van der Berg") == []


def test_last_digits_and_homographs() -> None:
    assert reversed_value(Kind.PHONE, "+31612345678") == "87654321613"
    assert reversed_value(Kind.EMAIL, "anna@example.nl") is None
    cyrillic = normalise(Kind.EMAIL, "anna@ex\u0430mple.nl").value
    assert cyrillic is not None
    assert show(Kind.EMAIL, cyrillic) == "anna@xn--exmple-4nf.nl"
    assert show(Kind.ADDRESS, "NL:1234AB:12-A") == "1234 AB 12-A"


@pytest.mark.parametrize(
    ("region", "line", "value"),
    [
        ("AT", "Ringstraße 5, 1010 Wien", "AT:1010:5"),
        ("BE", "Kerkstraat 12 b, 9000 Gent", "BE:9000:12-B"),
        ("NO", "Kirkegata 5B, 0153 Oslo", "NO:0153:5-B"),
        ("DE", "D-10115 Berlin, Chausseestr. 5-7", "DE:10115:5-7"),
    ],
)
def test_addresses_of_other_countries(region: str, line: str, value: str) -> None:
    assert normalise(Kind.ADDRESS, line, region=region).value == value
