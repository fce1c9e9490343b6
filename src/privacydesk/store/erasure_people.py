"""What is left of people when their records are gone.

A value that only an erased record told (an order number, a phone given once) goes with it. An
entry of a source that has no record left goes, with its links; the entries it tied together stay
one person. A person of whom no entry is left goes, unless a case names them: the case is data
about them too, with a period of its own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from privacydesk.domain.model import IdentifierKind, LinkStrength
from privacydesk.store.codec import dumps, loads, to_text
from privacydesk.store.parties import components
from privacydesk.store.search.index import index_subjects, unindex_subjects

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx

_IN: Final = "IN (SELECT value FROM json_each(?))"
_REACH: Final = frozenset(
    kind.value
    for kind in (
        IdentifierKind.EMAIL,
        IdentifierKind.PHONE,
        IdentifierKind.ADDRESS,
        IdentifierKind.CUSTOMER_NUMBER,
    )
)
"""What it takes to answer somebody, and to be asked whether they are the same."""
_TIED: Final = "both were linked to an entry that was erased"
_MANY: Final = 500  # with more records than this nobody can tell which one told a value
_WORD: Final = 6  # a shorter value must be found whole, not inside another


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a party that an erased record held."""

    party_id: int
    kind: str
    value: str | None  # None: kept but never matched on
    raw: str


@dataclass(frozen=True, slots=True)
class Traces:
    """Who took part in records that are about to go, and the values these held."""

    parties: tuple[int, ...]
    values: tuple[_Value, ...]

    @staticmethod
    def of(sql: Connection, record_ids: Sequence[int]) -> Traces:
        """Read it before the records are deleted."""
        told: defaultdict[int, list[str]] = defaultdict(list)
        for row in sql.execute(
            "SELECT i.party_id, r.source_id, r.details, r.payload FROM json_each(?) j "
            "CROSS JOIN involvement i ON i.record_id = j.value JOIN record r ON r.id = j.value",
            (json.dumps(list(record_ids)),),
        ):
            told[row[0]] += _leaves(row)
        found = []
        for one in _values_of(sql, told):
            if _holds(told[one.party_id], one):
                found.append(one)
        return Traces(tuple(sorted(told)), tuple(found))


def prune(tx: Tx, traces: Traces, *, reachable: bool = False) -> set[int]:
    """Take away what nothing is left for; returns the people who are gone.

    `reachable`: e-mail addresses, telephone numbers and the like of people with a case stay.
    """
    sql = tx.sql
    subjects = _subjects(sql, traces.parties)
    leaving = _left_alone(sql, subjects)
    cased = _with_case(sql, subjects) if reachable else set()
    for one in traces.values:
        if one.party_id in cased and one.kind in _REACH:
            continue
        if one.party_id not in leaving and not _told_elsewhere(sql, one):
            _drop_value(sql, one)
    gone = _without(sql, subjects, leaving)
    unindex_subjects(sql, gone)
    _drop_parties(tx, leaving, subjects - gone)
    _drop_subjects(sql, gone)
    index_subjects(sql, subjects - gone)
    return gone


def would_leave(sql: Connection, record_ids: Sequence[int]) -> int:
    """How many people `prune` would take away if these records went: those with no other record
    in any of their entries, and no case."""
    row = sql.execute(
        "WITH RECURSIVE going(id) AS MATERIALIZED (SELECT value FROM json_each(?)), "
        "root(id) AS (SELECT DISTINCT p.subject_id FROM going g "
        "CROSS JOIN involvement i ON i.record_id = g.id CROSS JOIN party p ON p.id = i.party_id), "
        "same(id, root) AS (SELECT id, id FROM root UNION "
        "SELECT s.id, same.root FROM subject s JOIN same ON s.merged_into = same.id), "
        "cased(id) AS (SELECT same.root FROM same JOIN case_ c ON c.subject_id = same.id), "
        "staying(id) AS (SELECT p.subject_id FROM root "
        "CROSS JOIN party p ON p.subject_id = root.id "
        "CROSS JOIN involvement i ON i.party_id = p.id "
        "WHERE i.record_id NOT IN (SELECT id FROM going)) "
        "SELECT count(*) FROM root WHERE id NOT IN (SELECT id FROM cased) "
        "AND id NOT IN (SELECT id FROM staying)",
        (json.dumps(list(record_ids)),),
    ).fetchone()
    return int(row[0])


# --------------------------------------------------------------------------- values


def _values_of(sql: Connection, parties: Iterable[int]) -> Iterator[_Value]:
    listed = (json.dumps(sorted(parties)),)
    for row in sql.execute(
        f"SELECT party_id, kind, value, raw FROM identifier WHERE party_id {_IN}", listed
    ):
        yield _Value(*row)
    for row in sql.execute(
        f"SELECT party_id, kind, NULL, raw FROM unmatched_identifier WHERE party_id {_IN}", listed
    ):
        yield _Value(*row)


def _told_elsewhere(sql: Connection, one: _Value) -> bool:
    """Whether a record that stays holds the value too, in this or another writing."""
    rows = sql.execute(
        "SELECT r.source_id, r.details, r.payload FROM involvement i "
        "JOIN record r ON r.id = i.record_id WHERE i.party_id = ? LIMIT ?",
        (one.party_id, _MANY + 1),
    ).fetchall()
    if len(rows) > _MANY:
        return True
    return any(_holds(_leaves((0, *row)), one) for row in rows)


def _holds(leaves: Sequence[str], one: _Value) -> bool:
    """Whether one of the (squashed) leaves is the value; its last digits count for a phone."""
    raw, value = _squashed(one.raw), _squashed(one.value or one.raw)
    for leaf in leaves:
        if leaf in (raw, value):
            return True
        if len(value) >= _WORD and (value[-8:] in leaf or (len(raw) >= _WORD and raw in leaf)):
            return True
    return False


def _leaves(row: Sequence[Any]) -> list[str]:
    """The values in (_, source id, details, payload), squashed to letters and digits."""
    _, source_id, details, payload = row
    return [
        squashed
        for leaf in (source_id, *_walk(loads(details)), *_walk(loads(payload)))
        if (squashed := _squashed(leaf))
    ]


def _walk(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)


def _squashed(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _drop_value(sql: Connection, one: _Value) -> None:
    if one.value is None:
        sql.execute(
            "DELETE FROM unmatched_identifier WHERE party_id = ? AND kind = ? AND raw = ?",
            (one.party_id, one.kind, one.raw),
        )
    else:
        sql.execute(
            "DELETE FROM identifier WHERE kind = ? AND value = ? AND party_id = ?",
            (one.kind, one.value, one.party_id),
        )
        sql.execute(
            "UPDATE suggestion SET value = '' WHERE value = ? AND ? IN (party_a, party_b)",
            (one.value, one.party_id),
        )
    sql.execute(  # what an undo would need to take it away again
        "DELETE FROM run_change WHERE entity = 'identifier' AND entity_id = ? AND old = ?",
        (one.party_id, dumps([one.kind, one.value, one.raw])),
    )


# --------------------------------------------------------------------------- entries and people


def _subjects(sql: Connection, parties: Iterable[int]) -> set[int]:
    rows = sql.execute(
        f"SELECT DISTINCT subject_id FROM party WHERE id {_IN}", (json.dumps(list(parties)),)
    )
    return {int(row[0]) for row in rows}


def _left_alone(sql: Connection, subjects: Iterable[int]) -> set[int]:
    """The entries of these people without any record left, unless the person has a case."""
    rows = sql.execute(
        "WITH RECURSIVE same(id, root) AS (SELECT value, value FROM json_each(?) UNION "
        "SELECT s.id, same.root FROM subject s JOIN same ON s.merged_into = same.id), "
        "cased(root) AS (SELECT same.root FROM same JOIN case_ c ON c.subject_id = same.id) "
        "SELECT p.id FROM json_each(?) j CROSS JOIN party p ON p.subject_id = j.value "
        "WHERE NOT EXISTS (SELECT 1 FROM involvement i WHERE i.party_id = p.id) "
        "AND p.subject_id NOT IN (SELECT root FROM cased)",
        (json.dumps(sorted(subjects)),) * 2,
    )
    return {int(row[0]) for row in rows}


def _with_case(sql: Connection, subjects: Iterable[int]) -> set[int]:
    """The entries of those of these people whom a case names."""
    rows = sql.execute(
        "WITH RECURSIVE same(id, root) AS (SELECT value, value FROM json_each(?) UNION "
        "SELECT s.id, same.root FROM subject s JOIN same ON s.merged_into = same.id) "
        "SELECT DISTINCT p.id FROM same JOIN case_ c ON c.subject_id = same.id "
        "JOIN party p ON p.subject_id = same.root",
        (json.dumps(sorted(subjects)),),
    )
    return {int(row[0]) for row in rows}


def _without(sql: Connection, subjects: Iterable[int], leaving: set[int]) -> set[int]:
    """The people all of whose entries leave."""
    members: defaultdict[int, set[int]] = defaultdict(set)
    for row in sql.execute(
        f"SELECT subject_id, id FROM party WHERE subject_id {_IN}",
        (json.dumps(sorted(subjects)),),
    ):
        members[row[0]].add(row[1])
    return {subject for subject, parties in members.items() if parties <= leaving}


def _drop_parties(tx: Tx, leaving: set[int], staying: Iterable[int]) -> None:
    sql, listed = tx.sql, (json.dumps(sorted(leaving)),)
    if not leaving:
        return
    sql.execute(
        "UPDATE candidate SET party_id = NULL, label = 'erased', why = NULL, effect = NULL, "
        f"explanation = 'The entry was erased with its last record.' WHERE party_id {_IN}",
        listed,
    )
    for table, column in (
        ("suggestion", "party_a"),
        ("suggestion", "party_b"),
        ("link", "party_a"),
        ("link", "party_b"),
        ("identifier", "party_id"),
        ("unmatched_identifier", "party_id"),
    ):
        sql.execute(f"DELETE FROM {table} WHERE {column} {_IN}", listed)
    sql.execute(
        f"DELETE FROM run_change WHERE entity IN ('party', 'identifier') AND entity_id {_IN}",
        listed,
    )
    sql.execute(f"DELETE FROM party WHERE id {_IN}", listed)
    for subject_id in staying:
        _tie(tx, subject_id)


def _tie(tx: Tx, subject_id: int) -> None:
    """Keep one person one, when the entry that held two of theirs together is gone."""
    rows = tx.sql.execute("SELECT id FROM party WHERE subject_id = ?", (subject_id,))
    pieces = components(tx.sql, [int(row[0]) for row in rows])
    tx.sql.executemany(
        "INSERT INTO link(party_a, party_b, strength, reason, by, at) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                pieces[0][0],
                piece[0],
                LinkStrength.STRONG.value,
                _TIED,
                tx.operator,
                to_text(tx.now),
            )
            for piece in pieces[1:]
        ],
    )


def _drop_subjects(sql: Connection, gone: Iterable[int]) -> None:
    """People without any entry, with the numbers that were merged into theirs."""
    rows = sql.execute(
        "WITH RECURSIVE same(id) AS (SELECT value FROM json_each(?) UNION "
        "SELECT s.id FROM subject s JOIN same ON s.merged_into = same.id) SELECT id FROM same",
        (json.dumps(sorted(gone)),),
    )
    listed = (json.dumps([int(row[0]) for row in rows]),)
    for table, column in (
        ("tombstone_person", "subject_id"),
        ("person_past", "subject_id"),
        ("consultation", "subject_id"),
        ("retention_hold", "subject_id"),
    ):
        sql.execute(f"DELETE FROM {table} WHERE {column} {_IN}", listed)
    sql.execute(f"UPDATE subject SET merged_into = NULL WHERE id {_IN}", listed)
    sql.execute(f"DELETE FROM subject WHERE id {_IN}", listed)
