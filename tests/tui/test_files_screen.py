"""Recordings and attachments on screen: two keystrokes each, the last reason kept, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.answering import attach, log_case, use_pack
from tests.functional.people import People, Told
from tests.tui.driving import LARGE, NOW, SMALL, audits, make_app, press, settle, shown
from textual.widgets import Input

from privacydesk.desk import redaction
from privacydesk.desk.context import Desk
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.checks import ChecksScreen
from privacydesk.tui.screens.dialogs import TroubleDialog
from privacydesk.tui.screens.file_dialogs import FileReasonDialog, ReplaceDialog, SaveDialog
from privacydesk.tui.screens.files import FilesScreen
from privacydesk.tui.screens.review import ReviewScreen
from privacydesk.tui.texts_files import F
from privacydesk.tui.widgets.rows import RowList

CASE = "2026-0001"
HOSTILE = "scan\x1b]52;c;eA==\x07[red].png"
FILES = (
    ("in-0612345678.wav", b"RIFF0000WAVEone"),
    ("out-0612345678.wav", b"RIFF0000WAVEtwo"),
    (HOSTILE, b"\x89PNG\r\n\x1a\npicture"),
)


@pytest.fixture
def path(store_path: Path) -> Path:
    """A case with two recordings of calls (files 1 and 2) and a picture in a ticket (3)."""
    with Desk.open(store_path, "mira", now=lambda: NOW) as desk:
        use_pack(desk)
        calls = (Told(kind="call", role="caller"), Told(kind="call", role="caller"))
        person = People(desk.store).add("Eva Smit", records=(*calls, Told(title="Router")))
        for record, (name, data) in enumerate(FILES, 1):
            attach(desk, record, name, data)
        log_case(desk, person)
    return store_path


@pytest.fixture
def app(path: Path, monkeypatch: pytest.MonkeyPatch) -> PrivacyDeskApp:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return make_app(path)


def _said(app: PrivacyDeskApp) -> str:
    return str(list(app._notifications)[-1].message)


def _words(app: PrivacyDeskApp) -> dict[int, tuple[str | None, str | None, str]]:
    """Of every file the decision, the speaker and the reason."""
    found = redaction.files(app.desk, CASE)
    return {view.number: (view.decision, view.speaker, view.reason) for view in found}


def _mark(app: PrivacyDeskApp, number: int) -> None:
    screen = app.screen
    assert isinstance(screen, FilesScreen)
    rows = screen.query_one("#files", RowList)
    rows.cursor = [view.number for view in screen._views].index(number)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_file_takes_two_keys_and_the_last_reason_stays(
    app: PrivacyDeskApp, path: Path, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "f")
        assert isinstance(app.screen, FilesScreen)
        text = shown(pilot)
        assert F.progress.format(done=0, all=3) in text
        assert text.count(F.needs["speaker"]) >= 2
        assert "\x1b]52" not in text
        _mark(app, 1)
        await press(pilot, "t")
        assert isinstance(app.screen, FileReasonDialog)
        app.screen.query_one(Input).value = ""
        await press(pilot, "enter")
        assert _said(app) == F.say_reason
        assert isinstance(app.screen, FileReasonDialog), "an empty reason leaves the form open"
        await press(pilot, "text:heard her", "enter")
        _mark(app, 2)
        await press(pilot, "t", "enter")
        _mark(app, 3)
        await press(pilot, "w", "enter")
        assert _words(app) == {
            1: (None, "speaker_confirmed", "heard her"),
            2: (None, "speaker_confirmed", "heard her"),
            3: ("withhold", None, F.usual["withhold"]),
        }
        text = shown(pilot)
        assert F.progress.format(done=3, all=3) in text
        assert f"{F.decision['withhold']} by mira" in text
        await press(pilot, "space")
        assert _said(app) == F.all_said
        await press(pilot, "s", "escape")
        assert _words(app)[3][0] == "withhold", "esc decides nothing"
        await press(pilot, "s", "enter")
        assert _words(app)[3] == ("ship", None, F.usual["ship"])
        await press(pilot, "escape")
        assert isinstance(app.screen, ReviewScreen)
    assert audits(path).count("redaction.file") == 4


async def test_the_mark_goes_on_and_a_reason_of_before_is_offered(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        redaction.confirm_speaker(app.desk, CASE, 1, confirmed=False, reason="a colleague")
        await press(pilot, "enter", "b", "f")
        screen = app.screen
        assert isinstance(screen, FilesScreen)
        assert screen._current is not None
        assert screen._current.number == 2, "the first file about which something is open"
        await press(pilot, "f")
        assert app.screen.query_one(Input).value == "a colleague"
        await press(pilot, "enter")
        assert screen._current.number == 3
        assert _words(app)[2] == (None, "speaker_not_theirs", "a colleague")
        await press(pilot, "t")
        assert _said(app) == F.not_recording
        assert app.screen is screen


async def test_a_key_that_comes_too_early_does_not_become_the_reason(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "f")
        _mark(app, 1)
        await press(pilot, "t")
        field = app.screen.query_one(Input)
        await field.action_submit()
        field.value = "t"
        await field.action_submit()
        await settle(pilot)
        assert _words(app)[1] == (None, "speaker_confirmed", F.usual["speaker_confirmed"])


async def test_another_file_in_its_place(app: PrivacyDeskApp, tmp_path: Path) -> None:
    muted = tmp_path / "muted.wav"
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "f")
        _mark(app, 1)
        await press(pilot, "r", "enter")
        assert _said(app) == F.say_path
        box = app.screen
        assert isinstance(box, ReplaceDialog)
        for data, sentence in (
            (None, "There is no file muted.wav at that place"),
            (b"", "it is empty"),
            (FILES[0][1], "the original itself"),
            (b"%PDF-1.7", "the original is a recording, this is a PDF"),
        ):
            if data is not None:
                muted.write_bytes(data)
            box.query_one("#path", Input).value = str(muted)
            await press(pilot, "enter")
            trouble = app.screen
            assert isinstance(trouble, TroubleDialog)
            assert sentence in trouble.trouble.sentence
            await press(pilot, "enter")
            assert app.screen is box, "what was typed can be corrected"
        assert _words(app)[1] == (None, None, "")
        muted.write_bytes(b"RIFF0000WAVEsilence")
        await press(pilot, "enter")
        assert isinstance(app.screen, FilesScreen)
        assert _words(app)[1] == ("replaced", None, F.usual["replaced"])
        assert F.decision["replaced"] in shown(pilot)


async def test_a_file_that_went_meanwhile_is_told_and_the_rest_stays(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "f")
        _mark(app, 1)
        await settle(pilot)
        with app.desk.store.write("test", NOW) as tx:
            tx.sql.execute("DELETE FROM attachment WHERE id = 1")
            tx.audit("test.spoil")
        await press(pilot, "t", "enter")
        trouble = app.screen
        assert isinstance(trouble, TroubleDialog)
        assert "has no file number 1" in trouble.trouble.sentence
        await press(pilot, "enter", "escape")
        assert isinstance(app.screen, ReviewScreen), "a refusal holds nobody here"


async def test_what_is_said_about_a_file_changes_the_checks(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "C", "f")
        assert isinstance(app.screen, FilesScreen)
        await press(pilot, "escape")
        checks = app.screen
        assert isinstance(checks, ChecksScreen)
        before = checks._review
        await press(pilot, "f", "escape")
        assert checks._review is not before, "the checks are read again"


async def test_an_answer_without_files(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        with app.desk.store.write("test", NOW) as tx:
            tx.sql.execute("DELETE FROM attachment")
            tx.audit("test.spoil")
        await press(pilot, "enter", "b", "f")
        assert F.nothing[:40] in shown(pilot)
        for key in ("t", "s", "w", "r"):
            await press(pilot, key)
            assert _said(app) == F.no_file
        await press(pilot, "question_mark")
        assert F.title in shown(pilot)
        assert "You listened: the person speaks" in shown(pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_copy_is_saved_to_listen_to(
    app: PrivacyDeskApp, path: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    target = tmp_path / "listen.wav"
    target.write_text("mine", encoding="utf-8")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "f")
        assert "c Copy" in shown(pilot)
        _mark(app, 2)
        await press(pilot, "c")
        assert isinstance(app.screen, SaveDialog)
        assert "Delete it when you have listened" in " ".join(shown(pilot).replace("│", "").split())
        box = app.screen.query_one(Input)
        assert Path(box.value).name == f"{CASE}-file-2.wav", "the number in its name stays inside"
        box.value = ""
        await press(pilot, "enter")
        assert _said(app) == F.say_place
        box.value = str(target)
        await press(pilot, "enter")
        assert "exists already; name another file." in " ".join(shown(pilot).split())
        await press(pilot, "enter")
        assert isinstance(app.screen, SaveDialog)
        assert target.read_text(encoding="utf-8") == "mine"
        target.unlink()
        await press(pilot, "enter")
        assert isinstance(app.screen, FilesScreen)
        assert _said(app) == F.saved.format(path=target)
        assert target.read_bytes() == b"RIFF0000WAVEtwo"
        assert _words(app)[2] == (None, None, "")
    assert audits(path).count("redaction.file_saved") == 1
