"""Holds: data of a person, or of a case and its person, that must not be erased for now.

A hold wins over every storage period (Art. 17(3)(e): legal claims; Art. 18(1)(b)-(c)). It ends on
its last day or when somebody lifts it; both stay on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from privacydesk.domain.errors import NotFoundError, StateError
from privacydesk.store.codec import from_text, maybe_time, to_text

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold as it stands in the store. `until` None: until it is lifted."""

    hold_id: int
    subject_id: int | None
    case_reference: str | None
    who: str
    reason: str
    by: str
    at: datetime
    until: date | None
    lifted_by: str | None
    lifted_at: datetime | None

    def active(self, today: date) -> bool:
        return self.lifted_at is None and (self.until is None or today <= self.until)


def add(
    tx: Tx, *, subject_id: int | None, case_id: int | None, reason: str, until: date | None
) -> int:
    """Add a hold on a person or a case; returns its number."""
    return tx.insert(
        'INSERT INTO retention_hold(subject_id, case_id, reason, "by", at, until) '
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            subject_id,
            case_id,
            reason,
            tx.operator,
            to_text(tx.now),
            until.isoformat() if until else None,
        ),
    )


def lift(tx: Tx, hold_id: int) -> None:
    """End a hold. Raises NotFoundError for an unknown one, StateError when it is lifted."""
    found = get(tx.sql, hold_id)
    if found.lifted_at is not None:
        raise StateError(f"Hold {hold_id} is lifted already.")
    tx.sql.execute(
        "UPDATE retention_hold SET lifted_by = ?, lifted_at = ? WHERE id = ?",
        (tx.operator, to_text(tx.now), hold_id),
    )


def get(con: Connection, hold_id: int) -> Hold:
    """One hold. Raises NotFoundError."""
    for found in _read(con, " WHERE h.id = ?", (hold_id,)):
        return found
    raise NotFoundError(
        f"There is no hold {hold_id}.", command="`privacydesk retention holds` lists them."
    )


def list_all(con: Connection) -> tuple[Hold, ...]:
    """Every hold there ever was, the newest first."""
    return _read(con, " ORDER BY h.id DESC")


def _read(con: Connection, rest: str, values: tuple[int, ...] = ()) -> tuple[Hold, ...]:
    rows = con.execute(
        "SELECT h.*, c.reference, coalesce(s.name, t.name, '') AS who FROM retention_hold h "
        "LEFT JOIN subject s ON s.id = h.subject_id LEFT JOIN case_ c ON c.id = h.case_id "
        f"LEFT JOIN subject t ON t.id = c.subject_id{rest}",
        values,
    )
    return tuple(
        Hold(
            hold_id=row["id"],
            subject_id=row["subject_id"],
            case_reference=row["reference"],
            who=row["who"],
            reason=row["reason"],
            by=row["by"],
            at=from_text(row["at"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            lifted_by=row["lifted_by"],
            lifted_at=maybe_time(row["lifted_at"]),
        )
        for row in rows
    )
