"""How values look in the store."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.store import codec

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_categories=()))
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
TIMES = st.datetimes(
    min_value=datetime(2, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001
    timezones=OFFSETS,
)


@given(JSON)
def test_json_comes_back_exactly(value: object) -> None:
    text = codec.dumps(value)
    assert codec.loads(text) == value
    assert codec.dumps(codec.loads(text)) == text


@given(st.dictionaries(st.text(), st.integers(), min_size=2, max_size=6))
def test_equal_values_are_equal_text(value: dict[str, int]) -> None:
    turned = dict(reversed(list(value.items())))
    assert codec.dumps(turned) == codec.dumps(value)
    assert json.loads(codec.dumps(value)) == value


@given(TIMES, TIMES)
def test_text_order_is_time_order(one: datetime, other: datetime) -> None:
    a, b = codec.to_text(one), codec.to_text(other)
    assert len(a) == len(b) == len("2026-01-30T09:15:00.000000Z")
    assert (a < b) == (one < other)
    assert codec.from_text(a) == one


@pytest.mark.parametrize("text", ["", "2026-01-30", "2026-01-30T09:15:00", "2026-13-01T00:00:00Z"])
def test_what_is_not_a_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        codec.from_text(text)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        codec.to_text(datetime(2026, 1, 30))  # noqa: DTZ001
    assert codec.to_text(datetime(2026, 1, 30, tzinfo=UTC)) == "2026-01-30T00:00:00.000000Z"


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError):
        codec.dumps({"a": object()})
