"""Subject: everything held on one person, and each record as a person would read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from privacydesk.domain.model import RecordKind, SubjectCard, Suggestion, SuggestionState
from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.reading import record_lines
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens import subject_parts as parts
from privacydesk.tui.screens.dialogs import CopyDialog, LineDialog
from privacydesk.tui.screens.reader import ReaderScreen
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.paper import Paper
from privacydesk.tui.widgets.rows import PAGE, Column, Row, RowList
from privacydesk.tui.widgets.tabs import TabStrip

if TYPE_CHECKING:
    from privacydesk.domain.model import Consultation, Record, RecordLine

_READS = ("read", "new_request", "suggestions", "copy", "next_tab", "back")
_DECIDES = ("accept", "reject", "undo", "next_tab", "back")


class SubjectScreen(DeskScreen):
    """One person. Opening it is recorded as a look-up, for the case it is opened from."""

    CSS_PATH = "subject.tcss"
    TITLE_TEXT = T.subject.title
    HELP_PAGE = "subject"
    AUTO_FOCUS = "RowList"
    OFFERS = (
        "read", "new_request", "suggestions", "accept", "reject", "undo", "copy", "next_tab",
        "previous_tab", "back",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(
        ("new_request", "suggestions", "accept", "reject", "undo", "copy", "next_tab",
         "previous_tab", "back")
    )  # fmt: skip

    def __init__(self, subject_id: int, *, case_reference: str | None = None) -> None:
        super().__init__()
        self._subject_id, self._case = subject_id, case_reference
        self._card: SubjectCard | None = None
        self._suggestions: dict[int, Suggestion] = {}
        self._decided: list[int] = []
        self._tab = parts.OVERVIEW
        self._record: Record | None = None

    def body(self) -> ComposeResult:
        yield Paper(id="head", focusable=False)
        yield TabStrip(id="tabs")
        yield Paper([T.common.loading], id="overview")
        with Horizontal(id="both"):
            yield RowList(parts.RECORD_COLUMNS, id="rows")
            yield Paper(id="record")

    @property
    def place(self) -> str:
        return self._card.name if self._card is not None else self.TITLE_TEXT

    def offered(self) -> Sequence[str]:
        return _DECIDES if self._tab == parts.SUGGESTIONS else _READS

    # ------------------------------------------------------------------ the person

    def on_mount(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Open the person again: this, too, is a look-up and is recorded."""
        from privacydesk.desk import subjects

        case = self._case
        purpose = T.case.purpose.format(ref=case) if case else T.find.purpose
        self.ask(
            "card",
            lambda desk: subjects.open_subject(
                desk, self._subject_id, purpose=purpose, case_reference=case
            ),
            self._show_card,
        )

    def _show_card(self, card: SubjectCard) -> None:
        self._card, self._subject_id = card, card.subject_id
        head = parts.head(card)
        paper = self.query_one("#head", Paper)
        paper.styles.height = len(head)
        paper.set_lines(head)
        self.query_one("#overview", Paper).set_lines(parts.overview(card, self.desk.zone))
        self.query_one("#tabs", TabStrip).set_tabs(parts.tabs(card))
        self._show_tab(self._tab)
        self.show_bars()

    # ------------------------------------------------------------------ tabs

    def action_next_tab(self) -> None:
        self.query_one("#tabs", TabStrip).step(1)

    def action_previous_tab(self) -> None:
        self.query_one("#tabs", TabStrip).step(-1)

    def action_suggestions(self) -> None:
        self.query_one("#tabs", TabStrip).go(parts.SUGGESTIONS)

    @on(TabStrip.Changed)
    def _tab_changed(self, message: TabStrip.Changed) -> None:
        self._show_tab(message.tab.key)

    def _show_tab(self, key: str) -> None:
        if self._card is None:
            return
        self._tab, self._record = key, None
        overview = key == parts.OVERVIEW
        self.query_one("#overview").display = overview
        self.query_one("#both").display = not overview
        self.set_class(key == parts.SUGGESTIONS, "-compare")
        self.set_class(key in {parts.IDENTIFIERS, parts.CASES, parts.LOOKED_AT}, "-plain")
        self.query_one("#record", Paper).set_lines([])
        self.query_one("#overview" if overview else "#rows").focus()
        self._fill(key, self._card)
        self.show_bars()

    def _fill(self, key: str, card: SubjectCard) -> None:
        texts = T.subject
        if key == parts.OVERVIEW:
            return
        if key == parts.IDENTIFIERS:
            self._rows(parts.IDENTIFIER_COLUMNS, parts.identifier_rows(card), texts.no_records)
        elif key == parts.CASES:
            rows = [Row(ref, {"ref": (ref, "$head")}) for ref in card.cases]
            self._rows(parts.CASE_COLUMNS, rows, texts.no_cases)
        elif key == parts.LOOKED_AT:
            self._ask_looks()
        elif key == parts.SUGGESTIONS:
            self._ask_suggestions()
        else:
            columns = tuple(
                c for c in parts.RECORD_COLUMNS if c.key != "kind" or key == parts.TIMELINE
            )
            rows_list = self.query_one("#rows", RowList)
            rows_list.set_columns(columns)
            rows_list.set_empty(texts.no_records)
            total = sum(card.counts.values()) if key == parts.TIMELINE else card.counts.get(key, 0)
            rows_list.set_paged(total)

    def _rows(self, columns: Sequence[Column], rows: Sequence[Row], empty: str) -> None:
        rows_list = self.query_one("#rows", RowList)
        rows_list.set_columns(columns)
        rows_list.set_empty(empty)
        rows_list.set_rows(rows)

    def _ask_looks(self) -> None:
        from privacydesk.desk import subjects

        def show_looks(looks: Sequence[Consultation]) -> None:
            rows = [parts.look_row(n, look, self.desk.zone) for n, look in enumerate(looks)]
            self._rows(parts.LOOK_COLUMNS, rows, T.subject.no_looks)

        self._rows(parts.LOOK_COLUMNS, [], T.common.loading)
        self.ask("tab", lambda desk: subjects.consultations(desk, self._subject_id), show_looks)

    # ------------------------------------------------------------------ records

    @on(RowList.PageWanted, "#rows")
    def _page(self, message: RowList.PageWanted) -> None:
        from privacydesk.desk import subjects

        tab, page = self._tab, message.page
        kind = None if tab == parts.TIMELINE else RecordKind(tab)

        def put(found: Sequence[RecordLine]) -> None:
            if self._tab == tab:
                rows = [parts.record_row(line, self.desk.zone) for line in found]
                message.rows.put_page(page, rows)

        self.ask(
            f"page{page}",
            lambda desk: subjects.records(
                desk,
                self._subject_id,
                kind=kind,
                offset=page * PAGE,
                limit=PAGE,
                case_reference=self._case,
            ),
            put,
        )

    @on(RowList.Highlighted, "#rows")
    def _highlighted(self, message: RowList.Highlighted) -> None:
        self.stale("record")
        self._record = None
        if message.row is None:
            return
        key = message.row.key
        assert isinstance(key, int | str)
        if self._tab == parts.SUGGESTIONS:
            self.soon("record", lambda: self._ask_comparison(int(key)))
        elif not self.has_class("-plain") and self.wide:
            self.soon("record", lambda: self._ask_record(int(key), full=False))

    def _ask_record(self, record_id: int, *, full: bool) -> None:
        from privacydesk.desk import subjects

        def show_record(record: Record) -> None:
            self._record = record
            lines = record_lines(record, self.desk.zone)
            if full:
                title = f"{show.kind_one(record.kind)} {record.source_id}"
                name = f"record-{record.record_id}.txt"
                self.app.push_screen(ReaderScreen(title, lines, file_name=name))
            else:
                self.query_one("#record", Paper).set_lines(lines)

        self.ask(
            "record", lambda desk: subjects.record(desk, record_id, self._subject_id), show_record
        )

    @on(RowList.Chosen, "#rows")
    def _chosen(self, message: RowList.Chosen) -> None:
        key = message.row.key
        if self._tab == parts.CASES:
            self.desk_app.open_case(str(key))
        elif self._tab == parts.SUGGESTIONS:
            self.query_one("#record").focus()
        elif not self.has_class("-plain"):
            assert isinstance(key, int)
            self._ask_record(key, full=True)

    def action_read(self) -> None:
        self.query_one("#rows", RowList).action_choose()

    def action_copy(self) -> None:
        paper = self.query_one("#overview" if self._tab == parts.OVERVIEW else "#record", Paper)
        self.app.push_screen(CopyDialog(paper.plain, f"subject-{self._subject_id}.txt"))

    def action_new_request(self) -> None:
        from privacydesk.tui.screens.new import NewRequestScreen

        name = self._card.name if self._card is not None else ""
        self.app.push_screen(NewRequestScreen(self._subject_id, name))

    # ------------------------------------------------------------------ same person?

    def _ask_suggestions(self) -> None:
        from privacydesk.desk import subjects

        def show_suggestions(found: Sequence[Suggestion]) -> None:
            self._suggestions = {s.suggestion_id: s for s in found}
            rows = [parts.suggestion_row(s, self._subject_id) for s in found]
            self._rows(parts.SUGGESTION_COLUMNS, rows, T.subject.no_suggestions)

        self._rows(parts.SUGGESTION_COLUMNS, [], T.common.loading)
        self.ask(
            "tab", lambda desk: subjects.suggestions(desk, self._subject_id, None), show_suggestions
        )

    def _ask_comparison(self, suggestion_id: int) -> None:
        from privacydesk.desk import subjects

        suggestion, card = self._suggestions.get(suggestion_id), self._card
        if suggestion is None or card is None:
            return
        other, _ = parts.other_of(suggestion, self._subject_id)
        paper = self.query_one("#record", Paper)

        def compare(other_card: SubjectCard) -> None:
            zone = self.desk.zone
            paper.set_lines(
                lambda width: parts.comparison(card, other_card, suggestion, width, zone)
            )

        self.ask(
            "record",
            lambda desk: subjects.open_subject(
                desk, other, purpose=T.subject.compare, case_reference=self._case
            ),
            compare,
            otherwise=lambda trouble: paper.set_lines([content((trouble.sentence, "$soon"))]),
        )

    def action_accept(self) -> None:
        self._decide(accept=True)

    def action_reject(self) -> None:
        self._decide(accept=False)

    def _decide(self, *, accept: bool) -> None:
        from privacydesk.desk import subjects

        row = self.query_one("#rows", RowList).current
        suggestion = self._suggestions.get(row.key) if row is not None else None  # type: ignore[call-overload]
        if self._tab != parts.SUGGESTIONS or suggestion is None:
            return
        if suggestion.state is not SuggestionState.OPEN:
            return
        number = suggestion.suggestion_id

        def decided(_: object) -> None:
            self._decided.append(number)
            self.desk_app.say(T.subject.accepted if accept else T.subject.rejected)
            self.reload()

        def because(reason: str | None) -> None:
            if reason or (accept and reason is not None):
                self.ask(
                    "decide",
                    lambda desk: subjects.decide_suggestion(
                        desk, number, accept=accept, reason=reason
                    ),
                    decided,
                )

        title = T.subject.why_accept if accept else T.subject.why_reject
        about = f"{suggestion.reason.replace('_', ' ')}: {suggestion.value}"
        self.app.push_screen(LineDialog(title, about), because)

    def action_undo(self) -> None:
        """Undo the decision under the mark, else the one made last here."""
        from privacydesk.desk import subjects

        row = self.query_one("#rows", RowList).current
        marked = self._suggestions.get(row.key) if row is not None else None  # type: ignore[call-overload]
        if marked is not None and marked.state is not SuggestionState.OPEN:
            number = marked.suggestion_id
        elif self._decided:
            number = self._decided[-1]
        else:
            self.desk_app.say(T.subject.nothing_to_undo, bad=True)
            return

        def undone(_: object) -> None:
            self._decided = [n for n in self._decided if n != number]
            self.desk_app.say(T.subject.undone)
            self.reload()

        self.ask("decide", lambda desk: subjects.undo_suggestion(desk, number), undone)
