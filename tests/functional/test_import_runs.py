"""What a run does to the store: once, twice, with a newer export, taken back."""

from __future__ import annotations

import csv
import stat
import threading
from pathlib import Path

import pytest
from tests.functional.import_support import (
    bring,
    check_whole,
    contents,
    people,
    person,
    reading,
    record,
)

from privacydesk.desk import imports
from privacydesk.desk.context import Desk
from privacydesk.desk.jobs import Job, Progress
from privacydesk.domain.errors import CancelledError, ConflictError, InputError, StateError
from privacydesk.domain.model import (
    AttachmentDraft,
    AttachmentState,
    RecordKind,
    Reject,
    Role,
    RunState,
)
from privacydesk.store import parties
from privacydesk.store.engine import Store
from privacydesk.store.records_write import delete_records

JAN = person("Jan Jansen", key="c1", email="jan@example.org", phone="0612345678")
MARIA = person("Maria Smit", key="c2", email="maria@example.org")
FIRST = [
    record("1", JAN, text="the display is broken"),
    record("2", MARIA, text="where is my parcel"),
    record("3", JAN, (MARIA, Role.CC), kind=RecordKind.CHAT),
]


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    first = bring(desk, FIRST)
    assert (first.read, first.imported, first.subjects_created) == (3, 3, 2)
    before = contents(desk)
    again = bring(desk, FIRST)
    assert (again.imported, again.updated, again.unchanged, again.gone) == (0, 0, 3, 0)
    assert contents(desk) == before
    check_whole(desk)


def test_a_newer_export_updates_what_changed(desk: Desk) -> None:
    bring(desk, FIRST)
    newer = [record("1", MARIA, text="it works again"), FIRST[1], FIRST[2], record("4", JAN)]
    report = bring(desk, newer)
    assert (report.imported, report.updated, report.unchanged) == (1, 1, 2)
    with desk.store.read() as con:
        row = con.execute("SELECT id, text FROM record WHERE source_id = '1'").fetchone()
        assert row["text"] == "it works again"
        who = con.execute(
            "SELECT p.name FROM involvement i JOIN party p ON p.id = i.party_id "
            "WHERE i.record_id = ?",
            (row["id"],),
        ).fetchall()
        # the ticket moved to Maria: Jan must not see it any more
        assert [w[0] for w in who] == ["Maria Smit"]
        found = "SELECT count(*) FROM text_fts WHERE text_fts MATCH ?"
        assert con.execute(found, ("broken",)).fetchone()[0] == 0
        assert con.execute(found, ("works",)).fetchone()[0] == 1
    check_whole(desk)


def test_a_full_export_marks_what_is_gone_and_takes_the_mark_back(desk: Desk) -> None:
    bring(desk, FIRST, complete=True)
    report = bring(desk, [FIRST[0]], complete=True)
    # chats are not in this export at all, so it says nothing about them
    assert report.gone == 1
    with desk.store.read() as con:
        gone = [r[0] for r in con.execute("SELECT source_id FROM record WHERE gone_at NOT NULL")]
    assert gone == ["2"]
    back = bring(desk, FIRST, complete=True)
    assert (back.updated, back.unchanged, back.gone) == (1, 2, 0)
    with desk.store.read() as con:
        assert not con.execute("SELECT 1 FROM record WHERE gone_at IS NOT NULL").fetchall()
    assert bring(desk, [FIRST[0]], complete=True, full=False).gone == 0
    assert bring(desk, [FIRST[0]], complete=False, full=True).gone == 1
    check_whole(desk)


def test_gone_marks_stay_within_the_system(desk: Desk) -> None:
    bring(desk, FIRST, system="Shop NL")
    other = bring(desk, [record("1", person("Piet Post", key="c1"))], system="Shop DE", full=True)
    assert (other.imported, other.gone, other.subjects_created) == (1, 0, 1)
    assert frozenset({"shop:c1"}) in people(desk)


def test_skipped_rejects_never_mark_records_as_gone(desk: Desk) -> None:
    bring(desk, FIRST, complete=True)
    reject = Reject("made.csv", 3, "date", "The date is not a date.", ("2", "x"))
    report = bring(desk, [FIRST[0], reject], complete=True, skip_rejected=True)
    assert (report.rejected, report.gone, report.state) == (1, 0, RunState.DONE)


def test_rejects_stop_everything_and_are_kept_in_a_private_file(desk: Desk) -> None:
    before = contents(desk)
    reject = Reject("made.csv", 3, "date", "The date is not a date.", ("2", "=cmd", "é"))
    report = bring(desk, [*FIRST, reject])
    assert (report.read, report.rejected, report.imported) == (4, 1, 0)
    assert (report.run_id, report.state) == (None, RunState.FAILED)
    assert contents(desk) == before
    assert imports.runs(desk) == ()
    assert report.rejects_file is not None
    file = Path(report.rejects_file)
    assert file.parent == desk.store.path.parent
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    rows = list(csv.reader(file.open(encoding="utf-8", newline="")))
    assert rows[1] == ["made.csv", "3", "date", "The date is not a date.", "2", "=cmd", "é"]
    # the second file does not overwrite the first, and no half-written ones stay behind
    bring(desk, [reject])
    assert len(list(file.parent.glob("rejects-*.csv"))) == 2
    assert not list(file.parent.glob(".rejects-*"))


def test_a_dry_run_says_exactly_what_the_run_then_does(desk: Desk) -> None:
    bring(desk, FIRST)
    next_export = [
        record("1", JAN, text="changed"),
        record("5", person("Jan Jansen", email="jan@example.org")),
        record("6", person("Piet Post", phone="0612345678")),
        record("7", person("Piet Post", key="c9", phone="0612345678", email="p@example.org")),
        record("8", person(None, phone="0612345678"), kind=RecordKind.CALL),
    ]
    before = contents(desk)
    planned = bring(desk, next_export, source="other", dry_run=True)
    assert contents(desk) == before
    assert len(imports.runs(desk)) == 1
    done = bring(desk, next_export, source="other")
    for name in ("imported", "updated", "unchanged", "subjects_created", "suggestions", "links"):
        assert getattr(planned, name) == getattr(done, name), name
    same = bring(desk, [FIRST[0], *next_export[1:]], dry_run=True, full=True)
    assert (same.unchanged, same.imported, same.gone) == (1, 4, 1)


def test_undo_restores_the_store_to_the_letter(desk: Desk) -> None:
    bring(desk, FIRST)
    bring(desk, [record("a", person("J. Jansen", key="x", email="jan@example.org"))], "mail")
    before = contents(desk)
    changed = [
        record(
            "1",
            (
                person("Jan Janssen", key="c1", email=["jan@example.org", "new@example.org"]),
                Role.HOLDER,
            ),
            kind=RecordKind.CONTACT,
        ),
        record("1", MARIA, text="it works again"),
        FIRST[1],
        record(
            "9", person("Jan Jansen", key="c8", email="jan@example.org", imei="35-209900-176148-1")
        ),
        record("10", person("Piet Post", key="c7", email="jan@example.org")),
        record("11", person("Kees Kok", key="c2", email="kees@example.org")),
    ]
    report = bring(desk, changed, full=True)
    assert (report.updated, report.gone, report.suggestions) == (1, 0, 1)
    check_whole(desk)
    assert report.run_id is not None
    undone = imports.undo(desk, report.run_id)
    assert undone.state is RunState.UNDONE
    assert contents(desk) == before
    check_whole(desk)
    with pytest.raises(StateError, match="undone already"):
        imports.undo(desk, report.run_id)
    # the way is free for the next one
    assert bring(desk, changed).imported == 4


def test_undo_does_not_bring_back_what_was_erased_since(desk: Desk) -> None:
    bring(desk, FIRST)
    report = bring(desk, [record("1", JAN, text="newer"), record("2", MARIA, text="newer")])
    assert report.run_id is not None
    with desk.store.write("dpo", desk.now()) as tx:
        (erased,) = tx.sql.execute("SELECT id FROM record WHERE source_id = '1'").fetchone()
        delete_records(tx.sql, [erased])
        tx.audit("test")
    imports.undo(desk, report.run_id)
    with desk.store.read() as con:
        rows = con.execute("SELECT source_id, text FROM record ORDER BY 1").fetchall()
    assert [tuple(row) for row in rows] == [("2", "where is my parcel"), ("3", "")]
    check_whole(desk)


def test_undo_takes_a_merge_of_two_people_back_to_both(desk: Desk) -> None:
    bring(desk, [record("1", person("Jan Jansen", key="1", email="jan@example.org"))], "one")
    bring(desk, [record("1", person("Jan Jansen", key="1", phone="0612345678"))], "two")
    assert len(people(desk)) == 2
    before = contents(desk)
    both = person("Jan Jansen", key="1", email="jan@example.org", phone="0612345678")
    report = bring(desk, [record("1", both)], "three")
    assert len(people(desk)) == 1
    with desk.store.read() as con:
        assert parties.resolve(con, 2) == 1
    assert report.run_id is not None
    imports.undo(desk, report.run_id)
    assert contents(desk) == before


def test_only_the_latest_run_of_a_source_can_be_undone(desk: Desk) -> None:
    first, second = bring(desk, FIRST), bring(desk, [record("9", JAN)])
    assert first.run_id is not None
    assert second.run_id is not None
    with pytest.raises(StateError, match=f"Run {second.run_id} imported from shop after"):
        imports.undo(desk, first.run_id)
    imports.undo(desk, second.run_id)
    with pytest.raises(StateError, match="old values were kept until the next"):
        imports.undo(desk, first.run_id)


def test_a_run_that_a_case_rests_on_is_not_undone(desk: Desk) -> None:
    report = bring(desk, FIRST)
    assert report.run_id is not None
    with desk.store.write("tester", desk.now()) as tx:
        tx.sql.execute(
            "INSERT INTO case_(reference, subject_id, received_at, received_day, logged_at, "
            "channel, language, status, country) "
            "VALUES ('2026-0001', 1, '', '', '', '', '', '', '')"
        )
        tx.audit("test")
    before = contents(desk)
    with pytest.raises(StateError, match="case 2026-0001 rests on"):
        imports.undo(desk, report.run_id)
    assert contents(desk) == before
    assert imports.runs(desk)[0].state is RunState.DONE


def test_stopping_leaves_a_run_that_can_be_resumed_or_undone(desk: Desk) -> None:
    many = [record(str(n), person(f"P{n} Jansen", key=str(n % 70))) for n in range(200)]

    def stop_after(rows: int) -> Job:
        def watch(progress: Progress) -> None:
            if progress.stage == "importing" and progress.done >= rows:
                job.cancel()

        job = Job(watch)
        return job

    with pytest.raises(CancelledError):
        bring(desk, many, job=stop_after(60), batch=20)
    (run,) = imports.runs(desk)
    assert (run.state, run.position, run.total) == (RunState.INTERRUPTED, 60, 200)
    with pytest.raises(ConflictError, match="import --resume 1"):
        bring(desk, many)
    check_whole(desk)
    with reading(many[:-1]), pytest.raises(InputError, match="have changed since it began"):
        imports.resume(desk, run.run_id)
    with reading(many):
        report = imports.resume(desk, run.run_id)
    assert (report.imported, report.subjects_created, report.state) == (200, 70, RunState.DONE)
    with pytest.raises(StateError, match="it is done"), reading(many):
        imports.resume(desk, run.run_id)
    check_whole(desk)


def test_a_resumed_full_export_knows_what_it_saw_before_it_stopped(desk: Desk) -> None:
    many = [record(str(n), JAN) for n in range(50)]
    bring(desk, [*many, record("old", JAN)])
    newer = [record(str(n), JAN, text="new") for n in range(50)]

    def watch(progress: Progress) -> None:
        if progress.stage == "importing" and progress.done >= 20:
            job.cancel()

    job = Job(watch)
    with pytest.raises(CancelledError):
        bring(desk, newer, job=job, batch=10, full=True)
    with reading(newer):
        report = imports.resume(desk, 2)
    assert (report.updated, report.gone) == (50, 1)
    before = contents(desk)
    assert bring(desk, newer, full=True).gone == 0
    assert contents(desk) == before


def test_attachments_are_copied_once_and_go_with_an_undo(desk: Desk, tmp_path: Path) -> None:
    sound = tmp_path / "call.wav"
    sound.write_bytes(b"RIFF....")
    draft = AttachmentDraft("call.wav", AttachmentState.FILE, path=str(sound))
    lost = AttachmentDraft("lost.wav", AttachmentState.MISSING)
    given = [record(str(n), JAN, attachments=(draft, lost)) for n in range(3)]
    report = bring(desk, given)
    assert report.attachments_missing == ("lost.wav",) * 3
    (file,) = desk.store.files.iterdir()
    assert file.read_bytes() == b"RIFF...."
    assert report.run_id is not None
    imports.undo(desk, report.run_id)
    assert not list(desk.store.files.iterdir())


def test_two_imports_at_once_and_people_looking_on(desk: Desk) -> None:
    """Runs of different sources share the store; a second run of one source is refused."""
    desks = [desk, Desk(Store.open(desk.store.path), desk.settings, "second", desk.now)]
    given = [
        [record(str(n), person(f"P{n} Bakker", email=f"p{n}@example.org")) for n in range(150)]
        for _ in desks
    ]
    looked: list[int] = []
    refused: list[str] = []

    def look(progress: Progress) -> None:
        if progress.stage != "importing":
            return
        with desk.store.read() as con:
            looked.append(con.execute("SELECT count(*) FROM record").fetchone()[0])
        if progress.done == 30:
            try:
                imports.run_import(desks[0], Path("made.csv"), "shop")
            except ConflictError as error:
                refused.append(error.code)

    errors: list[BaseException] = []

    def work(which: int) -> None:
        try:
            imports.run_import(
                desks[which], Path("made.csv"), ("shop", "mail")[which], job=Job(look), batch=10
            )
        except BaseException as error:
            errors.append(error)

    with reading(given[0]):
        threads = [threading.Thread(target=work, args=(n,)) for n in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    desks[1].store.close()
    assert errors == []
    assert refused
    assert set(refused) == {"run_active"}
    assert max(looked) <= 300
    with desk.store.read() as con:
        assert con.execute("SELECT count(*) FROM record").fetchone()[0] == 300
        # the same people in both: each is one subject
        assert con.execute("SELECT count(DISTINCT subject_id) FROM party").fetchone()[0] == 150
    check_whole(desk)
