"""Postcode and house number: the pair that finds a household in any writing.

Canonical form: `NL:1234AB:12-A`, country, postcode, house number with its addition. It is the
same whether the parts stood in their own columns or in one line, with or without spaces.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from privacydesk.domain.text import fold

_NL_POSTCODE: Final = re.compile(r"(?i)\b([1-9]\d{3})\s?([a-z]{2})\b")
_POSTCODES: Final[dict[str, re.Pattern[str]]] = {
    "NL": _NL_POSTCODE,
    "DE": re.compile(r"(?<!\d)(?:D-?|DE-?)?(\d{5})(?!\d)"),
    "AT": re.compile(r"(?<!\d)(?:A-?|AT-?)?([1-9]\d{3})(?!\d)"),
    "BE": re.compile(r"(?<!\d)(?:B-?|BE-?)?([1-9]\d{3})(?!\d)"),
    "LU": re.compile(r"(?<!\d)(?:L-?|LU-?)?([1-9]\d{3})(?!\d)"),
    "CH": re.compile(r"(?<!\d)(?:CH-?)?([1-9]\d{3})(?!\d)"),
    "DK": re.compile(r"(?<!\d)(?:DK-?)?(\d{4})(?!\d)"),
    "NO": re.compile(r"(?<!\d)(?:N-?|NO-?)?(\d{4})(?!\d)"),
    "FR": re.compile(r"(?<!\d)(?:F-?|FR-?)?(\d{5})(?!\d)"),
}
# A house number: digits, then perhaps one or two letters, or an addition behind a sign.
_HOUSE: Final = re.compile(
    r"(?i)(?<![\w-])(\d{1,5})"
    r"(?:\s?[-/]\s?(\d{1,4}[a-z]{0,3}|[a-z]{1,3}\d{0,3})|\s?([a-z]{1,2})(?![\w])"
    r"|\s(bis|hs|huis|hg|links|rechts|boven|bov|beneden)\b)?(?!\w)"
)
_COUNTRIES: Final = {
    "nl": "NL", "nld": "NL", "nederland": "NL", "netherlands": "NL", "the netherlands": "NL",
    "niederlande": "NL", "holland": "NL", "de": "DE", "deu": "DE", "deutschland": "DE",
    "germany": "DE", "duitsland": "DE", "at": "AT", "aut": "AT", "osterreich": "AT",
    "oesterreich": "AT", "austria": "AT", "oostenrijk": "AT", "be": "BE", "bel": "BE",
    "belgie": "BE", "belgium": "BE", "belgien": "BE", "belgique": "BE", "no": "NO", "nor": "NO",
    "norge": "NO", "norway": "NO", "noorwegen": "NO", "norwegen": "NO", "ch": "CH", "che": "CH",
    "schweiz": "CH", "switzerland": "CH", "zwitserland": "CH", "suisse": "CH", "lu": "LU",
    "luxemburg": "LU", "luxembourg": "LU", "dk": "DK", "danmark": "DK", "denmark": "DK",
    "fr": "FR", "fra": "FR", "france": "FR", "frankrijk": "FR", "frankreich": "FR",
}  # fmt: skip


@lru_cache(maxsize=1024)
def country_code(text: str | None) -> str | None:
    """ISO 3166-1 alpha-2 of a country as people write it, or None when it is not known here."""
    if not text:
        return None
    word = fold(text.strip())
    if known := _COUNTRIES.get(word):
        return known
    return word.upper() if len(word) == 2 and word.isalpha() else None


def address_key(
    postcode: str | None, house: str | None, country: str | None = None, region: str = "NL"
) -> str | None:
    """The canonical form from parts. `house` may be a whole street line (`Lange Dijk 12 a`).

    Returns None when there is no postcode of that country or no house number.
    """
    if not postcode or not house:
        return None
    postcode = postcode.strip().lstrip("'")
    code = country_code(country)
    if code is None:
        if country and country.strip():
            return None
        code = "NL" if _NL_POSTCODE.fullmatch(postcode) else region
    pattern = _POSTCODES.get(code)
    if pattern is None or (found := pattern.fullmatch(postcode)) is None:
        return None
    number = house_number(house)
    return f"{code}:{''.join(found.groups()).upper()}:{number}" if number else None


def house_number(street: str) -> str | None:
    """`12-A` from `Lange Dijk 12 a`. The last number of the line counts (`2e Kade 14`)."""
    numbers = list(_HOUSE.finditer(street))
    if not numbers:
        return None
    last = numbers[-1]
    addition = next((part for part in last.groups()[1:] if part), "")
    number = last[1].lstrip("0")
    if not number:
        return None
    return f"{number}-{addition.upper()}" if addition else number


def from_line(text: str, region: str = "NL") -> list[str]:
    """All readings of one line that holds a postcode and a house number, best first.

    `1234 AB 12`, `Dijk 12a, 1234AB Utrecht` and `10115 Berlin, Hauptstr. 5` are understood. A
    postcode alone gives `NL:1234AB`, a prefix of the canonical form.
    """
    line = " ".join(text.split())
    countries = [region, *(code for code in ("NL", "DE", "AT", "BE", "NO") if code != region)]
    if _NL_POSTCODE.search(line):
        countries = ["NL"]
    results: list[str] = []
    for code in countries:
        pattern = _POSTCODES.get(code)
        found = pattern.search(line) if pattern else None
        if found is None:
            continue
        postcode = "".join(found.groups()).upper()
        before, after = line[: found.start()].strip(" ,"), line[found.end() :].strip(" ,")
        number = house_number(before) if before else None
        if number is None and after:
            number = house_number(after)
        results.append(f"{code}:{postcode}:{number}" if number else f"{code}:{postcode}")
    return results


def show_address(value: str) -> str:
    """`1234 AB 12-A` for `NL:1234AB:12-A`; the country is named when it is not the Netherlands."""
    code, _, rest = value.partition(":")
    postcode, _, number = rest.partition(":")
    if code == "NL" and len(postcode) == 6:
        return f"{postcode[:4]} {postcode[4:]} {number}".strip()
    return f"{code}-{postcode} {number}".strip()
