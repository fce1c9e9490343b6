"""Find: one box; people appear as you type, each with the reason why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.paper import LineLike, Paper
from privacydesk.tui.widgets.rows import Column, Row, RowList

if TYPE_CHECKING:
    from privacydesk.domain.model import FindResult, Hit

LIMIT = 50

COLUMNS = (
    Column("who", T.find.col_who, least=18),
    Column("why", T.find.col_why, least=22),
    Column("has", T.find.col_has, width=9, drop=2, right=True),
    Column("newest", T.find.col_newest, width=10, drop=1),
)


class FindScreen(DeskScreen):
    """Looks people up. With `case_reference` it finds the person of that case."""

    CSS_PATH = "find.tcss"
    TITLE_TEXT = T.find.title
    HELP_PAGE = "find"
    AUTO_FOCUS = "Input"
    OFFERS = ("open_person", "new_request", "back")
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings(("new_request", "back")),
    ]

    def __init__(self, text: str = "", *, case_reference: str | None = None) -> None:
        super().__init__()
        self._text = text
        self._case = case_reference
        self._hits: dict[int, Hit] = {}

    def body(self) -> ComposeResult:
        yield Input(self._text, placeholder=T.find.placeholder, id="box")
        yield Static(content((T.find.hint, "$quiet")), id="said")
        with Horizontal(id="both"):
            yield RowList(COLUMNS, id="hits")
            with Vertical(id="side"):
                yield Paper(id="preview", focusable=False)

    @property
    def place(self) -> str:
        return f"{T.find.title} → {self._case}" if self._case else T.find.title

    def offered(self) -> Sequence[str]:
        return ("attach_here", "back") if self._case else self.OFFERS

    def on_mount(self) -> None:
        if self._text:
            self._look(self._text)

    # ------------------------------------------------------------------ searching

    @on(Input.Changed, "#box")
    def _typed(self, message: Input.Changed) -> None:
        text = message.value.strip()
        if not text:
            self.stale("find")
            self._show_nothing(T.find.hint)
            return
        self.soon("find", lambda: self._look(text))

    def _look(self, text: str) -> None:
        from privacydesk.desk import find

        self.ask(
            "find",
            lambda desk: find.find(desk, text, limit=LIMIT, case_reference=self._case),
            self._show,
        )

    def reload(self) -> None:
        """Look again with the same text."""
        if text := self.query_one("#box", Input).value.strip():
            self._look(text)

    def _show_nothing(self, sentence: str) -> None:
        self._hits = {}
        self.query_one("#hits", RowList).set_rows([])
        self.query_one("#said", Static).update(content((sentence, "$quiet")))
        self.query_one("#preview", Paper).set_lines([])

    def _show(self, found: FindResult) -> None:
        if not found.results:
            self._show_nothing(T.find.nothing)
            return
        self._hits = {hit.subject_id: hit for hit in found.results}
        many = len(found.results)
        sentence = T.find.found_one if many == 1 else T.find.found.format(n=many)
        if found.more:
            sentence = T.find.first.format(n=many)
        self.query_one("#said", Static).update(content((sentence, "$quiet")))
        self.query_one("#hits", RowList).set_rows([self._row(h) for h in found.results], keep=True)

    def _row(self, hit: Hit) -> Row:
        mark = f"{show.HERE} " if hit.restricted else ""
        return Row(
            hit.subject_id,
            {
                "who": (mark + (hit.name or T.words.nobody), "bold"),
                "why": (show.why(hit.why, hit.name), "$quiet"),
                "has": show.number(sum(hit.counts.values())),
                "newest": (show.iso_day(hit.newest, self.desk.zone), "$quiet"),
            },
        )

    # ------------------------------------------------------------------ preview

    @on(RowList.Highlighted, "#hits")
    def _preview(self, message: RowList.Highlighted) -> None:
        hit = self._hits.get(message.row.key) if message.row is not None else None  # type: ignore[call-overload]
        self.query_one("#preview", Paper).set_lines(self._lines(hit) if hit is not None else [])

    def _lines(self, hit: Hit) -> list[LineLike]:
        shown: list[LineLike] = [content((hit.name or T.words.nobody, "bold $head"))]
        if hit.restricted:
            shown.append(content((T.subject.restricted, "$soon")))
        shown += [content(("· ", "$line"), show.why([why], hit.name)) for why in hit.why]
        shown += ["", content((T.find.records, "bold $quiet"))]
        widest = max(hit.counts.values(), default=1)
        for name, count in sorted(hit.counts.items(), key=lambda i: (-i[1], i[0])):
            bar = "▬" * max(1, round(count / widest * 12))
            shown.append(
                content(
                    show.kind(name).ljust(16),
                    show.number(count).rjust(6) + "  ",
                    (bar, "$primary"),
                )
            )
        shown += [
            "",
            content((T.find.newest + "  ", "$quiet"), show.moment(hit.newest, self.desk.zone)),
        ]
        if hit.open_cases:
            shown.append(content((T.find.open_cases.format(n=hit.open_cases), "$soon")))
        return shown

    # ------------------------------------------------------------------ keys

    def on_key(self, event: events.Key) -> None:
        """Down leads from the box into the list; enter in the box opens the first person."""
        if self.focused is self.query_one("#box") and event.key == "down":
            rows = self.query_one("#hits", RowList)
            if rows.count:
                event.stop()
                rows.focus()

    @on(RowList.LeftAtTop)
    def _back_to_box(self) -> None:
        self.query_one("#box", Input).focus()

    @on(Input.Submitted, "#box")
    def _enter(self) -> None:
        self.query_one("#hits", RowList).action_choose()

    def action_open_person(self) -> None:
        self.query_one("#hits", RowList).action_choose()

    def action_attach_here(self) -> None:
        self.query_one("#hits", RowList).action_choose()

    def action_find(self) -> None:
        self.query_one("#box", Input).focus()

    @on(RowList.Chosen, "#hits")
    def _chosen(self, message: RowList.Chosen) -> None:
        subject_id = message.row.key
        assert isinstance(subject_id, int)
        if self._case is None:
            self.desk_app.open_subject(subject_id)
            return
        from privacydesk.desk import cases

        reference = self._case
        self.ask(
            "attach",
            lambda desk: cases.attach_subject(desk, reference, subject_id),
            lambda view: self._attached(view.case.who),
        )

    def _attached(self, who: str) -> None:
        self.desk_app.say(T.case.attached.format(who=who, ref=self._case))
        self.dismiss(None)

    def action_new_request(self) -> None:
        from privacydesk.tui.screens.new import NewRequestScreen

        row = self.query_one("#hits", RowList).current
        hit = self._hits.get(row.key) if row is not None else None  # type: ignore[call-overload]
        self.app.push_screen(
            NewRequestScreen(hit.subject_id, hit.name) if hit is not None else NewRequestScreen()
        )
