"""CSV cells: no formula runs, everything reads back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.test_document_escape import HOSTILE

from privacydesk.documents.package.cells import defuse, from_csv, restore, to_csv
from privacydesk.documents.package.schemas import json_schema, record_columns
from privacydesk.documents.package.tables import currency
from privacydesk.documents.words import (
    Words,
    show_article,
    show_day,
    show_duration,
    show_moment,
    show_number,
)
from privacydesk.domain.details import DETAILS
from privacydesk.domain.model import RecordKind, Role

# A store keeps no NUL and no lone surrogate (`domain/text.py`, storable).
TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_rows_read_back(cells: list[str]) -> None:
    head = [f"c{n}" for n in range(len(cells))]
    (row,) = from_csv(to_csv(head, [cells]))
    assert list(row.values()) == cells


@pytest.mark.parametrize("text", [*HOSTILE, "＝1", "＋1", "@x", "-2", "\t=1", "\r=1", "'x", "'=1"])
def test_no_cell_starts_a_formula(text: str) -> None:
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    (row,) = list(csv.reader(io.StringIO(to_csv(["a"], [[text]]).decode(), newline="")))[1:]
    assert not row or row[0][:1] not in tuple("=+-@\t\r＝＋－＠")
    assert restore(defuse(text)) == text


def test_numbers_stay_numbers() -> None:
    assert to_csv(["a", "b"], [[-5, None]]) == b"a,b\r\n-5,\r\n"


@pytest.mark.parametrize("kind", RecordKind)
def test_every_field_of_every_kind_has_words_in_three_languages(kind: RecordKind) -> None:
    words = Words("de")
    schema = json_schema(kind, words)
    for name in DETAILS[kind].model_fields:
        texts = words.every_language("field", name)
        assert texts is not None, name
        assert set(texts) == {"nl", "de", "en"}
        assert name in schema["items"]["properties"]["details"]["properties"]
    columns = [column.name for column in record_columns(kind)]
    assert len(columns) == len(set(columns))
    assert words("kind", kind.value)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_words(role: Role) -> None:
    assert all(Words(language)("role", role.value) for language in ("nl", "de", "en"))


@pytest.mark.parametrize(
    ("written", "code"),
    [("€", "EUR"), ("eur", "EUR"), ("NOK", "NOK"), ("kr", "NOK"), ("points", "points")],
)
def test_currencies(written: str, code: str) -> None:
    assert currency(written) == code


def test_habits_of_languages() -> None:
    from datetime import UTC, date, datetime

    day, moment = date(2026, 3, 5), datetime(2026, 3, 5, 9, 7, tzinfo=UTC)
    assert [show_day(day, x) for x in ("nl", "de", "en")] == [
        "5 maart 2026",
        "5. März 2026",
        "5 March 2026",
    ]
    assert show_moment(moment, "en") == "5 Mar 2026, 09:07"
    assert show_number(1234.5, "de") == "1.234,5"
    assert show_number(1234.5, "en") == "1,234.5"
    assert show_article("6(1)(b)", "nl") == "6 lid 1 onder b"
    assert show_article("Art. 15(4)", "de") == "Art. 15 Abs. 4"
    assert show_article("Art. 20(1)(a)", "en") == "Art. 20(1)(a)"
    assert (show_duration(59), show_duration(3661)) == ("0:59", "1:01:01")
