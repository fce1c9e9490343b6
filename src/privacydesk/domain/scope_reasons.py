"""Why something is in an answer or not: stable codes, the article, and words for the person.

Codes follow the manner of the W3C Data Privacy Vocabulary and never change their meaning; words
may. `in_words` is written so that it can stand in a letter or in `not_included.csv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from privacydesk.domain.localtext import LocalText


class Reason(StrEnum):
    """The code of a ruling."""

    # Art. 15
    ABOUT_THE_PERSON = "A15AboutThePerson"
    THIRD_PARTY_RIGHTS = "ThirdPartyRightsImpaired"
    NO_LONGER_HELD = "NoLongerHeld"
    NOT_HERE = "ContentNotImported"
    DECIDED = "WithheldByDecision"
    # Art. 20
    PROVIDED = "A20Provided"
    OBSERVED = "A20Observed"
    CONTEXT = "A20ContextOfThread"
    WIDENED = "A20WidenedByController"
    BASIS_PRESUMED = "A20BasisPresumed"
    NOT_PROVIDED = "A20NotProvided"
    INFERRED = "A20Inferred"
    FROM_THIRD_PARTY = "A20FromThirdParty"
    OTHER_BASIS = "A20BasisNotConsentOrContract"
    BASIS_NOT_STATED = "A20BasisNotStated"
    NOT_AUTOMATED = "A20NotAutomated"
    NOT_YOURS = "A20ProvidedByOthers"
    OTHERS = "A20ConcernsOthers"


@dataclass(frozen=True, slots=True)
class ReasonFacts:
    """`article` of the GDPR and the reason in words."""

    article: str
    in_words: LocalText


def _r(article: str, nl: str, de: str, en: str) -> ReasonFacts:
    return ReasonFacts(article, LocalText(nl, de, en))


REASONS: Final[Mapping[Reason, ReasonFacts]] = MappingProxyType(
    {
        Reason.ABOUT_THE_PERSON: _r(
            "Art. 15(1)",
            "persoonsgegevens over de aanvrager",
            "personenbezogene Daten über die anfragende Person",
            "personal data about the requester",
        ),
        Reason.THIRD_PARTY_RIGHTS: _r(
            "Art. 15(4)",
            "gaat over iemand anders",
            "betrifft eine andere Person",
            "concerns another person",
        ),
        Reason.NO_LONGER_HELD: _r(
            "Art. 5(1)(e)",
            "in het bronsysteem niet meer aanwezig",
            "im Quellsystem nicht mehr vorhanden",
            "no longer in the source system",
        ),
        Reason.NOT_HERE: _r(
            "Art. 15(3)",
            "het bestand moet nog uit het bronsysteem worden gehaald",
            "die Datei muss noch aus dem Quellsystem geholt werden",
            "the file still has to be fetched from the source system",
        ),
        Reason.DECIDED: _r(
            "Art. 15(4)",
            "niet verstrekt na een beoordeling",
            "nach einer Prüfung nicht herausgegeben",
            "not given after a review",
        ),
        Reason.PROVIDED: _r(
            "Art. 20(1)",
            "zelf verstrekt",
            "selbst bereitgestellt",
            "provided by the person",
        ),
        Reason.OBSERVED: _r(
            "Art. 20(1)",
            "ontstaan door het gebruik van de dienst",
            "durch die Nutzung des Dienstes entstanden",
            "observed from the use of the service",
        ),
        Reason.CONTEXT: _r(
            "Art. 20(1)",
            "van een ander, maar nodig om de eigen berichten te begrijpen",
            "von anderen, aber nötig, um die eigenen Nachrichten zu verstehen",
            "from others, but needed to understand the person's own messages",
        ),
        Reason.WIDENED: _r(
            "Art. 20",
            "door ons extra verstrekt",
            "von uns zusätzlich bereitgestellt",
            "given by us beyond the duty",
        ),
        Reason.BASIS_PRESUMED: _r(
            "Art. 20(1)(a)",
            "rechtsgrond niet vermeld; wij gaan uit van de overeenkomst",
            "Rechtsgrundlage nicht angegeben; wir gehen vom Vertrag aus",
            "legal basis not stated; taken to be the contract",
        ),
        Reason.NOT_PROVIDED: _r(
            "Art. 20(1)",
            "door ons gemaakt, niet aan ons verstrekt",
            "von uns erstellt, nicht uns bereitgestellt",
            "made by us, not provided to us",
        ),
        Reason.INFERRED: _r(
            "Art. 20(1)",
            "door ons afgeleid of berekend",
            "von uns abgeleitet oder berechnet",
            "derived or computed by us",
        ),
        Reason.FROM_THIRD_PARTY: _r(
            "Art. 20(1)",
            "van een andere partij verkregen",
            "von einer anderen Stelle erhalten",
            "obtained from another party",
        ),
        Reason.OTHER_BASIS: _r(
            "Art. 20(1)(a)",
            "verwerking berust niet op toestemming of overeenkomst",
            "die Verarbeitung beruht nicht auf Einwilligung oder Vertrag",
            "processing does not rest on consent or contract",
        ),
        Reason.BASIS_NOT_STATED: _r(
            "Art. 20(1)(a)",
            "geen toestemming of overeenkomst vermeld voor deze verwerking",
            "für diese Verarbeitung ist keine Einwilligung und kein Vertrag angegeben",
            "no consent or contract is stated for this processing",
        ),
        Reason.NOT_AUTOMATED: _r(
            "Art. 20(1)(b)",
            "niet geautomatiseerd verwerkt",
            "nicht automatisiert verarbeitet",
            "not processed by automated means",
        ),
        Reason.NOT_YOURS: _r(
            "Art. 20(4)",
            "door iemand anders verstrekt",
            "von einer anderen Person bereitgestellt",
            "provided by another person",
        ),
        Reason.OTHERS: _r(
            "Art. 20(4)",
            "gaat over andere personen",
            "betrifft andere Personen",
            "concerns other people",
        ),
    }
)
"""Every reason with its facts; complete by test."""
