"""What left and what waits: an answer counts as sent when all of it left."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.functional.office import MORE, Office

from privacydesk.cli.app import run
from privacydesk.desk import cases, letters, release
from privacydesk.domain.errors import InputError, NotFoundError, StateError
from privacydesk.domain.model import CaseStatus, EventKind

REPORT, REPLY, RECEIPT = "access_report", "letter:access_reply", "letter:acknowledgement"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _write(office: Office, reference: str, *kinds: str) -> None:
    for kind in kinds:
        if kind == REPORT:
            office.prepare(reference, "md")
        else:
            name = kind.removeprefix("letter:")
            letters.letter(
                office.mira, reference, name, "md", office.folder / f"{name}.md", force=True
            )


def _released(office: Office, *kinds: str) -> str:
    reference = office.ready("md")
    _write(office, reference, *(kind for kind in kinds if kind != REPORT))
    release.release(office.jan, reference, only=kinds)
    return reference


def _send(
    office: Office, reference: str, *only: str, day: date | None = None, channel: str = "portal"
) -> cases.CaseView:
    return release.send(office.jan, reference, channel=channel, only=only, day=day)


def _waiting(view: cases.CaseView) -> list[str]:
    return [document.kind for document in view.waiting]


def _sent_days(view: cases.CaseView) -> list[date]:
    return [event.day for event in view.case.events if event.kind is EventKind.SENT]


# --------------------------------------------------------------------------- in parts


def test_a_covering_letter_alone_does_not_stop_the_clock(office: Office) -> None:
    reference = _released(office, REPORT, REPLY)
    assert _waiting(cases.show(office.jan, reference)) == [REPORT, REPLY]
    view = _send(office, reference, REPLY)
    assert view.case.status is CaseStatus.RELEASED
    assert view.stage == "partly sent, 1 of 2 documents waits"
    assert (_waiting(view), _sent_days(view)) == ([REPORT], [])
    (line,) = cases.list_cases(office.jan)
    assert (line.stage, line.status) == (view.stage, CaseStatus.RELEASED)
    office.later(days=2)
    view = _send(office, reference, REPORT, channel="in_person")
    assert view.case.status is CaseStatus.SENT
    assert (_waiting(view), _sent_days(view)) == ([], [date(2026, 3, 5)])
    assert view.case.events[-1].reason == "by portal, in_person"
    left = {d.kind: d.sent_on for d in view.case.documents if not d.draft}
    assert left == {REPLY: date(2026, 3, 3), REPORT: date(2026, 3, 5)}


def test_sent_counts_from_the_day_the_last_one_left_whatever_was_noted_last(
    office: Office,
) -> None:
    reference = _released(office, REPORT, REPLY)
    office.later(days=4)
    _send(office, reference, REPLY, day=date(2026, 3, 6))
    view = _send(office, reference, REPORT, day=date(2026, 3, 4))
    assert _sent_days(view) == [date(2026, 3, 6)]


def test_without_a_name_the_rest_is_sent(office: Office) -> None:
    reference = _released(office, REPORT, REPLY)
    _send(office, reference, REPLY)
    view = _send(office, reference)
    assert view.case.status is CaseStatus.SENT
    with office.jan.store.read() as con:
        rows = con.execute(
            "SELECT l.delivery_id, d.kind FROM delivery_document l "
            "JOIN document d ON d.id = l.document_id ORDER BY 1"
        ).fetchall()
    assert [tuple(row) for row in rows] == [(1, REPLY), (2, REPORT)]


def test_the_same_document_twice_is_told(office: Office) -> None:
    reference = _released(office, REPORT, REPLY)
    _send(office, reference, REPLY)
    office.later(days=1)
    for only in ((REPLY,), (REPLY, REPORT)):
        with pytest.raises(StateError, match="access_reply left on 2026-03-03") as caught:
            _send(office, reference, *only)
        assert caught.value.code == "sent_already"
    assert _waiting(cases.show(office.jan, reference)) == [REPORT], "nothing was half recorded"
    _send(office, reference)
    with pytest.raises(StateError, match="access_report left on 2026-03-04"):
        _send(office, reference)


def test_a_kind_that_is_not_released_is_named(office: Office) -> None:
    reference = _released(office, REPORT)
    with pytest.raises(NotFoundError, match="letter:refusal"):
        _send(office, reference, REPORT, "letter:refusal")
    with pytest.raises(NotFoundError, match="letter:refusal"):
        release.deliver(
            office.jan, reference, "folder", office.folder / "o", only=[REPORT, "letter:refusal"]
        )
    assert not _sent_days(cases.show(office.jan, reference))


def test_a_letter_on_the_way_neither_waits_nor_stops_anything(office: Office) -> None:
    reference = office.ready("md")
    _write(office, reference, RECEIPT)
    release.release(office.jan, reference, only=[RECEIPT])
    view = _send(office, reference)
    assert view.case.status is CaseStatus.PREPARED
    assert _waiting(view) == []
    release.release(office.jan, reference)
    office.later(days=1)
    view = _send(office, reference)
    assert (view.case.status, _sent_days(view)) == (CaseStatus.SENT, [date(2026, 3, 4)])
    with office.jan.store.read() as con:
        (row,) = con.execute(
            "SELECT count(*) FROM delivery_document l JOIN document d ON d.id = l.document_id "
            "WHERE d.kind = ?",
            (RECEIPT,),
        ).fetchall()
    assert row[0] == 1, "it left once, with its own sending"


def test_a_receipt_released_late_does_not_hold_the_answer_back(office: Office) -> None:
    reference = _released(office, REPORT, RECEIPT)
    view = _send(office, reference, REPORT)
    assert view.case.status is CaseStatus.SENT
    assert _send(office, reference).case.status is CaseStatus.SENT  # the receipt, afterwards


def test_a_document_cannot_leave_before_its_release(office: Office) -> None:
    reference = _released(office, REPORT)
    office.later(days=3)
    _write(office, reference, REPLY)
    release.release(office.jan, reference, only=[REPLY])
    with pytest.raises(InputError, match="2026-03-06"):
        _send(office, reference, day=date(2026, 3, 4))
    _send(office, reference, REPORT, day=date(2026, 3, 4))
    assert _sent_days(_send(office, reference)) == [date(2026, 3, 6)]


# --------------------------------------------------------------------------- again


def test_a_second_release_of_one_kind_waits_again(office: Office) -> None:
    reference = _released(office, REPORT, REPLY)
    _send(office, reference, REPORT)
    office.later(days=1)
    office.load(MORE)
    office.search(reference)
    with pytest.raises(StateError, match="changed after"):
        _send(office, reference, REPLY)
    _write(office, reference, REPORT, REPLY)
    release.release(office.jan, reference, only=[REPORT, REPLY])
    assert _waiting(cases.show(office.jan, reference)) == [REPORT, REPLY]
    _send(office, reference, REPLY)
    assert _waiting(cases.show(office.jan, reference)) == [REPORT]
    view = _send(office, reference)
    assert _sent_days(view) == [date(2026, 3, 4)]
    first, second = (d for d in view.case.documents if d.kind == REPORT and not d.draft)
    assert (first.sent_on, second.sent_on) == (date(2026, 3, 3), date(2026, 3, 4))


def _reopen(office: Office, reference: str) -> None:
    office.later(days=1)
    cases.event(office.jan, reference, "reopened", reason="they asked for more")
    office.later(hours=1)


def test_after_reopening_only_what_is_released_anew_must_leave(office: Office) -> None:
    reference = _released(office, REPORT, REPLY)
    _send(office, reference)
    _reopen(office, reference)
    assert _waiting(cases.show(office.jan, reference)) == []
    office.load(MORE)
    office.search(reference)
    _write(office, reference, REPORT)
    release.release(office.jan, reference, only=[REPORT])
    assert _waiting(cases.show(office.jan, reference)) == [REPORT]
    with pytest.raises(StateError, match="left on 2026-03-03"):
        _send(office, reference, REPLY)
    view = _send(office, reference)
    assert (view.case.status, _sent_days(view)[-1]) == (CaseStatus.SENT, date(2026, 3, 4))


def test_after_reopening_the_same_answer_may_leave_once_more(office: Office) -> None:
    """A mail that came back: the case is reopened and the answer goes by post."""
    reference = _released(office, REPORT, REPLY)
    _send(office, reference)
    _reopen(office, reference)
    view = _send(office, reference, REPLY, channel="in_person")
    assert _waiting(view) == [REPORT]
    view = _send(office, reference, channel="in_person")
    assert _sent_days(view) == [date(2026, 3, 3), date(2026, 3, 4)]
    with pytest.raises(StateError, match="left on"):
        _send(office, reference)


def test_a_release_after_the_answer_was_sent_waits_for_the_reopening(office: Office) -> None:
    reference = _released(office, REPORT, REPLY)
    _send(office, reference)
    office.later(days=1)
    office.load(MORE)
    office.search(reference)
    _write(office, reference, REPORT)
    release.release(office.jan, reference, only=[REPORT])
    with pytest.raises(StateError, match="reopen"):
        _send(office, reference)
    _reopen(office, reference)
    view = _send(office, reference)
    assert (view.case.status, _waiting(view)) == (CaseStatus.SENT, [])


def test_sent_by_hand_leaves_nothing_waiting(office: Office) -> None:
    reference = _released(office, REPORT)
    view = cases.event(office.jan, reference, "sent", reason="handed over at the counter")
    assert (view.case.status, _waiting(view)) == (CaseStatus.SENT, [])
    with pytest.raises(StateError, match="sent already"):
        _send(office, reference)


def test_a_question_between_two_parts_stays_open(office: Office) -> None:
    """A part that leaves answers no question and ends no pause."""
    reference = _released(office, REPORT, REPLY)
    cases.event(office.mira, reference, "clarification_asked", reason="which shop is meant")
    cases.event(office.mira, reference, "pause_allowed", reason="asked within a day")
    before = cases.show(office.jan, reference)
    view = _send(office, reference, REPLY)
    assert view.case.status is CaseStatus.RELEASED
    assert view.clock == before.clock
    assert "clarification asked" in view.blockers[0]
    assert _send(office, reference).case.status is CaseStatus.SENT


# --------------------------------------------------------------------------- handing out


def test_a_stale_release_is_not_handed_out(office: Office) -> None:
    reference = _released(office, REPORT)
    office.load(MORE)
    for form, name in (("folder", "out"), ("zip", "out.zip")):
        with pytest.raises(StateError) as caught:
            release.deliver(office.jan, reference, form, office.folder / name)
        assert caught.value.code == "stale"
        assert not (office.folder / name).exists()


def test_another_copy_of_what_left_is_handed_out_and_says_when_it_left(office: Office) -> None:
    reference = _released(office, REPORT)
    first = release.deliver(office.jan, reference, "folder", office.folder / "one")
    assert first.sent == ()
    _send(office, reference)
    office.later(days=5)
    office.load(MORE)
    again = release.deliver(office.jan, reference, "folder", office.folder / "two")
    assert [(one.kind, one.day) for one in again.sent] == [(REPORT, date(2026, 3, 3))]
    assert again.paths[0].read_bytes() == first.paths[0].read_bytes()


def test_a_part_that_left_does_not_let_a_stale_one_out(office: Office) -> None:
    reference = _released(office, REPORT, REPLY)
    _send(office, reference, REPLY)
    office.load(MORE)
    with pytest.raises(StateError, match="changed after"):
        release.deliver(office.jan, reference, "folder", office.folder / "out")
    made = release.deliver(office.jan, reference, "folder", office.folder / "out", only=[REPLY])
    assert [one.kind for one in made.sent] == [REPLY]


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_plain_folder_is_the_same_bytes_each_time(office: Office) -> None:
    reference = office.ready("pdf", "zip", rights=("access", "portability"))
    _write(office, reference, REPLY)
    release.release(office.jan, reference, only=[REPORT, "portability_package", REPLY])
    release.deliver(office.jan, reference, "folder", office.folder / "one")
    first = _tree(office.folder / "one")
    assert len(first) == 3
    _send(office, reference)
    office.later(days=9)
    office.load(MORE)
    release.deliver(office.mira, reference, "folder", office.folder / "two")
    release.deliver(office.mira, reference, "folder", office.folder / "one", force=True)
    assert first == _tree(office.folder / "two") == _tree(office.folder / "one")


def test_a_partly_sent_answer_is_not_purged(office: Office) -> None:
    reference = _released(office, REPORT, REPLY)
    _send(office, reference, REPLY)
    office.later(days=400)
    assert release.purge(office.jan).files == 0
    _send(office, reference)
    assert release.purge(office.jan).files == 0
    office.later(days=90)
    assert release.purge(office.jan).files == 2


def test_each_release_is_purged_by_its_own_day(office: Office) -> None:
    reference = _released(office, REPORT)
    _send(office, reference)
    office.later(days=60)
    _write(office, reference, REPORT)
    release.release(office.jan, reference, only=[REPORT])
    office.later(days=30)
    assert release.purge(office.jan).files == 1, "the first left 90 days ago"
    office.later(days=300)
    assert release.purge(office.jan).files == 0, "the second never left"
    cases.event(office.jan, reference, EventKind.REOPENED, reason="the second is to go too")
    office.later(hours=1)
    release.deliver(office.jan, reference, "folder", office.folder / "out")
    _send(office, reference)
    office.later(days=89)
    assert release.purge(office.jan).files == 0
    office.later(days=1)
    assert release.purge(office.jan).files == 1


def test_a_release_that_never_left_is_purged_after_another_took_its_place(office: Office) -> None:
    reference = _released(office, REPORT)
    office.later(days=10)
    _write(office, reference, REPORT)
    release.release(office.jan, reference, only=[REPORT])
    with office.jan.store.read() as con:
        names = [row[0] for row in con.execute("SELECT sha256 FROM released_file ORDER BY id")]
    office.later(days=89)
    assert release.purge(office.jan).files == 0
    office.later(days=1)
    assert release.purge(office.jan).files == 1
    assert [(office.jan.store.files / name).exists() for name in names] == [False, True]
    cases.event(office.jan, reference, EventKind.CLOSED, reason="withdrawn")
    office.later(days=90)
    assert release.purge(office.jan).files == 1
    with office.jan.store.read() as con:
        kept = [row[0] for row in con.execute("SELECT sha256 FROM released_file ORDER BY id")]
    assert kept == names, "their hashes stay"


# --------------------------------------------------------------------------- the command line


def test_the_doors_say_what_waits_and_when_a_copy_left(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    def given(*arguments: str) -> str:
        code = run([*arguments, "--store", str(office.path), "--operator", "jan"], lambda *_: 0)
        out, err = capsys.readouterr()
        assert code == 0, err
        return out + err

    reference = _released(office, REPORT, REPLY)
    send = ("case", "send", reference, "--channel", "portal")
    out = given(*send, "--only", REPLY)
    assert out == (
        f"{reference}: partly sent, 1 of 2 documents waits.\n"
        f"Waits: {REPORT} ({reference}-access.md)\n"
    )
    shown = given("case", "show", reference)
    assert "Still to leave:" in shown
    assert f"{REPLY} (md, released by jan, sent 2026-" in shown
    found = json.loads(given("case", "show", reference, "--json"))
    assert [one["kind"] for one in found["waiting"]] == [REPORT]
    assert found["path"][-1] == {"step": "sent", "state": "current", "detail": REPORT}
    sent = json.loads(given(*send, "--json"))
    assert sent["waiting"] == []
    day = {d["kind"]: d["sent_on"] for d in sent["documents"] if not d["draft"]}[REPORT]
    folder = ("case", "deliver", reference, "--as", "folder", "--only", REPORT)
    told = given(*folder, "-o", str(office.folder / "copy"))
    assert f"Another copy of {REPORT}, which left on {day}." in told
    made = json.loads(given(*folder, "-o", str(office.folder / "b"), "--json"))
    assert made["sent"] == [{"kind": REPORT, "name": f"{reference}-access.md", "day": day}]
