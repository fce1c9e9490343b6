"""The answer to an objection to direct marketing says of a suppression list what is recorded."""

from __future__ import annotations

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.desk import cases, letters
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import InputError, StateError

NAME = "objection_marketing_reply"
LEFT = {"status": "unsubscribed", "left_at": "2026-02-27T10:00:00.000000Z"}
SAID = {
    "nl": "adres staat op onze blokkeerlijst",
    "de": "Adresse steht auf unserer Sperrliste",
    "en": "address is on our suppression list",
}


@pytest.fixture
def people(desk: Desk) -> People:
    use_pack(desk)
    return People(desk.store)


def _acted(desk: Desk, subject: int | None) -> str:
    reference = log_case(desk, subject, "objection_marketing")
    cases.event(desk, reference, "acted", reason="No more mail")
    return reference


def _text(desk: Desk, reference: str, language: str = "en") -> str:
    view = letters.show(desk, reference, NAME, language=language)
    assert view.usable, view.problem
    return view.markdown or ""


@pytest.mark.parametrize("language", SAID)
def test_an_entry_that_is_recorded_is_told(desk: Desk, people: People, language: str) -> None:
    told = Told(kind="newsletter", role="subscriber", details=LEFT)
    anna = people.add("Anna de Boer", ("email", "anna@example.nl"), records=[told])
    text = _text(desk, _acted(desk, anna), language)
    assert SAID[language] in text
    assert "Helpdesk" in text  # the system of the entry
    assert "27" in text


def test_an_entry_without_a_day_is_told_too(desk: Desk, people: People) -> None:
    told = Told(kind="newsletter", role="subscriber", details={"status": "unsubscribed"})
    anna = people.add("Anna de Boer", ("email", "anna@example.nl"), records=[told])
    assert "suppression list: Helpdesk." in _text(desk, _acted(desk, anna))


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("entry", [None, {"status": "subscribed"}])
def test_without_one_nothing_is_claimed(
    desk: Desk, people: People, language: str, entry: dict[str, str] | None
) -> None:
    records = [] if entry is None else [Told(kind="newsletter", role="subscriber", details=entry)]
    anna = people.add("Anna de Boer", ("email", "anna@example.nl"), records=records)
    for subject in (anna, None):
        text = _text(desk, _acted(desk, subject), language)
        assert SAID[language] not in text
        assert {"nl": "blokkeerlijst", "de": "Sperrliste", "en": "suppression"}[language] in text


def test_the_entry_of_an_address_counts_whoever_has_it(desk: Desk, people: People) -> None:
    anna = people.add("Anna de Boer", ("email", "anna@example.nl"))
    told = Told(kind="consent", role="holder", details=LEFT)
    people.add("A. B.", ("email", "anna@example.nl"), records=[told])
    assert SAID["en"] in _text(desk, _acted(desk, anna))


def test_a_list_that_is_not_here_is_stated_once_it_was_acted_on(desk: Desk, people: People) -> None:
    anna = people.add("Anna de Boer", ("email", "anna@example.nl"))
    rows = {"suppressed": "Mail tool | 2026-03-01"}
    logged = log_case(desk, anna, "objection_marketing")
    with pytest.raises(StateError, match="comes from the case"):
        letters.state_facts(desk, logged, NAME, rows)
    reference = _acted(desk, anna)
    letters.state_facts(desk, reference, NAME, rows)
    assert "Mail tool (since 1 March 2026)" in _text(desk, reference)


def test_an_entry_that_comes_later_changes_what_the_letter_rests_on(
    desk: Desk, people: People
) -> None:
    anna = people.add("Anna de Boer", ("email", "anna@example.nl"))
    reference = _acted(desk, anna)
    before = letters.show(desk, reference, NAME).content
    told = Told(kind="newsletter", role="subscriber", details=LEFT)
    people.add("Anna de Boer", ("email", "anna@example.nl"), records=[told], into=anna)
    assert letters.show(desk, reference, NAME).content.split("/")[1] != before.split("/")[1]


@pytest.mark.parametrize("entry", [None, {"status": "subscribed"}])
@pytest.mark.parametrize("name", ["Helpdesk", "our helpdesk list"])
def test_what_an_imported_list_says_is_not_stated(
    desk: Desk, people: People, entry: dict[str, str] | None, name: str
) -> None:
    told = Told() if entry is None else Told(kind="newsletter", role="subscriber", details=entry)
    anna = people.add("Anna de Boer", ("email", "anna@example.nl"), records=[told])
    reference = _acted(desk, anna)
    with pytest.raises(InputError, match="Helpdesk is imported"):
        letters.state_facts(desk, reference, NAME, {"suppressed": f"{name} | 2026-03-01"})
    assert SAID["en"] not in _text(desk, reference)


def test_a_stated_list_that_is_imported_later_is_not_told(desk: Desk, people: People) -> None:
    anna = people.add("Anna de Boer", ("email", "anna@example.nl"))
    reference = _acted(desk, anna)
    letters.state_facts(desk, reference, NAME, {"suppressed": "Helpdesk | 2026-03-01"})
    told = Told(kind="newsletter", role="subscriber", details={"status": "subscribed"})
    people.add("Anna de Boer", ("email", "anna@example.nl"), records=[told], into=anna)
    with pytest.raises(InputError, match="Helpdesk is imported"):
        letters.show(desk, reference, NAME)
