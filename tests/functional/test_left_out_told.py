"""What is left out is told alike in chapter 9 of the report, in the letter and in the package."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from tests.functional.answering import attach, draft_text, log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.desk import answer, letters, redaction
from privacydesk.desk.context import Desk

ASKED = "Questions to customer service"
SECRET = "zijn dochter Roosmarijn"  # what a reviewer types stays in the desk


@pytest.fixture
def people(desk: Desk) -> People:
    use_pack(desk)
    return People(desk.store)


@pytest.fixture
def three(desk: Desk, people: People) -> tuple[str, tuple[int, int, int]]:
    """A case with two recorded calls and a ticket with a letter; the numbers of their files."""
    person = people.add(
        "Eva Smit",
        records=(
            Told(kind="call", role="caller"),
            Told(kind="call", role="caller", at="2026-01-02"),
            Told(title="Router", lines=(("subject", "Kapot.", False),)),
        ),
    )
    numbers = (
        attach(desk, 1, "in-1.wav", b"RIFF0000WAVEone"),
        attach(desk, 2, "in-2.wav", b"RIFF0000WAVEtwo"),
        attach(desk, 3, "brief.txt", b"a letter"),
    )
    return log_case(desk, person, "access", "portability", language="en"), numbers


def _chapter(desk: Desk, case: str) -> str:
    text = draft_text(desk, case)
    return text[text.index("# 9 ") : text.index("# 10 ")]


def _letter(desk: Desk, case: str, name: str) -> str:
    return (letters.show(desk, case, name).markdown or "").replace("\\", "")


def _listed(desk: Desk, case: str) -> dict[tuple[str, str], tuple[str, str, str]]:
    data = answer.export(desk, case, None).data
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        rows = csv.reader(io.StringIO(package.read("not_included.csv").decode()))
        return {
            (what, reason): (system, count, article)
            for what, system, count, reason, article in list(rows)[1:]
        }


def test_withheld_files_are_told_in_all_three(
    desk: Desk, three: tuple[str, tuple[int, int, int]]
) -> None:
    case, (first, second, letter) = three
    redaction.decide_file(desk, case, first, "withhold", SECRET)
    redaction.confirm_speaker(desk, case, first, confirmed=True, reason="heard")
    redaction.confirm_speaker(desk, case, second, confirmed=False, reason=SECRET)
    redaction.decide_file(desk, case, letter, "withhold", SECRET)

    report = draft_text(desk, case)
    assert "3 files (recordings or attachments) that we do not provide" in report
    assert "Chapter 9 says" in report
    chapter = _chapter(desk, case)
    concerns = "concerns another person | Art. 15(4)"
    assert f"| Call recordings | Helpdesk | 2 | {concerns} |" in chapter
    assert f"| {ASKED}: attachments | Helpdesk | 1 | {concerns} |" in chapter
    assert "court" in chapter

    reply = _letter(desk, case, "access_reply")
    assert "| Call recordings (2) | Article 15(4) GDPR | concerns another person |" in reply
    assert f"| {ASKED}: attachments (1) | Article 15(4) GDPR | concerns another person |" in reply
    listed = _listed(desk, case)
    others = "concerns other people"
    assert listed["Call recordings", others] == ("Helpdesk", "2", "Art. 20(4)")
    assert listed[f"{ASKED}: attachments", others] == ("Helpdesk", "1", "Art. 20(4)")
    assert "Call recordings (2)" in _letter(desk, case, "portability_reply")
    for text in (report, reply):
        assert "Roosmarijn" not in text


def test_files_that_ship_are_not_told(desk: Desk, three: tuple[str, tuple[int, int, int]]) -> None:
    case, (first, second, letter) = three
    redaction.decide_file(desk, case, letter, "withhold", "at first")
    redaction.decide_file(desk, case, letter, "ship", "looked again")
    for number in (first, second):
        redaction.confirm_speaker(desk, case, number, confirmed=True, reason="heard")
    assert "recordings or attachments) that we" not in draft_text(desk, case)
    assert "Nothing we found was left out" in _chapter(desk, case)
    assert ("Call recordings", "concerns other people") not in _listed(desk, case)


def test_a_part_is_counted_once_per_record_everywhere(desk: Desk, people: People) -> None:
    """A ticket in which the person is only mentioned keeps our replies out: one record."""
    person = people.add(
        "Eva Smit",
        records=(
            Told(
                title="Router",
                text="Of a neighbour.",
                role="mentioned",
                payload={"subject": "Router", "status": "open"},
                details={"status": "open", "agent": "W"},
                lines=(
                    ("agent", "Eva Smit told us of it.", False),
                    ("agent", "We come on Monday.", False),
                    ("subject", "Fine with me.", False),
                ),
            ),
        ),
    )
    case = log_case(desk, person, "access", "portability", language="en")
    chapter, reply = _chapter(desk, case), _letter(desk, case, "access_reply")
    rows = re.findall(r"^\| (.+?) \| Helpdesk \| (\d+) \| concerns another", chapter, re.M)
    told = re.findall(rf"^\| {ASKED}: (.+?) \((\d+)\) \|", reply, re.M)
    assert ("Our replies", "1") in rows
    assert sorted(rows) == sorted(told)
    assert {count for _, count in rows} == {"1"}
    listed = {what: count for (what, _), (_, count, _) in _listed(desk, case).items()}
    assert {listed[what] for what, _ in rows} == {"1"}
