"""What a document was made from, compared with today: changed data are told from a new program."""

from __future__ import annotations

import pytest

from privacydesk.domain.contents import Change, Content, compare

NOW = "2.0/in/out"


@pytest.mark.parametrize(
    ("kept", "change"),
    [
        ("2.0/in/out", Change.SAME),
        ("2.0/other/out", Change.DATA),
        ("2.0/in/other", Change.DATA),  # the same program, the same data: the day or a name did it
        ("2.0/other/other", Change.DATA),
        ("1.9/in/out", Change.SAME),
        ("1.9/in/other", Change.PROGRAM),
        ("1.9/other/out", Change.DATA),
        ("1.9/other/other", Change.DATA),
        ("2.1/in/other", Change.PROGRAM),  # gone back to an older program
        ("out", Change.SAME),  # from a store of an earlier version
        ("other", Change.DATA),
    ],
)
def test_what_changed(kept: str, change: Change) -> None:
    assert compare(kept, NOW) is change


def test_the_text_in_the_store_reads_back() -> None:
    content = Content("1.0", "ab", "cd")
    assert Content.read(str(content)) == content
    assert Content.read("cd") == Content("", "", "cd")
