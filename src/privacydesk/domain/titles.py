"""Titles that the intake made up, for rows whose source has none: told apart and taken apart.

Such a title is English wherever it is kept ("Order 1001"), so that what is found and quoted is
the same for everybody. Whoever writes for the person asks `title_parts` and says it in their
language; a title that the source itself gave is never touched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from privacydesk.domain.model import RecordKind


class TitleForm(StrEnum):
    """What a made title says; `TitleParts.values` are the words of the source in it."""

    KIND = "kind"  # only what it is: "Contract"; no values
    ORDER = "order"  # its number
    ACCOUNT = "account"  # name or e-mail address
    CONTACT = "contact"  # name or e-mail address
    CALL = "call"  # from, to; either may be empty
    RECORDING = "recording"  # no values
    CHAT = "chat"  # its number
    NEWSLETTER = "newsletter"  # state of the subscription
    CONSENT = "consent"  # state of the consent to e-mail
    RATING = "rating"  # number of the ticket


@dataclass(frozen=True, slots=True)
class TitleParts:
    """A made title: its form, and the words of the source in the order of the English title."""

    form: TitleForm
    values: tuple[str, ...] = ()


class Titled(Protocol):
    """A record or a draft of one."""

    @property
    def kind(self) -> RecordKind: ...
    @property
    def title(self) -> str: ...


_FORMS: Final[dict[RecordKind, tuple[TitleForm, re.Pattern[str]]]] = {
    RecordKind.ORDER: (TitleForm.ORDER, re.compile(r"Order (.+)")),
    RecordKind.ACCOUNT: (TitleForm.ACCOUNT, re.compile(r"Customer account(?: (.+))?")),
    RecordKind.CONTACT: (TitleForm.CONTACT, re.compile(r"Contact (.+)")),
    RecordKind.CALL: (TitleForm.CALL, re.compile(r"Call ?(.*?) ?\bto\b ?(.*)")),
    RecordKind.RECORDING: (TitleForm.RECORDING, re.compile(r"Recording of a call")),
    RecordKind.CHAT: (TitleForm.CHAT, re.compile(r"Chat (.+)")),
    RecordKind.NEWSLETTER: (TitleForm.NEWSLETTER, re.compile(r"Newsletter(?:: (.+))?")),
    RecordKind.CONSENT: (TitleForm.CONSENT, re.compile(r"Consent to e-mail(?:: (.+))?")),
    RecordKind.SURVEY: (TitleForm.RATING, re.compile(r"Satisfaction rating of ticket(?: (.+))?")),
}
# What stood in the place of a title before rows without one were called by their kind.
_HASH: Final = re.compile(r"row-[0-9a-f]{20}")


def kind_title(kind: RecordKind) -> str:
    """The title of a row of which nothing but its kind is known: `Credit check`."""
    return kind.value.replace("_", " ").capitalize()


def title_parts(kind: RecordKind, title: str) -> TitleParts | None:
    """What a made title says; None for a title that the source gave."""
    if title == kind_title(kind) or _HASH.fullmatch(title):
        return TitleParts(TitleForm.KIND)
    known = _FORMS.get(kind)
    found = known[1].fullmatch(title) if known is not None else None
    if known is None or found is None:
        return None
    return TitleParts(known[0], tuple(value or "" for value in found.groups()))


def synthesised(record: Titled) -> bool:
    """True when the intake made the title up, so that a report may word it in its language."""
    return title_parts(record.kind, record.title) is not None
