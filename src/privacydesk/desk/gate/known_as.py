"""Under which values somebody without an entry was looked for, and who on file they may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from privacydesk.domain.errors import InputError
from privacydesk.domain.identifiers import recognise
from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.names import PARTICLES, TITLES
from privacydesk.domain.release import LookedFor
from privacydesk.store.search.query import MAX_TEXT, MAX_WORDS
from privacydesk.store.search.text import words

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.store.driver import Connection

_APART: Final = re.compile(r"[,;|<>\n\t]")
_EMAIL: Final = re.compile(r"[^\s<>,;|]+@[^\s<>,;|]+")
_NUMBER: Final = re.compile(r"[+(]?\d[\d\s\-.()/]{6,}\d")
_DATE: Final = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}")
_TELLING: Final = frozenset(
    {
        IdentifierKind.EMAIL,
        IdentifierKind.PHONE,
        IdentifierKind.IBAN,
        IdentifierKind.IMEI,
        IdentifierKind.MAC,
    }
)
_LEAST = 3  # letters and digits of a customer or order number
_MANY_DIGITS = 5  # of a number that is written with spaces
_MOST = 100  # people that are named one by one


def looked_for(con: Connection, desk: Desk, values: Sequence[str]) -> LookedFor:
    """Whom the search of `find` finds under these values, people under restriction and records of
    nobody included.

    A value that holds several things (a name with an address behind it) is looked for whole and in
    its parts, since somebody who moved matches only one of them. Raises InputError for a value
    without letter and digit, and for one that is too long to be looked for whole.
    """
    from privacydesk.store import release_counts as counted
    from privacydesk.store.search.find import find

    region = desk.settings.phone_region
    people: set[int] = set()
    records: set[int] = set()
    more = telling = False
    for value in values:
        parts = parts_of(value, region)
        telling = telling or any(tells(part, region) for part in parts)
        for part in parts:
            found = find(
                con, part, region=region, limit=_MOST, budget_ms=None, include_restricted=True
            )
            people |= {hit.subject_id for hit in found.results}
            more = more or found.more
            records |= counted.of_nobody(con, part, region)
    return LookedFor(
        values=tuple(values),
        telling=telling,
        people=frozenset(people),
        records=frozenset(records),
        # beyond the most that are named nobody can say that they are still the same people
        more=str(counted.newest(con)) if more else "",
    )


def parts_of(value: str, region: str) -> tuple[str, ...]:
    """A value, and everything in it that tells a person by itself. Raises InputError."""
    if not words(value):
        raise InputError(
            "A value to look for has neither a letter nor a digit: give an address, number or name."
        )
    pieces = [piece.strip() for piece in _APART.split(value)]
    if len(value) > MAX_TEXT or any(len(words(piece)) > MAX_WORDS for piece in pieces):
        raise InputError(
            "A value to look for is too long: give the name, the address and each number as one "
            "value each."
        )
    rest = _NUMBER.sub(" ", _EMAIL.sub(" ", value))
    pieces += [*_EMAIL.findall(value), *_NUMBER.findall(value)]
    pieces += [piece.strip() for piece in _APART.split(rest)]
    return tuple(dict.fromkeys([value, *(piece for piece in pieces if tells(piece, region))]))


def tells(text: str, region: str) -> bool:
    """Whether a text names one person sooner than a place or a word: an e-mail address, telephone
    number, postal address with house number, customer or order number, or a name of two words."""
    if _DATE.fullmatch(text):
        return False
    readings = recognise(text, region=region)
    addresses = [value for kind, value in readings if kind is IdentifierKind.ADDRESS]
    if any(kind in _TELLING for kind, _ in readings) or any(a.count(":") == 2 for a in addresses):
        return True
    if addresses:  # a postcode without its house number
        return False
    digits = sum(char.isdigit() for char in text)
    if " " not in text and digits and sum(char.isalnum() for char in text) >= _LEAST:
        return True
    return digits >= _MANY_DIGITS or len(set(name_of(text))) > 1


def name_of(text: str) -> tuple[str, ...]:
    """The words of a name as they are compared, without particles and titles."""
    return tuple(_name_words(text))


def _name_words(text: str) -> Iterator[str]:
    for word in words(text):
        if word not in PARTICLES and word not in TITLES and not any(c.isdigit() for c in word):
            yield word
