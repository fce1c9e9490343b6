"""Fields of another person's part in a record: the parcel's recipient, a payer, a neighbour."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.test_scope import record

from privacydesk.domain.model import RecordKind, Role
from privacydesk.domain.redaction_find import ContactFinder
from privacydesk.domain.scope_others import fields_of_others, is_own_line, own_addresses
from privacydesk.domain.scope_types import Person

HOME = own_addresses(["NL:1234AB:12"], ["Kerkstraat 12, 1234 AB Amsterdam, NL"])
ZOE = Person(frozenset({"zoë de bruïn"}), frozenset({"zoe@example.nl"}), addresses=HOME)

SHOPIFY = {
    "Name": "#1001", "Shipping": "4.95", "Shipping Method": "DHL", "Shipping Street": "Lindelaan 3",
    "Shipping Name": "Bas Bakker", "Shipping Address1": "Lindelaan 3", "Shipping Address2": "App 2",
    "Shipping Company": "Bakker BV", "Shipping City": "Zwolle", "Shipping Zip": "8011 AB",
    "Shipping Province": "OV", "Shipping Country": "NL", "Shipping Phone": "0687654321",
    "Shipping Province Name": "Overijssel", "Lineitem name": "Phone", "Billing City": "Amsterdam",
    "Billing Name": "Zoë de Bruïn", "Billing Zip": "1234 AB", "Billing Street": "Kerkstraat 12",
}  # fmt: skip
BUUR = {
    "first_name": "Buur", "last_name": "Man", "address_1": "Kerkstraat 14", "postcode": "1234 AB",
    "city": "Amsterdam", "country": "NL", "phone": "0611111111",
}  # fmt: skip
MINE = BUUR | {"first_name": "Zoë", "last_name": "de Bruïn", "address_1": "Kerkstraat 12"}


def _theirs(
    payload: dict[str, Any],
    *roles: Role,
    others: tuple[str, ...] = ("Buur Man",),
    kind: RecordKind = RecordKind.ORDER,
    details: dict[str, Any] | None = None,
) -> set[str]:
    item = record(
        kind, *(roles or (Role.BUYER,)), payload=payload, details=details or {}, others=others
    )
    return {path for _, path in fields_of_others(item, ZOE)}


def test_every_field_that_says_who_and_where_the_recipient_is() -> None:
    shipping = {name for name in SHOPIFY if name.startswith("Shipping ")}
    assert _theirs(SHOPIFY) == shipping - {"Shipping Method", "Shipping Country"}


def test_a_neighbour_with_the_same_postcode_in_an_object_of_its_own() -> None:
    found = _theirs({"shipping": BUUR, "billing": MINE, "shipping_lines": [{"total": "4.95"}]})
    assert found == {f"shipping.{name}" for name in BUUR if name != "country"}


def test_the_same_household_hides_the_name_and_not_the_address() -> None:
    partner = BUUR | {"address_1": "Kerkstraat 12"}
    assert _theirs({"shipping": partner}) == {
        "shipping.first_name",
        "shipping.last_name",
        "shipping.phone",
    }


@pytest.mark.parametrize("name", ["Zoë de Bruïn", "Z. de Bruin", "Bruïn, Zoë de"])
def test_ones_own_parcel_to_another_address_stays(name: str) -> None:
    parcel = {"Shipping Name": name, "Shipping Street": "Kade 9", "Shipping Zip": "9999 ZZ"}
    assert _theirs(parcel) == set()


def test_details_without_a_name_follow_what_the_verbatim_block_says() -> None:
    details = {"delivery_address": "Kerkstraat 14, 1234 AB Amsterdam", "delivery_phone": "06"}
    assert _theirs({"shipping": BUUR}, details=details) >= {"delivery_address", "delivery_phone"}
    assert _theirs({"shipping": MINE}, details=details) == set()


def test_a_block_without_a_name_is_the_recipients_when_there_is_one() -> None:
    bare = {"Shipping Street": "Lindelaan 3", "Shipping Zip": "8011 AB"}
    assert _theirs(bare) == set(bare)
    assert _theirs(bare, others=()) == set()
    assert _theirs(bare, Role.RECIPIENT, others=("The buyer",)) == set()


def test_a_payer_and_two_fields_for_one_name() -> None:
    payer = {"billing_first_name": "Bas", "billing_last_name": "Bakker", "billing_iban": "x"}
    assert _theirs(payer) == {"billing_first_name", "billing_last_name"}
    split = {"first_name": "Bas", "last_name": "Bakker", "city": "Zwolle", "note": "n"}
    assert _theirs({"friend": split}, kind=RecordKind.TICKET, others=()) == {
        "friend.first_name",
        "friend.last_name",
        "friend.city",
    }
    assert _theirs(split, kind=RecordKind.CONTACT, others=()) == set(), "the holder's own record"


def test_what_only_looks_like_a_block() -> None:
    fields = {
        "shipping_tax": "1", "shipping_method_title": "DHL", "delivery_status": "sent",
        "delivery_date": "2026-01-01", "ip_address": "192.0.2.1", "shipping": "4.95",
        "invoice": "12", "delivery": None, "shipping_ip_address": "192.0.2.1",
    }  # fmt: skip
    assert _theirs(fields) == set()


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Kerkstraat 12, 1234 AB Amsterdam", False),
        ("kerkstraat 12\n1234AB Amsterdam", False),
        ("1234 AB Amsterdam", False),
        ("1234 AB 12", False),
        ("Kerkstraat 14, 1234 AB", True),
        ("Kerkstraat 14 bis, 1234 AB Amsterdam", True),
        ("the neighbour at 1234 AB 14", True),
        ("Kerkstraat 12, 1234 AC Amsterdam", True),
        ("1234 AB, nr. 141 A please", True),
    ],
)
def test_a_postcode_alone_does_not_make_an_address_ones_own(text: str, hidden: bool) -> None:
    found = ContactFinder(addresses=HOME).find(text)
    assert bool(found) is hidden
    if hidden:
        rest = text[: found[0].start] + text[found[0].end :]
        assert "14" not in rest
        assert "1234 A" not in rest


def test_a_whole_line_counts_as_written() -> None:
    assert is_own_line("kerkstraat 12, 1234 ab  Amsterdam, nl", HOME)
    assert is_own_line("1234AB 12", HOME)
    assert not is_own_line("Kerkstraat 12", HOME)
