"""The text of every policy pack a case was ever answered under.

A pack on disk may change or go; the text and hash of its day stay here, so that an answer can be
explained years later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk.domain.errors import NotFoundError
from privacydesk.policy.loader import parse_pack
from privacydesk.store.codec import to_text
from privacydesk.store.driver import Connection

if TYPE_CHECKING:
    from privacydesk.domain.pack import Pack
    from privacydesk.store.engine import Tx


def keep(tx: Tx, pack: Pack) -> str:
    """Keep the text of a pack; returns its SHA-256, which names it from now on."""
    tx.sql.execute(
        "INSERT INTO policy_pack (sha256, name, text, stored_at) VALUES (?,?,?,?)"
        " ON CONFLICT(sha256) DO NOTHING",
        (pack.sha256, pack.name, pack.text, to_text(tx.now)),
    )
    return pack.sha256


def stored(con: Connection, sha256: str) -> Pack:
    """The pack with this hash, as it was on its day. Raises `NotFoundError`."""
    row = con.execute("SELECT name, text FROM policy_pack WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise NotFoundError("The policy pack of this case is not in the store; run doctor.")
    return parse_pack(row["text"], file=f"{row['name']}.toml", name=row["name"])
