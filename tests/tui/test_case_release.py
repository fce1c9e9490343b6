"""Checking, releasing and sending from the case screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.office import MAIL, Office
from tests.tui.driving import LARGE, press, settle, shown

from privacydesk.desk import cases, letters, release
from privacydesk.domain.model import CaseStatus
from privacydesk.tui.app import PrivacyDeskApp


def _app(office: Office, operator: str) -> PrivacyDeskApp:
    return PrivacyDeskApp(office.path, operator, now=lambda: office.moment, debounce=0)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return Office(tmp_path)


def footer(text: str) -> str:
    return text.rsplit("\n", maxsplit=1)[-1].strip()


async def test_from_the_checks_to_sent(office: Office) -> None:
    reference = office.ready("md")
    app = _app(office, "jan")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert footer(shown(pilot)).startswith("▸ F Release")
        await press(pilot, "C")
        assert "Nothing keeps the answer" in shown(pilot)
        assert "rests on a search of every system" in shown(pilot)
        await press(pilot, "escape", "space")
        assert "cannot be changed afterwards" in shown(pilot)
        await press(pilot, "tab", "enter")
        assert cases.show(app.desk, reference).case.status is CaseStatus.RELEASED
        assert footer(shown(pilot)).startswith("▸ S Sent")
        await press(pilot, "space", "tab", f"text:{MAIL}", "enter")
        assert cases.show(app.desk, reference).case.status is CaseStatus.SENT


async def test_what_waits_is_shown_until_all_of_it_left(office: Office) -> None:
    reference = office.ready("md")
    file = office.folder / "reply.md"
    letters.letter(office.mira, reference, "access_reply", "md", file)
    release.release(office.jan, reference)
    release.send(office.jan, reference, channel="portal", only=["letter:access_reply"])
    app = _app(office, "jan")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        assert "partly sent, 1 of 2" in shown(pilot)
        await press(pilot, "enter")
        text = shown(pilot)
        assert "Still to leave" in text
        assert f"{reference}-access.md" in text
        assert footer(text).startswith("▸ S Sent")
        await press(pilot, "space", "tab", f"text:{MAIL}", "enter")
        assert cases.show(app.desk, reference).case.status is CaseStatus.SENT
        assert "Still to leave" not in shown(pilot)
        assert "✓ sent" in shown(pilot)


async def test_a_request_left_open_is_named_and_settled(office: Office) -> None:
    reference = office.ready("md", rights=("access", "rectification"))
    release.release(office.jan, reference)
    release.send(office.jan, reference, channel="portal")
    app = _app(office, "jan")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        assert "1 request not answered: rect" in shown(pilot)
        await press(pilot, "enter")
        text = shown(pilot)
        assert "Not answered yet" in text
        assert "1 request not answered: rectification" in text
        assert footer(text).startswith("▸ R Settle")
        await press(pilot, "space")
        assert "How did this request end?" in shown(pilot)


async def test_who_prepared_it_is_refused_with_a_sentence(office: Office) -> None:
    reference = office.ready("md")
    app = _app(office, "mira")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "C")
        assert "A30 is released by somebody who did not prepare it" in shown(pilot)
        await press(pilot, "escape", "space", "tab", "enter")
        assert "A30" in shown(pilot)
        assert cases.show(app.desk, reference).case.status is CaseStatus.PREPARED


async def test_of_several_formats_one_is_chosen(office: Office) -> None:
    reference = office.ready("md")
    office.later(minutes=1)
    office.prepare(reference, "html")
    app = _app(office, "jan")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "C")
        assert "released as html unless another is chosen: md" in shown(pilot)
        await press(pilot, "escape", "space")
        assert "‹ html ›" in shown(pilot)
        app.screen.query_one("#format").focus()
        await press(pilot, "right")
        assert "‹ md ›" in shown(pilot)
        app.screen.query_one("#yes").focus()
        await press(pilot, "enter")
        released = [d for d in cases.show(app.desk, reference).case.documents if not d.draft]
        assert [d.format for d in released] == ["md"]
