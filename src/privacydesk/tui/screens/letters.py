"""Letters of a case: choose one, read it as it would go out, state facts, edit, write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static, TextArea

from privacydesk.tui import actions, show
from privacydesk.tui.guard import content
from privacydesk.tui.markdown import markdown_lines
from privacydesk.tui.screen import DeskScreen, Dialog
from privacydesk.tui.screens.case_dialogs import OutputDialog, Target
from privacydesk.tui.screens.dialogs import Box, FormDialog
from privacydesk.tui.texts import T
from privacydesk.tui.texts_letters import L
from privacydesk.tui.widgets.fields import Field
from privacydesk.tui.widgets.paper import LineLike, Paper
from privacydesk.tui.widgets.rows import Column, Row, RowList

if TYPE_CHECKING:
    from privacydesk.desk.letters import LetterLine, LetterView, MissingFact, WrittenLetter
    from privacydesk.tui.messages import Trouble

_COLUMNS = (Column("letter", L.col_letter, least=18), Column("state", L.col_state, width=6))
_FORMATS = ("pdf", "docx", "odt", "html", "txt", "md")


class LettersScreen(DeskScreen):
    """Left the letters, right the one under the mark as it would be written now."""

    CSS_PATH = "letters.tcss"
    TITLE_TEXT = L.title
    HELP_PAGE = "letters"
    AUTO_FOCUS = "#letters"
    OFFERS = ("write_letter", "state_facts", "edit_letter", "use_template", "back")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(OFFERS)

    def __init__(self, reference: str, letter: str | None = None) -> None:
        """`letter`: the one to begin with."""
        super().__init__()
        self._reference = reference
        self._first = letter
        self._name: str | None = None
        self._view: LetterView | None = None

    @property
    def place(self) -> str:
        return f"{L.title} {self._reference}"

    def body(self) -> ComposeResult:
        with Horizontal(id="both"):
            yield RowList(_COLUMNS, id="letters", empty=T.common.loading)
            yield Paper([T.common.loading], id="preview")

    # ------------------------------------------------------------------ reading

    def on_mount(self) -> None:
        self.reload()

    def reload(self) -> None:
        from privacydesk.desk import letters

        self.ask("letters", lambda desk: letters.list_letters(desk, self._reference), self._show)

    def _show(self, found: Sequence[LetterLine]) -> None:
        rows = [
            Row(
                one.name,
                {
                    "letter": (one.name.replace("_", " "), "" if one.fits else "$quiet"),
                    "state": (L.edited, "$soon") if one.edited_by else "",
                },
            )
            for one in found
        ]
        letters = self.query_one("#letters", RowList)
        letters.set_rows(rows, keep=True)
        names = [one.name for one in found]
        if self._first in names:
            letters.cursor = names.index(self._first)
        self._first = None

    @on(RowList.Highlighted, "#letters")
    def _marked(self, message: RowList.Highlighted) -> None:
        if message.row is not None:
            self._name = str(message.row.key)
            self._view = None
            self.soon("letter", self._read)

    @on(RowList.Chosen, "#letters")
    def _into(self) -> None:
        self.query_one("#preview").focus()

    def _read(self) -> None:
        from privacydesk.desk import letters

        name = self._name
        if name is not None:
            self.ask(
                "letter",
                lambda desk: letters.show(desk, self._reference, name),
                self._shown,
                otherwise=self._cannot,
            )

    def _cannot(self, trouble: Trouble) -> None:
        self._view = None
        self.query_one("#preview", Paper).set_lines([content((trouble.sentence, "$soon"))])

    def _shown(self, view: LetterView) -> None:
        self._view = view
        lines: list[LineLike] = [content((view.title, "bold $head"))]
        if view.edited_by and view.edited_at:
            day = show.iso_day(view.edited_at, self.desk.zone)
            lines.append(content((L.by.format(who=view.edited_by, day=day), "$quiet")))
        if view.missing_facts:
            lines += ["", content((L.needs, "$soon"))]
            lines += [
                content(f"  {fact.title}", (f"  {fact.where}" if fact.where else "", "$quiet"))
                for fact in view.missing_facts
            ]
            if any(fact.form for fact in view.missing_facts):
                key = actions.ACTIONS["state_facts"].key_shown
                lines += ["", content((L.how.format(key=key), "$quiet"))]
        if view.missing_parts:
            lines += ["", content((L.lacks, "$late"))]
            lines += [content(f"  {part.title}") for part in view.missing_parts]
        if view.markdown is not None:
            lines += ["", *markdown_lines(view.markdown)]
        self.query_one("#preview", Paper).set_lines(lines)

    # ------------------------------------------------------------------ doing

    def action_state_facts(self) -> None:
        from privacydesk.desk import letters

        view = self._view
        if view is None:
            return
        wanted = [fact for fact in view.missing_facts if fact.form]
        if not wanted:
            self.desk_app.say(L.in_the_case if view.missing_facts else L.nothing_missing)
            return

        def state(facts: Mapping[str, str] | None) -> None:
            if facts:
                self.ask(
                    "state",
                    lambda desk: letters.state_facts(desk, self._reference, view.name, facts),
                    lambda _: self._read(),
                )

        self.app.push_screen(FactsDialog(wanted), state)

    def action_edit_letter(self) -> None:
        from privacydesk.desk import letters

        view = self._view
        if view is None or view.markdown is None:
            return
        before = view.markdown

        def kept(changed: LetterView) -> None:
            self.desk_app.say(L.kept)
            self._shown(changed)
            self.reload()

        def keep(text: str | None) -> None:
            if text is not None and text.strip() != before.strip():
                self.ask(
                    "edit",
                    lambda desk: letters.edit(desk, self._reference, view.name, text),
                    kept,
                )

        self.app.push_screen(EditDialog(view.title, before), keep)

    def action_use_template(self) -> None:
        from privacydesk.desk import letters

        view = self._view
        if view is None:
            return

        def dropped(_: None) -> None:
            self.desk_app.say(L.dropped)
            self.reload()
            self._read()

        self.ask(
            "template", lambda desk: letters.forget_edit(desk, self._reference, view.name), dropped
        )

    def action_write_letter(self) -> None:
        from privacydesk.desk import letters

        view = self._view
        if view is None:
            return
        if view.missing_facts:
            self.action_state_facts()
            return

        def written(done: WrittenLetter) -> None:
            said = L.written.format(path=done.path)
            if done.replaces:
                said = f"{said}  {L.replaces.format(names=', '.join(done.replaces))}"
            self.desk_app.say(said)

        def write(target: Target | None) -> None:
            if target is not None:
                self.run_job(
                    L.write,
                    lambda desk, _job: letters.letter(
                        desk, self._reference, view.name, target.format, target.path
                    ),
                    written,
                )

        name = f"{self._reference}-{view.name}"
        self.app.push_screen(OutputDialog(L.write, name, _FORMATS), write)


class FactsDialog(FormDialog[Mapping[str, str]]):
    """A line per fact that is missing; what stays empty stays missing."""

    def __init__(self, facts: Sequence[MissingFact]) -> None:
        super().__init__(L.state, yes=L.keep, cancel=False)
        self._facts = facts

    def fields(self) -> ComposeResult:
        for fact in self._facts:
            yield Static(content((fact.title, "$quiet")))
            yield Field(fact.name, Input(id=fact.name, placeholder=fact.form))

    def submit(self) -> None:
        values = {f.name: self.typed(f.name) for f in self._facts}
        self.dismiss({name: value for name, value in values.items() if value})


class EditDialog(Dialog[str]):
    """The text of one letter as Markdown."""

    HELP_PAGE = "form"
    AUTO_FOCUS = "TextArea"
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings(("back", "keep_text"))]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        with Box(f"{L.edit}: {self._title}"):
            yield TextArea(self._text, soft_wrap=True, tab_behavior="focus")
            yield Static(content((L.edit_help, "$quiet")))

    def action_keep_text(self) -> None:
        self.dismiss(self.query_one(TextArea).text)
