"""Import runs: their life, how far they are, and what an undo needs.

A run is `running` while its process lives. A process that was killed cannot say so, which is why
`interrupted` is also concluded: from a dead process, or from a heartbeat that stopped.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from privacydesk.domain.errors import ConflictError, NotFoundError, StateError
from privacydesk.domain.model import ImportReport, ImportRun, RunState
from privacydesk.store.codec import dumps, from_text, loads, maybe_time, to_text

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx

_SILENT = timedelta(minutes=30)  # a batch with large recordings may take minutes
_UNFINISHED = (RunState.RUNNING.value, RunState.INTERRUPTED.value)
_active: set[str] = set()  # tokens of the runs that this very process works on


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as its row tells it. `state` is what is true now, not only what was written."""

    run_id: int
    source: str
    system_id: int
    system: str
    path: str
    files: tuple[tuple[str, str], ...]  # (name, SHA-256)
    options: Mapping[str, Any]
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    position: int
    total: int
    by: str
    report: Mapping[str, Any]

    @property
    def undoing(self) -> bool:
        return bool(self.options.get("undoing"))

    @property
    def final(self) -> bool:
        """A later run of the source has begun: the old values are gone."""
        return bool(self.options.get("final"))


def begin(
    tx: Tx,
    *,
    source: str,
    system_id: int,
    path: str,
    files: Sequence[tuple[str, str]],
    options: Mapping[str, Any],
    total: int,
) -> int:
    """Add a running run. Raises ConflictError while another run of the source is unfinished."""
    refuse_unfinished(tx.sql, source, tx.now)
    cursor = tx.sql.execute(
        "INSERT INTO import_run(source, system_id, path, files, options, state, started_at, "
        "heartbeat_at, position, total, by, pid, report) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, '{}')",
        (
            source,
            system_id,
            path,
            dumps([list(file) for file in files]),
            dumps({**options, **_owner()}),
            RunState.RUNNING.value,
            to_text(tx.now),
            to_text(tx.now),
            total,
            tx.operator,
            os.getpid(),
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def refuse_unfinished(con: Connection, source: str, now: datetime) -> None:
    """Raise ConflictError when a run of `source` is running or was interrupted."""
    rows = con.execute(
        _SELECT + " WHERE r.source = ? AND r.state IN (?, ?) ORDER BY r.id DESC LIMIT 1",
        (source, *_UNFINISHED),
    ).fetchall()
    for row in rows:
        run = _run(row, now)
        if run.state is RunState.RUNNING:
            raise ConflictError(
                f"Run {run.run_id} is importing from {source} right now; wait for it to end.",
                code="run_active",
            )
        command = f"`import --undo {run.run_id} --yes`"
        if not run.undoing:
            command = f"`import --resume {run.run_id}` or {command}"
        ways = "take it back" if run.undoing else "resume it or take it back"
        raise ConflictError(
            f"Run {run.run_id} from {source} was interrupted; {ways} first.",
            command=f"{command} ends it.",
            code="run_interrupted",
        )


def claim(tx: Tx, run_id: int, **options: object) -> StoredRun:
    """Make an unfinished or finished run this process's own, and running.

    Raises NotFoundError, and ConflictError when another process is at it.
    """
    run = get(tx.sql, run_id, tx.now)
    if run.state is RunState.RUNNING:
        raise ConflictError(f"Run {run_id} is still running; wait for it to end.")
    tx.sql.execute(
        "UPDATE import_run SET state = ?, pid = ?, heartbeat_at = ?, options = ? WHERE id = ?",
        (
            RunState.RUNNING.value,
            os.getpid(),
            to_text(tx.now),
            dumps({**run.options, **options, **_owner()}),
            run_id,
        ),
    )
    return get(tx.sql, run_id, tx.now)


def beat(
    tx: Tx, run_id: int, *, position: int | None = None, report: Mapping[str, Any] | None = None
) -> None:
    """Note how far the run is, in the transaction that got it there.

    Raises ConflictError when the run is no longer this process's (it was taken for dead).
    """
    changed = tx.sql.execute(
        "UPDATE import_run SET heartbeat_at = ?, position = coalesce(?, position), "
        "report = coalesce(?, report) WHERE id = ? AND state = ? AND pid = ?",
        (
            to_text(tx.now),
            position,
            None if report is None else dumps(report),
            run_id,
            RunState.RUNNING.value,
            os.getpid(),
        ),
    ).rowcount
    if not changed:
        raise ConflictError(f"Run {run_id} was taken over by another process; it stops here.")


def end(tx: Tx, run_id: int, state: RunState, report: Mapping[str, Any] | None = None) -> None:
    """Write the state a run ended in (or was left in), for good."""
    finished = to_text(tx.now) if state in (RunState.DONE, RunState.UNDONE) else None
    tx.sql.execute(
        "UPDATE import_run SET state = ?, finished_at = ?, pid = NULL, "
        "report = coalesce(?, report) WHERE id = ?",
        (state.value, finished, None if report is None else dumps(report), run_id),
    )


def leave(run: StoredRun) -> None:
    """This process no longer works on the run, whatever its row says."""
    _active.discard(str(run.options.get("token")))


def get(con: Connection, run_id: int, now: datetime) -> StoredRun:
    """One run. Raises NotFoundError."""
    row = con.execute(_SELECT + " WHERE r.id = ?", (run_id,)).fetchone()
    if row is None:
        raise NotFoundError(
            f"There is no import run {run_id}.", command="`import --runs` lists them."
        )
    return _run(row, now)


def list_all(con: Connection, now: datetime) -> tuple[ImportRun, ...]:
    """Every run, newest first, with the state that is true at `now`."""
    return tuple(
        ImportRun(
            run_id=run.run_id,
            source=run.source,
            system=run.system,
            path=run.path,
            state=run.state,
            started_at=run.started_at,
            finished_at=run.finished_at,
            position=run.position,
            total=run.total,
            by=run.by,
            report=report_of(run),
        )
        for run in (_run(row, now) for row in con.execute(_SELECT + " ORDER BY r.id DESC"))
    )


def report_of(run: StoredRun) -> ImportReport:
    """The figures that the run's row keeps; the rejected rows themselves are in their file."""
    kept = run.report
    return ImportReport(
        run_id=run.run_id,
        source=run.source,
        read=int(kept.get("read", 0)),
        imported=int(kept.get("imported", 0)),
        updated=int(kept.get("updated", 0)),
        unchanged=int(kept.get("unchanged", 0)),
        gone=int(kept.get("gone", 0)),
        rejected=int(kept.get("rejected", 0)),
        rejects=(),
        subjects_created=int(kept.get("subjects_created", 0)),
        suggestions=int(kept.get("suggestions", 0)),
        links=int(kept.get("links", 0)),
        still_held=int(kept.get("still_held", 0)),
        dropped=dict(kept.get("dropped", {})),
        damaged=int(kept.get("damaged", 0)),
        attachments_missing=tuple(kept.get("attachments_missing", ())),
        rows_per_second=float(kept.get("rows_per_second", 0.0)),
        state=run.state,
        rejects_file=kept.get("rejects_file"),
        notes=tuple(kept.get("notes", ())),
    )


def changes(con: Connection, run_id: int, entities: Sequence[str], limit: int) -> list[Any]:
    """(id, entity, entity id, old) of what a run changed, the last change first."""
    marks = ", ".join("?" for _ in entities)
    return con.execute(
        "SELECT id, entity, entity_id, old FROM run_change "
        f"WHERE run_id = ? AND entity IN ({marks}) ORDER BY id DESC LIMIT ?",
        (run_id, *entities, limit),
    ).fetchall()


def forget(tx: Tx, change_ids: Sequence[int]) -> None:
    """Drop kept changes that are put back."""
    tx.sql.executemany("DELETE FROM run_change WHERE id = ?", [(i,) for i in change_ids])


def forget_older(tx: Tx, source: str, run_id: int, limit: int) -> int:
    """Drop old values of earlier runs of `source`, some at a time; returns how many.

    Those runs are final then: they can no longer be undone.
    """
    for row in tx.sql.execute(
        "SELECT id, options FROM import_run WHERE source = ? AND id < ? AND state = ?",
        (source, run_id, RunState.DONE.value),
    ).fetchall():
        options = loads(row["options"])
        if not options.get("final"):
            tx.sql.execute(
                "UPDATE import_run SET options = ? WHERE id = ?",
                (dumps({**options, "final": True}), row["id"]),
            )
    return tx.sql.execute(
        "DELETE FROM run_change WHERE id IN (SELECT c.id FROM run_change c JOIN import_run r "
        "ON r.id = c.run_id WHERE r.source = ? AND r.id < ? LIMIT ?)",
        (source, run_id, limit),
    ).rowcount


def refuse_final(con: Connection, run: StoredRun) -> None:
    """Raise StateError for a run that a later one of its source has made final."""
    later = con.execute(
        "SELECT min(id) FROM import_run WHERE source = ? AND id > ? AND state <> ?",
        (run.source, run.run_id, RunState.UNDONE.value),
    ).fetchone()[0]
    if later is not None:
        raise StateError(
            f"Run {later} imported from {run.source} after run {run.run_id}; "
            f"undo run {later} first, if you can."
        )
    if run.final:
        raise StateError(
            f"Run {run.run_id} can no longer be undone: its old values were kept until the next "
            f"import from {run.source} began."
        )


# --------------------------------------------------------------------------- inside

_SELECT = "SELECT r.*, s.name AS system FROM import_run r JOIN system s ON s.id = r.system_id"


def _run(row: Any, now: datetime) -> StoredRun:
    options = loads(row["options"])
    state = RunState(row["state"])
    if state is RunState.RUNNING and not _alive(row, options, now):
        state = RunState.INTERRUPTED
    return StoredRun(
        run_id=row["id"],
        source=row["source"],
        system_id=row["system_id"],
        system=row["system"],
        path=row["path"],
        files=tuple((name, sha256) for name, sha256 in loads(row["files"])),
        options=options,
        state=state,
        started_at=from_text(row["started_at"]),
        finished_at=maybe_time(row["finished_at"]),
        position=row["position"],
        total=row["total"],
        by=row["by"],
        report=loads(row["report"]),
    )


def _owner() -> dict[str, str]:
    """Who works on a run from now on: this host, and a token that this process remembers."""
    token = secrets.token_hex(8)
    _active.add(token)
    return {"host": socket.gethostname(), "token": token}


def _alive(row: Any, options: Mapping[str, Any], now: datetime) -> bool:
    pid = row["pid"]
    if pid is None:
        return False
    if options.get("host") == socket.gethostname():
        if pid == os.getpid():
            return options.get("token") in _active
        if os.name == "posix" and not _process_exists(pid):
            return False
    beat_at = maybe_time(row["heartbeat_at"])
    return beat_at is not None and now - beat_at < _SILENT


def _process_exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's process
        return True
    return True
