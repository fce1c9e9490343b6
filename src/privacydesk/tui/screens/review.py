"""Review: what concerns other people in the answer, one finding after the other, in context.

Two keystrokes decide a finding: what (`k`, `b`, `B`) and why (a number, or enter for the usual
reason). The mark then goes on to the next one that is open. `t` changes to all texts of the
answer, record by record, with the same keys (`review_reading`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from privacydesk.domain.redaction import FindingState
from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens.review_lines import (
    FINDING_COLUMNS,
    RECORD_COLUMNS,
    context_lines,
    finding_row,
    reading_order,
)
from privacydesk.tui.screens.review_reading import Reading
from privacydesk.tui.selecting import Page
from privacydesk.tui.texts_review import V
from privacydesk.tui.widgets.paper import LineLike, Paper
from privacydesk.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from privacydesk.desk.redaction import Decided, FindingView
    from privacydesk.tui.screens.review_dialogs import Selected

_BAR = 20
_MINE = (
    "keep", "black_out", "black_out_everywhere", "add_finding", "undo", "all_texts", "files",
    "next_finding", "previous_finding", "next_in_text", "previous_in_text", "next_open",
    "read_on", "read_back",
)  # fmt: skip


class ReviewScreen(Reading, DeskScreen):
    """Left the findings or the records, right the text, below who decided."""

    CSS_PATH = "review.tcss"
    TITLE_TEXT = V.title
    HELP_PAGE = "review"
    AUTO_FOCUS = ""
    OFFERS = (
        "keep",
        "black_out",
        "black_out_everywhere",
        "undo",
        "add_finding",
        "all_texts",
        "files",
        "next_open",
        "next_in_text",
        "previous_in_text",
        "read_on",
        "read_back",
        "back",
    )
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(_MINE)

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self._views: list[FindingView] = []

    @property
    def place(self) -> str:
        return f"{V.title} {self._reference}"

    def body(self) -> ComposeResult:
        yield Paper([V.looking], id="progress", focusable=False)
        with Horizontal(id="both"):
            for columns, name in ((FINDING_COLUMNS, "findings"), (RECORD_COLUMNS, "records")):
                rows = RowList(columns, id=name, empty=V.looking)
                rows.can_focus = False  # k keeps here, and moves nothing
                yield rows
            with Vertical():
                yield Paper(id="context", focusable=False)
                yield Paper(id="decision", focusable=False)

    def on_mount(self) -> None:
        self.query_one("#records", RowList).display = False
        self.reload()

    def reload(self) -> None:
        from privacydesk.desk import redaction

        self.ask("findings", lambda desk: redaction.findings(desk, self._reference), self._show)

    def _show(self, views: Sequence[FindingView]) -> None:
        first = not self._views
        self._views = list(views)
        rows = self.query_one("#findings", RowList)
        rows.set_empty(V.nothing)
        rows.set_rows([finding_row(view) for view in views], keep=True)
        self._tell_progress()
        self._regroup()
        if first and self._current is not None and self._current.by is not None:
            self.action_next_open()

    def _tell_progress(self) -> None:
        done = sum(view.by is not None for view in self._views)
        everything = len(self._views)
        told = V.progress.format(done=show.number(done), all=show.number(everything))
        complete = done == everything
        parts = [(told, "bold $fine" if complete else "bold $soon")]
        if everything:
            full = _BAR * done // everything
            parts += [("   " + "━" * full, "$fine"), ("─" * (_BAR - full), "$line")]
        if self._reading:
            parts.append((f"   {self._told_record()}", "$quiet"))
        self.query_one("#progress", Paper).set_lines([content(*parts)])

    @property
    def _current(self) -> FindingView | None:
        if self._reading:
            return self._current_in_record
        rows = self.query_one("#findings", RowList)
        return self._views[rows.cursor] if 0 <= rows.cursor < len(self._views) else None

    @on(RowList.Highlighted, "#findings")
    def _look(self) -> None:
        if self._reading:
            return
        view = self._current
        context = self.query_one("#context", Paper)
        lines, line, column = context_lines(view, self._views) if view is not None else ([], 0, 0)
        context.set_lines(lines)
        context.show_line(line, column)
        self.query_one("#decision", Paper).set_lines(self._decision(view) if view else [])

    def _decision(self, view: FindingView) -> list[LineLike]:
        place = V.place.format(record=view.record, field=view.field)
        shown: list[LineLike] = [content((place, "$quiet"))]
        if view.by is None or view.at is None:
            shown.append(content((V.hidden, "$soon")))
        else:
            from privacydesk.domain.redaction import REASONS

            reasons = {code: text for codes in REASONS.values() for code, text in codes.items()}
            told = V.decided.format(
                state=V.state[view.state.value],
                by=view.by,
                when=show.moment(view.at, self.desk.zone),
                reason=reasons.get(view.reason, view.reason),
            )
            wide = f" ({V.wide})" if view.everywhere else ""
            shown.append(content(told + wide))
        if view.equal > 1:
            shown.append(content((V.equal.format(n=view.equal), "$quiet")))
        return shown

    # ------------------------------------------------------------------ moving

    def action_next_finding(self) -> None:
        self._list.action_move(1)

    def action_previous_finding(self) -> None:
        self._list.action_move(-1)

    def action_next_open(self) -> None:
        """The next finding that is open; from the end on it begins again at the top."""
        if self._reading:
            self._next_open_record()
            return
        rows = self.query_one("#findings", RowList)
        count = len(self._views)
        for step in range(1, count + 1):
            place = (rows.cursor + step) % count
            if self._views[place].by is None:
                rows.cursor = place
                return

    def action_files(self) -> None:
        from privacydesk.tui.screens.files import FilesScreen

        self.app.push_screen(FilesScreen(self._reference))

    # ------------------------------------------------------------------ deciding

    def action_keep(self) -> None:
        self._decide("keep", V.why_keep, everywhere=False)

    def action_black_out(self) -> None:
        self._decide("black_out", V.why_black, everywhere=False)

    def action_black_out_everywhere(self) -> None:
        self._decide("black_out", V.why_everywhere, everywhere=True)

    def _decide(self, verdict: str, title: str, *, everywhere: bool) -> None:
        from privacydesk.desk import redaction
        from privacydesk.tui.screens.review_dialogs import ReasonDialog

        view = self._current
        if view is None:
            self.desk_app.say(V.nothing_found_here, bad=True)
            return

        def because(code: str | None) -> None:
            if code is None:
                return
            self.ask(
                "decide",
                lambda desk: redaction.decide(
                    desk,
                    self._reference,
                    view.number,
                    verdict,
                    everywhere=everywhere,
                    reason=code,
                    text=view.text,
                ),
                self._decided(verdict, code, everywhere=everywhere),
            )

        self.app.push_screen(ReasonDialog(title, verdict), because)

    def _decided(self, verdict: str, code: str, *, everywhere: bool) -> Callable[[Decided], None]:
        def done(result: Decided) -> None:
            now, held = self.desk.now(), set(result.numbers)
            self._views = [
                replace(
                    view,
                    state=FindingState(verdict),
                    by=self.desk.operator,
                    at=now,
                    reason=code,
                    everywhere=everywhere,
                )
                if view.number in held
                else view
                for view in self._views
            ]
            self._redraw()
            if everywhere:
                self.desk_app.say(V.done_wide.format(n=len(held)))
                self.reload()  # the same words may now be found where no rule saw them
            if self._reading:
                self._next_open_here()
            else:
                self.action_next_open()

        return done

    def action_undo(self) -> None:
        from privacydesk.desk import redaction

        view = self._current
        if view is None or view.by is None:
            self.desk_app.say(V.nothing_to_undo, bad=True)
            return

        def undone(_: Decided) -> None:
            self.desk_app.say(V.undone)
            self.reload()  # an earlier decision may hold again

        self.ask("decide", lambda desk: redaction.undo(desk, self._reference, view.number), undone)

    def action_add_finding(self) -> None:
        from privacydesk.desk import redaction
        from privacydesk.tui.screens.review_dialogs import SelectDialog

        view = self._current
        if view is None and not self._reading:
            self.action_all_texts()  # nothing was found: read what there is
            return
        if self._reading:
            record = self._record
            if record is None:
                return
            record_id, page = record.record_id, Page(reading_order(record))
        else:
            assert view is not None
            record_id, page = view.record_id, Page([(view.field, view.source)], labels=False)
        at = page.location(view.field, view.start) if view is not None else (0, 0)

        def add(selected: Selected | None) -> None:
            if selected is None:
                return
            self.ask(
                "decide",
                lambda desk: redaction.add(
                    desk,
                    self._reference,
                    record_id,
                    selected.field,
                    selected.text,
                    occurrence=selected.occurrence,
                    everywhere=selected.everywhere,
                ),
                added,
            )

        def added(result: Decided) -> None:
            told = V.done.format(number=result.number, state=V.state[result.state.value])
            self.desk_app.say(told)
            self._number = result.number
            self.reload()

        self.app.push_screen(SelectDialog(page, at), add)

    def _redraw(self) -> None:
        rows = self.query_one("#findings", RowList)
        rows.set_rows([finding_row(view) for view in self._views], keep=True)
        self._regroup()
        self._tell_progress()
