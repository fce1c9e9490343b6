"""Why a person matches a query, and how well: pure, from what is known about that person.

The look-ups in `stages.py` are cut off at a number of rows; this looks at one person whole, so a
person who matches several ways shows them all, whichever look-up found them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

from privacydesk.domain.identifiers import reversed_value, show
from privacydesk.domain.model import IdentifierKind, Why
from privacydesk.domain.names import PARTICLES, TITLES, reorder
from privacydesk.store.search.query import Query
from privacydesk.store.search.text import SHORT_TYPO_MIN, TYPO_MIN, part_key, words

MAX_WHY = 8
_PART_KINDS = frozenset(
    kind.value for kind in (IdentifierKind.IMEI, IdentifierKind.SERIAL, IdentifierKind.MAC)
)
_LIGHT = PARTICLES | TITLES


class Strength(IntEnum):
    """How a person matched, best first."""

    EXACT = 0
    PREFIX = 1
    LAST_DIGITS = 2
    PART = 3
    NAME = 4
    NAME_BEGINS = 5
    TYPO = 6
    TEXT = 7
    NONE = 8


@dataclass(frozen=True, slots=True)
class Person:
    """What ranking and explaining need to know of a subject, as it stands in the store."""

    subject_id: int
    name: str
    folded: str
    emails: str
    address: str
    restricted: bool
    identifiers: tuple[tuple[str, str], ...] = ()  # (kind, value)
    address_line: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason, its strength, and the identifier whose sharers are to be counted."""

    strength: Strength
    why: Why
    identifier: tuple[str, str] | None = None


def explain(query: Query, person: Person) -> list[Evidence]:
    """All reasons why this person matches, best first; words in records are not looked at."""
    found = [
        Evidence(strength, Why(kind, show(IdentifierKind(kind), value)), (kind, value))
        for kind, value in dict.fromkeys(person.identifiers)
        if (strength := _identifier(query, kind, value)) is not Strength.NONE
    ]
    if not any(one.why.kind == IdentifierKind.ADDRESS.value for one in found):
        found += _words(query, person)
    return sorted(found, key=lambda one: one.strength)[:MAX_WHY]


def _name_strength(query: Query, person: Person) -> Strength:
    """How well name, address and e-mail words fit the typed words."""
    if not query.name_words:
        return Strength.NONE
    known = set(f"{person.folded} {person.address} {person.emails}".split())
    worst = Strength.NAME
    for variants in query.name_words:
        worst = max(worst, _word(variants, known))
    return worst


def _identifier(query: Query, kind: str, value: str) -> Strength:
    if (kind, value) in query.exact:
        return Strength.EXACT
    if any(value.startswith(start) for wanted, start in query.prefixes if wanted == kind):
        return Strength.PREFIX
    if query.last_digits:
        backwards = reversed_value(IdentifierKind(kind), value)
        if backwards is not None and backwards.startswith(query.last_digits[::-1]):
            return Strength.LAST_DIGITS
    if query.part and kind in _PART_KINDS and query.part in part_key(value):
        return Strength.PART
    return Strength.NONE


def one_slip_apart(query: Query, name: str) -> bool:
    """Whether the typed words and this name, whole, differ in one slip at most.

    A space is a letter like any other; without one the words may be written together. With and
    without particles and titles.
    """
    typed, known = query.folded.split(), words(reorder(name))
    for one, other in (
        (typed, known),
        ([w for w in typed if w not in _LIGHT], [w for w in known if w not in _LIGHT]),
    ):
        if len(one) < 2 and len(other) < 2:
            continue  # single words are the business of the vocabulary
        for space in (" ", ""):
            if OSA.distance(space.join(one), space.join(other), score_cutoff=1) <= 1:
                return True
    return False


def _slipped(query: Query, person: Person) -> bool:
    """Whether one word, however short, is a slip away from one of the person's, the others not."""
    known = set(f"{person.folded} {person.address} {person.emails}".split())
    wrong = [v for v in query.name_words if _word(v, known) > Strength.NAME_BEGINS]
    return len(wrong) == 1 and _slip(wrong[0], known, SHORT_TYPO_MIN)


def _words(query: Query, person: Person) -> list[Evidence]:
    strength = _name_strength(query, person)
    if strength is Strength.NONE:
        if query.name_words and (_slipped(query, person) or one_slip_apart(query, person.name)):
            return [Evidence(Strength.TYPO, Why("typo", person.name))]
        return []
    found: list[Evidence] = []
    in_name = _hits(query, person.folded)
    if in_name:
        kind = "typo" if strength is Strength.TYPO else "name"
        found.append(Evidence(strength, Why(kind, person.name)))
    rest = [variants for variants in query.name_words if variants not in in_name]
    if rest and (in_address := _hits(query, person.address)):
        found.append(Evidence(strength, Why("address", person.address_line)))
        rest = [variants for variants in rest if variants not in in_address]
    if rest:
        found += [
            Evidence(strength, Why(kind, show(IdentifierKind.EMAIL, value)), (kind, value))
            for kind, value in person.identifiers
            if kind == IdentifierKind.EMAIL.value
            and any(_word(variants, set(words(value))) < Strength.TYPO for variants in rest)
        ]
    return found


def _hits(query: Query, column: str) -> list[tuple[str, ...]]:
    known = set(column.split())
    return [v for v in query.name_words if _word(v, known) is not Strength.NONE]


def _word(variants: Sequence[str], known: set[str]) -> Strength:
    if not known.isdisjoint(variants):
        return Strength.NAME
    begun = tuple(variants)
    if any(term.startswith(begun) for term in known):
        return Strength.NAME_BEGINS
    return Strength.TYPO if _slip(variants, known, TYPO_MIN) else Strength.NONE


def _slip(variants: Sequence[str], known: set[str], least: int) -> bool:
    return any(
        OSA.distance(word, term, score_cutoff=1) <= 1
        for word in variants
        if len(word) >= least
        for term in known
        if len(term) >= least
    )
