"""The untimed search behind an answer: what may also be a person's, and what is left alone."""

from __future__ import annotations

import pytest
from tests.functional.people import AT, People, Told

from privacydesk.domain.errors import CancelledError, NotFoundError
from privacydesk.store import candidates
from privacydesk.store.candidate_births import birth_dates
from privacydesk.store.candidates import CandidateFound, could_be
from privacydesk.store.engine import Store


@pytest.fixture
def people(store: Store) -> People:
    return People(store)


@pytest.fixture
def anna(people: People) -> int:
    return people.add(
        "Anna Bakker",
        ("email", "anna.bakker@example.com"),
        ("phone", "0612345678"),
        ("customer_number", "K-77123"),
        ("address", "1234 AB 12"),
        address="Kerkstraat 12, 1234 AB Gouda",
        records=[
            Told(title="Own", text="Anna Bakker schrijft", payload={"Geboortedatum": "12-05-1980"})
        ],
    )


def found(store: Store, subject: int) -> dict[str, list[CandidateFound]]:
    with store.read() as con:
        every = candidates.search(con, subject)
    by_reason: dict[str, list[CandidateFound]] = {}
    for one in every:
        by_reason.setdefault(one.reason, []).append(one)
    return by_reason


def test_nothing_else_gives_nothing(store: Store, people: People, anna: int) -> None:
    people.add(
        "Piet Smit", ("phone", "0699999999"), records=[Told("call", "x", "heel iets anders")]
    )
    assert found(store, anna) == {}
    with store.read() as con, pytest.raises(NotFoundError):
        candidates.search(con, 999)


def test_calls_on_their_number_shared_or_not(store: Store, people: People, anna: int) -> None:
    people.add("", ("phone", "+31 6 12345678"), records=[Told("call", "A"), Told("call", "B")])
    people.add(
        "Kees Bakker", ("phone", "0612345678"), records=[Told("call", "C"), Told("order", "D")]
    )
    calls = found(store, anna)["shared_number"]
    assert {one.label for one in calls} == {
        "call 2026-01-01: A",
        "call 2026-01-01: B",
        "call 2026-01-01: C",
    }
    assert all(one.record_id and "which 3 people use" in one.explanation for one in calls)


def test_open_suggestions_but_not_decided_ones(store: Store, people: People, anna: int) -> None:
    other = people.add("A. B.")
    number = people.suggest(anna, other, "same_address", "1234AB 12")
    (one,) = found(store, anna)["open_suggestion"]
    assert (one.party_id, one.subject_id) == (people.party(other), other)
    assert "same address 1234AB 12" in one.explanation
    with store.write("tester", AT) as tx:
        tx.sql.execute("UPDATE suggestion SET state = 'rejected' WHERE id = ?", (number,))
        tx.audit("test.reject")
    assert found(store, anna) == {}


def test_a_former_name_at_the_same_address(store: Store, people: People, anna: int) -> None:
    maiden = people.add("A. Visser", ("address", "1234AB 12"), source="shop")
    people.add("Piet Visser", ("address", "1234AB 12"))
    (one,) = found(store, anna)["former_name"]
    assert (one.subject_id, one.label) == (maiden, "A. Visser, shop")


def test_the_same_birth_date_and_first_name(store: Store, people: People, anna: int) -> None:
    maiden = people.add("Anna Visser", records=[Told(payload={"birth_date": "1980-05-12"})])
    people.add("Piet Smit", records=[Told(payload={"birth_date": "1980-05-12"})])
    people.add("Anna Smit", records=[Told(payload={"birth_date": "1981-05-12"})])
    people.add("Anna Mol", records=[Told(payload={"order_date": "1980-05-12"})])
    (one,) = found(store, anna)["same_birth_date"]
    assert one.subject_id == maiden


def test_a_rare_name_asks_and_a_common_one_does_not(
    store: Store, people: People, anna: int
) -> None:
    namesake = people.add("Bakker, Anna")
    assert [one.subject_id for one in found(store, anna)["same_name"]] == [namesake]
    for _ in range(3):
        people.add("Anna Bakker")
    assert found(store, anna) == {}
    neighbour = people.add("Anna Bakker", ("address", "1234 AB 12"))
    assert [one.subject_id for one in found(store, anna)["same_name"]] == [neighbour]


@pytest.mark.parametrize(
    "text",
    [
        "Mijn buurvrouw Anna Bakker heeft het pakket",
        "pakket ligt bij ANNA BAKKER, nr 12",
        "naam: Bakker, Anna",
        "mail naar Anna.Bakker@Example.com graag",
        "bel 06-12345678",
        "bel 06 12 34 56 78 na zes uur",
        "tel.: +31 (0)6 1234 5678",
        "0031612345678",
        "+31612345678",
        "klantnummer K-77123 dus",
    ],
)
def test_mentions_in_records_of_others(store: Store, people: People, anna: int, text: str) -> None:
    people.add("Piet Smit", records=[Told(title="Vraag", text=text)])
    people.add("Kim Mol", records=[Told(title="Chat", lines=[("agent", text, True)])])
    titles = {one.label for one in found(store, anna)["mention"]}
    assert titles == {"ticket 2026-01-01: Vraag", "ticket 2026-01-01: Chat"}


@pytest.mark.parametrize(
    "text",
    [
        "Anna en de bakker",
        "bakker in de buurt gezocht, groet Anna",
        "bel 06-12345679",
        "06 12 34 56",
        "K-77124",
        "anna@example.com",
    ],
)
def test_no_mention_by_half(store: Store, people: People, anna: int, text: str) -> None:
    people.add("Piet Smit", records=[Told(title="Vraag", text=text)])
    assert found(store, anna) == {}


def test_a_namesakes_own_record_needs_a_second_sign(
    store: Store, people: People, anna: int
) -> None:
    for _ in range(4):  # a common name
        people.add("Anna Bakker", records=[Told(title="Own", text="groet, Anna Bakker")])
    assert found(store, anna) == {}
    people.add("Anna Bakker", records=[Told(title="Hers", text="Anna Bakker, 1234 AB Gouda")])
    (one,) = found(store, anna)["mention"]
    assert one.label == "ticket 2026-01-01: Hers"
    assert "and postcode 1234AB" in one.explanation


def test_a_shared_mailbox_in_a_record_of_its_other_user_is_no_mention(
    store: Store, people: People, anna: int
) -> None:
    people.add("Anna Bakker", ("email", "familie@example.com"), into=anna)
    mail = Told(title="Mail", text="van: familie@example.com")
    people.add("Kees Bakker", ("email", "familie@example.com"), records=[mail])
    assert found(store, anna) == {}
    people.add("Piet Smit", records=[mail])
    assert len(found(store, anna)["mention"]) == 1


def test_records_of_somebody_who_is_asked_about_anyway_do_not_ask_again(
    store: Store, people: People, anna: int
) -> None:
    people.add("Anna Bakker", records=[Told(title="Own", text="Anna Bakker, 1234 AB Gouda")])
    assert set(found(store, anna)) == {"same_name"}


def test_what_a_husband_wrote_about_them_asks_although_he_is_asked_about(
    store: Store, people: People, anna: int
) -> None:
    told = Told(title="Invoices", text="Facturen naar mijn vrouw Anna Bakker")
    kees = people.add("Kees Bakker", ("phone", "0612345678"), records=[told])
    people.suggest(anna, kees, "same_phone")
    asked = found(store, anna)
    assert set(asked) == {"open_suggestion", "mention"}
    assert asked["mention"][0].label.endswith("Invoices")


def test_an_initial_with_a_common_surname_needs_a_second_sign(
    store: Store, people: People, anna: int
) -> None:
    for number in range(8):
        people.add(f"{'BCDEFGHI'[number]}. Bakker")
    people.add("Piet Smit", records=[Told(title="One", text="gesproken met A. Bakker")])
    people.add("Piet Mol", records=[Told(title="Two", text="A. Bakker, 0612345678")])
    assert [one.label for one in found(store, anna)["mention"]] == ["ticket 2026-01-01: Two"]


def test_damaged_numbers_that_could_be_theirs(store: Store, people: People, anna: int) -> None:
    people.add("", ("phone", "3,16E+10"), records=[Told("call", "Fits")])
    people.add("", ("phone", "3,17E+10"), records=[Told("call", "Other")])
    people.add("Piet Smit", ("phone", "3,16E+10"), records=[Told("call", "Not hers")])
    people.add("A. Bakker", ("phone", "612345678.0"), records=[Told("ticket", "Perhaps")])
    labels = {one.label for one in found(store, anna)["damaged_number"]}
    assert labels == {"call 2026-01-01: Fits", "ticket 2026-01-01: Perhaps"}


@pytest.mark.parametrize(
    ("damaged", "value", "fits"),
    [
        ("3,16E+10", "+31612345678", True),
        ("3.16E+10", "+31615999999", True),
        ("3,16E+10", "+31699999999", True),  # cut off instead of rounded
        ("3,16E+10", "+31701234567", False),
        ("3,17E+10", "+31665000000", True),  # rounded up
        ("6,12E+08", "+31612345678", True),  # a number without its zero
        ("6,12E+09", "+31612345678", False),
        ("3,56938E+14", "356938035643809", True),
        ("356938035600000", "356938035643809", True),
        ("612345678.0", "+31612345678", True),
        ("612345670.0", "+31612345678", False),
        ("1E+10", "+31612345678", False),
    ],
)
def test_what_a_damaged_number_can_have_been(damaged: str, value: str, fits: bool) -> None:
    assert could_be(damaged, value) is fits


def test_birth_dates_in_any_writing() -> None:
    payload = {
        "Date of Birth": "12.05.1980",
        "custom": {"geboortedatum": ["1980-5-12"]},
        "created": "2020-01-01",
        "Geburtstag": "31/12/1999",
    }
    assert list(birth_dates(payload)) == ["1980-05-12", "1980-05-12", "1999-12-31"]


def test_the_search_can_be_stopped(store: Store, people: People, anna: int) -> None:
    def stop() -> None:
        raise CancelledError("Stopped.")

    with store.read() as con, pytest.raises(CancelledError):
        candidates.search(con, anna, check=stop)


def test_each_record_and_person_asks_once(store: Store, people: People, anna: int) -> None:
    other = people.add(
        "Anna Visser",
        ("phone", "0612345678"),
        ("address", "1234 AB 12"),
        records=[Told("call", "Both", "met Anna Bakker over K-77123")],
    )
    people.suggest(anna, other)
    with store.read() as con:
        every = candidates.search(con, anna)
    assert [(one.reason, one.record_id is None) for one in every] == [
        ("open_suggestion", True),
        ("shared_number", False),
    ]
