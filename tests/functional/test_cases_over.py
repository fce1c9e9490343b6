"""A case that was answered or closed is not late: its due date is history."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.functional.office import Office

from privacydesk.cli.app import run
from privacydesk.desk import cases


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _told(office: Office, *command: str) -> list[str]:
    return ["--store", str(office.path), "case", *command]


def test_a_finished_case_tells_when_it_was_sent(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = office.ready("md")
    (before,) = cases.list_cases(office.mira)
    assert before.sent_on is before.closed_on is None
    day = date(2026, 3, 3)
    cases.event(office.mira, reference, "sent", day=day, reason="by post")
    office.later(days=300)
    (line,) = cases.list_cases(office.mira, all_cases=True)
    assert line.sent_on == day
    assert line.days_left == (line.due - day).days > 0
    view = cases.show(office.mira, reference)
    assert (view.sent_on, view.days_left) == (day, line.days_left)
    assert run(_told(office, "list", "--all"), lambda *_: 9) == 0
    assert run(_told(office, "show", reference), lambda *_: 9) == 0
    text = capsys.readouterr().out
    assert text.count("sent on 2026-03-03") == 2
    assert "days late" not in text
    assert run(_told(office, "list", "--all", "--json"), lambda *_: 9) == 0
    (told,) = json.loads(capsys.readouterr().out)["cases"]
    assert (told["sent_on"], told["closed_on"]) == ("2026-03-03", None)
    cases.event(office.mira, reference, "reopened", reason="came back")
    (again,) = cases.list_cases(office.mira)
    assert again.sent_on is None
    assert again.days_left < 0


def test_a_case_closed_without_an_answer_tells_that_day(office: Office) -> None:
    reference = office.ready("md")
    cases.event(office.mira, reference, "closed", day=date(2026, 3, 3), reason="withdrawn")
    office.later(days=300)
    (line,) = cases.list_cases(office.mira, all_cases=True)
    assert (line.sent_on, line.closed_on) == (None, date(2026, 3, 3))
    assert line.days_left == (line.due - date(2026, 3, 3)).days
