"""The file of a closed case leaves the store whole: nothing of it stays in any byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlmodel import SQLModel
from tests.functional.office import Office
from tests.functional.retention_support import residue

import privacydesk.store.tables  # noqa: F401 - fills the metadata
from privacydesk.cli.app import run
from privacydesk.desk import auditing, cases, letters, release, retention
from privacydesk.domain.errors import NotFoundError, StateError
from privacydesk.store.erasure_cases import OF_A_CASE

# What was typed into the case and stands nowhere else.
SAID = (
    "noteNightingale",
    "reasonRaven",
    "factFinch",
    "editEagle",
    "explainEider",
    "addressAlbatross",
    "checkedChough",
    "hitHeron",
    "textTern",
    "searchSwift",
    "outcomeOwl",
    "draftDove",
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _full_case(office: Office) -> str:
    """A case in which a word was left in every place that takes words."""
    reference = office.ready()
    desk = office.mira
    cases.event(desk, reference, "note", reason="noteNightingale")
    cases.event(desk, reference, "acted", reason="reasonRaven")
    letters.state_facts(desk, reference, "refusal", {"reason": "because of factFinch"})
    letters.edit(desk, reference, "acknowledgement", "editEagle\n")
    letters.forget_edit(desk, reference, "acknowledgement")  # earlier versions stay on record
    search = next(s for s in cases.show(desk, reference).case.searches if s.system != "Shop")
    cases.add_hit(desk, reference, search.system, kind="note", title="hitHeron", text="textTern")
    cases.record_search(desk, reference, search.system, "hits", hits=1, note="searchSwift")
    (request,) = cases.show(desk, reference).case.requests
    cases.outcome(desk, reference, request.request_id, "partly", "Art. 15(4): outcomeOwl")
    target = office.folder / "draftDove.pdf"
    letters.state_facts(desk, reference, "refusal", {"ground": "Art. 12(5)"})
    letters.letter(desk, reference, "refusal", "pdf", target)
    office.later(minutes=1)
    only = ["letter:refusal"]
    release.release(
        office.jan,
        reference,
        only=only,
        to="addressAlbatross 1, 1234 AB Utrecht",
        channel="post",
        checked="checkedChough",
    )
    release.send(office.jan, reference, channel="post", only=only)
    with desk.store.write("tester", desk.now()) as tx:  # an explanation of a review
        tx.sql.execute(
            "INSERT INTO explanation(case_id, key, reason, by, at) VALUES (1, 'k', ?, 'm', '2026')",
            ("explainEider",),
        )
        tx.audit("test.explain")
    return reference


def _close(office: Office, reference: str) -> None:
    cases.event(office.mira, reference, "closed", reason="answered")


def test_nothing_of_an_erased_case_stays_in_any_byte(office: Office) -> None:
    reference = _full_case(office)
    office.mira.store.compact()
    assert residue(office.path, *SAID) == set(SAID)
    _close(office, reference)
    planned = cases.erase(office.mira, reference)
    assert planned.dry_run
    assert residue(office.path, *SAID) == set(SAID)
    done = cases.erase(office.mira, reference, yes=True)
    assert (done.documents, done.letters, done.hits, done.files, done.person) == (
        planned.documents,
        planned.letters,
        planned.hits,
        planned.files,
        planned.person,
    )
    assert done.complete
    assert done.hits == 1
    assert not done.person  # their orders are still here
    office.mira.store.compact()
    assert residue(office.path, *SAID) == set()
    with office.mira.store.read() as con:
        for table in ("case_", *OF_A_CASE, "released_file", "delivery_document"):
            assert con.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table
        assert con.execute("PRAGMA foreign_key_check").fetchall() == []
        assert con.execute("SELECT count(*) FROM record").fetchone()[0] == 3
    assert auditing.verify(office.mira).ok
    with pytest.raises(NotFoundError):
        cases.show(office.mira, reference)


def test_every_table_that_names_a_case_is_erased() -> None:
    naming = {
        table.name
        for table in SQLModel.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "case_"
    }
    assert naming == set(OF_A_CASE)
    hanging = {
        table.name
        for table in SQLModel.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in OF_A_CASE
    }
    # these go with their document or delivery; the others name their case themselves
    assert hanging - set(OF_A_CASE) == {"released_file", "delivery_document"}


def test_a_person_of_whom_nothing_else_is_left_goes_too(office: Office) -> None:
    reference = office.ready()
    with office.mira.store.write("tester", office.moment) as tx:
        from privacydesk.store import erasure_copies, records_write

        (subject,) = tx.sql.execute("SELECT subject_id FROM case_").fetchone()
        ids = [
            row[0]
            for row in tx.sql.execute(
                "SELECT DISTINCT i.record_id FROM involvement i JOIN party p ON p.id = i.party_id "
                "WHERE p.subject_id = ?",
                (subject,),
            )
        ]
        erasure_copies.forget_rows(tx.sql, ids)
        records_write.delete_records(tx.sql, ids)
        tx.audit("test.erase")
    _close(office, reference)
    assert cases.erase(office.mira, reference).person
    assert cases.erase(office.mira, reference, yes=True).person
    office.mira.store.compact()
    assert residue(office.path, "jan@example.nl", "Jan de Vries") == set()
    assert residue(office.path, "eva@example.de") == {"eva@example.de"}


def test_other_cases_of_the_person_keep_theirs(office: Office) -> None:
    first = _full_case(office)
    second = office.log()
    letters.state_facts(office.mira, second, "refusal", {"reason": "because of secondSwallow"})
    _close(office, first)
    assert not cases.erase(office.mira, first, yes=True).person
    stated = letters.show(office.mira, second, "refusal").stated
    assert ("reason", "because of secondSwallow") in stated
    assert cases.show(office.mira, second).case.subject_id is not None


def test_what_must_not_go_yet(office: Office) -> None:
    reference = office.ready()
    with pytest.raises(StateError, match="not closed"):
        cases.erase(office.mira, reference, yes=True)
    _close(office, reference)
    subject_id = cases.show(office.mira, reference).case.subject_id
    for hold in (
        retention.hold(office.mira, case_reference=reference, reason="claim"),
        retention.hold(office.mira, subject_id=subject_id, reason="claim"),
    ):
        with pytest.raises(StateError, match=r"Hold \d keeps"):
            cases.erase(office.mira, reference, yes=True)
        retention.lift(office.mira, hold.hold_id)
    cases.event(office.mira, reference, "reopened", reason="a letter came back")
    with pytest.raises(StateError, match="not closed"):
        cases.erase(office.mira, reference)
    assert cases.show(office.mira, reference).case.reference == reference


def test_a_killed_erasure_leaves_the_case_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from privacydesk.store import erasure_people

    reference = _full_case(office)
    _close(office, reference)

    def fail(*_: object) -> set[int]:
        raise RuntimeError("killed")

    monkeypatch.setattr(erasure_people, "prune", fail)
    with pytest.raises(RuntimeError):
        cases.erase(office.mira, reference, yes=True)
    assert cases.show(office.mira, reference).case.documents
    monkeypatch.undo()
    assert not cases.erase(office.mira, reference, yes=True).dry_run


def test_its_reference_is_not_given_out_again(office: Office) -> None:
    reference = office.ready()
    _close(office, reference)
    cases.erase(office.mira, reference, yes=True)
    again = office.log()
    assert again != reference
    assert int(again.partition("-")[2]) == int(reference.partition("-")[2]) + 1


def test_the_command_counts_before_it_erases(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = _full_case(office)

    def erase(*more: str) -> int:
        command = ["case", "erase", reference, *more, "--store", str(office.path)]
        return run(command, lambda *_: 0)

    assert erase("--yes") == 1
    assert "not closed" in capsys.readouterr().err
    _close(office, reference)
    assert erase() == 0
    assert "1 hits entered by hand" in capsys.readouterr().out
    assert cases.show(office.mira, reference)
    assert erase("--yes", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["reference"], told["dry_run"], told["hits"]) == (reference, False, 1)
