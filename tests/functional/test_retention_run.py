"""What a run never touches, and that it can be killed, repeated and trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import pytest
from tests.functional.import_support import bring, check_whole, person, record
from tests.functional.retention_support import NEW, OLD, after, in_force, keeps

from privacydesk.desk import cases, retention, subjects
from privacydesk.desk.context import Desk
from privacydesk.desk.find import find
from privacydesk.desk.jobs import Job, Progress
from privacydesk.domain.errors import (
    CancelledError,
    ConflictError,
    InputError,
    NotFoundError,
    StateError,
)
from privacydesk.domain.model import AttachmentDraft, AttachmentState, RecordDraft, RecordKind, Role
from privacydesk.domain.retention_due import KeptBack, Step
from privacydesk.store import audit, erasure, erasure_people
from privacydesk.store.codec import to_text

YEAR = keeps("service", ["ticket"], after("P1Y"))


def tickets(count: int = 1, name: str = "Anna Berg") -> list[RecordDraft]:
    return [
        record(f"{name}-{n}", person(name, key=name), occurred_at=OLD, text=f"line {n}")
        for n in range(count)
    ]


def who(desk: Desk, name: str) -> int:
    return find(desk, name, budget_ms=None).results[0].subject_id


def kept(desk: Desk) -> dict[KeptBack | None, int]:
    report = retention.due(desk)
    counts: dict[KeptBack | None, int] = {None: report.due} if report.due else {}
    for line in report.kept_back:
        counts[line.kept] = counts.get(line.kept, 0) + line.records
    return counts


def records(desk: Desk) -> int:
    with desk.store.read() as con:
        return int(con.execute("SELECT count(*) FROM record WHERE NOT anonymised").fetchone()[0])


# --------------------------------------------------------------------------- what keeps


def _hold_person(desk: Desk) -> None:
    retention.hold(desk, subject_id=who(desk, "berg"), reason="a claim is pending")


def _hold_until_today(desk: Desk) -> None:
    today = date(2026, 3, 2)
    retention.hold(desk, subject_id=who(desk, "berg"), reason="a claim", until=today)


def _hold_case(desk: Desk) -> None:
    logged = _log(desk)
    cases.event(desk, logged, "closed", reason="withdrawn")
    retention.hold(desk, case_reference=logged, reason="a complaint is expected")


def _open_case(desk: Desk) -> None:
    _log(desk)


def _hold_before_a_merge(desk: Desk) -> None:
    bring(desk, [record("other", person("A. Berg", key="second"), occurred_at=NEW)], "other")
    number = next(h.subject_id for h in find(desk, "a. berg").results if h.name == "A. Berg")
    retention.hold(desk, subject_id=number, reason="a claim is pending")
    subjects.merge(desk, who(desk, "anna berg"), number, "the same person")


def _restricted(desk: Desk) -> None:
    with desk.store.write("tester", desk.now()) as tx:
        tx.sql.execute("UPDATE subject SET restricted = 1 WHERE name = 'Anna Berg'")
        tx.audit("test.restricted")


def _candidate(desk: Desk) -> None:
    bring(desk, [record("new", person("Bert Vos", key="b"), occurred_at=NEW)], "other")
    reference = _log(desk, "vos")
    with desk.store.write("tester", desk.now()) as tx:
        tx.sql.execute(
            "INSERT INTO candidate(case_id, reason, explanation, record_id, label) "
            "SELECT c.id, 'mention', '', r.id, 'label' FROM case_ c, record r "
            "WHERE c.reference = ? AND r.source_id LIKE 'Anna%'",
            (reference,),
        )
        tx.audit("test.candidate")


def _log(desk: Desk, name: str = "berg") -> str:
    return cases.log(
        desk,
        subject_id=who(desk, name),
        rights=["access"],
        received=desk.now() - timedelta(days=2),
        channel="email",
    ).reference


@pytest.mark.parametrize(
    ("protect", "reason"),
    [
        (_hold_person, KeptBack.HOLD),
        (_hold_until_today, KeptBack.HOLD),
        (_hold_case, KeptBack.HOLD),
        (_hold_before_a_merge, KeptBack.HOLD),
        (_open_case, KeptBack.OPEN_CASE),
        (_candidate, KeptBack.OPEN_CASE),
        (_restricted, KeptBack.RESTRICTION),
    ],
)
def test_what_is_protected_is_not_touched_and_it_is_said_why(
    desk: Desk, protect: Callable[[Desk], None], reason: KeptBack
) -> None:
    desk = in_force(desk, YEAR)
    bring(desk, tickets(2))
    protect(desk)
    before = records(desk)
    assert kept(desk) == {reason: 2}
    assert retention.run(desk, yes=True).touched == 0
    assert records(desk) == before
    check_whole(desk)


def test_a_hold_outweighs_a_case_and_ends_when_lifted_or_over(desk: Desk) -> None:
    desk = in_force(desk, YEAR)
    bring(desk, tickets())
    logged = _log(desk)
    until = date(2026, 3, 10)
    hold = retention.hold(desk, subject_id=who(desk, "berg"), reason="claim", until=until)
    assert (hold.who, hold.active, hold.until) == ("Anna Berg", True, until)
    assert kept(desk) == {KeptBack.HOLD: 1}
    cases.event(desk, logged, "closed", reason="withdrawn")
    later = replace(desk, now=lambda: desk.now() + timedelta(days=9))
    assert kept(later) == {None: 1}
    assert retention.holds(later) == ()
    assert retention.lift(desk, hold.hold_id).lifted_by == "tester"
    assert kept(desk) == {None: 1}
    assert [one.active for one in retention.holds(desk, every=True)] == [False]
    with pytest.raises(StateError, match="lifted already"):
        retention.lift(desk, hold.hold_id)


def test_a_hold_on_one_of_two_people_keeps_what_they_share(desk: Desk) -> None:
    desk = in_force(desk, YEAR)
    copied = (person("Cas Dam", key="c"), Role.CC)
    bring(desk, [record("1", person("Anna Berg", key="a"), copied, occurred_at=OLD)])
    retention.hold(desk, subject_id=who(desk, "cas dam"), reason="claim")
    assert retention.run(desk, yes=True).touched == 0


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"subject_id": 1, "reason": " "}, InputError),
        ({"reason": "x"}, InputError),
        ({"subject_id": 1, "case_reference": "2026-0001", "reason": "x"}, InputError),
        ({"subject_id": 99, "reason": "x"}, NotFoundError),
        ({"case_reference": "2026-0001", "reason": "x"}, NotFoundError),
        ({"subject_id": 1, "reason": "x", "until": date(2026, 3, 1)}, InputError),
    ],
)
def test_a_hold_needs_somebody_and_a_reason(
    desk: Desk, arguments: dict[str, object], error: type[Exception]
) -> None:
    bring(desk, tickets())
    with pytest.raises(error):
        retention.hold(desk, **arguments)  # type: ignore[arg-type]
    assert retention.holds(desk, every=True) == ()


def test_a_legal_duty_outlasts_the_promise_and_is_named(desk: Desk) -> None:
    desk = in_force(desk, keeps("sale", ["order"], after("P1Y", "order")), law="NL")
    buyer = (person("Bo Koper", key="b"), Role.BUYER)
    bring(desk, [record("1", buyer, kind=RecordKind.ORDER, occurred_at=OLD)])
    (line,) = retention.due(desk).kept_back
    assert (line.kept, line.kept_until) == (KeptBack.LEGAL_DUTY, date(2027, 12, 31))
    assert retention.run(desk, yes=True).touched == 0
    later = replace(desk, now=lambda: OLD + timedelta(days=366 * 9))
    assert retention.run(later, yes=True).erased == 1


def test_a_duty_without_a_date_keeps_too(desk: Desk) -> None:
    """Without the date of the record the end of the duty is unknown, whatever else has ended."""
    desk = in_force(desk, keeps("sale", ["order"], after("P1M", "delivery")), law="DE")
    draft = record(
        "1",
        (person("Bo Koper", key="b"), Role.HOLDER),
        kind=RecordKind.ORDER,
        occurred_at=None,
        details={"delivered_at": "2019-01-01T00:00:00+00:00"},
    )
    bring(desk, [draft])
    (line,) = retention.due(desk).undetermined_lines
    assert "the date of the record is missing" in line.missing
    assert retention.run(desk, yes=True).touched == 0


def test_undetermined_is_counted_with_what_is_missing_and_never_run(desk: Desk) -> None:
    desk = in_force(desk, keeps("service", ["ticket"], after("P1Y", "case_closed")))
    bring(desk, [*tickets(3), record("s", kind=RecordKind.SURVEY, occurred_at=OLD)])
    report = retention.due(desk)
    ticket, survey = report.undetermined_lines
    assert (ticket.kind, ticket.records, survey.kind, survey.records) == ("ticket", 3, "survey", 1)
    assert "the date on which it was closed is missing" in ticket.missing
    assert "no activity of the policy pack covers survey" in survey.missing
    assert retention.run(desk, yes=True).touched == 0
    assert records(desk) == 4


def test_the_last_day_itself_is_not_past(desk: Desk) -> None:
    desk = in_force(desk, YEAR)
    today = desk.now() - timedelta(days=365)
    bring(desk, [record("1", person("Anna Berg"), occurred_at=today)])
    assert retention.due(desk).due == 0
    assert retention.due(replace(desk, now=lambda: desk.now() + timedelta(days=1))).due == 1


# --------------------------------------------------------------------------- choosing, stages


def test_only_the_kinds_and_the_system_that_were_named(desk: Desk) -> None:
    desk = in_force(desk, keeps("service", ["ticket", "call"], after("P1Y")))
    caller = (person("Cor Beller", key="x"), Role.CALLER)
    bring(desk, [*tickets(2), record("c", caller, kind=RecordKind.CALL, occurred_at=OLD)])
    bring(desk, tickets(1, "Dirk Else"), "elsewhere")
    assert retention.due(desk, kinds=["call"]).due == 1
    assert retention.due(desk, system="Elsewhere").due == 1
    assert retention.run(desk, kinds=["ticket"], system="Shop", yes=True).erased == 2
    assert {(one.kind, one.system) for one in retention.due(desk).lines} == {
        ("call", "Shop"),
        ("ticket", "Elsewhere"),
    }
    with pytest.raises(InputError, match="no kind"):
        retention.due(desk, kinds=["tickets"])
    with pytest.raises(NotFoundError, match="no system"):
        retention.run(desk, system="Nowhere")


def test_without_a_pack_there_is_no_period(desk: Desk) -> None:
    with pytest.raises(StateError, match="No policy pack"):
        retention.due(desk)


def test_blocked_first_and_erased_later(desk: Desk) -> None:
    desk = in_force(desk, keeps("service", ["ticket"], after("P1Y", then="block"), after("P8Y")))
    bring(desk, tickets(2))
    assert retention.run(desk, yes=True).restricted == 2
    assert retention.run(desk, yes=True).touched == 0
    assert retention.due(desk).undetermined == 0
    later = replace(desk, now=lambda: OLD + timedelta(days=366 * 8 + 2))
    (line,) = retention.due(later).lines
    assert (line.then, line.records, line.oldest) == (Step.ERASE, 2, date(2028, 1, 15))
    assert retention.run(later, yes=True).erased == 2


def test_a_blocked_record_is_out_of_work_and_in_an_answer(desk: Desk) -> None:
    desk = in_force(desk, keeps("service", ["ticket"], after("P1Y", then="block"), after("P8Y")))
    old, new = tickets(1)[0], record("new", person("Anna Berg", key="Anna Berg"), occurred_at=NEW)
    only_old = record("z", person("Zara Oud", key="z"), occurred_at=OLD, text="ergens lavendel")
    bring(desk, [replace(old, text="een zeldzaam woord"), new, only_old])
    anna, zara = who(desk, "berg"), who(desk, "zara")
    retention.run(desk, yes=True)

    (hit,) = find(desk, "berg", budget_ms=None).results
    assert hit.counts == {"ticket": 1}
    assert find(desk, "zeldzaam", budget_ms=None).results == ()
    assert find(desk, "zara", budget_ms=None).results == ()
    card = subjects.open_subject(desk, anna, purpose="test")
    assert (card.counts, card.blocked) == ({"ticket": 1}, 1)
    assert [line.source_id for line in subjects.records(desk, anna)] == ["new"]
    blocked = next(one for one in subjects.all_records(desk, anna) if one.restricted)
    with pytest.raises(StateError, match="blocked"):
        subjects.open_record(desk, blocked.record_id, purpose="curious")

    reference = cases.log(
        desk, subject_id=zara, rights=["access"], received=desk.now(), channel="email"
    ).reference
    for words, number in (("zara", zara), ("lavendel", zara), ("zeldzaam", anna)):
        (hit,) = find(desk, words, budget_ms=None, case_reference=reference).results
        assert hit.subject_id == number
    card = subjects.open_subject(desk, anna, purpose="test", case_reference=reference)
    assert card.counts == {"ticket": 2}
    assert len(subjects.records(desk, anna, case_reference=reference)) == 2
    opened = subjects.open_record(
        desk, blocked.record_id, purpose="answer", case_reference=reference
    )
    assert opened.text == "een zeldzaam woord"


def test_erasing_one_record_does_not_shorten_the_period_of_another(desk: Desk) -> None:
    """Two years from the last contact: a chat that is gone by then was a contact all the same."""
    pack = (
        keeps("chat", ["chat"], after("P90D")),
        keeps("people", ["contact"], after("P2Y", "last_contact")),
        keeps("mail", ["mail"], after("P1D"), when="{ customer = false }"),
        keeps("sale", ["order"], after("P1Y")),
    )
    desk = in_force(desk, *pack)
    cleo, spoken = person("Cleo Kaart", key="c"), desk.now() - timedelta(days=400)
    bring(desk, [
        record("1", (cleo, Role.HOLDER), kind=RecordKind.CONTACT, occurred_at=OLD),
        record("2", cleo, kind=RecordKind.CHAT, occurred_at=spoken),
        record("3", cleo, kind=RecordKind.MAIL, occurred_at=OLD),
    ])  # fmt: skip
    bring(desk, [
        record("4", (person("Cleo Kaart", key="x"), Role.BUYER), kind=RecordKind.ORDER,
               occurred_at=OLD),
    ], "other")  # fmt: skip
    other = next(h.subject_id for h in find(desk, "kaart").results if "order" in h.counts)
    subjects.merge(desk, other, next(
        h.subject_id for h in find(desk, "kaart").results if "chat" in h.counts
    ), "one person")  # fmt: skip
    assert retention.run(desk, yes=True).erased == 2  # the chat and the order
    report = retention.due(desk)
    assert (report.due, records(desk)) == (0, 2)
    late = spoken + timedelta(days=732)
    (line,) = retention.due(replace(desk, now=lambda: late)).lines
    assert (line.kind, line.oldest) == ("contact", date(2027, 1, 26))


# --------------------------------------------------------------------------- kill and repeat


class _Killed(BaseException):
    pass


def test_a_killed_run_is_finished_by_the_next(desk: Desk, tmp_path: Path) -> None:
    desk = in_force(desk, YEAR)
    file = tmp_path / "a.bin"
    file.write_text("words in a file")
    with_file = replace(
        tickets(1, "Fien File")[0],
        attachments=(AttachmentDraft("a", AttachmentState.FILE, path=str(file)),),
    )
    bring(desk, [with_file, *tickets(9)])

    def kill(progress: Progress) -> None:
        if progress.stage == "erasing" and progress.done >= 4:
            raise _Killed

    with pytest.raises(_Killed):
        retention.run(desk, yes=True, batch=2, job=Job(kill))
    assert records(desk) == 6
    check_whole(desk)
    with mock.patch.object(erasure, "sweep", side_effect=_Killed), pytest.raises(_Killed):
        retention.run(desk, yes=True, batch=2)
    assert records(desk) == 0
    assert len(list(desk.store.files.iterdir())) == 1
    report = retention.run(desk, yes=True)
    assert (report.touched, report.files) == (0, 1)
    assert list(desk.store.files.iterdir()) == []
    check_whole(desk)


def test_a_batch_that_fails_leaves_everything_as_it_was(desk: Desk) -> None:
    desk = in_force(desk, YEAR)
    bring(desk, tickets(3))
    with (
        mock.patch.object(erasure_people, "prune", side_effect=_Killed),
        pytest.raises(_Killed),
    ):
        retention.run(desk, yes=True)
    assert records(desk) == 3
    with desk.store.read() as con:
        assert con.execute("SELECT count(*) FROM tombstone").fetchone()[0] == 0
    check_whole(desk)


def test_stopping_keeps_what_was_committed(desk: Desk) -> None:
    desk = in_force(desk, YEAR)
    bring(desk, tickets(5))
    job = Job(lambda progress: job.cancel() if progress.done == 2 else None)
    with pytest.raises(CancelledError):
        retention.run(desk, yes=True, batch=2, job=job)
    assert records(desk) == 3


def test_a_hold_that_comes_between_looking_and_acting_wins(desk: Desk) -> None:
    desk = in_force(desk, YEAR)
    bring(desk, [*tickets(2), *tickets(2, "Zoe Later")])

    def hold(progress: Progress) -> None:
        if progress.stage == "erasing" and progress.done == 2:
            retention.hold(desk, subject_id=who(desk, "zoe later"), reason="claim")

    assert retention.run(desk, yes=True, batch=2, job=Job(hold)).erased == 2
    assert kept(desk) == {KeptBack.HOLD: 2}


def test_somebody_reading_makes_it_incomplete_until_run_again(desk: Desk) -> None:
    desk = in_force(desk, YEAR)
    bring(desk, tickets())
    with desk.store.read() as con:
        con.execute("SELECT count(*) FROM record").fetchone()
        assert not retention.run(desk, yes=True).complete
    assert retention.run(desk, yes=True).complete


def test_not_while_an_import_is_at_work(desk: Desk) -> None:
    desk = in_force(desk, YEAR)
    bring(desk, tickets())

    def erase(progress: Progress) -> None:
        if progress.stage == "importing":
            with pytest.raises(ConflictError, match="importing from other"):
                retention.run(desk, yes=True)

    bring(desk, tickets(1, "Bea New"), "other", job=Job(erase))
    assert retention.run(desk, yes=True).erased == 2


def test_the_audit_counts_and_tells_nothing(desk: Desk) -> None:
    desk = in_force(desk, YEAR)
    bring(desk, tickets(3))
    retention.run(desk, yes=True)
    with desk.store.read() as con:
        (entry,) = [one for one in audit.entries(con) if one.action == "retention.run"]
        assert audit.verify(con).ok
    assert entry.facts["erased"] == 3
    assert set(entry.facts) == {
        "policy", "erased", "parts", "anonymised", "restricted", "people",
    }  # fmt: skip


def test_files_that_may_hold_the_erased_are_named(desk: Desk) -> None:
    desk = in_force(desk, YEAR)
    folder = desk.store.path.parent
    (folder / "desk.before-0003.20260101T000000Z.backup").touch()
    (folder / "rejects-shop-20260101-000000.csv").touch()
    assert retention.run(desk, yes=True).leftovers == (
        "desk.before-0003.20260101T000000Z.backup",
        "rejects-shop-20260101-000000.csv",
    )


def test_everything_that_named_the_record_lets_go_of_it(desk: Desk) -> None:
    desk = in_force(desk, YEAR)
    bring(desk, [*tickets(), record("x", person("Bert Vos", key="b"), occurred_at=NEW)])
    reference = _log(desk, "vos")
    with desk.store.write("tester", desk.now()) as tx:
        tx.sql.execute(
            "INSERT INTO candidate(case_id, reason, explanation, record_id, label, why, decision) "
            "SELECT c.id, 'mention', 'about Anna', r.id, 'Anna', 'not Anna', 'not_theirs' "
            "FROM case_ c, record r WHERE c.reference = ? AND r.source_id LIKE 'Anna%'",
            (reference,),
        )
        tx.sql.execute(
            "INSERT INTO decision(case_id, record_id, field_group, verdict, reason_code, article, "
            "\"by\", at, note) SELECT c.id, r.id, '*', 'withheld', 'x', '15(4)', 't', ?, "
            "'about Anna' FROM case_ c, record r WHERE r.source_id LIKE 'Anna%'",
            (to_text(desk.now()),),
        )
        tx.audit("test.candidate")
    assert retention.run(desk, yes=True).erased == 1
    (candidate,) = cases.show(desk, reference).case.candidates
    assert (candidate.label, candidate.record_id, candidate.why) == ("erased", None, None)
    assert candidate.decision == "not_theirs"
    check_whole(desk)


def test_what_was_found_in_the_record_goes_with_it(desk: Desk) -> None:
    """Findings name their record as its source does, not by its number."""
    desk = in_force(desk, YEAR)
    bring(desk, [*tickets(), record("x", person("Anna Berg", key="Anna Berg"), occurred_at=NEW)])
    reference = _log(desk)
    checked = "c" * 64
    (desk.store.files / checked).write_text("a beeped recording")
    with desk.store.write("tester", desk.now()) as tx:
        (case,) = tx.sql.execute("SELECT id FROM case_").fetchone()
        for number, source_id in enumerate(("Anna Berg-0", "x")):
            key, at = f"1:ticket:{source_id}", to_text(desk.now())
            finding = tx.insert(
                "INSERT INTO redaction_finding(case_id, number, record_key, field, digest, "
                "occurrence, value_digest, kind, text, found_at) "
                "VALUES (?, ?, ?, 'text', 'd', 0, 'v', 'name', 'Piet Puk', ?)",
                (case, number, key, at),
            )
            tx.sql.execute(
                "INSERT INTO redaction_decision(case_id, finding_id, value_digest, verdict, "
                'everywhere, reason_code, article, "by", at) '
                "VALUES (?, ?, 'v', 'black_out', 0, 'r', '15(4)', 't', ?)",
                (case, finding, at),
            )
            tx.sql.execute(
                "INSERT INTO file_decision(case_id, record_key, sha256, verdict, replacement, "
                "reason, \"by\", at) VALUES (?, ?, 's', 'replaced', ?, 'r', 't', ?)",
                (case, key, checked if number == 0 else None, at),
            )
        tx.audit("test.findings")
    cases.event(desk, reference, "closed", reason="withdrawn")
    report = retention.run(desk, yes=True)
    assert (report.erased, report.files) == (1, 1)
    with desk.store.read() as con:
        for table in ("redaction_finding", "redaction_decision", "file_decision"):
            assert con.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 1
        left = con.execute("SELECT record_key FROM redaction_finding").fetchone()[0]
    assert left == "1:ticket:x"
    check_whole(desk)
