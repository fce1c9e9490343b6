"""Case: the path to a complete answer, the clock with its reasons, and the next step first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from privacydesk.domain.case_path import StepState
from privacydesk.domain.model import CaseStatus
from privacydesk.domain.rights import Right
from privacydesk.tui import actions
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens import case_parts as parts
from privacydesk.tui.screens.case_doing import CaseDoing
from privacydesk.tui.screens.case_erasing import CaseErasing
from privacydesk.tui.screens.case_release import CaseReleasing
from privacydesk.tui.screens.case_tasks import CaseSearching
from privacydesk.tui.screens.dialogs import CopyDialog
from privacydesk.tui.texts import T
from privacydesk.tui.texts_release import R
from privacydesk.tui.widgets.paper import LineLike, Paper
from privacydesk.tui.widgets.rows import Column, Row, RowList

if TYPE_CHECKING:
    from privacydesk.desk.cases import CaseView

_OFFERED = tuple(dict.fromkeys(a for part in parts.SECTION_ACTIONS.values() for a in part))


class CaseScreen(CaseDoing, CaseSearching, CaseReleasing, CaseErasing, DeskScreen):
    """One case: left the path, middle the chosen step, right what blocks and the clock."""

    CSS_PATH = "case.tcss"
    TITLE_TEXT = T.case.title
    HELP_PAGE = "case"
    AUTO_FOCUS = "#path"
    OFFERS = (
        "next_step", *_OFFERED, "decide_candidates", "act", "send", "show_clock", "forget",
        "erase_case", "back",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(OFFERS)

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self._view: CaseView | None = None
        self._section = parts.RECEIVED
        self._entered = False

    def body(self) -> ComposeResult:
        yield Paper([T.common.loading], id="head", focusable=False)
        with Horizontal(id="both"):
            yield RowList(parts.PATH_COLUMNS, id="path", header=False)
            with Vertical(id="middle"):
                yield RowList(parts.DOCUMENT_COLUMNS, id="list")
                yield Paper(id="paper")
            yield Paper(id="side")

    @property
    def place(self) -> str:
        return f"{T.case.title} {self._reference}"

    # ------------------------------------------------------------------ reading

    def on_mount(self) -> None:
        self.reload()

    def on_screen_resume(self) -> None:
        if self._view is not None:
            self.reload()

    def reload(self) -> None:
        from privacydesk.desk import cases

        self.ask("case", lambda desk: cases.show(desk, self._reference), self._show)

    def _show(self, view: CaseView) -> None:
        self._view = view
        self.query_one("#head", Paper).set_lines(parts.head(view))
        self.query_one("#side", Paper).set_lines(parts.side(view, self.desk.zone), keep=True)
        path = self.query_one("#path", RowList)
        path.set_rows(parts.path_rows(view), keep=True)
        if not self._entered:
            self._entered = True
            current = next((s.key.value for s in view.path if s.state is StepState.CURRENT), None)
            self._go(current or parts.RECEIVED)
        self._show_section()

    def _go(self, section: str) -> None:
        """Put the mark of the path on a section."""
        path = self.query_one("#path", RowList)
        for number in range(path.count):
            row = path.row(number)
            if row is not None and row.key == section:
                path.cursor = number

    @on(RowList.Highlighted, "#path")
    def _step(self, message: RowList.Highlighted) -> None:
        if message.row is not None and self._section != message.row.key:
            self._section = str(message.row.key)
            self._show_section()

    @on(RowList.Chosen, "#path")
    def _into(self) -> None:
        if self._section == parts.PERSON:
            self.action_open_subject()
            return
        self.query_one("#list" if self._section in parts.LIST_SECTIONS else "#paper").focus()

    def _show_section(self) -> None:
        view = self._view
        if view is None:
            return
        listed = self._section in parts.LIST_SECTIONS
        self.query_one("#list").display = listed
        self.set_class(listed, "-listed")
        paper = self.query_one("#paper", Paper)
        paper.border_title = None
        zone = self.desk.zone
        case = view.case
        match self._section:
            case parts.SEARCHED:
                self._show_tasks()
            case parts.CANDIDATES:
                rows = [parts.candidate_row(c) for c in case.candidates]
                self._list(parts.CANDIDATE_COLUMNS, rows, T.case.no_candidates)
            case parts.PREPARED | parts.RELEASED | parts.SENT:
                final = self._section != parts.PREPARED
                rows = [
                    parts.document_row(d, zone) for d in case.documents if not (final and d.draft)
                ]
                self._list(parts.DOCUMENT_COLUMNS, rows, R.none if final else T.case.no_documents)
            case parts.EVENTS:
                rows = [parts.event_row(e) for e in case.events]
                self._list(parts.EVENT_COLUMNS, rows, "")
            case parts.CLOCK:
                paper.set_lines(parts.clock_lines(view))
            case parts.PERSON:
                paper.set_lines(parts.person_lines(case))
            case parts.IDENTITY:
                paper.set_lines(parts.identity_lines(view))
            case parts.REVIEWED:
                self._show_coverage(view, paper)
            case _:
                paper.set_lines(parts.received_lines(view, zone))
        self.show_bars()

    def _list(self, columns: Sequence[Column], rows: Sequence[Row], empty: str) -> None:
        rows_list = self.query_one("#list", RowList)
        rows_list.set_columns(columns)
        rows_list.set_empty(empty)
        rows_list.set_rows(rows, keep=True)

    def _show_coverage(self, view: CaseView, paper: Paper) -> None:
        from privacydesk.desk import answer
        from privacydesk.tui.screens.coverage_lines import coverage_lines

        if view.case.subject_id is None:
            paper.set_lines([content((T.case.no_coverage, "$quiet"))])
            return
        paper.set_lines([T.common.loading])
        self.ask(
            "coverage",
            lambda desk: answer.coverage(desk, self._reference),
            lambda found: self._if_at(parts.REVIEWED, lambda width: coverage_lines(found, width)),
            otherwise=lambda trouble: paper.set_lines([content((trouble.sentence, "$soon"))]),
        )

    @on(RowList.Highlighted, "#list")
    def _detail(self, message: RowList.Highlighted) -> None:
        view, row = self._view, message.row
        if view is None or self._section not in parts.LIST_SECTIONS:
            return
        lines: list[LineLike] = []
        if row is not None:
            case, zone = view.case, self.desk.zone
            match self._section:
                case parts.SEARCHED:
                    lines = self._task_detail(row.key)
                case parts.CANDIDATES:
                    lines = [x for c in case.candidates if c.candidate_id == row.key
                             for x in parts.candidate_detail(c)]  # fmt: skip
                case parts.PREPARED | parts.RELEASED | parts.SENT:
                    lines = [x for d in case.documents if d.document_id == row.key
                             for x in parts.document_detail(d, zone)]  # fmt: skip
        self.query_one("#paper", Paper).set_lines(lines)

    # ------------------------------------------------------------------ keys

    def offered(self) -> Sequence[str]:
        first = self._next()
        own = parts.SECTION_ACTIONS.get(self._section, ())
        rest = [a for a in (*own, "open_subject", "record_event", "show_clock") if a != first]
        if self._view is not None and self._view.case.status is CaseStatus.CLOSED:
            rest.insert(0, "erase_case")
        elif self._view is not None and self._asks_erasure(self._view):
            rest.insert(0 if self._section == parts.PREPARED else len(own), "forget")
        return tuple(dict.fromkeys([*([first] if first else []), *rest, "back"]))

    @staticmethod
    def _asks_erasure(view: CaseView) -> bool:
        return any(request.right == Right.ERASURE for request in view.case.requests)

    def first_stands_out(self) -> bool:
        return self._next() is not None

    def _next(self) -> str | None:
        return parts.ACTION_OF.get(self._view.next_action) if self._view is not None else None

    async def action_next_step(self) -> None:
        if (name := self._next()) is not None:
            await self.do(name)

    def action_show_clock(self) -> None:
        self._go(parts.CLOCK)

    def action_decide_candidates(self) -> None:
        self._go(parts.CANDIDATES)
        self.query_one("#list").focus()

    def action_copy(self) -> None:
        paper = self.query_one("#paper", Paper)
        self.app.push_screen(CopyDialog(paper.plain, f"case-{self._reference}.txt"))
