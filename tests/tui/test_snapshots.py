"""How the screens look: fixed size, time, zone and theme. Update with `--snapshot-update`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.tui.driving import LARGE, SMALL, press, settle
from textual.pilot import Pilot
from textual.widgets import Input

from privacydesk.tui.app import PrivacyDeskApp

Compare = Callable[..., bool]

LOOKS: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "desk_small": (SMALL, ()),
    "desk_large": (LARGE, ()),
    "desk_light": (LARGE, ("ctrl+t",)),
    "find_large": (LARGE, ("slash", "text:sanne", "down")),
    "person_ticket_large": (LARGE, ("slash", "text:berg", "enter", *["left"] * 5)),
    "person_timeline_small": (SMALL, ("slash", "text:berg", "enter", "right")),
    "same_person_large": (LARGE, ("slash", "text:berg", "enter", "m")),
    "case_small": (SMALL, ("enter",)),
    "case_large": (LARGE, ("enter",)),
    "case_ask_owner_small": (SMALL, ("enter", "a")),
    "checks_large": (LARGE, ("enter", "C")),
    "case_clock_small": (SMALL, ("enter", "l")),
    "new_request_small": (SMALL, ("n",)),
    "systems_small": (SMALL, ("s",)),
    "help_small": (SMALL, ("question_mark",)),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOKS)
def test_looks(name: str, app: PrivacyDeskApp, snap_compare: Compare) -> None:
    size, keys = LOOKS[name]

    async def before(pilot: Pilot[int]) -> None:
        await settle(pilot)
        await press(pilot, *keys)
        for box in pilot.app.screen.query(Input):
            box.cursor_blink = False
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)
