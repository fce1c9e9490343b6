"""Which kinds of records a few words of a person name: `Tickets (3)`, `alte Rechnungen`.

Rows of what was erased or is kept are words; to hold them against the records, the kind they speak
of is read from them. A row that names none is about none. Pure: text in, kinds out.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from privacydesk.domain.model.kinds import RecordKind as K

# As a letter calls them in nl, de, en, and as people at a desk do. A name that holds another
# ("call recordings") is longer and wins.
_NAMES: Final = MappingProxyType(
    {
        K.ACCOUNT: "account accounts klantaccount klantaccounts kundenkonto kundenkonten konto "
        "konten",
        K.CONTACT: "contact contacts contactgegevens contact_details contact_data kontaktdaten "
        "kontakte",
        K.TICKET: "ticket tickets vraag vragen vragen_aan_de_klantenservice anfrage anfragen "
        "anfragen_an_den_kundendienst question questions questions_to_customer_service",
        K.CHAT: "chat chats chatgesprek chatgesprekken chatverlauf chatverläufe",
        K.MAIL: "mail mails e-mail e-mails email emails",
        K.ORDER: "order orders bestelling bestellingen bestellung bestellungen",
        K.INVOICE: "invoice invoices factuur facturen rechnung rechnungen",
        K.PAYMENT: "payment payments betaling betalingen zahlung zahlungen",
        K.CONTRACT: "contract contracts contracten vertrag verträge",
        K.REPAIR: "repair repairs reparatie reparaties reparatur reparaturen",
        K.DELIVERY: "delivery deliveries bezorging bezorgingen lieferung lieferungen",
        K.CALL: "call calls telephone_calls phone_calls telefoongesprek telefoongesprekken "
        "telefongespräch telefongespräche anruf anrufe",
        K.RECORDING: "recording recordings call_recording call_recordings opname opnamen opnames "
        "gespreksopname gespreksopnamen gespreksopnames aufzeichnung aufzeichnungen "
        "gesprächsaufzeichnung gesprächsaufzeichnungen",
        K.USAGE: "usage usage_data gebruiksgegevens nutzungsdaten",
        K.CONSENT: "consent consents toestemming toestemmingen einwilligung einwilligungen",
        K.NEWSLETTER: "newsletter newsletters nieuwsbrief nieuwsbrieven",
        K.SURVEY: "survey surveys enquête enquêtes enquete enquetes umfrage umfragen",
        K.APPLICATION: "application applications job_applications sollicitatie sollicitaties "
        "bewerbung bewerbungen",
        K.NOTE: "note notes notitie notities interne_notities notiz notizen",
        K.SCORE: "score scores signaleringen merkmale flags",
        K.CREDIT_CHECK: "credit_check credit_checks kredietcontrole kredietcontroles "
        "bonitätsprüfung bonitätsprüfungen",
        K.OTHER: "other_data overige_gegevens sonstige_daten",
    }
)
_KIND_OF: Final = MappingProxyType(
    {name.replace("_", " "): kind for kind, names in _NAMES.items() for name in names.split()}
)
_NAMED: Final = re.compile(
    r"(?<!\w)(?:"
    + "|".join(re.escape(name) for name in sorted(_KIND_OF, key=len, reverse=True))
    + r")(?!\w)"
)

_EVERYTHING: Final = re.compile(
    r"(?<!\w)(?:everything|all|alles|sämtliche|alle (?:uw |jouw |ihre |deine |persönlichen |"
    r"personenbezogenen |persoonlijke )*(?:gegevens|persoonsgegevens|data|daten))(?!\w)"
)


def kinds_named(text: str) -> frozenset[K]:
    """The kinds that `text` names in Dutch, German or English; an underscore is a space."""
    plain = " ".join(text.casefold().replace("_", " ").split())
    return frozenset(_KIND_OF[found] for found in _NAMED.findall(plain))


def names_everything(text: str) -> bool:
    """Whether `text` speaks of all data there are, and of no kind: `Alle gegevens`, `all data`."""
    plain = " ".join(text.casefold().replace("_", " ").split())
    return _EVERYTHING.search(plain) is not None and not kinds_named(text)
