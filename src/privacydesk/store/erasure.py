"""Taking records out of the store for good, and every copy of what they said.

A record stands in more places than its own row: lines, files, the search index, the old values
that an import keeps for its undo, labels of candidates, names of missing files in reports. All of
them go in the transaction that deletes the record, with a tombstone in their place.

Files on disk are noted in the same transaction and removed by `sweep` after its commit: a killed
run is finished by the next one, and no row ever names a file that is gone.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from privacydesk.domain.estate import WRITTEN, Holds
from privacydesk.domain.model import RecordKind
from privacydesk.domain.retention_due import Ruling, Step
from privacydesk.store import erasure_people, retention_past, tombstones
from privacydesk.store.codec import dumps, loads, to_text
from privacydesk.store.erasure_copies import (
    IN,
    forget_findings,
    forget_missing_files,
    forget_rows,
    listed,
    note_files,
)
from privacydesk.store.files import locate
from privacydesk.store.records_write import delete_records
from privacydesk.store.search.index import index_records, unindex_records

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx

_LONGEST: Final = 40  # a longer value is no category but somebody's words
_K: Final = RecordKind
NAMING: Final[Mapping[str, str]] = {
    "attachment": "sha256 = ?",
    "released_file": "sha256 = ? AND erased_at IS NULL",
    "file_decision": "replacement = ?",
}
"""Every table that names files of the store's folder, and how a file is looked for in it."""
COUNTED: Final[Mapping[RecordKind, tuple[str, ...]]] = {
    _K.SURVEY: ("survey", "score"),
    _K.TICKET: ("status", "priority", "channel", "type", "group", "satisfaction"),
    _K.CHAT: ("status", "channel", "group", "satisfaction"),
    _K.ORDER: ("status", "payment_status", "delivery_status", "currency", "payment_method"),
    _K.REPAIR: ("status", "type"),
    _K.CALL: ("direction", "status"),
    _K.CONTRACT: ("product", "status"),
    _K.USAGE: ("service", "unit"),
    _K.CONSENT: ("purpose", "status", "channel"),
    _K.NEWSLETTER: ("list_name", "status"),
}
"""The details that stay of a record made anonymous: scores and categories. Of every kind also the
kind, the system and the month; of a kind that is not named, nothing else."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A record and what is to be done with it."""

    record_id: int
    ruling: Ruling


@dataclass(slots=True)
class Done:
    """What was done, in records; `people`: persons of whom nothing is left."""

    erased: int = 0
    parts: int = 0
    anonymised: int = 0
    restricted: int = 0
    people: int = 0


def carry_out(
    tx: Tx, sentences: Sequence[Sentence], policy_sha256: str, *, reachable: bool = False
) -> Done:
    """Do with each record what its ruling asks for. The caller audits.

    The caller has made sure in this very transaction that nothing keeps these records back.
    `reachable`: the values by which people are found and written to stay as long as a case names
    them: who asked must still get an answer.
    """
    by_step: dict[Step, list[Sentence]] = {step: [] for step in Step}
    for one in sentences:
        if one.ruling.step is not None:
            by_step[one.ruling.step].append(one)
    done = Done()
    done.restricted = _restrict(tx, by_step[Step.RESTRICT])
    done.parts = _erase_parts(tx, by_step[Step.ERASE_PARTS], policy_sha256)
    going = [*by_step[Step.ERASE], *by_step[Step.ANONYMISE]]
    if going:
        anonymous = _anonymous_rows(tx.sql, [one.record_id for one in by_step[Step.ANONYMISE]])
        gone = _erase(tx, going, policy_sha256, reachable=reachable)
        _insert_anonymous(tx, anonymous)
        done.erased, done.anonymised = len(by_step[Step.ERASE]), len(anonymous)
        done.people = len(gone)
    return done


def sweep(tx: Tx) -> int:
    """Remove the noted files that nothing names any more; returns how many. Needs an audit.

    A file of a released answer stays: the answer has a storage period of its own.
    """
    removed = 0
    named = _naming(tx.sql)
    for row in tx.sql.execute("SELECT sha256 FROM file_removal ORDER BY sha256").fetchall():
        if all(tx.sql.execute(query, (row[0],)).fetchone() is None for query in named):
            path = locate(tx.files, row[0])
            removed += path.exists()
            path.unlink(missing_ok=True)
    tx.sql.execute("DELETE FROM file_removal")
    return removed


def _naming(sql: Connection) -> tuple[str, ...]:
    """The questions whether anything names a file."""
    tables = {row[0] for row in sql.execute("SELECT name FROM sqlite_schema")}
    return tuple(
        f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1"
        for table, condition in NAMING.items()
        if table in tables
    )


def unswept(con: Connection) -> int:
    """How many files wait for `sweep`: a run was killed before it."""
    return int(con.execute("SELECT count(*) FROM file_removal").fetchone()[0])


# --------------------------------------------------------------------------- the steps


def _restrict(tx: Tx, sentences: Sequence[Sentence]) -> int:
    tx.sql.executemany(
        "UPDATE record SET restricted = 1 WHERE id = ?", [(one.record_id,) for one in sentences]
    )
    return len(sentences)


def _erase(
    tx: Tx, sentences: Sequence[Sentence], policy_sha256: str, *, reachable: bool
) -> set[int]:
    """Delete records whole; returns the people who went with them."""
    sql, ids = tx.sql, [one.record_id for one in sentences]
    _lay_tombstones(tx, sentences, policy_sha256)
    forget_missing_files(sql, ids)
    retention_past.keep_past(tx, ids)
    forget_findings(tx, ids)
    traces = erasure_people.Traces.of(sql, ids)
    forget_rows(sql, ids)
    note_files(tx, delete_records(sql, ids))
    return erasure_people.prune(tx, traces, reachable=reachable)


def _erase_parts(tx: Tx, sentences: Sequence[Sentence], policy_sha256: str) -> int:
    """Take lines, notes and files out of records that stay."""
    if not sentences:
        return 0
    sql, ids = tx.sql, [one.record_id for one in sentences]
    _lay_tombstones(tx, sentences, policy_sha256)
    sql.execute(f"DELETE FROM run_change WHERE entity = 'record' AND entity_id {IN}", listed(ids))
    retention_past.keep_past(tx, ids, whole=False)
    forget_findings(tx, ids)
    unindex_records(sql, ids)
    with_files = [one.record_id for one in sentences if Holds.FILES in one.ruling.parts]
    forget_missing_files(sql, with_files)
    files = sql.execute(
        f"SELECT DISTINCT sha256 FROM attachment WHERE sha256 IS NOT NULL AND record_id {IN}",
        listed(with_files),
    ).fetchall()
    sql.execute(f"DELETE FROM attachment WHERE record_id {IN}", listed(with_files))
    note_files(tx, [row[0] for row in files])
    for one in sentences:
        _erase_lines(sql, one.record_id, one.ruling.parts)
    index_records(sql, ids)
    return len(sentences)


def _erase_lines(sql: Connection, record_id: int, parts: frozenset[Holds]) -> None:
    going = [
        (row["id"], row["text"])
        for row in sql.execute(
            "SELECT id, author_role, internal, text FROM message WHERE record_id = ?", (record_id,)
        )
        if _part_of(row["author_role"], bool(row["internal"])) in parts
    ]
    row = sql.execute(
        "SELECT kind, text, payload FROM record WHERE id = ?", (record_id,)
    ).fetchone()
    written = Holds.OWN_LINES in parts and RecordKind(row["kind"]) in WRITTEN
    if written and row["text"]:
        going.append((0, row["text"]))
        sql.execute("UPDATE record SET text = '' WHERE id = ?", (record_id,))
    if not going:
        return
    sql.executemany("DELETE FROM message WHERE id = ?", [(number,) for number, _ in going])
    payload = loads(row["payload"])
    texts = [dumps(text)[1:-1] for _, text in going if text.strip()]
    # the source's own fields may hold the same words once more
    kept = {
        name: value
        for name, value in payload.items()
        if not any(text in dumps(value) for text in texts)
    }
    sql.execute("UPDATE record SET payload = ? WHERE id = ?", (dumps(kept), record_id))


def _part_of(author_role: str, internal: bool) -> Holds:
    if internal:
        return Holds.INTERNAL
    return {"subject": Holds.OWN_LINES, "third_party": Holds.OTHERS_LINES}.get(
        author_role, Holds.REPLIES
    )


def _lay_tombstones(tx: Tx, sentences: Sequence[Sentence], policy_sha256: str) -> None:
    rulings = {one.record_id: one.ruling for one in sentences}
    people: dict[int, set[int]] = {}
    for row in tx.sql.execute(
        "SELECT i.record_id, p.subject_id FROM json_each(?) j "
        "CROSS JOIN involvement i ON i.record_id = j.value JOIN party p ON p.id = i.party_id",
        listed(rulings),
    ):
        people.setdefault(row[0], set()).add(row[1])
    laid = []
    for row in tx.sql.execute(
        f"SELECT id, system_id, kind, source_id FROM record WHERE id {IN} ORDER BY id",
        listed(rulings),
    ):
        ruling = rulings[row["id"]]
        assert ruling.step is not None
        laid.append(
            tombstones.Laid(
                row["system_id"],
                row["kind"],
                row["source_id"],
                tuple(sorted(people.get(row["id"], ()))),
                ruling.step,
                ruling,
            )
        )
    tombstones.lay(tx, laid, policy_sha256)


# --------------------------------------------------------------------------- anonymous leftovers


def _anonymous_rows(sql: Connection, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """What is left of records for counting, in random order.

    They get new numbers: the old ones stand in the audit beside the number of a person.
    """
    rows = []
    for row in sql.execute(
        f"SELECT kind, source, system_id, occurred_at, details FROM record WHERE id {IN}",
        listed(ids),
    ):
        details = loads(row["details"])
        kept = {
            name: details[name]
            for name in COUNTED.get(RecordKind(row["kind"]), ())
            if isinstance(details.get(name), str | int) and len(str(details[name])) <= _LONGEST
        }
        month = None if row["occurred_at"] is None else f"{row['occurred_at'][:7]}-01"
        moment = None if month is None else f"{month}T00:00:00.000000Z"
        source_id = f"anonymous:{secrets.token_hex(8)}"
        rows.append((row["kind"], row["source"], row["system_id"], source_id, moment, dumps(kept)))
    secrets.SystemRandom().shuffle(rows)
    return rows


def _insert_anonymous(tx: Tx, rows: Sequence[tuple[Any, ...]]) -> None:
    made = [
        tx.insert(
            "INSERT INTO record(kind, source, system_id, source_id, occurred_at, details, title, "
            "text, payload, content_hash, flags, dropped, gone_at, restricted, by_hand, "
            "anonymised) VALUES (?, ?, ?, ?, ?, ?, '', '', '{}', '', '[]', '{}', ?, 0, 0, 1)",
            (*row, to_text(tx.now)),
        )
        for row in rows
    ]
    index_records(tx.sql, made)
