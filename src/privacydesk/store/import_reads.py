"""What an import batch asks the store, each question once per batch and in bulk."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection


class StoredRecord(NamedTuple):
    record_id: int
    content_hash: str
    gone: bool


class StoredParty(NamedTuple):
    party_id: int
    subject_id: int
    system_id: int | None
    source_key: str
    name: str
    address: str | None
    language: str | None
    customer: bool | None
    run_id: int | None


class Mark(NamedTuple):
    """Two parties a person kept apart, or (not `apart`) who are already asked about."""

    party_a: int
    subject_a: int
    party_b: int
    subject_b: int
    apart: bool


_PARTY = "p.id, p.subject_id, p.system_id, p.source_key, p.name, p.address, p.language, p.customer"


def records_by_id(
    con: Connection, system_id: int, ids: Mapping[str, Collection[str]]
) -> dict[tuple[str, str], StoredRecord]:
    """The stored records of a system among `ids` (kind -> source ids), by (kind, source id)."""
    found: dict[tuple[str, str], StoredRecord] = {}
    for kind, source_ids in ids.items():
        for row in con.execute(
            "SELECT r.source_id, r.id, r.content_hash, r.gone_at FROM json_each(?) j "
            "CROSS JOIN record r ON r.system_id = ? AND r.kind = ? AND r.source_id = j.value",
            (json.dumps(list(source_ids)), system_id, kind),
        ):
            found[kind, row[0]] = StoredRecord(row[1], row[2], row[3] is not None)
    return found


def parties_by_key(con: Connection, system_id: int, keys: Collection[str]) -> Iterator[StoredParty]:
    rows = con.execute(
        f"SELECT {_PARTY}, p.run_id FROM json_each(?) j "
        "CROSS JOIN party p ON p.system_id = ? AND p.source_key = j.value",
        (json.dumps(list(keys)), system_id),
    )
    return map(_party, rows)


def parties_of_subjects(con: Connection, subject_ids: Iterable[int]) -> Iterator[StoredParty]:
    rows = con.execute(
        f"SELECT {_PARTY}, p.run_id FROM json_each(?) j "
        "CROSS JOIN party p ON p.subject_id = j.value ORDER BY p.id",
        (json.dumps(sorted(subject_ids)),),
    )
    return map(_party, rows)


def identifiers_of(con: Connection, party_ids: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """(party, kind, value) of each matching value these parties carry."""
    rows = con.execute(
        "SELECT i.party_id, i.kind, i.value FROM json_each(?) j "
        "CROSS JOIN identifier i ON i.party_id = j.value",
        (json.dumps(sorted(party_ids)),),
    )
    return ((row[0], row[1], row[2]) for row in rows)


def unmatched_of(con: Connection, party_ids: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """(party, kind, raw) of the values these parties carry without matching on them."""
    rows = con.execute(
        "SELECT u.party_id, u.kind, u.raw FROM json_each(?) j "
        "CROSS JOIN unmatched_identifier u ON u.party_id = j.value",
        (json.dumps(sorted(party_ids)),),
    )
    return ((row[0], row[1], row[2]) for row in rows)


def users_of(
    con: Connection, values: Mapping[str, Collection[str]], limit: int
) -> Iterator[tuple[str, str, int, int]]:
    """(kind, value, party, subject) of the first `limit` parties that carry each value.

    The limit is per value: a shop phone on a hundred thousand orders costs no more than others.
    """
    for kind, listed in values.items():
        for row in con.execute(
            "SELECT j.value, p.id, p.subject_id FROM json_each(?) j CROSS JOIN party p "
            "ON p.id IN (SELECT i.party_id FROM identifier i "
            "WHERE i.kind = ? AND i.value = j.value ORDER BY i.party_id LIMIT ?)",
            (json.dumps(sorted(listed)), kind, limit),
        ):
            yield kind, row[0], row[1], row[2]


def marks_of(con: Connection, party_ids: Iterable[int]) -> Iterator[Mark]:
    """Decisions and open questions about these parties: undone links, suggestions."""
    listed = json.dumps(sorted(party_ids))
    for column in ("party_a", "party_b"):
        for table, wanted, apart in (
            ("link", "m.undone_at IS NOT NULL", "1"),
            ("suggestion", "m.state <> 'accepted'", "m.state = 'rejected'"),
        ):
            for row in con.execute(
                f"SELECT m.party_a, a.subject_id, m.party_b, b.subject_id, {apart} "
                f"FROM json_each(?) j CROSS JOIN {table} m ON m.{column} = j.value AND {wanted} "
                "JOIN party a ON a.id = m.party_a JOIN party b ON b.id = m.party_b",
                (listed,),
            ):
                yield Mark(row[0], row[1], row[2], row[3], bool(row[4]))


def last_ids(con: Connection, *tables: str) -> tuple[int, ...]:
    """The highest id each table ever gave out, so that a batch can number its own rows."""
    found = {
        str(row[0]): int(row[1]) for row in con.execute("SELECT name, seq FROM sqlite_sequence")
    }
    return tuple(found.get(table, 0) for table in tables)


def _party(row: tuple[object, ...]) -> StoredParty:
    found = StoredParty(*row)  # type: ignore[arg-type]
    return found._replace(customer=None if found.customer is None else bool(found.customer))
