"""The letters: what each is called, to whom it goes, what it must say and needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from privacydesk.documents.letters.parts import PARTS, Part
from privacydesk.domain.letters import ANSWERING, TO_OTHERS
from privacydesk.domain.localtext import LocalText

_REMEDIES: Final = ("authority", "court", "six_weeks")
_SENDER: Final = ("dpo",)
_AUTHORITY: Final = ("authority_name", "authority_website")


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of letter.

    `title`: the subject line. `mandatory`: the parts that are checked on the rendered text.
    `needs`: facts without which it cannot be written; `may`: facts it uses when they are there;
    `needs_when`: (fact, another, its value): needed when the other has that value.
    `to_company`: it goes to a recipient, processor or another controller, not to the person.
    `answers`: it answers the request (a question, a receipt and a letter to others do not).
    `reads_records`: its facts come out of the person's records.
    """

    name: str
    title: LocalText
    mandatory: tuple[Part, ...]
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    to_company: bool = False
    answers: bool = False
    reads_records: bool = False
    needs_when: tuple[tuple[str, str, str], ...] = ()


def _letter(
    name: str,
    title: tuple[str, str, str],
    parts: tuple[str, ...],
    needs: tuple[str, ...],
    may: tuple[str, ...] = (),
    *,
    reads_records: bool = False,
    needs_when: tuple[tuple[str, str, str], ...] = (),
) -> Letter:
    return Letter(
        name,
        LocalText(*title),
        tuple(PARTS[part] for part in parts),
        needs,
        may,
        name in TO_OTHERS,
        name in ANSWERING,
        reads_records,
        needs_when,
    )


_ALL: Final = (
    _letter(
        "acknowledgement",
        ("Ontvangst van het verzoek", "Eingang des Antrags", "We have received your request"),
        ("received", "reference", "rights", "last_day", "contact"),
        ("last_day", *_SENDER),
    ),
    _letter(
        "identity_question",
        (
            "Een vraag over de identiteit",
            "Eine Frage zur Identität",
            "A question about your identity",
        ),
        ("doubt", "least_data", "safe_channel", "black_out", "effect_on_time"),
        ("doubt", "identity_needed", "safe_channel", "last_day", *_SENDER),
    ),
    _letter(
        "not_identified",
        (
            "Identificatie is niet mogelijk",
            "Identifizierung nicht möglich",
            "We cannot identify you",
        ),
        ("why_unknown", "more_information", "articles", *_REMEDIES),
        ("why_unknown", "identity_needed", "safe_channel", *_AUTHORITY, *_SENDER),
    ),
    _letter(
        "clarification",
        ("Een vraag over het verzoek", "Eine Frage zum Antrag", "A question about your request"),
        ("unclear", "full_answer", "effect_on_time"),
        ("unclear", "last_day", *_SENDER),
    ),
    _letter(
        "extension_notice",
        (
            "Ons antwoord duurt langer",
            "Unsere Antwort dauert länger",
            "Our answer will take longer",
        ),
        ("received", "extension_reason", "new_last_day", "other_requests"),
        ("extension_reason", "new_last_day", *_SENDER),
        ("extended_requests", "other_requests", "partial"),
    ),
    _letter(
        "access_reply",
        (
            "Inzage in persoonsgegevens",
            "Auskunft über personenbezogene Daten",
            "Access to your personal data",
        ),
        ("confirmation", "copy", "recipients", "withheld", "authority", "court"),
        ("recipients", *_AUTHORITY, *_SENDER),
        ("refused",),
        reads_records=True,
    ),
    _letter(
        "portability_reply",
        ("Gegevens om mee te nemen", "Daten zum Mitnehmen", "Your data to take with you"),
        ("format", "not_included", "transfer", "transfer_done", "authority", "court"),
        ("not_included", *_AUTHORITY, *_SENDER),
        ("transfer",),
        reads_records=True,
    ),
    _letter(
        "no_data",
        ("Geen gegevens gevonden", "Keine Daten gefunden", "We found no data about you"),
        ("no", "searched", "offer", "authority", "court"),
        ("searched", *_AUTHORITY, *_SENDER),
        ("identify_by",),
        reads_records=True,
    ),
    _letter(
        "erasure_reply",
        ("Het wissen van gegevens", "Löschung von Daten", "Your request for erasure"),
        ("erased", "kept", "notified", "authority", "court", "six_weeks"),
        ("erased", "kept", "notified", *_AUTHORITY, *_SENDER),
        reads_records=True,
    ),
    _letter(
        "rectification_reply",
        ("Gegevens gecorrigeerd", "Berichtigung von Daten", "Your data are corrected"),
        ("changes", "acted_on", "notified"),
        ("changes", "acted_on", "notified", *_SENDER),
    ),
    _letter(
        "restriction_reply",
        (
            "Beperking van de verwerking",
            "Einschränkung der Verarbeitung",
            "Restriction of processing",
        ),
        (
            "acted_on",
            "restricted_data",
            "restriction_case",
            "permitted",
            "before_lifting",
            "notified",
        ),
        ("acted_on", "restricted_data", "restriction_case", "notified", *_SENDER),
    ),
    _letter(
        "restriction_lifted",
        (
            "Opheffing van de beperking",
            "Aufhebung der Einschränkung",
            "We are lifting the restriction",
        ),
        ("restricted_data", "lifted_on", "lifting_reason", *_REMEDIES),
        ("restricted_data", "lifted_on", "lifting_reason", *_AUTHORITY, *_SENDER),
    ),
    _letter(
        "objection_marketing_reply",
        ("Geen reclame meer", "Keine Werbung mehr", "No more advertising"),
        ("acted_on", "under_way", "suppression", "suppressed"),
        ("acted_on", *_SENDER),
        ("suppressed",),
    ),
    _letter(
        "objection_reply",
        ("Bezwaar tegen de verwerking", "Widerspruch gegen die Verarbeitung", "Your objection"),
        (
            "outcome",
            "stopped",
            "weighing",
            "erasure_effect",
            "authority",
            "court",
            "six_weeks",
        ),
        ("objection", "stopped", "weighing", *_AUTHORITY, *_SENDER),
        ("acted_on",),
        needs_when=(("acted_on", "objection", "upheld"),),
    ),
    _letter(
        "withdrawal_reply",
        (
            "Intrekking van de toestemming",
            "Widerruf der Einwilligung",
            "Withdrawal of your consent",
        ),
        ("stopped", "acted_on", "still_lawful", "stays", "erasure_effect"),
        ("stopped", "acted_on", "stays", *_SENDER),
    ),
    _letter(
        "automated_decision_reply",
        (
            "Herbeoordeling van een geautomatiseerd besluit",
            "Überprüfung einer automatisierten Entscheidung",
            "Review of an automated decision",
        ),
        (
            "decision",
            "reviewed_by",
            "view",
            "review_outcome",
            "logic",
            "contest",
            *_REMEDIES,
        ),
        (
            "decision",
            "reviewed_by",
            "acted_on",
            "view",
            "review_outcome",
            "logic",
            *_AUTHORITY,
            *_SENDER,
        ),
    ),
    _letter(
        "partial_refusal",
        (
            "Afwijzing van een deel van het verzoek",
            "Teilweise Ablehnung des Antrags",
            "We refuse a part of your request",
        ),
        ("refused", "given", *_REMEDIES),
        ("refused", "given", *_AUTHORITY, *_SENDER),
        reads_records=True,
    ),
    _letter(
        "refusal",
        ("Afwijzing van het verzoek", "Ablehnung des Antrags", "We refuse your request"),
        ("received", "rights", "ground", "reason", *_REMEDIES),
        ("ground", "reason", *_AUTHORITY, *_SENDER),
    ),
    _letter(
        "fee_notice",
        ("Kosten van het verzoek", "Kosten des Antrags", "The cost of your request"),
        ("fee", "fee_ground", "fee_basis", "fee_reason", "narrow", "authority", "court"),
        ("fee", "fee_ground", "fee_reason", *_AUTHORITY, *_SENDER),
    ),
    _letter(
        "recipients_notice",
        (
            "Kennisgeving volgens artikel 19 AVG",
            "Mitteilung nach Art. 19 DSGVO",
            "Notification under Article 19 GDPR",
        ),
        ("whose", "action", "acted_on", "article_19", "confirm"),
        ("recipient", "identify_by", "action", "acted_on", *_SENDER),
        ("recipient_address",),
        reads_records=True,
    ),
    _letter(
        "processor_search_request",
        (
            "Verzoek om te zoeken (artikel 28 AVG)",
            "Bitte um Suche (Art. 28 DSGVO)",
            "Request to search (Article 28 GDPR)",
        ),
        ("whose", "rights", "answer_by", "article_28", "leave_unchanged"),
        ("recipient", "identify_by", "answer_by", *_SENDER),
        ("recipient_address",),
        reads_records=True,
    ),
    _letter(
        "forward_to_controller",
        (
            "Doorzending van een verzoek",
            "Weiterleitung eines Antrags",
            "A request that is meant for you",
        ),
        ("whose", "received", "rights", "agreed_on"),
        ("recipient", "identify_by", "agreed_on", *_SENDER),
        ("recipient_address",),
        reads_records=True,
    ),
)

LETTERS: Final[Mapping[str, Letter]] = MappingProxyType({letter.name: letter for letter in _ALL})
"""Every letter by its name."""
