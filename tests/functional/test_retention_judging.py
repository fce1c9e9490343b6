"""The quick judge of a whole store agrees with the rules applied to every record at length."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import NOW
from tests.functional.import_support import bring, check_whole, person, record
from tests.functional.retention_support import after, inline, keeps, with_pack
from tests.packs import pack_of, stage, term

from privacydesk.desk import cases, retention
from privacydesk.desk.context import Desk
from privacydesk.desk.retention.judging import Judge
from privacydesk.domain.estate import Holds
from privacydesk.domain.model import AuthorRole, MessageDraft, Record, RecordKind, Role
from privacydesk.domain.pack import Pack
from privacydesk.domain.periods import Event
from privacydesk.domain.record_events import NOBODY, PersonFacts, person_facts
from privacydesk.domain.retention_due import (
    Ruling,
    Rulings,
    Step,
    pending,
    principals,
    together,
)
from privacydesk.store import packs, records_read, systems
from privacydesk.store.engine import Store

ZONE = "Europe/Berlin"
TODAY = NOW.date()
KINDS = (
    RecordKind.TICKET,
    RecordKind.CHAT,
    RecordKind.ORDER,
    RecordKind.CALL,
    RecordKind.ACCOUNT,
    RecordKind.CONTRACT,
    RecordKind.CONSENT,
    RecordKind.DELIVERY,
)
DATES = {
    RecordKind.TICKET: ("closed_at", "resolved_at"),
    RecordKind.ACCOUNT: ("last_seen_at", "closed_at"),
    RecordKind.CONTRACT: ("ends_at",),
    RecordKind.CONSENT: ("withdrawn_at",),
    RecordKind.DELIVERY: ("delivered_at",),
}


# each kind by the event that only its own details tell
OWN_EVENTS = pack_of(
    keeps("a1", ["ticket"], after("P5D", "case_closed")),
    keeps("a2", ["call"], after("P5D", "call_end")),
    keeps("a3", ["delivery"], after("P5D", "delivery")),
    keeps("a4", ["account"], after("P5D", "last_login")),
    keeps("a5", ["contract"], after("P5D", "contract_end")),
    keeps("a6", ["consent"], after("P5D", "consent_withdrawn")),
    keeps("a7", ["chat"], after("P5D", "answered")),
    keeps("a8", ["order"], after("P5D", "last_contact")),
    country="NL",
    law="not_available",
)


def _moment(rng: random.Random) -> datetime:
    """Any time in twelve years, often close to midnight at the controller's place."""
    day = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=rng.randrange(4200))
    return day + timedelta(minutes=rng.choice((0, 30, 700, 22 * 60 + 30, 23 * 60 + 59)))


def _pack(rng: random.Random) -> Pack:
    activities = []
    for number, kind in enumerate(KINDS):
        if rng.random() < 0.1:
            continue
        stages = []
        for position in range(rng.choice((1, 1, 2))):
            terms = [
                term(f"P{rng.randrange(1, 60)}M", rng.choice(list(Event)).value)
                for _ in range(rng.choice((1, 1, 2)))
            ]
            until = inline(terms[0])
            if len(terms) > 1:
                until = f"{rng.choice(('earliest', 'latest'))} = [{', '.join(terms)}]"
            elif rng.random() < 0.15:
                until = "law = true"
            elif rng.random() < 0.1:
                until = 'criterion = { en = "soon" }'
            last = position or rng.random() < 0.7
            then = rng.choice(("erase", "erase", "anonymise", "erase_or_anonymise"))
            stages.append(stage(until, then if last else "block"))
        when = rng.choice(("", "", "{ customer = true }", "{ customer = false }"))
        activities.append(keeps(f"a{number}", [kind.value], *stages, when=when))
    if rng.random() < 0.6:
        activities.append(keeps("parts", ["ticket"], after("P3M"), rows=["ticket_agent_replies"]))
    law = rng.choice(("NL", "DE", "not_available"))
    return pack_of(*activities, country="NL", law=law)


def _fill(rng: random.Random, store: Store, desk: Desk) -> None:
    people = [person(f"Person Number{n}", key=f"k{n}") for n in range(12)]
    drafts = []
    for number in range(70):
        kind = rng.choice(KINDS)
        details: dict[str, object] = {
            name: _moment(rng).isoformat() for name in DATES.get(kind, ()) if rng.random() < 0.7
        }
        if kind is RecordKind.CALL:
            details["duration_seconds"] = rng.randrange(0, 7200)
        lines = tuple(
            MessageDraft(
                rng.choice(list(AuthorRole)),
                f"line {number}",
                sent_at=_moment(rng) if rng.random() < 0.9 else None,
                internal=rng.random() < 0.2,
            )
            for _ in range(rng.choice((0, 0, 1, 3)))
        )
        parts = [
            (who, rng.choice((Role.REQUESTER, Role.HOLDER, Role.CC, Role.MENTIONED)))
            for who in rng.sample(people, rng.choice((0, 1, 1, 1, 2, 3)))
        ]
        draft = record(
            f"r{number}",
            *parts,
            kind=kind,
            text=rng.choice(("", "", "a question")),
            occurred_at=_moment(rng) if rng.random() < 0.9 else None,
            details=details,
        )
        drafts.append(replace(draft, messages=lines))
    bring(desk, drafts)


def _at_length(store: Store, pack: Pack) -> dict[int, Ruling]:
    """The rules on every whole record, with the facts of every whole person."""
    rulings, zone = Rulings(pack, TODAY), ZoneInfo(ZONE)
    found = {}
    with store.read() as con:
        subjects = [row[0] for row in con.execute("SELECT id FROM subject")]
        known = systems.trade_known(con)
        facts = {
            s: person_facts(records_read.all_records(con, s), zone, trade_known=known)
            for s in subjects
        }
        for (number,) in con.execute("SELECT id FROM record").fetchall():
            whole = records_read.record(con, number)
            parts = [
                (row[0], Role(row[1]))
                for row in con.execute(
                    "SELECT p.subject_id, i.role FROM involvement i "
                    "JOIN party p ON p.id = i.party_id WHERE i.record_id = ?",
                    (number,),
                )
            ]
            whose = [facts[one] for one in sorted(principals(parts))] or [NOBODY]

            ruling = _ruled(rulings, whole, whose, content=True)
            if ruling.step is Step.ERASE_PARTS and not ruling.parts & _content(whole):
                ruling = _ruled(rulings, whole, whose, content=False)
            found[number] = ruling
    return found


def _ruled(rulings: Rulings, whole: Record, whose: list[PersonFacts], *, content: bool) -> Ruling:
    return together(
        [
            pending(rulings.ruling(whole, one, content=content), restricted=whole.restricted)
            for one in whose
        ]
    )


def _content(whole: Record) -> set[Holds]:
    found = {Holds.FILES} if whole.attachments else set()
    if whole.text and whole.kind in (RecordKind.TICKET, RecordKind.CHAT):
        found.add(Holds.OWN_LINES)
    for line in whole.messages:
        if line.internal:
            found.add(Holds.INTERNAL)
        elif line.author_role is AuthorRole.SUBJECT:
            found.add(Holds.OWN_LINES)
        elif line.author_role is AuthorRole.THIRD_PARTY:
            found.add(Holds.OTHERS_LINES)
        else:
            found.add(Holds.REPLIES)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_quick_and_thorough_agree(seed: int, store: Store, desk: Desk) -> None:
    rng = random.Random(seed)
    _fill(rng, store, desk)
    with store.write("tester", NOW) as tx:
        tx.sql.execute("UPDATE record SET restricted = 1 WHERE id % 7 = 0")
        tx.audit("test.restricted")
    steps = set()
    for pack in (OWN_EVENTS, *(_pack(rng) for _ in range(3))):
        expected = {
            number: ruling
            for number, ruling in _at_length(store, pack).items()
            if ruling.step or ruling.kept or ruling.undetermined
        }
        with store.read() as con:
            judge = Judge(con, pack, TODAY)
            found = {one.record_id: one.ruling for one in judge.judge()}
            some = sorted(expected)[::3]
            few = {one.record_id: one.ruling for one in Judge(con, pack, TODAY).judge(some)}
            tallies = judge.tally()
        assert found == expected
        assert few == {number: expected[number] for number in some}
        assert sum(one.records for one in tallies) == len(expected)
        steps |= {ruling.step for ruling in expected.values()}
        for ruling in expected.values():
            assert ruling.step is None or (ruling.ended is not None and ruling.ended < TODAY)
            assert not (ruling.step in (Step.ERASE, Step.ANONYMISE) and ruling.undetermined)
    assert {Step.ERASE, None} <= steps


def test_the_judge_reads_the_local_day(store: Store, desk: Desk) -> None:
    """22:30 UTC in July is the next day in Berlin."""
    late = datetime(2025, 7, 31, 22, 30, tzinfo=UTC)
    bring(desk, [record("1", person("A B", key="1"), occurred_at=late)])
    pack = pack_of(keeps("a", ["ticket"], after("P1M")), country="NL")
    with store.read() as con:
        on_the_day = list(Judge(con, pack, date(2025, 9, 1)).judge())
        the_day_after = list(Judge(con, pack, date(2025, 9, 2)).judge())
    assert on_the_day == []
    assert [one.ruling.ended for one in the_day_after] == [date(2025, 9, 1)]


def _whole(store: Store) -> dict[int, Record]:
    with store.read() as con:
        ids = [row[0] for row in con.execute("SELECT id FROM record WHERE NOT anonymised")]
        return {number: records_read.record(con, number) for number in ids}


@pytest.mark.parametrize("seed", range(100, 106))
def test_any_store_after_a_run(seed: int, desk: Desk) -> None:
    """What is kept back or undetermined is untouched; a second run does nothing; all is whole."""
    rng = random.Random(seed)
    _fill(rng, desk.store, desk)
    desk = with_pack(desk, _pack(rng))
    with desk.store.read() as con:
        people = [row[0] for row in con.execute("SELECT DISTINCT subject_id FROM party")]
    held, cased = rng.sample(people, 2)
    retention.hold(desk, subject_id=held, reason="claim")
    cases.log(desk, subject_id=cased, rights=["access"], received=NOW, channel="email")
    pack = packs_of(desk)
    with desk.store.read() as con:
        judged = {one.record_id: one for one in Judge(con, pack, TODAY).judge()}
        theirs = {
            row[0]
            for row in con.execute(
                "SELECT i.record_id FROM involvement i JOIN party p ON p.id = i.party_id "
                "WHERE p.subject_id IN (?, ?)",
                (held, cased),
            )
        }
    before = _whole(desk.store)
    shown = retention.plan(desk)
    report = retention.run(desk, yes=True, batch=rng.choice((3, 2000)))
    after_it = _whole(desk.store)

    steps = {number: one.step for number, one in judged.items() if one.step is not None}
    assert report.touched == len(steps)
    assert (shown.erased, shown.parts, shown.anonymised, shown.restricted, shown.people) == (
        report.erased,
        report.parts,
        report.anonymised,
        report.restricted,
        report.people,
    )
    assert not theirs & steps.keys()
    gone = {number for number, step in steps.items() if step in (Step.ERASE, Step.ANONYMISE)}
    assert before.keys() - after_it.keys() == gone
    untouched = before.keys() - steps.keys()
    assert {n: _said(after_it[n]) for n in untouched} == {n: _said(before[n]) for n in untouched}
    check_whole(desk)
    with desk.store.read() as con:
        entries = con.execute("SELECT count(*) FROM tombstone").fetchone()[0]
    assert retention.run(desk, yes=True).touched == 0
    assert _whole(desk.store) == after_it
    with desk.store.read() as con:
        assert con.execute("SELECT count(*) FROM tombstone").fetchone()[0] == entries
    check_whole(desk)


def _said(one: Record) -> tuple[object, ...]:
    return one.title, one.text, one.details, one.payload, one.messages, one.restricted


def packs_of(desk: Desk) -> Pack:
    """The pack in force."""
    with desk.store.read() as con:
        return packs.stored(con, desk.settings.policy_sha256 or "")
