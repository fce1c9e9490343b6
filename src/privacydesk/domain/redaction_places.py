"""Where postal addresses and licence plates stand in a text, Dutch and German."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# A street with its number at the end of what stands before a postcode, and a place behind it.
_STREET: Final = re.compile(
    r"[^\W\d_][\w.'’\- ]{1,48}?\s\d{1,5}\s?"
    r"(?:bis|hs|huis|hg|hoog|links|rechts|boven|beneden|[a-zA-Z])?(?:[\s\-/]\d{0,4}[a-zA-Z]?)?"
    r"[,\n\s]{1,4}\Z"
)
_BEFORE: Final = 72  # as far back as a street can begin
_NUMBERED: Final = re.compile(r"\s\d{1,5}(?:[\s\-/a-zA-Z]{0,8}\d{0,4}[a-zA-Z]?)?[,\n\s]{1,4}\Z")
# Postcode and house number are enough: 1234 AB 14, 1234AB, nr. 14
_HOUSE_BEHIND: Final = re.compile(
    r",?\s(?:nr\.?\s?|no\.?\s?|huisnummer\s)?\d{1,4}(?:\s?[a-zA-Z](?![\w]))?(?![\w\-.,:/€]\w|\w|\s?[€%])"
)
_PLACE: Final = re.compile(r"\s+[^\W\d_][\w.'’\-]*(?:\s[^\W\d_a-z][\w.'’\-]*){0,3}")
_POSTCODE_NL: Final = re.compile(r"(?<![\w\-])[1-9]\d{3} ?[A-Z]{2}\b")
_POSTCODE_DE: Final = re.compile(
    r"(?:(?<=[,\s])D-)?(?<!\d)\d{5}(?=\s+[^\W\d_])\s+[^\W\d_][\w.'’\-]*"
)
# Dutch side codes 1 to 14 with their hyphens; German plates as printed, or after a word for one.
_PLATE_NL: Final = re.compile(
    r"(?<![\w\-])(?:[A-Z]{2}-(?:\d\d-\d\d|\d\d-[A-Z]{2}|[A-Z]{2}-\d\d|\d{3}-[A-Z])"
    r"|\d\d-(?:\d\d-[A-Z]{2}|[A-Z]{2}-\d\d|[A-Z]{2}-[A-Z]{2}|[A-Z]{3}-\d)"
    r"|\d-(?:[A-Z]{3}-\d\d|[A-Z]{2}-\d{3})|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d\d-[A-Z])(?![\w\-])"
)
_PLATE_DE: Final = re.compile(
    r"(?<![\w\-])[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [1-9]\d{0,3}[EH]?(?![\w\-]|[.,]\d)"
)
_PLATE_CUED: Final = re.compile(
    r"\b(?:kenteken|nummerbord|Kennzeichen|Nummernschild|licen[cs]e plate|number plate)\b"
    r"(?:\s(?:is|ist|van|von|of|the|het|das|der))*[\s:=\"']{1,4}"
    r"((?=[A-ZÄÖÜ\d\- ]{0,9}\d)[A-ZÄÖÜ\d]{1,4}(?:[ \-]?[A-ZÄÖÜ\d]{1,4}){0,3})(?![\w\-])",
    re.IGNORECASE,
)
_PLATE_WORDS: Final = ("kenteken", "nummerbord", "kennzeichen", "nummernschild", " plate")


def address_places(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand: a postcode first (they are rare), then what is around it.

    Dutch postcodes count alone, five digits only behind a street and before a place.
    """
    for match in _POSTCODE_NL.finditer(text):
        start = _street_start(text, match.start())
        house = _HOUSE_BEHIND.match(text, match.end()) if start == match.start() else None
        place = _PLACE.match(text, house.end() if house else match.end())
        yield start, place.end() if place else house.end() if house else match.end()
    for match in _POSTCODE_DE.finditer(text):
        start = _street_start(text, match.start())
        if start < match.start():
            yield start, match.end()


def _street_start(text: str, postcode: int) -> int:
    before = text[max(0, postcode - _BEFORE) : postcode]
    if not _NUMBERED.search(before):
        return postcode
    street = _STREET.search(before)
    return postcode - len(before) + street.start() if street else postcode


def plates(text: str) -> Iterator[tuple[int, int]]:
    """Plates as printed, and what stands behind a word for one."""
    if "-" in text:
        for pattern in (_PLATE_NL, _PLATE_DE):
            for match in pattern.finditer(text):
                yield match.span()
    lowered = text.lower()
    if any(cue in lowered for cue in _PLATE_WORDS):
        for match in _PLATE_CUED.finditer(text):
            yield match.span(1)
