"""From which day the files of each release are counted: a table of situations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from privacydesk.domain.model import CaseEvent, EventKind
from privacydesk.domain.release_storage import counted_from
from privacydesk.domain.sending import Departure, Outgoing

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
REPORT, REPLY, RECEIPT = "access_report", "letter:access_reply", "letter:acknowledgement"
NONE, SEARCH = "letter:no_data", "letter:processor_search_request"


def day(number: int) -> date:
    return date(2026, 3, 1 + number)


def made(number: int, kind: str, released: int, *left: int) -> Outgoing:
    """A document released on one day (9 o'clock) and recorded as having left on others (10)."""
    departures = tuple(Departure(day(n), START + timedelta(days=n, hours=1), "post") for n in left)
    return Outgoing(number, kind, kind, START + timedelta(days=released), departures)


def events(*found: tuple[EventKind, int]) -> tuple[CaseEvent, ...]:
    return tuple(
        CaseEvent(n, kind, START + timedelta(days=on, hours=2), day(on), "jan")
        for n, (kind, on) in enumerate(found, 1)
    )


SENT, CLOSED, REOPENED = EventKind.SENT, EventKind.CLOSED, EventKind.REOPENED


@pytest.mark.parametrize(
    ("documents", "told", "expected"),
    [
        # never sent
        ([(REPORT, 1)], (), [None]),
        # from the day it left, not from the release, and from the last day that it left
        ([(REPORT, 1, 4)], ((SENT, 4),), [4]),
        ([(REPORT, 1, 4, 9)], ((SENT, 4),), [9]),
        # a second release that was never sent stays, whatever became of the first
        ([(REPORT, 1, 2), (REPORT, 5)], ((SENT, 2),), [2, None]),
        ([(REPORT, 1, 2), (REPLY, 5)], ((SENT, 2),), [2, None]),
        # never sent, until another took its place or the case was closed
        ([(REPORT, 1), (REPORT, 5)], (), [5, None]),
        ([(REPORT, 1), (REPORT, 5), (REPORT, 8, 9)], ((SENT, 9),), [5, 8, 9]),
        ([(REPORT, 1), (NONE, 5)], (), [5, None]),
        ([(REPORT, 1), (REPORT, 5)], ((CLOSED, 7),), [5, 7]),
        ([(REPORT, 1), (REPORT, 5)], ((CLOSED, 7), (REOPENED, 8)), [5, None]),
        # a release goes as one: its last part decides
        ([(REPORT, 1), (REPLY, 1, 2)], (), [None, None]),
        ([(REPORT, 1, 6), (REPLY, 1, 2)], ((SENT, 6),), [6, 6]),
        ([(REPORT, 1), (REPLY, 1, 2), (REPORT, 4, 5)], ((SENT, 5),), [4, 4, 5]),
        # two releases, each by itself
        ([(REPORT, 1, 2), (REPLY, 3, 6)], ((SENT, 6),), [2, 6]),
        # it left outside the desk
        ([(REPORT, 1)], ((SENT, 3),), [3]),
        ([(REPORT, 1), (REPLY, 1, 2)], ((SENT, 3),), [3, 3]),
        ([(REPORT, 4)], ((SENT, 3),), [None]),
        ([(REPORT, 1)], ((SENT, 3), (REOPENED, 5)), [None]),
        # a letter to somebody else does not leave with the answer
        ([(SEARCH, 1), (REPORT, 2, 3)], ((SENT, 3),), [None, 3]),
        ([(RECEIPT, 1), (REPORT, 2, 3)], ((SENT, 3), (CLOSED, 8)), [8, 3]),
        # reopened: what is to be sent once more is needed
        ([(REPORT, 1, 2)], ((SENT, 2), (REOPENED, 5)), [None]),
        ([(REPORT, 1, 2)], ((SENT, 2), (REOPENED, 5), (CLOSED, 9)), [9]),
        ([(REPORT, 1, 2), (REPORT, 6)], ((SENT, 2), (REOPENED, 5)), [2, None]),
    ],
)  # fmt: skip
def test_from_which_day(
    documents: Sequence[tuple[Any, ...]],
    told: Sequence[tuple[EventKind, int]],
    expected: list[int | None],
) -> None:
    given = [made(n, kind, *days) for n, (kind, *days) in enumerate(documents)]
    found = counted_from(given, events(*told), ZoneInfo("Europe/Amsterdam"))
    assert found == {n: day(on) for n, on in enumerate(expected) if on is not None}


def test_the_day_is_that_of_the_office() -> None:
    late = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    documents = [Outgoing(1, REPORT, "a", START), Outgoing(2, REPORT, "b", late)]
    found = counted_from(documents, (), ZoneInfo("Europe/Amsterdam"))
    assert found == {1: date(2026, 3, 6)}
