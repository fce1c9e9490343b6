"""A long job: what it is doing, how far, how fast, how long still; esc stops it cleanly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from privacydesk.tui import show
from privacydesk.tui.guard import content
from privacydesk.tui.messages import JobMoved, Trouble
from privacydesk.tui.screen import Dialog
from privacydesk.tui.screens.dialogs import Box
from privacydesk.tui.texts import T

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.jobs import Job, Progress

_EVERY = 0.1
_BAR = 40


class JobDialog(Dialog[object]):
    """Runs a use case that takes a `Job`; dismissed with its result or a `Trouble`."""

    HELP_PAGE = "form"

    def __init__(self, title: str, call: Callable[[Desk, Job], Any]) -> None:
        super().__init__()
        self._title, self._call = title, call
        self._job: Job | None = None
        self._last = 0.0
        self._doing = ("", "")
        self._lock = threading.Lock()

    def compose(self) -> ComposeResult:
        with Box(self._title):
            yield Static(content(T.common.loading), id="stage")
            yield Static(content(("░" * _BAR, "$line")), id="bar")
            yield Static(content(""), id="speed")
            with Horizontal(classes="buttons"):
                yield Button(T.common.stop)

    def on_mount(self) -> None:
        from privacydesk.desk.jobs import Job

        job = self._job = Job(self._moved)
        self.ask("job", lambda desk: self._call(desk, job), self._finished, otherwise=self._failed)

    def _finished(self, result: object) -> None:
        self.dismiss(result)

    def _failed(self, trouble: Trouble) -> None:
        self.dismiss(trouble)

    def _moved(self, progress: Progress) -> None:
        """Called in the worker's thread, often; the screen hears of counts ten times a second at
        most, and of everything that begins: what follows may take long and tell nothing more."""
        now, doing = time.monotonic(), (progress.stage, progress.detail)
        with self._lock:
            known = doing == self._doing and progress.done != progress.total
            if known and now - self._last < _EVERY:
                return
            self._last, self._doing = now, doing
        self.post_message(JobMoved(progress))

    @on(JobMoved)
    def _show(self, message: JobMoved) -> None:
        progress = message.progress
        stage = progress.stage + (f": {progress.detail}" if progress.detail else "")
        self.query_one("#stage", Static).update(content(stage))
        self.query_one("#bar", Static).update(bar(progress))
        said = [show.number(progress.done)]
        if progress.total:
            said[0] += f" / {show.number(progress.total)}"
        if progress.per_second >= 1:
            said.append(T.common.per_second.format(n=show.number(round(progress.per_second))))
        if rest := show.left(progress.seconds_left):
            said.append(rest)
        self.query_one("#speed", Static).update(content((" · ".join(said), "$quiet")))

    def action_back(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.query_one("#stage", Static).update(content(T.common.stopping))

    @on(Button.Pressed)
    def _stop(self) -> None:
        self.action_back()


def bar(progress: Progress) -> Content:
    """`████░░░░ 42 %`; a moving block while the total is unknown."""
    if not progress.total:
        place = progress.done // 50 % (_BAR - 4)
        return content(
            ("░" * place, "$line"), ("████", "$primary"), ("░" * (_BAR - 4 - place), "$line")
        )
    part = min(1.0, progress.done / progress.total)
    full = round(part * _BAR)
    return content(
        ("█" * full, "$primary"), ("░" * (_BAR - full), "$line"), (f"  {part:.0%}", "bold")
    )
