"""What an import did: its run and its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from privacydesk.domain.model.drafts import Reject


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    INTERRUPTED = "interrupted"
    UNDONE = "undone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would do. The keys of `import --json`."""

    run_id: int | None
    source: str
    read: int
    imported: int
    updated: int
    unchanged: int
    gone: int
    rejected: int
    rejects: tuple[Reject, ...]
    subjects_created: int
    suggestions: int
    links: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    damaged: int = 0
    attachments_missing: tuple[str, ...] = ()
    dry_run: bool = False
    rows_per_second: float = 0.0
    state: RunState = RunState.DONE
    rejects_file: str | None = None
    still_held: int = 0  # erased here at the end of their period, in the export all the same
    notes: tuple[str, ...] = ()  # sentences about the files as a whole


@dataclass(frozen=True, slots=True)
class ImportRun:
    run_id: int
    source: str
    system: str
    path: str
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    position: int
    total: int
    by: str
    report: ImportReport | None = None
