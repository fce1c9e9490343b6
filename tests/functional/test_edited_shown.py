"""Both doors say which letters of a case were edited, and what of each was changed."""

from __future__ import annotations

import json

import pytest
from tests.conftest import NOW
from tests.functional.answering import log_case, use_pack

from privacydesk.cli.app import run
from privacydesk.desk import cases, letters
from privacydesk.desk.cases import EditedLetter
from privacydesk.desk.context import Desk

NAME = "acknowledgement"


@pytest.fixture
def case(desk: Desk) -> str:
    return log_case(use_pack(desk), None, language="en")


def _edit(desk: Desk, case: str) -> None:
    plain = letters.show(desk, case, NAME).markdown or ""
    letters.edit(desk, case, NAME, plain.replace("Dear Sir or Madam,", "Good day,"))


def _run(desk: Desk, *arguments: str) -> int:
    return run(["case", *arguments, "--store", str(desk.store.path)], lambda *_: 0)


def test_a_case_says_which_letter_was_edited_when_and_by_whom(
    desk: Desk, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cases.show(desk, case).edited == ()
    _edit(desk, case)
    (one,) = cases.show(desk, case).edited
    assert one == EditedLetter(NAME, "en", "tester", NOW)
    assert _run(desk, "show", case) == 0
    assert "acknowledgement (en), edited by tester on 2026-03-02" in capsys.readouterr().out
    assert _run(desk, "show", case, "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)["edited_letters"]
    assert (told["letter"], told["language"], told["by"]) == (NAME, "en", "tester")
    assert told["at"] == NOW.isoformat()
    letters.forget_edit(desk, case, NAME)
    assert cases.show(desk, case).edited == ()


def test_the_changed_lines_of_a_letter_are_printed(
    desk: Desk, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(desk, "letter", case, NAME, "--diff") == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "was not edited" in told.err
    _edit(desk, case)
    assert _run(desk, "letter", case, NAME, "--diff") == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == ["- Dear Sir or Madam,", "+ Good day,"]
    assert "Edited by tester on 2026-03-02" in told.err
    assert _run(desk, "letter", case, NAME, "--diff", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["diff"] == ["- Dear Sir or Madam,", "+ Good day,"]
    assert said["turned"] == []


def test_a_mandatory_sentence_that_was_changed_is_named(
    desk: Desk, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = letters.show(desk, case, NAME).markdown or ""
    (line,) = [one for one in plain.splitlines() if "20 March 2026" in one]
    letters.edit(desk, case, NAME, plain.replace(line, f"It is not so: {line}"))
    assert _run(desk, "letter", case, NAME, "--diff") == 0
    told = capsys.readouterr()
    assert "+ It is not so:" in told.out
    assert "The sentence on the last day for the answer was changed" in told.err


def test_lines_to_read_are_not_written_to_a_file(
    desk: Desk, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(desk, "letter", case, NAME, "--diff", "-o", "x.pdf") == 2
    assert "exclude each other" in capsys.readouterr().err
