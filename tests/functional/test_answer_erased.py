"""What retention erased of a person is told in their access answer, and counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.import_support import bring, person, record
from tests.functional.retention_support import NEW, OLD, after, keeps
from tests.packs import text_of

from privacydesk.desk import answer, find, retention
from privacydesk.desk.context import Desk
from privacydesk.domain.model import RecordDraft, RecordKind
from privacydesk.policy.loader import parse_pack


def _in_force(desk: Desk) -> Desk:
    periods = (
        keeps("service", ["ticket"], after("P1Y")),
        keeps("opinion", ["survey"], after("P1Y", then="anonymise")),
    )
    use_pack(desk, parse_pack(text_of(*periods, law="not_available")))
    return desk


def _records() -> list[RecordDraft]:
    who = person("Anna Berg", key="a", email="anna@berg.example")
    return [
        record("T1", who, occurred_at=OLD),
        record("T2", who, occurred_at=OLD),
        record("T3", who, text="still here", occurred_at=NEW),
        record("S1", who, kind=RecordKind.SURVEY, occurred_at=OLD),
    ]


def _case(desk: Desk) -> str:
    subject = find.find(desk, "anna@berg.example", budget_ms=5000).results[0].subject_id
    return log_case(desk, subject, language="en", received=desk.now().date())


def test_the_answer_counts_and_names_what_was_erased(desk: Desk) -> None:
    desk = _in_force(desk)
    bring(desk, _records())
    assert retention.run(desk, yes=True).touched == 3
    reference = _case(desk)

    found = answer.coverage(desk, reference)

    (system,) = [one for one in found.systems if one.matched]
    assert (system.matched, system.delivered, len(system.withheld)) == (4, 1, 0)
    today = desk.now().date()
    assert [(one.kind.value, one.erased_on) for one in system.no_longer_held] == [
        ("survey", today),
        ("ticket", today),
        ("ticket", today),
    ]
    assert system.no_longer_held[0].period("en") == "a period"
    assert found.complete
    text = answer.preview(desk, reference)
    assert "erased by us on 2 March 2026" in text
    (row, _) = [line for line in text.splitlines() if "erased by us" in line]
    assert "a period" in row
    assert "ended on 15 January 2021" in row


def test_nothing_erased_changes_nothing(desk: Desk) -> None:
    desk = _in_force(desk)
    bring(desk, [replace(one, occurred_at=NEW) for one in _records()])
    reference = _case(desk)
    (system,) = [one for one in answer.coverage(desk, reference).systems if one.matched]
    assert (system.matched, system.delivered, system.no_longer_held) == (4, 4, ())
    assert "erased by us" not in answer.preview(desk, reference)


@pytest.mark.parametrize("language", ["nl", "de"])
def test_the_day_of_erasing_is_told_in_every_language(desk: Desk, language: str) -> None:
    from privacydesk.documents.words import Words

    assert "{day}" in Words(language)("report", "gone_erased")
