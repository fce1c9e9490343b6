"""Settings that belong to one store: controller, place, language, policy pack in force.

Keys in use: `controller_name`, `country`, `region`, `zone`, `phone_region`, `language`,
`policy_name`, `policy_sha256`, `pause_policy`; rooms may add their own (an index version, for
example).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk.store.driver import Connection

if TYPE_CHECKING:
    from privacydesk.store.engine import Tx


def get(con: Connection, key: str) -> str | None:
    """The value of `key`, None when it was never set."""
    row = con.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def get_all(con: Connection) -> dict[str, str]:
    return {str(key): str(value) for key, value in con.execute("SELECT key, value FROM meta")}


def put(tx: Tx, key: str, value: str | None) -> None:
    """Set `key`; None removes it."""
    if value is None:
        tx.sql.execute("DELETE FROM meta WHERE key = ?", (key,))
    else:
        tx.sql.execute(
            "INSERT INTO meta(key, value) VALUES (?, ?) "
            "ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            (key, value),
        )
