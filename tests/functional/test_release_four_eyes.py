"""Four eyes on a real store: whoever had a part in the answer is found and named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.functional.office import Office

from privacydesk.desk import cases, letters, redaction, release, settings
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import StateError

KIND = "letter:acknowledgement"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _as(office: Office, operator: str) -> Desk:
    return replace(office.mira, operator=operator)


def _told(desk: Desk, reference: str, **more: object) -> list[str]:
    checks = release.review(desk, reference, **more).checks  # type: ignore[arg-type]
    return [p.text for one in checks if one.item.item == "A30" for p in one.problems]


def test_a_name_in_capitals_is_the_same_person(office: Office) -> None:
    reference = office.ready()
    for name in ("MIRA", " mira ", "ｍｉｒａ"):
        with pytest.raises(StateError, match="wrote the draft of the access report"):
            release.release(_as(office, name), reference)


def test_the_author_of_a_text_or_a_fact_does_not_release_the_letter(office: Office) -> None:
    office.load("Customer number;Name;E-mail\nK1;Jan de Vries;jan@example.nl\n")
    reference = office.log()
    name = "acknowledgement"
    letters.state_facts(_as(office, "eva"), reference, name, {"dpo": "privacy@example.nl"})
    text = letters.show(office.jan, reference, name).markdown
    letters.edit(office.jan, reference, name, f"{text}\n\nTot ziens.")
    letters.letter(office.mira, reference, name, "md", office.folder / "a.md")
    (told,) = _told(office.jan, reference, only=[KIND])
    assert "edited the text of the acknowledgement letter" in told
    (told,) = _told(_as(office, "Eva"), reference, only=[KIND])
    assert "stated facts for the acknowledgement letter" in told
    (told,) = _told(office.mira, reference, only=[KIND])
    assert "wrote the draft" in told
    done = release.release(_as(office, "otto"), reference, only=[KIND])
    assert done.prepared_by == ("eva", "jan", "mira")
    assert not done.single


def test_who_explained_a_blocking_problem_does_not_release(office: Office) -> None:
    reference = office.ready()
    with office.mira.store.write("mira", office.moment) as tx:
        tx.sql.execute(
            "INSERT INTO attachment(record_id, name, state, url, internal) "
            "SELECT min(id), 'a.pdf', 'link', 'https://example.com/a', 0 FROM record"
        )
        tx.audit("test.link")
    office.later(minutes=1)
    office.prepare(reference, "pdf")
    release.explain(office.jan, reference, "links", "it was deleted there")
    with pytest.raises(StateError, match="gave the explanation of links"):
        release.release(office.jan, reference)
    release.explain(_as(office, "eva"), reference, "links", "asked them: it is gone")
    assert release.release(office.jan, reference).prepared_by == ("eva", "mira")


def test_who_decided_everything_alone_does_not_release(office: Office) -> None:
    reference = office.ready()
    with office.mira.store.write("mira", office.moment) as tx:
        tx.sql.execute(
            "UPDATE record SET text = 'call bas@example.com or 06 2345 6789' "
            "WHERE id = (SELECT min(id) FROM record)"
        )
        tx.audit("test.text")
    found = redaction.findings(office.jan, reference)
    assert len(found) == 2
    for one in found:
        redaction.decide(office.jan, reference, one.number, "black_out")
    office.later(minutes=1)
    office.prepare(reference, "pdf")
    (told,) = _told(office.jan, reference)
    assert "decided alone" in told
    assert _told(_as(office, "otto"), reference) == []
    redaction.decide(_as(office, "eva"), reference, found[0].number, "keep")
    office.later(minutes=1)
    office.prepare(reference, "pdf")
    assert release.release(office.jan, reference).prepared_by == ("eva", "jan", "mira")


def test_an_office_of_one_does_it_all_and_the_log_says_so(office: Office) -> None:
    reference = office.ready()
    settings.change(office.mira, "single", "yes")
    assert _told(office.mira, reference) == []
    assert release.release(_as(office, "MIRA"), reference).single
    with office.mira.store.read() as con:
        facts = con.execute(
            "SELECT facts FROM audit_entry WHERE action = 'case.release'"
        ).fetchone()[0]
        reason = con.execute("SELECT reason FROM case_event WHERE kind = 'released'").fetchone()[0]
    assert '"single":1' in facts.replace(" ", "")
    assert reason == "prepared and released by one person"


def test_the_cases_of_a_colleague_are_found_however_the_name_is_written(office: Office) -> None:
    reference = office.ready()
    cases.assign(office.mira, reference, "Anna  de Boer")
    for name in ("anna de boer", "ANNA DE BOER "):
        assert [c.reference for c in cases.list_cases(office.mira, assignee=name)] == [reference]
    assert not cases.list_cases(office.mira, assignee="anna")
