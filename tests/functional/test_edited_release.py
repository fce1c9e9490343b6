"""Whoever releases a letter hears that its text was edited, and what of it was changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.office import EXPORT, Office

from privacydesk.cli.app import run
from privacydesk.desk import letters, release

KIND, NAME = "letter:acknowledgement", "acknowledgement"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def _review(office: Office, reference: str) -> tuple[release.Review, list[str]]:
    found = release.review(office.jan, reference, only=[KIND])
    return found, [p.text for one in found.checks for p in one.problems if p.item == "A21"]


def test_an_edit_is_told_with_its_lines(office: Office) -> None:
    office.load(EXPORT)
    reference = office.log()
    plain = letters.show(office.mira, reference, NAME).markdown or ""
    line = next(one for one in plain.split("\n") if "maart" in one or "april" in one)
    letters.letter(office.mira, reference, NAME, "md", office.folder / "a.md")
    assert _review(office, reference)[0].documents[0].edited is None
    letters.edit(office.mira, reference, NAME, f"{plain}\nTot ziens.\n")
    letters.letter(office.mira, reference, NAME, "md", office.folder / "a.md", force=True)
    found, told = _review(office, reference)
    edit = found.documents[0].edited
    assert edit is not None
    assert (edit.by, edit.diff) == ("mira", ("+ Tot ziens.",))
    assert told == [f"The acknowledgement letter: text edited by mira on {edit.on}."]
    letters.edit(office.mira, reference, NAME, plain.replace(line, f"Het is niet waar: {line}"))
    letters.letter(office.mira, reference, NAME, "md", office.folder / "a.md", force=True)
    found, told = _review(office, reference)
    assert any("was changed: read it" in text for text in told)
    assert not found.blocking
    done = release.release(office.jan, reference, only=[KIND])
    assert any("was changed: read it" in text for text in done.warnings)


def test_the_command_prints_the_lines_that_were_changed(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.load(EXPORT)
    reference = office.log()
    plain = letters.show(office.mira, reference, NAME).markdown or ""
    letters.edit(office.mira, reference, NAME, f"{plain}\nTot ziens.\n")
    letters.letter(office.mira, reference, NAME, "md", office.folder / "a.md")
    words = ["case", "release", reference, "--only", KIND, "--store", str(office.path)]
    assert run([*words, "--operator", "jan"], lambda *_: 0) == 0
    out = capsys.readouterr().out
    assert "  its text was edited; against the template:\n    + Tot ziens.\n" in out
