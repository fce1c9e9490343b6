"""How far a long command is: one line on stderr that is written over."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privacydesk.desk.jobs import Job, Progress


class ProgressLine:
    """Shown only when somebody looks at it: on a terminal."""

    def __init__(self) -> None:
        self._shown = 0

    def show(self, progress: Progress) -> None:
        if not sys.stderr.isatty():
            return
        of_total = f" of {progress.total:,}" if progress.total else ""
        speed = f" ({progress.per_second:,.0f}/s)" if progress.per_second >= 1 else ""
        detail = f", {progress.detail}" if progress.detail else ""
        text = f"{progress.stage}: {progress.done:,}{of_total}{speed}{detail}"
        sys.stderr.write("\r" + text.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(text)

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0


@contextmanager
def watched() -> Iterator[Job]:
    """A job whose progress is shown while the block runs."""
    from privacydesk.desk.jobs import Job

    progress = ProgressLine()
    try:
        yield Job(progress.show)
    finally:
        progress.end()
