"""What an import reads, whatever the files are: drafts one after the other, and what was opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from privacydesk.domain.model import RecordDraft, RecordKind, Reject

Check = Callable[[], None] | None


@dataclass(frozen=True, slots=True)
class InputFile:
    """One data file of an input, so that a resumed run can tell that it reads the same bytes."""

    name: str
    sha256: str
    bytes: int


class Opened(Protocol):
    """What an import reads: an export by its description, or a package as it is.

    `kinds`: those it speaks about; `complete`: what it does not hold is gone at the source;
    `notes`: sentences for whoever imports it, about the files as a whole.
    """

    files: tuple[InputFile, ...]
    kinds: frozenset[RecordKind]
    complete: bool
    notes: tuple[str, ...]

    def items(self, job_check: Check = None) -> Iterator[RecordDraft | Reject]: ...

    def close(self) -> None: ...
