"""Small boxes over a screen: trouble, a question, a line of text, taking a text along."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from privacydesk.tui.guard import content
from privacydesk.tui.messages import Trouble
from privacydesk.tui.screen import Dialog
from privacydesk.tui.texts import T
from privacydesk.tui.widgets.fields import Choice

ResultT = TypeVar("ResultT")


class Box(Vertical):
    """The frame of a dialog."""

    def __init__(self, title: str) -> None:
        super().__init__(classes="box")
        self.border_title = content(title)  # a Content is taken as it is


class FormDialog(Dialog[ResultT]):
    """A form: what it asks (`fields`), and a row with Cancel and the button that takes it.

    That button, and enter in a field, call `submit`; a form that is not filled in complains and
    stays open.
    """

    HELP_PAGE = "form"

    def __init__(self, heading: str, *, yes: str = T.common.ok, cancel: bool = True) -> None:
        super().__init__()
        self._heading, self._yes_text, self._cancel = heading, yes, cancel

    def compose(self) -> ComposeResult:
        with Box(self._heading):
            yield from self.fields()
            with Horizontal(classes="buttons"):
                if self._cancel:
                    yield Button(T.common.cancel, id="no")
                yield Button(self._yes_text, variant="primary", id="yes")

    def fields(self) -> ComposeResult:
        """What stands above the buttons."""
        raise NotImplementedError

    def submit(self) -> None:
        """Take what was typed."""
        raise NotImplementedError

    def typed(self, name: str) -> str:
        """What stands in the text field `name`."""
        return self.query_one(f"#{name}", Input).value.strip()

    def chosen(self, name: str) -> str:
        """The key that the choice `name` is on."""
        return self.query_one(f"#{name}", Choice).value

    def complain(self, sentence: str, name: str = "") -> None:
        """Say what is missing, and go to the field `name`."""
        self.desk_app.say(sentence, bad=True)
        if name:
            self.query_one(f"#{name}").focus()

    def day_in(self, name: str, told: str = T.common.bad_day) -> date | None:
        """The day in the text field `name`; None after complaining that it is none."""
        try:
            return date.fromisoformat(self.typed(name))
        except ValueError:
            self.complain(told, name)
            return None

    @on(Button.Pressed, "#no")
    def _no(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        self.submit()

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        if self.is_current:
            message.input.value = message.value  # what a quick next key writes is no part of it
            self.submit()


class TroubleDialog(Dialog[None]):
    """What went wrong, in one sentence."""

    HELP_PAGE = "form"

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble

    def compose(self) -> ComposeResult:
        with Box(T.common.problem):
            yield Static(content(self.trouble.sentence))
            with Horizontal(classes="buttons"):
                yield Button(T.common.ok, variant="primary")

    @on(Button.Pressed)
    def _ok(self) -> None:
        self.dismiss(None)


class ConfirmDialog(FormDialog[bool]):
    """A yes before something that takes things away."""

    def __init__(self, title: str, sentence: str, yes: str) -> None:
        super().__init__(title, yes=yes)
        self._sentence = sentence

    def fields(self) -> ComposeResult:
        yield Static(content(self._sentence))

    def submit(self) -> None:
        self.dismiss(True)


class LineDialog(FormDialog[str]):
    """One line of text; enter gives it, esc nothing."""

    def __init__(self, title: str, about: str = "", value: str = "", ok: str = T.common.ok) -> None:
        super().__init__(title, yes=ok, cancel=False)
        self._about, self._value = about, value

    def fields(self) -> ComposeResult:
        if self._about:
            yield Static(content((self._about, "$quiet")), classes="about")
        yield Input(self._value, id="line")

    def submit(self) -> None:
        self.dismiss(self.typed("line"))


class CopyDialog(Dialog[None]):
    """Clipboard or file. A terminal does not say whether its clipboard took the text."""

    HELP_PAGE = "form"

    def __init__(self, text: str, file_name: str) -> None:
        super().__init__()
        self._text, self._file_name = text, file_name

    def compose(self) -> ComposeResult:
        with Box(T.common.copy_title):
            yield Static(content((T.common.copy_prompt, "$quiet")))
            yield Input(value=str(Path.home() / self._file_name))
            with Horizontal(classes="buttons"):
                yield Button(T.common.copy_button, id="clipboard")
                yield Button(T.common.save_button, variant="primary", id="save")

    @on(Button.Pressed, "#clipboard")
    def _clipboard(self) -> None:
        self.app.copy_to_clipboard(content(self._text).plain)
        self.desk_app.say(T.common.copied)
        self.dismiss(None)

    @on(Button.Pressed, "#save")
    @on(Input.Submitted)
    def _save(self) -> None:
        path = Path(self.query_one(Input).value).expanduser()
        text = content(self._text).plain

        def write(_: object) -> Path | None:
            import os

            try:
                handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                return None
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            return path

        def done(written: Path | None) -> None:
            if written is None:
                self.desk_app.say(T.common.exists.format(path=path), bad=True)
                return
            self.desk_app.say(T.common.saved.format(path=written))
            self.dismiss(None)

        self.ask(
            "save",
            write,
            done,
            otherwise=lambda _: self.desk_app.say(T.common.not_saved.format(path=path), bad=True),
        )
