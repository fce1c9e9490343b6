"""Storage periods on the screen: seen, run after a question, kept by a hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.tui.driving import LARGE, SMALL, audits, press, settle, shown

from privacydesk.desk import retention
from privacydesk.policy.loader import load_pack
from privacydesk.store import packs, settings
from privacydesk.store.codec import to_text
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.dialogs import ConfirmDialog
from privacydesk.tui.screens.retention import RetentionScreen
from privacydesk.tui.texts_retention import R

OLD = datetime(2015, 1, 5, 9, tzinfo=UTC)


def _keep_to(app: PrivacyDeskApp) -> None:
    """Put a pack in force, make the calls of the shop old, and close their person's cases."""
    desk = app.desk
    with desk.store.write("mira", desk.now()) as tx:
        packs.keep(tx, pack := load_pack("lindeboom"))
        settings.put(tx, "policy_sha256", pack.sha256)
        settings.put(tx, "policy_name", pack.name)
        tx.sql.execute(
            "UPDATE record SET occurred_at = ? WHERE kind IN ('call', 'recording', 'chat')",
            (to_text(OLD),),
        )
        tx.sql.execute("UPDATE case_ SET status = 'closed' WHERE subject_id = 1")
        tx.audit("test.policy")
    desk.reload_settings()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_is_due_is_shown_and_run_after_a_question(
    app: PrivacyDeskApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        _keep_to(app)
        due = retention.due(app.desk)
        assert due.due > 0
        await press(pilot, "p")
        assert isinstance(app.screen, RetentionScreen)
        assert R.due.format(n=due.due) in shown(pilot)
        assert R.why in shown(pilot)
        await press(pilot, "r")
        assert isinstance(app.screen, ConfirmDialog)
        await press(pilot, "escape")
        assert retention.due(app.desk).due == due.due
        await press(pilot, "r")
        await pilot.click("#yes")
        await settle(pilot)
        assert retention.due(app.desk).due == 0
        assert R.due.format(n=0) in shown(pilot)
        path = app.store_path
    assert path is not None
    assert "retention.run" in audits(path)


async def test_without_a_pack_it_says_what_is_missing(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "p")
        assert "No policy pack" in shown(pilot)


async def test_a_hold_by_hand_and_its_end(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await settle(pilot)
        _keep_to(app)
        await press(pilot, "p", "h")
        assert R.no_holds in shown(pilot)
        await press(pilot, "a", "text:nobody", "enter")
        assert R.bad_whom[:20] in shown(pilot)
        await press(pilot, "escape", "a", "text:1", "tab", "text:a claim", "enter")
        (hold,) = retention.holds(app.desk)
        assert (hold.subject_id, hold.reason, hold.until) == (1, "a claim", None)
        assert "a claim" in shown(pilot)
        await press(pilot, "x")
        await pilot.click("#yes")
        await settle(pilot)
        assert retention.holds(app.desk) == ()
        assert R.no_holds in shown(pilot)
