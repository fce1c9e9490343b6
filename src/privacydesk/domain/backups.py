"""Which systems are backups or archives, told from how the policy pack or its users describe them.

Data held only in a backup belong to the answer too (EDPB Guidelines 01/2022, paragraph 110;
section 34(1) no. 2 b BDSG limits that in Germany). No export says so, the words do: the name, what
it holds, how it is searched, in Dutch, German or English.
"""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = re.compile(
    r"back-?\s?ups?\b|backup"
    r"|reservekopie|veiligheidskopie"
    r"|(?<!\w)(daten|band|voll|system)?sicherung(en)?\b|sicherungs(kopie|band|bänder|medi|server)"
    r"|archief|archieven|archiv|\barchives?\b"
    r"|\btapes?\b",
    re.IGNORECASE,
)


def is_backup(*described: str) -> bool:
    """Whether any of these texts calls a system a backup or an archive."""
    return any(_WORDS.search(text) for text in described)
