"""Progress and cancelling of long jobs, the same for both doors.

A use case that takes long accepts a `Job`; it calls `job.advance(...)` as it works and
`job.check()` at points where stopping is clean.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from privacydesk.domain.errors import CancelledError


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a job stands. `total` is 0 while unknown; `per_second` counts done units."""

    stage: str
    done: int
    total: int
    per_second: float

    @property
    def seconds_left(self) -> float | None:
        if not self.total or self.per_second <= 0:
            return None
        return max(0.0, (self.total - self.done) / self.per_second)


class Job:
    """A long piece of work that can be watched and stopped from another thread."""

    def __init__(self, on_progress: Callable[[Progress], None] | None = None) -> None:
        self._on_progress = on_progress
        self._stop = threading.Event()
        self._stage = ""
        self._started = time.monotonic()

    def advance(self, stage: str, done: int, total: int = 0) -> None:
        """Tell the watcher that `done` of `total` units of `stage` are finished."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._started = stage, now
        if self._on_progress is not None:
            elapsed = now - self._started
            self._on_progress(Progress(stage, done, total, done / elapsed if elapsed else 0.0))

    def cancel(self) -> None:
        self._stop.set()

    def check(self) -> None:
        """Raise `CancelledError` when the user asked to stop."""
        if self._stop.is_set():
            raise CancelledError("Stopped. What was committed before stays.")
