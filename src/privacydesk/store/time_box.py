"""A limit on how long a query may run: finding is bounded."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from privacydesk.store.driver import Connection, DatabaseError


@dataclass(slots=True)
class TimeBox:
    """`fired` says that the time was up and the query stopped: more may exist."""

    fired: bool = False


@contextmanager
def time_box(con: Connection, ms: float) -> Iterator[TimeBox]:
    """Stop whatever runs on `con` inside the block after `ms` milliseconds.

    The interrupted statement ends the block quietly with `fired` set; rows that were taken one
    by one before are the caller's to keep. Costs no thread and cannot hit a later query.
    """
    box = TimeBox()
    deadline = time.perf_counter() + ms / 1000

    def check() -> int:
        if time.perf_counter() < deadline:
            return 0
        box.fired = True
        return 1

    # Full-text search does most of its work inside few steps: a thousand would be too rare a look
    con.set_progress_handler(check, 100)
    try:
        yield box
    except DatabaseError:
        if not box.fired:
            raise
    finally:
        con.set_progress_handler(None, 0)
