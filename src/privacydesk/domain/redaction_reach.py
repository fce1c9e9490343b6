"""Finds known values in any writing: what is found or decided once is looked for everywhere.

A telephone number is looked for by the digits behind its country code or trunk 0, an account by
the digits in it, an e-mail address by its letters, with separators of any kind between and
whatever touches them. So `wa.me/31612345678`, `(06) 12 34-56 78` and `%2B31 6 1234 5678` are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.redaction import FindingKind
from privacydesk.domain.redaction_phones import Place
from privacydesk.domain.redaction_plain import Plain, views

_STREAM: Final = re.compile(r"[0-9](?:[\W_]{0,6}[0-9]){7,}")
_DIGIT: Final = re.compile(r"[0-9]")
_MAYBE: Final = re.compile(
    r"\d(?:\D{0,40}\d){7}|[@\uff20\ufe6b(\[{&]|%40|[\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u2473]"
)
_LEAST: Final = 8  # fewer digits stand in any order number by chance
_LONG: Final = re.compile(r"[0-9]{10,40}")
_FRONT: Final = (
    "00310", "0031", "310", "31", "00490", "0049", "490", "49", "0",
)  # fmt: skip
_HEAD: Final = re.compile(r"\(?\+?\(?$")
_DOMAIN: Final = re.compile(r"@([\w.\-]{3,255})")
_SEPARATOR: Final = re.compile(r"[\W_]{0,6}")

KINDS: Final = {
    IdentifierKind.PHONE: FindingKind.PHONE,
    IdentifierKind.IBAN: FindingKind.IBAN,
    IdentifierKind.EMAIL: FindingKind.EMAIL,
}
"""The kinds of identifiers that are found by their form alone, as findings."""

Value = tuple[FindingKind, str]
"""A kind and the value as `identifiers.normalise` gives it."""


@dataclass(frozen=True, slots=True)
class _Needle:
    """Digits to look for. `before`: what may stand in front, the longest first."""

    kind: FindingKind
    value: str
    before: tuple[str, ...]


class Reach:
    """Looks for values. `values`: telephone numbers (E.164), IBANs, e-mail addresses, and other
    numbers, which count from ten digits (a day has eight), from eight when a person selected
    them (`ADDED`); anything else is passed over."""

    def __init__(self, values: Iterable[Value]) -> None:
        self._needles: dict[str, _Needle] = {}
        self._mails: dict[str, list[str]] = {}
        for kind, value in sorted(set(values), key=_rank):
            match kind:
                case FindingKind.PHONE if value.startswith("+"):
                    self._add_phone(value)
                case FindingKind.IBAN:
                    self._add_account(value)
                case FindingKind.EMAIL if "@" in value:
                    local, _, domain = value.rpartition("@")
                    self._mails.setdefault(domain, []).append(local)
                case FindingKind.ADDED if value.isascii() and value.isdigit():
                    self._add(value, _Needle(kind, value, _FRONT))
                case FindingKind.NUMBER if _LONG.fullmatch(value):
                    self._add(value, _Needle(kind, value, ()))
        self._lengths = tuple(sorted({len(digits) for digits in self._needles}))
        self._domains = tuple(self._mails)

    def __bool__(self) -> bool:
        return bool(self._needles or self._mails)

    def find(self, text: str, read: Sequence[Plain] = ()) -> list[Place]:
        """Where they stand in `text`, in order; the same place may be found twice. `read`: its
        `views`, if the caller has them."""
        if not self or _MAYBE.search(text) is None:
            return []
        found: list[Place] = []
        for view in read or views(text):
            for start, end, kind, value in self._in(view):
                found.append(Place(*view.place(start, end), kind, value))
        return sorted(set(found), key=lambda place: (place.start, -place.end))

    def _in(self, view: Plain) -> Iterator[tuple[int, int, FindingKind, str]]:
        if self._needles:
            for run in _STREAM.finditer(view.text):
                yield from self._digits(view.text, run)
        if self._mails and "@" in view.text:
            yield from self._addresses(view.text)

    def _digits(self, text: str, run: re.Match[str]) -> Iterator[tuple[int, int, FindingKind, str]]:
        places = [m.start() for m in _DIGIT.finditer(text, run.start(), run.end())]
        digits = "".join(text[place] for place in places)
        for length in self._lengths:
            for at in range(len(digits) - length + 1):
                needle = self._needles.get(digits[at : at + length])
                if needle is None:
                    continue
                start, end = places[at], places[at + length - 1] + 1
                if needle.kind is FindingKind.IBAN:
                    start, end = _whole_account(text, start, end, needle.value)
                else:
                    for before in needle.before:
                        if digits.endswith(before, 0, at):
                            start = places[at - len(before)]
                            break
                    if needle.kind is FindingKind.PHONE:
                        head = _HEAD.search(text, max(0, start - 3), start)
                        start = head.start() if head else start
                yield start, end, needle.kind, needle.value

    def _addresses(self, text: str) -> Iterator[tuple[int, int, FindingKind, str]]:
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        for match in _DOMAIN.finditer(lowered):
            for domain in self._domains:
                if not match[1].startswith(domain):
                    continue
                for local in self._mails[domain]:
                    if lowered.endswith(local, 0, match.start()):
                        yield (
                            match.start() - len(local),
                            match.start(1) + len(domain),
                            FindingKind.EMAIL,
                            f"{local}@{domain}",
                        )

    def _add_phone(self, value: str) -> None:
        code, national = _parts(value)
        before = (f"00{code}0", f"00{code}", f"{code}0", code, "0")
        needle = _Needle(FindingKind.PHONE, value, before)
        if len(national) >= _LEAST:
            self._add(national, needle)
        else:  # too short to be told from other numbers unless it is dialled in full
            for head in ("0", code):
                self._add(f"{head}{national}", _Needle(FindingKind.PHONE, value, ("00", "")))

    def _add_account(self, value: str) -> None:
        longest = max(re.findall(r"\d+", value[4:]), key=len, default="")
        bare = longest.lstrip("0")
        digits = bare if len(bare) >= _LEAST else longest
        if value[4:].isdigit():
            digits = value[4:]
        self._add(digits, _Needle(FindingKind.IBAN, value, ()))

    def _add(self, digits: str, needle: _Needle) -> None:
        if len(digits) >= _LEAST:
            self._needles.setdefault(digits, needle)


def _rank(value: Value) -> tuple[int, str]:
    """Of two values with the same digits the one that says more comes first."""
    kinds = (FindingKind.IBAN, FindingKind.PHONE, FindingKind.EMAIL, FindingKind.NUMBER)
    return kinds.index(value[0]) if value[0] in kinds else len(kinds), value[1]


def _whole_account(text: str, start: int, end: int, value: str) -> tuple[int, int]:
    """The place of as much of an IBAN as stands around some of its digits."""
    digits = "".join(_DIGIT.findall(text[start:end]))
    at = value.rfind(digits)
    for char in reversed(value[:at]):
        before = start - 1
        while before >= 0 and start - before <= 6 and not text[before].isalnum():
            before -= 1
        if before < 0 or text[before].upper() != char:
            break
        start = before
    for char in value[at + len(digits) :]:
        gap = _SEPARATOR.match(text, end)
        behind = gap.end() if gap else end
        if text[behind : behind + 1].upper() != char:
            break
        end = behind + 1
    return start, end


@lru_cache(maxsize=65536)
def _parts(value: str) -> tuple[str, str]:
    """Country code and national number of an E.164 number."""
    for code in ("31", "49"):
        if value.startswith(f"+{code}"):
            return code, value[3:]
    import phonenumbers

    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return "", value[1:]
    return str(number.country_code), phonenumbers.national_significant_number(number)
