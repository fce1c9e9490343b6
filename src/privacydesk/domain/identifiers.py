"""Identifying values: one canonical form per kind, whatever way they were typed or exported.

`normalise` is used when data come in, `recognise` when somebody types into the find box; both end
in the same canonical form, so looking up is an equality test. A value that cannot be trusted
(damaged by a spreadsheet, withheld, a placeholder) keeps its raw text and gets no canonical form:
it is shown, and never matched.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from privacydesk.domain import phones, postal
from privacydesk.domain.emails import email_key, is_placeholder
from privacydesk.domain.model import IdentifierDraft, IdentifierKind

DAMAGED: Final = "damaged by a spreadsheet"
WITHHELD: Final = "withheld"
PLACEHOLDER: Final = "a placeholder, not somebody's own"
INVALID: Final = "not valid"
SHARED_NETWORK: Final = "an address inside a private network"

# 3,16E+10 and 3.16E+10 lost their last digits; a trailing .0 lost leading zeros with it.
_SCIENTIFIC: Final = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
_FLOAT_TAIL: Final = re.compile(r"\+?\d{5,}[.,]0+")
_NUMERIC_KINDS: Final = frozenset(IdentifierKind) - {
    IdentifierKind.EMAIL,
    IdentifierKind.USERNAME,
    IdentifierKind.ADDRESS,
    IdentifierKind.IP,
    IdentifierKind.CALL_ID,  # an Asterisk unique id is `1700000000.10`
}
# What switches and phones write for a caller who hides the number.
_WITHHELD: Final = frozenset(
    {
        "anonymous", "anonym", "anoniem", "unknown", "unbekannt", "onbekend", "restricted",
        "private", "privé", "prive", "withheld", "unavailable", "blocked", "afgeschermd",
        "verborgen", "unterdrückt", "hidden", "geheim", "asreceived", "s", "no caller id",
        "private number", "unknown caller", "nummer unterdrückt", "unterdrückte rufnummer",
        "nummerherkenning uit", "+266696687", "266696687",
    }
)  # fmt: skip
_EMPTY: Final = frozenset(
    {
        "-", "--", ".", "/", "?", "0", "n/a", "na", "n.a.", "nvt", "n.v.t.", "none", "null", "nil",
        "nan", "geen", "kein", "keine", "leer", "leeg", "tbd", "x", "xx", "xxx", "unknown",
        "unbekannt", "onbekend", "undefined", "default", "test",
    }
)  # fmt: skip
_ZEROES: Final = re.compile(r"0+|(?:[\s\-]*0)+")


Normaliser = Callable[[str], IdentifierDraft]


def normalise(kind: IdentifierKind, raw: str, *, region: str = "NL") -> IdentifierDraft:
    """The draft of one identifying value.

    `raw` is the cell as the source wrote it, kept as it is. `region` (ISO 3166-1 alpha-2) is the
    country of the controller, for phone numbers and postcodes without one. Never raises: what
    cannot be matched on gets `value=None` and a `note` that says why.
    """
    return normaliser(kind, region)(raw)


@lru_cache(maxsize=512)
def normaliser(kind: IdentifierKind, region: str = "NL") -> Normaliser:
    """`normalise` for one kind and region, with the choices about the kind taken beforehand."""
    numeric = kind in _NUMERIC_KINDS
    phone, mail, network = (
        kind is IdentifierKind.PHONE,
        kind is IdentifierKind.EMAIL,
        kind is IdentifierKind.IP,
    )
    to_value = _NORMALISERS.get(kind, _word)
    bare = plain if kind in _NORMALISERS else _bare

    def draft(raw: str) -> IdentifierDraft:
        text = bare(raw)
        if numeric and text[-1:].isdigit() and is_damaged(text, kind):
            return IdentifierDraft(kind, raw, None, DAMAGED)
        if len(text) < 24:  # the words for nothing and nobody are short
            lowered = text.casefold()
            if phone and lowered.strip("<>\"' ") in _WITHHELD:
                return IdentifierDraft(kind, raw, None, WITHHELD)
            if not text or lowered in _EMPTY or (text[0] in "0 -" and _ZEROES.fullmatch(text)):
                return IdentifierDraft(kind, raw, None, PLACEHOLDER)
        value = to_value(text, region)
        if value is None:
            return IdentifierDraft(kind, raw, None, INVALID)
        if mail and is_placeholder(value):
            return IdentifierDraft(kind, raw, None, PLACEHOLDER)
        if network and not _is_public(value):
            return IdentifierDraft(kind, raw, None, SHARED_NETWORK)
        return IdentifierDraft(kind, raw, value)

    return draft


def normalise_cell(
    kind: IdentifierKind, raw: str, *, region: str = "NL"
) -> tuple[IdentifierDraft, ...]:
    """All values of a cell: two phone numbers or several e-mail addresses in one are split."""
    one = normalise(kind, raw, region=region)
    if one.value is not None or one.note is not INVALID:
        return (one,)
    if kind is IdentifierKind.PHONE:
        parts = phones.split(plain(raw), region)
        if len(parts) > 1:
            return tuple(normalise(kind, part, region=region) for part in parts)
    elif kind is IdentifierKind.EMAIL and re.search(r"[;,\s]", raw.strip()):
        parts = tuple(part for part in re.split(r"[;,\s]+", raw) if "@" in part)
        if len(parts) > 1:
            return tuple(normalise(kind, part.strip("<>"), region=region) for part in parts)
    return (one,)


def plain(raw: str) -> str:
    """The cell without what exporters put in front to stop spreadsheets: `'+31...` is `+31...`.

    Exporters that defuse formulas prepend an apostrophe (osTicket, Shopify), Excel users write
    `="0612"`. Only matching uses this; the payload keeps the cell as it is.
    """
    text = raw.strip()
    first = text[:1]
    if first not in ("'", "="):
        return text
    if first == "'":
        return text[1:].strip().removesuffix("'")
    if text[:2] == '="' and text[-1:] == '"':
        return text[2:-1].strip()
    return text


def is_damaged(text: str, kind: IdentifierKind | None = None) -> bool:
    """True when a spreadsheet rewrote the number: scientific writing, `.0`, lost last digits.

    A 15-digit IMEI that ends in six zeros or more was rounded on its way (`3,56938E+14`).
    """
    last = text[-1:]
    if not last.isdigit():
        return False
    written = "." in text or "," in text or "e" in text or "E" in text
    if not written:
        return kind is IdentifierKind.IMEI and len(text) >= 14 and text.endswith("000000")
    return bool(_SCIENTIFIC.fullmatch(text) or (last == "0" and _FLOAT_TAIL.fullmatch(text)))


def _bare(raw: str) -> str:
    """A number of an order, a customer and the like without white space, a leading `#` and what
    `plain` takes away, however these stand before each other."""
    text = "".join(raw.split())
    while (less := plain(text.lstrip("#"))) != text:
        text = less
    return text


def _word(text: str, _region: str) -> str | None:
    """Order, customer, ticket numbers and the like: case folded."""
    return text.casefold()[:200] or None


def _email(text: str, _region: str) -> str | None:
    return email_key(text)


def _imei(text: str, _region: str) -> str | None:
    """15 digits. The 16 digits of an IMEISV and 14 without check digit name the same device."""
    digits = re.sub(r"[\s\-/.]", "", text)
    if not digits.isdigit() or not digits.isascii():
        return None
    if len(digits) == 15:
        return digits if luhn(digits) else None
    if len(digits) in (14, 16):
        return digits[:14] + luhn_digit(digits[:14])
    return None


def luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812, for card numbers and IMEIs."""
    return luhn_digit(digits[:-1]) == digits[-1]


def luhn_digit(digits: str) -> str:
    """The check digit that belongs behind `digits`."""
    total = 0
    for position, char in enumerate(reversed(digits)):
        number = ord(char) - 48
        if position % 2 == 0:
            number *= 2
            if number > 9:
                number -= 9
        total += number
    return str(-total % 10)


def _mac(text: str, _region: str) -> str | None:
    digits = re.sub(r"[\s:.\-]", "", text).casefold()
    if not re.fullmatch(r"[0-9a-f]{12}", digits) or digits in ("0" * 12, "f" * 12):
        return None
    return ":".join(digits[index : index + 2] for index in range(0, 12, 2))


def _serial(text: str, _region: str) -> str | None:
    value = "".join(text.split()).upper()
    return value if 4 <= len(value) <= 100 and not re.fullmatch(r"(.)\1*", value) else None


def _iban(text: str, _region: str) -> str | None:
    value = re.sub(r"[\s\-.]", "", text).upper().removeprefix("IBAN").lstrip(":")
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", value):
        return None
    turned = value[4:] + value[:4]
    return value if int("".join(str(int(char, 36)) for char in turned)) % 97 == 1 else None


def _ip(text: str, _region: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text.strip("[]").split("%")[0]))
    except ValueError:
        return None


def _is_public(value: str) -> bool:
    """True outside private networks; the blocks for documentation count as public."""
    address = ipaddress.ip_address(value)
    if address.is_loopback or address.is_unspecified or address.is_link_local:
        return False
    return not any(address in network for network in _PRIVATE if network.version == address.version)


_PRIVATE: Final = tuple(
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)


def _address(text: str, region: str) -> str | None:
    readings = postal.from_line(text, region)
    return readings[0] if readings and readings[0].count(":") == 2 else None


_NORMALISERS: Final[dict[IdentifierKind, Callable[[str, str], str | None]]] = {
    IdentifierKind.EMAIL: _email,
    IdentifierKind.PHONE: phones.e164,
    IdentifierKind.IMEI: _imei,
    IdentifierKind.MAC: _mac,
    IdentifierKind.SERIAL: _serial,
    IdentifierKind.IBAN: _iban,
    IdentifierKind.IP: _ip,
    IdentifierKind.ADDRESS: _address,
}

_REVERSED: Final = frozenset({IdentifierKind.PHONE, IdentifierKind.IMEI})


def reversed_value(kind: IdentifierKind, value: str) -> str | None:
    """The digits from the last to the first, for searching by last digits; phone and IMEI only."""
    return value.lstrip("+")[::-1] if kind in _REVERSED else None


def show(kind: IdentifierKind, value: str) -> str:
    """The canonical form as a person reads it. An e-mail domain that could pass for another one
    (Cyrillic letters) is its punycode already, so a homograph cannot hide."""
    if kind is IdentifierKind.ADDRESS:
        return postal.show_address(value)
    if kind is IdentifierKind.IBAN:
        return " ".join(value[index : index + 4] for index in range(0, len(value), 4))
    return value


_WORD_KINDS: Final = (
    IdentifierKind.CUSTOMER_NUMBER,
    IdentifierKind.ORDER_NUMBER,
    IdentifierKind.TICKET_NUMBER,
    IdentifierKind.REPAIR_NUMBER,
    IdentifierKind.INVOICE_NUMBER,
    IdentifierKind.CONTRACT_NUMBER,
    IdentifierKind.SERIAL,
    IdentifierKind.ACCOUNT_ID,
    IdentifierKind.USERNAME,
    IdentifierKind.DEVICE_ID,
    IdentifierKind.CALL_ID,
)
_PHONE_LIKE: Final = re.compile(r"[+(]?[\d(][\d\s\-.()/\u00a0]{5,}")


@lru_cache(maxsize=512)
def _readings(text: str, region: str) -> tuple[tuple[IdentifierKind, str], ...]:
    found: list[tuple[IdentifierKind, str]] = []

    def consider(kind: IdentifierKind) -> None:
        value = normalise(kind, text, region=region).value
        if value is not None:
            found.append((kind, value))

    if "@" in text:
        consider(IdentifierKind.EMAIL)
        if " " not in text:
            consider(IdentifierKind.USERNAME)
        return tuple(found)
    if not any(char.isdigit() for char in text):
        if " " not in text:
            consider(IdentifierKind.USERNAME)
            if re.fullmatch(r"[0-9a-fA-F]{12}|[0-9a-fA-F:.\-]{14,17}", text):
                consider(IdentifierKind.MAC)
        return tuple(found)
    consider(IdentifierKind.IBAN)
    consider(IdentifierKind.MAC)
    consider(IdentifierKind.IMEI)
    if "." in text or ":" in text:
        consider(IdentifierKind.IP)
    if _PHONE_LIKE.fullmatch(text):
        consider(IdentifierKind.PHONE)
    found.extend(
        (IdentifierKind.ADDRESS, value)
        for value in postal.from_line(text, region)
        # A bare number of four or five digits is an order number sooner than a postcode.
        if value.count(":") == 2 or value.startswith("NL:")
    )
    if " " not in text:
        for kind in _WORD_KINDS:
            consider(kind)
    return tuple(found)


def recognise(text: str, *, region: str = "NL") -> list[tuple[IdentifierKind, str]]:
    """What a typed string may be: every reading with its canonical form, best first.

    An address reading without house number (`NL:1234AB`) is a prefix of the stored form. Text
    that is no identifier at all (a name, words) gives at most a user name.
    """
    text = " ".join(text.split())
    return list(_readings(text, region)) if text and len(text) <= 200 else []
