"""What all screens share: the bars, the keys, and asking the desk without blocking the screen.

`ask` runs a use case in a thread of its own. The answer comes back as a message, and counts only
when it is the newest of its group: typing fast never shows the result of an older keystroke.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.screen import ModalScreen, Screen
from textual.timer import Timer

from privacydesk.tui import actions
from privacydesk.tui.faults import trouble_of
from privacydesk.tui.host import Host, host_of
from privacydesk.tui.messages import Answered, Refused, Trouble
from privacydesk.tui.widgets.bars import KeyBar, TopBar

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.jobs import Job

ResultT = TypeVar("ResultT")
AnswerT = TypeVar("AnswerT")


class Asking(Screen[ResultT]):
    """A screen that asks the desk in workers. Base of full screens and dialogs."""

    HELP_PAGE: ClassVar[str] = ""
    OFFERS: ClassVar[tuple[str, ...]] = ()

    _turns: dict[str, int]
    _waiting: dict[str, Timer]

    @property
    def desk_app(self) -> Host:
        return host_of(self.app)

    @property
    def desk(self) -> Desk:
        """The open desk; screens that need it are only reachable once it is open."""
        return self.desk_app.desk

    def ask(
        self,
        group: str,
        call: Callable[[Desk], AnswerT],
        then: Callable[[AnswerT], None],
        *,
        otherwise: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Run `call` in a thread; `then` gets its result, `otherwise` (or a dialog) a refusal."""
        desk = self.desk
        self.in_thread(group, lambda: call(desk), then, otherwise=otherwise)

    def in_thread(
        self,
        group: str,
        call: Callable[[], AnswerT],
        then: Callable[[AnswerT], None],
        *,
        otherwise: Callable[[Trouble], None] | None = None,
    ) -> None:
        """`ask` for what needs no open desk."""
        if not hasattr(self, "_turns"):
            self._turns = {}
        turn = self._turns[group] = self._turns.get(group, 0) + 1

        def work() -> None:
            try:
                result = call()
            except Exception as error:
                self.post_message(Refused(group, turn, trouble_of(error), otherwise))
            else:
                self.post_message(Answered(group, turn, then, result))

        self.run_worker(
            work, thread=True, exclusive=True, exit_on_error=False, group=group, name=group
        )

    def soon(self, group: str, call: Callable[[], None]) -> None:
        """Do `call` when nothing newer of its group comes for a moment (typing, moving)."""
        if not hasattr(self, "_waiting"):
            self._waiting = {}
        self.stale(group)
        if (timer := self._waiting.pop(group, None)) is not None:
            timer.stop()
        if not self.desk_app.debounce:
            call()
            return
        self._waiting[group] = self.set_timer(self.desk_app.debounce, call)

    def stale(self, group: str) -> None:
        """Let whatever this group is still asking, or about to ask, come to nothing."""
        if (timer := getattr(self, "_waiting", {}).pop(group, None)) is not None:
            timer.stop()
        if hasattr(self, "_turns"):
            self._turns[group] = self._turns.get(group, 0) + 1

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        if self._turns.get(message.group) == message.turn:
            message.then(message.result)

    @on(Refused)
    def _refused(self, message: Refused) -> None:
        if self._turns.get(message.group) != message.turn:
            return
        if message.otherwise is not None:
            message.otherwise(message.trouble)
        else:
            self.desk_app.show_trouble(message.trouble)

    def run_job(
        self,
        title: str,
        call: Callable[[Desk, Job], AnswerT],
        then: Callable[[AnswerT], None],
        *,
        otherwise: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Run a long use case behind a dialog with progress and Stop; `then` gets its result,
        `otherwise` (or a dialog) a refusal."""

        def finished(outcome: object | None) -> None:
            if isinstance(outcome, Trouble):
                (otherwise or self.desk_app.show_trouble)(outcome)
            elif outcome is not None:
                then(outcome)  # type: ignore[arg-type]

        self.desk_app.show_job(title, call, finished)


class DeskScreen(Asking[None]):
    """A full screen: top bar, body, key bar."""

    TITLE_TEXT: ClassVar[str] = ""
    AUTO_FOCUS = "RowList, Input, Paper"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual's name
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """The widgets between the bars."""
        yield from ()

    @property
    def place(self) -> str:
        """Where the top bar says we are."""
        return self.TITLE_TEXT

    @property
    def wide(self) -> bool:
        return self.app.size.width >= 110

    def on_mount(self) -> None:
        self.show_bars()

    def on_screen_resume(self) -> None:
        self.show_bars()

    def show_bars(self) -> None:
        """Refresh both bars; call when the offered actions change."""
        bar = self.query_one(TopBar)
        bar.where = self.place
        bar.controller, bar.operator = self.desk_app.controller, self.desk_app.operator_shown
        offered = [name for name in self.offered() if name != "back"]
        tail = ("back", "help") if "back" in self.offered() else ("help",)
        self.query_one(KeyBar).show_keys(
            actions.hints(offered), actions.hints(tail), first=self.first_stands_out()
        )

    def offered(self) -> Sequence[str]:
        """The actions for the footer, most useful first."""
        return self.OFFERS

    def first_stands_out(self) -> bool:
        """True when the first offered action is the next step of the work."""
        return False

    @on(KeyBar.Pressed)
    async def _pressed(self, message: KeyBar.Pressed) -> None:
        await self.do(message.action)

    async def do(self, name: str) -> None:
        """Run an action of this screen, or of the app when this screen has none of that name."""
        here = hasattr(self, f"action_{name}")
        await (self.run_action(name) if here else self.app.run_action(name))


class Dialog(ModalScreen[ResultT], Asking[ResultT]):
    """A box over the screen; esc leaves it without a change."""

    BINDINGS = actions.bindings(("back",))
    AUTO_FOCUS = "Input, TickList, Choice, Button"

    def action_back(self) -> None:
        self.dismiss(None)

    def give(self, result: ResultT) -> None:
        """Close the box with its result."""
        self.dismiss(result)
