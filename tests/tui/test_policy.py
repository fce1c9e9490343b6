"""The policy check on the screen: findings, the record of processing, another pack."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.driving import LARGE, SMALL, audits, press, settle, shown
from textual.widgets import Input

from privacydesk.desk import policies
from privacydesk.domain.policy_check import Severity
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.policy import PackDialog, PolicyScreen
from privacydesk.tui.texts_policy import P
from privacydesk.tui.widgets.fields import Choice


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_findings_and_what_to_do(app: PrivacyDeskApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        policies.use(app.desk, "zooplus")
        report = policies.check_in_force(app.desk)
        await press(pilot, "P")
        assert isinstance(app.screen, PolicyScreen)
        text = shown(pilot)
        assert P.errors.format(n=report.count(Severity.ERROR)) in text
        assert "bitiba" in text
        assert report.findings[0].mend in " ".join(text.split())
        assert report.findings[1].mend not in " ".join(text.split())
        await press(pilot, "down")
        assert report.findings[1].mend in " ".join(shown(pilot).split())


async def test_without_a_pack_it_says_so(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "P")
        assert "No policy pack is in force" in " ".join(shown(pilot).split())


async def test_the_record_is_written_to_a_file(app: PrivacyDeskApp, tmp_path: Path) -> None:
    out = tmp_path / "record.xlsx"
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await settle(pilot)
        policies.use(app.desk, "lindeboom")
        await press(pilot, "P", "w")
        app.screen.query_one("#path", Input).value = str(out)
        await pilot.click("#yes")
        await settle(pilot)
        assert out.read_bytes().startswith(b"PK")
        assert isinstance(app.screen, PolicyScreen)


async def test_another_pack_after_a_choice(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await settle(pilot)
        policies.use(app.desk, "lindeboom")
        await press(pilot, "P", "u")
        assert isinstance(app.screen, PackDialog)
        await press(pilot, "escape")
        assert policies.pack_for(app.desk).name == "lindeboom"
        await press(pilot, "u")
        choice = app.screen.query_one(Choice)
        assert choice.value == "lindeboom"
        while choice.value != "gigaset":
            await press(pilot, "right")
        await pilot.click("#yes")
        await settle(pilot)
        assert policies.pack_for(app.desk).name == "gigaset"
        assert "Gigaset" in shown(pilot)
        path = app.store_path
    assert path is not None
    assert audits(path).count("policy.used") == 2
