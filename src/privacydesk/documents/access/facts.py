"""What a report is made from: gathered by the desk, pure from here on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from privacydesk.documents.access.codes import Code
from privacydesk.documents.access.delivered import Delivered
from privacydesk.documents.words import Words
from privacydesk.domain.coverage import Erased
from privacydesk.domain.erased_parts import ErasedParts
from privacydesk.domain.left_out import LeftOut, of_access
from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import Pack
from privacydesk.domain.redaction import ReviewProgress
from privacydesk.domain.retention import Expiry
from privacydesk.domain.scope_types import RecordScope


@dataclass(frozen=True, slots=True)
class Receiver:
    """The person the answer goes to."""

    name: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SystemSearched:
    """A system that was searched: `as_of` is None while it was not. `impossible`: it cannot be."""

    name: str
    holds: str
    as_of: datetime | None
    searched_on: date | None
    hits: int
    kinds: tuple[RecordKind, ...] = ()
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class LookUp:
    """A look at the person's data: day and purpose, never who (C-579/21)."""

    day: date
    purpose: str


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything the report of one case says.

    `scopes`: the rulings on every matched record; `delivered`: the records of the copy, oldest
    first. `expiries`: the storage period per record id. `data_as_of`: the oldest state of data
    among the systems searched. `review`: how far the review of other people's data is;
    `kept`: the records in which a reviewer let some of it stand. `erased`: what the desk erased
    of the person at the end of its storage period; `erased_parts`: what it took out of records
    that are still held. `withheld_files`: ids of the attachments that a reviewer keeps out.
    """

    reference: str
    language: str
    zone: ZoneInfo
    received: date
    prepared: datetime
    receiver: Receiver
    controller_name: str
    pack: Pack
    scopes: tuple[RecordScope, ...]
    delivered: tuple[Delivered, ...]
    systems_of: Mapping[int, str]
    expiries: Mapping[int, Expiry]
    systems: tuple[SystemSearched, ...]
    look_ups: tuple[LookUp, ...]
    data_as_of: datetime | None = None
    legend: tuple[Code, ...] = field(default=())
    review: ReviewProgress = field(default_factory=ReviewProgress)
    kept: frozenset[int] = frozenset()
    erased: tuple[Erased, ...] = ()
    erased_parts: tuple[ErasedParts, ...] = ()
    withheld_files: frozenset[int] = frozenset()
    checkpoint: str = ""  # of the audit chain, when the answer was released: count:head

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What the copy does not give of what is here, and why."""
        return tuple(of_access(self.scopes, self.withheld_files))

    @property
    def words(self) -> Words:
        """The words of the answer, in its language and the pack's form of address."""
        return Words(self.language, formal=self.pack.formal)
