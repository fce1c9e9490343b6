"""What `retention` reports: counts and reasons, no personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from privacydesk.domain.localtext import LocalText
from privacydesk.domain.retention_due import KeptBack, Step


@dataclass(frozen=True, slots=True)
class DueLine:
    """Records of one kind, system and activity that are past their date.

    `oldest`: the earliest last day among them. `then`: what a run does with them. `kept`: why it
    leaves them alone (then `then` is what the period alone asks for, None where the law keeps
    them), `kept_until`: the latest day this reason is known to last.
    """

    kind: str
    system: str
    activity: str
    period: LocalText
    then: Step | None
    records: int
    oldest: date | None
    why: str
    kept: KeptBack | None = None
    kept_until: date | None = None


@dataclass(frozen=True, slots=True)
class UndeterminedLine:
    """Records without a known end: never run. `missing` names the field or fact."""

    kind: str
    system: str
    activity: str
    missing: str
    records: int


@dataclass(frozen=True, slots=True)
class StillHeldLine:
    """Records erased here that an export of the system still held when it was last read."""

    system: str
    kind: str
    records: int
    seen: datetime


@dataclass(frozen=True, slots=True)
class DueReport:
    """What is past its date as of `today`, by the pack in force."""

    today: date
    policy: str
    policy_sha256: str
    lines: tuple[DueLine, ...]
    kept_back: tuple[DueLine, ...]
    undetermined_lines: tuple[UndeterminedLine, ...]
    still_held: tuple[StillHeldLine, ...]

    @property
    def due(self) -> int:
        """How many records a run would touch."""
        return sum(line.records for line in self.lines)

    @property
    def kept(self) -> int:
        return sum(line.records for line in self.kept_back)

    @property
    def undetermined(self) -> int:
        return sum(line.records for line in self.undetermined_lines)


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did, or with `dry_run` would do.

    `complete`: nothing of what was erased is left in the bytes of the store; False when somebody
    else was reading: run again then. `leftovers`: files beside the store that this program made
    and that may still hold what was erased (backups, rejected rows), for a person to remove.
    """

    dry_run: bool
    due: DueReport
    erased: int = 0
    parts: int = 0
    anonymised: int = 0
    restricted: int = 0
    files: int = 0
    people: int = 0
    complete: bool = True
    leftovers: tuple[str, ...] = ()

    @property
    def touched(self) -> int:
        return self.erased + self.parts + self.anonymised + self.restricted


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold. `who`: the person's name; `active`: it holds as of today."""

    hold_id: int
    subject_id: int | None
    case_reference: str | None
    who: str
    reason: str
    by: str
    at: datetime
    until: date | None
    active: bool
    lifted_by: str | None = None
    lifted_at: datetime | None = None
