"""Driving the app in tests: an app at a fixed time, waiting without sleeping, its text."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerError

from privacydesk.store.engine import Store
from privacydesk.tui.app import PrivacyDeskApp

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SMALL, LARGE = (80, 24), (140, 40)
_ROUND = 0.02


def make_app(path: Path) -> PrivacyDeskApp:
    """An app whose clock stands still and which asks at once."""
    return PrivacyDeskApp(path, "mira", now=lambda: NOW, debounce=0)


async def settle(pilot: Pilot[int]) -> None:
    """Wait until nothing is asked and no message is on its way.

    An answer may lead to a question, and a screen that is just being mounted shows in neither, so
    the app must be found at rest several times in a row.
    """
    quiet = 0
    while quiet < 3:
        busy = _busy(pilot)
        with suppress(WorkerCancelled, WorkerError):
            await pilot.app.workers.wait_for_complete()
        await pilot.pause(_ROUND)
        quiet = 0 if busy else quiet + 1


def _busy(pilot: Pilot[int]) -> bool:
    app = pilot.app
    nodes = [app, *app.screen_stack, *app.screen.walk_children()]
    return bool(list(app.workers)) or any(node._message_queue.qsize() for node in nodes)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, each after the screen has come to rest; `text:abc` types."""
    for key in keys:
        if key.startswith("text:"):
            for letter in key.removeprefix("text:"):
                await pilot.press(_NAMES.get(letter, letter))
        else:
            await pilot.press(key)
        await settle(pilot)


_NAMES = {" ": "space", "@": "at", ".": "full_stop", "-": "minus", "/": "slash", ":": "colon"}


def shown(pilot: Pilot[int]) -> str:
    """What the terminal shows now, as text."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def audits(path: Path) -> list[str]:
    """The actions in the audit chain of a store, oldest first."""
    store = Store.open(path)
    try:
        with store.read() as con:
            rows = con.execute("SELECT action FROM audit_entry ORDER BY seq").fetchall()
    finally:
        store.close()
    return [str(row["action"]) for row in rows]
