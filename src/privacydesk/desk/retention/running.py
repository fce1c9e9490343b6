"""The run: what is past its date is erased, made anonymous or restricted.

Each batch is one transaction with its audit entry and complete in itself. Inside it every record
is judged once more: a hold, a case or a newer import that came meanwhile counts. Whatever is
killed is finished by running again; a run after a complete one finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from privacydesk.desk.jobs import Job
from privacydesk.desk.retention.judging import Judge
from privacydesk.desk.retention.looking import Choice, choose, count, pack_in_force
from privacydesk.desk.retention.report import DueReport, RunReport
from privacydesk.domain.errors import ConflictError
from privacydesk.domain.model import RunState
from privacydesk.domain.retention_due import Step

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.pack import Pack
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx

BATCH = 2_000  # records in a transaction; a run of fewer is one transaction


def plan(desk: Desk, *, kinds: Iterable[str] = (), system: str | None = None) -> RunReport:
    """What `run` would do, with nothing changed. Raises as `due`."""
    return run(desk, kinds=kinds, system=system, yes=False)


def run(
    desk: Desk,
    *,
    kinds: Iterable[str] = (),
    system: str | None = None,
    yes: bool = False,
    job: Job | None = None,
    batch: int = BATCH,
) -> RunReport:
    """Do what the storage periods ask for today; without `yes` only report it.

    The report's `due` is what was past its date when the run began. Raises what `due` raises,
    ConflictError while an import is running, CancelledError when the job was stopped: what was
    committed stays done.
    """
    job, today = job or Job(), desk.today()
    job.advance("looking", 0)
    with desk.store.read() as con:
        pack = pack_in_force(desk, con)
        choice = choose(con, kinds, system)
        judge = Judge(con, pack, today)
        tallies = judge.tally(kinds=choice.kinds, system_id=choice.system_id)
        report = count(con, pack, today, tallies, choice)
        acting = _acting(judge, choice) if report.due else {}
        people = 0 if yes else _leaving(con, acting)
    if not yes:
        return _planned(report, people)
    ids = sorted(acting)
    done = _Total()
    for start in range(0, len(ids), batch):
        job.check()
        _batch(desk, pack, ids[start : start + batch], done)
        job.advance("erasing", min(start + batch, len(ids)), len(ids))
    done.files = sweep(desk)
    complete = desk.store.truncate_wal()
    return RunReport(
        dry_run=False,
        due=report,
        erased=done.erased,
        parts=done.parts,
        anonymised=done.anonymised,
        restricted=done.restricted,
        files=done.files,
        people=done.people,
        complete=complete,
        leftovers=leftovers(desk),
    )


class _Total:
    """What the batches of a run did together."""

    def __init__(self) -> None:
        self.erased = self.parts = self.anonymised = self.restricted = 0
        self.people = self.files = 0


def _acting(judge: Judge, choice: Choice) -> dict[int, Step]:
    judged = judge.judge(kinds=choice.kinds, system_id=choice.system_id)
    return {one.record_id: one.step for one in judged if one.step is not None}


def _leaving(con: Connection, acting: Mapping[int, Step]) -> int:
    """How many people go with the records that leave them whole."""
    from privacydesk.store import erasure_people

    whole = (Step.ERASE, Step.ANONYMISE)
    return erasure_people.would_leave(con, [one for one, step in acting.items() if step in whole])


def _batch(desk: Desk, pack: Pack, ids: Sequence[int], done: _Total) -> None:
    from privacydesk.store import erasure

    with desk.store.write(desk.operator, desk.now()) as tx:
        refuse_importing(tx.sql, tx)
        sentences = [
            erasure.Sentence(one.record_id, one.ruling)
            for one in Judge(tx.sql, pack, desk.today()).judge(ids)
            if one.step is not None
        ]
        now = erasure.carry_out(tx, sentences, pack.sha256)
        tx.audit(
            "retention.run",
            policy=pack.sha256,
            erased=now.erased,
            parts=now.parts,
            anonymised=now.anonymised,
            restricted=now.restricted,
            people=now.people,
        )
    done.erased += now.erased
    done.parts += now.parts
    done.anonymised += now.anonymised
    done.restricted += now.restricted
    done.people += now.people


def refuse_importing(con: Connection, tx: Tx) -> None:
    """An import compares first and writes later: what it compared must not go in between."""
    from privacydesk.store import runs

    for one in runs.list_all(con, tx.now):
        if one.state is RunState.RUNNING:
            raise ConflictError(
                f"Run {one.run_id} is importing from {one.source} right now; "
                "erase when it has ended.",
                code="run_active",
            )


def sweep(desk: Desk) -> int:
    """Remove the files that erased records named, also those of a run that was killed."""
    from privacydesk.store import erasure

    with desk.store.read() as con:
        if not erasure.unswept(con):
            return 0
    with desk.store.write(desk.operator, desk.now()) as tx:
        removed = erasure.sweep(tx)
        tx.audit("retention.files", removed=removed)
    return removed


def _planned(report: DueReport, people: int) -> RunReport:
    def records(step: Step) -> int:
        return sum(line.records for line in report.lines if line.then is step)

    return RunReport(
        dry_run=True,
        due=report,
        erased=records(Step.ERASE),
        parts=records(Step.ERASE_PARTS),
        anonymised=records(Step.ANONYMISE),
        restricted=records(Step.RESTRICT),
        people=people,
    )


def leftovers(desk: Desk) -> tuple[str, ...]:
    """Files beside the store that may hold what was erased: only a person can judge them."""
    path = desk.store.path
    found = [*path.parent.glob(f"{path.stem}.before-*.backup"), *path.parent.glob("rejects-*.csv")]
    return tuple(sorted(file.name for file in found))
