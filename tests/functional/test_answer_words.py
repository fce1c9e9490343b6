"""A report in Dutch or German holds no English that the program wrote."""

from __future__ import annotations

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.desk import answer, subjects
from privacydesk.desk.context import Desk

MADE = (
    Told(kind="call", role="caller", title="Call 0612345678 to 201"),
    Told(kind="recording", role="caller", title="Recording of a call"),
    Told(kind="account", role="holder", title="Customer account Anna de Boer"),
    Told(
        kind="consent",
        role="holder",
        title="Consent to e-mail: subscribed",
        details={"purpose": "e-mail newsletter", "status": "subscribed"},
        payload={"(status)": "subscribed"},
    ),
    Told(
        kind="order",
        role="buyer",
        title="Order #1001",
        payload={"(continued rows)": [{"Lineitem name": "Hoesje"}]},
    ),
    Told(kind="invoice", role="holder", title="Invoice F-1"),
    Told(kind="contact", role="holder", title="row-63526d5017eaabccbdb7"),
)
ENGLISH = (
    "command line", "case 2026", "Call ", "Recording of", "Customer account", "Consent to",
    "Order #", "Invoice F", "(continued rows)", "row-6352", "e-mail newsletter", "(status)",
    "look-up", "review of other",
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("nl", ("uw gegevens opzoeken", "behandeling van uw verzoek 2026-0001", "Bestelling #1001",
                "(vervolgregels)", "nieuwsbrief per e-mail", "Gesprek van 0612345678")),
        ("de", ("Aufruf Ihrer Daten", "Bearbeitung Ihres Antrags 2026-0001", "Bestellung #1001",
                "(Folgezeilen)", "Newsletter per E-Mail", "Anruf von 0612345678")),
    ],
)  # fmt: skip
def test_no_english_that_the_program_wrote(
    desk: Desk, language: str, marks: tuple[str, ...]
) -> None:
    use_pack(desk)
    person = People(desk.store).add(
        "Anna de Boer", ("email", "anna@example.nl"), ("phone", "0612345678"), records=MADE
    )
    case = log_case(desk, person, language=language)
    subjects.open_subject(desk, person, purpose="looked up on the command line")
    subjects.open_subject(desk, person, purpose="look-up from the desk")
    subjects.open_subject(desk, person, purpose=f"case {case}", case_reference=case)
    text = answer.preview(desk, case).replace("\\", "")
    for mark in marks:
        assert mark in text
    for english in ENGLISH:
        assert english not in text
    assert text.count(marks[0]) == 1, "two ways of looking up on one day read the same"
