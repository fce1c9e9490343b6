"""The people of a batch: from drafts to parties, identifiers, links and subjects.

Stands between the store, which answers in bulk, and `identity`, which decides party by party.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacydesk.domain.model import RecordKind, Role
from privacydesk.identity.evidence import MAX_USERS, WEIGHTS
from privacydesk.identity.linker import Linker
from privacydesk.store import import_reads as reads
from privacydesk.store.party_write import (
    NewIdentifier,
    NewLink,
    NewParty,
    NewSuggestion,
    PartyBatch,
    PartyValues,
)
from privacydesk.store.prepared import Carried, Prepared, PreparedPerson

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

_AUTHORITIES = (RecordKind.CONTACT.value, RecordKind.ACCOUNT.value)
_HOLDER = Role.HOLDER.value


@dataclass(slots=True)
class _Entry:
    """A party of this system, as it stands after what was observed so far."""

    party_id: int
    values: PartyValues
    stored: PartyValues | None  # None: new in this batch
    ours: bool  # this run added it
    carried: set[tuple[str, str]]  # (kind, normalised value or, with `?`, a raw one)


class PartyBook:
    """Takes the drafts of a batch in their order and keeps account of what they change.

    A fresh one per written batch; a dry run keeps one for the whole file, since nothing it
    decides can be read back from the store.
    """

    def __init__(self, system_id: int, run_id: int, last_party: int, last_subject: int) -> None:
        self._system_id = system_id
        self._run_id = run_id
        self._next_party = last_party
        self._next_subject = last_subject
        self._linker = Linker()
        self._entries: dict[str, _Entry] = {}
        self._keys: dict[int, str] = {}
        self._asked_keys: set[str] = set()
        self._asked_values: set[tuple[str, str]] = set()
        self._loaded: set[int] = set()  # stored subjects whose parties are known
        self._ours: set[int] = set()  # stored subjects that this run made
        self._batch = PartyBatch()
        self._changed: dict[int, _Entry] = {}

    # ------------------------------------------------------------ questions to the store

    def prefetch(self, con: Connection, records: Sequence[Prepared]) -> None:
        """Read all that deciding about these records can need."""
        keys: dict[str, set[str]] = defaultdict(set)  # with the names they come with
        values: set[tuple[str, str]] = set()
        for record in records:
            for person in record.people:
                keys[person.key].add(person.name)
                for kind, value, *_ in person.identifiers:
                    if value and kind in WEIGHTS:
                        values.add((kind, value))
        stored = list(reads.parties_by_key(con, self._system_id, keys.keys() - self._asked_keys))
        self._asked_keys |= keys.keys()
        by_id = {party.party_id: party for party in stored}
        carried: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
        for party_id, kind, value in reads.identifiers_of(con, by_id):
            carried[party_id].add((kind, value))
        for party_id, kind, raw in reads.unmatched_of(con, by_id):
            carried[party_id].add((f"?{kind}", raw))
        for party in stored:
            known = PartyValues(party.name, party.address, party.language, party.customer)
            self._entries[party.source_key] = _Entry(
                party.party_id, known, known, party.run_id == self._run_id, carried[party.party_id]
            )
        for key, names in keys.items():
            entry = self._entries.get(key)
            if entry is not None and names - {entry.values.name, ""}:
                # it may get another name: then all it carries is weighed again
                values.update(value for value in entry.carried if value[0] in WEIGHTS)
        self._load(con, values - self._asked_values, {party.subject_id for party in stored})
        self._asked_values |= values

    def _load(self, con: Connection, values: Iterable[tuple[str, str]], subjects: set[int]) -> None:
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for kind, value in values:
            wanted[kind].add(value)
        users = list(reads.users_of(con, wanted, MAX_USERS + 1))
        subjects = (subjects | {subject for *_, subject in users}) - self._loaded
        self._loaded |= subjects
        parties: list[int] = []
        foreign: set[int] = set()
        for party in reads.parties_of_subjects(con, subjects):
            parties.append(party.party_id)
            if party.run_id != self._run_id:
                foreign.add(party.subject_id)
            self._linker.know(party.party_id, party.subject_id, party.system_id, party.name)
        self._ours |= subjects - foreign
        for kind, value, party_id, _subject in users:
            self._linker.know_value((kind, value), party_id)
        for mark in reads.marks_of(con, parties):
            for party_id, subject_id in (
                (mark.party_a, mark.subject_a),
                (mark.party_b, mark.subject_b),
            ):
                self._linker.know(party_id, subject_id, None, "")
            self._linker.know_mark(mark.party_a, mark.party_b, apart=mark.apart)

    # ------------------------------------------------------------ drafts, in order

    def observe(self, record: Prepared) -> tuple[tuple[int, str], ...]:
        """Take in the people of a record; returns (party, role) of each."""
        authority = record.kind in _AUTHORITIES
        return tuple(
            [
                (self._observe(person, authority=authority and person.role == _HOLDER), person.role)
                for person in record.people
            ]
        )

    def _observe(self, person: PreparedPerson, *, authority: bool) -> int:
        entry = self._entries.get(person.key)
        if entry is None:
            return self._add(person)
        new = _merged(entry.values, person, authority=authority)
        fresh = self._carry(entry, person.identifiers)
        if new is entry.values and not fresh:
            return entry.party_id
        if new is not entry.values:
            entry.values = new
            self._changed[entry.party_id] = entry
        self._linker.learn(entry.party_id, new.name, fresh)
        self._batch.touched.add(self._linker.subject_of(entry.party_id))
        return entry.party_id

    def _add(self, person: PreparedPerson) -> int:
        self._next_party += 1
        self._next_subject += 1
        values = PartyValues(person.name, person.address, person.language, person.customer)
        entry = _Entry(self._next_party, values, None, True, set())
        self._entries[person.key] = entry
        self._keys[entry.party_id] = person.key
        fresh = self._carry(entry, person.identifiers)
        self._linker.arrive(entry.party_id, self._next_subject, self._system_id, values.name, fresh)
        return entry.party_id

    def _carry(self, entry: _Entry, identifiers: Iterable[Carried]) -> list[tuple[str, str]]:
        """Give the party values it did not carry; returns those that are evidence."""
        fresh: list[tuple[str, str]] = []
        carried = entry.carried
        for kind, value, raw, backwards, note in identifiers:
            mark = (kind, value) if value else (f"?{kind}", raw)
            if mark in carried:
                continue
            carried.add(mark)
            self._batch.identifiers.append(
                NewIdentifier(entry.party_id, kind, value, raw, backwards, note)
            )
            if not entry.ours:
                self._batch.known.add(entry.party_id)
            if value and kind in WEIGHTS:
                fresh.append((kind, value))
        return fresh

    # ------------------------------------------------------------ what came out

    def take(self) -> tuple[PartyBatch, int]:
        """What the batch changes, and how many subjects more (or fewer) this run has made."""
        linker, batch = self._linker, self._batch
        batch.subjects = linker.new_subjects()
        for party_id, key in self._keys.items():
            subject_id = linker.subject_of(party_id)
            entry = self._entries[key]
            batch.parties.append(NewParty(party_id, subject_id, key, entry.values))
            batch.touched.add(subject_id)
        for party_id, entry in self._changed.items():
            if entry.stored is not None and entry.values != entry.stored:
                batch.changed.append((party_id, entry.stored, entry.values))
                if not entry.ours:
                    batch.known.add(party_id)
        plan = linker.take_plan()
        undone = 0
        for link in plan.links:
            batch.links.append(
                NewLink(link.party_a, link.party_b, link.strength.value, link.reason, link.merged)
            )
            batch.touched.add(linker.subject_of(link.party_a))
            if link.merged is not None:
                batch.merges.append((linker.root(link.merged), link.merged))
                batch.touched.add(link.merged)
                undone += link.merged in self._ours
        batch.suggestions = [
            NewSuggestion(q.party_a, q.party_b, q.reason, q.value) for q in plan.questions
        ]
        self._batch = PartyBatch()
        return batch, len(batch.subjects) - undone


def _merged(old: PartyValues, person: PreparedPerson, *, authority: bool) -> PartyValues:
    """What is known of a party after another record of it; `old` itself when nothing is new.

    A contact or account entry is the source's own word on who somebody is; what stands in a
    ticket or an order only fills in what is missing. Nothing known is replaced by nothing.
    """
    name, address, language, customer = old
    if person.name and (authority or not name):
        name = person.name
    if person.address and (authority or not address):
        address = person.address
    if person.language and (authority or not language):
        language = person.language
    if person.customer is not None:
        customer = customer or person.customer
    new = PartyValues(name, address, language, customer)
    return old if new == old else new
