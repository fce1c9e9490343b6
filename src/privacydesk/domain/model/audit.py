"""Who did what, and who looked at whom: the hash chain and the consultations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Consultation:
    """Who looked at whom, when, for what (C-579/21: date and purpose go to the person)."""

    at: datetime
    operator: str
    subject_id: int
    purpose: str
    case_reference: str | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One link of the hash chain. `facts` holds opaque ids and counts, no personal data."""

    seq: int
    at: datetime
    operator: str
    action: str
    facts: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class AuditFinding:
    seq: int
    problem: str


@dataclass(frozen=True, slots=True)
class ReleaseFinding:
    """A release that is not what the chain tells. `seq`: its entry, None when there is none."""

    seq: int | None
    problem: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """`findings`: about the chain itself; `release_findings`: about the `releases` it tells of."""

    entries: int
    head: str
    findings: tuple[AuditFinding, ...]
    releases: int = 0
    release_findings: tuple[ReleaseFinding, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.findings and not self.release_findings
