"""The use cases of importing: run, resume, list, suggest a mapping.

A run reads its files whole before anything is written, and then writes in committed batches. What
is rejected stops the import unless the user says otherwise.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from privacydesk.desk.imports import packages
from privacydesk.desk.imports.batches import plan
from privacydesk.desk.imports.checking import Checked, RejectsFile, Spool, check
from privacydesk.desk.imports.compare import BATCH
from privacydesk.desk.imports.reporting import fixed_facts, report_of
from privacydesk.desk.imports.running import apply, begin, files_of
from privacydesk.desk.jobs import Job, rare_collections
from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.model import ImportReport, ImportRun, RecordKind, RunState
from privacydesk.domain.text import safe_line
from privacydesk.store import runs as stored_runs
from privacydesk.store import systems

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.intake.opened import Opened
    from privacydesk.intake.source import SourceDescription


def run_import(
    desk: Desk,
    path: Path,
    source: str,
    *,
    system: str | None = None,
    dry_run: bool = False,
    skip_rejected: bool = False,
    mapping: Path | None = None,
    full: bool | None = None,
    encoding: str | None = None,
    job: Job | None = None,
    batch: int = BATCH,
) -> ImportReport:
    """Import `path` as an export of `source` into `system`, else into the system on the list that
    the mapping names, else into the one of the source's own name.

    `read` of the report counts records and rejects: imported + updated + unchanged +
    rejected + still_held (erased here at the end of their storage period: they do not come back).
    With rejects and without `skip_rejected` nothing is imported and the report's state is
    `failed`. `full` overrides whether what the export no longer holds is marked as gone; after
    skipped rejects nothing is, since they may hold what seems gone. `encoding` is that of the text
    in the files, when what their bytes say is wrong. `batch` is the number of
    records in a transaction; it changes no result.

    Raises InputError for a file that cannot be used as a whole and for a mapping that names a
    system which is not on the list, NotFoundError for an unknown
    source, ConflictError while another run of the source is unfinished, CancelledError when the
    job was stopped: what was committed stays, and the run can be resumed or undone.
    """
    job = job or Job()
    path = path.expanduser().absolute()
    description = _source(desk, source)
    if source == packages.PACKAGE and system is None:
        again = partial(run_import, desk, path, source, dry_run=dry_run, batch=batch)
        return packages.each(
            packages.systems_in(desk, path),
            lambda part: again(system=part, skip_rejected=skip_rejected, full=full, job=job),
        )
    name = system or _mapped_system(desk, source, mapping) or description.system
    if source == packages.PACKAGE:
        packages.require_own(desk, name)
    if not dry_run:
        with desk.store.read() as con:
            stored_runs.refuse_unfinished(con, source, desk.now())
    with (
        contextlib.closing(_open(desk, path, description, mapping, system, encoding)) as opened,
        _rejects_file(desk, source, dry_run=dry_run) as rejects,
        contextlib.closing(Spool(desk.store.path.parent)) as spool,
        rare_collections(),
    ):
        checked = check(opened, job, rejects, spool)
        fixed = fixed_facts(checked)
        if checked.rejected and not skip_rejected:
            return report_of(
                None, source, checked, fixed | _kept(rejects), RunState.FAILED, dry_run=dry_run
            )
        complete = opened.complete if full is None else full
        kinds = _gone_kinds(opened, checked, complete=complete)
        fixed = fixed_facts(checked)  # with what was noted since
        if dry_run:
            with desk.store.read() as con:
                known = systems.by_name(con, name)
            counts = plan(
                desk,
                spool,
                source=source,
                system_id=known.system_id if known else None,
                gone_kinds=kinds if known else (),
                job=job,
                total=checked.items,
            )
            return report_of(None, source, checked, fixed, RunState.DONE, counts, dry_run=True)
        fixed |= _kept(rejects)
        options = {
            "mapping": str(mapping.expanduser().absolute()) if mapping else None,
            "encoding": encoding,
            "gone_kinds": [str(kind) for kind in kinds],
            "kinds": sorted(str(kind) for kind in opened.kinds),
            "skip_rejected": skip_rejected,
            "batch": batch,
        }
        run = begin(desk, source, name, path, opened, options, checked.items)
        return apply(desk, run, opened, checked, fixed, job)


def resume(desk: Desk, run_id: int, job: Job | None = None) -> ImportReport:
    """Continue an interrupted run where it stopped.

    Raises StateError for a run that is not interrupted, InputError when its files are not the
    same bytes any more.
    """
    job = job or Job()
    with desk.store.read() as con:
        run = stored_runs.get(con, run_id, desk.now())
    if run.state is not RunState.INTERRUPTED or run.undoing:
        ways = "take it back to the end" if run.undoing else "it needs no more"
        raise StateError(
            f"Run {run_id} cannot be resumed: it is {_in_words(run)}; {ways}.",
            command=_taking_back(run_id) if run.undoing else "",
        )
    mapping = run.options.get("mapping")
    with (
        contextlib.closing(
            _open(
                desk,
                Path(run.path),
                _source(desk, run.source),
                Path(str(mapping)) if mapping else None,
                run.system,
                run.options.get("encoding"),
            )
        ) as opened,
        contextlib.closing(Spool(desk.store.path.parent)) as spool,
        rare_collections(),
    ):
        if files_of(opened) != run.files:
            raise InputError(
                f"The files of run {run_id} have changed since it began; take it back and import "
                "the new ones.",
                command=_taking_back(run_id),
            )
        checked = check(opened, job, None, spool)
        checked.notes = list(run.report.get("notes") or checked.notes)
        if checked.items != run.total:
            raise InputError(
                f"The source description of run {run_id} has changed since it began; take it "
                "back and import again.",
                command=_taking_back(run_id),
            )
        with desk.store.write(desk.operator, desk.now()) as tx:
            run = stored_runs.claim(tx, run_id)
            tx.audit("import.resume", run=run_id, position=run.position)
        fixed = fixed_facts(checked) | {"rejects_file": run.report.get("rejects_file")}
        return apply(desk, run, opened, checked, fixed, job)


def runs(desk: Desk) -> tuple[ImportRun, ...]:
    """All runs, newest first; one whose process died shows as interrupted."""
    with desk.store.read() as con:
        return stored_runs.list_all(con, desk.now())


def suggest(desk: Desk, path: Path, encoding: str | None = None) -> str:
    """A mapping file (TOML) for `path` and the source `generic`, to read and correct."""
    from privacydesk.intake.reading import suggest_mapping

    return suggest_mapping(
        path.expanduser(), zone=desk.zone, region=desk.settings.phone_region, encoding=encoding
    )


# --------------------------------------------------------------------------- inside


def _taking_back(run_id: int) -> str:
    return f"`import --undo {run_id} --yes` takes it back."


def _source(desk: Desk, name: str) -> SourceDescription:
    from privacydesk.intake.source import get_source

    return get_source(name, desk.config_folder / "sources")


def _mapped_system(desk: Desk, source: str, mapping: Path | None) -> str | None:
    """The system on the list that a mapping file names; None when it names none."""
    from privacydesk.intake.reading import read_mapping
    from privacydesk.intake.source import GENERIC

    if mapping is None or source != GENERIC:
        return None
    said = read_mapping(mapping.expanduser())
    if not said.names_system:
        return None
    with desk.store.read() as con:
        known = systems.by_name(con, said.system)
    if known is None:
        raise InputError(
            f"{mapping.name}, key system: there is no system named “{safe_line(said.system)}”; "
            "write one that is on the list of systems, or add it there.",
            command="`privacydesk system list` shows them all; `privacydesk system add` adds one.",
        )
    return known.name


def _open(
    desk: Desk,
    path: Path,
    source: SourceDescription,
    mapping: Path | None,
    system: str | None,
    encoding: str | None,
) -> Opened:
    from privacydesk.intake.reading import open_input

    zone, region = desk.zone, desk.settings.phone_region
    return open_input(
        path,
        source,
        zone=zone,
        region=region,
        mapping=mapping,
        system=system,
        encoding=encoding,
    )


def _gone_kinds(opened: Opened, checked: Checked, *, complete: bool) -> tuple[RecordKind, ...]:
    """Whose absence means something. A rejected row may hold what seems to be absent."""
    if complete and checked.rejected:
        checked.notes.append(
            "Nothing was marked as gone at the source, because rows were rejected: they may hold "
            "what seems to be gone."
        )
    if not complete or checked.rejected:
        return ()
    return tuple(sorted(opened.kinds))


@contextlib.contextmanager
def _rejects_file(desk: Desk, source: str, *, dry_run: bool) -> Iterator[RejectsFile | None]:
    if dry_run:
        yield None
        return
    stem = f"rejects-{source}-{desk.now().astimezone(desk.zone):%Y%m%d-%H%M%S}"
    file = RejectsFile(desk.store.path.parent, stem)
    try:
        yield file
    finally:
        file.discard()


def _kept(rejects: RejectsFile | None) -> dict[str, Any]:
    path = rejects.keep() if rejects is not None else None
    return {"rejects_file": str(path) if path else None}


def _in_words(run: stored_runs.StoredRun) -> str:
    if run.undoing:
        return "being undone"
    return {
        RunState.RUNNING: "running",
        RunState.DONE: "done",
        RunState.UNDONE: "undone",
        RunState.INTERRUPTED: "interrupted",
        RunState.FAILED: "failed",
    }[run.state]
