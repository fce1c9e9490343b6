"""What releasing reads and leaves in the store: released files, deliveries, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from privacydesk.domain.checklist import Explanation
from privacydesk.domain.release import Gone
from privacydesk.store.codec import from_text, maybe_time, to_text

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


def released(con: Connection, case_id: int) -> tuple[Released, ...]:
    """The documents of the newest release of each kind, in order; older releases are superseded."""
    last: dict[str, str] = {}
    rows = con.execute(
        "SELECT * FROM document WHERE case_id = ? AND NOT draft ORDER BY id", (case_id,)
    ).fetchall()
    for row in rows:
        last[row["kind"]] = max(last.get(row["kind"], ""), row["released_at"])
    return tuple(
        Released(
            document_id=row["id"],
            kind=row["kind"],
            format=row["format"],
            name=row["name"],
            sha256=row["sha256"],
            released_at=from_text(row["released_at"]),
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


def over(con: Connection, before: datetime) -> tuple[int, ...]:
    """Released files whose time is over: of cases sent or closed, released before `before`."""
    rows = con.execute(
        "SELECT f.id FROM released_file f JOIN document d ON d.id = f.document_id "
        "JOIN case_ c ON c.id = d.case_id WHERE f.erased_at IS NULL "
        "AND c.status IN ('sent', 'closed') AND d.released_at < ? ORDER BY f.id",
        (to_text(before),),
    )
    return tuple(int(row[0]) for row in rows)


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


def explain(tx: Tx, case_id: int, key: str, reason: str, about: str) -> None:
    """Record why a problem cannot be mended; a later reason replaces the earlier one.

    `about`: the fingerprint of what it is given for.
    """
    tx.sql.execute(
        "INSERT INTO explanation(case_id, key, reason, by, at, about) VALUES (?,?,?,?,?,?) "
        "ON CONFLICT(case_id, key) DO UPDATE SET reason = excluded.reason, "
        "by = excluded.by, at = excluded.at, about = excluded.about",
        (case_id, key, reason, tx.operator, to_text(tx.now), about),
    )


# --------------------------------------------------------------------------- what the gate counts


def ruled_by(con: Connection, case_id: int) -> frozenset[str]:
    """Who ruled on parts of the answer; of two rulings on one group the later counts."""
    rows = con.execute(
        'SELECT "by" FROM decision WHERE id IN (SELECT max(id) FROM decision '
        "WHERE case_id = ? GROUP BY record_id, field_group)",
        (case_id,),
    )
    return frozenset(row[0] for row in rows)


def gone_since(con: Connection, subject_id: int, since: datetime) -> tuple[Gone, ...]:
    """Records of a person that a full export no longer held after `since`, per system."""
    found: dict[str, list[str]] = {}
    for name, kind, source_id, _ in con.execute(
        "SELECT DISTINCT s.name, r.kind, r.source_id, r.id FROM party p "
        "JOIN involvement i ON i.party_id = p.id JOIN record r ON r.id = i.record_id "
        "JOIN system s ON s.id = r.system_id "
        "WHERE p.subject_id = ? AND r.gone_at > ? ORDER BY s.name, r.id",
        (subject_id, to_text(since)),
    ):
        found.setdefault(name, []).append(f"{kind}:{source_id}")
    return tuple(Gone(name, len(keys), tuple(keys)) for name, keys in found.items())


def newest_runs(con: Connection) -> Mapping[int, int]:
    """The newest finished import of each system, by system number."""
    rows = con.execute(
        "SELECT system_id, max(id) FROM import_run WHERE state = 'done' GROUP BY system_id"
    )
    return {int(row[0]): int(row[1]) for row in rows}


def skipped_rejects(con: Connection) -> tuple[tuple[int, str | None], ...]:
    """(run, file of its rejects) of imports that skipped rows and that no later import of the
    same system made good: one with nothing rejected."""
    rows = con.execute(
        "SELECT r.id, json_extract(r.report, '$.rejects_file') FROM import_run r "
        "WHERE r.state = 'done' AND coalesce(json_extract(r.report, '$.rejected'), 0) > 0 "
        "AND NOT EXISTS (SELECT 1 FROM import_run later WHERE later.source = r.source "
        "AND later.system_id = r.system_id AND later.id > r.id AND later.state = 'done' "
        "AND coalesce(json_extract(later.report, '$.rejected'), 0) = 0) ORDER BY r.id"
    )
    return tuple((int(row[0]), row[1]) for row in rows)


def earlier_answers(con: Connection, subject_id: int, before: datetime) -> tuple[str, ...]:
    """Earlier cases of a person that were answered, by reference."""
    rows = con.execute(
        "WITH RECURSIVE same(id) AS (VALUES(?) UNION "
        "SELECT s.id FROM subject s JOIN same ON s.merged_into = same.id) "
        "SELECT c.reference FROM case_ c JOIN same ON same.id = c.subject_id "
        "WHERE c.received_at < ? ORDER BY c.reference",
        (subject_id, to_text(before)),
    )
    return tuple(row[0] for row in rows)


def sent_kinds_before(con: Connection, subject_id: int, case_id: int) -> frozenset[str]:
    """Kinds of documents that were sent to a person in other cases."""
    rows = con.execute(
        "WITH RECURSIVE same(id) AS (VALUES(?) UNION "
        "SELECT s.id FROM subject s JOIN same ON s.merged_into = same.id) "
        "SELECT DISTINCT d.kind FROM case_ c JOIN same ON same.id = c.subject_id "
        "JOIN document d ON d.case_id = c.id "
        "WHERE c.id <> ? AND c.status IN ('sent', 'closed') AND NOT d.draft",
        (subject_id, case_id),
    )
    return frozenset(row[0] for row in rows)


def last_release(con: Connection, case_id: int) -> datetime | None:
    """When something of the case was last released."""
    row = con.execute(
        "SELECT max(released_at) FROM document WHERE case_id = ?", (case_id,)
    ).fetchone()
    return maybe_time(row[0])


def also_mailed(con: Connection, subject_id: int) -> int:
    """Newsletter and consent entries of other people who use one of the person's e-mail addresses:
    a suppression list names an address and nobody."""
    row = con.execute(
        "SELECT count(DISTINCT r.id) FROM party p "
        "JOIN identifier i ON i.party_id = p.id AND i.kind = 'email' "
        "JOIN identifier j ON j.kind = i.kind AND j.value = i.value "
        "JOIN party q ON q.id = j.party_id AND q.subject_id <> p.subject_id "
        "JOIN involvement v ON v.party_id = q.id JOIN record r ON r.id = v.record_id "
        "WHERE p.subject_id = ? AND r.kind IN ('newsletter', 'consent')",
        (subject_id,),
    ).fetchone()
    return int(row[0])


def held_under(con: Connection, kind: str, value: str) -> int:
    """How many records the people have who are known under an identifying value."""
    row = con.execute(
        "SELECT count(DISTINCT v.record_id) + count(DISTINCT p.subject_id) FROM identifier i "
        "JOIN party p ON p.id = i.party_id LEFT JOIN involvement v ON v.party_id = p.id "
        "WHERE i.kind = ? AND i.value = ?",
        (kind, value),
    ).fetchone()
    return int(row[0])


def newest(con: Connection) -> tuple[int, int, int]:
    """(newest record, newest party, number of identifiers) of the store: any other means that
    entries came or went."""
    row = con.execute(
        "SELECT (SELECT coalesce(max(id), 0) FROM record), "
        "(SELECT coalesce(max(id), 0) FROM party), (SELECT count(*) FROM identifier)"
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])
