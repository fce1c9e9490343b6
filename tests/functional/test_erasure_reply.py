"""An erasure reply says of each kind of records what the store says of it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.conftest import NOW
from tests.functional.answering import add_anna, log_case, use_pack

from privacydesk.desk import cases, letters
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.localtext import LocalText
from privacydesk.domain.retention_due import Ruling, Step
from privacydesk.store import tombstones
from privacydesk.store.tombstones import Laid

NAME = "erasure_reply"
DAY = "2026-03-01"
CLAIM = "Art. 17(3)(e) GDPR | 2027-12-31"


@pytest.fixture
def case(desk: Desk) -> str:
    """An erasure asked by somebody with two tickets, a chat and an order that tax law keeps."""
    use_pack(desk)
    reference = log_case(desk, add_anna(desk), "erasure", language="en")
    cases.event(desk, reference, "acted", reason="Erased at the help desk")
    letters.state_facts(desk, reference, NAME, {"notified": "none"})
    return reference


def _problem(desk: Desk, reference: str, **facts: str) -> str:
    try:
        letters.state_facts(desk, reference, NAME, facts)
        return letters.show(desk, reference, NAME).problem
    except (StateError, InputError) as refusal:
        return str(refusal)


def test_what_is_called_erased_and_still_here_is_named(desk: Desk, case: str) -> None:
    said = _problem(
        desk, case, erased=f"Tickets (2) | {DAY}; Chats (1) | {DAY}", kept=f"Chats (1) | {CLAIM}"
    )
    assert "stated as erased" in said
    assert "Questions to customer service (2)" in said
    assert "but kept, and none was erased here: Chats (1)" in said
    assert "--set kept=" in said


def test_what_is_kept_covers_its_own_kind_alone(desk: Desk, case: str) -> None:
    said = _problem(desk, case, erased="none", kept=f"Invoices | {CLAIM}")
    assert "neither" in said
    assert "Chats (1)" in said
    assert "Questions to customer service (2)" in said
    assert "Orders" not in said  # a duty keeps them
    assert "Chats (1)" not in _problem(desk, case, kept=f"Tickets | {CLAIM}; chat | {CLAIM}")
    view = letters.show(desk, case, NAME)
    assert view.usable, view.problem
    assert "Orders (1)" in (view.markdown or "")


def test_both_are_told_at_once(desk: Desk, case: str) -> None:
    said = _problem(desk, case, erased=f"Tickets (2) | {DAY}", kept="none")
    assert "stated as erased: Questions to customer service (2)" in said
    assert "neither as erased nor as kept: Chats (1)" in said


def _erase_a_ticket(desk: Desk) -> None:
    ruling = Ruling(Step.ERASE, date(2026, 2, 28), "service", LocalText("a", "a", "a"))
    with desk.store.write("tester", NOW) as tx:
        (person,) = tx.sql.execute("SELECT id FROM subject").fetchone()
        (sha256,) = tx.sql.execute("SELECT sha256 FROM policy_pack").fetchone()
        tombstones.lay(tx, [Laid(1, "ticket", "T-9", (person,), Step.ERASE, ruling)], sha256)
        tx.audit("test.erased")


def test_a_part_that_was_erased_stands_beside_the_part_that_is_kept(desk: Desk, case: str) -> None:
    rows = f"Tickets (2) | {CLAIM}; Chats (1) | {CLAIM}"
    said = _problem(desk, case, erased=f"Tickets (5) | {DAY}", kept=rows)
    assert "none was erased here: Questions to customer service (2)" in said
    _erase_a_ticket(desk)
    assert _problem(desk, case) == ""


@pytest.mark.parametrize("what", ["Alle gegevens", "Alle Ihre Daten", "all data", "Everything"])
def test_everything_is_every_kind(desk: Desk, case: str, what: str) -> None:
    said = _problem(desk, case, erased=f"{what} | {DAY}", kept="none")
    assert "Chats (1), Questions to customer service (2)" in said
    assert "none was erased here: Orders (1)" in said  # a duty keeps them
    rows = f"Tickets (2) | {CLAIM}; Chats (1) | {CLAIM}"
    assert "none was erased here: Chats (1), Orders (1)" in _problem(desk, case, kept=rows)


def test_what_was_erased_is_named_while_records_are_here(desk: Desk, case: str) -> None:
    rows = f"Tickets (2) | {CLAIM}; Chats (1) | {CLAIM}"
    said = _problem(desk, case, erased=f"Het hele dossier | {DAY}", kept=rows)
    assert "1 of the rows of erased name no kind" in said
    assert _problem(desk, case, erased=f"Recordings (2) | {DAY}") == ""


def test_a_row_that_names_no_kind_covers_none(desk: Desk, case: str) -> None:
    assert "Chats (1)" in _problem(desk, case, erased="none", kept=f"Everything | {CLAIM}")


def test_who_has_not_stated_what_is_kept_reads_what_is_here(desk: Desk, case: str) -> None:
    view = letters.show(desk, case, NAME)
    assert "kept" in {fact.name for fact in view.missing_facts}
    assert "Chats (1)" in view.problem


def test_a_kept_row_has_its_article_and_day(desk: Desk, case: str) -> None:
    assert "Article 17(3)" in _problem(desk, case, kept="Tickets | because | 2027-12-31")
    assert "needs days" in _problem(desk, case, kept="Tickets | Art. 17(3)(e) GDPR | soon")
