"""Whose the data are: parties, what identifies them, what joins them, and the person's card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from privacydesk.domain.model.kinds import IdentifierKind


class LinkStrength(StrEnum):
    """How sure a link between parties is."""

    SAME_KEY = "same_key"  # same account or customer number in one source
    STRONG = "strong"  # e-mail or phone with agreeing names, not shared
    MANUAL = "manual"  # decided by a person


class SuggestionState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifying value of a stored party. `shared_by` counts the subjects that use it."""

    kind: IdentifierKind
    value: str | None
    raw: str
    source: str
    party_id: int
    shared_by: int = 1
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    party_id: int
    source: str
    source_key: str
    name: str
    subject_id: int
    address: str | None = None
    language: str | None = None
    customer: bool | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An append-only decision that joined two parties into one subject, or kept them apart."""

    link_id: int
    party_a: int
    party_b: int
    strength: LinkStrength
    reason: str
    by: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two subjects who may be one person; a person decides."""

    suggestion_id: int
    subject_a: int
    subject_b: int
    name_a: str
    name_b: str
    reason: str
    value: str
    state: SuggestionState
    decided_by: str | None = None
    decided_at: datetime | None = None
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class SubjectCard:
    """Everything the head of a subject screen says."""

    subject_id: int
    name: str
    parties: tuple[Party, ...]
    identifiers: tuple[Identifier, ...]
    counts: Mapping[str, int]
    first_at: datetime | None
    last_at: datetime | None
    open_suggestions: int
    cases: tuple[str, ...]
    restricted: bool = False
    language: str | None = None
    address: str | None = None
    blocked: int = 0  # records set apart by their storage period, shown only for a case
