"""One run of an import, from its first transaction to its last, whatever ends it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from privacydesk.desk.imports.batches import Importer, RunFacts
from privacydesk.desk.imports.checking import Checked
from privacydesk.desk.imports.compare import BATCH, Counts
from privacydesk.desk.imports.reporting import report_of
from privacydesk.desk.jobs import Job
from privacydesk.domain.model import ImportReport, RunState
from privacydesk.store import runs as stored_runs
from privacydesk.store import systems, tombstones
from privacydesk.store.codec import maybe_text

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.intake.opened import Opened

_FORGET = 20_000  # old values dropped in one transaction


def begin(
    desk: Desk,
    source: str,
    system: str,
    path: Path,
    opened: Opened,
    options: dict[str, Any],
    total: int,
) -> stored_runs.StoredRun:
    """Note a new run of `total` drafts, with what resuming it needs (`options`, the files)."""
    with desk.store.write(desk.operator, desk.now()) as tx:
        known = systems.by_name(tx.sql, system)
        options["data_until_before"] = maybe_text(known.data_until) if known else None
        system_id = systems.upsert(tx, name=system, kinds=opened.kinds, source=source)
        run_id = stored_runs.begin(
            tx,
            source=source,
            system_id=system_id,
            path=str(path),
            files=files_of(opened),
            options=options,
            total=total,
        )
        tx.audit(
            "import.begin",
            run=run_id,
            source=source,
            system=system_id,
            files=len(opened.files),
            records=total,
        )
        return stored_runs.get(tx.sql, run_id, tx.now)


def apply(
    desk: Desk,
    run: stored_runs.StoredRun,
    opened: Opened,
    checked: Checked,
    fixed: dict[str, Any],
    job: Job,
) -> ImportReport:
    """Write what was checked from the position of the run on, and end the run.

    `fixed`: what the report says that no batch changes. Raises CancelledError when the job was
    stopped; the run is then interrupted, and what was committed stays.
    """
    began = perf_counter()
    counts = Counts.read(dict(run.report))
    facts = RunFacts(run.run_id, run.source, run.system_id, run.total, fixed)
    importer = Importer(desk, facts, counts, job, int(run.options.get("batch", BATCH)))
    with interruptible(desk, run):
        _forget_older(desk, run)
        importer.apply(checked.spool, run.position)
        kinds = [str(kind) for kind in run.options.get("gone_kinds", ())]
        importer.mark_gone(kinds)
        spent = perf_counter() - began
        fixed["rows_per_second"] = round((run.total - run.position) / spent, 1) if spent else 0.0
        with desk.store.write(desk.operator, desk.now()) as tx:
            stored_runs.beat(tx, run.run_id, position=run.total)
            systems.set_data_until(tx, run.system_id, _exported_at(opened, run, tx.now))
            tombstones.clear_still_held(tx, run.system_id, kinds, run.started_at)
            stored_runs.end(tx, run.run_id, RunState.DONE, importer.kept())
            tx.audit(
                "import.done",
                run=run.run_id,
                imported=counts.imported,
                updated=counts.updated,
                unchanged=counts.unchanged,
                gone=counts.gone,
            )
    return report_of(run.run_id, run.source, checked, fixed, RunState.DONE, counts)


@contextlib.contextmanager
def interruptible(desk: Desk, run: stored_runs.StoredRun) -> Iterator[None]:
    """Whatever ends the block early, the run is left as interrupted."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(Exception), desk.store.write(desk.operator, desk.now()) as tx:
            stored_runs.beat(tx, run.run_id)  # it may be somebody else's by now
            stored_runs.end(tx, run.run_id, RunState.INTERRUPTED)
            tx.audit("import.interrupted", run=run.run_id)
        raise
    finally:
        stored_runs.leave(run)


def _forget_older(desk: Desk, run: stored_runs.StoredRun) -> None:
    """Old values are kept until the next run of their source begins."""
    while True:
        with desk.store.write(desk.operator, desk.now()) as tx:
            dropped = stored_runs.forget_older(tx, run.source, run.run_id, _FORGET)
            tx.audit("import.forget", run=run.run_id, values=dropped)
        if dropped < _FORGET:
            return


def files_of(opened: Opened) -> tuple[tuple[str, str], ...]:
    """Name and SHA-256 of each file: a resumed run must read the same bytes."""
    return tuple((file.name, file.sha256) for file in opened.files)


def _exported_at(opened: Opened, run: stored_runs.StoredRun, now: datetime) -> datetime:
    """Up to when the data reach: the time of the newest file, as far as that is known."""
    path = Path(run.path)
    named = [path / file.name for file in opened.files] if path.is_dir() else [path]
    times = []
    for file in named:
        with contextlib.suppress(OSError):
            times.append(datetime.fromtimestamp(file.stat().st_mtime, UTC))
    return min(now, max(times, default=now))
