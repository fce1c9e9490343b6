"""The policy check of the pack in force; its record of processing; another pack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from privacydesk.domain.policy_check import Finding, Severity
from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens.dialogs import FormDialog
from privacydesk.tui.texts import T
from privacydesk.tui.texts_policy import P
from privacydesk.tui.widgets.fields import Choice, Field, Option
from privacydesk.tui.widgets.paper import Line, LineLike, Paper
from privacydesk.tui.widgets.rows import Column, Row, RowList

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.policies import CheckReport, RegisterWritten, UseReport
    from privacydesk.tui.screens.case_dialogs import Target

COLUMNS = (
    Column("severity", P.col_severity, width=11),
    Column("activity", P.col_activity, width=22, drop=1),
    Column("finding", P.col_finding, least=30),
    Column("article", P.col_article, width=24, drop=2),
)
_LOOKS = {
    Severity.ERROR: (show.LATE, P.error, "bold $late"),
    Severity.WARNING: (show.SOON, P.warning, "$soon"),
    Severity.QUESTION: (show.LATER, P.question, "$quiet"),
}


class PolicyScreen(DeskScreen):
    """The findings, and what to do about the one under the mark."""

    CSS_PATH = "policy.tcss"
    TITLE_TEXT = P.title
    HELP_PAGE = "policy"
    OFFERS = ("write_record", "use_pack", "back")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(("write_record", "use_pack"))

    def __init__(self) -> None:
        super().__init__()
        self._report: CheckReport | None = None

    def body(self) -> ComposeResult:
        yield Paper([T.common.loading], id="summary", focusable=False)
        yield RowList(COLUMNS, id="findings", empty=T.common.loading)
        yield Paper(id="detail", focusable=False)

    def on_mount(self) -> None:
        self.reload()

    def on_screen_resume(self) -> None:
        self.show_bars()

    def reload(self) -> None:
        from privacydesk.desk import policies

        self.ask("check", policies.check_in_force, self._show)

    def _show(self, report: CheckReport) -> None:
        self._report = report
        day = show.day(report.statement_date) if report.statement_date else P.no_day
        head = P.head.format(policy=report.pack, day=day)
        if report.excerpt:
            head = f"{head}; {P.excerpt}"
        counts = (
            (P.errors, Severity.ERROR, "bold $late"),
            (P.warnings, Severity.WARNING, "$soon"),
            (P.questions, Severity.QUESTION, "$quiet"),
        )
        pieces = [
            piece
            for words, severity, style in counts
            for piece in (
                (
                    words.format(n=report.count(severity)),
                    style if report.count(severity) else "$fine",
                ),
                ("   ", ""),
            )
        ]
        self.query_one("#summary", Paper).set_lines([content((head, "$quiet")), content(*pieces)])
        rows = self.query_one("#findings", RowList)
        rows.set_empty(P.nothing)
        rows.set_rows(
            [_row(number, finding, report) for number, finding in enumerate(report.findings)],
            keep=True,
        )
        self.show_bars()

    @on(RowList.Highlighted, "#findings")
    def _detail(self, message: RowList.Highlighted) -> None:
        key = message.row.key if message.row is not None else None
        shown: Sequence[LineLike] = ()
        if self._report is not None and isinstance(key, int):
            shown = _lines(self._report.findings[key], self._report)
        self.query_one("#detail", Paper).set_lines(shown)

    # ------------------------------------------------------------------ actions

    def action_write_record(self) -> None:
        from privacydesk.tui.screens.case_dialogs import OutputDialog

        if self._report is None:
            return
        stem = P.record_stem.format(policy=self._report.pack)
        self.app.push_screen(
            OutputDialog(P.record_title, stem, ("xlsx", "pdf", "json")), self._write
        )

    def _write(self, target: Target | None) -> None:
        from privacydesk.desk import policies

        def write(desk: Desk) -> RegisterWritten:
            assert target is not None
            record = policies.register(None, desk)
            return policies.write_register(record, target.format, target.path, created=desk.now())

        def written(report: RegisterWritten) -> None:
            self.desk_app.say(P.record_written.format(path=report.path, n=report.missing))

        if target is not None:
            self.ask("record", write, written)

    def action_use_pack(self) -> None:
        from privacydesk.desk import policies

        def choose(options: Sequence[Option]) -> None:
            current = self._report.pack if self._report is not None else None
            self.app.push_screen(PackDialog(options, current), self._use)

        self.ask(
            "packs",
            lambda desk: [
                Option(pack.name, pack.name, pack.controller)
                for pack in policies.list_packs(desk)
                if not pack.problem
            ],
            choose,
        )

    def _use(self, name: str | None) -> None:
        from privacydesk.desk import policies

        def used(report: UseReport) -> None:
            words = P.used if report.changed else P.unchanged
            self.desk_app.say(words.format(policy=report.policy, n=report.open_cases))
            self.reload()

        if name:
            self.ask("use", lambda desk: policies.use(desk, name), used)


class PackDialog(FormDialog[str]):
    """Which pack to work by."""

    AUTO_FOCUS = "Choice"

    def __init__(self, packs: Sequence[Option], current: str | None) -> None:
        super().__init__(P.use_title, yes=P.use_yes)
        self._packs, self._current = packs, current

    def fields(self) -> ComposeResult:
        yield Static(content((P.use_about, "$quiet")), classes="about")
        yield Field(P.use_pack, Choice(self._packs, self._current, id="pack"))

    def submit(self) -> None:
        self.dismiss(self.chosen("pack"))


def _row(number: int, finding: Finding, report: CheckReport) -> Row:
    glyph, word, style = _LOOKS[finding.severity]
    return Row(
        number,
        {
            "severity": (f"{glyph} {word}", style),
            "activity": (report.titles.get(finding.activity, P.whole), "$quiet"),
            "finding": finding.message,
            "article": (finding.article, "$quiet"),
        },
    )


def _lines(finding: Finding, report: CheckReport) -> list[LineLike]:
    pairs = (
        (P.activity, report.titles.get(finding.activity, "")),
        (P.article, finding.article),
        (P.mend, finding.mend),
        (P.rule, finding.rule),
    )
    shown: list[LineLike] = [content((finding.message, "bold $head"))]
    for label, value in pairs:
        if value:
            shown.append(Line(content(value), content((label.ljust(10), "$quiet"))))
    return shown
