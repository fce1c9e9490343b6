"""What a text says, read from its words in each language it is written in.

A pack tells a statement in the words of its author, so a rule that reads words must know the usual
ways to say a thing in nl, de and en. One language that says it is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from privacydesk.domain.localtext import LANGUAGES, LocalText
from privacydesk.domain.pack import Pack


@dataclass(frozen=True, slots=True)
class Saying:
    """The ways to say one thing, per language."""

    nl: re.Pattern[str]
    de: re.Pattern[str]
    en: re.Pattern[str]

    def in_(self, text: LocalText) -> bool:
        """Whether the text says it in any of its languages."""
        return any(
            getattr(self, code).search(getattr(text, code)) is not None for code in LANGUAGES
        )


def _saying(nl: str, de: str, en: str) -> Saying:
    return Saying(*(re.compile(pattern, re.IGNORECASE) for pattern in (nl, de, en)))


LEGITIMATE_INTEREST: Final = _saying(
    r"\b(gerechtvaardigde?|legitieme?|rechtmatige?)\s+belang",
    r"\bberechtigte[nmrs]?\s+interesse",
    r"\blegitimate\s+interest",
)
CONSENT: Final = _saying(
    r"\btoestemming|\bopt-?in\b", r"einwilligung|zustimmung|\bopt-?in\b", r"\bconsent|\bopt-?in\b"
)
AS_LONG_AS_NEEDED: Final = _saying(
    r"\bzo ?lang\b.{0,60}\b(nodig|noodzakelijk)\b|\b(niet|geen) (meer|langer) nodig\b"
    r"|\bredelijke (termijn|tijd|periode)\b",
    r"\bso ?lange?\b.{0,60}\b(nötig|notwendig|erforderlich|benötigt)\b"
    r"|\bnicht (mehr|länger) (nötig|notwendig|erforderlich|benötigt|gebraucht)\b"
    r"|\bangemessene[nrs]? (zeit|frist|dauer|zeitraum)",
    r"\bas long as\b.{0,60}\b(necessary|needed|required)\b"
    r"|\bno longer (necessary|needed|required)\b|\breasonable (time|period)\b",
)
WHATEVER_WAS_GIVEN: Final = _saying(
    r"\b(alle|alles)\b|\bwat (u|je)\b|\bdie (u|je)\b|\bdoor (u|jou) (gegeven|verstrekt)"
    r"|\b(uw|je|jouw) (persoonlijke |persoons)?gegevens\b",
    r"\b(alle|alles)\b|\bwas (sie|du)\b|\bdie (sie|du)\b|\bbereitgestellt"
    r"|\b(ihre|deine) (personenbezogenen )?daten\b",
    r"\b(all|everything)\b|\byou (gave|have given|provided|have provided)\b|\bprovided by you\b"
    r"|\byour (personal )?data\b",
)
NO_UNIQUE_IDENTIFIERS: Final = _saying(
    r"\bgeen\b.{0,80}\buniek\w*\b.{0,30}(identifi|kenmerk)",
    r"\bkeine\w*\b.{0,80}\beindeutig\w*\b.{0,30}(kenn|identifi|merkmal)",
    r"\b(no|not|nor|neither|never)\b.{0,80}\bunique\b.{0,30}identif",
)
DOES_NOT_IDENTIFY: Final = _saying(
    r"\b(kan|kunnen)\b.{0,60}\bniet\b.{0,40}\bidentificeren\b"
    r"|\bidentificeren\b.{0,30}\bniet\b",
    r"\bnicht\b.{0,60}\bidentifizieren\b|\bidentifizieren\b.{0,40}\bnicht\b",
    r"\b(cannot|can not|do not|does not)\b.{0,60}\bidentify\b",
)
IDENTIFIER: Final = _saying(
    r"\bip-?\s?adres|\bcookie|\bimei\b|\bmac-?\s?adres|\bserienummer|\bapparaatkenmerk",
    r"\bip-?\s?adress|\bcookie|\bimei\b|\bmac-?\s?adress|\bseriennummer|\bgerätekennung",
    r"\bip address|\bcookie|\bimei\b|\bmac address|\bserial number|\bdevice id",
)
NOT_SOLD: Final = _saying(
    r"\bverko\w+\b.{0,60}\b(niet|geen)\b|\b(niet|geen)\b.{0,60}\bverko(pen|cht)\b",
    r"\bverkauf\w*\b.{0,60}\b(nicht|keine\w*)\b|\b(nicht|keine\w*)\b.{0,60}\bverkauf",
    r"\b(not|never|no)\b.{0,60}\b(sell|sold)\b|\bsells?\b.{0,40}\b(no|none)\b",
)
OFFER: Final = _saying(
    r"\baanbod|\baanbieding|\breclame|\badverte", r"\bangebot|\bwerbung", r"\boffers?\b|\badvert"
)
EXCEPTION: Final = _saying(
    r"\bbehalve|\buitzondering|\btenzij|\buitgezonderd|\bmits\b|\bwettelijk|\bde wet\b",
    r"\baußer|\bausnahme|\bes sei denn|\bausgenommen|\bsofern\b|\bsoweit\b|\bgesetz",
    r"\bexcept|\bunless\b|\bother than\b|\bsubject to\b|\bthe law\b|\blegal",
)
ERASE_ANY_TIME: Final = _saying(
    r"(elk moment|te allen tijde|altijd).{0,80}(verwijder|wissen)"
    r"|(verwijder|wissen).{0,80}(elk moment|te allen tijde|altijd)",
    r"jederzeit.{0,80}lösch|lösch.{0,80}jederzeit",
    r"(at any time|always).{0,80}(eras|delet)|(eras|delet).{0,80}at any time",
)


def texts(pack: Pack) -> Iterator[tuple[str, LocalText]]:
    """Every text of the pack with the id of its activity (empty for the pack's own)."""
    for activity in pack.activities:
        yield from ((activity.id, text) for text in _within(activity))
    for item in fields(pack):
        if item.name != "activities":
            yield from (("", text) for text in _within(getattr(pack, item.name)))


def _within(node: Any) -> Iterator[LocalText]:
    if isinstance(node, LocalText):
        if node:
            yield node
    elif is_dataclass(node) and not isinstance(node, type):
        for item in fields(node):
            yield from _within(getattr(node, item.name))
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _within(value)
    elif isinstance(node, tuple):
        for value in node:
            yield from _within(value)
