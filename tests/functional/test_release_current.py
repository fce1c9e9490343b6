"""What makes an answer stale: data that changed do, an update of the program does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.functional.office import EXPORT, MAIL, Office

from privacydesk.desk import cases, contents, find, letters, release
from privacydesk.desk.letters import composing
from privacydesk.desk.release.current import require_current
from privacydesk.desk.release.outbound import outbound
from privacydesk.documents.access import content
from privacydesk.documents.access.delivered import as_json
from privacydesk.domain.contents import Content
from privacydesk.domain.errors import StateError
from privacydesk.domain.letters import letter_content


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _update(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later version of the program, which shows one more thing of every record."""
    monkeypatch.setattr(contents, "PROGRAM", "9.9.9")
    monkeypatch.setattr(content, "as_json", lambda record: {**as_json(record), "more": "shown"})


def _require(office: Office, reference: str) -> None:
    require_current(office.jan, reference, outbound(office.jan, reference).documents)


def _a15(office: Office, reference: str, **more: Any) -> list[str]:
    found = release.review(office.jan, reference, **more)
    return [p.text for one in found.checks if one.item.item == "A15" for p in one.problems]


@pytest.mark.parametrize("kind", ["pdf", "zip"])
def test_a_draft_of_an_older_program_is_prepared_again_and_told_why(
    office: Office, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    rights = ("portability",) if kind == "zip" else ("access",)
    reference = office.ready(kind, rights=rights)
    _update(monkeypatch)
    (document,) = release.review(office.jan, reference).documents
    assert (document.stale, document.updated) == (True, True)
    with pytest.raises(StateError, match="PrivacyDesk was updated"):
        release.release(office.jan, reference)
    # also once the refusal has marked it
    (told,) = _a15(office, reference)
    assert "the data did not change" in told
    office.later(minutes=1)
    office.prepare(reference, kind)
    release.release(office.jan, reference)


def test_an_update_that_changes_nothing_of_the_draft_does_not_matter(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = office.ready()
    monkeypatch.setattr(contents, "PROGRAM", "9.9.9")
    assert not release.review(office.jan, reference).documents[0].stale
    release.release(office.jan, reference)


def test_what_an_older_program_released_may_leave(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = office.ready("pdf", "zip", rights=("access", "portability"))
    release.release(office.jan, reference)
    _update(monkeypatch)
    _require(office, reference)
    release.send(office.jan, reference, channel="email", to=MAIL)


@pytest.mark.parametrize("how", ["record", "identifier", "attachment", "finding", "ruling"])
def test_data_that_changed_make_a_release_stale_whatever_the_program(
    office: Office, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    reference = office.ready()
    release.release(office.jan, reference)
    _update(monkeypatch)
    _require(office, reference)
    if how == "record":
        office.load(EXPORT.replace("A-2", "A-7"))
    else:
        _change(office, reference, how)
    with pytest.raises(StateError) as caught:
        _require(office, reference)
    assert caught.value.code == "stale"


def _change(office: Office, reference: str, how: str) -> None:
    statement = {
        "identifier": "INSERT INTO identifier(kind, value, party_id, raw) "
        "SELECT 'customer_number', 'X9', min(id), 'X9' FROM party WHERE name LIKE 'Jan%'",
        "attachment": "INSERT INTO attachment(record_id, name, state, internal) "
        "SELECT min(id), 'a.pdf', 'missing', 0 FROM record",
        "ruling": "INSERT INTO decision(case_id, record_id, field_group, verdict, reason_code, "
        "article, \"by\", at) SELECT c.id, min(r.id), '*', 'withheld', 'x', '15(4)', 'mira', "
        "'2026-03-03T00:00:00.000000Z' FROM case_ c, record r",
        "finding": "UPDATE record SET text = 'another' WHERE id = (SELECT min(id) FROM record)",
    }[how]
    with office.mira.store.write("mira", office.moment) as tx:
        tx.sql.execute(statement)
        tx.audit("test.change")


def test_one_plain_hash_from_an_earlier_version_is_understood(office: Office) -> None:
    reference = office.ready()
    with office.mira.store.write("mira", office.moment) as tx:
        row = tx.sql.execute("SELECT id, content FROM document").fetchone()
        kept = Content.read(row["content"])
        assert kept.program
        assert kept.inputs
        tx.sql.execute("UPDATE document SET content = ?", (kept.answer,))
        tx.audit("test.old")
    assert not release.review(office.jan, reference).documents[0].stale
    office.load(EXPORT.replace("A-2", "A-7"))
    assert "The data changed" in _a15(office, reference)[0]


# --------------------------------------------------------------------------- letters


def _no_data(office: Office) -> str:
    """A released letter that nothing was found, to a person without any entry."""
    office.later(days=1)
    office.load(EXPORT)
    reference = cases.log(
        office.mira, subject_id=None, rights=["access"], received=date(2026, 3, 2),
        channel="portal", language="nl",
    ).reference  # fmt: skip
    for search in cases.show(office.mira, reference).case.searches:
        cases.record_search(office.mira, reference, search.system, "none", note="looked by hand")
    letters.letter(office.mira, reference, "no_data", "pdf", office.folder / "no.pdf")
    release.release(
        office.jan, reference, to="x@example.nl", checked="wrote from it", known_as=["x@example.nl"]
    )
    return reference


def test_nothing_was_found_does_not_leave_after_an_import_that_brings_data(office: Office) -> None:
    reference = _no_data(office)
    _require(office, reference)
    office.load(EXPORT + "K9;Xaver Xanten;x@example.nl;;A-20;2026-02-20\n")
    with pytest.raises(StateError) as caught:
        release.send(office.jan, reference, channel="email", to="x@example.nl")
    assert caught.value.code == "stale"


def test_nothing_was_found_does_not_leave_once_the_person_is_found(office: Office) -> None:
    reference = _no_data(office)
    (hit,) = find.find(office.mira, MAIL).results
    cases.attach_subject(office.mira, reference, hit.subject_id)
    with pytest.raises(StateError, match="nothing was found") as caught:
        _require(office, reference)
    assert caught.value.code == "stale"


def test_a_released_letter_follows_its_text_and_not_the_way_of_its_case(office: Office) -> None:
    office.load(EXPORT)
    reference = office.log()
    name = "acknowledgement"
    letters.letter(office.mira, reference, name, "md", office.folder / "a.md")
    release.release(office.jan, reference, only=[f"letter:{name}"])
    cases.event(office.mira, reference, "identity_asked", reason="two people of that name")
    office.later(days=3)
    _require(office, reference)
    text = letters.show(office.mira, reference, name).markdown
    letters.edit(office.mira, reference, name, f"{text}\n\nTot ziens.")
    with pytest.raises(StateError) as caught:
        _require(office, reference)
    assert caught.value.code == "stale"


def test_a_letter_of_an_older_program_keeps_its_language(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.load(EXPORT)
    reference = office.log()
    name, kind = "acknowledgement", "letter:acknowledgement"
    letters.letter(office.mira, reference, name, "md", office.folder / "a.md", language="de")
    monkeypatch.setattr(contents, "PROGRAM", "9.9.9")
    monkeypatch.setattr(composing, "letter_content", lambda *said: letter_content(*said) + "0")
    (document,) = release.review(office.jan, reference, only=[kind]).documents
    assert document.updated
    with pytest.raises(StateError, match="PrivacyDesk was updated"):
        release.release(office.jan, reference, only=[kind])


def test_numbers_of_any_size_have_a_hash() -> None:
    assert content.digest({"a": 10**30}) != content.digest({"a": 10**30 + 1})
