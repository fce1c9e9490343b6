"""What the find box answers: who matched, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Why:
    """Why a person matched: the kind of evidence and the value that matched."""

    kind: str  # an IdentifierKind value, or "name", "text", "typo"
    value: str
    shared_by: int = 1


@dataclass(frozen=True, slots=True)
class Hit:
    subject_id: int
    name: str
    why: tuple[Why, ...]
    counts: Mapping[str, int]
    newest: datetime | None = None
    restricted: bool = False
    open_cases: int = 0


@dataclass(frozen=True, slots=True)
class FindResult:
    """`more` is True when more may exist: the limit was reached or the time box closed.

    `timed_out`: the time box closed, so people or their counts may be missing.
    """

    results: tuple[Hit, ...]
    more: bool
    took_ms: float
    timed_out: bool = False
