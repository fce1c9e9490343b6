"""The copies of a record outside its own rows, and how each is forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from privacydesk.store.codec import dumps, loads, to_text

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx

IN: Final = "IN (SELECT value FROM json_each(?))"
_LABEL: Final = "erased"
_EXPLAINED: Final = "The record was erased at the end of its storage period."


def forget_rows(sql: Connection, ids: Sequence[int]) -> None:
    """Old values of imports, decisions of past answers, and what candidates said about these
    records; that somebody decided about a candidate stays."""
    these = listed(ids)
    sql.execute(
        f"DELETE FROM run_change WHERE entity IN ('record', 'gone') AND entity_id {IN}", these
    )
    sql.execute(f"DELETE FROM decision WHERE record_id {IN}", these)
    sql.execute(
        "UPDATE candidate SET record_id = NULL, label = ?, explanation = ?, why = NULL, "
        f"effect = NULL WHERE record_id {IN}",
        (_LABEL, _EXPLAINED, *these),
    )


def forget_findings(tx: Tx, ids: Sequence[int]) -> None:
    """What was found about other people in these records, and what was decided about it.

    Places are named as the source names its records, so that they outlive a new import.
    """
    sql = tx.sql
    keys = listed(
        row[0]
        for row in sql.execute(
            f"SELECT system_id || ':' || kind || ':' || source_id FROM record WHERE id {IN}",
            listed(ids),
        )
    )
    sql.execute(
        "DELETE FROM redaction_decision WHERE finding_id IN "
        f"(SELECT id FROM redaction_finding WHERE record_key {IN})",
        keys,
    )
    sql.execute(f"DELETE FROM redaction_finding WHERE record_key {IN}", keys)
    checked = sql.execute(
        f"SELECT replacement FROM file_decision WHERE replacement NOT NULL AND record_key {IN}",
        keys,
    ).fetchall()
    note_files(tx, [row[0] for row in checked])
    sql.execute(f"DELETE FROM file_decision WHERE record_key {IN}", keys)


def forget_missing_files(sql: Connection, ids: Sequence[int]) -> None:
    """Names of files that an export only mentioned stand in the report of their run."""
    names = {
        row[0]
        for row in sql.execute(
            f"SELECT DISTINCT name FROM attachment WHERE state = 'missing' AND record_id {IN}",
            listed(ids),
        )
    }
    if not names:
        return
    for row in sql.execute("SELECT id, report FROM import_run WHERE report LIKE '%missing%'"):
        report = loads(row["report"])
        named = report.get("attachments_missing") or []
        kept = [name for name in named if name not in names]
        if len(kept) != len(named):
            sql.execute(
                "UPDATE import_run SET report = ? WHERE id = ?",
                (dumps({**report, "attachments_missing": kept}), row["id"]),
            )


def note_files(tx: Tx, sha256s: Iterable[str]) -> None:
    """Note files for removal after the commit, when nothing names them any more."""
    tx.sql.executemany(
        "INSERT OR IGNORE INTO file_removal(sha256, noted_at) VALUES (?, ?)",
        [(sha256, to_text(tx.now)) for sha256 in sha256s],
    )


def listed(ids: Iterable[int | str]) -> tuple[str]:
    """Values for one `IN`: SQLite's limit on parameters does not count."""
    return (json.dumps(list(ids)),)
