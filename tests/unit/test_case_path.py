"""The path of a case: one table of situations, each with its status, stage and next action."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain.case_path import (
    NextAction,
    PathFacts,
    StepKey,
    StepState,
    blockers,
    next_action,
    path,
    stage,
    status,
)
from privacydesk.domain.model import CaseStatus, Request, RequestStatus
from privacydesk.domain.rights import Right
from privacydesk.domain.sending import Outgoing

ACCESS = frozenset({Right.ACCESS, Right.PORTABILITY})
NEW = PathFacts(rights=ACCESS, subject_known=False, systems=3, systems_open=3)
KNOWN = replace(NEW, subject_known=True)
HALF = replace(KNOWN, systems_open=1)
SEARCHED = replace(KNOWN, systems_open=0)
LISTED = replace(SEARCHED, candidates_listed=True, candidates=2, candidates_open=1)
DECIDED = replace(LISTED, candidates_open=0)
REPORTED = replace(DECIDED, documents=frozenset({"access_report"}))
READY = replace(DECIDED, documents=frozenset({"access_report", "portability_package"}))

REPLY = Outgoing(2, "letter:rectification_reply", "reply", datetime(2026, 3, 3, tzinfo=UTC))
LEFT_OPEN = replace(
    REPORTED,
    rights=frozenset({Right.ACCESS, Right.RECTIFICATION}),
    released=True,
    sent=True,
    left=1,
    unanswered=(Request(2, "rectification", RequestStatus.OPEN),),
)
DRAFTED = replace(LEFT_OPEN, documents=LEFT_OPEN.documents | {REPLY.kind})
OBJECTED = replace(
    LEFT_OPEN,
    rights=frozenset({Right.ERASURE, Right.OBJECTION_MARKETING}),
    documents=frozenset({"letter:erasure_reply"}),
    unanswered=(Request(2, "objection_marketing", RequestStatus.OPEN),),
)


@pytest.mark.parametrize(
    ("facts", "expected_status", "expected_stage", "action"),
    [
        (NEW, CaseStatus.NEW, "person not known yet", NextAction.ATTACH_PERSON),
        (KNOWN, CaseStatus.NEW, "search: 0 of 3 systems", NextAction.SEARCH_SYSTEMS),
        (HALF, CaseStatus.SEARCHING, "search: 2 of 3 systems", NextAction.RECORD_SEARCH),
        (SEARCHED, CaseStatus.REVIEWING, "candidates not listed", NextAction.LIST_CANDIDATES),
        (
            LISTED,
            CaseStatus.REVIEWING,
            "candidates: 1 of 2 decided",
            NextAction.DECIDE_CANDIDATES,
        ),
        (DECIDED, CaseStatus.REVIEWING, "answer to be written", NextAction.WRITE_REPORT),
        (REPORTED, CaseStatus.REVIEWING, "answer to be written", NextAction.WRITE_PACKAGE),
        (READY, CaseStatus.PREPARED, "draft ready", NextAction.RELEASE),
        (
            replace(READY, released=True),
            CaseStatus.RELEASED,
            "released, to be sent",
            NextAction.SEND,
        ),
        (
            replace(
                KNOWN,
                systems_open=0,
                documents=frozenset({"letter:no_data"}),
                candidates_listed=True,
                subject_known=True,
            ),
            CaseStatus.PREPARED,
            "draft ready",
            NextAction.RELEASE,
        ),
        (replace(READY, sent=True), CaseStatus.SENT, "sent", NextAction.NONE),
        (
            LEFT_OPEN,
            CaseStatus.REVIEWING,
            "1 request not answered: rectification",
            NextAction.RECORD_OUTCOME,
        ),
        (
            DRAFTED,
            CaseStatus.PREPARED,
            "1 request not answered: rectification",
            NextAction.RELEASE,
        ),
        (
            replace(DRAFTED, waiting=(REPLY,)),
            CaseStatus.RELEASED,
            "partly sent, 1 of 2 documents waits",
            NextAction.SEND,
        ),
        (replace(LEFT_OPEN, closed=True), CaseStatus.CLOSED, "closed", NextAction.NONE),
        (
            OBJECTED,
            CaseStatus.NEW,
            "1 request not answered: objection marketing",
            NextAction.RECORD_OUTCOME,
        ),
        (
            replace(
                LEFT_OPEN,
                unanswered=(*OBJECTED.unanswered, *LEFT_OPEN.unanswered),
                question_open=True,
                question="identity asked 2026-11-09",
            ),
            CaseStatus.IDENTITY,
            "2 requests not answered: objection marketing, rectification",
            NextAction.RECORD_ANSWER,
        ),
        (replace(NEW, closed=True), CaseStatus.CLOSED, "closed", NextAction.NONE),
        (
            replace(KNOWN, question_open=True, question="identity asked 2026-11-09"),
            CaseStatus.IDENTITY,
            "identity asked 2026-11-09",
            NextAction.RECORD_ANSWER,
        ),
        (
            replace(SEARCHED, systems_stale=("Freshdesk",)),
            CaseStatus.SEARCHING,
            "newer data needed: 1",
            NextAction.LIST_CANDIDATES,
        ),
        (
            PathFacts(rights=frozenset({Right.OBJECTION_MARKETING}), subject_known=False),
            CaseStatus.NEW,
            "to act on at once",
            NextAction.ACT,
        ),
    ],
)
def test_situations(
    facts: PathFacts, expected_status: CaseStatus, expected_stage: str, action: NextAction
) -> None:
    searched_any = facts.systems_open < facts.systems
    assert status(facts) is expected_status
    assert stage(facts) == expected_stage
    assert next_action(facts, searched_any=searched_any) is action


def test_a_request_left_open_keeps_the_last_steps_of_the_path_open() -> None:
    states = {step.key: step.state for step in path(LEFT_OPEN)}
    assert states[StepKey.CANDIDATES] is StepState.DONE
    assert states[StepKey.PREPARED] is StepState.CURRENT
    assert {states[StepKey.RELEASED], states[StepKey.SENT]} == {StepState.WAITING}
    assert all(step.state is StepState.DONE for step in path(replace(LEFT_OPEN, unanswered=())))


def test_every_gap_is_a_blocker_and_a_finished_case_has_none() -> None:
    assert len(blockers(NEW)) == 2
    assert any("1 of 3 systems" in b for b in blockers(HALF))
    assert any("1 of 2 candidates" in b for b in blockers(LISTED))
    assert any("Freshdesk" in b for b in blockers(replace(SEARCHED, systems_stale=("Freshdesk",))))
    assert blockers(READY) == ()


@given(
    st.builds(
        PathFacts,
        rights=st.frozensets(st.sampled_from(Right), min_size=1),
        subject_known=st.booleans(),
        question_open=st.booleans(),
        systems=st.just(4),
        systems_open=st.integers(0, 4),
        candidates_listed=st.booleans(),
        candidates=st.just(5),
        candidates_open=st.integers(0, 5),
        documents=st.frozensets(st.sampled_from(["access_report", "portability_package"])),
        sent=st.booleans(),
    )
)
def test_the_path_has_at_most_one_current_step_and_blockers_bar_a_prepared_case(
    facts: PathFacts,
) -> None:
    steps = path(facts)
    assert [s.key for s in steps] == list(StepKey)
    assert sum(s.state is StepState.CURRENT for s in steps) <= 1
    if status(facts) is CaseStatus.PREPARED:
        assert blockers(facts) == ()
