"""What somebody typed into the find box, taken apart once: readings, prefixes, digits, words.

Pure: the same text always gives the same `Query`, and no text makes it raise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from privacydesk.domain.identifiers import recognise
from privacydesk.domain.model import IdentifierKind as Kind
from privacydesk.domain.names import PARTICLES, TITLES, reorder
from privacydesk.domain.text import fold, fold_variants, storable
from privacydesk.store.search.text import joined_particles, part_key, words

MAX_TEXT = 200
MAX_WORDS = 8
_LAST_DIGITS = 4  # fewer end digits fit too many people
_PART = 5  # trigrams of fewer characters match nearly every device
_PREFIX = 3
_LINK = re.compile(r"(?i)(?:tel|callto|sms|mailto)\s*:\s*(?://)?")  # as copied from a web page
_DIALLED = re.compile(r"[+(]?[\d(][\d\s\-.()/]*")
_CALLING_CODES = {"NL": "31", "DE": "49", "BE": "32", "AT": "43", "NO": "47"}
_NUMBER_KINDS = (
    Kind.CUSTOMER_NUMBER,
    Kind.ACCOUNT_ID,
    Kind.ORDER_NUMBER,
    Kind.INVOICE_NUMBER,
    Kind.TICKET_NUMBER,
    Kind.CONTRACT_NUMBER,
    Kind.REPAIR_NUMBER,
    Kind.CALL_ID,
    Kind.DEVICE_ID,
)


@dataclass(frozen=True, slots=True)
class Query:
    """A typed text in all its readings.

    `exact`: whole identifiers; `prefixes`: beginnings of identifiers; `last_digits` and `part`:
    pieces of numbers, empty when there are too few characters; `words`: for each typed word its
    foldings; `name_words`: the same without particles and titles, unless there is nothing else.
    """

    text: str
    exact: frozenset[tuple[str, str]]
    phones: tuple[str, ...]  # E.164, those of `exact`
    prefixes: tuple[tuple[str, str], ...]
    last_digits: str
    part: str
    words: tuple[tuple[str, ...], ...]
    name_words: tuple[tuple[str, ...], ...]
    folded: str  # in reading order, for ranking


@lru_cache(maxsize=256)
def parse(typed: str, region: str) -> Query:
    """Take `typed` apart. `region` (ISO 3166-1) is where a number without country code is from."""
    text = " ".join(storable(typed[:MAX_TEXT]).split())
    if link := _LINK.match(text):
        text = text[link.end() :].partition("?" if "@" in text else ";")[0]
    readings = recognise(text, region=region)
    whole = frozenset((k.value, v) for k, v in readings if not _is_open(k, v))
    all_words = _words(text)
    core = tuple(w for w in all_words if w[0] not in PARTICLES and w[0] not in TITLES)
    number = _DIALLED.fullmatch(text) is not None
    digits = "".join(c for c in text if "0" <= c <= "9")
    compact = part_key(fold(text))
    device = any(k in (Kind.IMEI, Kind.MAC) for k, _ in readings)  # whole: no part of another
    whole_email = any(k is Kind.EMAIL for k, _ in readings)
    telling = len(compact) >= _PART and any(c.isdigit() for c in compact)
    return Query(
        text=text,
        exact=whole,
        phones=tuple(sorted(value for kind, value in whole if kind == Kind.PHONE.value)),
        prefixes=tuple(
            dict.fromkeys(
                [(k.value, v + ":") for k, v in readings if _is_open(k, v)]
                + _prefixes(text, digits, number, region)
            )
        ),
        last_digits=digits if number and len(digits) >= _LAST_DIGITS else "",
        part=compact if telling and not device and (number or " " not in text) else "",
        words=all_words,
        name_words=() if number or whole_email else (core or all_words),
        folded=" ".join(words(reorder(text))),
    )


def _is_open(kind: Kind, value: str) -> bool:
    """An address reading without its house number."""
    return kind is Kind.ADDRESS and value.count(":") < 2


def _words(text: str) -> tuple[tuple[str, ...], ...]:
    """Each word with its other foldings and, after particles, as it may be written together."""
    rows = [words(variant) for variant in fold_variants(text)]
    if len(rows) > 1 and len(rows[0]) == len(rows[1]):
        pairs = [tuple(dict.fromkeys(pair)) for pair in zip(*rows, strict=True)]
    else:
        pairs = [(word,) for word in rows[0]]
    together = {word: joined for joined, word in joined_particles(rows[0])}
    pairs = [(*pair, together[pair[0]]) if pair[0] in together else pair for pair in pairs]
    return tuple(dict.fromkeys(pairs))[:MAX_WORDS]


def _prefixes(text: str, digits: str, number: bool, region: str) -> list[tuple[str, str]]:
    """The beginnings this text may be of, by kind, in each kind's canonical writing."""
    found: list[tuple[str, str]] = []
    if number:
        found += [(Kind.PHONE.value, start) for start in _phone_starts(text, digits, region)]
        if len(digits) >= _PART:
            found.append((Kind.IMEI.value, digits))
    lowered = text.casefold()
    joined = "".join(lowered.split()).lstrip("#")
    if len(joined) < _PREFIX:
        return found
    if " " not in text:
        found += [(Kind.EMAIL.value, lowered), (Kind.USERNAME.value, lowered)]
    if any(c.isdigit() for c in joined):
        if " " not in text or number:
            found += [(kind.value, joined) for kind in _NUMBER_KINDS]
            found.append((Kind.SERIAL.value, joined.upper()))
        found.append((Kind.IBAN.value, re.sub(r"[\s\-.]", "", text).upper()))
        if re.fullmatch(r"[0-9a-f.:]+", joined):
            found.append((Kind.IP.value, joined))
    plain = re.sub(r"[\s:.\-]", "", lowered)
    if re.fullmatch(r"[0-9a-f]{4,12}", plain):
        pairs = [plain[i : i + 2] for i in range(0, len(plain), 2)]
        found.append((Kind.MAC.value, ":".join(pairs)))
    return found


def _phone_starts(text: str, digits: str, region: str) -> list[str]:
    if len(digits) < _PART:
        return []
    if text.startswith("+"):
        return ["+" + digits]
    if digits.startswith("00"):
        return ["+" + digits[2:]]
    if digits.startswith("0"):
        return [f"+{_calling_code(region)}{digits[1:]}"]
    return ["+" + digits]


def _calling_code(region: str) -> str:
    if code := _CALLING_CODES.get(region):
        return code
    from phonenumbers import country_code_for_region

    return str(country_code_for_region(region))
