"""Cases on a real store: from an incoming message to an answer that may be written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from privacydesk.desk import auditing, cases, find, imports, setup, subjects, systems
from privacydesk.desk.context import Desk
from privacydesk.domain.case_path import NextAction
from privacydesk.domain.errors import InputError, NotFoundError, StateError
from privacydesk.domain.model import CaseStatus, EventKind, SearchOutcome

EXPORT = """Customer number;Name;E-mail;Phone;Order number;Order date
K1;Jan de Vries;jan@example.nl;0612345678;A-1;2026-01-10
K1;Jan de Vries;jan@example.nl;0612345678;A-2;2026-02-01
K2;Eva Groß;eva@example.de;+49 30 1234567;A-3;2026-01-11
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk of the fictional telecom, with three orders of two people."""
    now = [datetime(2026, 3, 2, 9, 30, tzinfo=UTC)]
    path = tmp_path / "store" / "desk.db"
    setup.init(path, "lindeboom", "mira", config_folder=tmp_path / "config", now=lambda: now[0])
    opened = Desk.open(path, "mira", now=lambda: now[0])
    opened.config_folder = tmp_path / "config"
    file = tmp_path / "orders.csv"
    file.write_text(EXPORT, encoding="utf-8")
    imports.run_import(opened, file, "generic", system="Shop")
    return opened


def person(desk: Desk, text: str) -> int:
    hits = find.find(desk, text).results
    assert len(hits) == 1
    return hits[0].subject_id


def log(
    desk: Desk, subject_id: int | None = None, *rights: str, received: date | None = None
) -> str:
    return cases.log(
        desk,
        subject_id=subject_id,
        rights=rights or ("access", "portability"),
        received=received or date(2026, 1, 30),
        channel="email",
    ).reference


def search_everywhere(desk: Desk, reference: str) -> None:
    cases.search_systems(desk, reference)
    for search in cases.show(desk, reference).case.searches:
        if search.outcome is SearchOutcome.OPEN:
            cases.record_search(desk, reference, search.system, "none", note="asked the owner")


def test_logging_gives_a_reference_the_due_date_and_one_request_per_right(desk: Desk) -> None:
    logged = cases.log(
        desk,
        subject_id=person(desk, "jan@example.nl"),
        rights=["access", "portability", "access"],
        received=datetime(2026, 1, 29, 23, 30, tzinfo=UTC),  # already 30 January in Amsterdam
        channel="email",
    )
    assert logged.reference == "2026-0001"
    assert logged.clock.received_date == date(2026, 1, 30)
    # 30 days would be 1 March; the statutory month ends on Saturday 28 February
    assert logged.clock.statutory_last_day == date(2026, 3, 2)
    assert logged.due == date(2026, 2, 27)
    assert [r.right for r in logged.requests] == ["access", "portability"]
    assert log(desk) == "2026-0002"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"rights": ["everything"]}, InputError),
        ({"rights": []}, InputError),
        ({"channel": "pigeon"}, InputError),
        ({"language": "fr"}, InputError),
        ({"received": date(2026, 3, 3)}, InputError),
        ({"received": date(2018, 5, 24)}, InputError),  # before the GDPR applied
        ({"subject_id": 99}, NotFoundError),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_logged(
    desk: Desk, change: dict[str, object], error: type[Exception]
) -> None:
    right = {
        "subject_id": None,
        "rights": ["access"],
        "received": date(2026, 1, 30),
        "channel": "email",
    }
    with pytest.raises(error):
        cases.log(desk, **(right | change))  # type: ignore[arg-type]
    assert cases.list_cases(desk, all_cases=True) == ()


def test_a_case_without_a_known_person_runs_and_gets_its_person_later(desk: Desk) -> None:
    reference = log(desk)
    line = cases.list_cases(desk)[0]
    assert (line.subject_id, line.stage) == (None, "person not known yet")
    assert line.days_left < 0
    view = cases.attach_subject(desk, reference, person(desk, "A-1"))
    assert view.case.who == "Jan de Vries"
    assert view.next_action is NextAction.SEARCH_SYSTEMS


def test_a_case_follows_its_person_through_a_merge(desk: Desk) -> None:
    jan, eva = person(desk, "jan@example.nl"), person(desk, "eva@example.de")
    reference = log(desk, max(jan, eva))
    subjects.merge(desk, jan, eva, "married")
    assert cases.show(desk, reference).case.subject_id == min(jan, eva)


def test_the_list_is_by_due_date_and_can_be_narrowed(desk: Desk) -> None:
    late = log(desk, received=date(2026, 1, 30))
    later = log(desk, received=date(2026, 2, 27))
    cases.assign(desk, later, "tom")
    assert [c.reference for c in cases.list_cases(desk)] == [late, later]
    assert [c.reference for c in cases.list_cases(desk, due_within=7)] == [late]
    assert [c.reference for c in cases.list_cases(desk, assignee="tom")] == [later]
    assert cases.list_cases(desk, status="sent") == ()
    with pytest.raises(InputError, match="no status"):
        cases.list_cases(desk, status="lost")


def test_every_system_is_searched_or_accounted_for_by_hand(desk: Desk) -> None:
    reference = log(desk, person(desk, "jan@example.nl"))
    view = cases.search_systems(desk, reference)
    by_name = {s.system: s for s in view.case.searches}
    assert (by_name["Shop"].outcome, by_name["Shop"].hits) == (SearchOutcome.HITS, 2)
    unsearched = [s.system for s in view.case.searches if s.outcome is SearchOutcome.OPEN]
    assert unsearched  # the pack names systems that are not imported
    with pytest.raises(InputError, match="impossible"):
        cases.record_search(desk, reference, unsearched[0], "impossible")
    with pytest.raises(NotFoundError):
        cases.record_search(desk, reference, "Nowhere", "none")
    search_everywhere(desk, reference)
    assert not any("systems are not searched" in b for b in cases.show(desk, reference).blockers)


def test_data_older_than_the_receipt_are_a_blocker(desk: Desk) -> None:
    desk.now = lambda: datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
    reference = log(desk, person(desk, "jan@example.nl"), received=date(2026, 3, 20))
    search_everywhere(desk, reference)
    view = cases.show(desk, reference)
    assert any("Shop" in b and "older than the receipt" in b for b in view.blockers)
    assert view.case.status is CaseStatus.SEARCHING


def test_a_hit_added_by_hand_counts_like_any_record(desk: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "form 17.txt"
    scan.write_text("signed repair form", encoding="utf-8")
    jan = person(desk, "jan@example.nl")
    reference = log(desk, jan)
    systems.add_system(desk, "Cellar", owner="workshop", kinds=["repair"])
    record_id = cases.add_hit(
        desk, reference, "Cellar", kind="repair", title="Repair form 17", text="lens", file=scan
    )
    record = subjects.record(desk, record_id, jan)
    assert record.by_hand
    assert record.attachments[0].sha256
    assert (desk.store.files / record.attachments[0].sha256).read_bytes() == scan.read_bytes()
    search = next(s for s in cases.show(desk, reference).case.searches if s.system == "Cellar")
    assert (search.outcome, search.hits) == (SearchOutcome.HITS, 1)
    assert person(desk, "lens") == jan
    with pytest.raises(InputError, match="text or a file"):
        cases.add_hit(desk, reference, "Cellar", kind="repair", title="x")
    with pytest.raises(InputError, match="kind of record"):
        cases.add_hit(desk, reference, "Cellar", kind="spell", title="x", text="y")


def test_candidates_are_listed_decided_and_can_be_decided_again(desk: Desk, tmp_path: Path) -> None:
    more = tmp_path / "tickets.csv"
    more.write_text(
        "Ticket number;Name;E-mail;Subject;Description;Created\n"
        "T-9;Eva Groß;eva@example.de;Parcel;Please ask Jan de Vries, jan@example.nl;2026-02-03\n",
        encoding="utf-8",
    )
    imports.run_import(desk, more, "generic", system="Desk")
    jan = person(desk, "A-1")
    reference = log(desk, jan)
    found = cases.find_candidates(desk, reference)
    mention = next(c for c in found if c.record_id is not None)
    assert any("undecided" in b for b in cases.show(desk, reference).blockers) or any(
        "systems" in b for b in cases.show(desk, reference).blockers
    )

    def mine() -> set[int]:
        return {line.record_id for line in subjects.records(desk, jan)}

    assert mention.record_id not in mine()
    with pytest.raises(InputError, match="why"):
        cases.decide_candidate(desk, reference, mention.candidate_id, theirs=True, why=" ")
    cases.decide_candidate(
        desk, reference, mention.candidate_id, theirs=True, why="it is about him"
    )
    assert mention.record_id in mine()
    decided = cases.decide_candidate(
        desk, reference, mention.candidate_id, theirs=False, why="only a name"
    )
    assert decided.decision == "not_theirs"
    assert mention.record_id not in mine()
    again = cases.find_candidates(desk, reference)
    assert {c.candidate_id: c.decision for c in again}[mention.candidate_id] == "not_theirs"


def test_what_an_entry_holds_comes_and_goes_with_it(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(
        "Customer number;Name;E-mail;Phone;Order number;Order date\n"
        "Z9;Piet Bakker;;0612345678;B-1;2026-01-20\nZ9;Piet Bakker;;0612345678;B-2;2026-01-21\n",
        encoding="utf-8",
    )
    imports.run_import(desk, other, "generic", system="Second shop")
    jan, twin = person(desk, "A-1"), person(desk, "B-1")
    assert jan != twin
    reference = log(desk, jan)
    search_everywhere(desk, reference)

    def hits() -> int:
        searches = cases.show(desk, reference).case.searches
        return next(s.hits for s in searches if s.system == "Second shop")

    assert hits() == 0
    found = cases.find_candidates(desk, reference)
    entry = next(c for c in found if c.record_id is None)
    inside = [c for c in found if c.record_id is not None]
    cases.decide_candidate(desk, reference, entry.candidate_id, theirs=True, why="same phone")
    assert hits() == 2
    decided = {c.candidate_id: c.decision for c in cases.show(desk, reference).case.candidates}
    assert set(decided.values()) == {"theirs"}
    for candidate in inside:
        with pytest.raises(StateError, match="subject split"):
            cases.decide_candidate(
                desk, reference, candidate.candidate_id, theirs=False, why="not his"
            )
    cases.decide_candidate(desk, reference, entry.candidate_id, theirs=False, why="his brother")
    assert hits() == 0
    reopened = cases.show(desk, reference).case.candidates
    assert {c.candidate_id for c in reopened if c.decision is None} == {
        c.candidate_id for c in inside
    }
    if inside:
        first = inside[0].candidate_id
        cases.decide_candidate(desk, reference, first, theirs=False, why="not his")
        with pytest.raises(StateError, match="decided not theirs"):
            cases.decide_candidate(desk, reference, entry.candidate_id, theirs=True, why="again")


def test_what_is_here_cannot_be_reported_as_not_found(desk: Desk) -> None:
    reference = log(desk, person(desk, "A-1"))
    with pytest.raises(StateError, match="2 records"):
        cases.record_search(desk, reference, "Shop", "none", note="looked")


def test_candidates_listed_before_a_newer_import_must_be_listed_again(
    desk: Desk, tmp_path: Path
) -> None:
    reference = log(desk, person(desk, "A-1"))
    cases.find_candidates(desk, reference)
    assert not any("candidate search" in b for b in cases.show(desk, reference).blockers)
    start = desk.now()
    desk.now = lambda: start + timedelta(hours=1)
    newer = tmp_path / "newer.csv"
    newer.write_text(EXPORT + "K3;Ali Kaya;ali@example.nl;;A-4;2026-02-02\n", encoding="utf-8")
    imports.run_import(desk, newer, "generic", system="Shop")
    assert any("candidate search" in b for b in cases.show(desk, reference).blockers)


def test_events_move_the_clock_and_sending_stops_it(desk: Desk) -> None:
    reference = log(desk, received=date(2026, 2, 20))
    before = cases.show(desk, reference).clock.due
    extended = cases.event(desk, reference, "extended", reason="data in many systems")
    assert extended.clock.due > before
    back = cases.event(desk, reference, "extension_withdrawn")
    assert back.clock.due == before
    asked = cases.event(desk, reference, "identity_asked", reason="two people of that name")
    assert asked.case.status is CaseStatus.IDENTITY
    cases.event(desk, reference, "answered")
    sent = cases.event(desk, reference, "sent", reason="answered by post before the desk was used")
    assert sent.case.status is CaseStatus.SENT
    assert cases.list_cases(desk) == ()
    assert next(e.kind for e in sent.case.events) is EventKind.RECEIVED
    reopened = cases.event(desk, reference, "reopened", reason="came back")
    assert reopened.case.status is not CaseStatus.SENT
    with pytest.raises(InputError, match="no event"):
        cases.event(desk, reference, "forgotten")
    with pytest.raises(StateError):
        cases.event(desk, reference, "answered")


def test_a_refusal_needs_its_reason(desk: Desk) -> None:
    reference = log(desk)
    request = cases.show(desk, reference).case.requests[0]
    with pytest.raises(InputError, match=r"12\(4\)"):
        cases.outcome(desk, reference, request.request_id, "refused")
    view = cases.outcome(desk, reference, request.request_id, "done", "sent the copy")
    assert view.case.requests[0].outcome == "sent the copy"
    with pytest.raises(NotFoundError):
        cases.outcome(desk, reference, 999, "done")


def test_what_expires_before_the_due_date_is_told_when_logging(desk: Desk, tmp_path: Path) -> None:
    calls = tmp_path / "Master.csv"
    row = (
        '"","0612345678","100","from-pstn","""Jan"" <0612345678>","c","d","Dial","x",'
        '"{0} 10:00:00","{0} 10:00:05","{0} 10:05:00",300,295,"ANSWERED","DOCUMENTATION","{1}.1",""'
    )
    calls.write_text(
        row.format("2025-09-12", 1757664000) + "\n" + row.format("2026-02-10", 1770717600) + "\n",
        encoding="utf-8",
    )
    imports.run_import(desk, calls, "asterisk", system="FreePBX")
    logged = cases.log(
        desk,
        subject_id=person(desk, "A-1"),
        rights=["access"],
        received=date(2026, 2, 27),
        channel="email",
    )
    # calls are kept six months: the older one goes before the answer is due, the other stays
    assert [(w.kind.value, w.expires_on) for w in logged.expiring] == [("call", date(2026, 3, 12))]
    assert logged.expiring[0].why


def test_all_of_it_is_in_the_audit_chain_without_personal_data(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = log(desk, person(desk, "jan@example.nl"))
    search_everywhere(desk, reference)
    cases.find_candidates(desk, reference)
    cases.event(desk, reference, "note", reason="Jan de Vries called")
    assert auditing.verify(desk).ok
    facts = "".join(str(dict(e.facts)) for e in auditing.entries(desk))
    for value in ("Vries", "jan@example.nl", "612345678"):
        assert value not in facts


def test_a_failing_use_case_leaves_nothing_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from privacydesk.store import case_writes

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    reference = log(desk)
    before = cases.show(desk, reference)
    monkeypatch.setattr(case_writes, "set_status", fails)
    with pytest.raises(RuntimeError):
        cases.event(desk, reference, "acknowledged")
    monkeypatch.undo()
    assert replace(cases.show(desk, reference), days_left=0) == replace(before, days_left=0)
