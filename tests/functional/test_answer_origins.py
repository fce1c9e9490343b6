"""Article 15(1)(g): what did not come from the person is told, whatever a pack says in general."""

from __future__ import annotations

import pytest
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.desk import answer
from privacydesk.desk.context import Desk

ORDER = {"delivery_name": "Bas Bakker", "delivery_address": "Kade 9, 9999 ZZ Zwolle"}
MOST = {
    "nl": "De meeste gegevens hebt u ons zelf gegeven",
    "de": "Die meisten Daten haben Sie uns selbst gegeben",
    "en": "You gave us most of your data yourself",
}


def _chapter(desk: Desk, language: str, *records: Told, pack: str = "lindeboom") -> str:
    use_pack(desk, pack)
    person = People(desk.store).add("Bas Bakker", ("email", "bas@example.nl"), records=records)
    case = log_case(desk, person, language=language)
    text = answer.preview(desk, case).replace("\\", "")
    return text.partition("# 4 ")[2].partition("# 5 ")[0]


@pytest.mark.parametrize(
    ("language", "intro", "line"),
    [
        ("nl", "hebben wij niet van uzelf gekregen",
         "**Bestellingen (uw rol: ontvanger van het pakket):** verstrekt door een andere persoon"),
        ("de", "haben wir nicht von Ihnen erhalten",
         "**Bestellungen (Ihre Rolle: Empfänger der Sendung):** von einer anderen Person "
         "angegeben"),
        ("en", "did not receive these data from you",
         "**Orders (your role: recipient of the parcel):** given to us by another person"),
    ],
)  # fmt: skip
def test_a_parcels_recipient_learns_that_somebody_else_gave_their_data(
    desk: Desk, language: str, intro: str, line: str
) -> None:
    text = _chapter(desk, language, Told(kind="order", role="recipient", details=ORDER))
    assert intro in text
    assert line in text
    assert MOST[language] not in text


@pytest.mark.parametrize("role", ["cc", "mentioned", "payer"])
def test_every_part_that_somebody_else_told_of(desk: Desk, role: str) -> None:
    kind = "payment" if role == "payer" else "ticket"
    told = Told(kind=kind, role=role, lines=(("agent", "Dear Bas Bakker", False),))
    text = _chapter(desk, "en", Told(), told)
    assert MOST["en"] in text
    assert "given to us by another person" in text


def test_ones_own_records_bring_no_other_source(desk: Desk) -> None:
    text = _chapter(desk, "en", Told(), Told(kind="order", role="buyer"))
    assert "another person" not in text
    assert "From you; from the carrier" in text


def test_data_of_another_party_are_told_unless_the_pack_names_it(desk: Desk) -> None:
    check = Told(kind="credit_check", role="holder", details={"result": "ok"})
    named = _chapter(desk, "en", check)
    assert "Kredietblik" in named
    assert "received from another organisation" not in named


def test_a_pack_that_names_no_source_does_not_hide_one(desk: Desk) -> None:
    check = Told(kind="credit_check", role="holder", details={"result": "ok"})
    text = _chapter(desk, "en", check, pack="netoperator")
    assert "received from another organisation" in text
    assert "In general: From you, when you visit the website" in text
