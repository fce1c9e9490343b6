"""Small form fields: a list of ticks, a choice on one line, a field with its caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Button, Static

from privacydesk.tui.guard import content


def submit(widget: Widget) -> None:
    """Press the main button of the form that `widget` stands in, as enter in a text field does."""
    for button in widget.screen.query("Button.-primary").results(Button):
        button.press()


@dataclass(frozen=True, slots=True)
class Option:
    """A thing to choose. `note` stands beside the label in a quieter colour."""

    key: str
    label: str
    note: str = ""


class TickList(Widget, can_focus=True):
    """Several of many: `[x] label`; space or its digit toggles."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("space", "tick", show=False),
        Binding("enter", "submit", show=False),
        *(Binding(str(n), f"tick_at({n - 1})", show=False) for n in range(1, 10)),
    ]
    DEFAULT_CSS = """
    TickList { height: auto; width: 1fr; }
    """
    cursor: reactive[int] = reactive(0)

    class Changed(Message):
        """What is ticked changed."""

    def __init__(
        self,
        options: Sequence[Option],
        ticked: Sequence[str] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._options = tuple(options)
        self._ticked = set(ticked)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The keys that are ticked, in the order of the options."""
        return tuple(o.key for o in self._options if o.key in self._ticked)

    def action_submit(self) -> None:
        submit(self)

    def action_move(self, by: int) -> None:
        self.cursor = max(0, min(len(self._options) - 1, self.cursor + by))

    def action_tick(self) -> None:
        self.action_tick_at(self.cursor)

    def action_tick_at(self, index: int) -> None:
        if index < len(self._options):
            self.cursor = index
            self._ticked ^= {self._options[index].key}
            self.refresh()
            self.post_message(self.Changed())

    def on_click(self, event: events.Click) -> None:
        self.action_tick_at(event.y)

    def render(self) -> Content:
        width = max((len(o.label) for o in self._options), default=0)
        rows = []
        for number, option in enumerate(self._options):
            on = option.key in self._ticked
            marked = number == self.cursor and self.has_focus
            digit = str(number + 1) if number < 9 else " "
            row = content(
                ("▌" if marked else " ", "$primary"),
                (digit + " ", "$quiet"),
                ("[x] " if on else "[ ] ", "bold $head" if on else "$quiet"),
                (option.label.ljust(width), "bold" if on else ""),
                ("  " + option.note, "$quiet"),
            )
            rows.append(row.stylize("on $mark") if marked else row)
        return Content("\n").join(rows)


class Choice(Widget, can_focus=True):
    """One of few on one line: `‹ e-mail ›`; left, right, space or a click moves on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", show=False),
        Binding("right,l,space", "step(1)", show=False),
        Binding("enter", "submit", show=False),
    ]
    DEFAULT_CSS = """
    Choice { height: 1; width: 1fr; }
    """
    index: reactive[int] = reactive(0)

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            return self.choice

    def __init__(
        self,
        options: Sequence[Option],
        chosen: str | None = None,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._options = tuple(options)
        self._choose(chosen)

    def _choose(self, key: str | None) -> None:
        keys = [o.key for o in self._options]
        self.set_reactive(Choice.index, keys.index(key) if key in keys else 0)

    @property
    def value(self) -> str:
        return self._options[self.index].key if self._options else ""

    def set_options(self, options: Sequence[Option], chosen: str | None = None) -> None:
        self._options = tuple(options)
        self._choose(chosen)
        self.refresh()

    def choose(self, key: str) -> None:
        """Put the choice on `key`, if it is one of the options."""
        keys = [o.key for o in self._options]
        if key in keys:
            self.index = keys.index(key)

    def action_submit(self) -> None:
        submit(self)

    def action_step(self, by: int) -> None:
        if self._options:
            self.index = (self.index + by) % len(self._options)
            self.post_message(self.Changed(self))

    def on_click(self) -> None:
        self.focus()
        self.action_step(1)

    def render(self) -> Content:
        if not self._options:
            return content(("—", "$quiet"))
        option = self._options[self.index]
        arrow = "bold $head" if self.has_focus else "$quiet"
        text = content(("‹ ", arrow), (option.label, "bold"), (" ›", arrow))
        if self.has_focus:
            text = text.stylize("on $mark")
        place = f"  {self.index + 1}/{len(self._options)}"
        note = f"  {option.note}" if option.note else ""
        return content(text, (place + note, "$quiet"))


class Field(Horizontal):
    """A caption and the widget it is for, on one row."""

    DEFAULT_CSS = """
    Field { height: auto; width: 1fr; margin-bottom: 1; }
    Field > .caption { width: 14; color: $quiet; }
    Field > Input { width: 1fr; height: 1; border: none; padding: 0 1; background: $panel; }
    Field > Input:focus { border: none; background: $mark; }
    """

    def __init__(self, caption: str, widget: Widget) -> None:
        super().__init__()
        self._caption, self._widget = caption, widget

    def compose(self) -> ComposeResult:
        yield Static(content(self._caption), classes="caption")
        yield self._widget
