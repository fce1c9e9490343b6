"""`privacydesk import`: bring in an export; resume, undo and list such runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privacydesk.cli.output import emit_json, line, note, open_desk, table
from privacydesk.cli.progress import watched
from privacydesk.cli.values import AsJson
from privacydesk.domain.model import ImportReport, ImportRun, Reject, RunState

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk

JSON_KEYS = """\
`import` (also `--resume`, `--undo`): run_id, source, read (records and rejected rows: imported +
updated + unchanged + rejected + still_held), imported, updated, unchanged, gone, rejected,
rejects[{file, row, column, reason}], subjects_created, suggestions, links, dropped{kind of secret:
count}, damaged, attachments_missing[], rejects_file, notes[] (sentences about
the files as a whole), still_held (erased here,
not taken in again), dry_run, state, rows_per_second.
`import --runs`: runs[{run_id, source, system, path, state, started_at, finished_at, position,
total, by}].
"""
_SHOWN = 20


def register(root: typer.Typer) -> None:
    """Add the command to `root`."""
    root.command("import")(import_command)


def import_command(
    ctx: typer.Context,
    *,
    path: Annotated[
        Path | None,
        typer.Argument(metavar="PATH", help="The export: a file, a folder or a ZIP."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="What made the export; see `privacydesk source list`.")
    ] = None,
    system: Annotated[
        str | None,
        typer.Option(help="The system it comes from, if there are several of this source."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="Mapping file for `--source generic`.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")
    ] = False,
    skip_rejected: Annotated[
        bool, typer.Option("--skip-rejected", help="Import the rest when rows are rejected.")
    ] = False,
    full: Annotated[
        bool | None,
        typer.Option(
            "--full/--partial",
            help="Whether the export holds everything: what it lacks is marked as gone. "
            "Default: what the source says.",
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The encoding of the text, such as cp1252, if what is found out is wrong.",
        ),
    ] = None,
    suggest_mapping: Annotated[
        bool, typer.Option("--suggest-mapping", help="Write a mapping file for PATH and stop.")
    ] = False,
    resume: Annotated[
        int | None, typer.Option(metavar="RUN", help="Continue an interrupted run.")
    ] = None,
    undo: Annotated[
        int | None, typer.Option(metavar="RUN", help="Take a run back; needs --yes.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Confirm --undo.")] = False,
    runs: Annotated[bool, typer.Option("--runs", help="List the runs.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import an export, or continue, take back or list such runs."""
    from privacydesk.desk import imports

    asked = [path is not None, resume is not None, undo is not None, runs]
    if sum(asked) != 1:
        raise typer.BadParameter("Name one of: PATH, --resume RUN, --undo RUN, --runs.")
    if undo is not None and not yes:
        raise typer.BadParameter("This takes away what the run imported; confirm with --yes.")
    if path is not None and source is None and not suggest_mapping:
        raise typer.BadParameter("Name the --source; `privacydesk source list` shows them.")
    with open_desk(ctx) as desk:
        if runs:
            _list(imports.runs(desk), as_json=as_json)
            return
        if path is not None and suggest_mapping:
            line(imports.suggest(desk, path, encoding))
            return
        try:
            with watched() as job:
                if resume is not None:
                    report = imports.resume(desk, resume, job)
                elif undo is not None:
                    report = imports.undo(desk, undo, job)
                else:
                    assert path is not None
                    assert source is not None
                    report = imports.run_import(
                        desk,
                        path,
                        source,
                        system=system,
                        dry_run=dry_run,
                        skip_rejected=skip_rejected,
                        mapping=mapping,
                        full=full,
                        encoding=encoding,
                        job=job,
                    )
        except KeyboardInterrupt:
            _tell_interrupted(desk)
            raise
    if as_json:
        emit_json(report_json(report))
    else:
        _print(report)
    if report.state is RunState.FAILED or (report.dry_run and report.rejected):
        raise typer.Exit(1)


def report_json(report: ImportReport) -> dict[str, object]:
    """The report under the keys of `JSON_KEYS`; rejected rows without their values."""
    return {
        "run_id": report.run_id,
        "source": report.source,
        "read": report.read,
        "imported": report.imported,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "gone": report.gone,
        "rejected": report.rejected,
        "rejects": [
            {"file": r.file, "row": r.row, "column": r.column, "reason": r.reason}
            for r in report.rejects
        ],
        "subjects_created": report.subjects_created,
        "suggestions": report.suggestions,
        "links": report.links,
        "still_held": report.still_held,
        "dropped": dict(report.dropped),
        "damaged": report.damaged,
        "attachments_missing": list(report.attachments_missing),
        "rejects_file": report.rejects_file,
        "notes": list(report.notes),
        "dry_run": report.dry_run,
        "state": report.state,
        "rows_per_second": report.rows_per_second,
    }


def _tell_interrupted(desk: Desk) -> None:
    from privacydesk.desk import imports

    run = next(iter(imports.runs(desk)), None)
    if run is not None and run.state is RunState.INTERRUPTED:
        note(
            f"Run {run.run_id} stopped at {run.position:,} of {run.total:,}. Continue with "
            f"`privacydesk import --resume {run.run_id}`, or take it back with "
            f"`privacydesk import --undo {run.run_id} --yes`."
        )


def _list(runs: tuple[ImportRun, ...], *, as_json: bool) -> None:
    if as_json:
        emit_json(
            {
                "runs": [
                    {
                        "run_id": run.run_id,
                        "source": run.source,
                        "system": run.system,
                        "path": run.path,
                        "state": run.state,
                        "started_at": run.started_at,
                        "finished_at": run.finished_at,
                        "position": run.position,
                        "total": run.total,
                        "by": run.by,
                    }
                    for run in runs
                ]
            }
        )
        return
    if not runs:
        note("Nothing has been imported yet.")
        return
    table(
        [
            (
                run.run_id,
                run.state,
                run.source,
                run.system,
                f"{run.position}/{run.total}",
                run.started_at.strftime("%Y-%m-%d %H:%M"),
                run.by,
                run.path,
            )
            for run in runs
        ],
        ("run", "state", "source", "system", "records", "started (UTC)", "by", "path"),
    )


def _print(report: ImportReport) -> None:
    if report.state is RunState.UNDONE:
        line(f"Run {report.run_id} is undone: what it imported is gone, what it changed is back.")
        return
    if report.state is RunState.FAILED:
        line(f"Nothing imported: {_count(report.rejected, 'row')} of {report.read:,} rejected.")
    else:
        would = "Would import" if report.dry_run else f"Run {report.run_id}: imported"
        line(
            f"{would} {report.imported:,} new, {report.updated:,} updated, "
            f"{report.unchanged:,} unchanged; {report.gone:,} gone at the source; "
            f"{report.rejected:,} rejected."
        )
        line(
            f"{report.subjects_created:,} people new, {_count(report.links, 'automatic link')}, "
            f"{_count(report.suggestions, 'suggestion')} to decide."
        )
    if report.still_held:
        line(
            f"{_count(report.still_held, 'record')} not taken in: erased here, "
            f"but {report.source} still holds them."
        )
    for reject in report.rejects[:_SHOWN]:
        line(f"  {_sentence(reject)}")
    if report.rejected > _SHOWN:
        line(f"  ... and {report.rejected - _SHOWN:,} more.")
    if report.rejects_file:
        line(f"The rejected rows are in {report.rejects_file}")
    for secret, count in sorted(report.dropped.items()):
        line(f"Not kept: {count:,} x {secret} (they exist at the source).")
    if report.damaged:
        line(f"{_count(report.damaged, 'value')} damaged by a spreadsheet: kept, never matched on.")
    for sentence in report.notes:
        line(f"Note: {sentence}")
    if report.attachments_missing:
        line(f"{_count(len(report.attachments_missing), 'named file')} not in the export:")
        for name in report.attachments_missing[:_SHOWN]:
            line(f"  {name}")
        if len(report.attachments_missing) > _SHOWN:
            line(f"  ... and {len(report.attachments_missing) - _SHOWN:,} more.")
    if report.state is RunState.FAILED:
        note("Correct the export, or import the rest with --skip-rejected.")


def _sentence(reject: Reject) -> str:
    """The reason, with the place in front unless it says the place itself."""
    if reject.file in reject.reason:
        return reject.reason
    parts = [reject.file]
    if reject.row is not None:
        parts.append(f"row {reject.row}")
    if reject.column:
        parts.append(f"column {reject.column}")
    return f"{', '.join(parts)}: {reject.reason}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
