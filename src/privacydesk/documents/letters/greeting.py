"""Whom a letter greets by name, without knowing more of the person than their name."""

from __future__ import annotations

import re
from typing import Final

from privacydesk.domain.names import reorder

# Courtesy titles tell a gender, and are often wrong in old data; academic ones stay.
_COURTESY: Final = re.compile(
    r"^(?:(?:de )?heer(?: of mevrouw)?|dhr|meneer|mevrouw|mevr|mw|mej|herrn?|frau|fr|mr|mrs|ms|"
    r"miss|mx)\b\.?(?:\s*(?:/|en|und|and|&)\s*(?:heer|dhr|mevrouw|mevr|mw|herrn?|frau|mr|mrs|ms)"
    r"\b\.?)?\s+",
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(
    r"(?:^|\s)(?:b\.?\s?v\.?|n\.?\s?v\.?|v\.?o\.?f\.?|c\.?v\.?|gmbh|ag|kg|ohg|ug|gbr|mbh|e\.?\s?k\.?|"
    r"e\.?\s?v\.?|ltd\.?|limited|llc|llp|plc|inc\.?|s\.?a\.?(?:r\.?l\.?)?|bvba|sprl|a/s|aps)"
    r"(?:\s*\([^)]*\))?$|^(?:stichting|vereniging|maatschap|firma|fa\.|stiftung)\s",
    re.IGNORECASE,
)


def greeted(name: str) -> str:
    """The name after `Dear`; empty where a letter greets nobody by name: a company, an e-mail
    address or a number that stands where a name belongs, nothing at all."""
    name = " ".join(name.split())
    if "@" in name or not any(c.isalpha() for c in name) or _COMPANY.search(name):
        return ""
    found = reorder(name)
    return _COURTESY.sub("", found, count=1) or found
