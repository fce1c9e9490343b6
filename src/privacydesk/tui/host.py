"""What screens may ask of the application: the store it opened, where to go, what to say.

The application makes the screens, so they must not import it; they know it as a `Host`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from textual.app import App

    from privacydesk.desk.context import Desk
    from privacydesk.desk.jobs import Job
    from privacydesk.tui.messages import Trouble


class Host(Protocol):
    """The application, as its screens see it."""

    debounce: float
    """Seconds of stillness after a key before the desk is asked."""

    @property
    def desk(self) -> Desk:
        """The open desk; AssertionError before the store is open."""

    @property
    def ready(self) -> bool:
        """Whether the store is open."""

    @property
    def controller(self) -> str: ...

    @property
    def operator_shown(self) -> str: ...

    @property
    def store_path(self) -> Path | None: ...

    def open_store(self) -> None:
        """Open the store in a thread, also after it was just made."""

    def say(self, sentence: str, *, bad: bool = False) -> None:
        """A short message in the corner; never read as markup."""

    def show_trouble(self, trouble: Trouble, *, after: Callable[[], None] | None = None) -> None:
        """A dialog with what went wrong and what to do."""

    def show_job(
        self,
        title: str,
        call: Callable[[Desk, Job], object],
        then: Callable[[object | None], None],
    ) -> None:
        """A long use case behind a dialog; `then` gets its result, or the Trouble that ended it."""

    def open_case(self, reference: str) -> None: ...

    def open_subject(self, subject_id: int, *, case_reference: str | None = None) -> None: ...


def host_of(app: App[object]) -> Host:
    """The application under a screen. Only `PrivacyDeskApp` shows screens of ours."""
    return cast(Host, app)
