"""The rights a person can use, and what each means for the clock.

Articles are those of the GDPR. The terms are the words of its English, Dutch and German texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Right(StrEnum):
    """What a person asks for. One case may hold several."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    OBJECTION_MARKETING = "objection_marketing"
    AUTOMATED_DECISION = "automated_decision"
    WITHDRAWAL = "withdrawal"
    COMPLAINT = "complaint"
    OTHER = "other"

    @property
    def facts(self) -> RightFacts:
        """The row of this right in `RIGHTS`."""
        return RIGHTS[self]


@dataclass(frozen=True, slots=True)
class RightFacts:
    """What the law says about one right.

    `article`: where the right stands (empty for `other`). `en`, `nl`, `de`: its legal name.
    `at_once`: the effect has no term, the controller stops on receipt (Art. 7(3), Art. 21(3)).
    `extendable`: Art. 12(3) allows two further months. `clock`: Art. 12(3) starts a month; a
    complaint or another message starts none by itself.
    """

    article: str
    en: str
    nl: str
    de: str
    at_once: bool = False
    extendable: bool = True
    clock: bool = True

    def term(self, language: str) -> str:
        """The name of the right in `language` (`en`, `nl` or `de`; anything else gives English)."""
        return {"nl": self.nl, "de": self.de}.get(language, self.en)


RIGHTS: Final[Mapping[Right, RightFacts]] = MappingProxyType(
    {
        Right.ACCESS: RightFacts(
            "Art. 15", "right of access", "recht van inzage", "Auskunftsrecht"
        ),
        Right.RECTIFICATION: RightFacts(
            "Art. 16", "right to rectification", "recht op rectificatie", "Recht auf Berichtigung"
        ),
        Right.ERASURE: RightFacts(
            "Art. 17", "right to erasure", "recht op gegevenswissing", "Recht auf Löschung"
        ),
        Right.RESTRICTION: RightFacts(
            "Art. 18",
            "right to restriction of processing",
            "recht op beperking van de verwerking",
            "Recht auf Einschränkung der Verarbeitung",
        ),
        Right.PORTABILITY: RightFacts(
            "Art. 20",
            "right to data portability",
            "recht op overdraagbaarheid van gegevens",
            "Recht auf Datenübertragbarkeit",
        ),
        Right.OBJECTION: RightFacts(
            "Art. 21(1)", "right to object", "recht van bezwaar", "Widerspruchsrecht"
        ),
        Right.OBJECTION_MARKETING: RightFacts(
            "Art. 21(2)-(3)",
            "objection to direct marketing",
            "bezwaar tegen direct marketing",
            "Widerspruch gegen Direktwerbung",
            at_once=True,
            extendable=False,
        ),
        Right.AUTOMATED_DECISION: RightFacts(
            "Art. 22",
            "automated individual decision-making",
            "geautomatiseerde individuele besluitvorming",
            "automatisierte Entscheidung im Einzelfall",
        ),
        Right.WITHDRAWAL: RightFacts(
            "Art. 7(3)",
            "withdrawal of consent",
            "intrekking van de toestemming",
            "Widerruf der Einwilligung",
            at_once=True,
            extendable=False,
        ),
        Right.COMPLAINT: RightFacts(
            "Art. 77", "complaint", "klacht", "Beschwerde", extendable=False, clock=False
        ),
        Right.OTHER: RightFacts(
            "",
            "other message",
            "ander bericht",
            "sonstige Nachricht",
            extendable=False,
            clock=False,
        ),
    }
)
"""Every right with its facts; complete by test."""
