"""Which kinds of records the words of a row name."""

from __future__ import annotations

import pytest

from privacydesk.documents.words import Words
from privacydesk.domain.kind_names import kinds_named
from privacydesk.domain.model import RecordKind


@pytest.mark.parametrize("language", ["nl", "de", "en"])
@pytest.mark.parametrize("kind", RecordKind)
def test_what_a_letter_calls_a_kind_is_that_kind_alone(kind: RecordKind, language: str) -> None:
    title = Words(language)("kind", kind.value)
    assert kinds_named(title) == {kind}
    assert kinds_named(f"{title.upper()} (12)") == {kind}


@pytest.mark.parametrize("kind", [kind for kind in RecordKind if kind is not RecordKind.OTHER])
def test_the_name_of_the_command_line_is_known(kind: RecordKind) -> None:
    assert kinds_named(kind.value) == {kind}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Old tickets and chats (3)", {"ticket", "chat"}),
        ("Call recordings", {"recording"}),
        ("Telefongespräche und Rechnungen", {"call", "invoice"}),
        ("Vragen (1)", {"ticket"}),
        ("everything else", set()),
        ("Other systems", set()),
        ("Accounting documents", set()),
        ("Bestellnummern", set()),
    ],
)
def test_a_row_names_what_it_says_and_no_more(text: str, kinds: set[str]) -> None:
    assert kinds_named(text) == {RecordKind(kind) for kind in kinds}
