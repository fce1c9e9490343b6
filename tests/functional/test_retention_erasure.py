"""Erased means gone: from every table, from the search, from the bytes of the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.functional.import_support import bring, check_whole, person, record
from tests.functional.retention_support import NEW, OLD, after, in_force, keeps, residue

from privacydesk.desk import cases, retention, subjects
from privacydesk.desk.context import Desk
from privacydesk.desk.find import find
from privacydesk.domain.model import (
    AttachmentDraft,
    AttachmentState,
    AuthorRole,
    MessageDraft,
    RecordDraft,
    RecordKind,
    Role,
)
from privacydesk.store import tombstones

SECRETS = (
    "Zwaardvisser",
    "zwaard@geheim.example",
    "612345987",
    "Kwispeldoorn",
    "Geheimlaan",
    "lekkende thermosfles",
    "ORD-77123",
    "opname_zwaardvisser",
    "bestand vol geheim",
)


def _vanishing(folder: Path) -> list[RecordDraft]:
    file = folder / "opname.bin"
    file.write_text("bestand vol geheim")
    who = person(
        "Wilma Zwaardvisser",
        key="c1",
        email="zwaard@geheim.example",
        phone="+31612345987",
        address="Geheimlaan 3, 1234 AB Gouda",
    )
    ticket = record(
        "T1",
        who,
        title="Over Kwispeldoorn",
        text="een lekkende thermosfles",
        occurred_at=OLD,
        attachments=(
            AttachmentDraft("foto.bin", AttachmentState.FILE, path=str(file)),
            AttachmentDraft("opname_zwaardvisser.wav", AttachmentState.MISSING),
        ),
    )
    order = record(
        "ORD-77123",
        (person("W. Zwaardvisser", key="c1", order_number="ORD-77123"), Role.BUYER),
        kind=RecordKind.ORDER,
        occurred_at=OLD,
    )
    return [ticket, order]


def _staying() -> RecordDraft:
    other = person("Karel Blijver", key="c2", email="karel@blijft.example")
    return record("T2", other, text="blijvend bericht", occurred_at=NEW)


def test_nothing_of_an_erased_person_is_left_in_the_bytes(desk: Desk, tmp_path: Path) -> None:
    desk = in_force(desk, keeps("service", ["ticket", "order"], after("P1Y")))
    # a changed second import leaves an old state behind for its undo, with old words
    bring(desk, [*_vanishing(tmp_path), _staying()])
    ticket, order = _vanishing(tmp_path)
    changed = replace(ticket, text="een lekkende thermosfles, weer", occurred_at=OLD)
    bring(desk, [changed, order, _staying()])
    assert residue(desk.store.path, *SECRETS) == set(SECRETS)

    report = retention.run(desk, yes=True)

    assert (report.erased, report.people, report.files) == (2, 1, 1)
    assert report.complete
    assert residue(desk.store.path, *SECRETS) == set()
    desk.store.close()
    assert residue(desk.store.path, *SECRETS) == set()


def test_the_store_stays_whole_and_others_stay_findable(desk: Desk, tmp_path: Path) -> None:
    desk = in_force(desk, keeps("service", ["ticket", "order"], after("P1Y")))
    bring(desk, [*_vanishing(tmp_path), _staying()])
    retention.run(desk, yes=True)
    check_whole(desk)
    assert find(desk, "zwaardvisser", budget_ms=None).results == ()
    assert find(desk, "thermosfles", budget_ms=None).results == ()
    assert [hit.name for hit in find(desk, "blijvend", budget_ms=None).results] == ["Karel Blijver"]
    again = retention.run(desk, yes=True)
    assert (again.touched, again.people, again.files) == (0, 0, 0)
    assert again.complete


def test_a_dry_run_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk = in_force(desk, keeps("service", ["ticket", "order"], after("P1Y")))
    bring(desk, [*_vanishing(tmp_path), _staying()])
    with desk.store.read() as con:
        before = con.execute("SELECT count(*), max(seq) FROM audit_entry").fetchone()
    report = retention.plan(desk)
    assert (report.dry_run, report.erased, report.touched, report.people) == (True, 2, 2, 1)
    with desk.store.read() as con:
        assert con.execute("SELECT count(*) FROM record").fetchone()[0] == 3
        after_it = con.execute("SELECT count(*), max(seq) FROM audit_entry").fetchone()
    assert tuple(before) == tuple(after_it)


def test_what_only_the_erased_record_told_goes_and_the_rest_of_the_person_stays(
    desk: Desk,
) -> None:
    desk = in_force(desk, keeps("service", ["ticket", "order"], after("P1Y")))
    who = person("Anna Berg", key="a", email="anna@berg.example", order_number="ORD-1")
    old = replace(
        record("ORD-1", (who, Role.BUYER), kind=RecordKind.ORDER, occurred_at=OLD),
        payload={"order": "ORD-1", "mail": "anna@berg.example"},
    )
    new = replace(
        record("T9", person("Anna Berg", key="a"), occurred_at=NEW),
        payload={"requester": "Anna@Berg.example"},
    )
    bring(desk, [old, new])
    retention.run(desk, yes=True)
    subject = find(desk, "anna@berg.example").results[0].subject_id
    card = subjects.open_subject(desk, subject, purpose="test")
    assert [one.value for one in card.identifiers] == ["anna@berg.example"]
    assert card.counts == {"ticket": 1}
    with desk.store.read() as con:
        stones = tombstones.of(con, subject)
    assert [(one.kind, one.ended.isoformat(), one.activity) for one in stones] == [
        (RecordKind.ORDER, "2021-01-15", "service")
    ]
    assert stones[0].period("en") == "a period"
    check_whole(desk)


def test_an_entry_that_held_two_others_together_leaves_them_one_person(desk: Desk) -> None:
    desk = in_force(desk, keeps("service", ["ticket"], after("P1Y")))
    mail = {"email": "piet@klaassen.example"}
    bring(desk, [record("1", person("Piet Klaassen", key="x", **mail), occurred_at=NEW)], "one")
    bridge = person("Piet Klaassen", key="y", phone="+31611111111", **mail)
    bring(desk, [record("2", bridge, occurred_at=OLD)], "two")
    last = person("Piet Klaassen", key="z", phone="+31611111111")
    bring(desk, [record("3", last, occurred_at=NEW)], "three")
    (before,) = find(desk, "klaassen").results
    retention.run(desk, yes=True)
    (hit,) = find(desk, "klaassen").results
    assert hit.subject_id == before.subject_id
    assert hit.counts == {"ticket": 2}
    check_whole(desk)


def test_a_person_with_a_closed_case_keeps_their_name_but_no_record(desk: Desk) -> None:
    desk = in_force(desk, keeps("service", ["ticket"], after("P1Y")))
    bring(desk, [record("1", person("Ada Zaak", key="x"), occurred_at=OLD)])
    (hit,) = find(desk, "zaak").results
    logged = cases.log(
        desk,
        subject_id=hit.subject_id,
        rights=["access"],
        received=desk.now() - timedelta(days=1),
        channel="email",
    )
    assert retention.run(desk, yes=True).erased == 0
    cases.event(desk, logged.reference, "closed", reason="withdrawn")
    assert retention.run(desk, yes=True).erased == 1
    card = subjects.open_subject(desk, hit.subject_id, purpose="test")
    assert (card.name, card.counts) == ("Ada Zaak", {})
    with desk.store.read() as con:
        assert len(tombstones.of(con, hit.subject_id)) == 1
    check_whole(desk)


def test_a_shared_file_stays_until_its_last_record_goes(desk: Desk, tmp_path: Path) -> None:
    desk = in_force(desk, keeps("service", ["ticket"], after("P1Y")))
    file = tmp_path / "shared.bin"
    file.write_text("shared words")
    drafts = [
        record(
            str(number),
            person(f"Person {number}", key=str(number)),
            occurred_at=at,
            attachments=(AttachmentDraft("a", AttachmentState.FILE, path=str(file)),),
        )
        for number, at in enumerate((OLD, NEW))
    ]
    bring(desk, drafts)
    report = retention.run(desk, yes=True)
    assert (report.erased, report.files) == (1, 0)
    assert len(list(desk.store.files.iterdir())) == 1
    later = replace(desk, now=lambda: NEW + timedelta(days=800))
    assert retention.run(later, yes=True).files == 1
    assert list(desk.store.files.iterdir()) == []


def test_parts_with_a_shorter_period_go_alone(desk: Desk) -> None:
    """A chat: the transcript 90 days, its summary until much later."""
    desk = in_force(
        desk,
        keeps("talk", ["chat"], after("P90D"), rows=["chat_transcripts", "ticket_agent_replies"]),
        keeps("list", ["chat"], after("P20Y"), rows=["ticket_metadata"]),
    )
    draft = replace(
        record("C1", person("Carla Chat", key="c"), kind=RecordKind.CHAT, occurred_at=OLD),
        title="Samenvatting",
        payload={"transcript": "vertel mij alles", "status": "closed"},
        messages=(
            MessageDraft(AuthorRole.SUBJECT, "vertel mij alles"),
            MessageDraft(AuthorRole.AGENT, "welnu dan"),
            MessageDraft(AuthorRole.AGENT, "onder ons", internal=True),
        ),
    )
    bring(desk, [draft])
    report = retention.run(desk, yes=True)
    assert (report.parts, report.erased) == (1, 0)
    assert residue(desk.store.path, "vertel mij alles", "welnu dan") == set()
    (hit,) = find(desk, "samenvatting", budget_ms=None).results
    (left,) = subjects.all_records(desk, hit.subject_id)
    assert left.messages == ()  # a note without a period of its own goes with the talk
    assert left.payload == {"status": "closed"}
    check_whole(desk)
    assert retention.run(desk, yes=True).touched == 0


def test_a_chat_whose_words_stand_in_the_record_itself_is_a_transcript_too(desk: Desk) -> None:
    """As a table without lines gives it: one row, one column with the whole talk."""
    desk = in_force(
        desk,
        keeps("talk", ["chat"], after("P90D"), rows=["chat_transcripts", "ticket_agent_replies"]),
        keeps("list", ["chat"], after("P20Y"), rows=["ticket_metadata"]),
    )
    draft = replace(
        record(
            "C1",
            person("Carla Chat", key="c"),
            kind=RecordKind.CHAT,
            title="Samenvatting",
            text="vertel mij alles",
            occurred_at=OLD,
        ),
        payload={"message": "vertel mij alles", "status": "closed"},
    )
    bring(desk, [draft])
    assert retention.plan(desk).parts == 1
    assert retention.run(desk, yes=True).parts == 1
    assert residue(desk.store.path, "vertel mij alles") == set()
    assert find(desk, "vertel", budget_ms=None).results == ()
    (hit,) = find(desk, "samenvatting", budget_ms=None).results
    (left,) = subjects.all_records(desk, hit.subject_id)
    assert (left.text, left.payload) == ("", {"status": "closed"})
    check_whole(desk)
    assert retention.run(desk, yes=True).touched == 0


def test_anonymous_leftovers_count_and_say_nothing(desk: Desk) -> None:
    desk = in_force(desk, keeps("opinion", ["survey"], after("P1Y", then="anonymise")))
    draft = replace(
        record(
            "S-4711",
            (person("Sara Mening", key="s"), Role.RESPONDENT),
            kind=RecordKind.SURVEY,
            occurred_at=OLD,
            details={"survey": "service", "score": "9", "comment": "Dank aan Mening"},
        )
    )
    bring(desk, [draft])
    report = retention.run(desk, yes=True)
    assert (report.anonymised, report.people) == (1, 1)
    assert residue(desk.store.path, "Sara", "Mening", "S-4711", "Dank aan") == set()
    with desk.store.read() as con:
        row = con.execute("SELECT * FROM record").fetchone()
        assert row["details"] == '{"score":"9","survey":"service"}'
        assert row["occurred_at"] == "2020-01-01T00:00:00.000000Z"
        assert con.execute("SELECT count(*) FROM involvement").fetchone()[0] == 0
    check_whole(desk)
    assert retention.run(desk, yes=True).touched == 0
    assert retention.due(desk).undetermined == 0


# each table that points at what an erasure deletes, and where the erasure deals with it
HANDLED = {
    ("attachment", "record"), ("candidate", "record"), ("decision", "record"),
    ("involvement", "record"), ("message", "record"), ("candidate", "party"),
    ("identifier", "party"), ("involvement", "party"), ("link", "party"),
    ("suggestion", "party"), ("unmatched_identifier", "party"), ("case_", "subject"),
    ("party", "subject"), ("retention_hold", "subject"), ("tombstone_person", "subject"),
    ("person_past", "subject"),
}  # fmt: skip


def test_every_table_that_points_at_a_record_or_person_is_known_to_the_erasure(desk: Desk) -> None:
    """A new table with such a column must be emptied by `store/erasure.py` too."""
    with desk.store.read() as con:
        tables = [
            row[0] for row in con.execute("SELECT name FROM sqlite_schema WHERE type='table'")
        ]
        pointing = {
            (table, row["table"])
            for table in tables
            for row in con.execute(f"PRAGMA foreign_key_list({table})")
            if row["table"] in {"record", "party", "subject"}
        }
    assert pointing == HANDLED
