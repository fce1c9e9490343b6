"""The text of every policy pack a case was ever answered under.

A pack on disk may change or go; the text and hash of its day stay here, so that an answer can be
explained years later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk.domain.errors import NotFoundError, StateError
from privacydesk.domain.model import RecordKind
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


def put_in_force(tx: Tx, pack: Pack) -> int:
    """Keep the pack, and set what follows from it: controller, place, language and systems.

    Systems that are known already are completed, none is taken away. Returns how many the pack
    names. The caller writes the audit entry.
    """
    from privacydesk.store import settings, systems

    keep(tx, pack)
    language = letter_language(pack)
    for key, value in {
        "controller_name": pack.controller.name,
        "country": pack.country,
        "region": pack.region or None,
        "zone": pack.zone,
        "phone_region": pack.phone_region or pack.country,
        "language": language,
        "policy_name": pack.name,
        "policy_sha256": pack.sha256,
    }.items():
        settings.put(tx, key, value)
    for system in pack.systems:
        systems.upsert(
            tx,
            name=system.name,
            owner=system.owner or None,
            holds=system.holds(language),
            how=system.how(language),
            kinds=tuple(kind.value for kind in system.kinds),
            source=system.source or None,
            processor=system.processor,
        )
    return len(pack.systems)


def letter_language(pack: Pack) -> str:
    """The language letters are written in unless a case says otherwise."""
    return pack.letter_languages[0] if pack.letter_languages else pack.language


def stored(con: Connection, sha256: str) -> Pack:
    """The pack with this hash, as it was on its day. Raises `NotFoundError`."""
    row = con.execute("SELECT name, text FROM policy_pack WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise NotFoundError(
            "The policy pack of this case is not in the store; restore a backup.",
            command="`privacydesk doctor` looks through the whole store.",
        )
    return parse_pack(row["text"], file=f"{row['name']}.toml", name=row["name"])


def applying(con: Connection, sha256: str | None) -> Pack:
    """`stored`, where there may be no hash: raises StateError when no pack is in force."""
    if sha256 is None:
        raise StateError(
            "No policy pack is in force; put one in force first.",
            command="`privacydesk policy use PACK` does that.",
        )
    return stored(con, sha256)


def open_cases_under_others(con: Connection, sha256: str) -> int:
    """How many cases that are not closed go by another pack than this one."""
    row = con.execute(
        "SELECT count(*) FROM case_ WHERE status NOT IN ('closed', 'sent')"
        " AND coalesce(policy_sha256, '') <> ?",
        (sha256,),
    ).fetchone()
    return int(row[0])


def held_kinds(con: Connection) -> dict[tuple[RecordKind, str], int]:
    """How many records of each kind each source gave to the store."""
    rows = con.execute("SELECT kind, source, count(*) FROM record GROUP BY kind, source")
    return {(RecordKind(row[0]), str(row[1])): int(row[2]) for row in rows}
