"""Progress and cancelling of long jobs, the same for both doors.

A use case that takes long accepts a `Job`; it calls `job.advance(...)` as it works and
`job.check()` at points where stopping is clean.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from privacydesk.domain.errors import CancelledError

T = TypeVar("T")
_GLANCE = 32  # items between two looks at whether to stop


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a job stands. `total` is 0 while unknown; `per_second` counts done units; `detail`
    says what is being done to the unit at hand."""

    stage: str
    done: int
    total: int
    per_second: float
    detail: str = ""

    @property
    def seconds_left(self) -> float | None:
        if not self.total or self.per_second <= 0:
            return None
        return max(0.0, (self.total - self.done) / self.per_second)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let the cycle collector run rarely: a long job makes millions of objects and no cycles.

    It would walk all of them again and again: a third of the time of an import, a tenth of that
    of a report.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Job:
    """A long piece of work that can be watched and stopped from another thread."""

    def __init__(self, on_progress: Callable[[Progress], None] | None = None) -> None:
        self._on_progress = on_progress
        self._stop = threading.Event()
        self._stage = ""
        self._started = time.monotonic()

    def advance(self, stage: str, done: int, total: int = 0, detail: str = "") -> None:
        """Tell the watcher that `done` of `total` units of `stage` are finished."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._started = stage, now
        if self._on_progress is not None:
            elapsed = now - self._started
            speed = done / elapsed if elapsed else 0.0
            self._on_progress(Progress(stage, done, total, speed, detail))

    def each(self, stage: str, items: Sequence[T]) -> Iterator[T]:
        """`items`, one after the other: `stage` is told as they are worked on, and between two
        of them the job can be stopped."""
        self.advance(stage, 0, len(items))
        for done, item in enumerate(items):
            if done % _GLANCE == 0:
                self.check()
                self.advance(stage, done, len(items))
            yield item
        self.advance(stage, len(items), len(items))

    def cancel(self) -> None:
        self._stop.set()

    def check(self) -> None:
        """Raise `CancelledError` when the user asked to stop."""
        if self._stop.is_set():
            raise CancelledError("Stopped. What was committed before stays.")
