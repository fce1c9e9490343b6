"""Import: first a check that writes nothing, then the run with its speed, then what it did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from privacydesk.domain.model import ImportReport, ImportRun, RunState
from privacydesk.tui import actions
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens import import_parts as parts
from privacydesk.tui.screens.dialogs import ConfirmDialog
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.fields import Choice, Field, Option
from privacydesk.tui.widgets.paper import Paper
from privacydesk.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from privacydesk.desk.sources import SourceView


_GENERIC = "generic"


class ImportScreen(DeskScreen):
    """The form above; below what would happen or did, or the list of runs."""

    CSS_PATH = "imports.tcss"
    TITLE_TEXT = T.imports.title
    HELP_PAGE = "import"
    AUTO_FOCUS = "#path"
    OFFERS = ("check", "apply", "apply_rest", "runs", "resume_run", "undo_run", "back")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(
        ("check", "apply", "apply_rest", "runs", "resume_run", "undo_run")
    )

    def __init__(self) -> None:
        super().__init__()
        self._sources: dict[str, SourceView] = {}
        self._runs: dict[int, ImportRun] = {}
        self._checked: ImportReport | None = None
        self._known: Path | None = None  # the path whose source is recognised or chosen

    def body(self) -> ComposeResult:
        with Vertical(id="form"):
            yield Field(T.imports.path, Input(placeholder=T.imports.path_place, id="path"))
            yield Field(T.imports.source, Choice([], id="source"))
            yield Field(T.imports.system, Input(placeholder=T.imports.system_place, id="system"))
            mapping = Input(placeholder=T.imports.mapping_place, id="mapping")
            yield Field(T.imports.mapping, mapping).add_class("for-generic")
            yield Static(id="explains")
        yield Paper([T.imports.first], id="report")
        yield RowList(parts.RUN_COLUMNS, id="runs", empty=T.imports.no_runs)

    def offered(self) -> Sequence[str]:
        if self.has_class("-runs"):
            return ("resume_run", "undo_run", "runs", "back")
        if self._checked is None:
            return ("check", "runs", "back")
        if self._checked.rejected:
            return ("apply_rest", "check", "runs", "back")
        return ("apply", "check", "runs", "back")

    def first_stands_out(self) -> bool:
        return not self.has_class("-runs")

    def on_mount(self) -> None:
        from privacydesk.desk import sources

        self.ask(
            "sources",
            lambda desk: [sources.show_source(s.name, desk) for s in sources.list_sources(desk)],
            self._show_sources,
        )
        self._reload_runs()

    # ------------------------------------------------------------------ the form

    def _show_sources(self, found: Sequence[SourceView]) -> None:
        self._sources = {s.name: s for s in found}
        options = [Option(s.name, s.title, s.name) for s in found]
        self.query_one("#source", Choice).set_options(options)
        self._explain()

    def _explain(self) -> None:
        name = self.query_one("#source", Choice).value
        self.set_class(name == _GENERIC, "-generic")
        source = self._sources.get(name)
        said = " ".join(source.explains.split()) if source is not None else ""
        self.query_one("#explains", Static).update(content((said, "$quiet")))

    @on(Choice.Changed, "#source")
    def _source_changed(self) -> None:
        self._known = Path(self.query_one("#path", Input).value.strip()).expanduser()
        self.stale("recognise")
        self._forget_check()
        self._explain()

    @on(Input.Changed, "#path")
    def _path_changed(self, message: Input.Changed) -> None:
        self._forget_check()
        path = Path(message.value.strip()).expanduser()
        if message.value.strip():
            self.soon("recognise", lambda: self._recognise(path))

    def _recognise(self, path: Path, then: Callable[[], None] = lambda: None) -> None:
        """Put the choice on the source whose fields the file has, then go on."""
        from privacydesk.desk import recognising

        def recognised(name: str | None) -> None:
            self._known = path
            if path.exists():
                self.query_one("#source", Choice).choose(name or _GENERIC)
                self._explain()
            then()

        self.ask(
            "recognise",
            lambda desk: recognising.recognise(desk, path),
            recognised,
            otherwise=lambda _: then(),
        )

    def _forget_check(self) -> None:
        if self._checked is not None:
            self._checked = None
            self.query_one("#report", Paper).set_lines([T.imports.first])
            self.show_bars()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_check()

    # ------------------------------------------------------------------ running

    def action_check(self) -> None:
        typed = self.query_one("#path", Input).value.strip()
        path = Path(typed).expanduser()
        if typed and self._known != path:  # enter came before the file was recognised
            self.stale("recognise")
            self._recognise(path, self._check)
        else:
            self._check()

    def _check(self) -> None:
        self._run(T.imports.checking, dry_run=True, skip=True)

    def action_apply(self) -> None:
        if self._checked is None:
            self.action_check()
        else:
            self._run(T.imports.importing, dry_run=False, skip=False)

    def action_apply_rest(self) -> None:
        if self._checked is not None:
            self._run(T.imports.importing, dry_run=False, skip=True)

    def _run(self, title: str, *, dry_run: bool, skip: bool) -> None:
        from privacydesk.desk import imports

        typed = self.query_one("#path", Input).value.strip()
        if not typed:
            self.desk_app.say(T.imports.no_path, bad=True)
            self.query_one("#path", Input).focus()
            return
        path = Path(typed).expanduser()
        source = self.query_one("#source", Choice).value
        system = self.query_one("#system", Input).value.strip() or None
        mapped = self.query_one("#mapping", Input).value.strip()
        mapping = Path(mapped).expanduser() if mapped and source == _GENERIC else None
        self.set_class(False, "-runs")

        def finished(report: ImportReport) -> None:
            self._checked = report if report.dry_run else None
            self._show_report(report)

        self.run_job(
            title,
            lambda desk, job: imports.run_import(
                desk,
                path,
                source,
                system=system,
                dry_run=dry_run,
                skip_rejected=skip,
                mapping=mapping,
                job=job,
            ),
            finished,
        )

    def _show_report(self, report: ImportReport) -> None:
        paper = self.query_one("#report", Paper)
        paper.set_lines(parts.report_lines(report))
        paper.focus()
        self._reload_runs()
        self.show_bars()

    # ------------------------------------------------------------------ runs

    def action_runs(self) -> None:
        self.toggle_class("-runs")
        self.query_one("#runs" if self.has_class("-runs") else "#path").focus()
        self.show_bars()

    def _reload_runs(self) -> None:
        from privacydesk.desk import imports

        self.ask("runs", imports.runs, self._show_runs)

    def _show_runs(self, found: Sequence[ImportRun]) -> None:
        self._runs = {run.run_id: run for run in found}
        rows = [parts.run_row(run, self.desk.zone) for run in found]
        self.query_one("#runs", RowList).set_rows(rows, keep=True)

    @on(RowList.Chosen, "#runs")
    def _chosen(self) -> None:
        run = self._marked()
        if run is not None and run.report is not None:
            self.set_class(False, "-runs")
            self._show_report(run.report)

    def _marked(self) -> ImportRun | None:
        row = self.query_one("#runs", RowList).current
        return self._runs.get(row.key) if row is not None else None  # type: ignore[call-overload]

    def action_resume_run(self) -> None:
        from privacydesk.desk import imports

        run = self._marked()
        if not self.has_class("-runs") or run is None:
            return
        number = run.run_id

        def resumed(report: ImportReport) -> None:
            self.desk_app.say(T.imports.resumed.format(run=number))
            self._show_report(report)

        self.run_job(
            T.imports.resuming, lambda desk, job: imports.resume(desk, number, job=job), resumed
        )

    def action_undo_run(self) -> None:
        from privacydesk.desk import imports

        run = self._marked()
        if not self.has_class("-runs") or run is None or run.state is RunState.UNDONE:
            return
        number = run.run_id

        def undone(report: ImportReport) -> None:
            self.desk_app.say(T.imports.undone.format(run=number))
            self._show_report(report)

        def sure(yes: bool | None) -> None:
            if yes:
                self.run_job(
                    T.imports.undoing, lambda desk, job: imports.undo(desk, number, job=job), undone
                )

        sentence = T.imports.undo_sure.format(run=number)
        self.app.push_screen(ConfirmDialog(T.imports.undoing, sentence, T.imports.undo), sure)
