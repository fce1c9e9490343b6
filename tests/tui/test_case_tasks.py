"""Search tasks on the case screen: asking owners, outcomes by hand, the letter to a processor."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.answering import use_pack
from tests.tui.driving import LARGE, SMALL, audits, press, settle, shown
from textual.widgets import Input

from privacydesk.desk import letters, release
from privacydesk.domain.search_tasks import SearchTask, TaskState
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.case import CaseScreen
from privacydesk.tui.screens.case_task_dialogs import AskDialog
from privacydesk.tui.screens.letters import LettersScreen
from privacydesk.tui.texts import T
from privacydesk.tui.texts_release import K
from privacydesk.tui.widgets.fields import Choice
from privacydesk.tui.widgets.rows import RowList

CASE, BY_HAND = "2026-0001", "Access control"


def _task(app: PrivacyDeskApp, system: str = BY_HAND) -> SearchTask:
    return next(t for t in release.search_tasks(app.desk, CASE) if t.system == system)


def _said(app: PrivacyDeskApp) -> str:
    return str(list(app._notifications)[-1].message)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_system_is_listed_with_its_state(
    app: PrivacyDeskApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        text = shown(pilot)
        for system in (BY_HAND, "Freshdesk", "Shopify", "Telephony"):
            assert system in text
        assert text.count(K.state["open"]) >= 4
        rows = app.screen.query_one("#list", RowList)
        assert rows.current is not None
        assert rows.current.key == BY_HAND, "what nobody imported is looked for first"
        assert K.processor in text


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_owner_is_asked_with_a_reminder(
    app: PrivacyDeskApp, shop: Path, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "a")
        assert isinstance(app.screen, AskDialog)
        assert app.screen.query_one("#owner", Input).value == "facility"
        assert app.screen.query_one("#remind", Input).value == "2026-03-09"
        await press(pilot, "enter")
        assert isinstance(app.screen, CaseScreen)
        task = _task(app)
        assert task.state is TaskState.ASKED
        assert task.asked is not None
        assert (task.asked.owner, task.asked.on.isoformat()) == ("facility", "2026-03-02")
        text = shown(pilot)
        assert K.asked_on.format(day="2 Mar") in text
    assert "case.ask" in audits(shop)


async def test_what_cannot_be_is_said_and_can_be_mended(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "a")
        owner = app.screen.query_one("#owner", Input)
        owner.value = " "
        await press(pilot, "enter")
        assert _said(app) == K.say_owner
        owner.value = "facility"
        app.screen.query_one("#on", Input).value = "tomorrow"
        await press(pilot, "enter")
        assert _said(app) == T.common.bad_day
        app.screen.query_one("#on", Input).value = "2026-03-03"
        app.screen.query_one("#owner", Input).focus()
        await press(pilot, "enter")
        assert "lies in the future" in shown(pilot)
        assert _task(app).asked is None
        await press(pilot, "enter")
        assert isinstance(app.screen, AskDialog), "the form is still there, filled in"
        app.screen.query_one("#on", Input).value = "2026-02-20"
        app.screen.query_one("#remind", Input).value = "2026-02-27"
        await press(pilot, "enter")
        assert _task(app).state is TaskState.OVERDUE
        assert K.state["overdue"] in shown(pilot)


async def test_an_owner_that_nobody_knows_must_be_named(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        with app.desk.store.write("mira", app.desk.now()) as tx:
            tx.sql.execute("UPDATE system SET owner = NULL WHERE name = ?", (BY_HAND,))
            tx.audit("system.changed")
        await press(pilot, "enter", "a", "enter")
        assert _said(app) == K.say_owner
        assert _task(app).asked is None
        await press(pilot, "text:the caretaker", "enter")
        asked = _task(app).asked
        assert asked is not None
        assert asked.owner == "the caretaker"


async def test_an_outcome_by_hand_ends_the_task_and_leads_to_the_next(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "a", "enter")
        await press(pilot, "u", "right", "right", "tab", "tab", "enter")
        assert _task(app).outcome.value == "open", "impossible needs its reason"
        await press(pilot, "text:no longer readable", "enter")
        task = _task(app)
        assert (task.state, task.outcome.value, task.note) == (
            TaskState.DONE, "impossible", "no longer readable",
        )  # fmt: skip
        rows = app.screen.query_one("#list", RowList)
        assert rows.current is not None
        assert rows.current.key != BY_HAND


async def test_the_letter_to_a_processor_goes_to_whom_it_is_said(
    app: PrivacyDeskApp, shop: Path
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        desk = app.desk
        use_pack(desk)
        await press(pilot, "enter", "Q")
        box = app.screen.query_one(Input)
        assert box.value == BY_HAND
        box.value = ""
        await press(pilot, "enter")
        assert _said(app) == K.say_recipient
        await press(pilot, "Q")
        app.screen.query_one(Input).value = "Sleutelwacht B.V."
        await press(pilot, "enter")
        assert isinstance(app.screen, LettersScreen)
        rows = app.screen.query_one("#letters", RowList)
        assert rows.current is not None
        assert rows.current.key == "processor_search_request"
        stated = dict(letters.show(desk, CASE, "processor_search_request").stated)
        assert stated["recipient"] == "Sleutelwacht B.V."


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_processor_is_asked_by_letter_in_the_same_step(
    app: PrivacyDeskApp, shop: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "request.md"
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        use_pack(app.desk)
        await press(pilot, "enter", "a")
        assert T.case.path not in shown(pilot), "without a letter there is no file"
        app.screen.query_one("#letter", Choice).focus()
        await press(pilot, "space")
        assert T.case.path in shown(pilot)
        app.screen.query_one("#owner", Input).value = "Sleutelwacht B.V."
        box = app.screen.query_one("#path", Input)
        box.value = ""
        await press(pilot, "enter")
        assert _said(app) == K.say_letter
        file.write_text("not ours", encoding="utf-8")
        box.value = str(file)
        await press(pilot, "enter")
        assert "exists already; name another file." in " ".join(shown(pilot).split())
        assert _task(app).asked is None, "nothing is half done"
        await press(pilot, "enter")
        assert isinstance(app.screen, AskDialog)
        file.unlink()
        box.focus()
        await press(pilot, "enter")
        assert isinstance(app.screen, CaseScreen)
        assert _said(app) == K.asked_by_letter.format(path=file)
        assert "Sleutelwacht" in file.read_text(encoding="utf-8")
        asked = _task(app).asked
        assert asked is not None
        assert asked.owner == "Sleutelwacht B.V."
    assert {"case.ask", "letter.drafted"} <= set(audits(shop))


async def test_only_a_processor_is_asked_by_letter(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        with app.desk.store.write("mira", app.desk.now()) as tx:
            tx.sql.execute("UPDATE system SET processor = 0 WHERE name = ?", (BY_HAND,))
            tx.audit("system.changed")
        await press(pilot, "enter", "a")
        assert isinstance(app.screen, AskDialog)
        assert not app.screen.query("#letter")
