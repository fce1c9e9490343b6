"""Looking at people, and joining and parting them."""

from __future__ import annotations

from datetime import date

import pytest
from tests.functional.people import People, Told

from privacydesk.desk import auditing, find, subjects
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import InputError, NotFoundError, StateError
from privacydesk.domain.model import RecordKind, Role, SuggestionState
from privacydesk.store.engine import Store


@pytest.fixture
def people(store: Store) -> People:
    return People(store)


@pytest.fixture
def anna(people: People) -> int:
    number = people.add(
        "Anna Visser",
        ("email", "anna@example.com"),
        ("phone", "0612345678"),
        ("phone", "3,16E+10"),
        address="Kerkstraat 1, Gouda",
        records=[
            Told(
                "ticket",
                "Camera",
                "kapot",
                at="2026-01-05",
                lines=[("subject", "hallo", False), ("agent", "lastige klant", True)],
                payload={"Ticket ID": "7", "Cc": ["x"]},
            ),
            Told("order", "Order 9", at="2026-02-05", role="buyer", details={"total": "12.50"}),
        ],
    )
    people.add("A. Visser", ("phone", "0612345678"), into=number, source="shop")
    return number


def test_the_card(desk: Desk, people: People, anna: int) -> None:
    people.add("Kees Visser", ("phone", "06-12345678"))
    card = subjects.open_subject(desk, anna, purpose="request by e-mail")
    assert card.name == "Anna Visser"
    assert card.address == "Kerkstraat 1, Gouda"
    assert [party.source for party in card.parties] == ["helpdesk", "shop"]
    assert card.counts == {"order": 1, "ticket": 1}
    assert card.first_at is not None
    assert card.last_at is not None
    assert (card.first_at.day, card.last_at.month) == (5, 2)
    shown = [(one.kind.value, one.value, one.shared_by, one.note) for one in card.identifiers]
    assert shown == [
        ("email", "anna@example.com", 1, None),
        ("phone", "+31612345678", 2, None),
        ("phone", "+31612345678", 2, None),
        ("phone", None, 1, "damaged by a spreadsheet"),
    ]


def test_a_look_leaves_a_consultation_and_an_opaque_audit_entry(desk: Desk, anna: int) -> None:
    subjects.open_subject(desk, anna, purpose="request by e-mail")
    (look,) = subjects.consultations(desk, anna)
    assert (look.operator, look.purpose, look.at) == ("tester", "request by e-mail", desk.now())
    with desk.store.read() as con:
        action, facts = con.execute(
            "SELECT action, facts FROM audit_entry ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    assert (action, facts) == ("subject.opened", f'{{"case":null,"subject":{anna}}}')
    assert auditing.verify(desk).ok


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"purpose": " "}, InputError),
        ({"purpose": "x", "case_reference": "2026-0009"}, NotFoundError),
    ],
)
def test_a_look_without_a_reason_shows_nothing(
    desk: Desk, anna: int, options: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        subjects.open_subject(desk, anna, **options)
    with pytest.raises(NotFoundError):
        subjects.open_subject(desk, 999, purpose="x")
    assert subjects.consultations(desk, anna) == ()


def test_records_come_in_pages_newest_first(desk: Desk, people: People, anna: int) -> None:
    lines = subjects.records(desk, anna)
    assert [(one.title, one.role) for one in lines] == [
        ("Order 9", Role.BUYER),
        ("Camera", Role.REQUESTER),
    ]
    assert lines[1].internal_notes == 1
    assert [one.title for one in subjects.records(desk, anna, kind=RecordKind.TICKET)] == ["Camera"]
    many = people.add(
        "Piet Smit", records=[Told(title=f"t{n:02}", at=f"2026-01-{n:02}") for n in range(1, 26)]
    )
    pages = [subjects.records(desk, many, offset=start, limit=10) for start in (0, 10, 20)]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert [one.title for page in pages for one in page] == [f"t{n:02}" for n in range(25, 0, -1)]


def test_a_whole_record(desk: Desk, people: People, anna: int) -> None:
    other = people.add("Piet Smit")
    with desk.store.write("tester", desk.now()) as tx:
        tx.sql.execute("INSERT INTO involvement VALUES(?, 1, 'cc')", (people.party(other),))
        tx.audit("test.cc")
    record = subjects.record(desk, 1, anna)
    assert record.roles == (Role.REQUESTER,)
    assert record.payload == {"Ticket ID": "7", "Cc": ["x"]}
    assert [(m.text, m.internal) for m in record.messages] == [
        ("hallo", False),
        ("lastige klant", True),
    ]
    assert record.others == ("Piet Smit",)
    assert subjects.record(desk, 1, other).roles == (Role.CC,)
    with pytest.raises(NotFoundError):
        subjects.record(desk, 2, other)
    assert subjects.all_records(desk, anna) == (subjects.record(desk, 2, anna), record)


def test_opening_a_record_is_a_look_at_everybody_in_it(
    desk: Desk, people: People, anna: int
) -> None:
    other = people.add("Piet Smit")
    with desk.store.write("tester", desk.now()) as tx:
        tx.sql.execute("INSERT INTO involvement VALUES(?, 1, 'cc')", (people.party(other),))
        tx.audit("test.cc")
    record = subjects.open_record(desk, 1, purpose="check")
    assert record.others == ("Anna Visser", "Piet Smit")
    assert len(subjects.consultations(desk, anna)) == len(subjects.consultations(desk, other)) == 1


def test_join_and_part(desk: Desk, people: People, anna: int) -> None:
    other = people.add("Anne Visser", ("email", "anne@example.com"), records=[Told(title="Los")])
    subjects.open_subject(desk, other, purpose="before")
    with pytest.raises(InputError):
        subjects.merge(desk, anna, other, " ")
    kept = subjects.merge(desk, other, anna, "wrote so herself")
    assert kept == anna
    card = subjects.open_subject(desk, other, purpose="by the old number")
    assert card.subject_id == anna
    assert len(subjects.records(desk, other)) == 3
    assert len(subjects.consultations(desk, anna)) == 2
    with pytest.raises(StateError):
        subjects.merge(desk, anna, other, "again")
    parting = [party.party_id for party in card.parties if party.name == "Anne Visser"]
    again = subjects.split(desk, anna, parting, "it was her sister")
    assert [one.title for one in subjects.records(desk, again)] == ["Los"]
    assert [one.title for one in subjects.records(desk, anna)] == ["Order 9", "Camera"]
    with pytest.raises(StateError):
        subjects.split(desk, again, parting, "all of them")
    assert auditing.verify(desk).ok


def test_a_suggestion_is_accepted_and_undone(desk: Desk, people: People, anna: int) -> None:
    other = people.add("A. Visser-Bakker", records=[Told(title="Los")])
    number = people.suggest(anna, other, "same_address", "1234AB 1")
    assert subjects.open_subject(desk, anna, purpose="x").open_suggestions == 1
    (asked,) = subjects.suggestions(desk, other)
    assert (asked.suggestion_id, asked.name_b) == (number, "A. Visser-Bakker")
    done = subjects.decide_suggestion(desk, number, True, "birth date agrees")
    assert (done.state, done.decided_by) == (SuggestionState.ACCEPTED, "tester")
    assert len(subjects.records(desk, anna)) == 3
    assert subjects.suggestions(desk) == ()
    with pytest.raises(StateError):
        subjects.decide_suggestion(desk, number, False, "second thoughts")
    undone = subjects.undo_suggestion(desk, number)
    assert undone.state is SuggestionState.OPEN
    assert [one.title for one in subjects.records(desk, other)] == ["Los"]
    assert len(subjects.records(desk, anna)) == 2
    assert subjects.suggestions(desk) == (undone,)


def test_a_rejection_is_remembered_with_its_reason(desk: Desk, people: People, anna: int) -> None:
    number = people.suggest(anna, people.add("A. Visser"))
    with pytest.raises(InputError):
        subjects.decide_suggestion(desk, number, False)
    subjects.decide_suggestion(desk, number, False, "father and daughter")
    assert subjects.suggestions(desk, anna) == ()
    (kept,) = subjects.suggestions(desk, anna, SuggestionState.REJECTED)
    assert kept.why_not == "father and daughter"
    assert subjects.undo_suggestion(desk, number).why_not is None
    with pytest.raises(StateError):
        subjects.undo_suggestion(desk, number)
    with pytest.raises(NotFoundError):
        subjects.undo_suggestion(desk, 99)


def test_an_answered_suggestion_asks_nothing(desk: Desk, people: People, anna: int) -> None:
    other = people.add("A. Visser")
    people.suggest(anna, other)
    subjects.merge(desk, anna, other, "seen the passport")
    assert subjects.suggestions(desk) == ()
    assert subjects.open_subject(desk, anna, purpose="x").open_suggestions == 0


def test_pages_cost_the_same_number_of_statements(desk: Desk, people: People) -> None:
    few = people.add("Few", records=[Told(lines=[("agent", "x", True)]) for _ in range(2)])
    many = people.add("Many", records=[Told(lines=[("agent", "x", True)]) for _ in range(60)])

    def statements(subject: int) -> int:
        seen: list[str] = []
        with desk.store.read() as con:
            con.set_trace_callback(seen.append)
            from privacydesk.store import subjects as stored

            stored.record_lines(con, subject)
            stored.all_records(con, subject)
            stored.card(con, subject)
            con.set_trace_callback(None)
        return len([one for one in seen if not one.startswith("--")])

    assert statements(few) == statements(many)


def test_a_joined_person_is_called_by_the_name_they_used_last(desk: Desk) -> None:
    people = People(desk.store)
    former = people.add(
        "Marieke de Wit", ("email", "m1@example.nl"), records=[Told(at="2021-05-01")]
    )
    today = people.add("Marieke Bos", ("email", "m2@example.nl"), records=[Told(at="2026-01-05")])
    subjects.merge(desk, former, today, "married")
    assert subjects.open_subject(desk, former, purpose="test").name == "Marieke Bos"


def state_of(desk: Desk, number: int) -> SuggestionState:
    """The state of a suggestion, in whatever list it stands."""
    return next(
        one.state for one in subjects.suggestions(desk, state=None) if one.suggestion_id == number
    )


def test_joining_in_another_way_answers_the_suggestion_and_undo_takes_it_back(
    desk: Desk, people: People, anna: int
) -> None:
    other, third = people.add("A. Visser"), people.add("Anna V.")
    by_hand = [people.suggest(anna, other), people.suggest(other, anna, "same_address")]
    unrelated = people.suggest(anna, third)
    subjects.merge(desk, anna, other, "seen the passport")
    assert [state_of(desk, one) for one in by_hand] == [SuggestionState.ACCEPTED] * 2
    assert [one.suggestion_id for one in subjects.suggestions(desk, anna)] == [unrelated]
    assert subjects.undo_suggestion(desk, by_hand[0]).state is SuggestionState.OPEN
    assert [state_of(desk, one) for one in by_hand] == [SuggestionState.OPEN] * 2
    assert subjects.open_subject(desk, other, purpose="x").subject_id == other
    assert auditing.verify(desk).ok


def test_deciding_a_candidate_answers_the_suggestion(desk: Desk, people: People) -> None:
    from privacydesk.desk import cases

    anna = people.add("Anna Visser")
    number = people.suggest(anna, people.add("A. Visser"))
    reference = cases.log(
        desk, subject_id=anna, rights=("access",), received=date(2026, 3, 1), channel="email"
    ).reference
    (asked,) = (
        one for one in cases.find_candidates(desk, reference) if one.reason == "open_suggestion"
    )
    cases.decide_candidate(desk, reference, asked.candidate_id, theirs=True, why="same passport")
    assert state_of(desk, number) is SuggestionState.ACCEPTED
    assert subjects.suggestions(desk) == ()
    cases.decide_candidate(desk, reference, asked.candidate_id, theirs=False, why="a mistake")
    assert state_of(desk, number) is SuggestionState.OPEN
    cases.decide_candidate(desk, reference, asked.candidate_id, theirs=True, why="after all")
    subjects.undo_suggestion(desk, number)
    assert state_of(desk, number) is SuggestionState.OPEN
    cases.decide_candidate(desk, reference, asked.candidate_id, theirs=False, why="her sister")
    assert [one.subject_b - one.subject_a for one in subjects.suggestions(desk)] == [1]


def test_parting_people_answers_with_no(desk: Desk, people: People, anna: int) -> None:
    other = people.add("A. Visser")
    number = people.suggest(anna, other)
    party = people.party(other)
    subjects.merge(desk, anna, other, "seen the passport")
    subjects.split(desk, anna, [party], "it was her sister")
    (kept,) = subjects.suggestions(desk, anna, SuggestionState.REJECTED)
    assert (kept.suggestion_id, kept.why_not) == (number, "it was her sister")
    assert subjects.undo_suggestion(desk, number).state is SuggestionState.OPEN


def test_the_fullest_address_is_the_persons(desk: Desk, people: People) -> None:
    number = people.add("Bo Ster", address="Dorpsstraat 5, Utrecht")
    people.add("Bo Ster", address="5, 1234 AB", into=number, source="repairs")
    assert subjects.open_subject(desk, number, purpose="x").address == "Dorpsstraat 5, Utrecht"
    (hit,) = find.find(desk, "dorpsstraat utrecht").results
    assert [why.value for why in hit.why if why.kind == "address"] == ["Dorpsstraat 5, Utrecht"]
