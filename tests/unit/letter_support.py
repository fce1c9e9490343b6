"""A letter of every kind with all its facts, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from privacydesk.documents.letters.context import LetterCase
from privacydesk.documents.letters.given import Money, Value
from privacydesk.domain.pack import FormOfAddress, Pack
from privacydesk.domain.rights import Right
from privacydesk.policy.loader import load_pack


@cache
def pack(form: str = "formal") -> Pack:
    return replace(load_pack("lindeboom"), form_of_address=FormOfAddress(form))


VALUES: dict[str, Value] = {
    "person_name": "Anna de Boer",
    "person_address": "Kade 1, 1234 AB Utrecht, NL",
    "dpo": "fg@lindeboom.example, +31 20 555 0143",
    "authority_name": "Autoriteit Persoonsgegevens",
    "authority_website": "https://autoriteitpersoonsgegevens.nl",
    "last_day": date(2026, 4, 1),
    "new_last_day": date(2026, 5, 20),
    "extension_reason": "Archieven van vier systemen.",
    "extended_requests": ({"what": "recht van inzage (artikel 15 AVG)"},),
    "other_requests": ({"what": "recht op gegevenswissing", "day": date(2026, 3, 20)},),
    "partial": "De bestellingen sturen wij vandaag.",
    "doubt": "De e-mail kwam van een onbekend adres.",
    "identity_needed": "een ordernummer en de postcode",
    "safe_channel": "het account bij ons",
    "why_unknown": "Er is alleen een voornaam bekend.",
    "unclear": "Welke van de twee accounts wordt bedoeld?",
    "recipients": ({"name": "PostNL", "role": "bezorging"}, {"name": "Adyen", "role": "betaling"}),
    "refused": ({"what": "Notities", "article": "artikel 15 lid 4 AVG", "why": "gaan over A."},),
    "given": "alle overige stukken",
    "not_included": ({"what": "Scores", "why": "afgeleid, niet verstrekt"},),
    "transfer": "gestuurd naar Voorbeeld BV",
    "searched": ({"name": "Helpdesk"}, {"name": "Webwinkel"}),
    "erased": ({"what": "Vragen (3)", "day": date(2026, 3, 1)},),
    "kept": (
        {"what": "Facturen (2)", "article": "AWR art. 52(4)", "until": date(2033, 12, 31)},
    ),
    "notified": ({"name": "PostNL", "day": date(2026, 3, 2)},),
    "suppressed": ({"list": "Nieuwsbrief", "day": date(2026, 2, 27)},),
    "changes": ({"what": "Adres", "old": "Kade 1", "new": "Kade 2"},),
    "acted_on": date(2026, 2, 27),
    "restricted_data": "telefoonnummer",
    "restriction_case": "accuracy",
    "lifted_on": date(2026, 6, 1),
    "lifting_reason": "Het nummer is gecontroleerd.",
    "objection": "refused",
    "decision": "de weigering van achteraf betalen",
    "reviewed_by": "een medewerker van de kredietafdeling",
    "view": "Altijd op tijd betaald. Dat hebben wij meegewogen.",
    "logic": "Het systeem let op eerdere betalingen en op het bedrag.",
    "review_outcome": "changed",
    "stopped": "het opnemen van gesprekken",
    "weighing": "Fraude voorkomen weegt zwaarder. De inbreuk is klein.",
    "stays": ({"what": "Facturen", "basis": "wettelijke plicht"},),
    "ground": "artikel 12, lid 5, AVG",
    "reason": "Dit is het negende gelijke verzoek in een week.",
    "fee": Money(Decimal("12.50"), "EUR"),
    "fee_ground": "further_copy",
    "fee_reason": "Een derde kopie op papier.",
    "recipient": "PostNL",
    "recipient_address": "Postbus 1, 1000 AA Den Haag",
    "identify_by": ({"kind": "E-mailadres", "value": "anna@example.nl"},),
    "action": "erased",
    "answer_by": date(2026, 3, 20),
    "agreed_on": date(2026, 2, 25),
}  # fmt: skip


def letter_case(
    language: str = "nl", form: str = "formal", values: dict[str, Value] | None = None
) -> LetterCase:
    """A case with every fact stated, or with `values`."""
    return LetterCase(
        reference="2026-0001",
        language=language,
        received=date(2026, 2, 20),
        today=date(2026, 3, 2),
        channel="email",
        rights=(Right.ACCESS, Right.OBJECTION_MARKETING),
        pack=pack(form),
        controller_name="Lindeboom Telecom B.V.",
        values=VALUES if values is None else values,
    )
