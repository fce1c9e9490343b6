"""What an answer reads and leaves in the store besides the case and the records themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk.domain.scope_types import PersonDecision, Verdict
from privacydesk.store.codec import to_text
from privacydesk.store.driver import Connection

if TYPE_CHECKING:
    from privacydesk.store.engine import Tx


def system_names(con: Connection, subject_id: int) -> dict[int, str]:
    """The name of the system of each of a person's records, by record id."""
    return {
        row["id"]: row["name"]
        for row in con.execute(
            "SELECT DISTINCT r.id, s.name FROM party p"
            " JOIN involvement i ON i.party_id = p.id"
            " JOIN record r ON r.id = i.record_id"
            " JOIN system s ON s.id = r.system_id WHERE p.subject_id = ?",
            (subject_id,),
        )
    }


def decisions(con: Connection, case_id: int) -> tuple[PersonDecision, ...]:
    """What people decided about records of a case; of two on one group the later counts."""
    found = {
        (row["record_id"], row["field_group"]): PersonDecision(
            record_id=row["record_id"],
            group=row["field_group"],
            verdict=Verdict(row["verdict"]),
            code=row["reason_code"],
            article=row["article"],
            note=row["note"] or "",
        )
        for row in con.execute("SELECT * FROM decision WHERE case_id = ? ORDER BY id", (case_id,))
    }
    return tuple(found.values())


def set_case_status(tx: Tx, case_id: int, status: str) -> None:
    """Store the status that follows from a document; plain SQL, so that a report need not wait
    for the ORM to load."""
    tx.sql.execute("UPDATE case_ SET status = ? WHERE id = ?", (status, case_id))


def add_document(
    tx: Tx,
    case_id: int,
    *,
    kind: str,
    fmt: str,
    name: str,
    sha256: str,
    draft: bool = True,
    content: str | None = None,
    addressee: str | None = None,
) -> int:
    """Record a document that was written for a case; returns its key.

    `content`: the hash of what it says apart from its day; None when it does not follow the data.
    `addressee`: the company a letter goes to.
    """
    cursor = tx.sql.execute(
        "INSERT INTO document (case_id, kind, format, name, created_at, by, sha256, draft,"
        " content, addressee) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (case_id, kind, fmt, name, to_text(tx.now), tx.operator, sha256, draft, content, addressee),
    )
    return int(cursor.lastrowid or 0)
