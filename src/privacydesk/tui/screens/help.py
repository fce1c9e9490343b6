"""Help for one screen: what it is for in three lines, then its keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from privacydesk.tui import actions
from privacydesk.tui.guard import content
from privacydesk.tui.screen import Dialog
from privacydesk.tui.screens.dialogs import Box
from privacydesk.tui.texts_help import HELP, KEYS_HEAD, LIST_KEYS
from privacydesk.tui.widgets.paper import Line, LineLike, Paper


class HelpScreen(Dialog[None]):
    """Made from the help texts and the action registry, so it cannot go out of date."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(("help",))
    AUTO_FOCUS = "Paper"
    DEFAULT_CSS = """
    HelpScreen > .box { width: 78; height: 90%; max-height: 40; padding: 1 1; }
    """

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        with Box(getattr(self._about, "TITLE_TEXT", "")):
            yield Paper(self._lines())

    def action_help(self) -> None:
        self.dismiss(None)

    def _lines(self) -> Iterator[LineLike]:
        for sentence in HELP.get(getattr(self._about, "HELP_PAGE", ""), ()):
            yield content(sentence)
        yield ""
        yield content((KEYS_HEAD, "bold $head"))
        offers = tuple(getattr(self._about, "OFFERS", ()))
        rest = tuple(a for a in actions.GLOBAL if a not in offers)
        for name in (*offers, *rest):
            action = actions.ACTIONS[name]
            lead = content(
                (action.key_shown.rjust(6) + "  ", "bold $head"), (action.label.ljust(15), "bold")
            )
            yield Line(content((action.help, "$quiet")), lead)
        yield ""
        for keys, meaning in LIST_KEYS:
            yield content((keys.rjust(14) + "  ", "bold $head"), (meaning, "$quiet"))
