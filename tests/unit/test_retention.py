"""Storage periods: what five real statements say can be said, and comes out as dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packs import activity, pack_of, period, stage, term

from privacydesk.domain.duties import DUTIES, duty_of
from privacydesk.domain.estate import MAIN_ROW, ROWS
from privacydesk.domain.model import AuthorRole, Message, Record, RecordKind, Role
from privacydesk.domain.pack import Pack, RetentionLaw
from privacydesk.domain.periods import Action, Event
from privacydesk.domain.record_events import PersonFacts, person_facts
from privacydesk.domain.retention import expiry
from privacydesk.policy.loader import load_pack


def record(
    kind: RecordKind, day: str | None = "2026-01-15", *, source: str = "x", **details: Any
) -> Record:
    return Record(
        record_id=1,
        kind=kind,
        source=source,
        source_id="1",
        title="title",
        text="",
        occurred_at=datetime.fromisoformat(f"{day}T12:00:00+00:00") if day else None,
        updated_at=None,
        roles=(Role.HOLDER,),
        details=details,
        payload={},
        content_hash="",
    )


def one(kind: str, *stages: str, law: str = "DE", when: str = "") -> Pack:
    more = f"when = {when}" if when else ""
    periods = f"period = [{period(', '.join(stages), more=more)}]"
    return pack_of(activity("a", (kind,), periods=periods), law=law)


CUSTOMER, VISITOR = PersonFacts(customer=True), PersonFacts(customer=False)


def test_recordings_end_a_month_after_the_call_at_the_controllers_place() -> None:
    pack = load_pack("netoperator")
    call = record(RecordKind.RECORDING, "2026-01-31", duration_seconds=60)
    found = expiry(call, pack)
    assert (found.starts, found.ends) == (date(2026, 1, 31), date(2026, 2, 28))
    assert found.then is Action.ERASE
    assert not found.past(date(2026, 2, 28))
    assert found.past(date(2026, 3, 1))
    late = Record(**{**_fields(call), "occurred_at": datetime(2026, 1, 31, 23, 30, tzinfo=UTC)})
    assert expiry(late, pack).starts == date(2026, 2, 1)  # already February in Amsterdam


def _fields(item: Record) -> dict[str, Any]:
    return {name: getattr(item, name) for name in Record.__slots__}


@pytest.mark.parametrize(
    ("law", "kind", "day", "ends"),
    [
        ("NL", "order", "2019-01-01", date(2026, 12, 31)),
        ("NL", "invoice", "2019-12-31", date(2026, 12, 31)),
        ("DE", "order", "2019-01-01", date(2027, 12, 31)),
        ("DE", "payment", "2019-12-31", date(2027, 12, 31)),
        ("DE", "contract", "2019-06-01", None),
        ("not_available", "order", "2019-01-01", None),
        ("NL", "survey", "2019-01-01", None),
    ],
)
def test_what_the_law_demands_counts_from_the_end_of_the_year(
    law: str, kind: str, day: str, ends: date | None
) -> None:
    found = expiry(record(RecordKind(kind), day), one(kind, stage("law = true"), law=law))
    assert found.ends == ends
    assert bool(found.undetermined) == (ends is None)


def test_a_financial_year_that_is_not_the_calendar_year() -> None:
    text = one("order", stage("law = true"), law="NL").text
    from privacydesk.policy.loader import parse_pack

    pack = parse_pack(text.replace('law = "NL"', 'law = "NL"\nfinancial_year_end = "06-30"'))
    assert expiry(record(RecordKind.ORDER, "2019-06-30"), pack).ends == date(2026, 6, 30)
    assert expiry(record(RecordKind.ORDER, "2019-07-01"), pack).ends == date(2027, 6, 30)


def test_a_legal_duty_outlasts_a_shorter_promise() -> None:
    pack = one("order", stage('after = "P1Y", from = "order"'), law="NL")
    found = expiry(record(RecordKind.ORDER, "2024-05-01"), pack)
    assert found.ends == found.duty_until == date(2031, 12, 31)
    assert "AWR" in found.why
    longer = one("order", stage('after = "P20Y", from = "order"'), law="NL")
    assert expiry(record(RecordKind.ORDER, "2024-05-01"), longer).ends == date(2044, 5, 1)


def test_question_of_a_customer_and_of_a_visitor() -> None:
    """zooplus: answered and at most 12 months; for a customer while the account exists."""
    earliest = f"earliest = [{term('P0D', 'answered')}, {term('P12M', 'creation')}]"
    visitors = period(stage(earliest), more="when = { customer = false }")
    closing = stage(term("P0D", "account_closed")[2:-2])
    customers = period(closing, more="when = { customer = true }")
    pack = pack_of(activity("a", ("ticket",), periods=f"period = [{visitors}, {customers}]"))
    open_question = record(RecordKind.TICKET)
    assert expiry(open_question, pack, VISITOR).ends == date(2027, 1, 15)
    answer = Message(
        1, 0, AuthorRole.AGENT, "A", datetime(2026, 2, 1, 9, tzinfo=UTC), "yes", internal=False
    )
    answered = Record(**{**_fields(open_question), "messages": (answer,)})
    assert expiry(answered, pack, VISITOR).ends == date(2026, 2, 1)
    of_customer = expiry(answered, pack, CUSTOMER)
    assert of_customer.ends is None
    assert "account was closed is missing" in of_customer.undetermined
    nobody_knows = expiry(answered, pack)
    assert nobody_knows.ends is None
    assert "customer" in nobody_knows.undetermined


def test_chat_is_kept_90_days_and_its_contract_blocks_before_it_erases() -> None:
    """Drillisch: transcript 90 days; contract data blocked 3 months after the end."""
    chat = period(stage('after = "P90D", from = "creation"'), more='rows = ["chat_transcripts"]')
    summary = period(stage(term("P0D", "contract_end")[2:-2]), more='rows = ["ticket_metadata"]')
    pack = pack_of(activity("a", ("chat",), periods=f"period = [{chat}, {summary}]"))
    talk = record(RecordKind.CHAT)
    known = PersonFacts(events={Event.CONTRACT_END: date(2028, 3, 31)})
    assert expiry(talk, pack, known).ends == date(2026, 4, 15)
    assert expiry(talk, pack, known, row="ticket_metadata").ends == date(2028, 3, 31)

    staged = one(
        "contract", stage('after = "P3M", from = "contract_end"', "block"), stage("law = true")
    )
    contract = record(RecordKind.CONTRACT, "2020-05-01", ends_at="2024-04-30T00:00:00+02:00")
    found = expiry(contract, staged)
    assert [(s.then, s.ends) for s in found.stages] == [
        (Action.BLOCK, date(2024, 7, 30)),
        (Action.ERASE, date(2030, 12, 31)),
    ]


def test_what_follows_a_stage_of_unknown_end_is_unknown_too() -> None:
    staged = one(
        "contract", stage('after = "P3M", from = "contract_end"', "block"), stage("law = true")
    )
    running = record(RecordKind.CONTRACT, "2010-05-01")
    found = expiry(running, staged)
    assert (found.duty is not None, found.duty_until) == (True, None)
    assert (found.ends, [s.ends for s in found.stages]) == (None, [None, None])
    assert "end of the contract is missing or has not come yet" in found.undetermined
    assert not found.past(date(2999, 1, 1))


def test_later_of_two_events_waits_for_both() -> None:
    pack = load_pack("netoperator")
    account = record(RecordKind.ACCOUNT, "2015-01-01", last_seen_at="2019-05-05T10:00:00Z")
    assert expiry(account, pack).ends is None
    used = PersonFacts(events={Event.LAST_USE: date(2020, 2, 29)})
    assert expiry(account, pack, used).ends == date(2027, 2, 28)


def test_a_criterion_without_a_number_gives_no_date_but_its_words() -> None:
    found = expiry(record(RecordKind.TICKET), load_pack("netoperator"))
    assert found.ends is None
    assert "active customer" in found.undetermined
    assert found.period("nl") == "zolang u actief klant bent"
    assert not found.past(date(2999, 1, 1))


def test_what_no_activity_covers_is_said() -> None:
    found = expiry(record(RecordKind.SURVEY), load_pack("netoperator"))
    assert found.ends is None
    assert "no activity" in found.undetermined


def test_person_facts_read_all_records() -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Amsterdam")
    records = (
        record(RecordKind.TICKET, "2026-01-01"),
        record(RecordKind.ACCOUNT, "2020-01-01", last_seen_at="2025-12-01T23:30:00Z"),
        record(RecordKind.CONTRACT, "2020-01-01", ends_at="2025-06-30T00:00:00+02:00"),
    )
    facts = person_facts(records, zone)
    assert facts.customer
    assert facts.events[Event.LAST_LOGIN] == date(2025, 12, 2)
    assert facts.events[Event.LAST_CONTACT] == date(2026, 1, 1)
    assert facts.events[Event.CONTRACT_END] == date(2025, 6, 30)
    running = person_facts((*records, record(RecordKind.CONTRACT, "2024-01-01")), zone)
    assert Event.CONTRACT_END not in running.events
    assert person_facts(records[:1], zone).customer is None
    assert person_facts(records[:1], zone, trade_known=True).customer is False


def test_every_duty_of_a_row_exists_and_belongs_to_its_law() -> None:
    for row in ROWS.values():
        for key, law in ((row.duty_nl, RetentionLaw.NL), (row.duty_de, RetentionLaw.DE)):
            assert not key or DUTIES[key].law is law
            found = duty_of(row.id, law)
            assert (found.key if found else "") == key
        assert duty_of(row.id, RetentionLaw.NOT_AVAILABLE) is None
    assert duty_of(MAIN_ROW[RecordKind.TICKET], RetentionLaw.NL) is None


_EVENTS = st.sampled_from([e.value for e in Event])
_TERMS = st.builds(
    lambda d, e, y: term(f"P{d}D", e, y),
    st.integers(0, 4000),
    _EVENTS,
    st.sampled_from(["none", "calendar", "financial"]),
)
_UNTIL = st.one_of(
    _TERMS.map(lambda t: t[2:-2]),
    st.lists(_TERMS, min_size=1, max_size=3).map(lambda ts: f"earliest = [{', '.join(ts)}]"),
    st.lists(_TERMS, min_size=1, max_size=3).map(lambda ts: f"latest = [{', '.join(ts)}]"),
    st.just("law = true"),
    st.just('criterion = { en = "soon" }'),
)


@settings(deadline=None)
@given(
    untils=st.lists(_UNTIL, min_size=1, max_size=3),
    kind=st.sampled_from(RecordKind),
    law=st.sampled_from(["NL", "DE", "not_available"]),
    day=st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    offsets=st.dictionaries(st.sampled_from(Event), st.integers(-3000, 3000)),
)
def test_an_end_is_never_before_its_start_and_never_guessed(
    untils: list[str],
    kind: RecordKind,
    law: str,
    day: date | None,
    offsets: dict[Event, int],
) -> None:
    pack = one(kind.value, *(stage(until) for until in untils), law=law)
    base = day or date(2026, 1, 1)
    facts = PersonFacts(events={e: base + timedelta(days=n) for e, n in offsets.items()})
    found = expiry(record(kind, day.isoformat() if day else None), pack, facts)
    assert (found.ends is None) == bool(found.undetermined)
    if found.ends is not None:
        assert found.starts is not None
        assert found.ends >= found.starts
    if found.ends is not None and found.duty_until is not None:
        assert found.ends >= found.duty_until
    ends = [s.ends for s in found.stages]
    known = [day for day in ends if day is not None]
    assert known == sorted(known)
    assert ends == known + [None] * (len(ends) - len(known))  # nothing known follows the unknown
    assert "undetermined: " in found.undetermined or found.undetermined == ""
