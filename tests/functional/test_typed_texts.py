"""What is typed at the desk and read by the person: it names nobody else."""

from __future__ import annotations

import pytest
from tests.conftest import NOW
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.desk import answer, letters, policies, redaction, subjects
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import InputError

STRANGER = "06-87654329"


@pytest.fixture
def anna(desk: Desk) -> int:
    use_pack(desk)
    people = People(desk.store)
    people.add("Bas Bakker", ("email", "bas@example.com"), ("phone", "06-87650001"))
    return people.add(
        "Anna de Boer",
        ("email", "anna@example.nl"),
        ("phone", "06-12345678"),
        records=[Told(title="Question", text=f"call {STRANGER}")],
    )


@pytest.fixture
def case(desk: Desk, anna: int) -> str:
    return log_case(desk, anna)


def _md(desk: Desk, case: str) -> str:
    written = answer.report(desk, case, "md", None)
    assert written.data is not None
    return written.data.decode().replace("\\", "")


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        ("asked by Bas Bakker on the phone", "leave out a name"),
        ("my husband Tom asked", "leave out a name"),
        (f"call from nr{STRANGER}", "leave out a telephone number"),
        ("wa.me/31687650001", "leave out a telephone number"),
        ("about 687650001", "leave out a telephone number"),
        ("mail of bas@example.com", "leave out an e-mail address"),
        ("paid from NL91 ABNA 0417 1643 00", "leave out a bank account"),
    ],
)
def test_a_purpose_that_names_somebody_else_is_refused(
    desk: Desk, anna: int, purpose: str, said: str
) -> None:
    looks = len(subjects.consultations(desk, anna))
    for call in (
        lambda: subjects.open_subject(desk, anna, purpose=purpose),
        lambda: subjects.open_record(desk, 1, purpose=purpose),
        lambda: policies.touched(desk, anna, purpose=purpose),
    ):
        with pytest.raises(InputError, match=said) as caught:
            call()
        assert "6876" not in caught.value.message
        assert "Bakker" not in caught.value.message
    assert len(subjects.consultations(desk, anna)) == looks, "nothing half done"


@pytest.mark.parametrize(
    "purpose",
    [
        "case 2026-0001", "Anna de Boer called from 0612345678", "look-up from the desk",
        "mail of anna@example.nl of 06-12-2025 14:30", "order 1000000123 is late",
        "forwarded by privacy@lindeboom.example",
    ],
)  # fmt: skip
def test_a_purpose_may_name_the_person_and_us(desk: Desk, anna: int, purpose: str) -> None:
    subjects.open_subject(desk, anna, purpose=purpose)
    assert subjects.consultations(desk, anna)[0].purpose == purpose


def test_purposes_of_before_are_hidden_in_the_report(desk: Desk, anna: int, case: str) -> None:
    with desk.store.write("tester", NOW) as tx:
        for purpose in ("asked by Bas Bakker", f"x{STRANGER.replace('-', '')}", "about 687650001",
                        "Anna de Boer asked"):  # fmt: skip
            tx.sql.execute(
                "INSERT INTO consultation(subject_id, at, operator, purpose) "
                "VALUES(?, '2026-02-21T08:00:00.000000Z', 'tester', ?)",
                (anna, purpose),
            )
        tx.sql.execute("UPDATE system SET holds = 'mail of Bas Bakker, 0687650001'")
        tx.audit("test.look")
    text = _md(desk, case)
    for secret in ("Bakker", "87654329", "7650001"):
        assert secret not in text
    assert "Anna de Boer asked" in text
    assert "asked by " in text


def test_a_letter_holds_nobody_elses_numbers(desk: Desk, case: str) -> None:
    name = "acknowledgement"
    text = letters.show(desk, case, name).markdown
    assert text
    kept = letters.edit(desk, case, name, f"{text}\n\nOur shop: 020 1234567, shop@example.org")
    assert "020 1234567" in str(kept.markdown)
    for secret in ("bas@example.com", "x31687650001", "bas%40example.com", "68-765-0001"):
        with pytest.raises(InputError, match="of another person") as caught:
            letters.edit(desk, case, name, f"{text}\n\nlike {secret}")
        assert secret not in caught.value.message
    assert letters.edit(desk, case, name, f"{text}\n\nyours: 06 12345678").edited_by
    finding = redaction.findings(desk, case)[0]
    letters.edit(desk, case, name, f"{text}\n\n{STRANGER}")
    redaction.decide(desk, case, finding.number, "black_out", everywhere=True)
    with pytest.raises(InputError, match="a telephone number of another person"):
        letters.edit(desk, case, name, f"{text}\n\n{STRANGER}")


def test_a_stated_fact_holds_nobody_elses_numbers(desk: Desk, case: str) -> None:
    with pytest.raises(InputError, match="A stated fact holds an e-mail address"):
        letters.state_facts(
            desk, case, "extension_notice", {"person_address": "c/o bas@example.com"}
        )
