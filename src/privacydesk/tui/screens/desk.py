"""Desk: what is late, what is next, whose is it. The start screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.rows import Column, Row, RowList
from privacydesk.tui.widgets.strip import DueStrip

if TYPE_CHECKING:
    from privacydesk.desk.cases import CaseView
    from privacydesk.domain.model import CaseLine

FILTERS = ("all", "overdue", "week", "unassigned", "mine")

COLUMNS = (
    Column("due", T.desk.col_due, width=14),
    Column("on", T.desk.col_on, width=11, drop=5),
    Column("ref", T.desk.col_ref, width=9),
    Column("who", T.desk.col_who, least=16),
    Column("rights", T.desk.col_rights, least=12),
    Column("stage", T.desk.col_stage, least=24, drop=4),
    Column("with", T.desk.col_with, width=10, drop=3),
)


class CasesScreen(DeskScreen):
    """The open cases by due date, with the counts and the strip above them."""

    TITLE_TEXT = T.desk.title
    HELP_PAGE = "desk"
    OFFERS = (
        "new_request", "find", "open_case", "assign", "filter", "import_data", "systems",
        "palette", "theme", "quit",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(("assign", "filter"))

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._cases: tuple[CaseLine, ...] = ()
        self._filter = "all"

    def body(self) -> ComposeResult:
        with Horizontal(id="tiles"):
            for name in ("overdue", "week", "all", "unassigned"):
                yield Tile(name)
        yield DueStrip(id="strip")
        yield RowList(COLUMNS, id="cases", empty=T.common.opening)
        yield Static(id="why")

    # ------------------------------------------------------------------ reading

    def store_opened(self) -> None:
        self.show_bars()
        self.reload()

    def on_screen_resume(self) -> None:
        if self.desk_app.ready:
            self.reload()

    def reload(self) -> None:
        from privacydesk.desk import cases

        self.ask("cases", cases.list_cases, self._show_cases)

    def _show_cases(self, found: tuple[CaseLine, ...]) -> None:
        self._cases = found
        counts = {name: sum(1 for c in found if self._passes(c, name)) for name in FILTERS}
        for tile in self.query(Tile):
            tile.count = counts[tile.name_of_filter]
        desk = self.desk
        today = desk.now().astimezone(desk.zone).date()
        self.query_one(DueStrip).set_due(today, [c.due for c in found])
        self._show_rows()

    def _passes(self, case: CaseLine, name: str) -> bool:
        match name:
            case "overdue":
                return case.days_left < 0
            case "week":
                return 0 <= case.days_left < show.WEEK
            case "unassigned":
                return case.assignee is None
            case "mine":
                return case.assignee == self.desk.operator
        return True

    def _show_rows(self) -> None:
        rows = self.query_one("#cases", RowList)
        rows.set_empty(T.desk.empty if self._filter == "all" else T.desk.empty_filter)
        shown = [self._row(c) for c in self._cases if self._passes(c, self._filter)]
        rows.set_rows(shown, keep=True)
        for tile in self.query(Tile):
            tile.set_class(tile.name_of_filter == self._filter != "all", "-chosen")
        self.show_bars()

    @property
    def place(self) -> str:
        if self._filter == "all":
            return self.TITLE_TEXT
        return T.desk.filter.format(name=T.desk.filters[self._filter])

    def _row(self, case: CaseLine) -> Row:
        known = case.subject_id is not None
        return Row(
            case.reference,
            {
                "due": show.due_cell(case),
                "on": (show.day(case.due), "$quiet"),
                "ref": (case.reference, "$head"),
                "who": case.who if known else (f"({T.words.unknown_person})", "italic $quiet"),
                "rights": show.rights(case.rights),
                "stage": (case.stage, "$quiet"),
                "with": case.assignee or (T.words.nobody, "$quiet"),
            },
        )

    # ------------------------------------------------------------------ why this date

    @on(RowList.Highlighted, "#cases")
    def _explain_soon(self, message: RowList.Highlighted) -> None:
        self.stale("why")
        if message.row is None or not self.desk_app.ready:
            self.query_one("#why", Static).update("")
            return
        reference = str(message.row.key)
        self.soon("why", lambda: self._explain(reference))

    def _explain(self, reference: str) -> None:
        from privacydesk.desk import cases

        self.ask(
            "why",
            lambda desk: cases.show(desk, reference),
            self._show_why,
            otherwise=lambda _: self.query_one("#why", Static).update(""),
        )

    def _show_why(self, view: CaseView) -> None:
        clock, texts = view.clock, T.desk
        said = [texts.why_received.format(day=show.short_day(clock.received_date))]
        if clock.at_once:
            said.append(texts.why_at_once)
        if clock.house_due is not None:
            said.append(texts.why_house.format(day=show.short_day(clock.house_due)))
        said.append(texts.why_law.format(day=show.short_day(clock.statutory_last_day)))
        due = texts.why_due.format(day=show.day(clock.due))
        warnings = [("  ▲ " + warning, "$soon") for warning in clock.warnings[:1]]
        self.query_one("#why", Static).update(
            content(
                (texts.why + "  ", "$quiet"),
                (view.case.reference + "  ", "$head"),
                " · ".join(said) + " → ",
                (due, "bold"),
                *warnings,
            )
        )

    # ------------------------------------------------------------------ doing

    @on(RowList.Chosen, "#cases")
    def _open(self, message: RowList.Chosen) -> None:
        self.desk_app.open_case(str(message.row.key))

    def action_open_case(self) -> None:
        self.query_one("#cases", RowList).action_choose()

    def action_filter(self) -> None:
        self.choose_filter(FILTERS[(FILTERS.index(self._filter) + 1) % len(FILTERS)])

    def choose_filter(self, name: str) -> None:
        """Show only what passes this filter."""
        self._filter = name
        self._show_rows()

    def action_assign(self) -> None:
        from privacydesk.desk import cases

        row = self.query_one("#cases", RowList).current
        if row is None:
            return
        case = next(c for c in self._cases if c.reference == row.key)
        who = None if case.assignee == self.desk.operator else self.desk.operator

        def done(_: CaseView) -> None:
            text = T.desk.unassigned_now if who is None else T.desk.assigned
            self.desk_app.say(text.format(ref=case.reference, who=who))
            self.reload()

        self.ask("assign", lambda desk: cases.assign(desk, case.reference, who), done)

    def offered(self) -> Sequence[str]:
        return self.OFFERS


class Tile(Static):
    """A count with its word; a click filters the list by it."""

    _GLYPHS: ClassVar[dict[str, tuple[str, str, str]]] = {
        "overdue": (show.LATE, "$late", T.desk.overdue),
        "week": (show.SOON, "$soon", T.desk.this_week),
        "all": (show.LATER, "$fine", T.desk.open_cases),
        "unassigned": (show.HERE, "$head", T.desk.unassigned),
    }

    def __init__(self, name: str) -> None:
        super().__init__(classes="tile")
        self.name_of_filter = name
        self._count: int | None = None

    @property
    def count(self) -> int | None:
        return self._count

    @count.setter
    def count(self, value: int) -> None:
        self._count = value
        glyph, style, word = self._GLYPHS[self.name_of_filter]
        loud = value > 0
        self.update(
            content(
                (f"{glyph} ", style if loud else "$quiet"),
                (str(value), f"bold {style}" if loud else "bold $quiet"),
                (f" {word}", "$foreground" if loud else "$quiet"),
            )
        )

    def on_click(self) -> None:
        screen = self.screen
        if isinstance(screen, CasesScreen) and self._count is not None:
            screen.choose_filter(self.name_of_filter)
