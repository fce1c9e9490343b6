"""From a prepared answer to one that left: nobody releases alone, nothing changes unnoticed."""

from __future__ import annotations

import email
import hashlib
import io
import stat
import zipfile
from datetime import date
from email.policy import default
from pathlib import Path

import pikepdf
import pytest
import pyzipper
from pypdf import PdfReader
from tests.functional.office import EXPORT, MAIL, MORE, Office, nobody

from privacydesk.desk import (
    answer,
    auditing,
    cases,
    find,
    letters,
    redaction,
    release,
    settings,
    subjects,
)
from privacydesk.desk.context import Desk
from privacydesk.domain.checklist import Standing
from privacydesk.domain.errors import ConflictError, InputError, NotFoundError, StateError
from privacydesk.domain.model import CaseStatus, EventKind
from privacydesk.domain.search_tasks import TaskState
from privacydesk.store import release as stored


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _items(found: release.Review) -> set[str]:
    return {problem.item for problem in found.blocking}


def _bytes(desk: Desk, reference: str) -> list[bytes]:
    with desk.store.read() as con:
        case = con.execute("SELECT id FROM case_ WHERE reference = ?", (reference,)).fetchone()[0]
        files = [file for d in stored.released(con, case) for file in d.files]
    return [(desk.store.files / file.sha256).read_bytes() for file in files]


# --------------------------------------------------------------------------- release


def test_the_whole_way(office: Office) -> None:
    reference = office.ready("pdf", "zip", rights=("access", "portability"))
    found = release.review(office.jan, reference)
    assert [one.text for one in found.blocking] == []
    assert len(found.checks) == 32
    assert found.matched == found.delivered == 2
    done = release.release(office.jan, reference)
    assert (done.prepared_by, done.released_by, done.single) == (("mira",), "jan", False)
    view = cases.show(office.jan, reference)
    assert view.case.status is CaseStatus.RELEASED
    finals = [d for d in view.case.documents if not d.draft]
    assert {d.kind for d in finals} == {"access_report", "portability_package"}
    pdf, package = _bytes(office.jan, reference)
    assert finals[0].sha256 == hashlib.sha256(pdf).hexdigest()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "CONCEPT" not in text
    count, _, head = done.checkpoint.partition(":")
    assert f"{count}, {head[:16]}" in text.replace("\n", " ")
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert b'"draft": false' in opened.read("datapackage.json")
        assert done.checkpoint.encode() in opened.read("datapackage.json")
        assert b"EMAIL:jan@example.nl" in opened.read("contact.vcf")
    report = auditing.verify(office.jan)
    assert report.ok
    # what is printed stands in the chain at that place
    with office.jan.store.read() as con:
        row = con.execute("SELECT hash FROM audit_entry WHERE seq = ?", (count,)).fetchone()
    assert row[0] == head
    sent = release.send(office.jan, reference, channel="email", to="Jan@Example.NL")
    assert sent.case.status is CaseStatus.SENT
    assert [e.kind for e in sent.case.events][-2:] == [EventKind.RELEASED, EventKind.SENT]


def test_who_prepared_it_does_not_release_it(office: Office) -> None:
    reference = office.ready()
    with pytest.raises(StateError, match="A30"):
        release.release(office.mira, reference)
    assert cases.show(office.mira, reference).case.status is CaseStatus.PREPARED
    settings.change(office.mira, "single", "yes")
    assert release.release(office.mira, reference).single
    with office.mira.store.read() as con:
        facts = con.execute(
            "SELECT facts FROM audit_entry WHERE action = 'case.release'"
        ).fetchone()[0]
    assert '"single":1' in facts.replace(" ", "")


def test_data_that_changed_after_the_preparation_make_it_stale(office: Office) -> None:
    reference = office.ready()
    office.later(hours=1)
    office.load(MORE)
    office.search(reference)
    found = release.review(office.jan, reference)
    assert found.documents[0].stale
    assert "A15" in _items(found)
    with pytest.raises(StateError, match="changed after"):
        release.release(office.jan, reference)
    view = cases.show(office.jan, reference)
    assert view.case.status is CaseStatus.REVIEWING
    assert view.stage == "answer to be written"
    office.prepare(reference, "pdf")
    assert not release.review(office.jan, reference).documents[0].stale
    release.release(office.jan, reference)


def test_preparing_again_changes_nothing_when_the_data_did_not(office: Office) -> None:
    """The look at the data that preparing is must not make the answer stale by itself."""
    reference = office.ready()
    for _ in range(2):
        office.later(days=1)
        answer.report(office.jan, reference, "md", office.folder / "x.md", force=True)
        assert not release.review(office.mira, reference).documents[0].stale


def test_somebody_else_writing_meanwhile_is_noticed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = office.ready()
    from privacydesk.desk.release import releasing

    true = releasing._finals

    def slow(*given: object) -> object:
        made = list(true(*given))  # type: ignore[arg-type]
        cases.assign(office.mira, reference, "eva")
        return made

    monkeypatch.setattr(releasing, "_finals", slow)
    with pytest.raises(ConflictError, match="release it again"):
        release.release(office.jan, reference)
    assert cases.show(office.jan, reference).case.status is CaseStatus.PREPARED


@pytest.mark.parametrize(
    ("spoil", "item"),
    [
        ("unsearched", "A24"),
        ("undecided", "A14"),
        ("rejects", "A14"),
        ("gone", "A23"),
        ("link", "A16"),
        ("question", "A25"),
    ],
)
def test_what_is_open_blocks_and_can_be_told_from_the_review(
    office: Office, spoil: str, item: str
) -> None:
    reference = office.ready()
    assert not release.review(office.jan, reference).blocking
    office.later(hours=2)
    _spoil(office, reference, spoil)
    found = release.review(office.jan, reference)
    assert item in _items(found)
    with pytest.raises(StateError):
        release.release(office.jan, reference)


def _spoil(office: Office, reference: str, how: str) -> None:
    if how == "rejects":
        office.load(EXPORT + "K1;Jan de Vries;jan@example.nl;0612345678;;2026-13-77\n")
        return
    if how == "question":
        cases.event(office.mira, reference, "identity_asked", reason="two people of that name")
        return
    with office.mira.store.write("mira", office.moment) as tx:
        sql = tx.sql
        record = sql.execute("SELECT min(id) FROM record").fetchone()[0]
        case = sql.execute("SELECT id FROM case_").fetchone()[0]
        if how == "unsearched":
            sql.execute(
                "INSERT INTO system(name, holds, how, kinds, processor, by_hand) "
                "VALUES('New one', '', '', '[]', 1, 0)"
            )
        elif how == "undecided":
            sql.execute(
                "INSERT INTO candidate(case_id, reason, explanation, record_id, label) "
                "VALUES(?, 'mention', 'x', ?, 'y')",
                (case, record),
            )
        elif how == "gone":
            sql.execute("UPDATE record SET gone_at = ?", (f"{office.moment:%Y-%m-%dT%H:%M:%S}.0Z",))
        elif how == "link":
            sql.execute(
                "INSERT INTO attachment(record_id, name, state, url, internal) "
                "VALUES(?, 'a.pdf', 'link', 'https://example.com/a.pdf', 0)",
                (record,),
            )
        tx.audit("test.spoil")


def test_what_cannot_be_mended_is_explained_and_stays_visible(office: Office) -> None:
    reference = office.ready()
    office.later(hours=2)
    _spoil(office, reference, "gone")
    office.prepare(reference, "pdf")
    with pytest.raises(NotFoundError, match="gone:Shop"):
        release.explain(office.mira, reference, "gone:Other", "x")
    with pytest.raises(InputError):
        release.explain(office.mira, reference, "gone:Shop", " ")
    release.explain(office.mira, reference, "gone:Shop", "the shop erased it on its period")
    found = release.review(office.jan, reference)
    assert not found.blocking
    check = next(c for c in found.checks if c.item.item == "A23")
    assert check.standing is Standing.EXPLAINED
    assert check.explained[0][1].reason == "the shop erased it on its period"
    release.release(office.jan, reference)


def test_a_template_that_leaves_a_part_out_is_told(office: Office) -> None:
    reference = office.ready()
    own = office.folder / "config" / "templates" / "reports" / "nl"
    own.mkdir(parents=True)
    (own / "information.md.j2").write_text("Niets te zeggen.\n", encoding="utf-8")
    found = _items(release.review(office.jan, reference))
    assert {"A04", "A05", "A06", "A07", "A08", "A10", "A12"} <= found


# --------------------------------------------------------------------------- send


def test_an_address_that_is_not_on_file_needs_a_check(office: Office) -> None:
    reference = office.ready()
    with pytest.raises(StateError, match="Nothing is released"):
        release.send(office.jan, reference, channel="email", to=MAIL)
    release.release(office.jan, reference)
    with pytest.raises(StateError) as caught:
        release.send(office.jan, reference, channel="email", to="other@example.nl")
    assert caught.value.code == "address_not_on_file"
    with pytest.raises(InputError, match="--to"):
        release.send(office.jan, reference, channel="email")
    with pytest.raises(InputError, match="none of them"):
        release.send(office.jan, reference, channel="pigeon", to=MAIL)
    with pytest.raises(InputError, match="released on"):
        release.send(office.jan, reference, channel="email", to=MAIL, day=date(2026, 3, 1))
    release.send(
        office.jan, reference, channel="email", to="other@example.nl", checked="called back"
    )
    with office.jan.store.read() as con:
        (row,) = con.execute("SELECT * FROM delivery").fetchall()
    assert (row["on_file"], row["checked"], row["sent"]) == (0, "called back", 1)
    assert "other@example.nl" not in str([dict(r) for r in _audit(office.jan)]), (
        "the log holds no personal data"
    )
    with pytest.raises(StateError, match="already"):
        release.send(office.jan, reference, channel="email", to=MAIL)


def _audit(desk: Desk) -> list[dict[str, object]]:
    with desk.store.read() as con:
        return [{"facts": row["facts"]} for row in con.execute("SELECT facts FROM audit_entry")]


def test_sending_is_refused_when_the_data_changed_since(office: Office) -> None:
    reference = office.ready()
    release.release(office.jan, reference)
    office.load(MORE)
    with pytest.raises(StateError) as caught:
        release.send(office.jan, reference, channel="email", to=MAIL)
    assert caught.value.code == "stale"


def test_sent_by_hand_needs_its_reason(office: Office) -> None:
    reference = office.ready()
    with pytest.raises(InputError, match="needs a reason"):
        cases.event(office.mira, reference, "sent")


# --------------------------------------------------------------------------- deliver


def test_every_form_opens_with_its_password_and_not_without(office: Office) -> None:
    reference = office.ready()
    release.release(office.jan, reference)
    (final,) = _bytes(office.jan, reference)
    folder = release.deliver(office.jan, reference, "folder", office.folder / "out")
    assert folder.paths[0].read_bytes() == final
    assert stat.S_IMODE(folder.paths[0].stat().st_mode) == 0o600

    pdf = release.deliver(office.jan, reference, "pdf", office.folder / "a.pdf")
    assert pdf.password is not None
    assert len(pdf.password) == 24
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(pdf.paths[0])
    with pikepdf.open(pdf.paths[0], password=pdf.password) as opened:
        assert (opened.encryption.R, opened.encryption.bits) == (6, 256)
        assert "data.json" in opened.attachments
    raw = pdf.paths[0].read_bytes()
    assert b"Vries" not in raw
    assert b"data.json" not in raw

    packed = release.deliver(office.jan, reference, "zip", office.folder / "a.zip")
    assert packed.password
    assert packed.password != pdf.password
    with pyzipper.AESZipFile(packed.paths[0]) as opened_zip:
        (info,) = opened_zip.infolist()
        assert info.filename == "document-1.pdf"
        assert info.wz_aes_strength == 3
        with pytest.raises(RuntimeError):
            opened_zip.read(info)
        opened_zip.setpassword(packed.password.encode())
        assert opened_zip.read(info) == final
    assert packed.letter is not None
    text = "".join(p.extract_text() for p in PdfReader(packed.letter).pages)
    assert packed.password in text.replace("\n", "").replace("\u200b", "")

    draft = release.deliver(office.jan, reference, "eml", office.folder / "a.eml")
    message = email.message_from_bytes(draft.paths[0].read_bytes(), policy=default)
    assert message["To"] == MAIL
    assert message["X-Unsent"] == "1"
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"{reference}.zip"
    assert draft.password
    with pyzipper.AESZipFile(io.BytesIO(attached.get_content())) as opened_zip:
        opened_zip.setpassword(draft.password.encode())
        assert opened_zip.read("document-1.pdf") == final
    for written in (pdf, packed, draft):
        assert written.password
        assert written.password.encode() not in written.paths[0].read_bytes()


def test_a_delivery_refuses_what_it_must(office: Office) -> None:
    reference = office.ready("pdf", "zip", rights=("access", "portability"))
    release.release(office.jan, reference)
    with pytest.raises(InputError, match="not as"):
        release.deliver(office.jan, reference, "fax", office.folder / "a")
    with pytest.raises(InputError, match="12"):
        release.deliver(office.jan, reference, "zip", office.folder / "a.zip", password="short")
    with pytest.raises(StateError, match="one document"):
        release.deliver(office.jan, reference, "pdf", office.folder / "a.pdf")
    with pytest.raises(StateError, match="not on file"):
        release.deliver(
            office.jan, reference, "eml", office.folder / "a.eml", to="other@example.nl"
        )
    (office.folder / "b.zip").write_bytes(b"mine")
    with pytest.raises(ConflictError):
        release.deliver(office.jan, reference, "zip", office.folder / "b.zip")
    assert (office.folder / "b.zip").read_bytes() == b"mine"
    assert sorted(p.name for p in office.folder.glob("?.*")) == ["b.zip"]


def test_a_released_file_that_was_changed_on_disk_does_not_leave(office: Office) -> None:
    reference = office.ready()
    done = release.release(office.jan, reference)
    (office.jan.store.files / done.documents[0].sha256).write_bytes(b"something else")
    with pytest.raises(StateError) as caught:
        release.deliver(office.jan, reference, "folder", office.folder / "out")
    assert caught.value.code == "released_file_damaged"
    assert not (office.folder / "out").exists()


def test_a_mail_draft_goes_to_the_one_address_that_two_systems_know(office: Office) -> None:
    reference = office.ready()
    with office.mira.store.write("mira", office.moment) as tx:
        tx.sql.execute(
            "INSERT INTO party(source, source_key, system_id, subject_id, name) "
            "SELECT 'other', 'x', system_id, subject_id, name FROM party WHERE name LIKE 'Jan%'"
        )
        tx.sql.execute(
            "INSERT INTO identifier(kind, value, party_id, raw, reversed) "
            "SELECT kind, value, (SELECT max(id) FROM party), raw, reversed FROM identifier "
            "WHERE kind = 'email' AND value = ?",
            (MAIL,),
        )
        tx.audit("test.party")
    release.release(office.jan, reference)
    draft = release.deliver(office.jan, reference, "eml", office.folder / "a.eml")
    assert MAIL.encode() in draft.paths[0].read_bytes()


# --------------------------------------------------------------------------- purge and tasks


def test_released_files_go_after_their_time_and_their_hashes_stay(office: Office) -> None:
    reference = office.ready()
    done = release.release(office.jan, reference)
    sha256 = done.documents[0].sha256
    office.later(days=100)
    assert release.purge(office.jan).files == 0, "it was not sent yet"
    release.send(office.jan, reference, channel="portal")
    office.later(days=89)
    assert release.purge(office.jan).files == 0, "it is counted from the day it left"
    office.later(days=1)
    assert release.purge(office.jan, dry_run=True).files == 1
    assert (office.jan.store.files / sha256).exists()
    assert release.purge(office.jan).files == 1
    assert not (office.jan.store.files / sha256).exists()
    final = [d for d in cases.show(office.jan, reference).case.documents if not d.draft]
    assert final[0].sha256 == sha256
    with pytest.raises(StateError, match="erased"):
        release.deliver(office.jan, reference, "folder", office.folder / "out")
    assert release.purge(office.jan).files == 0
    assert auditing.verify(office.jan).ok


def test_a_task_per_system_with_request_reminder_and_outcome(office: Office) -> None:
    office.load(EXPORT)
    reference = office.log()
    tasks = {task.system: task for task in release.search_tasks(office.mira, reference)}
    assert set(tasks) == {s.system for s in cases.show(office.mira, reference).case.searches}
    assert {t.state for t in tasks.values()} == {TaskState.OPEN}
    name = next(n for n in tasks if n != "Shop")
    with pytest.raises(NotFoundError):
        release.ask_owner(office.mira, reference, "Nowhere")
    with pytest.raises(InputError, match="after"):
        release.ask_owner(office.mira, reference, name, owner="Eva", remind_on=date(2026, 3, 1))
    release.ask_owner(office.mira, reference, name, owner="Eva", remind_on=date(2026, 3, 5))
    assert release.reminders(office.mira) == ()
    office.later(days=4)
    assert release.reminders(office.mira) == ((reference, name, date(2026, 3, 5)),)
    tasks = {task.system: task for task in release.search_tasks(office.mira, reference)}
    assert tasks[name].state is TaskState.OVERDUE
    cases.record_search(office.mira, reference, name, "none", note="Eva answered")
    assert release.reminders(office.mira) == ()


def test_settings_are_checked(office: Office) -> None:
    assert settings.shown(office.mira) == {"single": "no", "released_days": "90"}
    assert settings.change(office.mira, "released_days", "30")["released_days"] == "30"
    for name, value in (("single", "maybe"), ("released_days", "-1"), ("released_days", "x")):
        with pytest.raises(InputError):
            settings.change(office.mira, name, value)
    with pytest.raises(NotFoundError):
        settings.change(office.mira, "zone", "UTC")


# --------------------------------------------------------------------------- letters, no data


def test_a_letter_on_the_way_is_released_without_a_search_and_stops_nothing(
    office: Office,
) -> None:
    office.load(EXPORT)
    reference = office.log()
    letters.letter(office.mira, reference, "acknowledgement", "pdf", office.folder / "a.pdf")
    kind = "letter:acknowledgement"
    assert not release.review(office.jan, reference, only=[kind]).blocking
    release.release(office.jan, reference, only=[kind])
    (final,) = _bytes(office.jan, reference)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(final)).pages)
    assert "CONCEPT" not in text
    assert "Controlegetal" in text
    view = release.send(office.jan, reference, channel="email", to=MAIL, only=[kind])
    assert view.case.status not in {CaseStatus.SENT, CaseStatus.RELEASED}
    with pytest.raises(NotFoundError, match="is not prepared"):
        release.review(office.jan, reference, only=["letter:refusal"])


def test_an_edited_letter_is_stale_until_it_is_written_again(office: Office) -> None:
    office.load(EXPORT)
    reference = office.log()
    kind, name = "letter:acknowledgement", "acknowledgement"
    letters.letter(office.mira, reference, name, "md", office.folder / "a.md")
    text = letters.show(office.mira, reference, name).markdown
    assert text is not None
    letters.edit(office.mira, reference, name, f"{text}\n\nTot ziens.")
    assert release.review(office.jan, reference, only=[kind]).documents[0].stale
    letters.letter(office.mira, reference, name, "md", office.folder / "b.md")
    release.release(office.jan, reference, only=[kind])
    (final,) = _bytes(office.jan, reference)
    assert "Tot ziens" in final.decode()


def test_no_data_is_said_only_after_looking_under_every_name(office: Office) -> None:
    reference = nobody(office)
    with pytest.raises(StateError, match="known as"):
        release.release(office.jan, reference, to="x@example.nl", checked="they wrote from it")
    with pytest.raises(StateError, match="on file may be meant"):
        release.release(
            office.jan, reference, to="x@example.nl", checked="wrote from it", known_as=[MAIL]
        )
    with pytest.raises(StateError, match="A26"):
        release.release(office.jan, reference, known_as=["x@example.nl"])
    done = release.release(
        office.jan,
        reference,
        to="x@example.nl",
        checked="they wrote from it",
        known_as=["x@example.nl"],
    )
    assert [d.kind for d in done.documents] == ["letter:no_data"]
    # the address was checked at the release: it need not be said again
    sent = release.send(office.jan, reference, channel="email", to="x@example.nl")
    assert sent.case.status is CaseStatus.SENT


def test_no_data_waits_for_the_search(office: Office) -> None:
    reference = nobody(office)
    with office.mira.store.write("mira", office.moment) as tx:
        tx.sql.execute("UPDATE case_search SET outcome = 'open' WHERE id = 1")
        tx.audit("test.open")
    found = release.review(office.jan, reference, known_as=["x@example.nl"])
    assert "A24" in _items(found)


# --------------------------------------------------------------------------- faults of peers


def test_duplicates_do_not_bypass_the_identity_check(office: Office) -> None:
    """A second case of the same person does not borrow the first one's answered question."""
    first = office.ready()
    second = office.log()
    cases.event(office.mira, second, "identity_asked", reason="another address")
    office.search(second)
    office.prepare(second, "pdf")
    assert "A25" in _items(release.review(office.jan, second))
    assert "A25" not in _items(release.review(office.jan, first))
    with pytest.raises(StateError):
        release.release(office.jan, second)


def test_attachments_of_one_name_are_all_delivered(office: Office) -> None:
    office.later(days=1)
    office.load(EXPORT)
    reference = office.log()
    office.search(reference)
    contents = [b"first", b"second", b"third"]
    with office.mira.store.write("mira", office.moment) as tx:
        records = [r[0] for r in tx.sql.execute("SELECT id FROM record ORDER BY id")][:2]
        for place, content in enumerate(contents):
            digest = hashlib.sha256(content).hexdigest()
            (office.mira.store.files / digest).write_bytes(content)
            tx.sql.execute(
                "INSERT INTO attachment(record_id, name, state, size, sha256, internal) "
                "VALUES(?, 'invoice.pdf', 'file', ?, ?, 0)",
                (records[place % 2], len(content), digest),
            )
        tx.audit("test.files")
    for file in redaction.files(office.mira, reference):
        redaction.decide_file(office.mira, reference, file.number, "ship", "it is theirs")
    office.prepare(reference, "pdf")
    release.release(office.jan, reference)
    made = release.deliver(office.jan, reference, "folder", office.folder / "out")
    assert sorted(p.read_bytes() for p in made.paths[1:]) == sorted(contents)
    assert len({p.name for p in made.paths}) == 4


def test_a_joined_person_s_records_are_in_the_answer_and_joining_makes_it_stale(
    office: Office,
) -> None:
    reference = office.ready()
    (jan,) = find.find(office.mira, MAIL).results
    (eva,) = find.find(office.mira, "eva@example.de").results
    office.later(hours=1)
    subjects.merge(office.mira, jan.subject_id, eva.subject_id, "one person, said so")
    assert release.review(office.jan, reference).documents[0].stale
    office.search(reference)
    office.prepare(reference, "pdf")
    found = release.review(office.jan, reference)
    assert found.matched == found.delivered == 3
