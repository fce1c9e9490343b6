"""The audit hash chain: who did what, when, in an order that cannot be rewritten unseen.

Each entry's hash is `sha256(previous hash, canonical JSON of the entry)`; the number of entries
and the last hash stand beside the chain and change in the same transaction, so that cutting the
end off shows too. The chain is tamper-evident against a checkpoint kept elsewhere (every released
document prints one), not tamper-proof: whoever can write the file can rewrite all of it.

The chain outlives an erasure, so it must hold no personal data of data subjects. Facts are
numbers and codes; any text that is not a plain code is replaced by a keyed hash of it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from privacydesk.domain.model import AuditEntry, AuditFinding, AuditReport
from privacydesk.store.codec import dumps, from_text, loads, to_text
from privacydesk.store.driver import Connection

GENESIS = "0" * 64
_COUNT, _HEAD, _KEY = "audit_count", "audit_head", "audit_key"
_CODE = re.compile(r"[A-Za-z0-9_.:,/+\-]{0,128}")

Fact = int | str | None


def append(
    con: Connection, operator: str, at: datetime, action: str, facts: Mapping[str, Fact]
) -> str:
    """Add an entry inside the caller's transaction; returns its hash."""
    count, head = checkpoint(con)
    seq = count + 1
    safe_facts = dumps({name: _opaque(con, value) for name, value in facts.items()})
    when = to_text(at)
    digest = _digest(head, seq, when, operator, action, safe_facts)
    con.execute(
        "INSERT INTO audit_entry(seq, at, operator, action, facts, prev, hash) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (seq, when, operator, action, safe_facts, head, digest),
    )
    _put(con, _COUNT, str(seq))
    _put(con, _HEAD, digest)
    return digest


def checkpoint(con: Connection) -> tuple[int, str]:
    """(number of entries, hash of the last): to keep elsewhere and compare later."""
    rows = con.execute(
        "SELECT key, value FROM meta WHERE key IN (?, ?)", (_COUNT, _HEAD)
    ).fetchall()
    found = {str(row[0]): str(row[1]) for row in rows}
    count = found.get(_COUNT, "0")
    return (int(count) if count.isdecimal() else 0), found.get(_HEAD, GENESIS)


def verify(con: Connection, kept: tuple[int, str] | None = None) -> AuditReport:
    """Walk the whole chain; every edited, removed, inserted or moved entry is a finding.

    `kept` is a checkpoint that was noted earlier (count, hash): the chain must still contain it.
    """
    findings: list[AuditFinding] = []
    previous, expected = GENESIS, 1
    kept_seen = kept is None or kept[0] == 0
    for row in con.execute(
        "SELECT seq, at, operator, action, facts, prev, hash FROM audit_entry ORDER BY seq"
    ):
        seq = int(row["seq"])
        if seq != expected:
            missing = seq - expected
            findings.append(AuditFinding(seq, f"{missing} entries before this one were removed"))
        if row["prev"] != previous:
            findings.append(
                AuditFinding(seq, "does not follow the entry before it (removed, added or moved)")
            )
        digest = _digest(row["prev"], seq, row["at"], row["operator"], row["action"], row["facts"])
        if row["hash"] != digest:
            findings.append(AuditFinding(seq, "was changed after it was written"))
        if kept is not None and seq == kept[0]:
            kept_seen = True
            if row["hash"] != kept[1]:
                findings.append(AuditFinding(seq, "differs from the checkpoint that was kept"))
        previous, expected = str(row["hash"]), seq + 1
    count, head = checkpoint(con)
    last = expected - 1
    if count > last:
        findings.append(AuditFinding(last, f"{count - last} entries after this one were removed"))
    elif count < last:
        findings.append(AuditFinding(last, f"{last - count} entries were added at the end"))
    elif head != previous:
        findings.append(AuditFinding(last, "the last entry is not the one that was written"))
    if kept is not None and not kept_seen:
        findings.append(AuditFinding(kept[0], "the entry of the kept checkpoint is gone"))
    return AuditReport(entries=last, head=previous, findings=tuple(findings))


def entries(con: Connection, *, newest: int = 100) -> tuple[AuditEntry, ...]:
    """The last entries, newest first."""
    rows = con.execute(
        "SELECT seq, at, operator, action, facts, hash FROM audit_entry ORDER BY seq DESC LIMIT ?",
        (newest,),
    )
    return tuple(
        AuditEntry(
            seq=int(row["seq"]),
            at=from_text(row["at"]),
            operator=row["operator"],
            action=row["action"],
            facts=loads(row["facts"]),
            hash=row["hash"],
        )
        for row in rows
    )


def keyed_hash(con: Connection, text: str) -> str:
    """A short hash of `text` under this store's own key: equal texts give equal hashes.

    The key is made on first use, inside the caller's write transaction.
    """
    return keyed_hasher(con)(text)


def has_key(con: Connection) -> bool:
    """Whether the store has the key of `keyed_hash`, so that nothing is written to ask for one."""
    row = con.execute("SELECT 1 FROM meta WHERE key = ?", (_KEY,)).fetchone()
    return row is not None


def keyed_hasher(con: Connection) -> Callable[[str], str]:
    """`keyed_hash` for many texts: the key is read once."""
    row = con.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    key = str(row[0]) if row is not None else secrets.token_hex(32)
    if row is None:
        _put(con, _KEY, key)
    secret = bytes.fromhex(key)

    def hashed(text: str) -> str:
        digest = hmac.digest(secret, text.encode("utf-8", "surrogatepass"), "sha256")
        return f"~{digest.hex()[:20]}"

    return hashed


def _opaque(con: Connection, value: Fact) -> Fact:
    if isinstance(value, str) and not _CODE.fullmatch(value):
        return keyed_hash(con, value)
    return value


def _digest(prev: str, seq: int, at: str, operator: str, action: str, facts: str) -> str:
    canonical = dumps([seq, at, operator, action, facts])
    text = f"{prev}{canonical}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()


def _put(con: Connection, key: str, value: str) -> None:
    con.execute(
        "INSERT INTO meta(key, value) VALUES (?, ?) "
        "ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
