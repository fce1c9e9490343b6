"""Which fields of a record tell of another person's part in it: the parcel's recipient, who pays.

Sources write such a person as a block of fields: `Shipping Name`, `Shipping Zip` side by side, or
one object `billing: {first_name, postcode, ...}`. A block is theirs when the name in it is not
the data subject's. Its address counts as the data subject's own only when postcode and house
number match one of theirs, or the whole line does: neighbours share a postcode.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from privacydesk.domain.model import Record, RecordKind, Role
from privacydesk.domain.postal import address_key, from_line
from privacydesk.domain.redaction_names import OwnNames
from privacydesk.domain.scope_types import Person
from privacydesk.domain.text import fold


class Side(StrEnum):
    """Whose block it is."""

    DELIVERY = "delivery"
    BILLING = "billing"
    ANYBODY = "anybody"  # a block without a word for its part


class _Says(StrEnum):
    NAME = "name"
    PLACE = "place"
    REACH = "reach"


_SIDES: Final = re.compile(
    r"^_?(?:(?P<delivery>shipping|ship_?to|delivery|deliver_to|recipient|receiver|consignee"
    r"|bezorg(?:ing)?|aflever|verzend|ontvanger|liefer(?:ung|anschrift|adresse)?|empfaenger)"
    r"|(?P<billing>billing|bill_?to|payer|invoice|factuur|rechnung|rechnungs(?:anschrift|adresse)))"
    r"(?:_|(?=adres|anschrift|naam|name)|$)"
)
_PLACE: Final = re.compile(
    r"(?:^|_)(?:address(?:_?\d|_line_?\d)?|adres(?:regel)?_?\d?|adresse|anschrift|street|strasse"
    r"|straat|line_?\d|house(?:_?(?:number|no|nr))?|huis_?n(?:umme)?r|hausn(?:umme)?r|zip(?:_?code)?"
    r"|post_?code|postal_?code|plz|postleitzahl|city|town|place|ort|stad|plaats|woonplaats"
    r"|province(?:_name|_code)?|provincie|state|county|suburb|latitude|longitude)$"
)
_NO_PLACE: Final = re.compile(r"(?:^|_)(?:ip|mac|web|url)_address$")
_REACH: Final = re.compile(
    r"(?:^|_)(?:\w*phone(?:_number)?|telefoon|telefon|mobile|mobil|mobiel|handy|tel|fax"
    r"|e_?mail(?:_?adr?dress?e?)?)$"
)
_NAME: Final = re.compile(
    r"^(?:(?:full|first|last|given|family|middle|company|contact|person)_?)?names?$|^surname$"
    r"|^company$|^firma$|^bedrijf(?:snaam)?$|^organi[sz]ation$|^(?:voor|achter|vor|nach)?naam$"
    r"|^(?:vor|nach)name$|^tussenvoegsel$|^attention$|^contact(?:_person)?$|^$"
)
_FIRST: Final = re.compile(r"^(?:first|given)_?name$|^voornaam$|^vorname$")
_LAST: Final = re.compile(r"^(?:last|family)_?name$|^surname$|^achternaam$|^nachname$")
_FULL: Final = re.compile(r"^(?:full_?)?name$|^naam$|^contact_name$|^$")
_ZIP: Final = re.compile(r"(?:^|_)(?:zip(?:_?code)?|post_?code|postal_?code|plz|postleitzahl)$")
_HOUSE: Final = re.compile(r"(?:^|_)(?:house(?:_?\w+)?|huis_?n(?:umme)?r|hausn(?:umme)?r)$")
_STREET: Final = re.compile(
    r"(?:^|_)(?:street|strasse|straat|address(?:_?(?:line_?)?1)?|adres(?:se)?|anschrift|line_?1)$"
)
_COUNTRY: Final = re.compile(r"(?:^|_)(?:country(?:_code)?|land)$")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")
_DEEPEST: Final = 6


@dataclass(slots=True)
class _Block:
    """What one block says: by word of the field, its path and value."""

    side: Side
    verbatim: bool
    fields: list[tuple[str, str, _Says, str]] = field(default_factory=list)
    country: str = ""

    def first(self, pattern: re.Pattern[str]) -> str:
        return next((text for word, _, _, text in self.fields if pattern.search(word)), "")

    def name(self) -> str:
        parts = (self.first(_FIRST), self.first(_LAST))
        return self.first(_FULL) or " ".join(part for part in parts if part)


def fields_of_others(record: Record, person: Person) -> frozenset[tuple[bool, str]]:
    """The fields that tell who somebody else is, where they live or how to reach them.

    Each as (whether it stands among the verbatim fields, its path: `shipping.first_name`).
    """
    blocks = [*_blocks(record.details, record, False), *_blocks(record.payload, record, True)]
    judged = [(block, _is_other(block, person)) for block in blocks]
    found: set[tuple[bool, str]] = set()
    for block, other in judged:
        theirs = other
        if other is None and block.side is not Side.ANYBODY:
            said = [o for b, o in judged if b.side is block.side and o is not None]
            theirs = any(said) if said else _by_role(block.side, record, person)
        if not theirs:
            continue
        home = _is_home(block, person)
        found |= {
            (block.verbatim, path)
            for _, path, says, _ in block.fields
            if not (says is _Says.PLACE and home)
        }
    return frozenset(found)


def _by_role(side: Side, record: Record, person: Person) -> bool:
    """Whose a block without a name is."""
    others = any(not person.is_me(name) for name in record.others)
    mine = Role.RECIPIENT in record.roles
    return side is Side.DELIVERY and others and not mine and Role.BUYER in record.roles


def _is_other(block: _Block, person: Person) -> bool | None:
    """None when the block names nobody, or the person has no name to compare with."""
    name = block.name()
    if not person.names or not any(char.isalpha() for char in name):
        return None
    return not (person.is_me(name) or _own(person.names).is_me(name))


@lru_cache(maxsize=64)
def _own(names: frozenset[str]) -> OwnNames:
    return OwnNames.of(names)


def _is_home(block: _Block, person: Person) -> bool:
    """Whether the address of a block is one of the person's."""
    code, street = block.first(_ZIP), block.first(_HOUSE) or block.first(_STREET)
    if code and street:
        regions = dict.fromkeys(value[:2] for value in person.addresses if value[2:3] == ":")
        keys = (address_key(code, street, block.country, region) for region in regions)
        return any(key in person.addresses for key in keys if key)
    line = block.first(_STREET)
    return bool(line) and is_own_line(line, person.addresses)


def is_own_line(line: str, addresses: frozenset[str]) -> bool:
    """Whether a written address is one of `addresses`: canonical values and folded whole lines."""
    if fold(" ".join(line.split())) in addresses:
        return True
    return any(value in addresses for value in from_line(line) if value.count(":") == 2)


def own_addresses(values: Iterable[str], lines: Iterable[str]) -> frozenset[str]:
    """What `is_own_line` compares with: canonical values and the lines they were read from."""
    written = [" ".join(line.split()) for line in lines if line.strip()]
    return frozenset(
        (
            *values,
            *(fold(line) for line in written),
            *(key for line in written for key in from_line(line) if key.count(":") == 2),
        )
    )


# --------------------------------------------------------------------------- finding blocks


def _blocks(fields: Mapping[str, Any], record: Record, verbatim: bool) -> list[_Block]:
    found: dict[tuple[str, Side], _Block] = {}
    _collect(fields, "", None, record, verbatim, found, 0)
    shared = any(record.others)
    return [
        block
        for (path, side), block in found.items()
        # A first and a last name outside a block for a part. On the record itself they are the
        # holder's, unless somebody else takes part in it.
        if side is not Side.ANYBODY
        or ((path or shared) and block.first(_FIRST) and block.first(_LAST))
    ]


def _collect(
    fields: Mapping[str, Any],
    path: str,
    inside: Side | None,
    record: Record,
    verbatim: bool,
    found: dict[tuple[str, Side], _Block],
    depth: int,
) -> None:
    for name, value in fields.items():
        at = f"{path}.{name}" if path else str(name)
        side, word = _place(str(name), inside, record)
        if isinstance(value, Mapping):
            if depth < _DEEPEST:
                whole = side if side is not Side.ANYBODY and _opens(word) else inside
                _collect(value, at, whole, record, verbatim, found, depth + 1)
            continue
        if isinstance(value, list | tuple):
            for number, item in enumerate(value):
                if isinstance(item, Mapping) and depth < _DEEPEST:
                    place = f"{at}[{number}]"
                    _collect(item, place, inside, record, verbatim, found, depth + 1)
            continue
        if value is None or isinstance(value, bool) or not str(value).strip():
            continue
        if _COUNTRY.search(word):
            found.setdefault((path, side), _Block(side, verbatim)).country = str(value)
            continue
        says = _says(word)
        if says is None or (word == "" and not _is_word(value)):
            continue
        block = found.setdefault((path, side), _Block(side, verbatim))
        block.fields.append((word, at, says, str(value).strip()))


def _opens(word: str) -> bool:
    """Whether an object of this name is a block: `shipping`, `shipping_address`."""
    return word in {"", "#", "details", "contact"} or _PLACE.search(word) is not None


def _is_word(value: Any) -> bool:
    """`Recipient: Bas Bakker` names somebody, `Shipping: 4.95` does not."""
    return isinstance(value, str) and any(char.isalpha() for char in value)


def _place(name: str, inside: Side | None, record: Record) -> tuple[Side, str]:
    """The part a field belongs to, and what it says of it."""
    folded = folded_name(name)
    match = _SIDES.match(folded)
    if match is not None:
        side = Side.DELIVERY if match["delivery"] else Side.BILLING
        word = folded[match.end() :]
        bare = match[0].strip("_")
        if word == "" and bare in {"shipping", "delivery", "billing", "invoice"}:
            return inside or side, "#"  # an amount or a kind; as an object it opens a block
        return side, word
    if inside is not None:
        return inside, folded
    if record.kind is RecordKind.DELIVERY and Role.RECIPIENT not in record.roles:
        return Side.DELIVERY, folded
    return Side.ANYBODY, folded


@lru_cache(maxsize=8192)
def folded_name(name: str) -> str:
    """A field name as words: `Shipping Phone`, `shippingPhone` -> `shipping_phone`."""
    return _NO_WORD.sub("_", _CAMEL.sub("_", name).lower()).strip("_")


@lru_cache(maxsize=8192)
def _says(word: str) -> _Says | None:
    if _REACH.search(word):
        return _Says.REACH
    if _PLACE.search(word) and not _NO_PLACE.search(word):
        return _Says.PLACE
    return _Says.NAME if _NAME.fullmatch(word) else None
