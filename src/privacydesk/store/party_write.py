"""Writing a batch's people in bulk: parties, identifiers, links, questions, subjects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from privacydesk.store import suggestions
from privacydesk.store.codec import dumps, to_text
from privacydesk.store.parties import point_at
from privacydesk.store.search.index import index_subjects

if TYPE_CHECKING:
    from privacydesk.store.engine import Tx


class PartyValues(NamedTuple):
    """The columns of a party that a source may change."""

    name: str
    address: str | None
    language: str | None
    customer: bool | None


class NewParty(NamedTuple):
    party_id: int
    subject_id: int
    source_key: str
    values: PartyValues


class NewIdentifier(NamedTuple):
    """`value` None: kept and shown, never matched on; `note` says why."""

    party_id: int
    kind: str
    value: str | None
    raw: str
    reversed: str | None = None
    note: str | None = None


class NewLink(NamedTuple):
    party_a: int
    party_b: int
    strength: str
    reason: str
    merged_subject: int | None


class NewSuggestion(NamedTuple):
    party_a: int
    party_b: int
    reason: str
    value: str


@dataclass(slots=True)
class PartyBatch:
    """All that a batch changes about people.

    `changed` are parties that stood in the store before (id, old, new); `known` those of them
    that this run did not add itself, whose old state is kept for an undo.
    """

    subjects: list[int] = field(default_factory=list)
    parties: list[NewParty] = field(default_factory=list)
    changed: list[tuple[int, PartyValues, PartyValues]] = field(default_factory=list)
    identifiers: list[NewIdentifier] = field(default_factory=list)
    links: list[NewLink] = field(default_factory=list)
    suggestions: list[NewSuggestion] = field(default_factory=list)
    merges: list[tuple[int, int]] = field(default_factory=list)  # (kept, gone), stored ones
    touched: set[int] = field(default_factory=set)  # subjects whose index entry may change
    known: set[int] = field(default_factory=set)


def write_people(tx: Tx, batch: PartyBatch, *, source: str, system_id: int, run_id: int) -> int:
    """Write a batch and bring the index of its subjects up to date; returns new suggestions."""
    sql, now = tx.sql, to_text(tx.now)
    sql.executemany(
        "INSERT INTO subject(id, name, folded, emails, address, restricted, created_at) "
        "VALUES (?, '', '', '', '', 0, ?)",
        [(subject_id, now) for subject_id in batch.subjects],
    )
    sql.executemany(
        "INSERT INTO party(id, source, source_key, system_id, subject_id, name, address, language, "
        "customer, run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                party.party_id,
                source,
                party.source_key,
                system_id,
                party.subject_id,
                party.values.name,
                party.values.address,
                party.values.language,
                party.values.customer,
                run_id,
            )
            for party in batch.parties
        ],
    )
    _keep_old(tx, batch, run_id)
    sql.executemany(
        "UPDATE party SET name = ?, address = ?, language = ?, customer = ? WHERE id = ?",
        [(v.name, v.address, v.language, v.customer, i) for i, _, v in batch.changed],
    )
    sql.executemany(
        "INSERT OR IGNORE INTO identifier(kind, value, party_id, raw, reversed) "
        "VALUES (?, ?, ?, ?, ?)",
        sorted(
            (i.kind, i.value, i.party_id, i.raw, i.reversed) for i in batch.identifiers if i.value
        ),
    )
    sql.executemany(
        "INSERT INTO unmatched_identifier(party_id, kind, raw, note) VALUES (?, ?, ?, ?)",
        [(i.party_id, i.kind, i.raw, i.note or "") for i in batch.identifiers if not i.value],
    )
    asked = suggestions.open_between(sql, {one for pair in batch.merges for one in pair})
    point_at(sql, batch.merges)
    sql.executemany(
        "INSERT INTO link(party_a, party_b, strength, reason, by, at, merged_subject, run_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                link.party_a,
                link.party_b,
                link.strength,
                link.reason,
                tx.operator,
                now,
                link.merged_subject,
                run_id,
            )
            for link in batch.links
        ],
    )
    _answer(tx, asked, {gone: kept for kept, gone in batch.merges})
    new = _suggest(tx, batch.suggestions, run_id)
    index_subjects(sql, batch.touched)
    return new


def _answer(tx: Tx, asked: Sequence[suggestions.Asked], stands: Mapping[int, int]) -> None:
    """Accept the questions that a join of this batch answered, with the link that made it."""
    answers = []
    for suggestion_id, a, b in asked:
        if stands.get(a, a) != stands.get(b, b):
            continue
        row = tx.sql.execute(
            "SELECT max(id) FROM link WHERE merged_subject IN (?, ?) AND undone_at IS NULL", (a, b)
        ).fetchone()
        answers.append((suggestion_id, int(row[0])))
    suggestions.answer(tx, answers)


def _keep_old(tx: Tx, batch: PartyBatch, run_id: int) -> None:
    """What an undo needs of parties that other runs added: old columns, values added now."""
    kept: list[tuple[int, str, int, str]] = [
        (run_id, "party", i, dumps([old.name, old.address, old.language, old.customer]))
        for i, old, _ in batch.changed
        if i in batch.known
    ]
    kept += [
        (run_id, "identifier", i.party_id, dumps([i.kind, i.value, i.raw]))
        for i in batch.identifiers
        if i.party_id in batch.known
    ]
    tx.sql.executemany(
        "INSERT INTO run_change(run_id, entity, entity_id, old) VALUES (?, ?, ?, ?)", kept
    )


def _suggest(tx: Tx, suggestions: Sequence[NewSuggestion], run_id: int) -> int:
    """Add questions; one that was asked before, whatever came of it, is not asked again."""
    before = tx.sql.total_changes
    tx.sql.executemany(
        "INSERT OR IGNORE INTO suggestion(party_a, party_b, reason, value, state, run_id) "
        "VALUES (?, ?, ?, ?, 'open', ?)",
        [(s.party_a, s.party_b, s.reason, s.value, run_id) for s in suggestions],
    )
    return tx.sql.total_changes - before


def restore_party(tx: Tx, party_id: int, old: Sequence[object]) -> None:
    """Put back the columns that `run_change` kept as entity `party`."""
    tx.sql.execute(
        "UPDATE party SET name = ?, address = ?, language = ?, customer = ? WHERE id = ?",
        (*old, party_id),
    )


def remove_identifier(tx: Tx, party_id: int, kind: str, value: str | None, raw: str) -> None:
    """Take away one value that a run added to a party of another run."""
    if value is None:
        tx.sql.execute(
            "DELETE FROM unmatched_identifier WHERE party_id = ? AND kind = ? AND raw = ?",
            (party_id, kind, raw),
        )
    else:
        tx.sql.execute(
            "DELETE FROM identifier WHERE kind = ? AND value = ? AND party_id = ?",
            (kind, value, party_id),
        )
