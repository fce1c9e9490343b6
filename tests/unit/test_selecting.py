"""Selecting in shown text gives back the characters of the source, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.domain.text import safe
from privacydesk.tui.selecting import Page

ANY = st.text(
    st.one_of(
        st.sampled_from("ab \n\r\t\x1b\x00\u2028\ufeff\u202e\x85"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=40,
)


@given(ANY)
def test_all_of_a_text_is_the_source_again(source: str) -> None:
    page = Page([("text", source)], labels=False)
    assert page.text == safe(source)
    rows = page.text.split("\n")
    picked = page.picked((0, 0), (len(rows) - 1, len(rows[-1])))
    assert picked is not None
    shown = safe(source)
    assert safe(picked.text) == shown
    assert picked.text in source
    assert picked.occurrence == 0


@given(ANY, st.data())
def test_any_part_stands_where_it_is_said_to_stand(source: str, data: st.DataObject) -> None:
    page = Page([("other", "x" * 70), ("text", source), ("last", "y")])
    offset = data.draw(st.integers(0, len(source) - 1))
    end = data.draw(st.integers(offset, len(source)))
    one, other = page.location("text", offset), page.location("text", end)
    picked = page.picked(one, other)
    assert picked is not None
    if not picked.text:
        return
    assert picked.field == "text"
    at = -1
    for _ in range(picked.occurrence + 1):
        at = source.find(picked.text, at + 1)
    assert at >= 0
    assert offset <= at <= end
    lines = page.text.split("\n")
    low, high = min(one, other), max(one, other)
    if low[0] == high[0]:
        assert safe(picked.text).strip("\n") == lines[low[0]][low[1] : high[1]]


def test_labels_are_never_selected() -> None:
    page = Page([("fields.Email", "bas@example.com"), ("text", "one\ntwo"), ("id", "7")])
    lines = page.text.split("\n")
    assert lines[0] == "fields.Email" + " " * 20 + "bas@example.com"
    assert lines[2:5] == ["text", "one", "two"]
    whole = page.picked((0, 0), (0, len(lines[0])))
    assert whole is not None
    assert (whole.field, whole.text) == ("fields.Email", "bas@example.com")
    assert page.picked((0, 3), (0, 8)) is not None
    assert page.picked((0, 3), (0, 8)).text == ""  # type: ignore[union-attr]
    both = page.picked((2, 1), (4, 3))
    assert both is not None
    assert (both.field, both.text) == ("text", "one\ntwo")


def test_two_fields_are_not_one_selection() -> None:
    page = Page([("a", "one"), ("b", "two")])
    assert page.picked((0, 32), (1, 35)) is None


@pytest.mark.parametrize(("offset", "occurrence"), [(0, 0), (4, 1), (8, 2)])
def test_equal_words_are_told_apart(offset: int, occurrence: int) -> None:
    page = Page([("text", "bas bas bas")], labels=False)
    picked = page.picked((0, offset), (0, offset + 3))
    assert picked is not None
    assert (picked.text, picked.occurrence) == ("bas", occurrence)


def test_a_line_end_of_two_characters_is_selected_whole() -> None:
    page = Page([("text", "one\r\ntwo")], labels=False)
    assert page.text == "one\ntwo"
    picked = page.picked((0, 1), (1, 2))
    assert picked is not None
    assert picked.text == "ne\r\ntw"
