"""A reply to a withdrawn consent puts no other basis in its place (Art. 7(3) GDPR)."""

from __future__ import annotations

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.desk import cases, letters
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import StateError

NAME = "withdrawal_reply"


@pytest.fixture
def case(desk: Desk) -> str:
    use_pack(desk)
    anna = People(desk.store).add(
        "Anna de Boer", ("email", "anna@example.nl"), records=[Told(title="Router")]
    )
    reference = log_case(desk, anna, "withdrawal", language="en")
    cases.event(desk, reference, "acted", reason="taken off the list")
    letters.state_facts(desk, reference, NAME, {"stopped": "the newsletter, profiling"})
    return reference


@pytest.mark.parametrize(
    ("stays", "said"),
    [
        ("The newsletter | Art. 6(1)(f) GDPR", "stated as stopped and as staying"),
        ("profiling | artikel 6 lid 1 onder f AVG", "stated as stopped and as staying"),
        ("Invoices | because", "State for what stays the article"),
        ("Invoices | Art. 6(1)(a) GDPR", "State for what stays the article"),
    ],
)
def test_another_basis_is_not_put_in(desk: Desk, case: str, stays: str, said: str) -> None:
    letters.state_facts(desk, case, NAME, {"stays": stays})
    with pytest.raises(StateError, match=said):
        letters.show(desk, case, NAME)


@pytest.mark.parametrize(
    "stays",
    [
        "none",
        "Invoices | Art. 6(1)(c) GDPR",
        "Rechnungen | Art. 6 Abs. 1 lit. c DSGVO",
        "Facturen | artikel 6 lid 1 onder c AVG",
        "Health data | Art. 9(2)(h) GDPR",
    ],
)
def test_what_has_its_own_basis_stays(desk: Desk, case: str, stays: str) -> None:
    letters.state_facts(desk, case, NAME, {"stays": stays})
    assert letters.show(desk, case, NAME).usable
