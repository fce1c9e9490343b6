"""Telephone numbers and accounts that touch letters, slashes or other numbers.

A number that stands free is found by the looser patterns of `redaction_find`. What is glued to
something may as well be an order number, so here only numbers count that are in use: national ones
with their trunk 0, international ones with `+` or `00`, mobile ones also with the bare country
code as systems store them (`wa.me/31612345678`). Dates, decimals, UUIDs and other hexadecimal
numbers are none, nor are accounts of a bank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from privacydesk.domain import phones
from privacydesk.domain.redaction import FindingKind
from privacydesk.domain.redaction_plain import views

_RUN: Final = re.compile(r"\+?\(?[0-9](?:[ \t\r\n\-./()_]{0,3}[0-9]){8,}")
_DIGITS: Final = re.compile(r"(?<!\d)\d(?:[ .\-_/*()]{0,3}\d){7,14}(?!\d)|\d{8,15}")
_GROUP: Final = re.compile(r"[0-9]+")
_LONGEST: Final = 17  # digits of an international number with 00
_LEAST: Final = 9
_DATE: Final = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])[\-./](?:0?[1-9]|1[0-2])[\-./](?:19|20)\d\d"
    r"|(?:19|20)\d\d[\-./](?:0[1-9]|1[0-2])[\-./](?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_FRACTION: Final = re.compile(r"(?<!\d)\d{1,3}\.$")  # 52.0612345678 is a place on earth
_HEX: Final = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{8}){2,}(?![0-9A-Za-z])")
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12}")
_IBAN_HEAD: Final = re.compile(r"[A-Za-z]{2}\d\d[ .\-]?[A-Za-z]{4}[ .\-]?$")
_CUE: Final = re.compile(
    r"(?:tel|phone|fon|call|bel|anruf|wa\.me|sms|fax|mobi|gsm|handy|whatsapp|cid)\W{0,4}"
    r"(?:[a-z]{0,12}\W{0,3})$",
    re.IGNORECASE,
)
_CODES: Final = {"NL": "31", "DE": "49", "BE": "32", "AT": "43", "CH": "41", "LU": "352"}
_MOBILE: Final = re.compile(r"\+(?:316|491[567]|324[5-9]|436[5-9]|417[4-9]|3526)")
_GLUED_IBAN: Final = re.compile(r"NL\d\d[A-Z]{4}\d{10}|DE\d{20}|BE\d{14}", re.IGNORECASE)
_IBAN_HINT: Final = re.compile(r"(?:NL\d\d[A-Z]|DE\d{4}|BE\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in a text; `value`: as `identifiers.normalise` gives it."""

    start: int
    end: int
    kind: FindingKind
    value: str


def glued_phones(
    text: str,
    region: str,
    *,
    mine: Callable[[str], bool] = lambda _: False,
    numbers: frozenset[str] = frozenset(),
) -> Iterator[Place]:
    """The telephone numbers in plain text (`redaction_plain`), whatever they touch.

    `mine`: whether a number is to stay; a longer reading of it is then none either. `numbers`:
    digits that number the person's own orders and the like, which are no landline.
    """
    for run in _RUN.finditer(text):
        groups = [match.span() for match in _GROUP.finditer(text, run.start(), run.end())]
        at = 0
        while at < len(groups):
            found = _read(text, groups, at, region, mine, numbers)
            if found is None:
                at += 1
                continue
            place, at = found
            if place is not None:
                yield place


def possible(text: str, region: str) -> Iterator[str]:
    """What the digits in a text may be as telephone numbers (E.164), in use or not: to be looked
    up, so a number is also told that stands there without its trunk 0 or plus."""
    if _DIGITS.search(text) is None:
        return
    code = _CODES.get(region, "31")
    for plain in views(text):
        for match in _DIGITS.finditer(plain.text):
            digits = re.sub(r"\D", "", match[0]).lstrip("0")
            if digits.isascii() and len(digits) >= _LEAST - 1:
                yield f"+{digits}"
                yield f"+{code}{digits}"


def holds_date(text: str) -> bool:
    """Whether a day stands in digits that look like a number: 06-12-2025 14."""
    return _DATE.search(text) is not None


def glued_ibans(text: str) -> Iterator[tuple[int, int]]:
    """Where Dutch, German and Belgian accounts may stand inside of words."""
    if _IBAN_HINT.search(text):
        for match in _GLUED_IBAN.finditer(text):
            yield match.span()


def _read(
    text: str,
    groups: list[tuple[int, int]],
    first: int,
    region: str,
    mine: Callable[[str], bool],
    numbers: frozenset[str],
) -> tuple[Place | None, int] | None:
    """The longest number that begins with a group of digits, and the group behind it.

    No place for one that stays; None when there is no number.
    """
    start, end = groups[first]
    head = text[start:end]
    plus = text[max(0, start - 2) : start].rstrip("( ").endswith("+")
    code = _CODES.get(region, "31")
    bare = not plus and head[0] != "0"
    if bare and head[0] not in (code[0], "3", "4"):
        return None
    if _FRACTION.search(text[max(0, start - 5) : start]):
        return None
    digits = ""
    best: tuple[Place | None, int] | None = None
    for last in range(first, len(groups)):
        digits += text[slice(*groups[last])]
        if len(digits) > _LONGEST:
            break
        if len(digits) < _LEAST:
            continue
        if bare and not digits.startswith((code, "316", "4915", "4916", "4917")):
            return None
        value = _value(digits, plus=plus, bare=bare, region=region)
        if value is None:
            continue
        stop = groups[last][1]
        if mine(value):
            return None, last + 1
        if not _counts(text, start, stop, value, digits, bare, numbers):
            continue
        best = Place(start - plus, stop, FindingKind.PHONE, value), last + 1
    return best


@lru_cache(maxsize=65536)
def _value(digits: str, *, plus: bool, bare: bool, region: str) -> str | None:
    """The number in use that these digits are."""
    if digits.startswith("000") or (digits.startswith("001") and not plus):
        return None  # 001...: a 12-digit product number (UPC) behind zeros
    written = f"+{digits}" if plus or bare else digits
    value = phones.e164(written, region)
    return value if value is not None and phones.is_assigned(value) else None


def _counts(
    text: str,
    start: int,
    end: int,
    value: str,
    digits: str,
    bare: bool,
    numbers: frozenset[str],
) -> bool:
    mobile = _MOBILE.match(value) is not None
    if bare and not mobile and not _CUE.search(text[max(0, start - 24) : start]):
        return False
    if not mobile and digits in numbers:
        return False
    low, high = max(0, start - 128), end + 128  # the longest hash has 128 digits
    around = text[low:high]
    if any(m.start() + low < end and start < m.end() + low for m in _DATE.finditer(around)):
        return False
    for pattern in (_UUID, _HEX):
        for match in pattern.finditer(around):
            inside = match.start() + low <= start and end <= match.end() + low
            if inside and _is_hash(match[0]):
                return False
    return not _IBAN_HEAD.search(text[max(0, start - 11) : start])


def _is_hash(text: str) -> bool:
    """Whether hexadecimal digits are no number with a letter or two around it."""
    return sum(char.isalpha() for char in text) >= 4
