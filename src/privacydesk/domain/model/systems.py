"""The systems that hold data about people, and how far each was searched for a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from privacydesk.domain.model.kinds import RecordKind


class SystemState(StrEnum):
    IMPORTED = "imported"
    NOT_IMPORTED = "not_imported"


@dataclass(frozen=True, slots=True)
class System:
    """A system or processor where data about people live, imported or not."""

    system_id: int
    name: str
    owner: str | None
    holds: str  # what it holds, in words
    how: str  # how it is searched: export, request to the owner, by hand
    kinds: tuple[RecordKind, ...]
    state: SystemState
    source: str | None = None  # the source description that reads it
    data_until: datetime | None = None  # the date up to which its data are here
    processor: bool = False
    records: int = 0


class SearchOutcome(StrEnum):
    OPEN = "open"
    HITS = "hits"
    NONE = "none"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class SystemSearch:
    """A system searched (or still to be searched) for a case."""

    system_id: int
    system: str
    outcome: SearchOutcome
    hits: int
    searched_at: datetime | None = None
    by: str | None = None
    note: str | None = None
    stale: bool = False  # the data here are older than the receipt of the case
