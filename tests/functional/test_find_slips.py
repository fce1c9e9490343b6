"""One slip of the keyboard anywhere in a name, also in short words; exact names stay alone."""

from __future__ import annotations

import random
import string

import pytest
from tests.functional.people import People, Told

from privacydesk.store.engine import Store
from privacydesk.store.search.find import find

NAMES = (
    "Jan van der Berg",
    "Anna Geschenk",
    "Marieke Bos",
    "Leo Bos",
    "Piet Groen",
    "Dan Smit",
    "Ed Vos",
    "Sanne Hendriks",
)


@pytest.fixture
def people(store: Store) -> People:
    people = People(store)
    for number, name in enumerate(NAMES):
        people.add(name, ("email", f"nr{number}@example.org"))
    return people


def names(store: Store, text: str) -> list[str]:
    with store.read() as con:
        return [hit.name for hit in find(con, text, budget_ms=None).results]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Jann van der Berg", "Jan van der Berg"),
        ("Jna van der Berg", "Jan van der Berg"),
        ("Jan Brg", "Jan van der Berg"),
        ("Berg, Jann van der", "Jan van der Berg"),
        ("Jan van der Brg", "Jan van der Berg"),
        ("Janvan der Berg", "Jan van der Berg"),
        ("Ana Geschenk", "Anna Geschenk"),
        ("Anan Geschenk", "Anna Geschenk"),
        ("Anna Geschnk", "Anna Geschenk"),
        ("Marike", "Marieke Bos"),
        ("Marike Bos", "Marieke Bos"),
        ("Marieke Bso", "Marieke Bos"),
        ("Lo Bos", "Leo Bos"),
        ("Edd Vos", "Ed Vos"),
        ("Pit Groen", "Piet Groen"),
        ("Dna Smit", "Dan Smit"),
        ("Brg", "Jan van der Berg"),
    ],
)
def test_a_slip_in_any_word_is_forgiven_and_said(
    store: Store, people: People, typed: str, name: str
) -> None:
    with store.read() as con:
        hits = find(con, typed, budget_ms=None).results
    assert [hit.name for hit in hits][:1] == [name]
    assert "typo" in {why.kind for why in hits[0].why}


@pytest.mark.parametrize("name", NAMES)
def test_an_exact_name_finds_nobody_with_a_short_name_nearby(
    store: Store, people: People, name: str
) -> None:
    for other in (
        "Jon van der Berg",
        "Ann Geschenk",
        "Lea Bos",
        "Leo Vos",
        "Pit Groen",
        "Den Smit",
        "Ad Vos",
        "Ed Bos",
    ):
        people.add(other)
    assert names(store, name) == [name]


@pytest.mark.parametrize("typed", ["Kees de Wit", "Jon Geschenk", "Xo Vos Berg", "Qqq", "Jann Brg"])
def test_two_slips_or_another_name_find_nobody(store: Store, people: People, typed: str) -> None:
    assert names(store, typed) == []


def test_who_begins_as_typed_hides_single_short_words_nearby(store: Store, people: People) -> None:
    """While somebody types `Ann`, people called Jan are no answer."""
    people.add("Ian Maas")
    assert names(store, "Ann") == ["Anna Geschenk"]


def test_words_in_records_come_after_slips(store: Store, people: People) -> None:
    people.add("Kim Wit", records=[Told(text="groeten van Jann Berg")])
    assert names(store, "Jann Berg") == ["Jan van der Berg", "Kim Wit"]


def test_any_slip_in_a_short_first_name_is_found(store: Store) -> None:
    """Recall over every kind of slip in first names of three and four letters."""
    rng = random.Random(11)
    people = People(store)
    firsts = ["Jan", "Bob", "Eva", "Tim", "Kim", "Anna", "Piet", "Kees", "Emma", "Daan"]
    lasts = ["Brouwer", "Dijkstra", "Hoekstra", "Leeuwen", "Mulders"]
    known = {f"{one} van der {last}" for one in firsts for last in lasts}
    for name in sorted(known):
        people.add(name)
    missed = []
    for name in sorted(known):
        first, _, rest = name.partition(" ")
        place = rng.randrange(len(first) - 1)
        letter = rng.choice(string.ascii_lowercase)
        for slip in (
            first[:place] + first[place + 1 :] if len(first) > 3 else first,
            first[:place] + letter + first[place:],
            first[:place] + letter + first[place + 1 :],
            first[:place] + first[place + 1] + first[place] + first[place + 2 :],
        ):
            typed = f"{slip.capitalize()} {rest}"
            if typed not in known and name not in names(store, typed):
                missed.append((typed, name))
    assert missed == []
