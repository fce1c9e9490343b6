"""Phone numbers: any writing to E.164.

`phonenumbers` (Google's metadata) knows every country but manages a few thousand numbers per
second, so plain Dutch and German writings take a regular expression whose ranges come from the
same metadata (a test compares the two), and everything else goes through a cache.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# National significant numbers, in the ranges of the metadata for mobile and fixed lines.
_NL: Final = re.compile(
    r"(?:\+31|0031|0)((?:6[1-58]\d"
    r"|1(?:[035]\d|1[13-578]|6[124-8]|7[24]|8[0-467])|2(?:[0346]\d|2[2-46-9]|5[125]|9[479])"
    r"|3(?:[03568]\d|1[3-8]|2[01]|4[1-8])|4(?:[0356]\d|1[1-368]|7[58]|8[15-8]|9[23579])"
    r"|5(?:[0358]\d|[19][1-9]|2[1-57-9]|4[13-8]|6[126]|7[0-3578])|7\d\d)\d{6})"
)
_DE: Final = re.compile(
    r"(?:\+49|0049|0)(1(?:6[023]|7\d)\d{7,8}|15(?:[0-25-9]\d\d|3(?:10|33)|410)\d{6})"
)
_FAST: Final = {"NL": (_NL, "+31"), "DE": (_DE, "+49")}
_PUNCTUATION: Final = str.maketrans("", "", " \u00a0\u202f\t-.()/'\u2011\u2013\u2010")
_ALLOWED: Final = re.compile(r"^[+0-9 \u00a0\u202f\t\-.()/\u2011\u2013\u2010']+$")
_EXTENSION: Final = re.compile(r"(?i)\s*(?:ext\.?|x|tst\.?|toestel|durchwahl|#)\s*\d{1,6}\s*$")
_LINK: Final = re.compile(r"(?i)(?:tel|callto):(?://)?([^;]*)(?:;.*)?")  # RFC 3966
_PLACEHOLDER: Final = re.compile(r"(\d)\1*$|\d{0,3}0+$|123456789?0?$")
_KEYPAD_ANONYMOUS: Final = "+266696687"  # A-N-O-N-Y-M-O-U-S on a keypad, sent by some switches
_SEPARATORS: Final = re.compile(r"(?i)\s*(?:[;,|\n/&]|\b(?:or|and|of|en|oder|und)\b)\s*")

_CACHE_SIZE: Final = 200_000


def e164(raw: str, region: str = "NL") -> str | None:
    """The number as `+31612345678`, or None when the text is not a possible phone number.

    `region` (ISO 3166-1 alpha-2) says how a number without country code is read. A number of the
    right length in a range that no operator uses yet still counts: ranges open faster than
    metadata are released. Numbers like `0000000000` and `0123456789` are placeholders.
    """
    text = raw.strip()
    if not text or len(text) > 40:
        return None
    fast = _FAST.get(region)
    if fast is not None:
        found = fast[0].fullmatch(text.translate(_PUNCTUATION).replace("+310", "+31", 1))
        if found is not None:
            national = found[1]
            return None if _PLACEHOLDER.match(national) else fast[1] + national
    return _parse(text, region)


@lru_cache(maxsize=_CACHE_SIZE)
def _parse(text: str, region: str) -> str | None:
    import phonenumbers

    if link := _LINK.fullmatch(text):
        text = link[1]
    text = _EXTENSION.sub("", text)
    if not _ALLOWED.match(text):
        return None
    digits = sum(char.isdigit() for char in text)
    if not 7 <= digits <= 17:
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        reason = phonenumbers.is_possible_number_with_reason(number)
        dialled = text.lstrip("( ")
        national = dialled.startswith("0") and not dialled.startswith("00")
        if reason != phonenumbers.ValidationResult.IS_POSSIBLE or (
            digits != 10 if national and region == "NL" else not dialled.startswith(("+", "0"))
        ):
            return None
    value: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    subscriber = str(number.national_number)
    if value == _KEYPAD_ANONYMOUS or _PLACEHOLDER.match(subscriber) or len(subscriber) < 6:
        return None
    return value


@lru_cache(maxsize=_CACHE_SIZE)
def is_assigned(value: str) -> bool:
    """True when an E.164 number lies in a range that is in use."""
    import phonenumbers

    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(value, None)))
    except phonenumbers.NumberParseException:
        return False


def split(raw: str, region: str = "NL") -> tuple[str, ...]:
    """The numbers in a cell that may hold two: `06-11111111 / 020 1234567`.

    One number stays whole, also when a slash stands in it (`0171/1234567`).
    """
    text = raw.strip()
    if not text or e164(text, region) is not None:
        return (text,) if text else ()
    parts = tuple(part for part in _SEPARATORS.split(text) if part)
    if len(parts) > 1 and any(e164(part, region) for part in parts):
        return parts
    return (text,)
