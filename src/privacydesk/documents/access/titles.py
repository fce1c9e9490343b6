"""Titles and purposes that systems wrote, in the language of the answer.

An import gives a record without a subject line a title in English (`Call 0612 to 201`). In a copy
for the person it is made again from the kind and its details; words of people are never touched.
The machine-readable copy keeps the title as it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Final

from privacydesk.documents.access.codes import find_code
from privacydesk.documents.access.delivered import Delivered
from privacydesk.documents.words import Words, show_day
from privacydesk.domain.model import RecordKind
from privacydesk.domain.titles import TitleForm, title_parts

_K: Final = RecordKind
# What the intake makes up (`domain/titles.py`), and the word that puts each form.
_FORMS: Final = {
    TitleForm.ORDER: "order",
    TitleForm.ACCOUNT: "account",
    TitleForm.CONTACT: "contact",
    TitleForm.CALL: "call",
    TitleForm.RECORDING: "recording",
    TitleForm.CHAT: "chat",
    TitleForm.NEWSLETTER: "newsletter",
    TitleForm.CONSENT: "consent",
    TitleForm.RATING: "rating",
}
_NUMBERED: Final = frozenset({TitleForm.ORDER, TitleForm.CHAT})  # more than one word is a subject
# Titles of mapping files are free; these are the ones that ours, and most others, use.
_MAPPED: Final[tuple[tuple[RecordKind, re.Pattern[str], str], ...]] = tuple(
    (kind, re.compile(pattern, re.DOTALL), key)
    for kind, pattern, key in (
        (_K.SURVEY, r"Survey (\S.*): (\S+) of 10", "survey"),
        (_K.INVOICE, r"Invoice (\S+)", "invoice"),
        (_K.PAYMENT, r"Payment (\S+)", "payment"),
        (_K.CONTRACT, r"Contract (\S.*)", "contract"),
        (_K.REPAIR, r"Repair (\S+)", "repair"),
        (_K.TICKET, r"Ticket (#?\d+)", "ticket"),
        (_K.DELIVERY, r"(?:Parcel|Delivery) (\S.*)", "parcel"),
        (_K.USAGE, r"Usage (\S.*)", "usage"),
    )
)
_HASHED: Final = re.compile(r"row-[0-9a-f]{16,40}")
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00)?)?")
_CASE: Final = re.compile(r"case (?P<a>\S+)")


def shown_title(record: Delivered, words: Words) -> str:
    """The title of a record as its reader sees it; never empty."""
    title = record.title.strip()
    made = title_parts(record.kind, title)
    if not title or (made is not None and made.form is TitleForm.KIND):
        return words("title", "none").format(kind=words("kind", record.kind.value))
    if made is not None:
        subject = made.form in _NUMBERED and any(" " in value for value in made.values)
        return title if subject else _put(_FORMS[made.form], record, made.values, words)
    for kind, pattern, key in _MAPPED:
        if kind is record.kind and (found := pattern.fullmatch(title)):
            return _put(key, record, found.groups(), words)
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


def is_fixed(purpose: str, words: Words) -> bool:
    """Whether the program wrote what a look-up was for, so that it names nobody."""
    return bool(_CASE.fullmatch(purpose) or words.get("purpose", purpose, ""))


def _part(record: Delivered, text: str, words: Words) -> str:
    """A part of a title; a status is put as its code is explained, a day as people write it."""
    if day := _DAY.fullmatch(text.strip()):
        with suppress(ValueError):  # 2026-13-45 is some other number
            return show_day(date.fromisoformat(day[1]), words.language)
    if record.kind in (_K.CONSENT, _K.NEWSLETTER):
        code = find_code(record.system, record.source, "status", text.strip(), words.language)
        if code is not None and code.meaning:
            return code.meaning
    return text.strip()


def _put(key: str, record: Delivered, values: Sequence[str], words: Words) -> str:
    """The words with what is known; a call may have one side only."""
    a, b, *_ = (*(_part(record, value, words) for value in values), "", "")
    if key == "call" and not (a and b):
        key = "call_from" if a else "call_to" if b else "call_only"
    return words("title", key).format(a=a, b=b).rstrip(" :")
