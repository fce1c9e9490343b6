"""Where one volume of a report ends and the next begins."""

from __future__ import annotations

from typing import Any

import pytest

from privacydesk.documents.access.delivered import Delivered, DeliveredMessage
from privacydesk.documents.access.report import (
    RECORDS_PER_VOLUME,
    WEIGHT_PER_VOLUME,
    volumes_of,
    weight_of,
)
from privacydesk.domain.model import RecordKind


def _record(
    number: int, *texts: str, kind: RecordKind = RecordKind.TICKET, fields: Any = None
) -> Delivered:
    return Delivered(
        record_id=number, kind=kind, system="s", source="s", source_id=str(number), title="t",
        text="", occurred_at=None, updated_at=None, roles=(), details={}, fields=fields or {},
        messages=tuple(
            DeliveredMessage("You", "subject", None, text, internal=False) for text in texts
        ),
        files=(), flags=(), gone_at=None, restricted=False, by_hand=False, dropped={}, cuts=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("word " * 6_000, id="30 kB"),
        pytest.param("漢" * 6_000, id="printed as code points"),
        pytest.param("\n" * 20_000, id="lines"),
    ],
)
def test_long_messages_make_volumes_that_fit(text: str) -> None:
    records = [_record(number, text, text) for number in range(200)]
    volumes = volumes_of(records)
    assert len(volumes) > 1
    assert [r for volume in volumes for r in volume] == records
    for volume in volumes:
        assert sum(weight_of(record) for record in volume) <= WEIGHT_PER_VOLUME


def test_small_records_are_counted() -> None:
    volumes = volumes_of([_record(number) for number in range(RECORDS_PER_VOLUME + 1)])
    assert [len(volume) for volume in volumes] == [RECORDS_PER_VOLUME, 1]


def test_a_record_that_is_too_long_stands_alone() -> None:
    huge = _record(2, "word " * 1_000_000)
    assert weight_of(huge) > WEIGHT_PER_VOLUME
    volumes = volumes_of([_record(1), huge, _record(3)])
    assert [[r.record_id for r in volume] for volume in volumes] == [[1], [2], [3]]


def test_kinds_stay_together() -> None:
    kinds = (RecordKind.CALL, RecordKind.ORDER, RecordKind.CALL, RecordKind.ORDER)
    (volume,) = volumes_of([_record(n, kind=kind) for n, kind in enumerate(kinds)])
    found = [record.kind for record in volume]
    assert found in ([*kinds[::2], *kinds[1::2]], [*kinds[1::2], *kinds[::2]])


def test_nothing_at_all_is_one_volume() -> None:
    assert volumes_of([]) == [()]


@pytest.mark.parametrize(
    ("lighter", "heavier"),
    [
        (_record(1, "a" * 100), _record(1, "a" * 10_000)),
        (_record(1, "a" * 1_000), _record(1, "漢" * 1_000)),
        (_record(1, "a"), _record(1, "a", "a")),
        (_record(1, fields={"a": "1"}), _record(1, fields={"a": ["1", "2", {"b": "3"}]})),
    ],
)
def test_what_costs_more_weighs_more(lighter: Delivered, heavier: Delivered) -> None:
    assert weight_of(heavier) > weight_of(lighter)
