"""The application: paints a first frame, opens the store, leads from screen to screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on
from textual.app import App
from textual.filter import LineFilter
from textual.screen import Screen

from privacydesk.tui import actions, theme
from privacydesk.tui.guard import StrangerFilter, content
from privacydesk.tui.messages import StoreOpened, Trouble
from privacydesk.tui.texts import T

if TYPE_CHECKING:
    from textual.binding import BindingType

    from privacydesk.desk.context import Desk
    from privacydesk.desk.jobs import Job
    from privacydesk.tui.host import Host


_HERE: Final = Path(__file__).parent

DEBOUNCE: Final = 0.08
"""Seconds of stillness after a key before the desk is asked."""

_NEED_STORE: Final = frozenset(
    {"find", "new_request", "import_data", "systems", "retention", "policy", "refresh"}
)


class PrivacyDeskApp(App[int]):
    """One store, one operator. `now` and `debounce` are fixed in tests."""

    TITLE = "PrivacyDesk"
    # The first screen is made by the app itself, which does not read its own style sheet.
    CSS_PATH = [_HERE / "app.tcss", _HERE / "screens" / "desk.tcss"]  # noqa: RUF012 - a list it is
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(actions.GLOBAL)
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ENABLE_COMMAND_PALETTE = True
    NOTIFICATION_TIMEOUT = 6

    def __init__(
        self,
        store_path: Path | None = None,
        operator: str | None = None,
        *,
        now: Callable[[], datetime] | None = None,
        debounce: float = DEBOUNCE,
    ) -> None:
        super().__init__()
        self._stranger = StrangerFilter()
        self._store_path, self._operator, self._now = store_path, operator, now
        self._desk: Desk | None = None
        self.debounce = debounce
        self._fault: Exception | None = None
        for one in theme.THEMES:
            self.register_theme(one)
        asked = os.environ.get("PRIVACYDESK_THEME", "")
        self.theme = asked if asked in {one.name for one in theme.THEMES} else theme.DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our names for meanings, so that styles resolve under any theme."""
        return dict(theme.DARK.variables)

    # ------------------------------------------------------------------ store

    @property
    def desk(self) -> Desk:
        assert self._desk is not None, "screens that ask the desk open after the store"
        return self._desk

    @property
    def ready(self) -> bool:
        return self._desk is not None

    @property
    def controller(self) -> str:
        return self._desk.settings.controller_name if self._desk is not None else ""

    @property
    def operator_shown(self) -> str:
        return self._desk.operator if self._desk is not None else (self._operator or "")

    @property
    def store_path(self) -> Path | None:
        return self._store_path

    def get_default_screen(self) -> Screen[Any]:
        from privacydesk.tui.screens.desk import CasesScreen

        return CasesScreen(id="_default")

    def on_ready(self) -> None:
        # Only now: the first frame is on the screen before anything heavy is imported.
        self.call_after_refresh(self.open_store)

    def open_store(self) -> None:
        """Open the store in a thread; `StoreOpened` tells how it went."""
        path, operator, now = self._store_path, self._operator, self._now

        def work() -> None:
            from privacydesk.tui.faults import trouble_of

            try:
                from privacydesk.desk.context import Desk

                desk = Desk.open(path, operator, now=now)
            except Exception as error:
                self.post_message(StoreOpened(None, trouble_of(error)))
            else:
                self.post_message(StoreOpened(desk, None))

        self.run_worker(work, thread=True, exclusive=True, exit_on_error=False, group="store")

    @on(StoreOpened)
    def _store_opened(self, message: StoreOpened) -> None:
        if message.desk is not None:
            self._desk = message.desk
            for screen in self.screen_stack:
                opened = getattr(screen, "store_opened", None)
                if opened is not None:
                    opened()
        elif message.trouble is not None and message.trouble.code == "no_store":
            from privacydesk.tui.screens.setup import SetupScreen

            self.push_screen(SetupScreen())
        elif message.trouble is not None:
            self.show_trouble(message.trouble, after=self._leave)

    def _leave(self) -> None:
        self.exit(1, return_code=1)

    def on_unmount(self) -> None:
        if self._desk is not None:
            self._desk.store.close()

    # ------------------------------------------------------------------ text from strangers

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The backstop under every widget; `guard.content` is the first layer."""
        return [*super().get_line_filters(), self._stranger]

    def say(self, sentence: str, *, bad: bool = False) -> None:
        """A short message in the corner; never read as markup."""
        self.notify(
            content(sentence).plain, severity="warning" if bad else "information", markup=False
        )

    def show_trouble(self, trouble: Trouble, *, after: Callable[[], None] | None = None) -> None:
        """A dialog with what went wrong and what to do."""
        from privacydesk.tui.screens.dialogs import TroubleDialog

        self.push_screen(TroubleDialog(trouble), lambda _: after() if after is not None else None)

    def show_job(
        self,
        title: str,
        call: Callable[[Desk, Job], object],
        then: Callable[[object | None], None],
    ) -> None:
        """A long use case behind a dialog; `then` gets its result, or the Trouble that ended it."""
        from privacydesk.tui.screens.job import JobDialog

        self.push_screen(JobDialog(title, call), then)

    # ------------------------------------------------------------------ faults

    def _handle_exception(self, error: Exception) -> None:
        self._fault = error
        super()._handle_exception(error)

    def panic(self, *renderables: Any) -> None:
        """Leave after a fault. What was to be printed may hold data and is not printed."""
        del renderables
        self._fatal_error()

    def _fatal_error(self) -> None:
        # Textual prints a traceback with the values of local variables here: people's data.
        from rich.text import Text

        from privacydesk.tui.faults import farewell

        self._exit_renderables.append(Text(farewell(self._fault or RuntimeError())))
        self._close_messages_no_wait()

    # ------------------------------------------------------------------ getting around

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing but leaving, help and theme while the store is not open."""
        del parameters
        if action in _NEED_STORE:
            return self.ready
        return True

    def action_find(self) -> None:
        from privacydesk.tui.screens.find import FindScreen

        self.push_screen(FindScreen())

    def action_new_request(self) -> None:
        from privacydesk.tui.screens.new import NewRequestScreen

        self.push_screen(NewRequestScreen())

    def action_import_data(self) -> None:
        from privacydesk.tui.screens.imports import ImportScreen

        self.push_screen(ImportScreen())

    def action_systems(self) -> None:
        from privacydesk.tui.screens.systems import SystemsScreen

        self.push_screen(SystemsScreen())

    def action_retention(self) -> None:
        from privacydesk.tui.screens.retention import RetentionScreen

        self.push_screen(RetentionScreen())

    def action_policy(self) -> None:
        from privacydesk.tui.screens.policy import PolicyScreen

        self.push_screen(PolicyScreen())

    def action_refresh(self) -> None:
        reload = getattr(self.screen, "reload", None)
        if reload is not None:
            reload()

    def action_theme(self) -> None:
        self.theme = theme.other(self.theme)

    def action_help(self) -> None:
        from privacydesk.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    async def action_back(self) -> None:
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def open_case(self, reference: str) -> None:
        from privacydesk.tui.screens.case import CaseScreen

        self.push_screen(CaseScreen(reference))

    def open_subject(self, subject_id: int, *, case_reference: str | None = None) -> None:
        from privacydesk.tui.screens.subject import SubjectScreen

        self.push_screen(SubjectScreen(subject_id, case_reference=case_reference))

    def action_command_palette(self) -> None:
        from textual.command import CommandPalette

        from privacydesk.tui.palette import providers

        if self.use_command_palette and not any(
            isinstance(s, CommandPalette) for s in self.screen_stack
        ):
            self.push_screen(CommandPalette(providers(), placeholder=T.common.palette))


if TYPE_CHECKING:

    def _checked(app: PrivacyDeskApp) -> Host:
        """The type checker's proof that the application is what its screens take it for."""
        return app


def launch(store_path: Path | None, operator: str | None) -> int:
    """Run the terminal UI on this store (None: the user's own). Returns the exit code."""
    app = PrivacyDeskApp(store_path, operator)
    app.run()
    return app.return_code or 0
