"""A letter says what the case records: what only the case can say is not stated by hand."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.conftest import NOW
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.desk import cases, letters
from privacydesk.desk.context import Desk
from privacydesk.desk.letters import facts
from privacydesk.documents.letters.given import FACTS, Stating
from privacydesk.documents.letters.registry import LETTERS
from privacydesk.domain.errors import InputError, StateError


@pytest.fixture
def anna(desk: Desk) -> int:
    use_pack(desk)
    return People(desk.store).add(
        "Anna de Boer",
        ("email", "anna@example.nl"),
        address="Kade 1, 1234 AB Utrecht, NL",
        records=[
            Told(title="Router broken"),
            Told(kind="order", title="Order 10", role="buyer", at="2025-11-03"),
        ],
    )


def _log(desk: Desk, subject: int | None, *rights: str) -> str:
    return log_case(desk, subject, *rights, language="en")


def _state(desk: Desk, reference: str, letter: str, **facts: str) -> None:
    letters.state_facts(desk, reference, letter, facts)


def _problem(desk: Desk, reference: str, letter: str) -> str:
    try:
        return letters.show(desk, reference, letter).problem
    except (StateError, InputError) as refusal:
        return refusal.message


# Of every letter, the facts that the case must say, with what else would pass as a statement.
FROM_CASE = {
    ("acknowledgement", "last_day", "2026-12-31"),
    ("identity_question", "doubt", "An unknown address"),
    ("identity_question", "last_day", "2026-12-31"),
    ("clarification", "unclear", "Which account?"),
    ("clarification", "last_day", "2026-12-31"),
    ("extension_notice", "new_last_day", "2026-05-20"),
    ("extension_notice", "extension_reason", "Many archives"),
    ("extension_notice", "extended_requests", "Right of access"),
    ("extension_notice", "other_requests", "Right of access | 2026-03-20"),
    ("no_data", "searched", "Helpdesk"),
    ("erasure_reply", "erased", "Tickets | 2026-03-01"),
    ("rectification_reply", "acted_on", "2026-03-01"),
    ("restriction_reply", "acted_on", "2026-03-01"),
    ("objection_marketing_reply", "acted_on", "2026-03-01"),
    ("objection_reply", "objection", "upheld"),
    ("objection_reply", "acted_on", "2026-03-01"),
    ("withdrawal_reply", "acted_on", "2026-03-01"),
    ("automated_decision_reply", "acted_on", "2026-03-01"),
    ("recipients_notice", "acted_on", "2026-03-01"),
}


@pytest.mark.parametrize(("letter", "fact", "said"), sorted(FROM_CASE))
def test_what_only_the_case_can_say_is_refused(
    desk: Desk, anna: int, letter: str, fact: str, said: str
) -> None:
    reference = _log(desk, None if letter == "no_data" else anna)
    with pytest.raises(StateError, match=f"The fact {fact} comes from the case") as refused:
        _state(desk, reference, letter, **{fact: said})
    assert refused.value.code == "from_case"
    assert FACTS[fact].where in refused.value.message
    missing = {one.name: one for one in letters.show(desk, reference, letter).missing_facts}
    if fact == "erased":  # that nothing was erased can be stated
        assert missing[fact].example
    elif fact in missing:
        assert missing[fact].where
        assert not missing[fact].example


def test_the_table_holds_every_fact_of_the_case() -> None:
    held = {
        (letter.name, fact)
        for letter in LETTERS.values()
        for fact in (*letter.needs, *letter.may)
        if FACTS[fact].stating in {Stating.NEVER, Stating.WORDING}
    }
    assert held | {("erasure_reply", "erased")} == {(a, b) for a, b, _ in FROM_CASE}


def test_a_statement_of_an_earlier_version_does_not_stand_in_for_the_case(
    desk: Desk, anna: int
) -> None:
    from privacydesk.store import letters as stored

    reference = _log(desk, anna)
    with desk.store.write("tester", NOW) as tx:
        facts = {"new_last_day": "2026-12-31", "extension_reason": "Many archives"}
        stored.put_facts(tx, 1, "extension_notice", facts)
        tx.audit("letter.facts", case=1)
    view = letters.show(desk, reference, "extension_notice")
    assert [one.name for one in view.missing_facts] == ["extension_reason", "new_last_day"]


# --------------------------------------------------------------------------- extension


def test_an_extension_rests_on_its_event_and_may_be_worded(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna)
    cases.event(desk, reference, "extended", reason="archives")
    _state(desk, reference, "extension_notice", extension_reason="A large number of archives.")
    view = letters.show(desk, reference, "extension_notice")
    assert "A large number of archives" in (view.markdown or "")
    assert "20 May 2026" in (view.markdown or "")
    cases.event(desk, reference, "extension_withdrawn")
    gone = letters.show(desk, reference, "extension_notice")
    assert [one.name for one in gone.missing_facts] == ["extension_reason", "new_last_day"]


def test_what_takes_effect_at_once_hinders_no_extension_of_the_rest(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna, "access", "objection_marketing", "withdrawal")
    cases.event(desk, reference, "extended", reason="five archives to search")
    text = letters.show(desk, reference, "extension_notice").markdown or ""
    assert "five archives to search" in text
    assert "20 May 2026" in text


def test_a_processor_has_days_to_answer_whatever_is_due_at_once(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna, "access", "objection_marketing")
    _state(desk, reference, "processor_search_request", recipient="NewBird Ltd")
    text = letters.show(desk, reference, "processor_search_request").markdown or ""
    alone = _log(desk, anna)
    _state(desk, alone, "processor_search_request", recipient="NewBird Ltd")
    expected = letters.show(desk, alone, "processor_search_request").markdown or ""
    (day,) = re.findall(r"\d+ March 2026", expected.partition("by")[2])[:1]
    assert day in text


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (date(2026, 3, 20), date(2026, 3, 13)),
        (date(2026, 3, 7), date(2026, 3, 6)),
        (date(2026, 3, 4), date(2026, 3, 4)),
        (date(2026, 3, 1), date(2026, 3, 2)),
    ],
)
def test_a_processor_has_days_unless_our_own_day_comes_first(due: date, day: date) -> None:
    assert facts._answer_by(due, date(2026, 3, 2)) == day


def test_an_extension_that_was_told_in_time_can_still_be_read(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna)
    cases.event(desk, reference, "extended", reason="archives")
    told = _log(desk, anna)
    cases.event(desk, told, "extended", reason="archives")
    cases.event(desk, told, "extension_notified")
    desk.now = lambda: NOW.replace(month=5, day=1)
    assert letters.show(desk, told, "extension_notice").usable
    assert "extension is lost" in _problem(desk, reference, "extension_notice")


# --------------------------------------------------------------------------- what was done


def test_an_act_on_another_request_of_the_case_does_not_count(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna, "rectification", "objection_marketing")
    first, second = cases.show(desk, reference).case.requests
    assert first.right == "rectification"
    cases.event(desk, reference, "acted", request_id=second.request_id, reason="No more mail")
    assert letters.show(desk, reference, "objection_marketing_reply").usable
    missing = letters.show(desk, reference, "rectification_reply").missing_facts
    assert "acted_on" in {one.name for one in missing}


def test_erased_elsewhere_is_stated_once_it_is_recorded(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna, "erasure")
    kept = "Tickets (1) | Article 17(3)(e) GDPR | 2033-12-31"
    _state(desk, reference, "erasure_reply", erased="none", notified="none", kept=kept)
    assert letters.show(desk, reference, "erasure_reply").usable
    cases.event(desk, reference, "acted", reason="Erased at the help desk")
    _state(desk, reference, "erasure_reply", erased="Chats (3) | 2026-03-01")
    assert "1 March 2026" in (letters.show(desk, reference, "erasure_reply").markdown or "")


def test_nothing_kept_is_not_said_while_records_are_here(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna, "erasure")
    _state(desk, reference, "erasure_reply", erased="none", notified="none", kept="none")
    assert "customer service (1)" in _problem(desk, reference, "erasure_reply")
    _state(desk, reference, "erasure_reply", kept="Tickets | Art. 17(3)(e) GDPR | 2027-12-31")
    said = letters.show(desk, reference, "erasure_reply").markdown or ""
    assert "Tickets" in said
    assert "(1)" in said  # what a duty keeps stands beside what a person states
    nobody = _log(desk, None, "erasure")
    _state(desk, nobody, "erasure_reply", erased="none", notified="none", kept="none")
    assert "no answer to an erasure request" in _problem(desk, nobody, "erasure_reply")


@pytest.mark.parametrize(
    ("status", "said"), [("done", "well founded"), ("refused", "do not uphold")]
)
def test_the_outcome_of_an_objection_is_that_of_the_request(
    desk: Desk, anna: int, status: str, said: str
) -> None:
    reference = _log(desk, anna, "objection")
    _state(desk, reference, "objection_reply", stopped="Calls", weighing="Fraud weighs more.")
    (request,) = cases.show(desk, reference).case.requests
    cases.outcome(desk, reference, request.request_id, status, "Art. 21(1): fraud")
    if status == "done":
        missing = letters.show(desk, reference, "objection_reply").missing_facts
        assert [one.name for one in missing] == ["acted_on"]
        cases.event(desk, reference, "acted", reason="Recording stopped")
    view = letters.show(desk, reference, "objection_reply")
    assert view.usable, view.problem
    assert said in (view.markdown or "")


# --------------------------------------------------------------------------- rows and days


def test_rows_are_added_to_those_of_the_case(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna)
    before = letters.show(desk, reference, "access_reply").markdown or ""
    _state(desk, reference, "access_reply", recipients="District police | investigation")
    after = letters.show(desk, reference, "access_reply").markdown or ""
    assert set(before.splitlines()) < set(after.splitlines())
    assert "District police" in after
    _state(desk, reference, "access_reply", recipients="none")
    assert "“none” was stated for recipients" in _problem(desk, reference, "access_reply")


@pytest.mark.parametrize(
    ("letter", "facts", "said"),
    [
        ("restriction_lifted", {"lifted_on": "2026-03-01"}, "which is over"),
        ("processor_search_request", {"answer_by": "2026-03-01"}, "which is over"),
        ("processor_search_request", {"answer_by": "2026-12-01"}, "our own last day 2026-03-20"),
        ("forward_to_controller", {"agreed_on": "2026-02-19"}, "from the receipt"),
        ("forward_to_controller", {"agreed_on": "2026-03-03"}, "up to today"),
        ("rectification_reply", {"notified": "PostNL | 2026-03-03"}, "up to today"),
        ("erasure_reply", {"kept": "Invoices | Art. 17 | 2026-01-01"}, "which is over"),
        ("erasure_reply", {"kept": "Invoices | artikel 17 lid 1 AVG | 2027-01-01"}, r"17\(3\)"),
        ("rectification_reply", {"changes": "naam | Salet | Salet "}, "nothing was changed"),
        (
            "partial_refusal",
            {"refused": "Widerruf der Einwilligung | Art. 12 Abs. 5 DSGVO | kommt zu oft"},
            "can never be refused",
        ),
        (
            "partial_refusal",
            {"refused": "Auskunft | Art. 17 Abs. 3 lit. b DSGVO | wir bewahren auf"},
            "right of access",
        ),
        ("fee_notice", {"fee": "12.505 EUR"}, "is an amount"),
        ("fee_notice", {"fee": "1e9 EUR"}, "is an amount"),
    ],
)
def test_days_and_amounts_that_cannot_be(
    desk: Desk, anna: int, letter: str, facts: dict[str, str], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        _state(desk, _log(desk, anna), letter, **facts)


# --------------------------------------------------------------------------- letters without ground


def _fill(desk: Desk, reference: str, letter: str) -> None:
    """State whatever else the letter needs."""
    rows = {"changes": "Address | Kade 1 | Kade 2"}
    days = {"lifted_on": "2026-06-01", "agreed_on": "2026-03-01"}
    for fact in letters.show(desk, reference, letter).missing_facts:
        text = rows.get(fact.name) or days.get(fact.name) or "text"
        _state(desk, reference, letter, **{fact.name: text})


def test_a_restriction_is_lifted_only_when_there_is_one(desk: Desk, anna: int) -> None:
    for rights in (("access",), ("restriction",)):
        reference = _log(desk, anna, *rights)
        assert "No restriction is recorded" in _problem(desk, reference, "restriction_lifted")
    cases.event(desk, reference, "acted", reason="Restricted")
    _fill(desk, reference, "restriction_lifted")
    assert letters.show(desk, reference, "restriction_lifted").usable


@pytest.mark.parametrize(
    ("letter", "facts", "said"),
    [
        ("rectification_reply", {"changes": "none"}, "Nothing is changed"),
        ("partial_refusal", {"refused": "none"}, "No part is refused"),
        ("recipients_notice", {"identify_by": "none"}, "found by nothing"),
        ("recipients_notice", {"action": "erased"}, "asks for data to be erased"),
    ],
)
def test_letters_that_would_say_nothing_or_something_else(
    desk: Desk, anna: int, letter: str, facts: dict[str, str], said: str
) -> None:
    reference = _log(desk, anna, "rectification")
    _state(desk, reference, letter, **facts)
    assert said in _problem(desk, reference, letter)


def test_letters_that_the_case_contradicts(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna, "erasure")
    (request,) = cases.show(desk, reference).case.requests
    cases.outcome(desk, reference, request.request_id, "done")
    assert "recorded as done" in _problem(desk, reference, "refusal")
    assert "recorded as done" in _problem(desk, reference, "partial_refusal")
    cases.event(desk, reference, "identity_confirmed", reason="logged in")
    assert "identity is confirmed" in _problem(desk, reference, "not_identified")
    nobody = _log(desk, None)
    for letter in ("access_reply", "portability_reply"):
        assert "attach the person" in _problem(desk, nobody, letter)
