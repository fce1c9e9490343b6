"""What releasing reads and leaves in the store: released files, deliveries, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from privacydesk.domain.checklist import Explanation
from privacydesk.domain.release import forged
from privacydesk.store.codec import from_text, to_text

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a release. `erased`: its time was over; its hash stays."""

    name: str
    sha256: str
    size: int
    main: bool
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Released:
    """A released document with its files, the document itself first."""

    document_id: int
    kind: str
    format: str
    name: str
    sha256: str
    released_at: datetime
    prepared_by: str
    released_by: str
    checkpoint: str
    content: str | None
    files: tuple[KeptFile, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where an answer went, or is to go. `checked`: how an address not on file was checked."""

    day: date
    channel: str
    address: str
    on_file: bool
    checked: str | None
    sent: bool
    by: str


# --------------------------------------------------------------------------- releases


def add_released(
    tx: Tx,
    case_id: int,
    *,
    kind: str,
    fmt: str,
    name: str,
    prepared_by: str,
    content: str | None,
    checkpoint: str,
    files: Iterable[KeptFile],
) -> int:
    """Record a released document whose files were kept before; returns its key."""
    kept = tuple(files)
    number = tx.insert(
        "INSERT INTO document (case_id, kind, format, name, created_at, by, sha256, draft, "
        "released_by, released_at, content, checkpoint, addressee) VALUES (?,?,?,?,?,?,?,0,?,?,?,?,"
        "(SELECT addressee FROM document WHERE case_id = ? AND kind = ? AND format = ? AND draft "
        "ORDER BY id DESC LIMIT 1))",
        (
            case_id,
            kind,
            fmt,
            name,
            to_text(tx.now),
            prepared_by,
            next(file.sha256 for file in kept if file.main),
            tx.operator,
            to_text(tx.now),
            content,
            checkpoint,
            case_id,
            kind,
            fmt,
        ),
    )
    tx.sql.executemany(
        "INSERT INTO released_file (document_id, name, sha256, size, main) VALUES (?,?,?,?,?)",
        [(number, file.name, file.sha256, file.size, file.main) for file in kept],
    )
    return number


def release_time(text: str | None) -> datetime:
    """When a row says it was released. Raises StateError when it is no time of the store: somebody
    else wrote it."""
    try:
        return from_text(text or "")
    except ValueError:
        raise forged() from None


def released(con: Connection, case_id: int) -> tuple[Released, ...]:
    """The documents of the newest release of each kind, in order; older releases are superseded."""
    last: dict[str, str] = {}
    rows = con.execute(
        "SELECT * FROM document WHERE case_id = ? AND NOT draft ORDER BY id", (case_id,)
    ).fetchall()
    for row in rows:
        release_time(row["released_at"])
        last[row["kind"]] = max(last.get(row["kind"], ""), row["released_at"])
    return tuple(
        Released(
            document_id=row["id"],
            kind=row["kind"],
            format=row["format"],
            name=row["name"],
            sha256=row["sha256"],
            released_at=release_time(row["released_at"]),
            prepared_by=row["by"],
            released_by=row["released_by"],
            checkpoint=row["checkpoint"] or "",
            content=row["content"],
            files=_files(con, row["id"]),
        )
        for row in rows
        if row["released_at"] == last[row["kind"]]
    )


def _files(con: Connection, document_id: int) -> tuple[KeptFile, ...]:
    rows = con.execute(
        "SELECT * FROM released_file WHERE document_id = ? ORDER BY main DESC, id", (document_id,)
    )
    return tuple(
        KeptFile(row["name"], row["sha256"], row["size"], bool(row["main"]), bool(row["erased_at"]))
        for row in rows
    )


def cases_with_files(con: Connection) -> tuple[int, ...]:
    """The cases of which released files are here."""
    rows = con.execute(
        "SELECT DISTINCT d.case_id FROM released_file f JOIN document d ON d.id = f.document_id "
        "WHERE f.erased_at IS NULL ORDER BY d.case_id"
    )
    return tuple(int(row[0]) for row in rows)


def files_here(con: Connection, document_ids: Iterable[int]) -> tuple[int, ...]:
    """The files of these released documents that were not erased."""
    found: list[int] = []
    for number in document_ids:
        rows = con.execute(
            "SELECT id FROM released_file WHERE document_id = ? AND erased_at IS NULL", (number,)
        )
        found += (int(row[0]) for row in rows)
    return tuple(sorted(found))


def erase_files(tx: Tx, file_ids: Iterable[int]) -> None:
    """Mark released files as erased and note their bytes for removal (`erasure.sweep`)."""
    for number in file_ids:
        tx.sql.execute(
            "UPDATE released_file SET erased_at = ? WHERE id = ?", (to_text(tx.now), number)
        )
        tx.sql.execute(
            "INSERT OR IGNORE INTO file_removal(sha256, noted_at) "
            "SELECT sha256, ? FROM released_file WHERE id = ?",
            (to_text(tx.now), number),
        )


# --------------------------------------------------------------------------- deliveries


def add_delivery(
    tx: Tx,
    case_id: int,
    *,
    day: date,
    channel: str,
    address: str,
    on_file: bool,
    checked: str | None,
    sent: bool,
) -> int:
    """Record where an answer went, or with `sent` False where it is to go."""
    return tx.insert(
        "INSERT INTO delivery(case_id, at, by, day, channel, address, on_file, checked, sent) "
        "VALUES (?,?,?,?,?,?,?,?,?)",
        (
            case_id,
            to_text(tx.now),
            tx.operator,
            day.isoformat(),
            channel,
            address,
            on_file,
            checked,
            sent,
        ),
    )


def deliveries(con: Connection, case_id: int) -> tuple[Delivery, ...]:
    """Every delivery of a case, oldest first."""
    rows = con.execute("SELECT * FROM delivery WHERE case_id = ? ORDER BY id", (case_id,))
    return tuple(
        Delivery(
            date.fromisoformat(row["day"]),
            row["channel"],
            row["address"],
            bool(row["on_file"]),
            row["checked"],
            bool(row["sent"]),
            row["by"],
        )
        for row in rows
    )


# --------------------------------------------------------------------------- explanations


def explanations(con: Connection, case_id: int, zone: tzinfo) -> Mapping[str, Explanation]:
    """The explanation by the key of the problem it explains; its day as in `zone`."""
    rows = con.execute("SELECT * FROM explanation WHERE case_id = ?", (case_id,))
    return {
        row["key"]: Explanation(
            row["reason"],
            row["by"],
            from_text(row["at"]).astimezone(zone).date(),
            row["about"] or "",
        )
        for row in rows
    }


def explain(tx: Tx, case_id: int, key: str, reason: str, about: str) -> int:
    """Record why a problem cannot be mended; a later reason replaces the earlier one. Returns the
    key of the row.

    `about`: the fingerprint of what it is given for.
    """
    tx.sql.execute(
        "INSERT INTO explanation(case_id, key, reason, by, at, about) VALUES (?,?,?,?,?,?) "
        "ON CONFLICT(case_id, key) DO UPDATE SET reason = excluded.reason, "
        "by = excluded.by, at = excluded.at, about = excluded.about",
        (case_id, key, reason, tx.operator, to_text(tx.now), about),
    )
    row = tx.sql.execute(
        "SELECT id FROM explanation WHERE case_id = ? AND key = ?", (case_id, key)
    ).fetchone()
    return int(row[0])
