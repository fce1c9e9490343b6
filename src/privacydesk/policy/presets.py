"""Activities that most customer services have, to start a new pack from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from privacydesk.domain.localtext import LocalText
from privacydesk.domain.periods import Duration, Event


@dataclass(frozen=True, slots=True)
class Preset:
    """`kinds`: the kinds of records; `start`: from when its storage period usually counts."""

    id: str
    title: LocalText
    purpose: LocalText
    data: LocalText
    kinds: tuple[str, ...]
    start: Event


def _preset(
    name: str, kinds: str, start: Event, *texts: tuple[str, str, str]
) -> tuple[str, Preset]:
    title, purpose, data = (LocalText(*text) for text in texts)
    return name, Preset(name, title, purpose, data, tuple(kinds.split()), start)


PRESETS: Final[dict[str, Preset]] = dict(
    (
        _preset(
            "account",
            "account contact",
            Event.LAST_CONTACT,
            ("Klantaccount", "Kundenkonto", "Customer account"),
            ("een account aanbieden", "ein Konto bereitstellen", "providing an account"),
            (
                "naam, adres, e-mailadres, telefoonnummer",
                "Name, Anschrift, E-Mail-Adresse, Telefonnummer",
                "name, address, e-mail address, phone number",
            ),
        ),
        _preset(
            "orders",
            "order invoice payment delivery",
            Event.ORDER,
            ("Bestellingen en betalingen", "Bestellungen und Zahlungen", "Orders and payments"),
            (
                "bestellingen leveren en afrekenen",
                "Bestellungen liefern und abrechnen",
                "delivering orders and settling payment",
            ),
            (
                "artikelen, prijzen, bezorgadres, betaalgegevens",
                "Artikel, Preise, Lieferanschrift, Zahlungsdaten",
                "items, prices, delivery address, payment data",
            ),
        ),
        _preset(
            "contracts",
            "contract usage",
            Event.CONTRACT_END,
            ("Contracten", "Verträge", "Contracts"),
            ("contracten uitvoeren", "Verträge erfüllen", "performing contracts"),
            (
                "product, looptijd, gebruik",
                "Produkt, Laufzeit, Nutzung",
                "product, term, usage",
            ),
        ),
        _preset(
            "support",
            "ticket mail chat note",
            Event.CASE_CLOSED,
            ("Klantenservice", "Kundenservice", "Customer service"),
            ("vragen beantwoorden", "Fragen beantworten", "answering questions"),
            (
                "berichten en contactgegevens",
                "Nachrichten und Kontaktdaten",
                "messages and contact details",
            ),
        ),
        _preset(
            "calls",
            "call",
            Event.CALL_END,
            ("Telefoongesprekken", "Telefongespräche", "Telephone calls"),
            (
                "telefonisch bereikbaar zijn",
                "telefonisch erreichbar sein",
                "being reachable by phone",
            ),
            (
                "telefoonnummer, tijdstip, duur",
                "Telefonnummer, Zeitpunkt, Dauer",
                "phone number, time, duration",
            ),
        ),
        _preset(
            "call_recordings",
            "recording",
            Event.CALL_END,
            ("Gespreksopnamen", "Gesprächsaufzeichnungen", "Call recordings"),
            ("medewerkers opleiden", "Mitarbeiter schulen", "training staff"),
            (
                "opname van het gesprek",
                "Aufzeichnung des Gesprächs",
                "recording of the call",
            ),
        ),
        _preset(
            "repairs",
            "repair",
            Event.CASE_CLOSED,
            ("Reparaties", "Reparaturen", "Repairs"),
            ("apparaten repareren", "Geräte reparieren", "repairing devices"),
            (
                "apparaat, serienummer, foutbeschrijving",
                "Gerät, Seriennummer, Fehlerbeschreibung",
                "device, serial number, description of the fault",
            ),
        ),
        _preset(
            "newsletter",
            "newsletter consent",
            Event.CONSENT_WITHDRAWN,
            ("Nieuwsbrief", "Newsletter", "Newsletter"),
            ("nieuws en aanbiedingen sturen", "Neuigkeiten senden", "sending news and offers"),
            (
                "e-mailadres, voorkeuren",
                "E-Mail-Adresse, Vorlieben",
                "e-mail address, preferences",
            ),
        ),
        _preset(
            "surveys",
            "survey",
            Event.CREATION,
            ("Enquêtes", "Umfragen", "Surveys"),
            ("de service verbeteren", "den Service verbessern", "improving the service"),
            ("antwoorden, datum", "Antworten, Datum", "answers, date"),
        ),
        _preset(
            "applications",
            "application",
            Event.CASE_CLOSED,
            ("Sollicitaties", "Bewerbungen", "Job applications"),
            ("sollicitaties beoordelen", "Bewerbungen prüfen", "judging applications"),
            ("brief en cv", "Anschreiben und Lebenslauf", "letter and CV"),
        ),
    )
)
"""By the id of the activity."""

_EVENTS: Final[dict[Event, tuple[str, str, str]]] = {
    Event.CREATION: ("na het vastleggen", "nach der Erfassung", "after it was recorded"),
    Event.ORDER: ("na de bestelling", "nach der Bestellung", "after the order"),
    Event.DELIVERY: ("na de bezorging", "nach der Zustellung", "after delivery"),
    Event.CALL_END: ("na het gesprek", "nach dem Gespräch", "after the call"),
    Event.LAST_CONTACT: (
        "na het laatste contact",
        "nach dem letzten Kontakt",
        "after the last contact",
    ),
    Event.ANSWERED: ("na het antwoord", "nach der Antwort", "after the answer"),
    Event.CASE_CLOSED: ("na de afhandeling", "nach dem Abschluss", "after it was closed"),
    Event.LAST_LOGIN: (
        "na de laatste aanmelding",
        "nach der letzten Anmeldung",
        "after the last login",
    ),
    Event.LAST_USE: ("na het laatste gebruik", "nach der letzten Nutzung", "after the last use"),
    Event.ACCOUNT_CLOSED: (
        "na opheffing van het account",
        "nach Auflösung des Kontos",
        "after the account was closed",
    ),
    Event.CONTRACT_END: (
        "na het einde van het contract",
        "nach Vertragsende",
        "after the contract ended",
    ),
    Event.CONSENT_WITHDRAWN: (
        "na intrekking van de toestemming",
        "nach Widerruf der Einwilligung",
        "after consent was withdrawn",
    ),
    Event.OBJECTION: ("na bezwaar", "nach Widerspruch", "after an objection"),
}
_UNITS: Final = (
    ("years", ("jaar", "jaar"), ("Jahr", "Jahre"), ("year", "years")),
    ("months", ("maand", "maanden"), ("Monat", "Monate"), ("month", "months")),
    ("days", ("dag", "dagen"), ("Tag", "Tage"), ("day", "days")),
)


def period_text(duration: Duration, start: Event) -> LocalText:
    """A storage period in words: `2 years after the last contact`."""
    words: list[str] = []
    for at in range(3):
        parts = [
            f"{number} {names[at][number != 1]}"
            for unit, *names in _UNITS
            if (number := getattr(duration, unit))
        ]
        soon = ("direct", "sofort", "at once")[at]
        words.append(f"{', '.join(parts) or soon} {_EVENTS[start][at]}")
    return LocalText(*words)
