"""Taking the whole file of a case out of the store, with what was entered by hand for it.

A case is data about a person as well: its notes and reasons, the texts and facts of its letters,
the addresses it went to, the names of its files. Nothing of it is blanked out row by row: the rows
go. What stays is the chain of the audit log, which holds numbers, days and codes, and the number
of the reference, so that it is never given to somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from privacydesk.store import erasure_people, settings
from privacydesk.store.erasure_copies import (
    forget_findings,
    forget_missing_files,
    forget_rows,
    listed,
    note_files,
)
from privacydesk.store.parties import resolve
from privacydesk.store.records_write import delete_records

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx

OF_A_CASE: Final = (
    "request",
    "case_event",
    "case_search",
    "search_request",
    "candidate",
    "decision",
    "delivery",
    "document",
    "explanation",
    "redaction_decision",
    "redaction_finding",
    "file_decision",
    "retention_hold",
    "letter_text",
    "letter_fact",
)
"""Every table whose rows name a case. What hangs on a document or a delivery goes with it."""


@dataclass(frozen=True, slots=True)
class CaseGone:
    """What goes with a case. `hits`: records entered by hand for it; `person`: nothing else is
    left of the person either."""

    documents: int
    letters: int
    hits: int
    files: int
    person: bool


def hits_of(sql: Connection, reference: str) -> list[int]:
    """The records that were entered by hand for a case: they are numbered after it."""
    rows = sql.execute(
        "SELECT id FROM record WHERE by_hand AND substr(source_id, 1, ?) = ? ORDER BY id",
        (len(reference) + 1, f"{reference}-"),
    )
    return [int(row[0]) for row in rows]


def contents(sql: Connection, case_id: int) -> tuple[int, int, int]:
    """How many documents, letter texts with stated facts, and kept files a case has."""
    row = sql.execute(
        "SELECT (SELECT count(*) FROM document WHERE case_id = :case), "
        "(SELECT count(*) FROM letter_text WHERE case_id = :case) + "
        "(SELECT count(*) FROM letter_fact WHERE case_id = :case), "
        "(SELECT count(*) FROM released_file f JOIN document d ON d.id = f.document_id "
        "WHERE d.case_id = :case AND f.erased_at IS NULL)",
        {"case": case_id},
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def erase_case(tx: Tx, case_id: int) -> CaseGone:
    """Delete a case and all that is kept for it alone. The caller audits and sweeps the files."""
    sql = tx.sql
    case = sql.execute(
        "SELECT reference, subject_id FROM case_ WHERE id = ?", (case_id,)
    ).fetchone()
    reference = str(case["reference"])
    subject_id = resolve(sql, case["subject_id"]) if case["subject_id"] is not None else None
    documents, letters, files = contents(sql, case_id)
    hits = hits_of(sql, reference)
    traces = _erase_hits(tx, hits, subject_id)
    _note_files(tx, case_id)
    _keep_number(tx, reference)
    _delete_rows(sql, case_id)
    gone = erasure_people.prune(tx, traces)
    return CaseGone(documents, letters, len(hits), files, subject_id in gone)


def _erase_hits(tx: Tx, hits: Sequence[int], subject_id: int | None) -> erasure_people.Traces:
    """Erase what was entered by hand; returns what may have nothing left now."""
    sql = tx.sql
    forget_missing_files(sql, hits)
    forget_findings(tx, hits)
    traces = erasure_people.Traces.of(sql, hits)
    forget_rows(sql, hits)
    note_files(tx, delete_records(sql, hits))
    parties = sql.execute("SELECT id FROM party WHERE subject_id = ?", (subject_id,)).fetchall()
    everybody = {*traces.parties, *(int(row[0]) for row in parties)}
    return erasure_people.Traces(tuple(sorted(everybody)), traces.values)


def _note_files(tx: Tx, case_id: int) -> None:
    rows = tx.sql.execute(
        "SELECT f.sha256 FROM released_file f JOIN document d ON d.id = f.document_id "
        "WHERE d.case_id = :case AND f.erased_at IS NULL UNION "
        "SELECT replacement FROM file_decision WHERE case_id = :case AND replacement NOT NULL",
        {"case": case_id},
    ).fetchall()
    note_files(tx, [row[0] for row in rows])


def _keep_number(tx: Tx, reference: str) -> None:
    """The highest number of a year is not given out again after its case is gone."""
    year, _, number = reference.partition("-")
    key = f"last_reference_{year}"
    if number.isdigit() and int(number) > int(settings.get(tx.sql, key) or 0):
        settings.put(tx, key, str(int(number)))


def _delete_rows(sql: Connection, case_id: int) -> None:
    """The case goes first: while it is here the store refuses to delete what was released."""
    own = {
        table: listed(
            row[0] for row in sql.execute(f"SELECT id FROM {table} WHERE case_id = ?", (case_id,))
        )
        for table in ("delivery", "document")
    }
    sql.execute("PRAGMA defer_foreign_keys=ON")  # until the end of this transaction
    sql.execute("DELETE FROM case_ WHERE id = ?", (case_id,))
    for table in OF_A_CASE:
        sql.execute(f"DELETE FROM {table} WHERE case_id = ?", (case_id,))
    these = "IN (SELECT value FROM json_each(?))"
    sql.execute(f"DELETE FROM released_file WHERE document_id {these}", own["document"])
    sql.execute(f"DELETE FROM delivery_document WHERE delivery_id {these}", own["delivery"])


def last_of_person(sql: Connection, case_id: int) -> bool:
    """Whether nothing is left of the person of a case when it goes: no other case, no record but
    those entered by hand for it."""
    row = sql.execute("SELECT reference, subject_id FROM case_ WHERE id = ?", (case_id,)).fetchone()
    if row["subject_id"] is None:
        return False
    root, hits = resolve(sql, row["subject_id"]), set(hits_of(sql, str(row["reference"])))
    other = sql.execute(
        "WITH RECURSIVE same(id) AS (VALUES(?) UNION "
        "SELECT s.id FROM subject s JOIN same ON s.merged_into = same.id) "
        "SELECT 1 FROM case_ c JOIN same ON same.id = c.subject_id WHERE c.id <> ? LIMIT 1",
        (root, case_id),
    ).fetchone()
    records = sql.execute(
        "SELECT DISTINCT i.record_id FROM party p JOIN involvement i ON i.party_id = p.id "
        "WHERE p.subject_id = ?",
        (root,),
    )
    return other is None and {int(record[0]) for record in records} <= hits
