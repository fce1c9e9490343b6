"""Writing records in bulk by `executemany`, and putting them back as they were.

The old state of an updated record goes to `run_change`, whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from privacydesk.store.codec import dumps, loads
from privacydesk.store.prepared import COLUMNS, MESSAGE_COLUMNS, Prepared, PreparedFile
from privacydesk.store.search.index import body, index_records, unindex_records

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

_ATTACHMENT: Final = "name, state, content_type, size, sha256, url, internal"

_Words = tuple[Any, ...]
Involved = tuple[int, str]  # (party, role)
StoredFile = tuple[Any, ...]  # the columns of _ATTACHMENT


class Placed(NamedTuple):
    """A prepared record with its number, its people and its files."""

    record_id: int
    record: Prepared
    involved: tuple[Involved, ...]
    files: tuple[StoredFile, ...]


def file_row(file: PreparedFile, sha256: str | None, size: int | None) -> StoredFile:
    """The row of an attachment; `sha256` names its bytes in the store's folder."""
    return (file.name, file.state, file.content_type, size, sha256, file.url, file.internal)


def insert_records(
    sql: Connection, rows: Sequence[Placed], *, source: str, system_id: int, run_id: int
) -> None:
    """Add records with their messages, involvements and files, and index their texts."""
    sql.executemany(
        f"INSERT INTO record(id, kind, source, system_id, source_id, {', '.join(COLUMNS)}, "
        "restricted, by_hand, run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)",
        [
            (
                p.record_id,
                p.record.kind,
                source,
                system_id,
                p.record.source_id,
                *p.record.columns,
                run_id,
            )
            for p in rows
        ],
    )
    _insert_parts(sql, rows)
    index_records(sql, (p.record_id for p in rows))


def update_records(sql: Connection, rows: Sequence[Placed], *, run_id: int) -> None:
    """Replace records by a newer state, keeping the old one for an undo.

    Parts that a person gave by hand (a candidate decided as theirs) stay; the other involvements
    follow the source, so a ticket that moved to another requester leaves the first one.
    """
    ids = [p.record_id for p in rows]
    before = save_records(sql, ids, run_id)
    # taking words out of the full-text index without residue is dear: only where they changed
    reworded = [p.record_id for p in rows if _reworded(before[p.record_id], _words(p.record))]
    unindex_records(sql, reworded)
    by_hand = _given_by_hand(sql, ids)
    _delete_parts(sql, ids)
    sql.executemany(
        f"UPDATE record SET {', '.join(f'{c} = ?' for c in COLUMNS)}, gone_at = NULL WHERE id = ?",
        [(*p.record.columns, p.record_id) for p in rows],
    )
    _insert_parts(sql, rows)
    _involve(sql, by_hand)
    index_records(sql, reworded)


def save_records(sql: Connection, record_ids: Iterable[int], run_id: int) -> dict[int, _Words]:
    """Keep the present state of records, whole, in `run_change`; returns their words."""
    saved = []
    words: dict[int, _Words] = {}
    for record_id in record_ids:
        row = sql.execute(
            f"SELECT {', '.join(COLUMNS)}, gone_at FROM record WHERE id = ?", (record_id,)
        ).fetchone()
        old = {
            "columns": list(row),
            "messages": _listed(
                sql,
                f"SELECT {MESSAGE_COLUMNS} FROM message WHERE record_id = ? ORDER BY id",
                record_id,
            ),
            "files": _listed(
                sql,
                f"SELECT {_ATTACHMENT} FROM attachment WHERE record_id = ? ORDER BY id",
                record_id,
            ),
            "involved": _listed(
                sql, "SELECT party_id, role FROM involvement WHERE record_id = ?", record_id
            ),
        }
        saved.append((run_id, "record", record_id, dumps(old)))
        words[record_id] = _words_of(old["columns"], old["messages"])
    sql.executemany(
        "INSERT INTO run_change(run_id, entity, entity_id, old) VALUES (?, ?, ?, ?)", saved
    )
    return words


def restore_records(sql: Connection, saved: Sequence[tuple[int, str]]) -> list[str]:
    """Put records back into the state that `save_records` kept: (record, old) pairs.

    Records that were erased since stay erased. Returns the SHA-256 of files that these records
    no longer name.
    """
    standing = {
        int(row[0])
        for row in sql.execute(
            "SELECT id FROM record WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps([record_id for record_id, _ in saved]),),
        )
    }
    saved = [(record_id, old) for record_id, old in saved if record_id in standing]
    ids = [record_id for record_id, _ in saved]
    unindex_records(sql, ids)
    by_hand = _given_by_hand(sql, ids)
    dropped = _delete_parts(sql, ids)
    for record_id, text in saved:
        old = loads(text)
        sql.execute(
            f"UPDATE record SET {', '.join(f'{c} = ?' for c in COLUMNS)}, gone_at = ? WHERE id = ?",
            (*old["columns"], record_id),
        )
        _insert_messages(sql, [(record_id, *row) for row in old["messages"]])
        _insert_files(sql, [(record_id, *row) for row in old["files"]])
        sql.executemany(
            "INSERT INTO involvement(party_id, record_id, role) "
            "SELECT id, ?, ? FROM party WHERE id = ?",
            [(record_id, role, party) for party, role in old["involved"]],
        )
    _involve(sql, by_hand)
    index_records(sql, ids)
    return dropped


def delete_records(sql: Connection, record_ids: Sequence[int]) -> list[str]:
    """Remove records whole; returns the SHA-256 of the files they named."""
    unindex_records(sql, record_ids)
    dropped = _delete_parts(sql, record_ids)
    sql.execute(
        "DELETE FROM record WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(record_ids)),),
    )
    return dropped


# --------------------------------------------------------------------------- inside


def _words(record: Prepared) -> _Words:
    return _words_of(record.columns, record.messages)


def _words_of(columns: Sequence[Any], messages: Iterable[Sequence[Any]]) -> _Words:
    """All that the text index is made of, as `body` takes it."""
    return (
        columns[0],
        columns[1],
        columns[4],
        columns[5],
        tuple((message[1], message[2], message[5], message[7]) for message in messages),
    )


def _reworded(old: _Words, new: _Words) -> bool:
    """Whether the index would hold other words; mostly only the time of the last change is new."""
    return old != new and body(*old) != body(*new)


def _insert_parts(sql: Connection, rows: Sequence[Placed]) -> None:
    _insert_messages(sql, [(p.record_id, *m) for p in rows for m in p.record.messages])
    _insert_files(sql, [(p.record_id, *f) for p in rows for f in p.files])
    _involve(sql, sorted({(party, p.record_id, role) for p in rows for party, role in p.involved}))


def _involve(sql: Connection, rows: Sequence[tuple[int, int, str]]) -> None:
    sql.executemany(
        "INSERT OR IGNORE INTO involvement(party_id, record_id, role) VALUES (?, ?, ?)", rows
    )


def _insert_messages(sql: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    sql.executemany(
        f"INSERT INTO message(record_id, {MESSAGE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _insert_files(sql: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    sql.executemany(
        f"INSERT INTO attachment(record_id, {_ATTACHMENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows
    )


def _delete_parts(sql: Connection, record_ids: Sequence[int]) -> list[str]:
    listed = json.dumps(list(record_ids))
    files = sql.execute(
        "SELECT DISTINCT sha256 FROM attachment WHERE sha256 IS NOT NULL "
        "AND record_id IN (SELECT value FROM json_each(?))",
        (listed,),
    ).fetchall()
    for table in ("message", "attachment", "involvement"):
        sql.execute(
            f"DELETE FROM {table} WHERE record_id IN (SELECT value FROM json_each(?))", (listed,)
        )
    return [str(row[0]) for row in files]


def _given_by_hand(sql: Connection, record_ids: Sequence[int]) -> list[tuple[int, int, str]]:
    """(party, record, role) that deciding a candidate added to these records."""
    given = []
    for row in sql.execute(
        "SELECT effect FROM candidate WHERE effect IS NOT NULL "
        "AND record_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(record_ids)),),
    ):
        involved = loads(row[0]).get("involved")
        if involved:
            record_id, party_id, role = involved
            given.append((party_id, record_id, role))
    return given


def _listed(sql: Connection, query: str, record_id: int) -> list[list[Any]]:
    return [list(row) for row in sql.execute(query, (record_id,))]
