"""People of a row: rules of a description made into functions, once per file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from privacydesk.domain.emails import split_mailbox
from privacydesk.domain.identifiers import (
    DAMAGED,
    INVALID,
    PLACEHOLDER,
    WITHHELD,
    normalise,
    normalise_cell,
    normaliser,
    plain,
)
from privacydesk.domain.model import (
    IdentifierDraft,
    IdentifierKind,
    InvolvementDraft,
    PartyDraft,
    Role,
)
from privacydesk.domain.postal import address_key, country_code, from_line
from privacydesk.domain.text import fold
from privacydesk.intake.context import Context, PartyBuilder, folded, value_matches
from privacydesk.intake.schema import AddressRule, PartyRule
from privacydesk.intake.values import Names, Row, TextGetter, text_of

_NO_NAME = frozenset(
    {
        "-", ".", "n/a", "none", "null", "unknown", "onbekend", "unbekannt", "anonymous",
        "anoniem", "anonym", "restricted", "private", "withheld", "guest", "gast",
        "unavailable",
    }
)  # fmt: skip
SHARED = "shared, not one person's own"


def clean_name(text: str) -> str | None:
    """A person's name on one line, or None for the words that stand for nobody.

    Quotes and angle brackets around the whole name are how mailboxes and switches write it; a
    sign at one end belongs to the name.
    """
    name = " ".join(plain(text).split())
    while name[:1] + name[-1:] in ('""', "<>") and not name[1:-1].count(name[0]):
        name = name[1:-1].strip()
    return None if not name or name.casefold() in _NO_NAME else name[:300]


def caller_name(text: str) -> str | None:
    """The name in a caller id (`"Anna Bos" <0612345678>`); None when only the number repeats."""
    name = clean_name(re.sub(r"<[^>]*>\s*$", "", text))
    return None if name is None or not re.search(r"[^\W\d_]", name) else name


Drafts = tuple[IdentifierDraft, ...]


@lru_cache(maxsize=128)
def _cell_reader(kind: IdentifierKind, region: str) -> Callable[[str], Drafts]:
    """The drafts of a cell. Remembered for phones and addresses of mail: people come back, and
    the same number stands in two columns of a call."""
    if kind in (IdentifierKind.PHONE, IdentifierKind.EMAIL):
        return lru_cache(maxsize=100_000)(partial(normalise_cell, kind, region=region))
    to_draft = normaliser(kind, region)
    return lambda text: (to_draft(text),)


@dataclass(frozen=True, slots=True)
class Address:
    """Reads an address: as one line for people, and as the key that finds it."""

    shown: Callable[[Row], str | None]
    key: Callable[[Row], str | None]


def compile_address(rule: AddressRule | None, names: Names, context: Context) -> Address | None:
    """None when the file has none of the columns."""
    if rule is None:
        return None
    line, street = names.first_text(rule.line), names.first_text(rule.street)
    number, postcode = names.first_text(rule.number), names.first_text(rule.postcode)
    city, country = names.first_text(rule.city), names.first_text(rule.country)
    if not any((line, street, postcode, city)):
        return None
    region = context.region

    def cell(getter: TextGetter | None, row: Row) -> str:
        return plain(getter(row)) if getter is not None else ""

    def shown(row: Row) -> str | None:
        road, town = cell(street, row), cell(city, row)
        zip_code = cell(postcode, row)
        if not (road or zip_code or town):
            whole = cell(line, row)
            return ", ".join(part.strip() for part in whole.splitlines() if part.strip()) or None
        if number is not None:
            road = f"{road} {cell(number, row)}".strip()
        if "\n" in road or "  " in road:
            road = " ".join(road.split())
        if zip_code:
            town = f"{zip_code} {town}" if town else zip_code
        land = cell(country, row)
        return ", ".join([part for part in (road, town, land) if part])

    def key(row: Row) -> str | None:
        zip_code = cell(postcode, row)
        house = cell(number, row) or cell(street, row)
        if zip_code and house:
            return address_key(zip_code, house, cell(country, row), region)
        whole = cell(line, row)
        if not whole:
            return None
        readings = from_line(whole, country_code(cell(country, row)) or region)
        return next((reading for reading in readings if reading.count(":") == 2), None)

    return Address(shown, key)


def _add(identifiers: list[IdentifierDraft], draft: IdentifierDraft) -> None:
    """Append unless the same value is there in another writing."""
    for other in identifiers:
        if draft.value == other.value and draft.kind is other.kind:
            same = draft.value is not None or draft.raw == other.raw
            if same:
                return
    identifiers.append(draft)


def compile_party(rule: PartyRule, names: Names, context: Context) -> PartyBuilder:
    """The function that makes this party from a row; it adds damaged columns to the flags."""
    key, name = names.first_text(rule.key), names.first_text(rule.name)
    language = names.first_text(rule.language)
    readers = [
        (names.texts(one.column), _cell_reader(one.kind, context.region))
        for one in rule.identifiers
    ]
    address = compile_address(rule.address, names, context)
    to_name = caller_name if rule.role in (Role.CALLER, Role.CALLEE) else clean_name
    needs_identifier, customer = rule.needs_identifier, rule.customer
    vetoes = [
        (one.kind, getter, folded(one.values))
        for one in rule.unless
        if (getter := names.first_text((one.column,))) is not None
    ]

    def build(row: Row, flags: list[str]) -> PartyDraft | None:
        identifiers: list[IdentifierDraft] = []
        for columns, to_drafts in readers:
            for column, getter in columns:
                text = getter(row)
                if not text:
                    continue
                for draft in to_drafts(text):
                    if draft.value is not None:
                        _add(identifiers, draft)
                    elif draft.note is DAMAGED:
                        flags.append(f"damaged:{column}")
                        identifiers.append(draft)
                    elif draft.note is not PLACEHOLDER:
                        _add(identifiers, draft)
                break
        for kind, getter, values in vetoes:
            if value_matches(getter(row), values):
                identifiers = [
                    replace(draft, value=None, note=SHARED) if draft.kind is kind else draft
                    for draft in identifiers
                ]
        if needs_identifier and not any(
            draft.value is not None or draft.note is DAMAGED for draft in identifiers
        ):
            return None
        shown_address = None
        if address is not None:
            shown_address = address.shown(row)
            found = address.key(row) if shown_address else None
            if found is not None:
                identifiers.append(
                    IdentifierDraft(IdentifierKind.ADDRESS, shown_address or "", found)
                )
        shown = to_name(name(row)) if name is not None else None
        own_key = plain(key(row)) if key is not None else ""
        if own_key in ("0", "-", "null"):
            own_key = ""  # a guest order has customer 0
        if not own_key and shown is None:
            identifiers = [draft for draft in identifiers if draft.note not in (WITHHELD, INVALID)]
            if not identifiers:
                return None
        spoken = language(row)[:2].lower() if language is not None else ""
        return PartyDraft(
            own_key or None,
            shown,
            tuple(identifiers),
            shown_address,
            spoken if spoken.isalpha() else None,
            customer,
        )

    return build


def compile_person(rule: PartyRule, names: Names, context: Context) -> PartyBuilder:
    """As `compile_party`; a person named by key is looked up in the tables of people first."""
    builder = compile_party(rule, names, context)
    ref = rule.ref
    ref_key = names.first_text(ref.column) if ref is not None else None
    if ref is None or ref_key is None:
        return builder

    def build(row: Row, flags: list[str]) -> PartyDraft | None:
        wanted, own = ref_key(row), builder(row, flags)
        known = context.party(ref.tables, wanted) if wanted else None
        if known is not None:
            return _joined(known, own) if own is not None else known
        if not wanted:
            return own
        if own is None:
            return PartyDraft(wanted, None)
        return own if own.key is not None else replace(own, key=wanted)

    return build


def compile_parties(
    rules: tuple[PartyRule, ...], names: Names, context: Context
) -> Callable[[Row, list[str]], tuple[InvolvementDraft, ...]]:
    """All people of a row with their roles."""
    steps = [_step(rule, names, context) for rule in rules]

    def build(row: Row, flags: list[str]) -> tuple[InvolvementDraft, ...]:
        found: list[InvolvementDraft] = []
        for step in steps:
            step(row, flags, found)
        return tuple(found)

    return build


Step = Callable[[Row, list[str], list[InvolvementDraft]], None]


def _step(rule: PartyRule, names: Names, context: Context) -> Step:
    if rule.each:
        return _each_step(rule, names, context)
    builder = compile_person(rule, names, context)
    role, differs = rule.role, rule.differs_from
    name = names.first_text(rule.name)
    phones = names.first_text(
        [
            column
            for one in rule.identifiers
            if one.kind is IdentifierKind.PHONE
            for column in one.column
        ]
    )

    def is_same(row: Row, found: list[InvolvementDraft]) -> bool:
        """The cheap answer for most orders: the same name, and no other phone."""
        written = name(row) if name is not None else ""
        if phones is not None and phones(row):
            return False
        return not written or any(
            one.role is differs and one.party.name == written for one in found
        )

    def step(row: Row, flags: list[str], found: list[InvolvementDraft]) -> None:
        if differs is not None and is_same(row, found):
            return
        party = builder(row, flags)
        if party is None:
            return
        if differs is not None:
            other = next((one.party for one in found if one.role is differs), None)
            if other is not None and not are_different(party, other):
                return
        found.append(InvolvementDraft(party, role))

    return step


def _joined(known: PartyDraft, said: PartyDraft) -> PartyDraft:
    """The person of a look-up table, with what this record says of them too (its number)."""
    values = {(draft.kind, draft.value or draft.raw) for draft in known.identifiers}
    more = tuple(
        draft for draft in said.identifiers if (draft.kind, draft.value or draft.raw) not in values
    )
    if not more and known.name is not None:
        return known
    return replace(
        known,
        name=known.name or said.name,
        identifiers=known.identifiers + more,
        address=known.address or said.address,
    )


def _each_step(rule: PartyRule, names: Names, context: Context) -> Step:
    values = names.first_value(rule.each)
    ref, role, region = rule.ref, rule.role, context.region

    def step(row: Row, _flags: list[str], found: list[InvolvementDraft]) -> None:
        items = values(row) if values is not None else None
        if isinstance(items, str):
            items = re.split(r"[;,]\s*", items)
        if not isinstance(items, list):
            return
        present = {one.value for entry in found for one in entry.party.identifiers if one.value}
        keys = {entry.party.key for entry in found if entry.party.key}
        for item in items:
            text = text_of(item).strip()
            party: PartyDraft | None
            if ref is not None:
                party = context.party(ref.tables, text)
                if party is None or party.key in keys:
                    continue
            else:
                name, address = split_mailbox(text)
                if address is None:
                    continue
                mail = normalise(IdentifierKind.EMAIL, address, region=region)
                if mail.note is PLACEHOLDER or mail.value in present:
                    continue
                present.add(mail.value or address)
                party = PartyDraft(None, clean_name(name) if name else None, (mail,))
            found.append(InvolvementDraft(party, role))

    return step


def are_different(one: PartyDraft, other: PartyDraft) -> bool:
    """True when names or phones say that a parcel's recipient is not its buyer."""
    if one.name is not None and other.name is not None:
        if sorted(fold(one.name).split()) != sorted(fold(other.name).split()):
            return True
    elif one.name is not None:
        return True
    mine, theirs = (
        {draft.value for draft in party.identifiers if draft.kind is IdentifierKind.PHONE}
        for party in (one, other)
    )
    return bool(mine and theirs and not mine & theirs)
