"""The contact data of a person as a vCard 4.0 (RFC 6350): what an address book can read.

It holds what the package is about: the person's own name, addresses and numbers, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from privacydesk.domain.identifiers import normalise
from privacydesk.domain.model import IdentifierKind, SubjectCard
from privacydesk.domain.text import fold

VCARD: Final = "contact.vcf"
_WIDTH: Final = 75  # octets of a line (RFC 6350 section 3.2)


def vcard(card: SubjectCard) -> bytes:
    """The vCard of a person, UTF-8 with CRLF and folded lines."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(card)).encode()


def _lines(card: SubjectCard) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    others = {party.name for party in card.parties if party.name} - {card.name}
    for name in (card.name, *sorted(others)):  # a vCard may name a person in several ways
        yield f"FN:{escape(name)}"
    for kind, name in ((IdentifierKind.EMAIL, "EMAIL"), (IdentifierKind.PHONE, "TEL")):
        values = [i.value or i.raw for i in card.identifiers if i.kind is kind]
        for value in dict.fromkeys(values):
            yield f"{name}:{escape(value)}"
    for address in _addresses(card):
        # one line is all that is known: it stands in the street, where every program shows it
        yield f"ADR:;;{escape(address)};;;;"
    if card.language:
        yield f"LANG:{escape(card.language)}"
    yield "END:VCARD"


def _addresses(card: SubjectCard) -> Iterator[str]:
    """Each address once, however often and however it is written; the one in use first."""
    seen = set()
    known = sorted({party.address for party in card.parties if party.address})
    for address in (card.address, *known):
        if address:
            key = normalise(IdentifierKind.ADDRESS, address).value or fold(address)
            if key not in seen:
                seen.add(key)
                yield address


def escape(text: str) -> str:
    """Text as a value (RFC 6350 section 3.4)."""
    for plain, written in (("\\", "\\\\"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(plain, written)
    return text.replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> str:
    """Lines of at most 75 octets; no character is cut in two."""
    parts, size = [""], 0
    for character in line:
        octets = len(character.encode("utf-8", "replace"))
        if size + octets > _WIDTH:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += octets
    return "\r\n".join(parts)
