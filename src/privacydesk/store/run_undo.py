"""Taking a run back: everything it added goes, everything it changed returns.

In steps of their own transactions. Each leaves the store whole and takes away what it undid, so
an undo that was killed is simply run again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from privacydesk.domain.errors import StateError
from privacydesk.domain.model import RunState
from privacydesk.store import runs, suggestions
from privacydesk.store.codec import dumps, loads
from privacydesk.store.files import locate
from privacydesk.store.parties import recompute
from privacydesk.store.party_write import remove_identifier, restore_party
from privacydesk.store.records_write import delete_records, restore_records
from privacydesk.store.search.index import index_subjects, unindex_subjects

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx
    from privacydesk.store.runs import StoredRun

STEP = 2_000


def remaining(con: Connection, run_id: int) -> int:
    """How many rows an undo still has to go through."""
    total = 0
    for table in ("record", "party", "link", "suggestion", "run_change"):
        row = con.execute(f"SELECT count(*) FROM {table} WHERE run_id = ?", (run_id,)).fetchone()
        total += int(row[0])
    return total


def refuse_used(con: Connection, run_id: int) -> None:
    """Raise StateError when a case rests on what the run added."""
    rows = con.execute(
        """
        SELECT c.reference FROM case_ c JOIN party p ON p.subject_id = c.subject_id
        GROUP BY c.id HAVING min(p.run_id IS NOT NULL AND p.run_id = :run)
        UNION SELECT c.reference FROM decision d JOIN case_ c ON c.id = d.case_id
        JOIN record r ON r.id = d.record_id WHERE r.run_id = :run
        UNION SELECT c.reference FROM candidate k JOIN case_ c ON c.id = k.case_id
        LEFT JOIN record r ON r.id = k.record_id LEFT JOIN party p ON p.id = k.party_id
        WHERE k.decision IS NOT NULL AND (r.run_id = :run OR p.run_id = :run)
        ORDER BY 1
        """,
        {"run": run_id},
    ).fetchall()
    if rows:
        named = ", ".join(str(row[0]) for row in rows[:5])
        more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
        raise StateError(
            f"Run {run_id} cannot be undone: case {named}{more} rests on what it imported."
        )


def step(tx: Tx, run_id: int) -> int:
    """Undo one portion of a run; returns how many rows, 0 when nothing is left."""
    refuse_used(tx.sql, run_id)
    for portion in (_gone, _changed_records, _new_records, _suggestions, _parties, _links, _values):
        done = portion(tx, run_id)
        if done:
            return done
    return _files(tx, run_id)


def finish(tx: Tx, run: StoredRun) -> None:
    """Close an undo: nothing of the run is left but its own row."""
    tx.sql.execute(
        "UPDATE system SET data_until = ? WHERE id = ?",
        (run.options.get("data_until_before"), run.system_id),
    )
    runs.end(tx, run.run_id, RunState.UNDONE)


def _gone(tx: Tx, run_id: int) -> int:
    found = runs.changes(tx.sql, run_id, ("gone",), STEP)
    tx.sql.executemany(
        "UPDATE record SET gone_at = NULL WHERE id = ?", [(row["entity_id"],) for row in found]
    )
    runs.forget(tx, [row["id"] for row in found])
    return len(found)


def _changed_records(tx: Tx, run_id: int) -> int:
    found = runs.changes(tx.sql, run_id, ("record",), STEP)
    if found:
        saved = [(int(row["entity_id"]), str(row["old"])) for row in found]
        _note_files(tx, run_id, restore_records(tx.sql, saved))
        runs.forget(tx, [row["id"] for row in found])
    return len(found)


def _new_records(tx: Tx, run_id: int) -> int:
    ids = _some(tx.sql, "record", run_id)
    if ids:
        listed = json.dumps(ids)
        tx.sql.execute(
            "DELETE FROM candidate WHERE decision IS NULL "
            "AND record_id IN (SELECT value FROM json_each(?))",
            (listed,),
        )
        _note_files(tx, run_id, delete_records(tx.sql, ids))
    return len(ids)


def _suggestions(tx: Tx, run_id: int) -> int:
    """Questions nobody answered but perhaps the run itself; an answer of a person stays as long
    as both parties do."""
    open_ones = tx.sql.execute(
        "DELETE FROM suggestion WHERE id IN (SELECT g.id FROM suggestion g "
        "WHERE g.run_id = ?1 AND (g.state = 'open' OR EXISTS "
        "(SELECT 1 FROM link l WHERE l.id = g.link_id AND l.run_id = ?1)) LIMIT ?2)",
        (run_id, STEP),
    ).rowcount
    if open_ones:
        return open_ones
    return tx.sql.execute(
        "UPDATE suggestion SET run_id = NULL WHERE run_id = ?", (run_id,)
    ).rowcount


def _parties(tx: Tx, run_id: int) -> int:
    ids = _some(tx.sql, "party", run_id)
    if not ids:
        return 0
    listed = json.dumps(ids)
    within = "(SELECT value FROM json_each(?))"
    subjects = {
        int(row[0])
        for row in tx.sql.execute(
            f"SELECT DISTINCT subject_id FROM party WHERE id IN {within}", (listed,)
        )
    }
    links = tx.sql.execute(
        "SELECT id, party_a, party_b, merged_subject, undone_at FROM link "
        f"WHERE party_a IN {within} UNION "
        "SELECT id, party_a, party_b, merged_subject, undone_at FROM link "
        f"WHERE party_b IN {within}",
        (listed, listed),
    ).fetchall()
    _remove_links(tx, links)
    for table, column in (
        ("suggestion", "party_a"),
        ("suggestion", "party_b"),
        ("candidate", "party_id"),
        ("involvement", "party_id"),
        ("identifier", "party_id"),
        ("unmatched_identifier", "party_id"),
        ("party", "id"),
    ):
        tx.sql.execute(f"DELETE FROM {table} WHERE {column} IN {within}", (listed,))
    _settle(tx, subjects, links)
    return len(ids)


def _links(tx: Tx, run_id: int) -> int:
    """Links between parties that stay."""
    links = tx.sql.execute(
        "SELECT id, party_a, party_b, merged_subject, undone_at FROM link WHERE run_id = ? "
        "ORDER BY id DESC LIMIT ?",
        (run_id, STEP),
    ).fetchall()
    if not links:
        return 0
    subjects = {
        int(row[0])
        for link in links
        for row in tx.sql.execute(
            "SELECT subject_id FROM party WHERE id IN (?, ?)", (link["party_a"], link["party_b"])
        )
    }
    _remove_links(tx, links)
    _settle(tx, subjects, links)
    return len(links)


def _values(tx: Tx, run_id: int) -> int:
    """Names, addresses and values that the run gave to parties of other runs."""
    found = runs.changes(tx.sql, run_id, ("party", "identifier"), STEP)
    if not found:
        return 0
    for row in found:
        if row["entity"] == "party":
            restore_party(tx, row["entity_id"], loads(row["old"]))
        else:
            remove_identifier(tx, row["entity_id"], *loads(row["old"]))
    runs.forget(tx, [row["id"] for row in found])
    touched = tx.sql.execute(
        "SELECT DISTINCT subject_id FROM party WHERE id IN (SELECT value FROM json_each(?))",
        (dumps(sorted({row["entity_id"] for row in found})),),
    ).fetchall()
    index_subjects(tx.sql, [row[0] for row in touched])
    return len(found)


def _files(tx: Tx, run_id: int) -> int:
    """Files in the store's folder that nothing names any more."""
    found = runs.changes(tx.sql, run_id, ("file",), STEP)
    for row in found:
        sha256 = loads(row["old"])
        named = tx.sql.execute(
            "SELECT 1 FROM attachment WHERE sha256 = ?1 UNION ALL "
            "SELECT 1 FROM released_file WHERE sha256 = ?1 AND erased_at IS NULL UNION ALL "
            "SELECT 1 FROM file_decision WHERE replacement = ?1 LIMIT 1",
            (sha256,),
        ).fetchone()
        if named is None:
            locate(tx.files, sha256).unlink(missing_ok=True)
    runs.forget(tx, [row["id"] for row in found])
    return len(found)


# --------------------------------------------------------------------------- inside


def _some(con: Connection, table: str, run_id: int) -> list[int]:
    """Some of the run's rows, the last ones first: they never hold up earlier ones."""
    rows = con.execute(
        f"SELECT id FROM {table} WHERE run_id = ? ORDER BY id DESC LIMIT ?", (run_id, STEP)
    )
    return sorted(int(row[0]) for row in rows)


def _note_files(tx: Tx, run_id: int, sha256s: Sequence[str]) -> None:
    """Remember files to look at in the last step, when all rows that may name them are gone."""
    tx.sql.executemany(
        "INSERT INTO run_change(run_id, entity, entity_id, old) VALUES (?, 'file', 0, ?)",
        [(run_id, dumps(sha256)) for sha256 in sha256s],
    )


def _remove_links(tx: Tx, links: Sequence[Any]) -> None:
    ids = [(link["id"],) for link in links]
    suggestions.ask_again(tx, [link["id"] for link in links])
    tx.sql.executemany("DELETE FROM link WHERE id = ?", ids)


def _settle(tx: Tx, subjects: set[int], links: Sequence[Any]) -> None:
    """Part the subjects that the removed links held together, and drop those left empty."""
    revive = {
        int(link["party_b"]): int(link["merged_subject"])
        for link in links
        if link["merged_subject"] and link["undone_at"] is None
    }
    standing = tx.sql.execute(
        "SELECT DISTINCT subject_id FROM party WHERE subject_id IN "
        "(SELECT value FROM json_each(?))",
        (json.dumps(sorted(subjects)),),
    ).fetchall()
    full = {int(row[0]) for row in standing}
    touched = recompute(tx, full, revive)
    maybe_empty = (
        subjects | touched | {int(x["merged_subject"]) for x in links if x["merged_subject"]}
    )
    empty = [
        int(row[0])
        for row in tx.sql.execute(
            "SELECT s.id FROM json_each(?) j CROSS JOIN subject s ON s.id = j.value "
            "WHERE NOT EXISTS (SELECT 1 FROM party p WHERE p.subject_id = s.id) AND NOT EXISTS "
            "(SELECT 1 FROM case_ c WHERE c.subject_id = s.id) AND NOT EXISTS "
            "(SELECT 1 FROM link l WHERE l.merged_subject = s.id)",
            (json.dumps(sorted(maybe_empty)),),
        )
    ]
    unindex_subjects(tx.sql, empty)
    listed = json.dumps(empty)
    tx.sql.execute(
        "UPDATE subject SET merged_into = (SELECT m.merged_into FROM subject m "
        "WHERE m.id = subject.merged_into) "
        "WHERE merged_into IN (SELECT value FROM json_each(?))",
        (listed,),
    )
    tx.sql.execute("DELETE FROM subject WHERE id IN (SELECT value FROM json_each(?))", (listed,))
