"""The gate before release: every fact that must stop an answer stops it, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain.checklist import (
    BY_ID,
    ITEMS,
    Explanation,
    Problem,
    Severity,
    Standing,
    assemble,
    blocking,
    require_releasable,
)
from privacydesk.domain.errors import StateError
from privacydesk.domain.letters import answers
from privacydesk.domain.model import SearchOutcome, System, SystemSearch, SystemState
from privacydesk.domain.release import (
    GateFacts,
    Gone,
    Held,
    RejectedRows,
    case_problems,
    needs_search,
    no_data_problems,
    not_asked,
)
from privacydesk.domain.search_tasks import Asked, SearchTask, TaskState, search_task

RECEIVED = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 10)
ERRORS = [f"A{n:02}" for n in (1, 4, 5, 6, 7, 8, 10, 12, 14, 15, 19, 21, 24, 26, 30)]


def _system(until: datetime | None = None) -> System:
    state = SystemState.IMPORTED if until else SystemState.NOT_IMPORTED
    return System(1, "Shop", "Eva", "", "", (), state, data_until=until)


def _searched(
    outcome: SearchOutcome, note: str | None = None, at: datetime | None = None
) -> SystemSearch:
    return SystemSearch(1, "Shop", outcome, 1, at or RECEIVED + timedelta(days=3), "mira", note)


NEW, OLD = RECEIVED + timedelta(days=2), RECEIVED - timedelta(days=1)
ASKED = Asked("Eva", date(2026, 3, 3), date(2026, 3, 11))


@pytest.mark.parametrize(
    ("system", "search", "asked", "state"),
    [
        (_system(), None, None, TaskState.OPEN),
        (_system(), None, ASKED, TaskState.ASKED),
        (_system(), None, replace(ASKED, remind_on=TODAY), TaskState.OVERDUE),
        (_system(), _searched(SearchOutcome.NONE), ASKED, TaskState.DONE),
        (_system(), _searched(SearchOutcome.HITS), None, TaskState.DONE),
        (_system(), _searched(SearchOutcome.IMPOSSIBLE), None, TaskState.OPEN),
        (_system(), _searched(SearchOutcome.IMPOSSIBLE, "shut down"), None, TaskState.DONE),
        (_system(NEW), None, None, TaskState.OPEN),
        (_system(NEW), _searched(SearchOutcome.NONE), None, TaskState.DONE),
        (_system(OLD), _searched(SearchOutcome.HITS), None, TaskState.OUTDATED),
        (_system(OLD), _searched(SearchOutcome.HITS, "asked the owner"), None, TaskState.DONE),
        # searched first, then newer data came: what they brought was not looked at
        (_system(NEW), _searched(SearchOutcome.NONE, at=RECEIVED), None, TaskState.OUTDATED),
    ],
)
def test_a_search_task_is_done_only_by_newer_data_an_answer_or_a_reason(
    system: System, search: SystemSearch | None, asked: Asked | None, state: TaskState
) -> None:
    found = search_task(system, search, asked, received=RECEIVED, today=TODAY)
    assert found.state is state
    assert found.done == (state is TaskState.DONE)


def test_the_checklist_is_the_law_s() -> None:
    assert [item.item for item in ITEMS] == [f"A{n:02}" for n in range(1, 33)]
    assert [i.item for i in ITEMS if i.severity is Severity.ERROR] == ERRORS
    assert all(item.article and item.title and item.mend for item in ITEMS)


DONE = search_task(_system(), _searched(SearchOutcome.NONE), None, received=RECEIVED, today=TODAY)
OPEN = search_task(_system(), None, None, received=RECEIVED, today=TODAY)
STALE = search_task(
    _system(OLD), _searched(SearchOutcome.HITS), None, received=RECEIVED, today=TODAY
)
READY = GateFacts(tasks=(DONE,), formats=frozenset({"pdf"}), held={DONE.system_id: DONE.hits})


def test_a_finished_case_has_nothing_to_mend() -> None:
    assert list(case_problems(READY)) == []


@pytest.mark.parametrize(
    ("change", "item", "blocks"),
    [
        ({"tasks": (DONE, OPEN)}, "A24", True),
        ({"tasks": ()}, "A24", True),
        ({"held": {}}, "A24", True),  # hits by hand that nobody added
        ({"tasks": (STALE,)}, "A23", True),
        ({"candidates_open": 1}, "A14", True),
        ({"candidates_listed": False}, "A14", True),
        ({"rejected": (RejectedRows(3, 2),)}, "A14", True),
        ({"unread_rejects": (3,)}, "A14", True),
        ({"gone": (Gone("Shop", 2),)}, "A23", True),
        ({"review": ("1 recording is not reviewed.",)}, "A20", True),
        ({"open_question": "identity asked"}, "A25", True),
        ({"identity_method": False}, "A25", False),
        ({"addresses": 0}, "A26", True),
        ({"stale": ("access_report",)}, "A15", True),
        ({"updated": ("access_report",)}, "A15", True),
        ({"wanted": ("portability_package",)}, "A31", True),
        ({"wanted": ("access_report",)}, "A14", True),
        ({"fee": "further_copy"}, "A19", True),
        ({"person_language": "de", "case_language": "nl"}, "A02", False),
        ({"formats": frozenset({"xps"})}, "A18", False),
        ({"linked_numbers": 2, "candidates_listed": False}, "A28", False),
        ({"backups": (OPEN,)}, "A29", False),
        ({"backups": (DONE, STALE)}, "A29", False),
        ({"request_channel": "email", "planned_channel": "post"}, "A03", False),
        ({"request_channel": "chat", "planned_channel": "in_person"}, "A03", False),
    ],
)
def test_each_gap_is_told_under_its_item(change: dict[str, Any], item: str, blocks: bool) -> None:
    found = [p for p in case_problems(replace(READY, **change)) if p.item == item]
    assert found
    assert any(problem.blocking for problem in found) == blocks
    checks = {one.item.item: one for one in assemble(found)}
    assert checks[item].standing is Standing.FAILED
    assert checks[item].blocks == blocks


def test_what_is_allowed() -> None:
    assert list(case_problems(replace(READY, addresses=0, checked_address=True))) == []
    assert list(case_problems(replace(READY, fee="further_copy", first_copy=False))) == []
    assert list(case_problems(replace(READY, fee="excessive"))) == []
    for channel in ("email", "portal", ""):
        goes = replace(READY, request_channel="email", planned_channel=channel)
        assert list(case_problems(goes)) == []
    by_post = replace(READY, electronic=False, request_channel="post", planned_channel="post")
    assert list(case_problems(by_post)) == []
    assert list(case_problems(replace(READY, backups=(DONE,)))) == []
    assert "A29" in not_asked(READY)
    assert "A29" not in not_asked(replace(READY, backups=(DONE,)))
    at_once = replace(READY, needs_search=False, tasks=(OPEN,), candidates_open=3)
    assert list(case_problems(at_once)) == []
    assert {"A14", "A24"} <= not_asked(at_once)


def test_an_explanation_settles_only_what_may_be_explained() -> None:
    gone = Problem("A23", "gone", True, "gone:Shop", "one")
    open_ = Problem("A24", "not searched")
    told = Explanation("erased there on its period", "mira", TODAY, "one")
    reasons = {"gone:Shop": told, "": told, "A24": told}
    checks = assemble([gone, open_, gone], explanations=reasons)
    by_id = {one.item.item: one for one in checks}
    assert by_id["A23"].standing is Standing.EXPLAINED
    assert by_id["A23"].explained == ((gone, told),)
    assert blocking(checks) == (open_,)
    with pytest.raises(StateError, match="A24: not searched") as caught:
        require_releasable(checks)
    assert caught.value.code == "not_releasable"


@given(
    st.lists(
        st.builds(
            Problem,
            item=st.sampled_from(sorted(BY_ID)),
            text=st.sampled_from("abc"),
            blocks=st.sampled_from([None, True, False]),
            key=st.sampled_from(["", "k"]),
            about=st.sampled_from(["", "one", "two"]),
        )
    ),
    st.booleans(),
)
def test_release_is_refused_exactly_when_an_unexplained_error_is_left(
    problems: list[Problem], explained: bool
) -> None:
    reasons = {"k": Explanation("because", "mira", TODAY, "one")} if explained else {}
    checks = assemble(problems, explanations=reasons)
    assert len(checks) == len(ITEMS)
    left = {
        (p.item, p.key, p.about)
        for p in problems
        if p.blocking and not (explained and p.key and p.about == "one")
    }
    assert {(p.item, p.key, p.about) for p in blocking(checks)} == left
    if left:
        with pytest.raises(StateError):
            require_releasable(checks)
    else:
        require_releasable(checks)


@pytest.mark.parametrize("about", ["two", ""])  # "": from before explanations kept it
def test_an_explanation_for_something_else_does_not_hold_and_is_told(about: str) -> None:
    links = Problem("A16", "6 attachments only known as links.", True, "links", "one")
    told = Explanation("the link is dead", "mira", TODAY, about)
    (shown,) = blocking(assemble([links], explanations={"links": told}))
    assert shown.text == (
        "6 attachments only known as links. An earlier explanation (by mira, 2026-03-10) was for "
        "something else."
    )
    assert shown.key == "links"
    # a problem that does not say what it is about cannot be explained away
    assert blocking(assemble([replace(links, about="")], explanations={"links": told}))


_BEFORE = replace(
    READY,
    tasks=(DONE, STALE),
    rejected=(RejectedRows(3, 2, "a"),),
    unread_rejects=(4,),
    gone=(Gone("Shop", 1, ("order:1",)),),
    backups=(replace(OPEN, system_id=9, system="Nightly backup"),),
    request_channel="email",
    planned_channel="post",
    runs={1: 7},
)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("data:Shop", {"runs": {1: 8}}),
        ("data:Shop", {"tasks": (DONE, replace(STALE, data_until=OLD - timedelta(days=1)))}),
        ("rejects:3", {"rejected": (RejectedRows(3, 2, "b"),)}),
        ("rejects:3", {"rejected": (), "unread_rejects": (3,)}),
        ("gone:Shop", {"gone": (Gone("Shop", 2, ("order:1", "order:2")),)}),
        ("gone:Shop", {"gone": (Gone("Shop", 1, ("order:2",)),)}),
        ("paper", {"planned_channel": "in_person"}),
        ("paper", {"request_channel": "chat"}),
    ],
)
def test_what_a_problem_is_about_follows_what_it_concerns(key: str, change: dict[str, Any]) -> None:
    def about(facts: GateFacts) -> dict[str, str]:
        return {p.key: p.about for p in case_problems(facts) if p.key}

    before = about(_BEFORE)
    assert before == about(replace(_BEFORE, addresses=0))
    assert all(before.values())
    after = about(replace(_BEFORE, **change))
    assert after[key] != before[key]
    others = before.keys() & after.keys() - {key}
    assert {k: after[k] for k in others} == {k: before[k] for k in others}


def test_what_contradicts_no_data_is_about_its_references() -> None:
    def about(held: Held) -> dict[str, str]:
        return {p.key: p.about for p in no_data_problems(held) if p.key}

    first = about(Held(earlier_cases=("2025-0001",), erased=1, erased_keys=("1:order",)))
    assert all(first.values())
    more = about(
        Held(earlier_cases=("2025-0001", "2025-0002"), erased=1, erased_keys=("1:ticket",))
    )
    assert first["earlier_cases"] != more["earlier_cases"]
    assert first["erased"] != more["erased"]


def test_no_data_looks_in_every_place() -> None:
    assert list(no_data_problems(Held())) == []
    held = Held(records=1, suppressed=2, earlier_cases=("2025-0001",), erased=3)
    found = list(no_data_problems(held))
    assert len(found) == 4
    assert all(problem.blocking for problem in found)
    assert {p.key for p in found} == {"", "earlier_cases", "erased"}
    assert "2 entries" in found[1].text


def test_which_documents_answer_and_which_need_the_search() -> None:
    assert answers("access_report")
    assert answers("letter:refusal")
    assert not answers("letter:acknowledgement")
    assert not needs_search({"letter:refusal", "letter:acknowledgement"})
    assert needs_search({"letter:no_data"})


def test_a_task_tells_its_owner() -> None:
    found: SearchTask = search_task(_system(), None, ASKED, received=RECEIVED, today=TODAY)
    assert (found.owner, found.way) == ("Eva", "owner")


def test_a_problem_tells_how_to_mend_itself_and_the_command_apart() -> None:
    own = Problem("A24", "3 hits, 0 added.", mend="Add each one.", command="case hit R1")
    general = Problem("A24", "CRM is not searched yet.")
    (item,) = (one for one in assemble([own, general]) if one.item.item == "A24")
    assert [str(mend) for mend in item.mends] == [
        "Add each one: case hit R1.",
        "Search the system, ask its owner, or record why it cannot be searched.",
    ]
    with pytest.raises(StateError) as caught:
        require_releasable(assemble([own]))
    assert caught.value.message == "A24: 3 hits, 0 added. Add each one."
    assert str(caught.value) == f"{caught.value.message} Type `case hit R1`."
