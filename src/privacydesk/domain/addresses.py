"""Which of the addresses that sources know of a person to write to.

The newest source often knows least: a repair desk keeps `5, 1234 AB` where the shop knows the
street and the town.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from privacydesk.domain.postal import country_code, house_number

_LETTERS = re.compile(r"[^\W\d_]{2,}")
# 1234 AB anywhere; elsewhere four or five digits count where a part begins (`10115 Berlin`)
_POSTCODE = re.compile(
    r"\b[1-9]\d{3}\s?[A-Za-z]{2}(?!\w)|(?:^|,)\s*(?:[A-Z]{1,2}-?)?\d{4,5}(?![\w-])"
    r"(?!\s[A-Za-z]{2}(?!\w))"
)


def best_address(addresses: Iterable[str | None]) -> str | None:
    """The address that says most about where somebody lives, of several the last one.

    `addresses` from the oldest to the newest. Street, house number, postcode and town count one
    each: a complete address beats a newer one that is not, and among equals the newest stands.
    None when there is none.
    """
    best: str | None = None
    most = -1
    for address in addresses:
        if not address or not address.strip():
            continue
        said = parts_known(address)
        if said >= most:
            best, most = address, said
    return best


def parts_known(address: str) -> int:
    """How many of street, house number, postcode and town a one-line address holds, 0 to 4.

    A name alone is read as a town, a name with a number as a street: what is missing is counted,
    nothing is looked up.
    """
    pieces = [piece.strip() for piece in re.split(r"[,\n]", address)]
    if len(pieces) > 1 and country_code(pieces[-1]) is not None:
        pieces.pop()
    line, postcodes = _POSTCODE.subn(", ", ", ".join(pieces))
    named = numbered = street = 0
    for piece in filter(None, map(str.strip, line.split(","))):
        number = house_number(piece) is not None
        if not _LETTERS.search(piece):
            numbered |= number
        elif number and not street:
            street = numbered = 1
        else:
            named += 1
    if not street and named > 1:
        street = 1
        named -= 1
    return street + numbered + min(postcodes, 1) + min(named, 1)
