"""A fee notice cites the one article it rests on, with what the fee is made of."""

from __future__ import annotations

import pytest
from tests.conftest import NOW
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People

from privacydesk.desk import letters
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import StateError
from privacydesk.store import cases as cases_store

NAME = "fee_notice"


@pytest.fixture
def ready(desk: Desk) -> Desk:
    return use_pack(desk)


def _case(desk: Desk, *rights: str, person: int | None = None, **facts: str) -> str:
    reference = log_case(desk, person, *rights)
    stated = {"fee": "12.50 EUR", "fee_reason": "A third copy on paper", **facts}
    letters.state_facts(desk, reference, NAME, stated)
    return reference


def _sent(desk: Desk, reference: str, kind: str = "access_report") -> None:
    with desk.store.write("tester", NOW) as tx:
        case = cases_store.require_id(tx.sql, reference)
        document = tx.sql.execute(
            'INSERT INTO document(case_id, kind, format, name, created_at, "by", sha256, draft) '
            "VALUES(?, ?, 'pdf', 'a.pdf', '2026-01-01T08:00:00.000000Z', 'tester', '', 0)",
            (case, kind),
        ).lastrowid
        delivery = tx.sql.execute(
            'INSERT INTO delivery(case_id, at, "by", day, channel, address, on_file, sent) '
            "VALUES(?, '2026-01-01T08:00:00.000000Z', 'tester', '2026-01-01', 'post', '', 1, 1)",
            (case,),
        ).lastrowid
        tx.sql.execute("INSERT INTO delivery_document VALUES(?, ?)", (delivery, document))
        tx.audit("test.sent")


CITED = {
    "nl": ("artikel 12 lid 5", "artikel 15 lid 3", "administratieve kosten"),
    "de": ("Art. 12 Abs. 5", "Art. 15 Abs. 3", "Verwaltungskosten"),
    "en": ("Article 12(5)", "Article 15(3)", "administrative costs"),
}


@pytest.mark.parametrize("language", CITED)
@pytest.mark.parametrize(
    ("ground", "own", "other"), [("excessive", 0, 1), ("unfounded", 0, 1), ("further_copy", 1, 0)]
)
def test_the_ground_that_was_chosen_is_cited_alone(
    ready: Desk, language: str, ground: str, own: int, other: int
) -> None:
    reference = _case(ready, "access", fee_ground=ground)
    _sent(ready, reference)
    view = letters.show(ready, reference, NAME, language=language)
    assert view.usable, view.problem
    text = view.markdown or ""
    cited = CITED[language]
    assert cited[own] in text
    assert cited[other] not in text
    assert cited[2] in text
    gone = letters.edit(ready, reference, NAME, text.replace(cited[own], ""), language=language)
    assert "ground of the fee" in gone.problem


def test_the_ground_is_asked_for(ready: Desk) -> None:
    missing = letters.show(ready, _case(ready, "access"), NAME).missing_facts
    assert [one.name for one in missing] == ["fee_ground"]


def test_a_copy_is_charged_where_a_copy_was_asked_for(ready: Desk) -> None:
    reference = _case(ready, "rectification", fee_ground="further_copy")
    with pytest.raises(StateError, match=r"15\(3\)"):
        letters.show(ready, reference, NAME)
    letters.state_facts(ready, reference, NAME, {"fee_ground": "excessive"})
    assert letters.show(ready, reference, NAME).usable


def test_the_first_copy_is_free(ready: Desk) -> None:
    people = People(ready.store)
    anna = people.add("Anna de Boer", ("email", "anna@example.nl"))
    other = people.add("Bas Nul", ("email", "bas@example.nl"))
    first, second, third = (
        _case(ready, "access", person=one, fee_ground="further_copy") for one in (anna, anna, other)
    )
    _sent(ready, first, "letter:acknowledgement")
    for reference in (first, second, third):
        with pytest.raises(StateError, match="first one is free"):
            letters.show(ready, reference, NAME)
    _sent(ready, first)
    assert letters.show(ready, second, NAME).usable
    with pytest.raises(StateError, match="first one is free"):
        letters.show(ready, third, NAME)


def test_what_is_unconditional_costs_nothing(ready: Desk) -> None:
    reference = _case(ready, "withdrawal", "objection_marketing", fee_ground="excessive")
    with pytest.raises(StateError, match="cost nothing"):
        letters.show(ready, reference, NAME)
    mixed = _case(ready, "withdrawal", "access", fee_ground="excessive")
    assert letters.show(ready, mixed, NAME).usable
