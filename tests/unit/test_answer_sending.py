"""Which documents an answer still waits for: a table of situations, and what always holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.documents.letters.registry import LETTERS
from privacydesk.domain.letters import TO_OTHERS
from privacydesk.domain.sending import (
    Departure,
    Outgoing,
    answer,
    for_person,
    standing,
    to_send,
)

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
REPORT, PACKAGE, REPLY = "access_report", "portability_package", "letter:access_reply"
NONE, UNKNOWN, RECEIPT = "letter:no_data", "letter:not_identified", "letter:acknowledgement"


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def made(kind: str, released: int, *left: int) -> Outgoing:
    """A document released in one hour and recorded as having left in others (one hour a day)."""
    departures = tuple(Departure(date(2026, 3, 1 + n), hour(n), "post") for n in left)
    return Outgoing(released, kind, f"{kind}.pdf", hour(released), departures)


@pytest.mark.parametrize(
    ("documents", "reopened", "waiting", "left"),
    [
        ([], None, [], 0),
        ([made(RECEIPT, 1)], None, [], 0),
        ([made(REPORT, 1)], None, [REPORT], 0),
        ([made(REPORT, 1, 2)], None, [], 1),
        ([made(REPORT, 1), made(REPLY, 1, 2)], None, [REPORT], 1),
        # released one after the other: both are the answer
        ([made(REPORT, 1), made(REPLY, 3, 4)], None, [REPORT], 1),
        ([made(RECEIPT, 1, 2), made(REPORT, 3)], None, [REPORT], 0),
        # two volumes of one report
        ([made(REPORT, 1, 2), made(REPORT, 1)], None, [REPORT], 1),
        # no data was said too early: the report that came later counts, and the other way round
        ([made(NONE, 1), made(REPORT, 2)], None, [REPORT], 0),
        ([made(REPORT, 1), made(REPLY, 1), made(UNKNOWN, 2)], None, [UNKNOWN], 0),
        ([made(NONE, 1), made(REPORT, 1)], None, [NONE, REPORT], 0),
        # a refusal of one request does not replace the report on another
        ([made(REPORT, 1), made("letter:refusal", 2, 3)], None, [REPORT], 1),
        # reopened: what is released since
        ([made(REPLY, 1, 2), made(REPORT, 6)], 4, [REPORT], 0),
        ([made(REPLY, 1), made(REPORT, 6, 7)], 4, [], 1),
        # reopened, nothing released since: what had not left
        ([made(REPLY, 1, 2), made(REPORT, 3)], 4, [REPORT], 0),
        ([made(REPLY, 1, 2), made(REPORT, 3, 5)], 4, [], 1),
        # reopened, all of it had left: the same once more
        ([made(REPLY, 1, 2), made(REPORT, 1, 2)], 4, [REPLY, REPORT], 0),
        ([made(REPLY, 1, 2, 5), made(REPORT, 1, 2)], 4, [REPORT], 1),
    ],
)
def test_what_an_answer_waits_for(
    documents: Sequence[Outgoing], reopened: int | None, waiting: list[str], left: int
) -> None:
    found = answer(documents, None if reopened is None else hour(reopened))
    assert [one.kind for one in found.waiting] == waiting
    assert len(found.left) == left
    assert found.complete is (not waiting and left > 0)


def test_the_last_day_is_the_latest_not_the_one_noted_last() -> None:
    late = Departure(date(2026, 3, 9), hour(2), "email")
    early = Departure(date(2026, 3, 4), hour(5), "post")
    found = answer(
        [
            Outgoing(1, REPORT, "a", hour(1), (late,)),
            Outgoing(2, REPLY, "b", hour(1), (early,)),
        ],
        None,
    )
    assert found.left == (early, late)


def test_a_superseded_letter_leaves_only_when_it_is_named() -> None:
    documents = [made(NONE, 1), made(REPORT, 2), made(RECEIPT, 1)]
    assert [one.kind for one in to_send(documents, None)] == [REPORT, RECEIPT]
    assert [one.kind for one in standing(documents)] == [REPORT, RECEIPT]


kinds = st.sampled_from([REPORT, PACKAGE, REPLY, NONE, RECEIPT, "letter:refusal"])
releases = st.builds(
    lambda kind, released, after: made(kind, released, *(released + n for n in sorted(after))),
    kinds,
    st.integers(0, 9),
    st.sets(st.integers(1, 9), max_size=2),
)


@given(st.lists(releases, max_size=6), st.none() | st.integers(0, 12))
def test_sending_what_waits_makes_the_answer_complete(
    documents: list[Outgoing], reopened: int | None
) -> None:
    since = None if reopened is None else hour(reopened)
    before = answer(documents, since)
    chosen = to_send(documents, since)
    assert set(before.waiting) <= set(chosen)
    now = Departure(date(2026, 4, 1), hour(100), "portal")
    after = answer(
        [
            Outgoing(d.document_id, d.kind, d.name, d.released_at, (*d.left, now))
            if d in chosen
            else d
            for d in documents
        ],
        since,
    )
    assert after.complete is bool(before.waiting or before.left)
    assert len(after.left) == len(before.left) + len(before.waiting)


def test_a_letter_to_others_is_not_for_the_post_of_the_person() -> None:
    documents = [made(f"letter:{name}", 1) for name in sorted(TO_OTHERS)] + [made(REPLY, 1)]
    assert [one.kind for one in to_send(documents, None)] == [REPLY]
    assert [one.kind for one in for_person(documents)] == [REPLY]
    assert {one.name for one in LETTERS.values() if one.to_company} == TO_OTHERS
