"""Finds what may concern other people in a text: contact data, accounts, plates, addresses, names.

Rules, no statistics: they find what is written in the ways people write it, and a reviewer adds
the rest. Values that are the data subject's own or the controller's are left out. A finding
overlapped by another one grows into one, so that no half of anything stays readable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from privacydesk.domain.emails import email_key, is_placeholder
from privacydesk.domain.identifiers import normalise
from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.redaction import FindingKind
from privacydesk.domain.text import fold

FILLER: Final = "\u2588"
"""What hides a character while the rest is searched again; no pattern may run across it."""

_AT: Final = r"(?:@|\uff20|\ufe6b|%40|&#64;|\s?[(\[{](?:at|apenstaartje|klammeraffe)[)\]}]\s?)"
_EMAIL: Final = re.compile(
    rf"[^\s@\uff20\ufe6b<>()\[\]{{}},;:\"'|\\/=&?{FILLER}]{{1,64}}{_AT}"
    r"(?:[^\W_](?:[\w\-]{0,62})\.){1,8}[^\W\d_]{2,24}",
    re.IGNORECASE,
)
_MAYBE_EMAIL: Final = re.compile(r"@|\uff20|\ufe6b|%40|&#64;|[(\[{](?:at|ap|kl)", re.IGNORECASE)
_GAP: Final = r"[ \u00a0\u2007\u2009\u202f\t\-\u2010-\u2013\u2212./()\u200b\u00ad]"
# International or trunk prefix, then digits in groups; no letter or digit may touch either end.
_PHONE: Final = re.compile(
    rf"(?<![\w@.,/#\-])(?:\+|\uff0b|%2B|00|\(\+|\(0|[0\uff10])[\d()](?:{_GAP}{{0,3}}\d){{6,14}}"
    r"(?![\w@\-/]|[.,]\d)"
)
# Mobile numbers in international form, as systems store them: without a plus.
_MOBILE: Final = re.compile(r"(?<![\w@.,/#\-])(?:316\d{8}|491[5-7]\d{8,9})(?![\w@\-/]|[.,]\d)")
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
_IBAN: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00a0.\-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])"
)
_IBAN_START: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}[ \u00a0.\-]?[A-Za-z0-9]")
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
# Recordings carry numbers in their names: in-<did>-<caller>-<time>-<id>.wav
_DIGITS: Final = re.compile(r"(?<!\d)\+?\d{9,15}(?!\d)")
_FILE_FIELD: Final = re.compile(r"recording|file", re.IGNORECASE)
# Fields that hold a number of something, never a telephone number.
_NUMBER_FIELD: Final = re.compile(
    r"(?:^|[^a-z])(?:id|uuid|uid|sku|ean|isbn|serial|imei|iban|barcode|tracking|version|hash|date"
    r"|datum|time|zeit|tijd|price|total|amount|betrag|bedrag)(?:$|[^a-z])",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_WORDS: Final = re.compile(r"[^\W_]+")
_FUNCTIONS: Final = frozenset(
    {
        "admin", "billing", "chat", "contact", "datenschutz", "fg", "helpdesk", "help", "hilfe",
        "info", "klantenservice", "kontakt", "kundenservice", "mail", "newsletter", "nieuwsbrief",
        "no-reply", "noreply", "office", "privacy", "reparatie", "repair", "retour", "returns",
        "sales", "service", "shop", "support", "verkoop", "webshop", "winkel",
    }
)  # fmt: skip
_ROUNDS: Final = 12  # each hides more; nested hostile input ends in two or three


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text. `value`: what it says, the same for every writing of it."""

    start: int
    end: int
    kind: FindingKind
    value: str


NameFinder = Callable[[str], Iterable[Span]]


class ContactFinder:
    """Finds contact data of others for one data subject.

    `own`: their normalised identifiers. `allowed`: raw contact data of the controller, which
    concern nobody's privacy; `domains`: its mail domains, whose functional addresses (support@)
    are no person's either. `numbers`: identifiers of other people involved in the records, as
    written. `addresses`: the subject's own, as `scope_others.own_addresses` makes them. `region`:
    how a number without country code is read.
    """

    def __init__(
        self,
        *,
        own: Iterable[tuple[IdentifierKind, str]] = (),
        allowed: Iterable[str] = (),
        domains: Iterable[str] = (),
        numbers: Iterable[str] = (),
        addresses: Iterable[str] = (),
        region: str = "NL",
    ) -> None:
        self._region = region
        whole = (address for address in addresses if address.count(":") == 2)
        self._own = frozenset((*own, *((IdentifierKind.ADDRESS, value) for value in whole)))
        self._own_lines = frozenset(_bare(address) for address in addresses)
        self._own_postcodes = frozenset(
            value.rpartition(":")[0].rpartition(":")[2]
            for kind, value in self._own
            if kind is IdentifierKind.ADDRESS and ":" in value
        )
        self._has_account = any(kind is IdentifierKind.IBAN for kind, _ in self._own)
        self._domains = frozenset(domain.casefold() for domain in domains if domain)
        self._allowed = frozenset(
            value
            for raw in allowed
            for kind in (IdentifierKind.EMAIL, IdentifierKind.PHONE)
            if (value := _value(kind, raw, region)) is not None
        )
        mine = {form for _, value in self._own for form in _number_forms(value)}
        theirs = {form for raw in numbers for form in _number_forms(raw)}
        # a word without digits is a user name, and may be any word
        self._numbers = frozenset(form for form in theirs - mine if _DIGIT.search(form))

    def find(self, text: str, *, field: str = "", names: NameFinder | None = None) -> list[Span]:
        """Everything found in `text`, in order, without overlaps. `field`: the name of the source
        field, when the text is one; `names`: finds the names that may stand in it."""
        found: list[Span] = []
        hidden = text
        for _ in range(_ROUNDS):
            more = merged(self._once(hidden, field, names))
            if not more:
                break
            found = merged([*found, *more])
            hidden = _fill(hidden, more)  # what is hidden may have kept something else from sight
        return found

    def _once(self, text: str, field: str, names: NameFinder | None) -> Iterator[Span]:
        mine = self._own_ibans(text)
        for span in self._all(text, field, names):
            if not any(start <= span.start and span.end <= end for start, end in mine):
                yield span

    def _all(self, text: str, field: str, names: NameFinder | None) -> Iterator[Span]:
        if _MAYBE_EMAIL.search(text):
            yield from self._emails(text)
        if _DIGIT.search(text):
            numbered = _NUMBER_FIELD.search(field) is not None
            if not numbered:
                yield from self._phones(text, _PHONE)
                yield from self._phones(text, _MOBILE)
                yield from _plates(text)
            if _IBAN_START.search(text):
                yield from self._ibans(text)
            yield from self._addresses(text)
            if _FILE_FIELD.search(field):
                yield from self._phones(text, _DIGITS)
            if self._numbers:
                yield from self._known_numbers(text)
        if names is not None:
            yield from names(text)

    def _emails(self, text: str) -> Iterator[Span]:
        for match in _EMAIL.finditer(text):
            written = re.sub(_AT, "@", match[0], flags=re.IGNORECASE)
            key = email_key(unicodedata.normalize("NFKC", written).strip("."))
            if key is None:  # looks like an address, and cannot be told whose
                yield Span(match.start(), match.end(), FindingKind.EMAIL, fold(written))
                continue
            local, _, domain = key.partition("@")
            if not (
                is_placeholder(key)
                or key in self._allowed
                or (IdentifierKind.EMAIL, key) in self._own
                or (domain in self._domains and local in _FUNCTIONS)
            ):
                yield Span(match.start(), match.end(), FindingKind.EMAIL, key)

    def _phones(self, text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
        for match in pattern.finditer(text):
            written = _plain_digits(match[0])
            if pattern is _MOBILE:
                written = f"+{written}"
            value = _value(IdentifierKind.PHONE, written, self._region)
            if (
                value is not None
                and value not in self._allowed
                and (IdentifierKind.PHONE, value) not in self._own
            ):
                yield Span(match.start(), match.end(), FindingKind.PHONE, value)

    def _ibans(self, text: str) -> Iterator[Span]:
        for match in _IBAN.finditer(text):
            span = _iban_in(text, match.start(), match.end())
            if span is not None and (IdentifierKind.IBAN, span.value) not in self._own:
                yield span

    def _own_ibans(self, text: str) -> list[tuple[int, int]]:
        """Where the person's own accounts stand: digits in them are no telephone number."""
        if not self._has_account:
            return []
        spans = (_iban_in(text, m.start(), m.end()) for m in _IBAN.finditer(text))
        return [
            (span.start, span.end)
            for span in spans
            if span is not None and (IdentifierKind.IBAN, span.value) in self._own
        ]

    def _addresses(self, text: str) -> Iterator[Span]:
        for start, end in _address_places(text):
            line = text[start:end].replace("\n", " ")
            value = _value(IdentifierKind.ADDRESS, line, self._region)
            packed = line.replace(" ", "")
            if value is None:
                # a postcode alone says no more than whose it is; a whole street may live there
                own = any(code in packed for code in self._own_postcodes)
            else:
                own = (IdentifierKind.ADDRESS, value) in self._own
            if own or _bare(line) in self._own_lines:
                continue
            yield Span(start, end, FindingKind.ADDRESS, value or fold(packed))

    def is_own(self, text: str) -> bool:
        """Whether a text is nothing but an e-mail address, telephone number or address of the
        subject or of the controller."""
        if _bare(text) in self._own_lines:
            return True
        return any(
            (value := _value(kind, text.strip(), self._region)) is not None
            and ((kind, value) in self._own or value in self._allowed)
            for kind in (IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.ADDRESS)
        )

    def _known_numbers(self, text: str) -> Iterator[Span]:
        for match in _NUMBERISH.finditer(text):
            if (bare := _bare(match[0])) in self._numbers:
                yield Span(match.start(), match.end(), FindingKind.NUMBER, bare)


_NUMBERISH: Final = re.compile(r"(?<![^\W_])[^\W_]+(?:[:\-.][^\W_]+)*(?![^\W_])")


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, overlapping ones as one; the longest says what it is."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.end <= span.start:
            continue
        if found and span.start < found[-1].end:
            last = found[-1]
            if span.end > last.end:
                longer = max(last, span, key=lambda s: s.end - s.start)
                value = f"{last.value} {span.value}"
                found[-1] = Span(last.start, span.end, longer.kind, value)
        else:
            found.append(span)
    return found


def _fill(text: str, spans: Iterable[Span]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], FILLER * (span.end - span.start)]
        at = span.end
    return "".join((*parts, text[at:]))


def _address_places(text: str) -> Iterator[tuple[int, int]]:
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


def _plates(text: str) -> Iterator[Span]:
    if "-" in text:
        for pattern in (_PLATE_NL, _PLATE_DE):
            for match in pattern.finditer(text):
                yield Span(match.start(), match.end(), FindingKind.PLATE, _bare(match[0]))
    lowered = text.lower()
    if any(cue in lowered for cue in _PLATE_WORDS):
        for match in _PLATE_CUED.finditer(text):
            yield Span(match.start(1), match.end(1), FindingKind.PLATE, _bare(match[1]))


def _iban_in(text: str, start: int, end: int) -> Span | None:
    """The longest valid IBAN that begins at `start`; words behind it may look like a part of it."""
    for stop in range(end, start + 14, -1):
        if not text[stop - 1].isalnum() or (stop < end and text[stop].isalnum()):
            continue  # inside a word
        value = _value(IdentifierKind.IBAN, text[start:stop], "NL")
        if value is not None:
            return Span(start, stop, FindingKind.IBAN, value)
    return None


def _number_forms(raw: str) -> Iterator[str]:
    """A number as it stands in texts; an E.164 number also as dialled at home."""
    bare = _bare(raw)
    if len(bare) >= 5:
        yield bare
        if raw.startswith(("+31", "+49")):
            yield bare[2:]
            yield f"0{bare[2:]}"


def _bare(value: str) -> str:
    return "".join(_WORDS.findall(fold(value)))


def _plain_digits(text: str) -> str:
    """The number as an ASCII keyboard would write it."""
    text = text.strip().replace("%2B", "+").replace("(+", "+").replace("\u00ad", "")
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\u2212", "-")
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)


@lru_cache(maxsize=65536)
def _value(kind: IdentifierKind, raw: str, region: str) -> str | None:
    return normalise(kind, raw, region=region).value
