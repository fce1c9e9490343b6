"""Which rights a few words of a person name: `Widerruf der Einwilligung`, `Inzage (notities)`.

A row of what is refused may name a right of its own; its ground must then allow that right to be
refused. Legal names count anywhere; short ones, which are common words too, only where the row
begins with them and goes on as a right does. Pure: text in, rights out.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from privacydesk.domain.rights import RIGHTS, Right

_LONG: Final = MappingProxyType(
    {
        Right.OBJECTION_MARKETING: (
            "objection to marketing",
            "objection to direct mail",
            "bezwaar tegen marketing",
            "bezwaar tegen reclame",
            "widerspruch gegen werbung",
            "werbewiderspruch",
        ),
        Right.WITHDRAWAL: (
            "withdrawal of the consent",
            "withdrawal of my consent",
            "withdrawing consent",
            "intrekking toestemming",
            "intrekken van de toestemming",
            "intrekken van toestemming",
            "intrekking van toestemming",
            "widerruf einer einwilligung",
            "widerruf der zustimmung",
            "einwilligungswiderruf",
        ),
    }
)
_SHORT: Final = MappingProxyType(
    {
        Right.ACCESS: "access inzage auskunft",
        Right.RECTIFICATION: "rectification rectificatie correctie berichtigung",
        Right.ERASURE: "erasure deletion gegevenswissing wissing verwijdering löschung",
        Right.RESTRICTION: "restriction beperking einschränkung",
        Right.PORTABILITY: "portability overdraagbaarheid dataportabiliteit datenübertragbarkeit",
        Right.OBJECTION: "objection bezwaar widerspruch",
        Right.WITHDRAWAL: "withdrawal intrekking widerruf",
    }
)
_NAMES: Final = MappingProxyType(
    {term.casefold(): right for right, facts in RIGHTS.items() if right is not Right.OTHER
     for term in (facts.en, facts.nl, facts.de) if right is not Right.COMPLAINT}
    | {name: right for right, names in _LONG.items() for name in names}
)  # fmt: skip
_NAMED: Final = re.compile(
    r"(?<!\w)(?:"
    + "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
    + r")(?!\w)"
)
_SHORT_NAMES: Final = MappingProxyType(
    {name: right for right, names in _SHORT.items() for name in names.split()}
)
_BEGUN: Final = re.compile(
    rf"({'|'.join(_SHORT_NAMES)})(?:\W*$|\s*[(:,]"
    r"|\s+(?:to|of|in|van|von|vom|der|des|über|auf|aus|gegen|tegen|for|voor|für)\b)"
)


def rights_named(text: str) -> frozenset[Right]:
    """The rights that `text` names in Dutch, German or English; none for words about data."""
    plain = " ".join(text.casefold().replace("_", " ").split())
    found = frozenset(_NAMES[name] for name in _NAMED.findall(plain))
    if found:
        return found
    begun = _BEGUN.match(plain)
    return frozenset({_SHORT_NAMES[begun[1]]}) if begun else frozenset()
