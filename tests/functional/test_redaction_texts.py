"""Every text of an answer: what is listed can be blacked out, what stays out is not listed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.desk import answer, redaction
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import NotFoundError

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CASE = "2026-0001"


@pytest.fixture
def desk(store_path: Path) -> Desk:
    desk = Desk.open(store_path, "mira", now=lambda: NOW)
    use_pack(desk)
    person = People(desk.store).add(
        "Anna de Boer",
        ("email", "anna@example.nl"),
        records=(
            Told(
                title="Router",
                text="A note.",
                lines=(("subject", "The tall boy came.", False), ("agent", "Fine.", False)),
                payload={"Remark": "left with the neighbour", "Tags": ["red door"]},
            ),
            Told(title="Bill", at="2026-02-01"),
        ),
    )
    log_case(desk, person)
    return desk


def test_every_listed_text_can_be_blacked_out_there(desk: Desk) -> None:
    records = redaction.texts(desk, CASE)
    assert [record.title for record in records] == ["Router", "Bill"]
    everything = [text for record in records for _, text in record.texts]
    for wanted in (
        "Router",
        "A note.",
        "The tall boy came.",
        "left with the neighbour",
        "red door",
    ):
        assert wanted in everything
    for record in records:
        for field, text in record.texts:
            redaction.add(desk, CASE, record.record_id, field, text)
    shown = answer.preview(desk, CASE)
    for gone in ("tall boy", "neighbour", "red door", "A note."):
        assert gone not in shown


def test_reading_changes_nothing(desk: Desk) -> None:
    with desk.store.read() as con:
        before = con.execute("SELECT count(*) FROM audit_entry").fetchone()[0]
    redaction.texts(desk, CASE)
    with desk.store.read() as con:
        assert con.execute("SELECT count(*) FROM audit_entry").fetchone()[0] == before
    with pytest.raises(NotFoundError):
        redaction.texts(desk, "2026-9999")
