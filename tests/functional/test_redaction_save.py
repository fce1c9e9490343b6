"""A copy of a recording or attachment to listen to or look at, outside the store."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.functional.answering import attach, log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.cli.app import run
from privacydesk.desk import answer, redaction, release, subjects
from privacydesk.desk.context import Desk
from privacydesk.desk.redaction.files import neutral_ending
from privacydesk.domain.errors import ConflictError, InputError, NotFoundError
from privacydesk.store import audit

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SOUND = b"RIFF0000WAVEsound"


@pytest.fixture
def desk(store_path: Path) -> Desk:
    return Desk.open(store_path, "mira", now=lambda: NOW)


@pytest.fixture
def case(desk: Desk) -> str:
    """A case with one recording, file 1."""
    use_pack(desk)
    person = People(desk.store).add("Eva Smit", records=(Told(kind="call", role="caller"),))
    attach(desk, 1, "in-0612345678.WAV", SOUND)
    return log_case(desk, person)


def _actions(desk: Desk) -> list[str]:
    with desk.store.read() as con:
        return [row[0] for row in con.execute("SELECT action FROM audit_entry ORDER BY seq")]


def test_the_copy_is_the_file_for_its_owner_alone_and_the_look_is_noted(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    target = tmp_path / "listen.wav"
    looks = len(subjects.consultations(desk, 1))
    saved = redaction.save(desk, case, 1, target)
    assert (saved.path, saved.view.number, saved.view.ending) == (target, 1, ".wav")
    assert target.read_bytes() == SOUND
    assert target.stat().st_mode & 0o777 == 0o600
    newest, *earlier = subjects.consultations(desk, 1)
    assert len(earlier) == looks
    assert (newest.operator, newest.case_reference) == ("mira", case)
    assert newest.purpose == "review of other people's data"
    assert _actions(desk)[-1] == "redaction.file_saved"
    with desk.store.read() as con:
        assert audit.verify(con).ok
    assert redaction.files(desk, case)[0].needs == ("speaker",), "listening decides nothing"


def test_the_original_is_saved_whatever_was_decided(desk: Desk, case: str, tmp_path: Path) -> None:
    muted = tmp_path / "muted.wav"
    muted.write_bytes(b"RIFF0000WAVEmuted")
    redaction.replace(desk, case, 1, muted, "a child speaks")
    redaction.save(desk, case, 1, tmp_path / "again.wav")
    assert (tmp_path / "again.wav").read_bytes() == SOUND


def test_nothing_is_replaced_and_nothing_left_behind(desk: Desk, case: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "listen.wav"
    target.write_text("mine", encoding="utf-8")
    before = _actions(desk)
    with pytest.raises(ConflictError, match="exists already"):
        redaction.save(desk, case, 1, target)
    with pytest.raises(NotFoundError, match="no file number 9"):
        redaction.save(desk, case, 9, folder / "other.wav")
    with pytest.raises(InputError, match="does not exist"):
        redaction.save(desk, case, 1, folder / "none" / "x.wav")
    for kept in desk.store.files.iterdir():
        kept.unlink()
    with pytest.raises(InputError, match="missing from the store"):
        redaction.save(desk, case, 1, folder / "gone.wav")
    assert [path.name for path in folder.iterdir()] == ["listen.wav"]
    assert target.read_text(encoding="utf-8") == "mine"
    assert _actions(desk) == before


def test_the_command_says_that_the_copy_is_to_be_deleted(
    desk: Desk, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = desk.store.path
    desk.close()
    target = tmp_path / "listen.wav"

    def save(*more: str) -> int:
        given = ["--store", str(store), "case", "save", case, "1", "-o", str(target), *more]
        return run(given, lambda _store, _operator: 0)

    assert save() == 0
    said = capsys.readouterr()
    assert said.out == f"{target}\n"
    assert "delete it when you have listened" in said.err
    assert save() == 1
    assert "--force replaces it." in capsys.readouterr().err
    assert save("--force", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["number"], told["path"], told["needs"]) == (1, str(target), ["speaker"])


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.WAV", ".wav"), ("a", ""), ("x.m4a", ".m4a"), ("x.toolong", ""), ("x.\x1b[2J", ""),
     ("../../x.sh/y.mp3", ".mp3"), ("a.é", "")],
)  # fmt: skip
def test_only_a_harmless_ending_goes_into_another_name(name: str, ending: str) -> None:
    assert neutral_ending(name) == ending


def test_listening_makes_no_draft_stale(desk: Desk, case: str, tmp_path: Path) -> None:
    answer.report(desk, case, "md", tmp_path / "report.md")
    redaction.save(desk, case, 1, tmp_path / "listen.wav")
    (report,) = release.review(desk, case).documents
    assert not report.stale
