"""Delivering: the form in which a released answer leaves, and the password, shown once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Input, Static

from privacydesk.tui import show
from privacydesk.tui.guard import content
from privacydesk.tui.screen import Dialog
from privacydesk.tui.screens.checks import kind_of
from privacydesk.tui.screens.dialogs import Box, FormDialog
from privacydesk.tui.texts_release import D
from privacydesk.tui.widgets.fields import Choice, Field, Option, TickList

if TYPE_CHECKING:
    from textual.content import Content

    from privacydesk.desk.release import Delivered
    from privacydesk.tui.messages import Trouble

_FOLDER, _MAIL = "folder", "eml"


@dataclass(frozen=True, slots=True)
class LaidDown:
    """What was delivered and where to, which kinds of documents, and the address of a mail."""

    made: Delivered
    place: Path
    kinds: tuple[str, ...]
    to: str


class DeliverDialog(FormDialog[LaidDown]):
    """Form, documents, place, and the address of a mail. Stays open when it is refused."""

    HELP_PAGE = "deliver"
    AUTO_FOCUS = "#form"

    def __init__(self, reference: str, kinds: Sequence[str]) -> None:
        """`kinds`: what is released."""
        super().__init__(D.title, yes=D.deliver)
        self._reference, self._kinds = reference, tuple(kinds)

    def fields(self) -> ComposeResult:
        from privacydesk.desk.release import FORMS

        forms = [Option(form, D.forms[form], D.about[form]) for form in FORMS]
        documents = [Option(kind, kind_of(kind)) for kind in self._kinds]
        yield Field(D.form, Choice(forms, id="form"))
        yield Field(D.what, TickList(documents, self._kinds, id="what"))
        yield Field(D.place, Input(str(self._place(FORMS[0])), id="place"))
        yield Field(D.to, Input(placeholder=D.to_hint, id="to"))

    def on_mount(self) -> None:
        self._show_address()

    def _place(self, form: str) -> Path:
        name = f"answer-{self._reference}"
        return Path.cwd() / (name if form == _FOLDER else f"{name}.{form}")

    @on(Choice.Changed, "#form")
    def _other_form(self, message: Choice.Changed) -> None:
        """The proposed place follows the form, until somebody typed another."""
        from privacydesk.desk.release import FORMS

        box = self.query_one("#place", Input)
        if Path(box.value) in {self._place(form) for form in FORMS}:
            box.value = str(self._place(message.choice.value))
        self._show_address()

    def _show_address(self) -> None:
        box = self.query_one("#to", Input)
        field = box.parent
        assert isinstance(field, Field)
        field.display = self.chosen("form") == _MAIL

    def submit(self) -> None:
        from privacydesk.desk import release

        form = self.chosen("form")
        kinds = self.query_one("#what", TickList).ticked
        typed = self.typed("place")
        to = self.typed("to") if form == _MAIL else ""
        if not kinds or not typed:
            self.complain(*((D.no_place, "place") if kinds else (D.none_ticked, "what")))
            return
        place = Path(typed).expanduser().absolute()
        self.run_job(
            D.working,
            lambda desk, job: release.deliver(
                desk,
                self._reference,
                form,
                place,
                only=() if kinds == self._kinds else kinds,
                to=to or None,
                job=job,
            ),
            lambda made: self.give(LaidDown(made, place, kinds, to)),
            otherwise=self._declined,
        )

    def _declined(self, trouble: Trouble) -> None:
        if trouble.code == "conflict":
            self.complain(trouble.sentence, "place")
        else:
            self.desk_app.show_trouble(trouble)


class DeliveredDialog(Dialog[bool]):
    """Where the files lie and, this once, the password; dismissed True to record the sending."""

    HELP_PAGE = "deliver"
    AUTO_FOCUS = "#later"

    def __init__(self, made: Delivered, place: Path) -> None:
        super().__init__()
        self._made, self._place = made, place

    def compose(self) -> ComposeResult:
        with Box(D.done):
            for line in self._lines():
                yield Static(line)
            with Horizontal(classes="buttons"):
                yield Button(D.later, id="later")
                yield Button(D.record, variant="primary", id="record")

    def _lines(self) -> Iterator[Content]:
        made = self._made
        told = f"{D.written}  " if len(made.paths) == 1 else D.files.format(n=len(made.paths))
        yield content((told, "$quiet"), (str(self._place), "bold"))
        for copy in made.sent:
            again = D.copy.format(kind=kind_of(copy.kind), day=show.day(copy.day))
            yield content((f"{show.HERE} {again}", "$soon"))
        yield content()
        if made.password is None or made.letter is None:
            yield content((D.plain, "$soon"))
        else:
            yield content((f"{D.key_word}  ", "$quiet"), (made.password, "bold $head"))
            yield content()
            yield content(D.once)
            yield content((str(made.letter), "bold"))
            yield content(D.letter_goes)
        yield content()
        yield content((D.next, "$quiet"))

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        self.dismiss(message.button.id == "record")
