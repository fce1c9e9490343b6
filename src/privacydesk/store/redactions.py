"""Findings about other people, what was decided about them, and about files: per case.

Findings are kept by their place in a source's record, so they outlive a re-import. Decisions are
only ever added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.redaction import (
    Anchor,
    FileDecision,
    FileVerdict,
    FindingKind,
    Found,
    RedactionDecision,
    Review,
    StoredFinding,
    Verdict,
)
from privacydesk.store.codec import from_text, to_text

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx

_PHRASES_AT_ONCE = 300
_COMMON = 400  # people of one name: more say nothing about who is meant


def review(con: Connection, case_id: int) -> Review:
    """Everything decided in a case about findings."""
    findings = {
        anchor: StoredFinding(
            finding_id=row["id"],
            number=row["number"],
            anchor=anchor,
            value_digest=row["value_digest"],
            kind=FindingKind(row["kind"]),
            text=row["text"],
        )
        for row in con.execute(
            "SELECT * FROM redaction_finding WHERE case_id = ? ORDER BY number", (case_id,)
        )
        for anchor in (Anchor(row["record_key"], row["field"], row["digest"], row["occurrence"]),)
    }
    return Review(findings, decisions(con, case_id))


def decisions(con: Connection, case_id: int) -> tuple[RedactionDecision, ...]:
    """The log of a case, oldest first."""
    return tuple(
        RedactionDecision(
            decision_id=row["id"],
            finding_id=row["finding_id"],
            value_digest=row["value_digest"],
            verdict=Verdict(row["verdict"]),
            everywhere=bool(row["everywhere"]),
            reason_code=row["reason_code"],
            article=row["article"],
            by=row["by"],
            at=from_text(row["at"]),
            reverses=row["reverses"],
            note=row["note"],
        )
        for row in con.execute(
            "SELECT * FROM redaction_decision WHERE case_id = ? ORDER BY id", (case_id,)
        )
    )


def put_findings(tx: Tx, case_id: int, found: Iterable[Found]) -> int:
    """Give a number to every finding that has none yet; returns how many were new."""
    row = tx.sql.execute(
        "SELECT coalesce(max(number), 0) FROM redaction_finding WHERE case_id = ?", (case_id,)
    ).fetchone()
    number, new = int(row[0]), 0
    for one in found:
        cursor = tx.sql.execute(
            "INSERT OR IGNORE INTO redaction_finding(case_id, number, record_key, field, digest,"
            " occurrence, value_digest, kind, found_at) VALUES (?,?,?,?,?,?,?,?,?)",
            (
                case_id,
                number + new + 1,
                one.anchor.record,
                one.anchor.field,
                one.anchor.digest,
                one.anchor.occurrence,
                one.value_digest,
                one.kind.value,
                to_text(tx.now),
            ),
        )
        new += cursor.rowcount
    return new


def put_added(tx: Tx, case_id: int, anchor: Anchor, value_digest: str, text: str) -> StoredFinding:
    """Add what a reviewer selected as a finding of its own."""
    number = 1 + int(
        tx.sql.execute(
            "SELECT coalesce(max(number), 0) FROM redaction_finding WHERE case_id = ?", (case_id,)
        ).fetchone()[0]
    )
    cursor = tx.sql.execute(
        "INSERT INTO redaction_finding(case_id, number, record_key, field, digest, occurrence,"
        " value_digest, kind, text, found_at) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            case_id,
            number,
            anchor.record,
            anchor.field,
            anchor.digest,
            anchor.occurrence,
            value_digest,
            FindingKind.ADDED.value,
            text,
            to_text(tx.now),
        ),
    )
    return StoredFinding(
        int(cursor.lastrowid or 0), number, anchor, value_digest, FindingKind.ADDED, text
    )


def keep_text(tx: Tx, finding_id: int, text: str) -> None:
    """Keep the words of a finding: they are to be hidden wherever they stand in the case."""
    tx.sql.execute("UPDATE redaction_finding SET text = ? WHERE id = ?", (text, finding_id))


def add_decision(
    tx: Tx,
    case_id: int,
    finding: StoredFinding,
    verdict: Verdict,
    *,
    everywhere: bool = False,
    reason_code: str = "",
    article: str = "",
    reverses: int | None = None,
    note: str | None = None,
) -> int:
    """Append a decision; returns its key. The caller audits."""
    cursor = tx.sql.execute(
        "INSERT INTO redaction_decision(case_id, finding_id, value_digest, verdict, everywhere,"
        ' reverses, reason_code, article, "by", at, note) VALUES (?,?,?,?,?,?,?,?,?,?,?)',
        (
            case_id,
            finding.finding_id,
            finding.value_digest,
            verdict.value,
            everywhere,
            reverses,
            reason_code,
            article,
            tx.operator,
            to_text(tx.now),
            note,
        ),
    )
    return int(cursor.lastrowid or 0)


# --------------------------------------------------------------------------- files


def file_log(con: Connection, case_id: int) -> tuple[FileDecision, ...]:
    """What was decided about files of a case, oldest first."""
    return tuple(
        FileDecision(
            record=row["record_key"],
            sha256=row["sha256"],
            verdict=FileVerdict(row["verdict"]),
            reason=row["reason"],
            by=row["by"],
            at=from_text(row["at"]),
            replacement=row["replacement"],
            size=row["size"],
            ending=row["ending"],
        )
        for row in con.execute(
            "SELECT * FROM file_decision WHERE case_id = ? ORDER BY id", (case_id,)
        )
    )


def add_file_decision(
    tx: Tx,
    case_id: int,
    record: str,
    sha256: str,
    verdict: FileVerdict,
    reason: str,
    *,
    replacement: str | None = None,
    size: int | None = None,
    ending: str | None = None,
) -> int:
    """Append what was decided about a file; returns its key. The caller audits."""
    cursor = tx.sql.execute(
        "INSERT INTO file_decision(case_id, record_key, sha256, verdict, replacement, size, ending,"
        ' reason, "by", at) VALUES (?,?,?,?,?,?,?,?,?,?)',
        (
            case_id,
            record,
            sha256,
            verdict.value,
            replacement,
            size,
            ending,
            reason,
            tx.operator,
            to_text(tx.now),
        ),
    )
    return int(cursor.lastrowid or 0)


# --------------------------------------------------------------------------- the records


def system_ids(con: Connection, subject_id: int) -> dict[int, int]:
    """The system of each of a person's records, by record id."""
    return {
        row[0]: row[1]
        for row in con.execute(
            "SELECT DISTINCT r.id, r.system_id FROM party p"
            " JOIN involvement i ON i.party_id = p.id JOIN record r ON r.id = i.record_id"
            " WHERE p.subject_id = ?",
            (subject_id,),
        )
    }


def numbers_of_others(con: Connection, subject_id: int) -> tuple[str, ...]:
    """Identifiers, as written (phone numbers as E.164), of the other people involved in a
    person's records."""
    rows = con.execute(
        "WITH mine AS MATERIALIZED (SELECT DISTINCT i.record_id AS id FROM party p"
        " CROSS JOIN involvement i ON i.party_id = p.id WHERE p.subject_id = ?),"
        " theirs AS MATERIALIZED (SELECT DISTINCT p.id FROM mine m"
        " CROSS JOIN involvement i ON i.record_id = m.id CROSS JOIN party p ON p.id = i.party_id"
        " WHERE p.subject_id <> ?)"
        " SELECT DISTINCT CASE x.kind WHEN 'phone' THEN x.value ELSE x.raw END"
        " FROM theirs t CROSS JOIN identifier x ON x.party_id = t.id"
        " WHERE x.kind NOT IN ('email', 'address', 'iban')"
        # a number that the person has as well is theirs
        " AND NOT EXISTS (SELECT 1 FROM identifier y JOIN party q ON q.id = y.party_id"
        " WHERE y.kind = x.kind AND y.value = x.value AND q.subject_id = ?)",
        (subject_id, subject_id, subject_id),
    )
    return tuple(str(row[0]) for row in rows)


def of_others(
    con: Connection, asked: Iterable[tuple[IdentifierKind, str]], subject_id: int
) -> tuple[tuple[IdentifierKind, str], ...]:
    """Those of these identifiers (kind and normalised value) that other people in the store have
    and this person has not."""
    wanted = json.dumps(sorted({(kind.value, value) for kind, value in asked}))
    return tuple(
        (IdentifierKind(row[0]), str(row[1]))
        for row in con.execute(
            "SELECT DISTINCT x.kind, x.value FROM json_each(?) w CROSS JOIN identifier x"
            " ON x.kind = w.value ->> 0 AND x.value = w.value ->> 1"
            " WHERE NOT EXISTS (SELECT 1 FROM identifier y JOIN party q ON q.id = y.party_id"
            " WHERE y.kind = x.kind AND y.value = x.value AND q.subject_id = ?)",
            (wanted, subject_id),
        )
    )


def phones_known(con: Connection, asked: Iterable[str], subject_id: int) -> tuple[str, ...]:
    """Those of these E.164 numbers that other people in the store have and this person has not."""
    phones = ((IdentifierKind.PHONE, number) for number in asked)
    return tuple(value for _, value in of_others(con, phones, subject_id))


def people_named(
    con: Connection, pairs: Sequence[tuple[str, str]], subject_id: int
) -> tuple[str, ...]:
    """Names of other people in the store that hold both words of one of these pairs.

    `pairs`: folded words. A word of nobody's name is passed over without asking further.
    """
    words = sorted({word for pair in pairs for word in pair})
    known = {
        str(row[0])
        for row in con.execute(
            "SELECT term FROM vocabulary WHERE term IN (SELECT value FROM json_each(?))",
            (json.dumps(words),),
        )
    }
    asked = sorted({tuple(sorted(p)) for p in pairs if p[0] in known and p[1] in known})
    found: dict[str, None] = {}
    for start in range(0, len(asked), _PHRASES_AT_ONCE):
        phrases = " OR ".join(
            f'("{a}" AND "{b}")' for a, b in asked[start : start + _PHRASES_AT_ONCE]
        )
        rows: Iterable[Any] = con.execute(
            "SELECT s.name FROM subject_fts f JOIN subject s ON s.id = f.rowid"
            " WHERE subject_fts MATCH ? AND s.id <> ? AND s.merged_into IS NULL LIMIT ?",
            (f"folded : ({phrases})", subject_id, _COMMON * _PHRASES_AT_ONCE),
        )
        found.update((str(row[0]), None) for row in rows)
    return tuple(found)
