"""Small boxes over a screen: trouble, a question, a line of text, taking a text along."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from privacydesk.tui.guard import content
from privacydesk.tui.messages import Trouble
from privacydesk.tui.screen import Dialog
from privacydesk.tui.texts import T


class Box(Vertical):
    """The frame of a dialog."""

    def __init__(self, title: str) -> None:
        super().__init__(classes="box")
        self.border_title = content(title)  # a Content is taken as it is


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


class ConfirmDialog(Dialog[bool]):
    """A yes or no before something that takes things away."""

    HELP_PAGE = "form"

    def __init__(self, title: str, sentence: str, yes: str) -> None:
        super().__init__()
        self._texts = (title, sentence, yes)

    def compose(self) -> ComposeResult:
        title, sentence, yes = self._texts
        with Box(title):
            yield Static(content(sentence))
            with Horizontal(classes="buttons"):
                yield Button(T.common.cancel, id="no")
                yield Button(yes, variant="primary", id="yes")

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        self.dismiss(message.button.id == "yes")


class LineDialog(Dialog[str]):
    """One line of text; enter gives it, esc nothing."""

    HELP_PAGE = "form"

    def __init__(self, title: str, about: str = "", value: str = "", ok: str = T.common.ok) -> None:
        super().__init__()
        self._texts = (title, about, value, ok)

    def compose(self) -> ComposeResult:
        title, about, value, ok = self._texts
        with Box(title):
            if about:
                yield Static(content((about, "$quiet")), classes="about")
            yield Input(value=value)
            with Horizontal(classes="buttons"):
                yield Button(ok, variant="primary")

    @on(Input.Submitted)
    @on(Button.Pressed)
    def _done(self) -> None:
        self.dismiss(self.query_one(Input).value.strip())


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
