"""Titles and purposes that a system wrote are put in the answer's language; people's words stay."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from privacydesk.documents.access import titles
from privacydesk.documents.access.delivered import Delivered
from privacydesk.documents.access.titles import shown_number, shown_purpose, shown_title
from privacydesk.documents.blocks import BLACK_BOX
from privacydesk.documents.words import Words
from privacydesk.domain.model import RecordKind
from privacydesk.domain.titles import TitleForm
from privacydesk.paths import templates_folder

K = RecordKind


def _record(kind: RecordKind, title: str, **more: Any) -> Delivered:
    fields: dict[str, Any] = {
        "record_id": 1, "system": "s", "source": "mailchimp", "source_id": "1", "text": "",
        "occurred_at": None, "updated_at": None, "roles": (), "details": {}, "fields": {},
        "messages": (), "files": (), "flags": (), "gone_at": None, "restricted": False,
        "by_hand": False, "dropped": {}, "cuts": (), **more,
    }  # fmt: skip
    return Delivered(kind=kind, title=title, **fields)


@pytest.mark.parametrize(
    ("kind", "title", "nl", "de"),
    [
        (K.CALL, "Call 0612345678 to 201", "Gesprek van 0612345678 naar 201",
         "Anruf von 0612345678 an 201"),
        (K.CALL, f"Call {BLACK_BOX} to 201", f"Gesprek van {BLACK_BOX} naar 201",
         f"Anruf von {BLACK_BOX} an 201"),
        (K.CALL, "Call  to 201", "Gesprek naar 201", "Anruf an 201"),
        (K.CALL, "Call 0612345678 to", "Gesprek van 0612345678", "Anruf von 0612345678"),
        (K.CALL, "Call to", "Telefoongesprek", "Telefongespräch"),
        (K.CREDIT_CHECK, "Credit check", "Kredietcontroles, zonder titel",
         "Bonitätsprüfungen, ohne Titel"),
        (K.RECORDING, "Recording of a call", "Opname van een gesprek",
         "Aufzeichnung eines Gesprächs"),
        (K.ACCOUNT, "Customer account Anna de Boer", "Klantaccount Anna de Boer",
         "Kundenkonto Anna de Boer"),
        (K.CONSENT, "Consent to e-mail: subscribed", "Toestemming voor e-mail: aangemeld",
         "Einwilligung in E-Mails: angemeldet"),
        (K.NEWSLETTER, "Newsletter: cleaned", "Nieuwsbrief: adres werkte niet meer",
         "Newsletter: Adresse nicht mehr erreichbar"),
        (K.ORDER, "Order #1001", "Bestelling #1001", "Bestellung #1001"),
        (K.INVOICE, "Invoice F-1 {a}", "Invoice F-1 {a}", "Invoice F-1 {a}"),
        (K.INVOICE, "Invoice F-1", "Factuur F-1", "Rechnung F-1"),
        (K.CONTRACT, "Contract {b}: Plus", "Contract {b}: Plus", "Vertrag {b}: Plus"),
        (K.SURVEY, "Satisfaction rating of ticket 4", "Beoordeling van vraag 4",
         "Bewertung der Anfrage 4"),
        (K.SURVEY, "Survey after repair: 9 of 10", "Enquête after repair: 9 van 10",
         "Umfrage after repair: 9 von 10"),
        (K.DELIVERY, "Parcel 3S1 (PostNL)", "Pakket 3S1 (PostNL)", "Sendung 3S1 (PostNL)"),
        (K.CONTACT, "row-63526d5017eaabccbdb7", "Contactgegevens, zonder titel",
         "Kontaktdaten, ohne Titel"),
        (K.USAGE, "Usage 2026-08-01 00:00:00", "Gebruik 1 augustus 2026", "Nutzung 1. August 2026"),
        (K.USAGE, "Usage 2026-13-45", "Gebruik 2026-13-45", "Nutzung 2026-13-45"),
        (K.NOTE, " ", "Interne notities, zonder titel", "Interne Notizen, ohne Titel"),
    ],
)  # fmt: skip
def test_made_titles(kind: RecordKind, title: str, nl: str, de: str) -> None:
    record = _record(kind, title)
    assert shown_title(record, Words("nl")) == nl
    assert shown_title(record, Words("de")) == de


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (K.TICKET, "Call me to talk"),
        (K.TICKET, "Order 10 is broken"),
        (K.CHAT, "Chat about my order"),
        (K.ORDER, "Order of two phones"),
        (K.TICKET, "Ticket to the concert"),
    ],
)
def test_words_of_people_stay(kind: RecordKind, title: str) -> None:
    assert shown_title(_record(kind, title), Words("nl")) == title


def test_every_form_that_an_import_makes_has_its_words() -> None:
    words = tomllib.loads((templates_folder() / "layout" / "words.toml").read_text("utf-8"))
    assert {form.value for form in TitleForm} - {"kind"} <= set(words["title"])
    assert set(titles._FORMS) == set(TitleForm) - {TitleForm.KIND}


def test_a_number_that_an_import_made_up_is_not_shown() -> None:
    assert shown_number(_record(K.NOTE, "", source_id="row-63526d5017eaabccbdb7")) == ""
    assert shown_number(_record(K.NOTE, "", source_id="row-12")) == "row-12"


def test_every_purpose_that_the_program_writes_has_its_words() -> None:
    from privacydesk.cli import subject as subject_commands
    from privacydesk.tui.texts import T

    made = [
        subject_commands._PURPOSE, T.find.purpose, T.subject.compare, "activities of a person",
        T.case.purpose.format(ref="2026-0017"), "letter", "release", "access report",
        "portability package", "review of other people's data",
    ]  # fmt: skip
    english = {purpose: shown_purpose(purpose, Words("en")) for purpose in made}
    for language in ("nl", "de"):
        for purpose in made:
            shown = shown_purpose(purpose, Words(language))
            assert shown not in (purpose, english[purpose])
    assert "2026-0017" in shown_purpose("case 2026-0017", Words("nl"))
    assert shown_purpose("complaint by phone", Words("nl")) == "complaint by phone"


def test_every_purpose_in_the_code_is_known() -> None:
    """A look noted with a fixed text must have words for it."""
    import re
    from pathlib import Path

    import privacydesk

    words = tomllib.loads((templates_folder() / "layout" / "words.toml").read_text("utf-8"))
    root = Path(privacydesk.__file__).parent
    noted = re.compile(r'put_consultation\(\s*tx,\s*[\w.]+,\s*"([^"]+)"')
    found = {m for path in root.rglob("*.py") for m in noted.findall(path.read_text("utf-8"))}
    assert {"letter", "release"} <= found
    assert found <= set(words["purpose"])
