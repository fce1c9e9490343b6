"""Erasure on request, on a real store: what goes, what stays and why, and the answer to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.functional.answering import add_anna, dismiss_candidates, log_case, use_pack

from privacydesk.desk import auditing, cases, find, letters, release, retention, systems
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import StateError
from privacydesk.domain.forgetting import Stays

NAME = "erasure_reply"


@pytest.fixture
def anna(desk: Desk) -> int:
    """Somebody with two tickets, a chat and an order that tax law keeps."""
    return add_anna(use_pack(desk))


def _log(desk: Desk, person: int, *rights: str) -> str:
    reference = log_case(desk, person, *(rights or ("erasure",)), language="en")
    dismiss_candidates(desk, reference)
    return reference


def _titles(desk: Desk, word: str) -> int:
    with desk.store.read() as con:
        row = con.execute("SELECT count(*) FROM record WHERE title LIKE ?", (f"{word}%",))
        return int(row.fetchone()[0])


def _kinds(done: retention.Forgotten) -> dict[str, int]:
    return {one.kind.value: one.records for one in done.goes}


def test_it_says_first_what_goes_and_what_stays(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna)
    planned = retention.forget(desk, reference)
    assert planned.dry_run
    assert _kinds(planned) == {"ticket": 2, "chat": 1}
    (stays,) = planned.stays
    assert (stays.kind.value, stays.why, stays.records) == ("order", Stays.LEGAL_DUTY, 1)
    assert stays.until is not None
    assert stays.until.year >= 2032
    assert planned.restricted == 1
    assert _titles(desk, "Router") == 2  # nothing was done


def test_it_erases_and_the_answer_says_so(desk: Desk, anna: int, tmp_path: Path) -> None:
    reference = _log(desk, anna)
    done = retention.forget(desk, reference, yes=True)
    assert (done.erased, done.restricted, done.complete) == (3, 1, True)
    assert _titles(desk, "Router") == 0
    assert find.find(desk, "Router").results == ()
    assert b"Router slow" not in desk.store.path.read_bytes()
    again = retention.forget(desk, reference, yes=True)
    assert (again.erased, again.restricted) == (0, 0)
    letters.state_facts(desk, reference, NAME, {"notified": "none"})
    with pytest.raises(StateError, match="systems erased it too"):
        letters.show(desk, reference, NAME)
    cases.event(desk, reference, "acted", reason="the helpdesk erased them")
    view = letters.show(desk, reference, NAME)
    assert view.usable, view.problem
    assert "Questions to customer service (2)" in (view.markdown or "")
    assert "Orders (1)" in (view.markdown or "")
    assert not auditing.verify(desk).findings


def test_who_asked_can_still_be_written_to(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna)
    retention.forget(desk, reference, yes=True)
    (hit,) = find.find(desk, "anna@example.nl", case_reference=reference).results
    assert hit.subject_id == anna
    assert "Anna de Boer" in (letters.show(desk, reference, "acknowledgement").markdown or "")


def test_what_the_reply_states_as_kept_stays_apart(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna)
    letters.state_facts(
        desk, reference, NAME, {"kept": "Chats (1) | Art. 17(3)(e) GDPR | 2027-12-31"}
    )
    done = retention.forget(desk, reference, yes=True)
    assert _kinds(done) == {"ticket": 2}
    assert {one.why for one in done.stays} == {Stays.LEGAL_DUTY, Stays.STATED}
    assert done.restricted == 2


def test_another_open_case_keeps_it(desk: Desk, anna: int) -> None:
    _log(desk, anna, "access")
    done = retention.forget(desk, _log(desk, anna))
    assert done.erased == 0
    assert {one.why for one in done.stays} == {Stays.OPEN_CASE}


def test_a_hold_keeps_it(desk: Desk, anna: int) -> None:
    retention.hold(desk, subject_id=anna, reason="a claim")
    done = retention.forget(desk, _log(desk, anna))
    assert {one.why for one in done.stays} == {Stays.HOLD}


def test_the_copy_is_given_before_it_is_erased(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna, "access", "erasure")
    with pytest.raises(StateError, match="send that answer first"):
        retention.forget(desk, reference)
    (access,) = (r for r in cases.show(desk, reference).case.requests if r.right == "access")
    cases.outcome(desk, reference, access.request_id, "withdrawn", "by telephone")
    assert retention.forget(desk, reference).erased == 3


@pytest.mark.parametrize("rights", [("access",), ("objection_marketing",), ("restriction",)])
def test_only_where_erasure_is_asked_for(desk: Desk, anna: int, rights: tuple[str, ...]) -> None:
    with pytest.raises(StateError, match="does not ask for erasure"):
        retention.forget(desk, _log(desk, anna, *rights), yes=True)
    assert _titles(desk, "Router") == 2


def test_an_open_question_and_open_candidates_come_first(desk: Desk, anna: int) -> None:
    reference = log_case(desk, anna, "erasure", language="en")
    with pytest.raises(StateError, match="candidates are not listed"):
        retention.forget(desk, reference)
    cases.event(desk, reference, "identity_asked", reason="two people of that name")
    with pytest.raises(StateError, match="question is open"):
        retention.forget(desk, reference)


def test_a_shared_record_stays(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna)
    with desk.store.write("tester", NOW) as tx:
        bert = tx.insert(
            "INSERT INTO subject(name, folded, emails, address, restricted, created_at) "
            "VALUES('Bert', '', '', '', 0, '2026-03-01T08:00:00.000000Z')"
        )
        party = tx.insert(
            "INSERT INTO party(source, source_key, system_id, subject_id, name) "
            "VALUES('helpdesk', 'bert', 1, ?, 'Bert')",
            (bert,),
        )
        record = tx.sql.execute("SELECT id FROM record WHERE title = 'Router slow'").fetchone()[0]
        tx.sql.execute(
            "INSERT INTO involvement(record_id, party_id, role) VALUES (?, ?, 'requester')",
            (record, party),
        )
        tx.audit("test.shared")
    done = retention.forget(desk, reference)
    assert _kinds(done) == {"ticket": 1, "chat": 1}
    assert Stays.OTHERS in {one.why for one in done.stays}


def test_the_audit_says_how_much_and_nothing_about_whom(desk: Desk, anna: int) -> None:
    retention.forget(desk, _log(desk, anna), yes=True)
    (entry,) = (one for one in auditing.entries(desk) if one.action == "case.forgotten")
    told = dict(entry.facts)
    assert (told["erased"], told["restricted"], told["kept"]) == (3, 1, 1)
    assert "Anna" not in str(told)


def _blocking(desk: Desk, reference: str) -> list[str]:
    return [p.text for p in release.review(desk, reference).blocking]


def test_what_was_found_by_hand_is_accounted_for_when_it_is_erased(
    desk: Desk, anna: int, tmp_path: Path
) -> None:
    systems.add_system(desk, "Archive")
    reference = _log(desk, anna)
    cases.add_hit(desk, reference, "Archive", kind="note", title="Card", text="in the drawer")
    cases.record_search(desk, reference, "Archive", "hits", hits=1, note="by name")
    done = retention.forget(desk, reference, yes=True)
    assert "Archive" in done.systems  # whoever keeps it has to erase it too
    cases.event(desk, reference, "acted", reason="everybody erased it")
    letters.state_facts(desk, reference, NAME, {"notified": "none"})
    letters.letter(desk, reference, NAME, "pdf", tmp_path / "l.pdf")
    assert not any("by hand" in text for text in _blocking(desk, reference))


def test_a_copy_that_nobody_wants_any_more_does_not_wait(
    desk: Desk, anna: int, tmp_path: Path
) -> None:
    reference = _log(desk, anna, "access", "erasure")
    (access,) = (r for r in cases.show(desk, reference).case.requests if r.right == "access")
    cases.outcome(desk, reference, access.request_id, "withdrawn", "by telephone")
    retention.forget(desk, reference, yes=True)
    cases.event(desk, reference, "acted", reason="everybody erased it")
    letters.state_facts(desk, reference, NAME, {"notified": "none"})
    letters.letter(desk, reference, NAME, "pdf", tmp_path / "l.pdf")
    assert not any("access report" in text for text in _blocking(desk, reference))


def test_the_reply_waits_while_a_newer_export_still_holds_it(desk: Desk, anna: int) -> None:
    reference = _log(desk, anna)
    retention.forget(desk, reference, yes=True)
    cases.event(desk, reference, "acted", reason="the helpdesk erased them")
    letters.state_facts(desk, reference, NAME, {"notified": "none"})
    assert letters.show(desk, reference, NAME).usable
    with desk.store.write("tester", NOW) as tx:
        tx.sql.execute("UPDATE tombstone SET still_held_at = '2026-03-02T10:00:00.000000Z'")
        tx.audit("test.held")
    with pytest.raises(StateError, match="Helpdesk still holds it"):
        letters.show(desk, reference, NAME)
