"""Amounts, yes and no, and the columns of tables as the reader of an answer expects them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from privacydesk.documents.access.cards import Cards
from privacydesk.documents.access.codes import find_code
from privacydesk.documents.access.delivered import Delivered
from privacydesk.documents.blocks import Fields, Grid
from privacydesk.documents.tree import parse
from privacydesk.documents.words import Words, show_amount
from privacydesk.documents.writers.encoding import Encoder
from privacydesk.domain.model import RecordKind


@pytest.mark.parametrize(
    ("text", "nl", "de", "en"),
    [
        ("1902.35", "1.902,35", "1.902,35", "1,902.35"),
        ("0.00", "0,00", "0,00", "0.00"),
        ("-5.5", "-5,5", "-5,5", "-5.5"),
        ("12345678.125", "12.345.678,125", "12.345.678,125", "12,345,678.125"),
        ("12", "12", "12", "12"),
        ("1.902,35", "1.902,35", "1.902,35", "1.902,35"),
        ("EUR 5.00", "EUR 5.00", "EUR 5.00", "EUR 5.00"),
        ("٣.٥", "٣.٥", "٣.٥", "٣.٥"),
        ("", "", "", ""),
    ],
)
def test_amounts_keep_their_digits(text: str, nl: str, de: str, en: str) -> None:
    assert [show_amount(text, language) for language in ("nl", "de", "en")] == [nl, de, en]


def _order() -> Delivered:
    details = {
        "marketing_email": "no",
        "total": "1902.35",
        "note": "no, thank you",
        "order_number": "12.50",
        "lines": [{"name": "Router", "quantity": "2", "price": "951.18"}],
    }
    return Delivered(
        1, RecordKind.ORDER, "Shop", "shopify", "7", "Order 7", "", None,
        datetime(2026, 1, 1, tzinfo=UTC), (), details, {"Total": "1902.35"}, (), (), (), None,
        False, False, {}, (),
    )  # fmt: skip


def test_a_card_shows_values_in_the_habit_of_the_language_and_fields_as_they_are() -> None:
    blocks = list(Cards(Words("nl"), ZoneInfo("Europe/Amsterdam")).card(_order()))
    readable, verbatim = [dict(b.rows) for b in blocks if isinstance(b, Fields)]
    assert readable["Reclame per e-mail"] == "nee"
    assert readable["Totaal"] == "1.902,35"
    assert readable["Notitie"] == "no, thank you"
    assert readable["Bestelnummer"] == "12.50"  # a number is no amount
    assert verbatim == {"Total": "1902.35"}
    (lines,) = [block for block in blocks if isinstance(block, Grid)]
    assert lines.rows == (("Router", "2", "951,18"),)


def test_long_texts_get_more_of_a_table_and_short_ones_enough() -> None:
    long = "a reasonable time after your last interaction, then erased " * 3
    (table,) = parse(f"| A | Rule | Until |\n|---|---|---|\n| Chats | {long} | 1 May |\n")
    kind, _, _, _, widths = Encoder(str, str, str).block(table)
    assert kind == "table"
    assert widths[1] > 2 * widths[0]
    assert widths[0] == widths[2] > 0.2 * widths[1]


def test_a_word_of_a_short_column_is_not_broken() -> None:
    role = "delivers parcels " * 9
    (table,) = parse(
        f"| Whom | Role | Land | Data |\n|---|---|---|---|\n| A | {role} | Netherlands | {role} |\n"
    )
    _, _, _, _, widths = Encoder(str, str, str).block(table)
    assert 100 * widths[2] / sum(widths) > len("Netherlands") + 2


@pytest.mark.parametrize(
    ("source", "field", "value", "meaning"),
    [
        ("freepbx", "amaflags", "3", "alleen vastgelegd"),
        ("freepbx", "lastapp", "Queue", "in de wachtrij gezet"),
        ("freshdesk", "status_name", "Closed", "gesloten"),
        ("freshdesk", "ticket_type", "Return", "retour"),
        ("mailchimp", "UNSUB_REASON", "NORMAL", "wil deze e-mails niet meer krijgen"),
        ("shopify", "Risk Level", "Low", "laag risico op fraude"),
        ("generic", "status", "delivered", "bezorgd"),
    ],
)
def test_codes_in_any_case_have_a_meaning(
    source: str, field: str, value: str, meaning: str
) -> None:
    code = find_code("System", source, field, value, "nl")
    assert code is not None
    assert (code.code, code.meaning) == (value, meaning)


def test_a_number_in_a_status_that_nobody_explained_is_told() -> None:
    code = find_code("System", "generic", "status", "7", "nl")
    assert code is not None
    assert code.meaning is None
    assert find_code("System", "generic", "status", "Wacht op Jan", "nl") is None
