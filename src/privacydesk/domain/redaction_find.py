"""Finds what may concern other people in a text: contact data, accounts, plates, addresses, names.

Rules, no statistics: they find what is written in the ways people write it, and a reviewer adds
the rest. Values that are the data subject's own or the controller's are left out. A finding
overlapped by another one grows into one, so that no half of anything stays readable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

from privacydesk.domain.emails import email_key, is_placeholder
from privacydesk.domain.identifiers import normalise
from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.redaction import FindingKind
from privacydesk.domain.redaction_phones import glued_ibans, glued_phones, holds_date
from privacydesk.domain.redaction_places import address_places, plates
from privacydesk.domain.redaction_plain import views
from privacydesk.domain.redaction_reach import KINDS, Reach, Value
from privacydesk.domain.redaction_spans import (
    FILLER,
    Span,
    filled,
    merged,
    placed,
    spans_of,
    without,
)
from privacydesk.domain.text import fold

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
_IBAN: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00a0.\-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])"
)
_IBAN_START: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}[ \u00a0.\-]?[A-Za-z0-9]")
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
_REACHED: Final = frozenset(
    {FindingKind.PHONE, FindingKind.IBAN, FindingKind.EMAIL, FindingKind.NUMBER}
)
_ROUNDS: Final = 12  # each hides more; nested hostile input ends in two or three


def field_sort(field: str) -> str:
    """What `ContactFinder.find` makes of a field's name; equal ones find the same."""
    number = "id" if _NUMBER_FIELD.search(field) else ""
    return f"{number} file" if _FILE_FIELD.search(field) else number


NameFinder = Callable[[str], Iterable[Span]]


class ContactFinder:
    """Finds contact data of others for one data subject.

    `own`: their normalised identifiers. `allowed`: raw contact data of the controller, which
    concern nobody's privacy; `domains`: its mail domains, whose functional addresses (support@)
    are no person's either. `numbers`: identifiers of other people involved in the records, as
    written; telephone numbers (E.164) are found in any writing. `orders`: numbers of the subject's
    own orders and the like. `addresses`: the subject's own, as `scope_others.own_addresses` makes
    them. `region`: how a number without country code is read.
    """

    def __init__(
        self,
        *,
        own: Iterable[tuple[IdentifierKind, str]] = (),
        allowed: Iterable[str] = (),
        domains: Iterable[str] = (),
        numbers: Iterable[str] = (),
        orders: Iterable[str] = (),
        addresses: Iterable[str] = (),
        region: str = "NL",
    ) -> None:
        self._region = region
        numbers = tuple(numbers)
        whole = (address for address in addresses if address.count(":") == 2)
        self._own = frozenset((*own, *((IdentifierKind.ADDRESS, value) for value in whole)))
        self._own_lines = frozenset(_bare(address) for address in addresses)
        self._own_postcodes = frozenset(
            value.rpartition(":")[0].rpartition(":")[2]
            for kind, value in self._own
            if kind is IdentifierKind.ADDRESS and ":" in value
        )
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
        self._orders = frozenset(_bare(number) for number in orders)
        self._mine = frozenset(
            (KINDS.get(kind, FindingKind.NUMBER), value) for kind, value in self._own
        )
        known = tuple(self._others(_known_values(numbers)))
        self.seen: set[Value] = set(known)  # numbers, accounts and addresses found so far
        self._known_values = frozenset(known)
        self._known = Reach(known)
        self._own_reach = Reach(self._mine)

    def values(self, text: str) -> frozenset[Value]:
        """The numbers, accounts and addresses of others in a text, as `seen` holds them."""
        spans = self._foreign(self._all(text, "", None), self.own_places(text))
        return frozenset((span.kind, span.value) for span in spans if span.kind in _REACHED)

    def own_places(self, text: str) -> list[tuple[int, int]]:
        """Where the subject's own numbers, accounts and e-mail addresses stand, in any writing."""
        return [(place.start, place.end) for place in self._own_reach.find(text)]

    def everywhere(self, text: str) -> frozenset[Value]:
        """What to look for when these words are to be hidden everywhere: the values in them, else
        their digits."""
        found = self.values(text)
        digits = "".join(char for char in views(text)[-1].text if char in "0123456789")
        if found or not digits or any(char.isalpha() for char in text):
            return found
        return frozenset({(FindingKind.ADDED, digits.lstrip("0"))})

    def reach(self, values: Iterable[Value]) -> Callable[[str], list[Span]]:
        """Finds these values in any writing, the subject's own and the controller's left out."""
        others = tuple(self._others(values))
        if not others:
            return lambda _: []
        known = Reach(others)

        def find(text: str) -> list[Span]:
            found = spans_of(known.find(text))
            mine = self.own_places(text) if found else []
            return [part for span in found for part in without(span, mine)]

        return find

    def _others(self, values: Iterable[Value]) -> Iterator[Value]:
        mine = {value for _, value in self._mine} | self._allowed
        return ((kind, value) for kind, value in values if value not in mine)

    def find(self, text: str, *, field: str = "", names: NameFinder | None = None) -> list[Span]:
        """Everything found in `text`, in order, without overlaps. `field`: the name of the source
        field, when the text is one; `names`: finds the names that may stand in it."""
        found: list[Span] = []
        hidden = text
        mine: list[tuple[int, int]] | None = None
        for _ in range(_ROUNDS):
            spans = list(self._all(hidden, field, names))
            if spans and mine is None:
                mine = self.own_places(text)  # of the whole text: what is hidden hides none of it
            more = merged(self._foreign(spans, mine or []))
            if not more:
                break
            found = merged([*found, *more])
            hidden = filled(hidden, more)  # what is hidden may have kept something else from sight
        return found

    def _foreign(self, spans: Iterable[Span], mine: list[tuple[int, int]]) -> Iterator[Span]:
        """The spans that are not the subject's own; of known values what is outside of it."""
        for span in spans:
            if any(start <= span.start and span.end <= end for start, end in mine):
                continue
            value = (span.kind, span.value)
            if value in self._known_values:
                yield from without(span, mine)
                continue
            if span.kind is FindingKind.PHONE and any(
                start < span.end and span.start < end for start, end in mine
            ):
                continue  # their number and digits behind it
            if span.kind in _REACHED:
                self.seen.add(value)
            yield span

    def _all(self, text: str, field: str, names: NameFinder | None) -> Iterator[Span]:
        read = views(text)
        if self._known_values:
            yield from spans_of(self._known.find(text, read))
        if _MAYBE_EMAIL.search(text):
            yield from self._emails(text)
        for plain in read[1:]:
            if "@" in plain.text:
                yield from placed(self._emails(plain.text), plain)
        if _DIGIT.search(text):
            numbered = _NUMBER_FIELD.search(field) is not None
            if not numbered:
                yield from self._phones(text, _PHONE)
                yield from self._phones(text, _MOBILE)
                for start, end in plates(text):
                    yield Span(start, end, FindingKind.PLATE, _bare(text[start:end]))
            for plain in read:
                yield from placed(self._glued(plain.text, numbered=numbered), plain)
            if _IBAN_START.search(text):
                yield from self._ibans(text)
            yield from self._addresses(text)
            if _FILE_FIELD.search(field):
                yield from self._phones(text, _DIGITS)
            if self._numbers:
                yield from self._known_numbers(text)
        if names is not None:
            yield from names(text)

    def _glued(self, text: str, *, numbered: bool) -> Iterator[Span]:
        """Numbers and accounts that touch something; in a field of numbers only with a plus."""
        for place in glued_phones(text, self._region, mine=self._stays, numbers=self._orders):
            if not numbered or text[place.start] == "+":
                yield Span(place.start, place.end, place.kind, place.value)
        for start, end in glued_ibans(text):
            value = _value(IdentifierKind.IBAN, text[start:end], "NL")
            if value is not None and (IdentifierKind.IBAN, value) not in self._own:
                yield Span(start, end, FindingKind.IBAN, value)

    def _stays(self, number: str) -> bool:
        return number in self._allowed or (IdentifierKind.PHONE, number) in self._own

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
            if value is not None and not self._stays(value) and not holds_date(match[0]):
                yield Span(match.start(), match.end(), FindingKind.PHONE, value)

    def _ibans(self, text: str) -> Iterator[Span]:
        for match in _IBAN.finditer(text):
            span = _iban_in(text, match.start(), match.end())
            if span is not None and (IdentifierKind.IBAN, span.value) not in self._own:
                yield span

    def _addresses(self, text: str) -> Iterator[Span]:
        for start, end in address_places(text):
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


def _iban_in(text: str, start: int, end: int) -> Span | None:
    """The longest valid IBAN that begins at `start`; words behind it may look like a part of it."""
    for stop in range(end, start + 14, -1):
        if not text[stop - 1].isalnum() or (stop < end and text[stop].isalnum()):
            continue  # inside a word
        value = _value(IdentifierKind.IBAN, text[start:stop], "NL")
        if value is not None:
            return Span(start, stop, FindingKind.IBAN, value)
    return None


def _known_values(numbers: Iterable[str]) -> Iterator[Value]:
    for raw in numbers:
        yield FindingKind.PHONE if raw.startswith("+") else FindingKind.NUMBER, raw


def _number_forms(raw: str) -> Iterator[str]:
    """A number as it stands in texts; an E.164 number also as dialled at home."""
    bare = _bare(raw)
    if len(bare) >= 5:
        yield bare
        if raw.startswith(("+31", "+49")) and len(bare) < 10:  # longer ones: `Reach`
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
