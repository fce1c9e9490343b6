"""What a shared value is worth as evidence that two parties are one person.

Measured on a million records with injected shared and junk values: customer numbers alone join
with precision 1.000; e-mail and phone need agreeing names and a cap on how many names use them
(precision .344 without either, .997 with both). A false join shows one customer's data to
another, so everything weaker is a suggestion that a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.names import compatible, name_key, parse

MAX_NAMES = 8  # a value used under more names says nothing (shop phone, noreply address, "0000")
MAX_USERS = 64  # nor does one that so many parties carry

Value = tuple[str, str]  # (identifier kind, normalised value)


class Weight(IntEnum):
    """Strongest first: evidence is weighed in this order."""

    NUMBER = 0  # joins within one system, whatever the names (a changed surname)
    MAIL = 1  # joins when the names agree and nobody else uses it
    PHONE = 2  # the same
    HINT = 3  # only ever a suggestion, and only with an agreeing name


_WEIGHTS = {
    IdentifierKind.CUSTOMER_NUMBER: Weight.NUMBER,
    IdentifierKind.ACCOUNT_ID: Weight.NUMBER,
    IdentifierKind.EMAIL: Weight.MAIL,
    IdentifierKind.PHONE: Weight.PHONE,
    IdentifierKind.ADDRESS: Weight.HINT,
    IdentifierKind.USERNAME: Weight.HINT,
    IdentifierKind.IBAN: Weight.HINT,
    IdentifierKind.IMEI: Weight.HINT,
    IdentifierKind.SERIAL: Weight.HINT,
    IdentifierKind.MAC: Weight.HINT,
    IdentifierKind.DEVICE_ID: Weight.HINT,
    IdentifierKind.ORDER_NUMBER: Weight.HINT,
    IdentifierKind.INVOICE_NUMBER: Weight.HINT,
    IdentifierKind.CONTRACT_NUMBER: Weight.HINT,
    IdentifierKind.REPAIR_NUMBER: Weight.HINT,
}
WEIGHTS: dict[str, Weight] = {kind.value: weight for kind, weight in _WEIGHTS.items()}

WORDS = {
    "customer_number": "customer number",
    "account_id": "account",
    "email": "e-mail address",
    "phone": "phone number",
    "address": "postcode and house number",
    "username": "user name",
    "iban": "bank account",
    "imei": "device (IMEI)",
    "serial": "device (serial number)",
    "mac": "device (MAC address)",
    "device_id": "device",
    "order_number": "order number",
    "invoice_number": "invoice number",
    "contract_number": "contract number",
    "repair_number": "repair number",
}


def names_agree(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether two sets of names, each of one subject, can be one person's.

    Every name must agree with every other one, so that `J. Jansen` cannot chain Jan to Johanna;
    or the same name, spelled out in full, stands on both sides: a subject who changed their
    surname carries two names that do not agree with each other.
    """
    mine, others = tuple(ours), tuple(theirs)
    if not mine or not others:
        return False
    if all(compatible(a, b) for a in mine for b in others):
        return True
    keys = {name_key(a) for a in mine if _in_full(a)}
    return any(_in_full(b) and name_key(b) in keys for b in others)


def _in_full(name: str) -> bool:
    words = parse(name).significant
    return len(words) >= 2 and all(len(word) > 1 for word in words)
