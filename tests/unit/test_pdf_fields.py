"""Pairs of label and value in the PDF: two in a row where they fit, none lost, words that break."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from privacydesk.documents.blocks import Document, Fields, Furniture, Note
from privacydesk.documents.fonts import GAP, unmarked
from privacydesk.documents.writers.pdf import write_pdf


def _encoded(rows: tuple[tuple[str, str], ...]) -> list[Any]:
    kept: dict[str, Any] = {}

    def compiled(files: Mapping[str, bytes], stamp: int | None) -> bytes:
        kept.update(json.loads(files["document.json"]))
        return b"%PDF"

    write_pdf(
        Document(
            language="en",
            title="Copy",
            sender="Lindeboom",
            sender_lines=(),
            receiver_lines=(),
            facts=(),
            furniture=Furniture("Page", "of", "Contents", None),
            front=(),
            body=(Note("fields"), Fields(rows, small=True)),
        ),
        compiled,
    )
    pairs: list[Any] = kept["body"][1][1]
    return pairs


@pytest.mark.parametrize(
    ("label", "value", "room"),
    [
        ("status", "5", "half"),
        ("status", "", "half"),
        ("updated_at", "2026-02-10T16:49:54+01:00", "half"),
        ("note", "x " * 28, "half"),
        ("note", "x " * 29, "row"),
        ("note", "first\nsecond", "row"),
        ("url", "https://files.example.org/helpdesk/9100004065/lampjes.jpg", "row"),
        ("id", "c3af3108-206c-4eaa-80f1-fd9aa2126f54", "half"),
        ("custom_field.a_name_that_somebody_made_very_long", "5", "run"),
    ],
)
def test_room_of_a_pair(label: str, value: str, room: str) -> None:
    [[key, lines, got]] = _encoded(((label, value),))
    assert got == room
    assert unmarked(key) == label
    assert unmarked("\n".join(lines)) == value


def test_a_word_that_fits_a_row_breaks_in_half_of_it() -> None:
    [[_, [line], room]] = _encoded((("id", "c3af3108-206c-4eaa-80f1-fd9aa2126f54"),))
    assert room == "half"
    assert GAP in line


def test_every_pair_stays_in_its_place() -> None:
    rows = tuple((f"field_{n}", "v" * (n * 7)) for n in range(30))
    got = [(unmarked(key), unmarked("".join(lines))) for key, lines, _ in _encoded(rows)]
    assert got == list(rows)
