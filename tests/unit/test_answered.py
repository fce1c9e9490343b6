"""Which requests of a case an answer that left did not answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from privacydesk.domain.answered import answers_right, unanswered
from privacydesk.domain.document_kinds import PACKAGE, REPORT, of_letter
from privacydesk.domain.letters import ANSWERING, ANSWERS_TO
from privacydesk.domain.model import CaseEvent, EventKind, Request, RequestStatus
from privacydesk.domain.rights import Right
from privacydesk.domain.sending import Departure, Outgoing

DAY = date(2026, 3, 3)
SENT, REOPENED, RELEASED = EventKind.SENT, EventKind.REOPENED, EventKind.RELEASED
ACCESS = Request(1, "access", RequestStatus.OPEN)
CORRECT = Request(2, "rectification", RequestStatus.OPEN)
BOTH = (ACCESS, CORRECT)


def _at(hour: int) -> datetime:
    return datetime(2026, 3, 3, tzinfo=UTC) + timedelta(hours=hour)


def _event(
    kind: EventKind, hour: int, reason: str | None = None, request_id: int | None = None
) -> CaseEvent:
    return CaseEvent(hour, kind, _at(hour), DAY, "jan", request_id, reason)


def _document(kind: str, released: int, *left: int) -> Outgoing:
    departures = tuple(Departure(DAY, _at(hour), "email") for hour in left)
    return Outgoing(released, kind, kind, _at(released), departures)


BY_DESK = _event(SENT, 2, "by email")
BY_HAND = _event(SENT, 2, "handed over")


@pytest.mark.parametrize(
    ("kind", "right", "expected"),
    [
        (REPORT, "access", True),
        (REPORT, "portability", False),
        (PACKAGE, "portability", True),
        (PACKAGE, "access", False),
        (of_letter("access_reply"), "access", True),
        (of_letter("erasure_reply"), "objection_marketing", False),
        (of_letter("objection_reply"), "objection_marketing", False),
        (of_letter("restriction_lifted"), "restriction", False),
        (of_letter("acknowledgement"), "access", False),
        *((of_letter(name), right, True)
          for name in ("refusal", "partial_refusal", "no_data", "not_identified")
          for right in Right),
        *((of_letter(name), right, True)
          for name, right in ANSWERS_TO.items() if name in ANSWERING),
    ],
)  # fmt: skip
def test_what_answers_a_right(kind: str, right: str, expected: bool) -> None:
    assert answers_right(kind, right) is expected


@pytest.mark.parametrize(
    ("events", "documents", "expected"),
    [
        ((), (), ()),
        ((_event(RELEASED, 1),), (_document(REPORT, 1, 2),), ()),
        ((BY_DESK,), (_document(REPORT, 1, 2),), (CORRECT,)),
        (
            (BY_DESK,),
            (_document(REPORT, 1, 2), _document(of_letter("rectification_reply"), 1)),
            (CORRECT,),
        ),
        (
            (BY_DESK,),
            (_document(REPORT, 1, 2), _document(of_letter("rectification_reply"), 1, 2)),
            (),
        ),
        ((BY_DESK,), (_document(of_letter("refusal"), 1, 2),), ()),
        # a report after "no data" takes its place, so the correction is open again
        (
            (BY_DESK,),
            (_document(of_letter("no_data"), 1, 2), _document(REPORT, 3, 4)),
            (CORRECT,),
        ),
        # recorded by hand: the whole case, or the one request
        ((BY_HAND,), (), ()),
        ((BY_HAND,), (_document(REPORT, 1, 2),), ()),
        ((_event(SENT, 2, "by email"),), (_document(REPORT, 1),), ()),
        ((_event(SENT, 2, "by hand", 2),), (), (ACCESS,)),
        ((BY_DESK, _event(SENT, 3, "told by telephone", 2)), (_document(REPORT, 1, 2),), ()),
        # reopened: what was recorded by hand before no longer counts, what left before does
        ((BY_HAND, _event(REOPENED, 3)), (), ()),
        (
            (BY_HAND, _event(REOPENED, 3), _event(SENT, 5, "by email")),
            (_document(REPORT, 4, 5),),
            (CORRECT,),
        ),
        (
            (BY_DESK, _event(REOPENED, 3), _event(SENT, 5, "by email")),
            (_document(of_letter("rectification_reply"), 1, 2), _document(REPORT, 4, 5)),
            (),
        ),
    ],
)
def test_what_stays_open(
    events: tuple[CaseEvent, ...],
    documents: tuple[Outgoing, ...],
    expected: tuple[Request, ...],
) -> None:
    assert unanswered(BOTH, events, documents) == expected


@pytest.mark.parametrize("status", [s for s in RequestStatus if s is not RequestStatus.OPEN])
def test_an_outcome_answers(status: RequestStatus) -> None:
    documents = (_document(REPORT, 1, 2),)
    assert unanswered((ACCESS, replace(CORRECT, status=status)), (BY_DESK,), documents) == ()
