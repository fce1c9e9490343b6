"""What an erasure on request does with one record (Art. 17 GDPR)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain.forgetting import Asked, Fate, Stays, fate
from privacydesk.domain.model import RecordKind
from privacydesk.domain.retention_due import KeptBack

ME, OTHER = 7, 8
TODAY = date(2026, 3, 1)
MINE = frozenset({ME})
TICKET = RecordKind.TICKET


@pytest.mark.parametrize(
    ("record", "stated", "wanted"),
    [
        (Asked(TICKET, MINE), (), Fate()),
        (Asked(TICKET, MINE), (RecordKind.CHAT,), Fate()),
        (Asked(TICKET, MINE), (TICKET,), Fate(Stays.STATED, apart=True)),
        (Asked(TICKET, frozenset({ME, OTHER})), (), Fate(Stays.OTHERS)),
        (Asked(TICKET, frozenset({OTHER})), (TICKET,), Fate(Stays.OTHERS)),
        (Asked(TICKET, frozenset()), (), Fate(Stays.OTHERS)),
        (Asked(TICKET, MINE, kept_back=KeptBack.HOLD), (TICKET,), Fate(Stays.HOLD)),
        (Asked(TICKET, MINE, kept_back=KeptBack.OPEN_CASE), (), Fate(Stays.OPEN_CASE)),
        (Asked(TICKET, MINE, kept_back=KeptBack.RESTRICTION), (), Fate(Stays.RESTRICTION)),
        (Asked(TICKET, MINE, duty=True, duty_until=TODAY), (),
         Fate(Stays.LEGAL_DUTY, TODAY, apart=True)),
        (Asked(TICKET, MINE, duty=True, duty_until=TODAY - timedelta(days=1)), (), Fate()),
        (Asked(TICKET, MINE, duty=True), (), Fate(Stays.LEGAL_DUTY, apart=True)),
        (Asked(RecordKind.NEWSLETTER, MINE, suppresses=True), (), Fate(Stays.SUPPRESSION)),
    ],
)  # fmt: skip
def test_fates(record: Asked, stated: tuple[RecordKind, ...], wanted: Fate) -> None:
    assert fate(record, ME, stated, TODAY) == wanted


@given(
    st.sampled_from(RecordKind),
    st.frozensets(st.sampled_from((ME, OTHER, 9))),
    st.booleans(),
    st.none() | st.dates(),
    st.none() | st.sampled_from(KeptBack),
    st.booleans(),
    st.frozensets(st.sampled_from(RecordKind)),
)
def test_nothing_of_others_or_under_a_duty_ever_goes(
    kind: RecordKind,
    about: frozenset[int],
    duty: bool,
    until: date | None,
    kept_back: KeptBack | None,
    suppresses: bool,
    stated: frozenset[RecordKind],
) -> None:
    found = fate(Asked(kind, about, duty, until, kept_back, suppresses), ME, stated, TODAY)
    if found.stays is None:
        assert about == {ME}
        assert not duty or (until is not None and until < TODAY)
        assert kind not in stated
        assert not found.apart
