"""What is past its storage period, what is kept back and why, and the run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens.dialogs import ConfirmDialog
from privacydesk.tui.texts import T
from privacydesk.tui.texts_retention import R
from privacydesk.tui.widgets.paper import Line, LineLike, Paper
from privacydesk.tui.widgets.rows import Cell, Column, Row, RowList

if TYPE_CHECKING:
    from privacydesk.desk.retention import (
        DueLine,
        DueReport,
        RunReport,
        StillHeldLine,
        UndeterminedLine,
    )

COLUMNS = (
    Column("state", R.col_state, width=15),
    Column("records", R.col_records, width=9, right=True),
    Column("kind", R.col_kind, width=13),
    Column("system", R.col_system, least=14),
    Column("oldest", R.col_oldest, width=10, drop=1),
    Column("activity", R.col_activity, least=14, drop=2),
)


class RetentionScreen(DeskScreen):
    """The list, and the period of the line under the mark."""

    CSS_PATH = "retention.tcss"
    TITLE_TEXT = R.title
    HELP_PAGE = "retention"
    OFFERS = ("run_periods", "holds", "back")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(("run_periods", "holds"))

    def __init__(self) -> None:
        super().__init__()
        self._report: DueReport | None = None
        self._details: dict[int, list[LineLike]] = {}

    def body(self) -> ComposeResult:
        yield Paper([T.common.loading], id="summary", focusable=False)
        yield RowList(COLUMNS, id="due", empty=T.common.loading)
        yield Paper(id="detail", focusable=False)

    def on_mount(self) -> None:
        self.reload()

    def on_screen_resume(self) -> None:
        self.reload()

    def first_stands_out(self) -> bool:
        return self._report is not None and self._report.due > 0

    def reload(self) -> None:
        from privacydesk.desk import retention

        self.ask("due", retention.due, self._show)

    def _show(self, report: DueReport) -> None:
        self._report = report
        head = R.no_pack.format(day=show.day(report.today), policy=report.policy)
        parts = (
            (R.due.format(n=show.number(report.due)), "bold $late" if report.due else "$fine"),
            (R.kept.format(n=show.number(report.kept)), "$quiet"),
            (R.undetermined.format(n=show.number(report.undetermined)), "$quiet"),
        )
        pieces = [piece for part in parts for piece in (part, ("   ", ""))]
        self.query_one("#summary", Paper).set_lines([content((head, "$quiet")), content(*pieces)])
        rows: list[Row] = []
        self._details = {}
        for number, (cells, lines) in enumerate(_lines(report)):
            rows.append(Row(number, cells))
            self._details[number] = lines
        listed = self.query_one("#due", RowList)
        listed.set_empty(R.nothing)
        listed.set_rows(rows, keep=True)
        self.show_bars()

    @on(RowList.Highlighted, "#due")
    def _detail(self, message: RowList.Highlighted) -> None:
        key = message.row.key if message.row is not None else None
        lines = self._details.get(key, []) if isinstance(key, int) else []
        self.query_one("#detail", Paper).set_lines(lines)

    # ------------------------------------------------------------------ actions

    def action_holds(self) -> None:
        from privacydesk.tui.screens.holds import HoldsScreen

        self.app.push_screen(HoldsScreen())

    def action_run_periods(self) -> None:
        from privacydesk.desk import retention

        def ask(plan: RunReport) -> None:
            if not plan.touched:
                self.desk_app.say(R.nothing_due)
                return
            sentence = R.run_sentence.format(
                erased=show.number(plan.erased),
                parts=show.number(plan.parts),
                anonymised=show.number(plan.anonymised),
                restricted=show.number(plan.restricted),
            )
            self.app.push_screen(ConfirmDialog(R.run_title, sentence, R.run_yes), self._confirmed)

        self.ask("plan", retention.plan, ask)

    def _confirmed(self, yes: bool | None) -> None:
        from privacydesk.desk import retention

        if yes:
            self.run_job(
                R.running, lambda desk, job: retention.run(desk, yes=True, job=job), self._done
            )

    def _done(self, report: RunReport) -> None:
        said = R.done.format(
            touched=show.number(report.touched), people=report.people, files=report.files
        )
        self.desk_app.say(said)
        if not report.complete:
            self.desk_app.say(R.incomplete, bad=True)
        if report.leftovers:
            self.desk_app.say(R.leftovers.format(names=", ".join(report.leftovers)), bad=True)
        self.reload()


def _lines(report: DueReport) -> Iterator[tuple[dict[str, Cell], list[LineLike]]]:
    """Every line of the report as a row, with what its detail pane says."""
    for line in report.lines:
        yield _cells(line, R.then[str(line.then)], "bold $late", show.LATE), _due_detail(line)
    for line in report.kept_back:
        yield _cells(line, R.because[str(line.kept)], "$soon", show.HERE), _due_detail(line)
    for missing in report.undetermined_lines:
        yield (
            _missing_cells(missing),
            [
                content((missing.activity or show.kind(missing.kind), "bold $head")),
                _pair(R.missing, missing.missing),
                content((R.never_run, "$quiet")),
            ],
        )
    for held in report.still_held:
        yield (
            _held_cells(held),
            [
                content((held.system, "bold $head")),
                content(R.still_why.format(system=held.system, day=show.day(held.seen.date()))),
            ],
        )


def _cells(line: DueLine, state: str, style: str, glyph: str) -> dict[str, Cell]:
    return {
        "state": (f"{glyph} {state}", style),
        "records": show.number(line.records),
        "kind": show.kind(line.kind),
        "system": line.system,
        "oldest": (line.oldest.isoformat() if line.oldest else "", "$quiet"),
        "activity": (line.activity, "$quiet"),
    }


def _due_detail(line: DueLine) -> list[LineLike]:
    said: list[LineLike] = [content((line.activity or show.kind(line.kind), "bold $head"))]
    if text := line.period("en"):
        said.append(_pair(R.period, text))
    said.append(_pair(R.why, line.why))
    if line.then is not None:
        said.append(_pair(R.happens, R.then[str(line.then)]))
    if line.kept_until is not None:
        said.append(_pair(R.kept_until, show.day(line.kept_until)))
    return said


def _missing_cells(line: UndeterminedLine) -> dict[str, Cell]:
    return {
        "state": (f"{show.LATER} {R.unknown}", "$quiet"),
        "records": show.number(line.records),
        "kind": show.kind(line.kind),
        "system": line.system,
        "oldest": "",
        "activity": (line.activity, "$quiet"),
    }


def _held_cells(line: StillHeldLine) -> dict[str, Cell]:
    return {
        "state": (f"{show.SOON} {R.still}", "$soon"),
        "records": show.number(line.records),
        "kind": show.kind(line.kind),
        "system": line.system,
        "oldest": (line.seen.date().isoformat(), "$quiet"),
        "activity": "",
    }


def _pair(label: str, text: str) -> Line:
    return Line(content(text), content((label.ljust(12), "$quiet")))
