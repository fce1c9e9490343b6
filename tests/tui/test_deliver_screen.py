"""Releasing, delivering and recording the sending, from the case screen to the files."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import pyzipper
from tests.functional.office import MAIL, Office
from tests.tui.driving import LARGE, SMALL, audits, press, settle, shown
from textual.pilot import Pilot
from textual.widgets import Input, Static

from privacydesk.desk import cases, letters, release
from privacydesk.domain.model import CaseStatus
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.case import CaseScreen
from privacydesk.tui.screens.deliver import DeliverDialog, DeliveredDialog
from privacydesk.tui.screens.release_dialogs import ReleaseDialog, SendDialog
from privacydesk.tui.texts_release import D, R
from privacydesk.tui.widgets.fields import Choice, TickList


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path)


def _app(office: Office, operator: str = "jan") -> PrivacyDeskApp:
    return PrivacyDeskApp(office.path, operator, now=lambda: office.moment, debounce=0)


def _said(app: PrivacyDeskApp) -> str:
    return str(list(app._notifications)[-1].message)


async def _deliver(pilot: Pilot[int], form: str, place: Path | None = None, to: str = "") -> None:
    """Fill in the form and press its button; the dialog stays when that is refused."""
    screen = pilot.app.screen
    if not isinstance(screen, DeliverDialog):
        await press(pilot, "D")
        screen = pilot.app.screen
        assert isinstance(screen, DeliverDialog)
    choice = screen.query_one("#form", Choice)
    while choice.value != form:
        choice.action_step(1)
    await settle(pilot)
    if place is not None:
        screen.query_one("#place", Input).value = str(place)
    screen.query_one("#to", Input).value = to
    screen.query_one("#place", Input).focus()
    await press(pilot, "enter")


async def test_nothing_is_delivered_or_sent_before_it_is_released(office: Office) -> None:
    office.ready("md")
    app = _app(office)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for key in ("D", "S"):
            await press(pilot, *(["enter"] if key == "D" else []), key)
            assert isinstance(app.screen, CaseScreen)
            assert _said(app) == D.nothing.format(checks="C", release="F")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_an_encrypted_zip_with_its_password_shown_once(
    office: Office, size: tuple[int, int]
) -> None:
    reference = office.ready("pdf")
    release.release(office.jan, reference)
    app = _app(office)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        await _deliver(pilot, "zip")
        target = office.folder / f"answer-{reference}.zip"
        assert isinstance(app.screen, DeliveredDialog)
        password = app.screen._made.password
        assert password is not None
        text = shown(pilot)
        assert password in text
        # a long path wraps at its hyphens, so the whole line is asked and not the screen
        letter = target.with_name(f"{target.name}-password.pdf")
        assert str(letter) in [str(line.content) for line in app.screen.query(Static)]
        with pyzipper.AESZipFile(target) as packed:
            packed.setpassword(password.encode())
            assert packed.read("document-1.pdf").startswith(b"%PDF")
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        await press(pilot, "tab", "enter")
        assert isinstance(app.screen, SendDialog)
        app.screen.query_one("#to", Input).value = MAIL
        app.screen.query_one("#to", Input).focus()
        await press(pilot, "enter")
        assert cases.show(app.desk, reference).case.status is CaseStatus.SENT
        assert password not in shown(pilot)
        assert password not in " ".join(str(n.message) for n in app._notifications)
    with office.mira.store.read() as con:
        rows = con.execute("SELECT * FROM audit_entry").fetchall()
    assert password not in " ".join(str(tuple(row)) for row in rows)
    assert "case.deliver" in audits(office.path)


async def test_a_place_that_is_taken_leaves_the_form_to_be_corrected(office: Office) -> None:
    reference = office.ready("md")
    release.release(office.jan, reference)
    taken = office.folder / f"answer-{reference}"
    taken.mkdir()
    (taken / "other.txt").write_text("x")
    app = _app(office)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        await _deliver(pilot, "folder")
        assert _said(app) == f"The folder “{taken.name}” is not empty; name a new one."
        assert isinstance(app.screen, DeliverDialog)
        assert [p.name for p in taken.iterdir()] == ["other.txt"]
        await _deliver(pilot, "folder", office.folder / "new")
        assert isinstance(app.screen, DeliveredDialog)
        assert D.plain in shown(pilot)
        assert [p.name for p in (office.folder / "new").iterdir()] == [f"{reference}-access.md"]
        await press(pilot, "enter")
        assert isinstance(app.screen, CaseScreen)
        assert cases.show(app.desk, reference).case.status is CaseStatus.RELEASED


async def test_the_documents_and_the_address_of_a_mail_are_chosen(office: Office) -> None:
    reference = office.ready("pdf", "zip", rights=("access", "portability"))
    release.release(office.jan, reference)
    app = _app(office)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        await _deliver(pilot, "pdf")
        assert "one document without files" in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, DeliverDialog)
        ticks = app.screen.query_one("#what", TickList)
        ticks.focus()
        await press(pilot, "1", "2")
        await _deliver(pilot, "pdf")
        assert _said(app) == D.none_ticked
        ticks.focus()
        await press(pilot, "1")
        await _deliver(pilot, "pdf", office.folder / "copy.pdf")
        assert isinstance(app.screen, DeliveredDialog)
        assert (office.folder / "copy.pdf").read_bytes().startswith(b"%PDF")
        await press(pilot, "enter")
        await _deliver(pilot, "eml", office.folder / "a.eml", "stranger@example.com")
        assert "not on file" in shown(pilot)
        assert not (office.folder / "a.eml").exists()
        await press(pilot, "enter")
        await _deliver(pilot, "eml", office.folder / "a.eml")
        assert isinstance(app.screen, DeliveredDialog)
        assert MAIL in (office.folder / "a.eml").read_text("utf-8")


async def test_the_place_follows_the_form_until_somebody_typed_one(office: Office) -> None:
    reference = office.ready("md")
    release.release(office.jan, reference)
    app = _app(office)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "D")
        place, to = (app.screen.query_one(f"#{name}", Input) for name in ("place", "to"))
        assert place.value.endswith(f"answer-{reference}")
        assert not to.parent.display  # type: ignore[union-attr]
        await press(pilot, "left")
        assert place.value.endswith(f"answer-{reference}.eml")
        assert to.parent.display  # type: ignore[union-attr]
        place.value = "/elsewhere/x"
        await press(pilot, "right")
        assert place.value == "/elsewhere/x"


async def test_the_release_says_what_and_in_which_format(office: Office) -> None:
    reference = office.ready("docx")
    letters.letter(office.mira, reference, "acknowledgement", "pdf", office.folder / "a.pdf")
    app = _app(office)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "F")
        assert isinstance(app.screen, ReleaseDialog)
        text = shown(pilot)
        assert "[x] access report (DOCX), prepared by mira" in text
        assert "[ ] acknowledgement (PDF)" in text
        app.screen.query_one("#what", TickList).focus()
        await press(pilot, "1", "enter")
        assert _said(app) == R.none_ticked
        await press(pilot, "2", "enter")
        with app.desk.store.read() as con:
            rows = con.execute("SELECT kind, format FROM document WHERE NOT draft").fetchall()
        assert [tuple(row) for row in rows] == [("letter:acknowledgement", "pdf")]


async def test_an_address_that_was_checked_is_given_with_the_release(office: Office) -> None:
    reference = office.ready("md")
    app = _app(office)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "F")
        screen = app.screen
        screen.query_one("#to", Input).value = "new@example.com"
        screen.query_one("#to", Input).focus()
        await press(pilot, "enter")
        assert "not on file" in shown(pilot)
        await press(pilot, "enter")
        assert app.screen is screen, "the form is still there"
        screen.query_one("#checked", Input).value = "called back"
        await press(pilot, "enter")
        assert cases.show(app.desk, reference).case.status is CaseStatus.RELEASED
        await _deliver(pilot, "eml", office.folder / "a.eml", "new@example.com")
        assert isinstance(app.screen, DeliveredDialog)
        await press(pilot, "tab", "enter")
        assert app.screen.query_one("#to", Input).value == "new@example.com"


async def test_a_refused_sending_keeps_what_was_typed(office: Office) -> None:
    reference = office.ready("md")
    release.release(office.jan, reference)
    app = _app(office)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "S", "tab", "text:a@b.example", "enter")
        assert "not on file" in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, SendDialog)
        app.screen.query_one("#day", Input).value = "1.2."
        await press(pilot, "enter")
        assert "2026-01-30" in _said(app)
        app.screen.query_one("#day", Input).value = office.moment.date().isoformat()
        app.screen.query_one("#checked", Input).value = "read out over the telephone"
        await press(pilot, "enter")
        assert cases.show(app.desk, reference).case.status is CaseStatus.SENT


async def test_what_still_has_to_leave_is_proposed(office: Office) -> None:
    reference = office.ready("pdf", "zip", rights=("access", "portability"))
    release.release(office.jan, reference)
    app = _app(office)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "S")
        ticks = app.screen.query_one("#what", TickList)
        ticks.focus()
        app.screen.query_one("#to", Input).value = MAIL
        await press(pilot, "1", "2", "enter")
        assert _said(app) == R.none_sent
        await press(pilot, "1", "enter")
        assert isinstance(app.screen, CaseScreen)
        view = cases.show(app.desk, reference)
        assert view.case.status is CaseStatus.RELEASED
        assert [one.kind for one in view.waiting] == ["portability_package"]
        await press(pilot, "S")
        assert not app.screen.query("#what"), "there is one document left"
        app.screen.query_one("#to", Input).value = MAIL
        app.screen.query_one("#to", Input).focus()
        await press(pilot, "enter")
        assert cases.show(app.desk, reference).case.status is CaseStatus.SENT
        await _deliver(pilot, "folder", office.folder / "again")
        assert isinstance(app.screen, DeliveredDialog)
        assert "another copy: the access report left on" in shown(pilot)
