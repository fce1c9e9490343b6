"""The systems and processors where data about people live, imported or not."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from privacydesk.domain.errors import NotFoundError
from privacydesk.domain.model import RecordKind, System, SystemState
from privacydesk.store.codec import from_text, to_text

if TYPE_CHECKING:
    from privacydesk.store.engine import Tx

_TRADE = frozenset({RecordKind.ACCOUNT, RecordKind.ORDER, RecordKind.CONTRACT})

_SELECT = """
SELECT s.*, (SELECT count(*) FROM record r WHERE r.system_id = s.id) AS records
FROM system s
"""


def _system(row: Any) -> System:
    return System(
        system_id=row["id"],
        name=row["name"],
        owner=row["owner"],
        holds=row["holds"],
        how=row["how"],
        kinds=tuple(RecordKind(k) for k in json.loads(row["kinds"])),
        state=SystemState.IMPORTED if row["data_until"] else SystemState.NOT_IMPORTED,
        source=row["source"],
        data_until=from_text(row["data_until"]) if row["data_until"] else None,
        processor=bool(row["processor"]),
        records=row["records"],
    )


def list_all(con: Any) -> tuple[System, ...]:
    """Every system, imported ones first, then by name."""
    rows = con.execute(_SELECT + " ORDER BY s.data_until IS NULL, s.name COLLATE NOCASE")
    return tuple(_system(row) for row in rows)


def trade_known(con: Any) -> bool:
    """Whether every system known to hold accounts, orders or contracts is imported, and there is
    one: only then does it mean something that a person has none of them."""
    rows = con.execute("SELECT kinds, data_until FROM system").fetchall()
    imported = [bool(row[1]) for row in rows if not _TRADE.isdisjoint(json.loads(row[0]))]
    return bool(imported) and all(imported)


def by_name(con: Any, name: str) -> System | None:
    """The system of that name, upper and lower case alike."""
    row = con.execute(_SELECT + " WHERE s.name = ? COLLATE NOCASE", (name,)).fetchone()
    return _system(row) if row else None


def require(con: Any, name: str) -> System:
    """The system of that name. Raises `NotFoundError`."""
    found = by_name(con, name)
    if found is None:
        raise unknown(name)
    return found


def unknown(name: str) -> NotFoundError:
    """What to say when no system has this name."""
    return NotFoundError(
        f"There is no system named “{name}”.", command="`privacydesk system list` shows them all."
    )


def upsert(
    tx: Tx,
    *,
    name: str,
    owner: str | None = None,
    holds: str = "",
    how: str = "",
    kinds: Iterable[str] = (),
    source: str | None = None,
    processor: bool = False,
    by_hand: bool = False,
) -> int:
    """Add a system or complete what is known of it; returns its id.

    What was filled in before is kept where the new value is empty.
    """
    listed = json.dumps(sorted({str(k) for k in kinds}))
    row = tx.sql.execute(
        "SELECT id, kinds FROM system WHERE name = ? COLLATE NOCASE", (name,)
    ).fetchone()
    if row is None:
        return tx.insert(
            "INSERT INTO system (name, owner, holds, how, kinds, source, processor, by_hand)"
            " VALUES (?,?,?,?,?,?,?,?)",
            (name, owner, holds, how, listed, source, processor, by_hand),
        )
    merged = json.dumps(sorted({*json.loads(row["kinds"]), *json.loads(listed)}))
    tx.sql.execute(
        "UPDATE system SET owner = coalesce(?, owner), holds = coalesce(nullif(?, ''), holds),"
        " how = coalesce(nullif(?, ''), how), kinds = ?, source = coalesce(?, source),"
        " processor = processor OR ? WHERE id = ?",
        (owner, holds, how, merged, source, processor, row["id"]),
    )
    return int(row["id"])


def set_data_until(tx: Tx, system_id: int, until: datetime) -> None:
    """Record the moment up to which a system's data are here; it never moves back."""
    tx.sql.execute(
        "UPDATE system SET data_until = max(coalesce(data_until, ''), ?) WHERE id = ?",
        (to_text(until), system_id),
    )


def delete(tx: Tx, system_id: int) -> None:
    """Remove a system that was added by hand and that nothing refers to."""
    tx.sql.execute("DELETE FROM system WHERE id = ?", (system_id,))
