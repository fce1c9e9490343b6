"""What was erased here: enough to say so to the person, and to know the record again.

A tombstone holds no personal data: the system, the kind, a keyed hash of the source's id, the
day, and the period it ended under. Whose the record was is kept beside it as the person's number,
only as long as that person is in the store.

An export that still holds an erased record does not bring it back. Taking it in again would undo
the erasure behind everybody's back; passing it over in silence would hide that the source still
holds it. So it is counted, and `retention due` lists it until the source has let go of it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from privacydesk.domain.localtext import LocalText
from privacydesk.domain.model import Record, RecordKind
from privacydesk.domain.retention_due import Ruling, Step
from privacydesk.store import audit
from privacydesk.store.codec import dumps, from_text, loads, to_text
from privacydesk.store.parties import resolve

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A record that is no longer held. `step` says whether all of it went, or only parts.

    `ended`: the last day it was to be kept; `period` in the languages of the pack of that day,
    which `policy_sha256` names. `still_held`: the newest export of the system held it still.
    """

    tombstone_id: int
    system_id: int
    system: str
    kind: RecordKind
    step: Step
    erased_at: datetime
    ended: date
    activity: str
    period: LocalText
    policy_sha256: str
    source_hash: str
    still_held: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """What a tombstone is laid for: a record, whose it was, and the ruling that ended it."""

    system_id: int
    kind: str
    source_id: str
    people: tuple[int, ...]
    step: Step
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class StillHeld:
    system_id: int
    kind: str
    records: int
    seen: datetime


def lay(tx: Tx, laid: Iterable[Laid], policy_sha256: str) -> None:
    """Add tombstones; one that stands already (a part went before) takes the later reason."""
    grounds: dict[tuple[str, Step, LocalText], int] = {}
    hashed = audit.keyed_hasher(tx.sql)
    for one in laid:
        ruling = one.ruling
        key = (ruling.activity, one.step, ruling.period)
        if key not in grounds:
            grounds[key] = _ground(tx, policy_sha256, *key)
        ended = (ruling.ended or date.min).isoformat()
        number = tx.sql.execute(
            "INSERT INTO tombstone(system_id, kind, source_hash, erased_at, ended, ground_id) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(system_id, kind, source_hash) DO UPDATE SET "
            "erased_at = excluded.erased_at, ended = excluded.ended, "
            "ground_id = excluded.ground_id RETURNING id",
            (
                one.system_id,
                one.kind,
                hashed(one.source_id),
                to_text(tx.now),
                ended,
                grounds[key],
            ),
        ).fetchone()[0]
        tx.sql.executemany(
            "INSERT OR IGNORE INTO tombstone_person(tombstone_id, subject_id) VALUES (?, ?)",
            [(number, subject_id) for subject_id in one.people],
        )


def of(con: Connection, subject_id: int) -> tuple[Tombstone, ...]:
    """What was erased of a person, newest first; under any number the person ever had.

    Raises NotFoundError for an unknown person.
    """
    rows = con.execute(
        "WITH RECURSIVE same(id) AS (VALUES(?) UNION "
        "SELECT s.id FROM subject s JOIN same ON s.merged_into = same.id) "
        "SELECT DISTINCT t.id, t.system_id, s.name, t.kind, t.erased_at, t.ended, g.step, "
        "g.activity, g.period, g.policy_sha256, t.source_hash, t.still_held_at FROM same "
        "JOIN tombstone_person p ON p.subject_id = same.id "
        "JOIN tombstone t ON t.id = p.tombstone_id JOIN erasure_ground g ON g.id = t.ground_id "
        "JOIN system s ON s.id = t.system_id ORDER BY t.erased_at DESC, t.id DESC",
        (resolve(con, subject_id),),
    )
    return tuple(
        Tombstone(
            tombstone_id=row["id"],
            system_id=row["system_id"],
            system=row["name"],
            kind=RecordKind(row["kind"]),
            step=Step(row["step"]),
            erased_at=from_text(row["erased_at"]),
            ended=date.fromisoformat(row["ended"]),
            activity=row["activity"],
            period=LocalText(**loads(row["period"])),
            policy_sha256=row["policy_sha256"],
            source_hash=row["source_hash"],
            still_held=row["still_held_at"] is not None,
        )
        for row in rows
    )


def of_records(
    con: Connection,
    stones: Iterable[Tombstone],
    records: Iterable[Record],
    systems_of: Mapping[int, str],
) -> tuple[tuple[Record, Tombstone], ...]:
    """The records that lost parts, each with its tombstone. `systems_of`: name by record id."""
    laid = {(s.system, s.kind, s.source_hash): s for s in stones if s.step is Step.ERASE_PARTS}
    if not laid:
        return ()
    hashed = audit.keyed_hasher(con)
    keys = ((r, (systems_of.get(r.record_id, ""), r.kind, hashed(r.source_id))) for r in records)
    return tuple((record, laid[key]) for record, key in keys if key in laid)


def known(con: Connection, system_id: int, kind: str, source_ids: Collection[str]) -> set[str]:
    """Those of `source_ids` that were erased here and must not come back by an import."""
    any_here = con.execute(
        "SELECT 1 FROM tombstone WHERE system_id = ? AND kind = ? LIMIT 1", (system_id, kind)
    ).fetchone()
    if any_here is None or not source_ids:
        return set()
    hashed = audit.keyed_hasher(con)
    hashes = {hashed(source_id): source_id for source_id in source_ids}
    rows = con.execute(
        "SELECT t.source_hash FROM json_each(?) j CROSS JOIN tombstone t "
        "ON t.system_id = ? AND t.kind = ? AND t.source_hash = j.value",
        (json.dumps(list(hashes)), system_id, kind),
    )
    return {hashes[row[0]] for row in rows}


def mark_still_held(tx: Tx, system_id: int, records: Iterable[tuple[str, str]]) -> None:
    """Note that an export holds these erased records (kind, source id) still."""
    hashed = audit.keyed_hasher(tx.sql)
    tx.sql.executemany(
        "UPDATE tombstone SET still_held_at = ? "
        "WHERE system_id = ? AND kind = ? AND source_hash = ?",
        [(to_text(tx.now), system_id, kind, hashed(one)) for kind, one in records],
    )


def clear_still_held(tx: Tx, system_id: int, kinds: Iterable[str], before: datetime) -> int:
    """A full export that began at `before` has ended: what it did not hold, the source let go."""
    return tx.sql.execute(
        "UPDATE tombstone SET still_held_at = NULL WHERE system_id = ? AND still_held_at < ? "
        "AND kind IN (SELECT value FROM json_each(?))",
        (system_id, to_text(before), json.dumps(list(kinds))),
    ).rowcount


def still_held(con: Connection) -> tuple[StillHeld, ...]:
    """How many erased records each system still holds, as its last export told."""
    rows = con.execute(
        "SELECT system_id, kind, count(*), max(still_held_at) FROM tombstone "
        "WHERE still_held_at IS NOT NULL GROUP BY system_id, kind ORDER BY 1, 2"
    )
    return tuple(StillHeld(row[0], row[1], row[2], from_text(row[3])) for row in rows)


def _ground(tx: Tx, sha256: str, activity: str, step: Step, period: LocalText) -> int:
    values = (
        sha256,
        activity,
        step.value,
        dumps({x: getattr(period, x) for x in ("nl", "de", "en")}),
    )
    tx.sql.execute(
        "INSERT INTO erasure_ground(policy_sha256, activity, step, period) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        values,
    )
    row = tx.sql.execute(
        "SELECT id FROM erasure_ground "
        "WHERE policy_sha256 = ? AND activity = ? AND step = ? AND period = ?",
        values,
    ).fetchone()
    return int(row[0])
