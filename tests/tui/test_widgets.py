"""The small parts: fitting columns, long lists by pages, safe content, the registry of actions."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.pilot import Pilot

import privacydesk.tui
from privacydesk.domain.model import (
    AuthorRole,
    EventKind,
    IdentifierKind,
    RecordKind,
    RequestStatus,
    Role,
    RunState,
    SearchOutcome,
)
from privacydesk.domain.rights import Right
from privacydesk.tui import actions, show, theme
from privacydesk.tui.guard import StrangerFilter, content, one_line
from privacydesk.tui.texts import T
from privacydesk.tui.texts_help import ACTION_TEXTS, HELP
from privacydesk.tui.widgets.fields import Choice, Option, TickList
from privacydesk.tui.widgets.paper import Line, Paper
from privacydesk.tui.widgets.rows import PAGE, Column, Row, RowList, clip, fit

ANY = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@given(
    columns=st.lists(
        st.builds(
            Column,
            key=st.uuids().map(str),
            title=st.just("t"),
            width=st.integers(0, 20),
            least=st.integers(1, 20),
            drop=st.integers(1, 9),
        ),
        min_size=1,
        max_size=8,
    ),
    width=st.integers(0, 200),
)
def test_columns_never_overflow_and_go_in_their_order(columns: list[Column], width: int) -> None:
    found = fit(columns, width)
    used = sum(size for _, size in found) + 2 * max(0, len(found) - 1)
    assert used <= width or not found
    kept = [c.drop for c, _ in found]
    gone = [c.drop for c in columns if c not in [f for f, _ in found]]
    assert not kept or not gone or max(kept) <= min(gone) or min(gone) == max(kept)
    if any(not c.width for c, _ in found):
        assert used == width


@given(text=ANY, width=st.integers(0, 30), right=st.booleans())
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, width: int, right: bool) -> None:
    assert cell_len(clip(one_line(text), width, right=right)) == width


@given(parts=st.lists(st.one_of(ANY, st.tuples(ANY, st.sampled_from(["", "bold", "red"])))))
def test_content_holds_no_code_and_no_markup(parts: list[str | tuple[str, str]]) -> None:
    made = content(*parts)
    assert not UNSAFE.search(made.plain)
    styled = [p for p in parts if isinstance(p, tuple) and p[1]]
    assert len(made.spans) <= len(styled)


@pytest.mark.parametrize("text", ["[/nope]", "[@click=app.quit]x[/]", "[red]x[/red]", "\\[b]"])
def test_markup_is_text(text: str) -> None:
    made = content("a ", text, (text, "bold"))
    assert made.plain == f"a {text}{text}"
    assert all("click" not in str(span.style) for span in made.spans)


@given(text=ANY)
def test_the_backstop_replaces_what_slipped_past(text: str) -> None:
    keep = Segment("\x1b[1m", None, [(1,)])  # type: ignore[list-item]
    out = StrangerFilter().apply([Segment(text), keep], Color(0, 0, 0))
    assert not UNSAFE.search(out[0].text)
    assert len(out[0].text) == len(text)
    assert out[1] is keep


class Themed(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.DARK.variables)


class Lists(Themed):
    """A list of a hundred thousand rows that come page by page."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    def compose(self) -> ComposeResult:
        yield RowList([Column("n", "number"), Column("t", "text", width=9, drop=1)])

    def on_row_list_page_wanted(self, message: RowList.PageWanted) -> None:
        self.asked.append(message.page)
        rows = [
            Row(n, {"n": str(n)}) for n in range(message.page * PAGE, (message.page + 1) * PAGE)
        ]
        message.rows.put_page(message.page, rows)


async def drawn(pilot: Pilot[None], ready: Callable[[], bool]) -> None:
    """Let the app draw until it has come so far; drawing takes a few rounds of messages."""
    for _ in range(50):
        if ready():
            return
        await pilot.pause()
    raise AssertionError("never drawn")


async def test_a_long_list_reads_only_the_pages_in_view() -> None:
    app = Lists()
    async with app.run_test(size=(60, 20)) as pilot:
        rows = app.query_one(RowList)
        rows.focus()
        rows.set_paged(100_000)
        await drawn(pilot, lambda: app.asked == [0])
        await pilot.press("G")
        await drawn(pilot, lambda: len(app.asked) == 2)
        assert rows.cursor == 99_999
        assert app.asked == [0, 999]
        assert rows.current == Row(99_999, {"n": "99999"})
        await pilot.press("g", "j", "j", "k", "pagedown")
        await pilot.pause()
        assert rows.cursor == 20
        assert app.asked == [0, 999]


async def test_the_mark_stays_on_its_row_when_rows_change() -> None:
    app = Lists()
    async with app.run_test(size=(60, 20)) as pilot:
        rows = app.query_one(RowList)
        rows.set_rows([Row(k, {"n": k}) for k in "abcde"])
        rows.cursor = 3
        rows.set_rows([Row(k, {"n": k}) for k in "xda"], keep=True)
        await pilot.pause()
        assert rows.current is not None
        assert rows.current.key == "d"
        rows.set_rows([], keep=True)
        await pilot.pause()
        assert rows.current is None


class Forms(Themed):
    def compose(self) -> ComposeResult:
        yield TickList([Option("a", "A"), Option("b", "B"), Option("c", "C")], ["b"])
        yield Choice([Option("x", "X"), Option("y", "Y")], "y")
        yield Paper()


async def test_ticks_choice_and_paper_by_keys() -> None:
    app = Forms()
    async with app.run_test(size=(40, 12)) as pilot:
        ticks, choice = app.query_one(TickList), app.query_one(Choice)
        paper = app.query_one(Paper)
        ticks.focus()
        await pilot.press("space", "2", "j", "space")
        assert ticks.ticked == ("a", "c")
        choice.focus()
        assert choice.value == "y"
        await pilot.press("right", "right", "left")
        assert choice.value == "x"
        paper.set_lines([Line(content("word " * 30), content("• ")), "[/nope]"])
        await pilot.pause()
        assert paper.virtual_size.height > 5
        assert paper.plain == "• " + "word " * 30 + "\n[/nope]\n"


# --------------------------------------------------------------------------- texts and actions


def test_every_action_has_words_and_no_key_that_terminals_take() -> None:
    assert set(actions.ACTIONS) <= set(ACTION_TEXTS)
    for action in actions.ACTIONS.values():
        assert action.label
        assert action.help.endswith(".")
        assert not {"ctrl+b", "ctrl+s", "ctrl+j", "ctrl+c"} & set(action.key.split(","))


def test_every_help_page_has_three_lines() -> None:
    assert all(len(page) == 3 for page in HELP.values())


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (T.words.kind, RecordKind),
        (T.words.kind_one, RecordKind),
        (T.words.right, Right),
        (T.words.identifier, IdentifierKind),
        (T.words.role, Role),
        (T.words.author, AuthorRole),
        (T.words.outcome, SearchOutcome),
        (T.words.request_status, RequestStatus),
        (T.words.run_state, RunState),
        (T.words.event, EventKind),
    ],
)
def test_every_value_of_the_domain_has_a_word(words: dict[str, str], values: list[str]) -> None:
    assert {str(v) for v in values} <= set(words)


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        T.desk.title = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        T.words.kind["ticket"] = "x"  # type: ignore[index]


def test_content_is_built_in_one_place_only() -> None:
    """No other module may give data to Textual's markup."""
    folder = Path(privacydesk.tui.__file__).parent
    for path in folder.rglob("*.py"):
        if path.name == "guard.py":
            continue
        code = path.read_text("utf-8")
        assert "from_markup" not in code, path.name
        assert not re.search(r"Content\((?!\)|\"\\n\"\))[a-z\"f]", code), path.name
        assert "markup=True" not in code, path.name


@pytest.mark.parametrize(
    ("days", "glyph", "words"),
    [(-11, "▲", "11 days late"), (-1, "▲", "1 day late"), (0, "●", "today"), (1, "●", "tomorrow"),
     (6, "●", "6 days"), (7, "○", "7 days")],
)  # fmt: skip
def test_urgency_has_a_glyph_and_a_word(days: int, glyph: str, words: str) -> None:
    assert show.urgency(days)[0] == glyph
    assert show.days_left(days) == words
