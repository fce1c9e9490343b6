"""What the columns of a table nobody described mean, by the names people give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from privacydesk.domain.model import RecordKind
from privacydesk.domain.secrets import class_of_field
from privacydesk.domain.text import fold
from privacydesk.intake.synonyms import FIELDS, KIND_HINTS

# Ends under which people write "number": `contractnr`, `Vertrags-Nr.`, `klant no`.
_NUMBER: Final = re.compile(r" ?(?:nummer|numer|nr|no)$")


def _meaning(column: str) -> str | None:
    """The meaning whose words the column has, "number" at its end in any of its writings."""
    spoken = words(column)
    stem = _NUMBER.sub("", spoken)
    written = (spoken, *(stem + end for end in _NUMBERS)) if stem not in ("", spoken) else (spoken,)
    for one in written:
        for name, known in FIELDS.items():
            if one in known:
                return name
    return None


_NUMBERS: Final = ("nummer", " nummer", " nr", "nr", " number")


def words(name: str) -> str:
    """A column name as its words, folded: `E-Mail_Adresse` is `e mail adresse`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[a-z0-9]+", fold(spaced)))


@dataclass(slots=True)
class Guess:
    """What the columns of one file are taken for."""

    kind: RecordKind
    fields: dict[str, list[str]] = field(default_factory=dict)  # meaning -> columns
    unknown: list[str] = field(default_factory=list)
    secret: dict[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    needs: list[str] = field(default_factory=list)  # by which such a file is known
    lacks: list[str] = field(default_factory=list)

    @property
    def clear(self) -> bool:
        """Enough to use without a person having looked at it: who, and by what."""
        return any(self.fields.get(name) for name in _STRONG)


_STRONG = ("email", "phone", "customer_number", "imei", "iban")


def guess(columns: Sequence[str], *titles: str) -> Guess:
    """Take each column for the meaning whose words it has, and the kind from the first of the
    `titles` (sheet, file) that tells one."""
    found: dict[str, list[str]] = {}
    unknown: list[str] = []
    secret: dict[str, str] = {}
    for column in columns:
        if dropped := class_of_field(column):
            secret[column] = dropped
            continue
        meaning = _meaning(column)
        if meaning is None:
            unknown.append(column)
        else:
            found.setdefault(meaning, []).append(column)
    recognised = [column for known in found.values() for column in known]
    return Guess(_kind(found, titles), found, unknown, secret, tuple(columns), recognised)


def tell_apart(guesses: Iterable[Guess]) -> None:
    """Make each file fit its own table only: one whose columns another file has as well lacks
    what that file has more, or needs what it has more itself."""
    found = list(guesses)
    for rule in found:
        for other in found:
            mine, theirs = set(rule.columns), set(other.columns)
            if other is rule or not set(rule.needs) <= theirs or set(rule.lacks) & theirs:
                continue
            if surplus := [column for column in other.columns if column not in mine]:
                rule.lacks.append(surplus[0])
            elif own := [column for column in rule.columns if column not in theirs]:
                rule.needs.append(own[0])


def _kind(found: dict[str, list[str]], titles: Iterable[str]) -> RecordKind:
    for title in titles:
        name = words(title.rsplit(".", 1)[0])
        for kind, hints in KIND_HINTS.items():
            if any(re.search(rf"\b{hint}", name) for hint in hints):
                return kind
    for meaning, kind in (
        ("order_number", RecordKind.ORDER),
        ("ticket_number", RecordKind.TICKET),
        ("repair_number", RecordKind.REPAIR),
        ("invoice_number", RecordKind.INVOICE),
        ("contract_number", RecordKind.CONTRACT),
        ("imei", RecordKind.REPAIR),
    ):
        if found.get(meaning):
            return kind
    told = found.get("subject") and (found.get("created") or found.get("text"))
    return RecordKind.OTHER if told else RecordKind.CONTACT
