"""Checks: what was checked before a release, what keeps it back on top, and explaining it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from privacydesk.desk.release import Review, ToRelease
from privacydesk.domain.checklist import Checked, Problem, Standing
from privacydesk.domain.document_kinds import of_letter
from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import DeskScreen
from privacydesk.tui.screens.dialogs import CopyDialog, FormDialog, LineDialog
from privacydesk.tui.texts import T
from privacydesk.tui.texts_release import R
from privacydesk.tui.widgets.paper import Line, LineLike, Paper, as_line
from privacydesk.tui.widgets.rows import Column, Row, RowList

_COLUMNS = (
    Column("state", R.col_state, width=11),
    Column("item", R.col_item, width=4),
    Column("what", R.col_what, least=30),
)
_LOOKS = {
    "blocks": (show.LATE, "$late"),
    "warning": (show.HERE, "$soon"),
    "explained": (show.HERE, "$quiet"),
    "passed": (show.DONE, "$fine"),
    "not_applicable": (show.SKIPPED, "$quiet"),
}
_ORDER = tuple(_LOOKS)


@dataclass(frozen=True, slots=True)
class Found:
    """A row: an item of the checklist with one thing that was found, if any.

    `state`: blocks, warning, explained, passed or not_applicable; `told`: the explanation.
    """

    one: Checked
    state: str
    problem: Problem | None = None
    told: str = ""

    @property
    def explainable(self) -> bool:
        """Whether a reason may stand in for mending it; a later one replaces an earlier."""
        return bool(self.problem and self.problem.key)

    @property
    def key(self) -> tuple[str, str]:
        return self.one.item.item, self.problem.text if self.problem else ""


def found_rows(review: Review) -> list[Found]:
    """A row per problem and explanation, one for each item without; what blocks first."""
    rows: list[Found] = []
    for one in review.checks:
        for problem in one.problems:
            rows.append(Found(one, "blocks" if problem.blocking else "warning", problem))
        for problem, why in one.explained:
            told = R.explained.format(who=why.by, day=show.day(why.on), reason=why.reason)
            rows.append(Found(one, "explained", problem, told))
        if not one.problems and not one.explained:
            asked = one.standing is not Standing.NOT_ASKED
            rows.append(Found(one, "passed" if asked else "not_applicable"))
    return sorted(rows, key=lambda found: _ORDER.index(found.state))


class ChecksScreen(DeskScreen):
    """Above what is to be released and whether it may; the checks; below the one under the mark."""

    CSS_PATH = "checks.tcss"
    TITLE_TEXT = R.checks
    HELP_PAGE = "checks"
    AUTO_FOCUS = "#checks"
    OFFERS = ("explain", "files", "known_as", "copy", "back")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(OFFERS)

    def __init__(
        self,
        reference: str,
        *,
        known_as: Sequence[str] = (),
        keep: Callable[[tuple[str, ...]], None] | None = None,
    ) -> None:
        """`known_as`: under which values somebody without an entry was looked for; `keep` is told
        when others are given."""
        super().__init__()
        self._reference = reference
        self._known_as, self._keep = tuple(known_as), keep
        self._away = False  # at the files: what is decided there changes the checks
        self._review: Review | None = None
        self._rows: list[Found] = []

    @property
    def place(self) -> str:
        return f"{R.checks} {self._reference}"

    def body(self) -> ComposeResult:
        yield Paper([R.checking], id="summary", focusable=False)
        yield RowList(_COLUMNS, id="checks", empty=R.checking)
        yield Paper(id="detail")

    def on_mount(self) -> None:
        self.reload()

    def reload(self) -> None:
        from privacydesk.desk import release

        known_as = self._known_as
        self.ask(
            "checks",
            lambda desk: release.review(desk, self._reference, known_as=known_as),
            self._show,
        )

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._away:
            self._away = False
            self.reload()

    def _show(self, review: Review) -> None:
        self._review, self._rows = review, found_rows(review)
        lines = list(summary_lines(review))
        summary = self.query_one("#summary", Paper)
        summary.styles.height = len(lines)
        summary.set_lines(lines)
        self.query_one("#checks", RowList).set_rows([_row(one) for one in self._rows], keep=True)
        self.show_bars()

    def offered(self) -> Sequence[str]:
        """Without the values looked for where no letter says that nothing is held."""
        return [name for name in self.OFFERS if name != "known_as" or self._says_nothing_held]

    @property
    def _says_nothing_held(self) -> bool:
        return self._review is not None and says_nothing_held(
            d.kind for d in self._review.documents
        )

    @property
    def _current(self) -> Found | None:
        rows = self.query_one("#checks", RowList)
        return self._rows[rows.cursor] if 0 <= rows.cursor < len(self._rows) else None

    @on(RowList.Highlighted, "#checks")
    def _detail(self) -> None:
        found = self._current
        lines = list(detail_lines(found)) if found else []
        if found and found.problem and found.one.item.item == "A01" and self._says_nothing_held:
            key = actions.ACTIONS["known_as"].key_shown
            lines.append(content((R.known_how.format(key=key), "$quiet")))
        self.query_one("#detail", Paper).set_lines(lines)

    @on(RowList.Chosen, "#checks")
    def _chosen(self) -> None:
        self.action_explain()

    def action_explain(self) -> None:
        found = self._current
        if found is None or found.problem is None:
            self.desk_app.say(R.only_problems, bad=True)
            return
        if not found.explainable:
            blocks = found.state == "blocks"
            self.desk_app.say(R.must_mend if blocks else R.only_warns, bad=True)
            return

        def explained(review: Review | None) -> None:
            if review is not None:
                self.desk_app.say(R.explained_now)
                self._show(review)

        dialog = ExplainDialog(self._reference, found.problem, self._known_as)
        self.app.push_screen(dialog, explained)

    def action_files(self) -> None:
        from privacydesk.tui.screens.files import FilesScreen

        self._away = True
        self.app.push_screen(FilesScreen(self._reference))

    def action_known_as(self) -> None:
        if not self._says_nothing_held:
            self.desk_app.say(R.known_not_asked, bad=True)
            return

        def given(text: str | None) -> None:
            if text is None:
                return
            self._known_as = values_of(text)
            if self._keep is not None:
                self._keep(self._known_as)
            self.reload()

        shown = values_shown(self._known_as)
        self.app.push_screen(LineDialog(R.known_title, R.known_about, shown), given)

    def action_copy(self) -> None:
        if self._review is None:
            return
        lines = [*summary_lines(self._review), *check_lines(self._rows)]
        text = "".join(f"{(one.prefix + one.text).plain}\n" for one in map(as_line, lines))
        self.app.push_screen(CopyDialog(text, f"checks-{self._reference}.txt"))


class ExplainDialog(FormDialog[Review]):
    """Why a problem cannot be mended. Stays open while no reason is given."""

    def __init__(self, reference: str, problem: Problem, known_as: Sequence[str] = ()) -> None:
        super().__init__(R.explain_title)
        self._known_as = known_as
        self._reference, self._problem = reference, problem

    def fields(self) -> ComposeResult:
        yield Static(content(f"{self._problem.item} {self._problem.text}"), classes="about")
        yield Input(placeholder=R.explain_hint, id="reason")

    def submit(self) -> None:
        from privacydesk.desk import release

        reason = self.typed("reason")
        if not reason:
            self.complain(R.say_reason, "reason")
            return
        self.ask(
            "explain",
            lambda desk: release.explain(
                desk, self._reference, self._problem.key, reason, known_as=self._known_as
            ),
            self.give,
        )


# --------------------------------------------------------------------------- what is shown


def says_nothing_held(kinds: Iterable[str]) -> bool:
    """Whether a letter says that nothing is held: then it counts under what was looked."""
    return of_letter("no_data") in kinds


def values_of(text: str) -> tuple[str, ...]:
    """What was typed as values; a name may hold a comma, so a semicolon parts them."""
    return tuple(value for part in text.split(";") if (value := part.strip()))


def values_shown(values: Sequence[str]) -> str:
    """Values as they are typed."""
    return "; ".join(values)


def document_line(document: ToRelease) -> str:
    """`access report (PDF), prepared by mira on 12 Oct 2026`."""
    return R.prepared.format(
        kind=kind_of(document.kind),
        format=document.format.upper(),
        who=document.prepared_by,
        day=show.day(document.prepared_on),
    )


def stale_note(document: ToRelease) -> str:
    """Why a document must be prepared again; empty when it need not."""
    if not document.stale:
        return ""
    return f"{show.LATE} {R.updated if document.updated else R.stale}"


def kind_of(kind: str) -> str:
    """A kind of document as people say it; a letter by its name."""
    return T.words.document.get(kind, kind.partition(":")[2].replace("_", " ") or kind)


def summary_lines(review: Review) -> Iterator[LineLike]:
    """Whether it may be released, and what would be: each document with its format."""
    blocking = len(review.blocking)
    told = R.blocked.format(n=blocking) if blocking else R.ready
    counts = R.counts.format(
        matched=show.number(review.matched), delivered=show.number(review.delivered)
    )
    yield Line(
        content((told, "bold $late" if blocking else "bold $fine"), (f"   {counts}", "$quiet")),
        whole=True,
    )
    for document in review.documents:
        stale = stale_note(document)
        yield Line(content(document_line(document), (f"  {stale}", "$late")), whole=True)
        if document.others:
            formats = R.others.format(format=document.format, others=", ".join(document.others))
            yield Line(content((f"  {formats}", "$quiet")), whole=True)
    if not review.documents:
        yield content((R.nothing, "$soon"))


def _row(found: Found) -> Row:
    mark, style = _LOOKS[found.state]
    what = found.problem.text if found.problem else found.one.item.title
    return Row(
        found.key,
        {
            "state": (f"{mark} {R.state[found.state]}", style),
            "item": (found.one.item.item, "$quiet"),
            "what": what if found.problem else (what, "$quiet"),
        },
    )


def detail_lines(found: Found) -> Iterator[LineLike]:
    """The item in full, what was found, how to mend or explain it, or how it is explained; of an
    edited letter the lines that differ from its template's text."""
    item = found.one.item
    yield content((f"{item.item} {item.title}", "bold $head"), (f"  Art. {item.article}", "$quiet"))
    if found.problem is None:
        return
    style = _LOOKS[found.state][1]
    yield content((found.problem.text, style if found.state != "explained" else ""))
    if found.state == "explained":
        yield content((found.told, "$fine"))
        return
    yield content(R.mend.format(how=found.problem.to_do.text))
    if found.explainable:
        key = actions.ACTIONS["explain"].key_shown
        yield content((R.may_explain.format(key=key), "$quiet"))
    elif found.state == "blocks":
        yield content((R.must_mend, "$quiet"))
    if found.problem.lines:
        yield content((R.changed, "bold $quiet"))
    for changed in found.problem.lines:
        style = "$fine" if changed.startswith("+") else "$late"
        yield Line(content((changed[2:], style)), content((changed[:2], style)))


def check_lines(rows: list[Found]) -> Iterator[LineLike]:
    """Every check as text, to be copied and saved."""
    for found in rows:
        mark = _LOOKS[found.state][0]
        for number, line in enumerate(detail_lines(found)):
            yield Line(as_line(line).text, content(f"{mark} " if not number else "  "))
