"""Titles and purposes that systems wrote, in the language of the answer.

An import gives a record without a subject line a title in English (`Call 0612 to 201`). In a copy
for the person it is made again from the kind and its details; words of people are never touched.
The machine-readable copy keeps the title as it is stored.
"""

from __future__ import annotations

import re
from typing import Final

from privacydesk.documents.access.codes import find_code
from privacydesk.documents.access.delivered import Delivered
from privacydesk.documents.words import Words
from privacydesk.domain.model import RecordKind

_K: Final = RecordKind
# Of each kind: what its made titles look like, and the word that puts them.
_MADE: Final[tuple[tuple[RecordKind, re.Pattern[str], str], ...]] = tuple(
    (kind, re.compile(pattern, re.DOTALL), key)
    for kind, pattern, key in (
        (_K.CALL, r"Call(?: (?:from )?(?P<a>\S.*?))?(?: +to(?: (?P<b>\S.*))?)?", "call"),
        (_K.RECORDING, r"Recording(?: of a call)?", "recording"),
        (_K.ACCOUNT, r"Customer account(?: (?P<a>\S.*))?", "account"),
        (_K.CONTACT, r"Contact(?: (?P<a>\S.*))?", "contact"),
        (_K.CHAT, r"Chat(?: (?P<a>\S+))?", "chat"),
        (_K.CONSENT, r"Consent(?: to e-?mail)?(?:: ?(?P<a>.*))?", "consent"),
        (_K.NEWSLETTER, r"Newsletter(?:: ?(?P<a>.*))?", "newsletter"),
        (_K.SURVEY, r"Satisfaction rating of ticket(?: (?P<a>\S.*))?", "rating"),
        (_K.SURVEY, r"Survey (?P<a>\S.*): (?P<b>\S+) of 10", "survey"),
        (_K.ORDER, r"Order(?: (?P<a>\S+))?", "order"),
        (_K.INVOICE, r"Invoice(?: (?P<a>\S+))?", "invoice"),
        (_K.PAYMENT, r"Payment(?: (?P<a>\S+))?", "payment"),
        (_K.CONTRACT, r"Contract(?: (?P<a>\S.*))?", "contract"),
        (_K.REPAIR, r"Repair(?: (?P<a>\S+))?", "repair"),
        (_K.TICKET, r"Ticket(?: (?P<a>#?\d+))?", "ticket"),
        (_K.DELIVERY, r"(?:Parcel|Delivery)(?: (?P<a>\S.*))?", "parcel"),
        (_K.USAGE, r"Usage(?: (?P<a>\S.*))?", "usage"),
    )
)
_HASHED: Final = re.compile(r"row-[0-9a-f]{16,40}")
_CASE: Final = re.compile(r"case (?P<a>\S+)")


def shown_title(record: Delivered, words: Words) -> str:
    """The title of a record as its reader sees it; never empty."""
    title = record.title.strip()
    if not title or _HASHED.fullmatch(title):
        return words("title", "none").format(kind=words("kind", record.kind.value))
    for kind, pattern, key in _MADE:
        if kind is record.kind and (found := pattern.fullmatch(title)):
            parts = {name: _part(record, text, words) for name, text in found.groupdict("").items()}
            return _put(key, parts, words)
    return title


def shown_number(record: Delivered) -> str:
    """The number of a record in its system, or nothing when an import made one up."""
    return "" if _HASHED.fullmatch(record.source_id) else record.source_id


def shown_field(path: str, words: Words) -> str:
    """The path of a source field as it stands; a name that the import made up, in words."""
    end = path.find(")") + 1 if path.startswith("(") else 0
    return words.get("made", path[:end], path[:end]) + path[end:]


def shown_purpose(purpose: str, words: Words) -> str:
    """What a look-up was for: in the person's language where the program wrote it."""
    if found := _CASE.fullmatch(purpose):
        return words("purpose", "case").format(**found.groupdict())
    return words.get("purpose", purpose, purpose)


def _part(record: Delivered, text: str, words: Words) -> str:
    """A part of a title; a status is put as its code is explained."""
    if record.kind in (_K.CONSENT, _K.NEWSLETTER):
        code = find_code(record.system, record.source, "status", text.strip(), words.language)
        if code is not None and code.meaning:
            return code.meaning
    return text.strip()


def _put(key: str, parts: dict[str, str], words: Words) -> str:
    """The words with what is known; a call may have one side only."""
    if key == "call" and not (parts["a"] and parts["b"]):
        key = "call_from" if parts["a"] else "call_to" if parts["b"] else "call_only"
    known = {name: text for name, text in parts.items() if text}
    text = words("title", key)
    return text.format(**{"a": "", "b": "", **known}).rstrip(" :")
