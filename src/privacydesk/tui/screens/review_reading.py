"""Reading all texts of an answer: rules find a part of what concerns others, a reader the rest.

Each record is one page with all its fields. The findings in it are decided with the same keys as
in the list of findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on

from privacydesk.tui import show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens.review_lines import in_order, record_lines, record_row
from privacydesk.tui.texts_review import V
from privacydesk.tui.widgets.paper import LineLike, Paper
from privacydesk.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from privacydesk.desk.redaction import FindingView, RecordTexts


class Reading(DeskScreen):
    """The half of the review that walks all texts; `ReviewScreen` is the other."""

    _reference: str
    _views: list[FindingView]
    _reading: bool = False
    _records: tuple[RecordTexts, ...] = ()
    _by_record: dict[int, list[FindingView]]
    _number: int | None = None  # the finding that stands out in the page

    def _decision(self, view: FindingView) -> list[LineLike]:
        raise NotImplementedError

    def _tell_progress(self) -> None:
        raise NotImplementedError

    def _look(self) -> None:
        raise NotImplementedError

    def action_next_finding(self) -> None:
        raise NotImplementedError

    def action_previous_finding(self) -> None:
        raise NotImplementedError

    # ------------------------------------------------------------------ where we are

    @property
    def _list(self) -> RowList:
        """The list that is walked: of findings, or of records."""
        return self.query_one("#records" if self._reading else "#findings", RowList)

    @property
    def _record(self) -> RecordTexts | None:
        place = self.query_one("#records", RowList).cursor
        return self._records[place] if 0 <= place < len(self._records) else None

    @property
    def _here(self) -> Sequence[FindingView]:
        """The findings of the record under the mark, in the order of its page."""
        record = self._record
        return self._by_record.get(record.record_id, []) if record is not None else []

    @property
    def _current_in_record(self) -> FindingView | None:
        return next((view for view in self._here if view.number == self._number), None)

    def _told_record(self) -> str:
        place = self.query_one("#records", RowList).cursor + 1
        return V.record_of.format(n=show.number(place), all=show.number(len(self._records)))

    # ------------------------------------------------------------------ changing over

    def action_all_texts(self) -> None:
        """From the findings to all texts, and back, at the same finding."""
        from privacydesk.desk import redaction

        if self._reading:
            self._change_over(reading=False)
        elif self._records:
            self._change_over(reading=True)
        else:
            self.run_job(
                V.read_all,
                lambda desk, job: redaction.texts(desk, self._reference, job),
                self._opened,
            )

    def _opened(self, records: tuple[RecordTexts, ...]) -> None:
        if not records:
            self.desk_app.say(V.no_texts, bad=True)
            return
        self._records = records
        self._regroup()
        self._change_over(reading=True)

    def _change_over(self, *, reading: bool) -> None:
        findings, records = (
            self.query_one(f"#{name}", RowList) for name in ("findings", "records")
        )
        if reading and 0 <= findings.cursor < len(self._views):
            view = self._views[findings.cursor]
            ids = [record.record_id for record in self._records]
            if view.record_id in ids:
                records.cursor = ids.index(view.record_id)
                self._number = view.number
        if not reading and (view_now := self._current_in_record) is not None:
            findings.cursor = self._views.index(view_now)
        self._reading = reading
        findings.display, records.display = not reading, reading
        self._tell_progress()
        if reading:
            self._read_record(keep=False)
        else:
            self._look()

    def _regroup(self) -> None:
        """Sort the findings to their records, after either of them changed."""
        grouped: dict[int, list[FindingView]] = {}
        for view in self._views:
            grouped.setdefault(view.record_id, []).append(view)
        self._by_record = {
            record.record_id: in_order(record, grouped[record.record_id])
            for record in self._records
            if record.record_id in grouped
        }
        rows = [record_row(r, self._by_record.get(r.record_id, ())) for r in self._records]
        self.query_one("#records", RowList).set_rows(rows, keep=True)
        if self._reading:
            self._read_record(keep=True)

    # ------------------------------------------------------------------ the page

    @on(RowList.Highlighted, "#records")
    def _other_record(self, message: RowList.Highlighted) -> None:
        if self._reading and message.row is not None:
            self._read_record(keep=self._current_in_record is not None)

    def _read_record(self, *, keep: bool) -> None:
        """Show the page of the record under the mark; with `keep` the reader stays at its place."""
        record, here = self._record, self._here
        if record is None:
            return
        if self._current_in_record is None:
            first = next((v for v in here if v.by is None), here[0] if here else None)
            self._number = first.number if first is not None else None
        current = self._current_in_record
        page = self.query_one("#context", Paper)
        lines, line, column = record_lines(record, here, current, page.size.width)
        page.set_lines(lines, keep=keep)
        if current is not None and not keep:
            page.show_line(line, column)
        quiet: list[LineLike] = [content((V.nothing_here, "$quiet"))]
        told = self._decision(current) if current is not None else quiet
        self.query_one("#decision", Paper).set_lines(told)
        self._tell_progress()

    def _stand_at(self, view: FindingView) -> None:
        self._number = view.number
        self._read_record(keep=False)

    # ------------------------------------------------------------------ moving

    def action_next_in_text(self) -> None:
        if self._reading:
            self._step(1)
        else:
            self.action_next_finding()

    def action_previous_in_text(self) -> None:
        if self._reading:
            self._step(-1)
        else:
            self.action_previous_finding()

    def _step(self, by: int) -> None:
        here, current = self._here, self._current_in_record
        if current is None:
            return
        place = here.index(current) + by
        if 0 <= place < len(here):
            self._stand_at(here[place])

    def _next_open_here(self) -> None:
        """After a decision: the next open finding of this page; else the reader stays."""
        here, current = self._here, self._current_in_record
        at = here.index(current) if current is not None else -1
        following = [view for view in (*here[at + 1 :], *here[: at + 1]) if view.by is None]
        if following:
            self._stand_at(following[0])

    def _next_open_record(self) -> None:
        """The next open finding, in this record or a later one; at the end it begins again."""
        here, current = self._here, self._current_in_record
        at = here.index(current) if current is not None else -1
        for view in here[at + 1 :]:
            if view.by is None:
                self._stand_at(view)
                return
        records = self.query_one("#records", RowList)
        count = len(self._records)
        for step in range(1, count + 1):
            place = (records.cursor + step) % count
            found = self._by_record.get(self._records[place].record_id, ())
            if (first := next((view for view in found if view.by is None), None)) is not None:
                records.cursor = place
                self._stand_at(first)
                return

    def action_read_on(self) -> None:
        """A page on; at the end of a record the next one, from its top."""
        page = self.query_one("#context", Paper)
        if page.scroll_offset.y < page.max_scroll_y:
            page.scroll_page_down(animate=False)
        elif self._reading:
            self._list.action_move(1)

    def action_read_back(self) -> None:
        page = self.query_one("#context", Paper)
        if page.scroll_offset.y > 0:
            page.scroll_page_up(animate=False)
        elif self._reading:
            self._list.action_move(-1)
