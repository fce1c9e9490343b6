"""Black boxes over what concerns other people (Article 15(4) GDPR).

Until a person reviews an answer, contact data that are not the subject's own are hidden: e-mail
addresses, telephone numbers, postal addresses, and the full names of other people known to take
part in a record. A black box stays where something was; its length tells nothing. Nothing of this
is complete without a reviewer, and the report says that it is a draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from privacydesk.documents.blocks import BLACK_BOX
from privacydesk.domain.emails import email_key, is_placeholder
from privacydesk.domain.identifiers import normalise
from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.text import fold

_EMAIL: Final = re.compile(
    r"[^\s@<>()\[\]{},;:\"'|\\/=]{1,64}@(?:[^\W_](?:[\w\-]{0,62})\.){1,8}[^\W\d_]{2,24}"
)
# International or trunk prefix, then digits in groups; no letter or digit may touch either end.
_PHONE: Final = re.compile(
    r"(?<![\w@.,/#\-])(?:\+|00|\(0|0)[\d()](?:[ \u00a0\t\-./()]{0,3}\d){6,14}(?![\w@\-/]|[.,]\d)"
)
_STREET: Final = r"[^\W\d_][\w.'’\- ]{1,48}?\s\d{1,5}\s?[a-zA-Z]?(?:[\s\-/]\d{0,4}[a-zA-Z]?)?"
_PLACE: Final = r"(?:\s+[^\W\d_][\w.'’\-]*(?:\s[^\W\d_a-z][\w.'’\-]*){0,3})?"
_ADDRESS: Final = re.compile(
    rf"(?:{_STREET}[,\n\s]{{1,4}})?(?<![\w\-])(?:[1-9]\d{{3}} ?[A-Z]{{2}}\b){_PLACE}"
    rf"|{_STREET}[,\n\s]{{1,4}}(?:D-)?\d{{5}}(?:\s+[^\W\d_][\w.'’\-]*)"
)
# Recordings carry numbers in their names: in-<did>-<caller>-<time>-<id>.wav
_DIGITS: Final = re.compile(r"(?<!\d)\+?\d{9,15}(?!\d)")
_FILE_FIELD: Final = re.compile(r"recording|file", re.IGNORECASE)
_FUNCTIONS: Final = frozenset(
    {
        "admin", "billing", "chat", "contact", "datenschutz", "fg", "helpdesk", "help", "hilfe",
        "info", "klantenservice", "kontakt", "kundenservice", "mail", "newsletter", "nieuwsbrief",
        "no-reply", "noreply", "office", "privacy", "reparatie", "repair", "retour", "returns",
        "sales", "service", "shop", "support", "verkoop", "webshop", "winkel",
    }
)  # fmt: skip
_WORDS: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
# Fields that hold a number of something, never a telephone number.
_NUMBER_FIELD: Final = re.compile(
    r"(?:^|[^a-z])(?:id|uuid|uid|sku|ean|isbn|serial|imei|iban|barcode|tracking|version|hash|date"
    r"|datum|time|zeit|tijd|price|total|amount|betrag|bedrag)(?:$|[^a-z])",
    re.IGNORECASE,
)


class Masker:
    """Masks text for one subject. `region`: how a number without country code is read."""

    def __init__(
        self,
        *,
        own: Iterable[tuple[IdentifierKind, str]],
        own_names: Iterable[str],
        allowed: Iterable[str] = (),
        domains: Iterable[str] = (),
        region: str = "NL",
    ) -> None:
        """`own`: the subject's normalised identifiers. `allowed`: raw contact data of the
        controller, which concern nobody else's privacy; `domains`: its mail domains, whose
        functional addresses (support@, info@) are not a person's either."""
        self._region = region
        self._own = frozenset(own)
        self._own_postcodes = frozenset(
            value.rpartition(":")[0]
            for kind, value in self._own
            if kind is IdentifierKind.ADDRESS and ":" in value
        )
        self._domains = frozenset(domain.casefold() for domain in domains if domain)
        self._own_names = frozenset(_name_key(name) for name in own_names)
        self._allowed = frozenset(
            value
            for raw in allowed
            for kind in (IdentifierKind.EMAIL, IdentifierKind.PHONE)
            if (value := _value(kind, raw, region)) is not None
        )

    def text(self, text: str, *, others: Iterable[str] = (), field: str = "") -> str:
        """`text` with black boxes. `others`: names of the other people in this record; `field`:
        the name of the source field, when the text is one."""
        names = tuple(others)
        while (masked := self._once(text, names, field)) != text:
            text = masked  # a box may part what hid a second find; each round only adds boxes
        return text

    def _once(self, text: str, others: tuple[str, ...], field: str) -> str:
        if "@" in text:
            text = _EMAIL.sub(lambda m: self._unless_own_email(m[0]), text)
        if any(char.isdigit() for char in text):
            if not _NUMBER_FIELD.search(field):
                text = _PHONE.sub(lambda m: self._unless_own_phone(m[0]), text)
            text = _ADDRESS.sub(lambda m: self._unless_own_address(m[0]), text)
            if _FILE_FIELD.search(field):
                text = _DIGITS.sub(lambda m: self._unless_own_phone(m[0]), text)
        for name in others:
            text = self._without_name(text, name)
        return text

    def value(self, value: Any, *, others: Iterable[str] = (), field: str = "") -> Any:
        """A JSON value with every string in it masked; keys stay."""
        if isinstance(value, str):
            return self.text(value, others=others, field=field)
        if isinstance(value, list | tuple):
            return [self.value(item, others=others, field=field) for item in value]
        if isinstance(value, dict):
            return {k: self.value(v, others=others, field=f"{field}.{k}") for k, v in value.items()}
        if isinstance(value, int) and not isinstance(value, bool) and value > 10**8:
            shown = str(value)
            masked = self.text(shown, others=others, field=field)
            return value if masked == shown else masked
        return value

    def is_own(self, text: str) -> bool:
        """Whether `text` holds contact data of the subject or of the controller, and no other."""
        masked = self.text(text)
        return masked == text and (
            "@" in text
            or any(char.isdigit() for char in text)
            or _name_key(text) in self._own_names
        )

    def _unless_own_email(self, found: str) -> str:
        key = email_key(found.strip("."))
        if key is None:
            return BLACK_BOX  # looks like an address, and cannot be told whose
        local, _, domain = key.partition("@")
        if (
            is_placeholder(key)
            or key in self._allowed
            or (IdentifierKind.EMAIL, key) in self._own
            or (domain in self._domains and local in _FUNCTIONS)
        ):
            return found
        return BLACK_BOX

    def _unless_own_phone(self, found: str) -> str:
        value = _value(IdentifierKind.PHONE, found.strip(), self._region)
        if value is None or value in self._allowed or (IdentifierKind.PHONE, value) in self._own:
            return found
        return BLACK_BOX

    def _unless_own_address(self, found: str) -> str:
        value = _value(IdentifierKind.ADDRESS, found.replace("\n", " "), self._region)
        if value is not None and (IdentifierKind.ADDRESS, value) in self._own:
            return found
        if any(code.rpartition(":")[2] in found.replace(" ", "") for code in self._own_postcodes):
            return found
        return BLACK_BOX

    def _without_name(self, text: str, name: str) -> str:
        """Hide a full name; a single word would hit too much of the language."""
        words = _WORDS.findall(name)
        if len(words) < 2 or _name_key(name) in self._own_names:
            return text
        return _name_pattern(tuple(words)).sub(BLACK_BOX, text)


def _name_key(name: str) -> str:
    return " ".join(sorted(fold(name).replace(",", " ").split()))


@lru_cache(maxsize=4096)
def _name_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    forward = r"[\s,]+".join(map(re.escape, words))
    turned = rf"{re.escape(words[-1])},?\s+" + r"\s+".join(map(re.escape, words[:-1]))
    return re.compile(rf"(?<!\w)(?:{forward}|{turned})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=65536)
def _value(kind: IdentifierKind, raw: str, region: str) -> str | None:
    return normalise(kind, raw, region=region).value
