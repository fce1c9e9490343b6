"""Asking a processor to search: the request is noted, and written when a letter is asked for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.functional.office import EXPORT, Office

from privacydesk.cli.app import run
from privacydesk.desk import auditing, cases, letters, release, systems
from privacydesk.domain.errors import ConflictError, InputError, NotFoundError, StateError

LETTER = "processor_search_request"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.load(EXPORT)
    systems.add_system(office.mira, "Mail tool", owner="PostBird Ltd", processor=True)
    systems.add_system(office.mira, "Intranet", owner="Eva")
    return office


@pytest.fixture
def reference(office: Office) -> str:
    return office.log()


def _asked(office: Office, reference: str) -> set[str]:
    return {task.system for task in release.search_tasks(office.mira, reference) if task.asked}


def _documents(office: Office, reference: str) -> list[str]:
    return [document.kind for document in cases.show(office.mira, reference).case.documents]


def test_the_letter_and_the_note_in_one_step(office: Office, reference: str) -> None:
    file = office.folder / "request.txt"
    done = release.ask_by_letter(
        office.mira, reference, "mail tool", file, remind_on=date(2026, 3, 20), language="en"
    )
    said = " ".join(file.read_text(encoding="utf-8").split())
    assert "PostBird Ltd" in said
    assert "your answer by 20 March 2026" in said
    assert "jan@example.nl" in said
    (task,) = [task for task in done.tasks if task.asked]
    assert task.asked is not None
    assert (task.system, task.asked.owner, task.asked.remind_on) == (
        "Mail tool",
        "PostBird Ltd",
        date(2026, 3, 20),
    )
    assert done.letter.kind == f"letter:{LETTER}"
    assert _documents(office, reference) == [f"letter:{LETTER}"]
    assert auditing.verify(office.mira).ok


def test_whom_and_by_when_as_told(office: Office, reference: str) -> None:
    file = office.folder / "request.txt"
    release.ask_by_letter(office.mira, reference, "Mail tool", file, owner="NewBird Ltd")
    assert "NewBird Ltd" in file.read_text(encoding="utf-8")
    stated = dict(letters.show(office.mira, reference, LETTER).stated)
    assert stated == {"recipient": "NewBird Ltd", "answer_by": "2026-03-09"}


def test_the_answer_is_asked_for_before_our_own_last_day(office: Office, reference: str) -> None:
    office.later(days=27)  # the last day is 2 April
    file = office.folder / "request.txt"
    release.ask_by_letter(office.mira, reference, "Mail tool", file, language="en")
    assert "your answer by 2 April 2026" in " ".join(file.read_text(encoding="utf-8").split())
    office.later(days=10)  # late, and asking at last
    release.ask_by_letter(office.mira, reference, "Mail tool", file, language="en", force=True)
    assert "your answer by 15 April 2026" in " ".join(file.read_text(encoding="utf-8").split())


@pytest.mark.parametrize(
    ("system", "name", "more", "error", "words"),
    [
        ("Intranet", "a.txt", {}, StateError, "no processor's system"),
        ("Nowhere", "a.txt", {}, NotFoundError, "no system named"),
        ("Mail tool", "a.rtf", {}, InputError, "“rtf” is not one"),
        ("Mail tool", "there.txt", {}, ConflictError, "exists"),
        ("Mail tool", "a.txt", {"on": date(2026, 3, 5)}, InputError, "future"),
        ("Mail tool", "a.txt", {"remind_on": date(2026, 3, 1)}, InputError, "over"),
        ("Mail tool", "a.txt", {"remind_on": date(2026, 9, 1)}, InputError, "our own last day"),
    ],
)
def test_what_cannot_be_asked_leaves_nothing(
    office: Office,
    reference: str,
    system: str,
    name: str,
    more: dict[str, Any],
    error: type[Exception],
    words: str,
) -> None:
    there = office.folder / "there.txt"
    there.write_text("kept", encoding="utf-8")
    letters.state_facts(office.mira, reference, LETTER, {"recipient": "Before Ltd"})
    with pytest.raises(error, match=words):
        release.ask_by_letter(office.mira, reference, system, office.folder / name, **more)
    assert _asked(office, reference) == set()
    assert _documents(office, reference) == []
    assert there.read_text(encoding="utf-8") == "kept"
    assert not (office.folder / "a.txt").exists()
    assert dict(letters.show(office.mira, reference, LETTER).stated) == {"recipient": "Before Ltd"}


def test_a_letter_that_lacks_a_fact_is_not_asked_for(office: Office) -> None:
    reference = cases.log(
        office.mira, subject_id=None, rights=["access"], received=date(2026, 3, 2), channel="email"
    ).reference
    with pytest.raises(StateError, match="identify_by"):
        release.ask_by_letter(office.mira, reference, "Mail tool", office.folder / "a.pdf")
    assert _asked(office, reference) == set()
    assert letters.show(office.mira, reference, LETTER).stated == ()


def test_the_command_says_what_it_did_and_what_it_did_not(
    office: Office, reference: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def ask(*more: str) -> tuple[str, str]:
        command = ["case", "ask", reference, *more, "--store", str(office.path)]
        assert run(command, lambda *_: 0) == 0
        shown = capsys.readouterr()
        return shown.out, shown.err

    _, said = ask("Mail tool")
    assert "nothing was sent" in said
    assert LETTER in said
    assert "--letter FILE" in said
    _, said = ask("Intranet")
    assert "case searched" in said
    assert "--letter" not in said
    target = office.folder / "request.pdf"
    told, _ = ask("Mail tool", "--letter", str(target), "--json")
    assert json.loads(told)["letter"]["kind"] == f"letter:{LETTER}"
    assert target.read_bytes().startswith(b"%PDF")
    _, said = ask("Mail tool", "--letter", str(target), "--force")
    assert f"case release {reference} --only letter:{LETTER}" in said
