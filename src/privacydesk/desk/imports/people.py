"""The people of a batch: from drafts to parties, identifiers, links and subjects.

Stands between the store, which answers in bulk, and `identity`, which decides party by party.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacydesk.domain.identifiers import reversed_value
from privacydesk.domain.model import (
    IdentifierDraft,
    InvolvementDraft,
    PartyDraft,
    RecordKind,
    Role,
)
from privacydesk.domain.text import storable
from privacydesk.identity.evidence import MAX_USERS, WEIGHTS
from privacydesk.identity.keys import party_key
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
from privacydesk.store.records_write import Prepared

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

_AUTHORITIES = (RecordKind.CONTACT, RecordKind.ACCOUNT)


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
        keys: set[str] = set()
        values: set[tuple[str, str]] = set()
        for record in records:
            for key, part in _parts(record):
                keys.add(key)
                for found in part.party.identifiers:
                    if found.value and found.kind.value in WEIGHTS:
                        values.add((found.kind.value, storable(found.value)))
        stored = list(reads.parties_by_key(con, self._system_id, keys - self._asked_keys))
        self._asked_keys |= keys
        by_id = {party.party_id: party for party in stored}
        carried: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
        for party_id, kind, value in reads.identifiers_of(con, by_id):
            carried[party_id].add((kind, value))
            if kind in WEIGHTS:
                values.add((kind, value))
        for party_id, kind, raw in reads.unmatched_of(con, by_id):
            carried[party_id].add((f"?{kind}", raw))
        for party in stored:
            known = PartyValues(party.name, party.address, party.language, party.customer)
            self._entries[party.source_key] = _Entry(
                party.party_id, known, known, party.run_id == self._run_id, carried[party.party_id]
            )
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
        return tuple(
            (self._observe(key, part, record.draft.kind), part.role.value)
            for key, part in _parts(record)
        )

    def _observe(self, key: str, part: InvolvementDraft, kind: RecordKind) -> int:
        entry = self._entries.get(key)
        authority = kind in _AUTHORITIES and part.role is Role.HOLDER
        if entry is None:
            return self._add(key, part.party)
        new = _merged(entry.values, part.party, authority=authority)
        fresh = self._carry(entry, part.party.identifiers)
        if new != entry.values:
            self._changed[entry.party_id] = entry
        renamed = new.name != entry.values.name
        entry.values = new
        if fresh or renamed:
            self._linker.learn(entry.party_id, new.name, fresh)
            self._batch.touched.add(self._linker.subject_of(entry.party_id))
        elif entry.party_id in self._changed:
            self._batch.touched.add(self._linker.subject_of(entry.party_id))
        return entry.party_id

    def _add(self, key: str, draft: PartyDraft) -> int:
        self._next_party += 1
        self._next_subject += 1
        values = _merged(PartyValues("", None, None, None), draft, authority=True)
        entry = _Entry(self._next_party, values, None, True, set())
        self._entries[key] = entry
        self._keys[entry.party_id] = key
        fresh = self._carry(entry, draft.identifiers)
        self._linker.arrive(entry.party_id, self._next_subject, self._system_id, values.name, fresh)
        return entry.party_id

    def _carry(self, entry: _Entry, drafts: Iterable[IdentifierDraft]) -> list[tuple[str, str]]:
        """Give the party values it did not carry; returns those that can be matched on."""
        fresh: list[tuple[str, str]] = []
        for draft in drafts:
            kind, raw = draft.kind.value, storable(draft.raw)
            value = storable(draft.value) if draft.value else None
            mark = (kind, value) if value else (f"?{kind}", raw)
            if mark in entry.carried:
                continue
            entry.carried.add(mark)
            self._batch.identifiers.append(
                NewIdentifier(
                    entry.party_id,
                    kind,
                    value,
                    raw,
                    reversed_value(draft.kind, value) if value else None,
                    draft.note,
                )
            )
            if not entry.ours:
                self._batch.known.add(entry.party_id)
            if value:
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


def _parts(record: Prepared) -> Iterator[tuple[str, InvolvementDraft]]:
    draft = record.draft
    name = f"{record.kind}\x1f{record.source_id}"
    for position, part in enumerate(draft.parties):
        yield storable(party_key(part.party, name, position)), part


def _merged(old: PartyValues, draft: PartyDraft, *, authority: bool) -> PartyValues:
    """What is known of a party after another draft of it.

    A contact or account entry is the source's own word on who somebody is; what stands in a
    ticket or an order only fills in what is missing. Nothing known is replaced by nothing.
    """
    name = _clean(draft.name)
    address, language = _clean(draft.address) or None, _clean(draft.language) or None
    new = PartyValues(
        name=name if name and (authority or not old.name) else old.name,
        address=address if address and (authority or not old.address) else old.address,
        language=language if language and (authority or not old.language) else old.language,
        customer=(old.customer or draft.customer) if draft.customer is not None else old.customer,
    )
    return old if new == old else new


def _clean(text: str | None) -> str:
    return " ".join(storable(text).split()) if text else ""
