"""Reading all texts of an answer on the review screen, and selecting where nothing was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told
from tests.tui.driving import LARGE, NOW, SMALL, make_app, press, settle, shown
from textual.widgets import TextArea

from privacydesk.desk import redaction
from privacydesk.desk.context import Desk
from privacydesk.domain.redaction import FindingState
from privacydesk.tui.app import PrivacyDeskApp
from privacydesk.tui.screens.review import ReviewScreen
from privacydesk.tui.screens.review_dialogs import SelectDialog
from privacydesk.tui.texts_review import V
from privacydesk.tui.widgets.paper import Paper
from privacydesk.tui.widgets.rows import RowList

CASE = "2026-0001"
LONG = "\n".join(f"Line {n} of a long story." for n in range(60))
HIDDEN = "the tall\r\nboy \x1b[31m"


@pytest.fixture
def path(store_path: Path) -> Path:
    with Desk.open(store_path, "mira", now=lambda: NOW) as desk:
        use_pack(desk)
        person = People(desk.store).add(
            "Anna de Boer",
            ("email", "anna@example.nl"),
            records=(
                Told(title="Router", text=LONG, at="2026-01-01"),
                Told(
                    title="Parcel",
                    at="2026-01-02",
                    lines=(
                        ("subject", f"He said: {HIDDEN} took it.", False),
                        ("agent", "We asked bas@example.com and 06-87654321.", False),
                    ),
                ),
                Told(title="Modem", at="2026-01-03", lines=(("subject", "Nothing here.", False),)),
                Told(
                    title="Bill",
                    at="2026-01-04",
                    lines=(("subject", "Write to eva@example.org please.", False),),
                ),
            ),
        )
        log_case(desk, person)
    return store_path


@pytest.fixture
def app(path: Path, monkeypatch: pytest.MonkeyPatch) -> PrivacyDeskApp:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return make_app(path)


def _states(app: PrivacyDeskApp) -> dict[str, str]:
    return {view.text: view.state.value for view in redaction.findings(app.desk, CASE)}


def _said(app: PrivacyDeskApp) -> str:
    return str(list(app._notifications)[-1].message)


def _title(app: PrivacyDeskApp) -> str:
    """The title of the record under the mark."""
    screen = app.screen
    assert isinstance(screen, ReviewScreen)
    record = screen._record
    assert record is not None
    return record.title


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_all_texts_are_walked_record_by_record(
    app: PrivacyDeskApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "t")
        screen = app.screen
        assert V.record_of.format(n=2, all=4) in shown(pilot), "at the record of the finding"
        assert "bas@example.com" in screen.query_one("#context", Paper).plain
        await press(pilot, "up")
        page = screen.query_one("#context", Paper)
        assert "Line 59 of a long story." in page.plain
        assert V.nothing_here.split(":")[0][:20] in shown(pilot)
        seen = {_title(app)}
        while _title(app) == "Router":
            top = page.scroll_offset.y
            await press(pilot, "pagedown")
            assert page.scroll_offset.y > top or _title(app) != "Router"
        for _ in range(12):
            seen.add(_title(app))
            await press(pilot, "pagedown")
        assert seen == {"Router", "Parcel", "Modem", "Bill"}


async def test_a_finding_still_takes_two_keys_and_can_be_undone(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "t", "k", "1")
        assert _states(app)["bas@example.com"] == "keep"
        await press(pilot, "b", "enter")
        assert _states(app)["06-87654321"] == "black_out"
        assert _title(app) == "Parcel", "the reader stays on the page"
        await press(pilot, "u")
        assert _states(app)["06-87654321"] == "open"
        await press(pilot, "left", "u")
        assert _states(app)["bas@example.com"] == "open"
        await press(pilot, "right", "space")
        assert _title(app) == "Bill"
        await press(pilot, "k", "1", "space")
        assert _title(app) == "Parcel", "from the end on it begins again"
        await press(pilot, "t")
        rows = app.screen.query_one("#findings", RowList)
        assert rows.display
        assert rows.current is not None
        assert "bas@example.com" in shown(pilot)


async def test_text_is_selected_where_no_rule_found_anything(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "t", "down")
        assert _title(app) == "Modem"
        await press(pilot, "a")
        assert isinstance(app.screen, SelectDialog)
        area = app.screen.query_one(TextArea)
        await press(pilot, "b")
        assert _said(app) == V.nothing_selected
        lines = area.text.split("\n")
        row = next(n for n, line in enumerate(lines) if "Nothing here." in line)
        start = lines[row].index("Nothing")
        area.move_cursor((row, start))
        area.move_cursor((row, start + 7), select=True)
        await press(pilot, "b")
        assert _states(app)["Nothing"] == "black_out"
        assert _title(app) == "Modem"
        assert "black by mira" in shown(pilot)
        await press(pilot, "u")
        assert "Nothing" not in {t for t, s in _states(app).items() if s == "black_out"}


async def test_the_keyboard_alone_selects(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "t", "down", "a")
        area = app.screen.query_one(TextArea)
        while "Nothing here." not in area.text.split("\n")[area.cursor_location[0]]:
            row = area.cursor_location[0]
            await press(pilot, "right_square_bracket")
            assert area.cursor_location[0] > row
        await press(pilot, "end", *["shift+left"] * 5, "B")
        assert _states(app)["here."] == "black_out"
        found = next(v for v in redaction.findings(app.desk, CASE) if v.text == "here.")
        assert found.everywhere


async def test_what_looks_different_from_the_source_is_selected_as_it_stands_there(
    app: PrivacyDeskApp,
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "t", "a")
        area = app.screen.query_one(TextArea)
        lines = area.text.split("\n")
        row = next(n for n, line in enumerate(lines) if "He said:" in line)
        area.move_cursor((row, lines[row].index("the tall")))
        area.move_cursor((row + 1, lines[row + 1].index(" took")), select=True)
        await press(pilot, "b")
        found = [v for v in redaction.findings(app.desk, CASE) if v.text == HIDDEN]
        assert [view.state for view in found] == [FindingState.BLACK_OUT]


async def test_one_selection_keeps_to_one_field(app: PrivacyDeskApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b", "t", "a")
        area = app.screen.query_one(TextArea)
        area.select_all()
        await press(pilot, "b")
        assert _said(app) == V.two_fields
        assert isinstance(app.screen, SelectDialog)


async def test_an_answer_in_which_nothing_was_found_can_be_read(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    with Desk.open(store_path, "mira", now=lambda: NOW) as desk:
        use_pack(desk)
        person = People(desk.store).add(
            "Anna de Boer", ("email", "anna@example.nl"), records=(Told(title="Router"),)
        )
        log_case(desk, person)
    app = make_app(store_path)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "b")
        assert V.nothing[:20] in shown(pilot)
        await press(pilot, "a")
        assert V.record_of.format(n=1, all=1) in shown(pilot)
        assert "Router" in app.screen.query_one("#context", Paper).plain
