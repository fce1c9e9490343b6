"""Reads the vCard of a package (RFC 6350): whose data it holds, under every name and address."""

from __future__ import annotations

import hashlib
import re
from itertools import zip_longest
from typing import Final

from privacydesk.domain.identifiers import normalise
from privacydesk.domain.model import IdentifierDraft, IdentifierKind, PartyDraft

_KINDS: Final = {"EMAIL": IdentifierKind.EMAIL, "TEL": IdentifierKind.PHONE}
_ESCAPED: Final = re.compile(r"\\(.)")
_STREET: Final = 2  # the place of the street among the parts of ADR


def read_vcard(text: str, region: str) -> tuple[PartyDraft, ...]:
    """The person of a vCard, then the same person under further names and addresses.

    They share a number made from the vCard itself, so that they are known as one person without
    any guess. Unknown lines are passed over. `region` is for numbers without country code.
    """
    names: list[str] = []
    addresses: list[str] = []
    language = None
    contacts: list[IdentifierDraft] = []
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    for line in unfolded.splitlines():
        head, _, value = line.partition(":")
        field = head.partition(";")[0].upper()
        if field == "FN":
            names.append(_plain(value))
        elif field in _KINDS:
            contacts.append(normalise(_KINDS[field], _plain(value), region=region))
        elif field == "ADR":
            parts = re.split(r"(?<!\\);", value)
            addresses.append(", ".join(_plain(part) for part in parts[_STREET:] if part))
        elif field == "LANG":
            language = _plain(value) or None
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    number = normalise(IdentifierKind.ACCOUNT_ID, f"vcard-{digest[:24]}", region=region)
    first = names[0] if names else ""
    found = []
    for place, (name, address) in enumerate(zip_longest(names or [""], addresses)):
        where = [normalise(IdentifierKind.ADDRESS, address, region=region)] if address else []
        found.append(
            PartyDraft(
                key=f"{digest[:24]}-{place}" if place else digest[:24],
                name=(name if name is not None else first) or None,
                identifiers=(*(contacts if place == 0 else ()), *where, number),
                address=address or None,
                language=language,
            )
        )
    return tuple(found)


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)
