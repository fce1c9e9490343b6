"""What the import screen shows: a report, its rejects, and the runs. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from privacydesk.domain.model import ImportReport, ImportRun, Reject, RunState
from privacydesk.tui import show
from privacydesk.tui.guard import content
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.paper import Line, LineLike
from privacydesk.tui.widgets.rows import Column, Row

RUN_COLUMNS = (
    Column("run", T.imports.col_run, width=5, right=True),
    Column("state", T.imports.col_state, width=14),
    Column("source", T.imports.col_source, least=12),
    Column("system", T.imports.col_system, width=16, drop=2),
    Column("rows", T.imports.col_rows, width=9, right=True),
    Column("when", T.imports.col_when, width=18, drop=1),
    Column("by", T.imports.col_by, width=10, drop=3),
)
_STATE_LOOKS = {
    RunState.RUNNING: (show.NOW, "$accent"),
    RunState.DONE: (show.DONE, "$fine"),
    RunState.INTERRUPTED: (show.LATE, "$late"),
    RunState.UNDONE: (show.SKIPPED, "$quiet"),
    RunState.FAILED: (show.LATE, "$late"),
}
_LABEL = 16
_NAMED = 4


def report_lines(report: ImportReport) -> Iterator[LineLike]:
    """Counts first, then what needs a look, then each rejected row with its sentence."""
    texts = T.imports
    yield content((texts.preview if report.dry_run else texts.done, "bold $head"))
    counts = [
        (texts.read, report.read, "bold"),
        (texts.imported, report.imported, "$fine"),
        (texts.updated, report.updated, ""),
        (texts.unchanged, report.unchanged, "$quiet"),
        (texts.gone, report.gone, "$soon" if report.gone else "$quiet"),
        (texts.rejected, report.rejected, "bold $late" if report.rejected else "$quiet"),
        (texts.subjects, report.subjects_created, ""),
        (texts.links, report.links, ""),
        (texts.suggestions, report.suggestions, "$soon" if report.suggestions else "$quiet"),
    ]
    for label, value, style in counts:
        yield content((label.ljust(_LABEL), "$quiet"), (show.number(value).rjust(9), style))
    if report.rows_per_second >= 1:
        speed = show.number(round(report.rows_per_second))
        yield content((texts.speed.format(n=speed).rjust(_LABEL + 9), "$quiet"))
    yield ""
    yield from _notes(report)
    for reject in report.rejects:
        yield _reject(reject)


def _notes(report: ImportReport) -> Iterator[LineLike]:
    texts = T.imports
    if report.dry_run:
        ready = texts.skip if report.rejected else f"{texts.all_good} {texts.ready}"
        yield content((ready, "bold $accent"))
    if report.damaged:
        yield content((f"{show.HERE} {report.damaged} {texts.damaged}", "$soon"))
    if report.dropped:
        what = ", ".join(f"{k.replace('_', ' ')} ({n})" for k, n in report.dropped.items())
        yield content((f"{show.HERE} {texts.dropped.format(what=what)}", "$soon"))
    if report.attachments_missing:
        found = report.attachments_missing
        what = ", ".join(found[:_NAMED]) + (" …" if len(found) > _NAMED else "")
        sentence = texts.missing.format(n=show.number(len(found)), what=what)
        yield content((f"{show.HERE} {sentence}", "$soon"))
    for sentence in report.notes:
        yield content((f"{show.HERE} {sentence}", "$soon"))
    if report.rejects_file:
        yield content((texts.rejects_file.format(path=report.rejects_file), "$quiet"))
    yield ""


def _reject(reject: Reject) -> Line:
    """`orders.csv, row 12, column Phone   why it cannot be read`."""
    place = reject.file
    if reject.row is not None:
        place = T.imports.reject_row.format(file=reject.file, row=reject.row)
    if reject.column:
        place += T.imports.reject_column.format(column=reject.column)
    return Line(
        content((place + "  ", "$head"), reject.reason), content((f"{show.LATE} ", "$late"))
    )


def run_row(run: ImportRun, zone: tzinfo) -> Row:
    mark, style = _STATE_LOOKS[run.state]
    rows = run.report.read if run.report is not None else run.position
    return Row(
        run.run_id,
        {
            "run": str(run.run_id),
            "state": (f"{mark} {T.words.run_state.get(run.state, run.state)}", style),
            "source": run.source,
            "system": (run.system, "$quiet"),
            "rows": show.number(rows),
            "when": (show.moment(run.started_at, zone), "$quiet"),
            "by": (run.by, "$quiet"),
        },
    )
