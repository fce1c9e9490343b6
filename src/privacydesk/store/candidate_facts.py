"""What the candidate search knows of a person, and how it names what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacydesk.domain import names

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection, Row


@dataclass(frozen=True, slots=True)
class CandidateFound:
    """Something that may also be the person's: a record, or another person's entry.

    `explanation` says in words why; `label` names it. `subject_id` is whose the entry is now.
    """

    reason: str
    explanation: str
    label: str
    record_id: int | None = None
    party_id: int | None = None
    subject_id: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The names, identifiers and records of a person."""

    subject_id: int
    names: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]  # (kind, value)
    addresses: tuple[str, ...]
    records: frozenset[int]

    @staticmethod
    def read(con: Connection, subject_id: int) -> Known:
        parties = con.execute(
            "SELECT DISTINCT name, address FROM party WHERE subject_id = ? ORDER BY id",
            (subject_id,),
        ).fetchall()
        identifiers = con.execute(
            "SELECT DISTINCT i.kind, i.value FROM party p JOIN identifier i ON i.party_id = p.id "
            "WHERE p.subject_id = ? ORDER BY 1, 2",
            (subject_id,),
        )
        records = con.execute(
            "SELECT DISTINCT v.record_id FROM party p JOIN involvement v ON v.party_id = p.id "
            "WHERE p.subject_id = ?",
            (subject_id,),
        )
        return Known(
            subject_id,
            tuple(dict.fromkeys(row[0] for row in parties if row[0])),
            tuple((row[0], row[1]) for row in identifiers),
            tuple(dict.fromkeys(row[1] for row in parties if row[1])),
            frozenset(row[0] for row in records),
        )

    def values(self, kind: str) -> tuple[str, ...]:
        """Their identifiers of one kind."""
        return tuple(value for found, value in self.identifiers if found == kind)


def people_named(con: Connection, name: str) -> list[Row]:
    """Entries (id, subject_id, name, source) of people who have all words of this name."""
    wanted = names.parse(name).significant
    expression = " AND ".join(f'"{word}"' for word in wanted)
    if not expression:
        return []
    return con.execute(
        "SELECT p.id, p.subject_id, p.name, p.source FROM subject_fts "
        "CROSS JOIN party p ON p.subject_id = subject_fts.rowid "
        "WHERE subject_fts MATCH ? AND p.name <> '' ORDER BY p.id",
        (f"{{folded}} : ({expression})",),
    ).fetchall()


def people_in(con: Connection, record_id: int) -> frozenset[int]:
    """The people who have a part in a record; 0 stands for nobody."""
    rows = con.execute(
        "SELECT DISTINCT p.subject_id FROM involvement v JOIN party p ON p.id = v.party_id "
        "WHERE v.record_id = ?",
        (record_id,),
    )
    return frozenset(int(row[0]) for row in rows) or frozenset((0,))


def record_label(kind: str, title: str, occurred_at: str | None) -> str:
    """`call 2026-01-30: title`."""
    head = " ".join(part for part in (kind.replace("_", " "), (occurred_at or "")[:10]) if part)
    return f"{head}: {title}" if title else head


def party_label(name: str, source: str) -> str:
    return f"{name or '(no name)'}, {source}"
