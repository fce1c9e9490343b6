"""The find box: who is found by what, in which order, with which reasons."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.functional.people import People, Told

from privacydesk.desk import find as desk_find
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import NotFoundError
from privacydesk.domain.model import FindResult
from privacydesk.store.engine import Store
from privacydesk.store.search.find import find

IMEI = "490154203237518"
# examples may share a store: each adds people, none looks at how many there are
SHARED = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def people(store: Store) -> People:
    return People(store)


@pytest.fixture
def town(people: People) -> dict[str, int]:
    """A few people who get in each other's way."""
    return {
        "berg": people.add(
            "Jan van der Berg",
            ("email", "Jan.Berg@Example.com"),
            ("phone", "06 12 34 56 78"),
            ("customer_number", "K-10020"),
            ("address", "1234 AB 12"),
            address="Kerkstraat 12, 1234 AB Gouda",
            records=[
                Told("order", "Order 1001", at="2026-02-01", role="buyer"),
                Told("ticket", "Camera kapot", "De doorbell doet het niet meer."),
            ],
        ),
        "bergen": people.add("Anna Bergen", ("email", "anna@example.org")),
        "muller": people.add("Jörg Müller", ("imei", IMEI), ("serial", "SN-778-ABC")),
        "mueller": people.add("Greta Mueller", ("phone", "+49 1512 3456789")),
        "lukasz": people.add("Łukasz Groß", ("mac", "00-1B-44-11-3A-B7")),
        "hendriks": people.add("Sanne Hendriks", ("phone", "0201234567")),
        "hendriksen": people.add("Piet Hendriksen", ("phone", "020-1234567")),
        "caller": people.add("", ("phone", "0687654321"), records=[Told("call", "Incoming")]),
        "devries": people.add("Klaas Devries"),
        "oyen": people.add("Søren Øyen", ("order_number", "#2044")),
    }


def ask(store: Store, text: str, **options: int | None) -> FindResult:
    with store.read() as con:
        return find(con, text, budget_ms=None, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "who", "kind"),
    [
        ("jan.berg@example.com", "berg", "email"),
        ("JAN.BERG@EXAMPLE.COM", "berg", "email"),
        ("jan.b", "berg", "email"),
        ("0612345678", "berg", "phone"),
        ("+31 6 1234 5678", "berg", "phone"),
        ("0031612345678", "berg", "phone"),
        ("(06) 12-34-56-78", "berg", "phone"),
        ("0612345", "berg", "phone"),
        ("345678", "berg", "phone"),
        ("5678", "berg", "phone"),
        ("k-10020", "berg", "customer_number"),
        ("K-100", "berg", "customer_number"),
        ("1234ab 12", "berg", "address"),
        ("1234 AB 12", "berg", "address"),
        ("1234AB", "berg", "address"),
        ("kerkstraat 12", "berg", "address"),
        ("Jan van der Berg", "berg", "name"),
        ("van der Berg", "berg", "name"),
        ("Berg, Jan van der", "berg", "name"),
        ("berg jan", "berg", "name"),
        ("dhr. J. van der Berg", "berg", "name"),
        ("J. v.d. Berg", "berg", "name"),
        ("vanderberg", "berg", "name"),
        ("de vries", "devries", "name"),
        (IMEI, "muller", "imei"),
        ("4901 5420 3237 518", "muller", "imei"),
        ("203237", "muller", "imei"),
        ("7518", "muller", "imei"),
        ("sn-778-abc", "muller", "serial"),
        ("778-abc", "muller", "serial"),
        ("müller", "muller", "name"),
        ("mueller jörg", "muller", "name"),
        ("Jorg Muller", "muller", "name"),
        ("Müller Greta", "mueller", "name"),
        ("lukasz gross", "lukasz", "name"),
        ("Łukasz Groß", "lukasz", "name"),
        ("001b.4411.3ab7", "lukasz", "mac"),
        ("00:1b:44", "lukasz", "mac"),
        ("oyen", "oyen", "name"),
        ("Oeyen", "oyen", "name"),
        ("#2044", "oyen", "order_number"),
        ("2044", "oyen", "order_number"),
        ("Sane Hendriks", "hendriks", "typo"),
        ("Sanne Hendirks", "hendriks", "typo"),
        ("lukazs", "lukasz", "typo"),
        ("doorbell", "berg", "text"),
        ("camera kapot", "berg", "text"),
        ("0687654321", "caller", "phone"),
    ],
)
def test_finds_the_person_and_says_why(
    store: Store, town: dict[str, int], text: str, who: str, kind: str
) -> None:
    result = ask(store, text)
    assert result.results, "nobody found"
    first = result.results[0]
    assert first.subject_id == town[who]
    assert kind in {why.kind for why in first.why}


def test_exact_beats_beginning_beats_name_beats_typo_beats_text(
    store: Store, people: People
) -> None:
    exact = people.add("Z", ("username", "visser"))
    begins = people.add("Y", ("username", "visser2"))
    name = people.add("Kees Visser")
    longer = people.add("Kees Vissering")
    typo = people.add("Kees Viser")
    text = people.add("X", records=[Told(title="Groeten van visser")])
    found = [hit.subject_id for hit in ask(store, "visser").results]
    assert found == [exact, begins, name, longer, typo, text]


def test_all_reasons_of_a_person_best_first(store: Store, people: People) -> None:
    number = people.add(
        "Otto Storm",
        ("email", "storm@example.com"),
        ("username", "storm"),
        records=[Told("note", "Storm", "storm belde")],
    )
    hit = ask(store, "storm").results[0]
    assert hit.subject_id == number
    assert [why.kind for why in hit.why] == ["username", "email", "name", "text"]


def test_shared_values_counts_and_dates(store: Store, town: dict[str, int]) -> None:
    shared = ask(store, "020 123 4567").results
    assert {hit.subject_id for hit in shared} == {town["hendriks"], town["hendriksen"]}
    assert {why.shared_by for hit in shared for why in hit.why if why.kind == "phone"} == {2}
    berg = ask(store, "jan.berg@example.com").results[0]
    assert berg.counts == {"order": 1, "ticket": 1}
    assert berg.newest is not None
    assert berg.newest.date().isoformat() == "2026-02-01"


def test_a_nameless_caller_is_called_by_the_number(store: Store, town: dict[str, int]) -> None:
    assert ask(store, "0687654321").results[0].name == "+31687654321"


def test_merged_people_are_found_once(store: Store, desk: Desk, town: dict[str, int]) -> None:
    from privacydesk.desk import subjects

    kept = subjects.merge(desk, town["hendriks"], town["hendriksen"], "same person")
    found = ask(store, "0201234567").results
    assert [hit.subject_id for hit in found] == [kept]
    assert found[0].why[0].shared_by == 1
    assert [hit.subject_id for hit in ask(store, "piet hendriksen").results] == [kept]


def test_restricted_people_show_only_for_a_case(
    desk: Desk, people: People, town: dict[str, int]
) -> None:
    people.restrict(town["berg"])
    assert desk_find.find(desk, "0612345678").results == ()
    assert desk_find.find(desk, "doorbell").results == ()
    with pytest.raises(NotFoundError):
        desk_find.find(desk, "0612345678", case_reference="2026-0001")
    with desk.store.read() as con:
        hit = find(con, "0612345678", include_restricted=True).results[0]
    assert hit.subject_id == town["berg"]
    assert hit.restricted


def test_limit_and_more(store: Store, people: People) -> None:
    for number in range(30):
        people.add(f"Vera Smit{string.ascii_lowercase[number % 26]}", ("username", f"v{number}"))
    few = ask(store, "vera", limit=5)
    assert len(few.results) == 5
    assert few.more
    assert len(ask(store, "vera", limit=1000).results) == 30
    assert not ask(store, "vera", limit=1000).more


def test_finding_writes_nothing(desk: Desk, store_path: Path, town: dict[str, int]) -> None:
    desk.store.truncate_wal()
    before = store_path.read_bytes()
    desk_find.find(desk, "berg")
    desk.store.truncate_wal()
    assert store_path.read_bytes() == before


def test_a_closed_time_box_keeps_what_was_found(store: Store, people: People) -> None:
    for number in range(400):
        people.add(f"Kim Bos{number}", records=[Told(text=f"aap noot mies {number}")])
    with store.read() as con:
        hurried = find(con, "aap noot mies", budget_ms=0.0)
        calm = find(con, "aap noot mies", budget_ms=None)
    assert len(calm.results) == 20
    assert hurried.more
    assert len(hurried.results) <= len(calm.results)


@pytest.mark.parametrize(
    "text", json.loads((Path(__file__).parent.parent / "fixtures" / "hostile.json").read_text())
)
def test_hostile_text_is_only_text(store: Store, town: dict[str, int], text: str) -> None:
    ask(store, text)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.one_of(
        st.text(alphabet=st.characters(), max_size=60),
        st.text(alphabet='0123456789+-/()"*:^{}~ ANDORNT.@', max_size=40),
    )
)
def test_no_text_raises(store: Store, text: str) -> None:
    ask(store, text)


WRITINGS = {
    "phone": lambda rng, value: rng.choice(
        [value, "0" + value[3:], "0031" + value[3:], f"06 {value[4:8]} {value[8:]}"]
    ),
    "email": lambda rng, value: rng.choice([value, value.upper(), f" {value} "]),
    "imei": lambda rng, value: rng.choice([value, f"{value[:6]}-{value[6:]}", value[:14]]),
    "mac": lambda rng, value: rng.choice([value, value.upper(), value.replace(":", "-")]),
    "customer_number": lambda rng, value: rng.choice([value, value.upper(), f" {value}"]),
}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_anybody_is_found_by_each_own_identifier(people: People, seed: int) -> None:
    from privacydesk.domain.identifiers import luhn_digit

    rng = random.Random(seed)
    body = f"{rng.randrange(10**13, 10**14)}"
    own = {
        "phone": f"+316{rng.randrange(10_000_000, 59_000_000)}",
        "email": f"p{rng.randrange(10**9)}@example{rng.randrange(9)}.com",
        "imei": body + luhn_digit(body),
        "mac": ":".join(f"{rng.randrange(1, 256):02x}" for _ in range(6)),
        "customer_number": f"c{rng.randrange(10**8)}",
    }
    number = people.add("Somebody Else", *own.items())
    for kind, value in own.items():
        typed = WRITINGS[kind](rng, value)
        hits = {hit.subject_id: hit for hit in ask(people.store, typed, limit=100).results}
        assert number in hits, (kind, typed)
        assert hits[number].why[0].kind in own


def test_one_slip_in_a_surname_is_forgiven(store: Store, people: People) -> None:
    """Recall at ten over every kind of slip, in surnames of six letters and more."""
    rng = random.Random(5)
    surnames = [
        "Brouwer", "Dijkstra", "Hoekstra", "Leeuwen", "Mulders", "Peters", "Schouten", "Vermeulen",
        "Willems", "Koopmans", "Driessen", "Timmermans", "Verhoeven", "Martens", "Gerritsen",
        "Blokhuis", "Kuijpers", "Postma", "Scholten", "Veenstra",
    ]  # fmt: skip
    numbers = {name: people.add(f"Kim {name}") for name in surnames}
    asked = found = 0
    for name, number in numbers.items():
        for _ in range(6):
            place = rng.randrange(1, len(name) - 1)
            slip = rng.choice(
                [
                    name[:place] + name[place + 1 :],
                    name[:place] + rng.choice(string.ascii_lowercase) + name[place:],
                    name[:place] + rng.choice(string.ascii_lowercase) + name[place + 1 :],
                    name[:place] + name[place + 1] + name[place] + name[place + 2 :],
                ]
            )
            asked += 1
            found += number in [hit.subject_id for hit in ask(store, slip, limit=10).results]
    assert found / asked >= 0.97


def test_a_search_that_ran_out_of_time_is_made_again_with_patience(desk: Desk) -> None:
    People(desk.store).add("Anna Visser", ("email", "anna@example.com"))
    found = desk_find.find(desk, "anna visser", budget_ms=0.0)  # no time at all
    assert [hit.name for hit in found.results] == ["Anna Visser"]
