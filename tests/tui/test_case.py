"""The case screen: the next step first, each step done from here, the clock with its reasons."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.driving import LARGE, SMALL, audits, press, settle, shown

from privacydesk.desk import cases
from privacydesk.domain.case_path import NextAction
from privacydesk.tui import actions
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens import case_parts
from privacydesk.tui.screens.case import CaseScreen
from privacydesk.tui.screens.find import FindScreen
from privacydesk.tui.texts import T


def footer(text: str) -> str:
    return text.rsplit("\n", maxsplit=1)[-1]


def test_every_next_step_has_an_action() -> None:
    wanted = set(NextAction) - {NextAction.NONE}
    assert set(case_parts.ACTION_OF) == wanted
    assert set(case_parts.ACTION_OF.values()) <= set(actions.ACTIONS)
    for name in case_parts.ACTION_OF.values():
        assert hasattr(CaseScreen, f"action_{name}")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_next_step_comes_first_in_the_footer(
    app: PrivacyDeskApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert footer(shown(pilot)).strip().startswith("▸ s Search systems")


async def test_the_path_from_search_to_candidates(app: PrivacyDeskApp, shop: Path) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "space")
        assert footer(shown(pilot)).strip().startswith("▸ u Outcome")
        await press(pilot, "space", "tab", "tab", "text:asked facility", "enter")
        view = cases.show(app.desk, "2026-0001")
        by_hand = next(s for s in view.case.searches if s.system == "Access control")
        assert (by_hand.outcome.value, by_hand.note) == ("none", "asked facility")
        assert footer(shown(pilot)).strip().startswith("▸ c Candidates")
        await press(pilot, "space")
        view = cases.show(app.desk, "2026-0001")
        assert view.next_action is not NextAction.LIST_CANDIDATES
        found = [c for c in view.case.candidates if c.decision is None]
        assert found, "the open suggestion is a candidate"
        await press(pilot, "space")
        for _ in found:
            await press(pilot, "f", "text:another person", "enter", "down")
        view = cases.show(app.desk, "2026-0001")
        assert {c.decision for c in view.case.candidates} == {"not_theirs"}
        assert {c.why for c in view.case.candidates} == {"another person"}
        assert view.next_action is NextAction.WRITE_REPORT
    assert "case.decide" in audits(shop)


async def test_a_hit_by_hand_counts_from_then_on(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "h", "text:badge list", "tab", "text:seen on monday", "enter")
        case = cases.show(app.desk, "2026-0001").case
        hit = next(s for s in case.searches if s.system == "Access control")
        assert (hit.outcome.value, hit.hits) == ("hits", 1)


async def test_the_clock_shows_each_step_with_its_article(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "l")
        text = shown(pilot)
        assert T.case.how in text
        assert "Art. 12(3)" in text
        assert "21 Jan 2026" in text


async def test_a_person_is_attached_by_finding_them(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "down", "down", "enter")
        assert footer(shown(pilot)).strip().startswith("▸ p Person")
        await press(pilot, "space")
        assert isinstance(app.screen, FindScreen)
        await press(pilot, "text:gross", "enter")
        assert isinstance(app.screen, CaseScreen)
        assert cases.show(app.desk, "2026-0002").case.subject_id == 2
        assert "Johannes Groß" in shown(pilot)


async def test_an_event_needs_its_reason_and_moves_the_clock(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "down", "down", "enter")
        before = cases.show(app.desk, "2026-0002").clock.due
        await press(pilot, "e", "right", "enter")  # identity asked, without a reason
        assert T.case.event_title in shown(pilot)
        await press(pilot, "text:name and address differ", "enter")
        case = cases.show(app.desk, "2026-0002").case
        assert [e.kind.value for e in case.events][-1] == "identity_asked"
        assert case.events[-1].reason == "name and address differ"
        assert footer(shown(pilot)).strip().startswith("▸ r Answered")
        assert cases.show(app.desk, "2026-0002").clock.due == before, (
            "a question alone pauses nothing"
        )


async def test_a_refusal_of_the_desk_is_a_sentence_not_a_crash(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "down", "down", "enter", "s")
        assert T.common.problem in shown(pilot)
        assert "person is not known yet" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, CaseScreen)
