"""What `domain/scope.py` takes in and gives out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from privacydesk.domain.estate import FieldGroup
from privacydesk.domain.localtext import NO_TEXT, LocalText
from privacydesk.domain.model import Attachment, Message, Record
from privacydesk.domain.record_events import NOBODY, PersonFacts
from privacydesk.domain.scope_reasons import REASONS, Reason

NOT_SEARCHED: Final = "recording_not_searched"
"""Flag of a recording that is named, while no recordings were part of what was imported: that it
is not here says nothing about whether it still exists."""


@dataclass(frozen=True, slots=True)
class Person:
    """The data subject as scope needs them: all their names and identifying values, folded to
    lower case, and what their records say together. `addresses`: see `scope_others`."""

    names: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    facts: PersonFacts = NOBODY
    addresses: frozenset[str] = frozenset()

    def is_me(self, name: str | None) -> bool:
        """Whether a name or address is the person's own."""
        if not name:
            return False
        folded = " ".join(name.casefold().split())
        return folded in self.names or folded in self.values


class Verdict(StrEnum):
    """What a person decided about a record or one of its groups."""

    WITHHELD = "withheld"
    DELIVERED = "delivered"
    UNMASKED = "unmasked"  # third persons' data reviewed: may be shown


@dataclass(frozen=True, slots=True)
class PersonDecision:
    """A decision of a member of staff. `group`: a group id, or `*` for the whole record.

    Withholding needs `code` and `article` (Art. 12(4)).
    """

    record_id: int
    group: str
    verdict: Verdict
    code: str = ""
    article: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """In or out, and why. `words` is empty for the words of the code."""

    included: bool
    code: str
    article: str
    words: LocalText = NO_TEXT

    @staticmethod
    def of(included: bool, reason: Reason) -> Ruling:
        facts = REASONS[reason]
        return Ruling(included, reason.value, facts.article, facts.in_words)


class MaskKind(StrEnum):
    """What is to be blacked out."""

    FIELD = "field"  # the value of a field that names another person
    PARTY = "party"  # contact data of another person wherever they stand in the group's texts
    AUTHOR = "author"  # the name of a member of staff becomes the role


@dataclass(frozen=True, slots=True)
class Mask:
    """Something to black out before delivery, unless a person reviewed it (Art. 15(4)).

    `what`: the field name, or the name of the party or author. `payload`: for a field, whether
    it stands in the verbatim source fields rather than in the typed details. `whole`: the field
    is about another person alone, and `what` its path (`shipping.first_name`).
    """

    kind: MaskKind
    what: str
    payload: bool = False
    article: str = "Art. 15(4)"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What a field group takes of a record.

    `head`: the title; `text`: the record's own text; `details`, `payload`: names of fields.
    """

    group: FieldGroup
    head: bool = False
    text: bool = False
    details: tuple[str, ...] = ()
    payload: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def empty(self) -> bool:
        return not (
            self.head
            or self.text
            or self.details
            or self.payload
            or self.messages
            or self.attachments
        )


@dataclass(frozen=True, slots=True)
class GroupScope:
    """The rulings on one part of a record. `activities`: ids of the pack's that cover it."""

    part: Part
    access: Ruling
    portability: Ruling
    masks: tuple[Mask, ...] = ()
    activities: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.part.group.id

    @property
    def row(self) -> str:
        return self.part.group.row


class Outcome(StrEnum):
    """What becomes of a matched record in an access answer."""

    DELIVERED = "delivered"
    WITHHELD = "withheld"
    NO_LONGER_HELD = "no_longer_held"
    UNRESOLVED = "unresolved"  # its content must still be fetched; blocks release


@dataclass(frozen=True, slots=True)
class RecordScope:
    """The rulings on one record.

    `outcome`: for access; `ruling` says why it is not delivered. `gone_on`, `period`: the last
    day of the storage period of a record that is no longer held, and the period; nobody knows on
    which day it was erased. `gone_at_source`: the
    source no longer has it, the desk delivers its copy.
    """

    record: Record
    groups: tuple[GroupScope, ...]
    outcome: Outcome
    ruling: Ruling
    gone_on: date | None = None
    period: LocalText = NO_TEXT
    activity: str = ""
    gone_at_source: date | None = None

    @property
    def delivered(self) -> tuple[GroupScope, ...]:
        """The groups in an access answer."""
        if self.outcome is not Outcome.DELIVERED:
            return ()
        return tuple(group for group in self.groups if group.access.included)

    @property
    def withheld(self) -> tuple[GroupScope, ...]:
        """The groups of a delivered record that stay out."""
        return tuple(group for group in self.groups if not group.access.included)

    @property
    def portable(self) -> tuple[GroupScope, ...]:
        """The groups in a portability package."""
        if self.outcome is not Outcome.DELIVERED:
            return ()
        return tuple(group for group in self.groups if group.portability.included)


Decisions = Mapping[tuple[int, str], PersonDecision]
