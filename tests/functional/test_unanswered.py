"""An answer to one of several requests does not answer the others."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.functional.office import Office

from privacydesk.cli.app import run
from privacydesk.desk import cases, letters, release
from privacydesk.domain.case_path import NextAction
from privacydesk.domain.errors import StateError
from privacydesk.domain.model import CaseStatus, EventKind

REPORT, CORRECTED = "access_report", "letter:rectification_reply"
LEFT_OPEN = "1 request not answered: rectification"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _reported(office: Office) -> str:
    """A case of access and rectification of which only the report left."""
    reference = office.ready("md", rights=("access", "rectification"))
    release.release(office.jan, reference, only=[REPORT])
    release.send(office.jan, reference, channel="portal")
    return reference


def _listed(office: Office) -> list[tuple[str, str]]:
    return [(line.reference, line.stage) for line in cases.list_cases(office.jan)]


def test_the_case_stays_on_the_desk_until_the_other_request_has_its_outcome(
    office: Office,
) -> None:
    reference = _reported(office)
    view = cases.show(office.jan, reference)
    assert (view.stage, view.next_action) == (LEFT_OPEN, NextAction.RECORD_OUTCOME)
    assert view.case.status is CaseStatus.REVIEWING
    assert [request.right for request in view.unanswered] == ["rectification"]
    assert _listed(office) == [(reference, LEFT_OPEN)]
    assert cases.list_cases(office.jan, status="sent") == ()
    view = cases.outcome(office.jan, reference, view.unanswered[0].request_id, "withdrawn")
    assert (view.case.status, view.stage) == (CaseStatus.SENT, "sent")
    assert (view.unanswered, _listed(office)) == ((), [])
    view = cases.outcome(office.jan, reference, view.case.requests[1].request_id, "open")
    assert _listed(office) == [(reference, LEFT_OPEN)]


def test_the_letter_for_it_is_released_and_sent_without_reopening(office: Office) -> None:
    reference = _reported(office)
    cases.event(office.mira, reference, "acted", reason="the name was corrected")
    changed = {"changes": "Name | J. de Vries | Jan de Vries", "notified": "none"}
    letters.state_facts(office.mira, reference, "rectification_reply", changed)
    target = office.folder / "reply.md"
    letters.letter(office.mira, reference, "rectification_reply", "md", target)
    assert cases.show(office.jan, reference).next_action is NextAction.RELEASE
    release.release(office.jan, reference)
    view = cases.show(office.jan, reference)
    assert [one.kind for one in view.waiting] == [CORRECTED]
    assert (view.case.status, view.next_action) == (CaseStatus.RELEASED, NextAction.SEND)
    office.later(days=2)
    view = release.send(office.jan, reference, channel="portal")
    assert (view.case.status, view.unanswered, view.waiting) == (CaseStatus.SENT, (), ())
    sent = [event.day for event in view.case.events if event.kind is EventKind.SENT]
    assert sent == [date(2026, 3, 3), date(2026, 3, 5)]
    with pytest.raises(StateError, match="sent already"):
        release.send(office.jan, reference, channel="portal", only=[CORRECTED])


def test_what_left_outside_the_desk_answers_all_or_the_request_it_names(office: Office) -> None:
    reference = _reported(office)
    (request,) = cases.show(office.jan, reference).unanswered
    view = cases.event(
        office.jan, reference, "sent", reason="by telephone", request_id=request.request_id
    )
    assert view.case.status is CaseStatus.SENT


def test_the_date_is_that_of_the_request_left_open(office: Office) -> None:
    """An objection takes effect at once; answered, it no longer gives the case its date."""
    office.load("Customer number;Name;E-mail\nK1;Jan de Vries;jan@example.nl\n")
    reference = office.log(("objection_marketing", "erasure"))
    assert cases.show(office.jan, reference).clock.at_once
    objection, erasure = cases.show(office.jan, reference).case.requests
    view = cases.event(
        office.jan, reference, "sent", reason="confirmed by mail", request_id=objection.request_id
    )
    assert view.unanswered == (erasure,)
    assert not view.clock.at_once
    (line,) = cases.list_cases(office.jan)
    assert (line.due, line.at_once) == (view.clock.due, False)


def test_the_command_line_names_it(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    reference = _reported(office)
    place = ["--store", str(office.path)]
    assert run([*place, "case", "show", reference, "--json"], lambda *_: 0) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["right"] for one in told["unanswered"]] == ["rectification"]
    assert told["next_action"] == "record_outcome"
    assert run([*place, "case", "show", reference], lambda *_: 0) == 0
    text = capsys.readouterr().out
    assert f"Stage: {LEFT_OPEN}." in text
    assert f"  {told['unanswered'][0]['request_id']} rectification\n" in text
