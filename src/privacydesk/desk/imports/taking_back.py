"""Undoing a run: in committed steps that can be killed and run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk.desk.imports.running import interruptible
from privacydesk.desk.jobs import Job
from privacydesk.domain.errors import StateError
from privacydesk.domain.model import ImportReport, RunState
from privacydesk.store import run_undo
from privacydesk.store import runs as stored_runs

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk


def undo(desk: Desk, run_id: int, job: Job | None = None) -> ImportReport:
    """Take away all that a run added and restore what it changed.

    Possible while the run is interrupted, or done and the latest of its source. Raises StateError
    when it is not, or when a case rests on what the run added; ConflictError while it runs.
    Returns the report of the run, its state now `undone`.
    """
    job = job or Job()
    with desk.store.write(desk.operator, desk.now()) as tx:
        run = stored_runs.get(tx.sql, run_id, tx.now)
        if run.state is RunState.UNDONE:
            raise StateError(f"Run {run_id} is undone already.")
        stored_runs.refuse_final(tx.sql, run)
        run_undo.refuse_used(tx.sql, run_id)
        run = stored_runs.claim(tx, run_id, undoing=True)
        total = run_undo.remaining(tx.sql, run_id)
        tx.audit("import.undo", run=run_id, rows=total)
    done = 0
    with interruptible(desk, run):
        while True:
            job.check()
            job.advance("undoing", min(done, total), total)
            with desk.store.write(desk.operator, desk.now(), durable=False) as tx:
                stored_runs.beat(tx, run_id)
                rows = run_undo.step(tx, run_id)
                if not rows:
                    run_undo.finish(tx, run)
                    tx.audit("import.undone", run=run_id)
                    break
                tx.audit("import.undo_step", run=run_id, rows=rows)
            done += rows
    with desk.store.read() as con:
        return stored_runs.report_of(stored_runs.get(con, run_id, desk.now()))
