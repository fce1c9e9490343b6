"""What the end of a period asks for: never early, never on a guess, never against a duty."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs import activity, pack_of, period, stage, term

from privacydesk.domain.model import Record, RecordKind, Role
from privacydesk.domain.periods import Event
from privacydesk.domain.record_events import PersonFacts
from privacydesk.domain.retention import expiry
from privacydesk.domain.retention_due import (
    KeptBack,
    Ruling,
    Rulings,
    Step,
    needs,
    pending,
    principals,
    together,
)

TODAY = date(2026, 3, 2)


def record(kind: RecordKind, day: date | None, **details: str) -> Record:
    moment = None if day is None else datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Record(
        record_id=1,
        kind=kind,
        source="shop",
        source_id="1",
        title="",
        text="",
        occurred_at=moment,
        updated_at=None,
        roles=(Role.HOLDER,),
        details=details,
        payload={},
        content_hash="",
    )


def inline(until: str) -> str:
    return until[2:-2]


TERMS = st.builds(
    lambda days, event, year: term(f"P{days}D", event.value, year),
    st.integers(0, 4000),
    st.sampled_from(Event),
    st.sampled_from(["none", "calendar", "financial"]),
)
UNTIL = st.one_of(
    TERMS.map(inline),
    st.lists(TERMS, min_size=1, max_size=3).map(lambda ts: f"earliest = [{', '.join(ts)}]"),
    st.lists(TERMS, min_size=1, max_size=3).map(lambda ts: f"latest = [{', '.join(ts)}]"),
    st.just("law = true"),
    st.just('criterion = { en = "soon" }'),
)
ENDS = st.sampled_from(["erase", "anonymise", "erase_or_anonymise", "block"])


@given(
    untils=st.lists(UNTIL, min_size=1, max_size=3),
    then=ENDS,
    kind=st.sampled_from(RecordKind),
    law=st.sampled_from(["NL", "DE", "not_available"]),
    day=st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    offsets=st.dictionaries(st.sampled_from(Event), st.integers(-3000, 3000)),
)
def test_nothing_is_asked_for_early_on_a_guess_or_against_a_duty(
    untils: list[str],
    then: str,
    kind: RecordKind,
    law: str,
    day: date | None,
    offsets: dict[Event, int],
) -> None:
    *first, last = untils
    stages = [stage(until, "block") for until in first] + [stage(last, then)]
    pack = pack_of(
        activity("a", (kind.value,), periods=f"period = [{period(', '.join(stages))}]"), law=law
    )
    base = day or date(2026, 1, 1)
    facts = PersonFacts(events={e: base + timedelta(days=n) for e, n in offsets.items()})
    item = record(kind, day)
    ruling = Rulings(pack, TODAY).ruling(item, facts)
    end = expiry(item, pack, facts)

    if ruling.step is not None:
        assert ruling.ended is not None
        assert ruling.ended < TODAY
        assert ruling.kept is None
    if ruling.step in (Step.ERASE, Step.ANONYMISE):
        assert not ruling.undetermined
        assert end.starts is not None
        assert end.ends is not None
        assert end.starts <= end.ends == ruling.ended
        assert end.duty is None or (end.duty_until is not None and end.duty_until < TODAY)
    if ruling.kept is KeptBack.LEGAL_DUTY:
        assert ruling.kept_until is not None
        assert ruling.kept_until >= TODAY
    again = pending(ruling, restricted=True)
    assert again.step is not Step.RESTRICT
    assert set(needs(pack, kind, "shop").events) >= {Event.CREATION}


@pytest.mark.parametrize(
    ("then", "step"),
    [
        ("erase", Step.ERASE),
        ("anonymise", Step.ANONYMISE),
        ("erase_or_anonymise", Step.ERASE),
        ("block", Step.RESTRICT),
    ],
)
def test_each_end_and_what_is_done(then: str, step: Step) -> None:
    one = f"period = [{period(stage(inline(term('P1Y', 'creation')), then))}]"
    rulings = Rulings(pack_of(activity("a", ("survey",), periods=one)), TODAY)
    assert rulings.ruling(record(RecordKind.SURVEY, date(2025, 3, 1))).step is step
    assert rulings.ruling(record(RecordKind.SURVEY, date(2025, 3, 2))).step is None


def test_a_block_is_due_although_the_end_after_it_is_unknown() -> None:
    """Drillisch: blocked three months after the contract ends, erased when nothing forbids it."""
    stages = ", ".join(
        (
            stage(inline(term("P3M", "contract_end")), "block"),
            stage('criterion = { en = "no claim is left" }'),
        )
    )
    pack = pack_of(
        activity("a", ("contract",), periods=f"period = [{period(stages)}]"), law="not_available"
    )
    ended = record(RecordKind.CONTRACT, date(2020, 1, 1), ends_at="2025-01-31T12:00:00+00:00")
    ruling = Rulings(pack, TODAY).ruling(ended)
    assert (ruling.step, ruling.ended) == (Step.RESTRICT, date(2025, 4, 30))
    after = pending(ruling, restricted=True)
    assert after.step is None
    assert "no claim is left" in after.undetermined


def test_the_gentlest_of_several_rules() -> None:
    erase = Ruling(step=Step.ERASE, ended=date(2020, 1, 1))
    later = Ruling(step=Step.ERASE, ended=date(2021, 1, 1))
    block = Ruling(step=Step.RESTRICT, ended=date(2019, 1, 1))
    unknown = Ruling(undetermined="undetermined: x")
    assert together([erase, later]) is later
    assert together([erase, block]) is block
    assert together([erase, unknown, block]) is unknown
    assert together([]) == Ruling()


def test_whose_periods_count() -> None:
    assert principals([(1, Role.REQUESTER), (2, Role.CC), (3, Role.MENTIONED)]) == {1}
    assert principals([(2, Role.CC), (3, Role.RECIPIENT)]) == {2, 3}
    assert principals([(1, Role.CALLER), (1, Role.CC), (2, Role.CALLEE)]) == {1}
    assert principals([]) == frozenset()


@pytest.mark.parametrize("law", ["DE", "NL"])
def test_a_legal_duty_to_keep_a_contract_counts_from_its_end(law: str) -> None:
    stages = stage(inline(term("P1M", "contract_end")))
    pack = pack_of(
        activity("a", ("contract",), periods=f"period = [{period(stages)}]"), country=law, law=law
    )
    ended = record(RecordKind.CONTRACT, date(2012, 5, 1), ends_at="2025-06-30T12:00:00+00:00")
    found = Rulings(pack, TODAY).ruling(ended)
    years = 6 if law == "DE" else 7
    assert (found.step, found.kept) == (None, KeptBack.LEGAL_DUTY)
    assert found.kept_until == date(2025 + years, 12, 31)
    assert Rulings(pack, date(2026 + years, 1, 1)).ruling(ended).step is Step.ERASE
    assert Event.CONTRACT_END in needs(pack, RecordKind.CONTRACT, "shop").events


def test_a_running_contract_has_a_duty_without_an_end() -> None:
    stages = stage(inline(term("P1Y", "creation")))
    pack = pack_of(activity("a", ("contract",), periods=f"period = [{period(stages)}]"))
    found = Rulings(pack, TODAY).ruling(record(RecordKind.CONTRACT, date(2012, 5, 1)))
    assert found.step is None
    assert "the end of the contract is missing" in found.undetermined


def test_a_due_block_tells_why_it_is_due_and_not_what_comes_later() -> None:
    stages = ", ".join(
        (
            stage(inline(term("P3M", "contract_end")), "block"),
            stage(inline(term("P9Y", "case_closed"))),
        )
    )
    pack = pack_of(
        activity("a", ("contract",), periods=f"period = [{period(stages)}]"),
        country="NL",
        law="not_available",
    )
    details = {"ends_at": "2025-06-30T12:00:00+00:00", "closed_at": "2025-07-01T12:00:00+00:00"}
    found = Rulings(pack, TODAY).ruling(record(RecordKind.CONTRACT, date(2020, 1, 1), **details))
    assert (found.step, found.why) == (Step.RESTRICT, "a: P3M from contract end (2025-06-30)")
    ended = Rulings(pack, date(2036, 1, 1)).ruling(
        record(RecordKind.CONTRACT, date(2020, 1, 1), **details)
    )
    assert (ended.step, ended.why) == (Step.ERASE, "a: P9Y from case closed (2025-07-01)")
