"""The first reading of an import: everything is looked at before anything is written."""

from __future__ import annotations

import csv
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.desk.jobs import Job
from privacydesk.domain.errors import ConflictError
from privacydesk.domain.model import AttachmentState, RecordDraft, Reject

if TYPE_CHECKING:
    from privacydesk.intake.reading import Input

SHOWN_REJECTS = 10_000  # in a report; the file of rejects holds every one
SHOWN_MISSING = 1_000
_KEPT_ITEMS, _KEPT_BYTES = 10_000, 64 * 1024 * 1024  # small inputs are not read a second time
_EVERY = 1_000


@dataclass(slots=True)
class Checked:
    """What the first reading found. `items` counts records and rejects."""

    items: int = 0
    rejected: int = 0
    rejects: list[Reject] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    damaged: int = 0
    missing: list[str] = field(default_factory=list)
    kept: list[RecordDraft | Reject] | None = field(default_factory=list)

    def again(self, source: Input, job: Job) -> Iterator[RecordDraft | Reject]:
        """The same items once more, from memory when they are few."""
        if self.kept is None:
            return source.items(job.check)
        return iter(self.kept)


def check(source: Input, job: Job, rejects: RejectsFile | None) -> Checked:
    """Read all of `source`. Raises InputError when a file is damaged as a whole."""
    found = Checked()
    if sum(file.bytes for file in source.files) > _KEPT_BYTES:
        found.kept = None
    for item in source.items(job.check):
        found.items += 1
        if found.items % _EVERY == 0:
            job.check()
            job.advance("checking", found.items)
        if found.kept is not None:
            found.kept.append(item)
            if len(found.kept) > _KEPT_ITEMS:
                found.kept = None
        if isinstance(item, Reject):
            found.rejected += 1
            if len(found.rejects) < SHOWN_REJECTS:
                found.rejects.append(item)
            if rejects is not None:
                rejects.add(item)
            continue
        if item.dropped:
            found.dropped.update(item.dropped)
        found.damaged += sum(flag.startswith("damaged:") for flag in item.flags)
        for attachment in item.attachments:
            if attachment.state is AttachmentState.MISSING and len(found.missing) < SHOWN_MISSING:
                found.missing.append(attachment.name)
    job.advance("checking", found.items, found.items)
    return found


class RejectsFile:
    """The rows that could not be read, verbatim, beside the store and for its owner only.

    Made when the first reject comes. Its cells are what stood in the source, to be corrected and
    imported: nothing is defused, so it is not meant for a spreadsheet.
    """

    def __init__(self, folder: Path, stem: str) -> None:
        self._folder, self._stem = folder, stem
        self._temporary: Path | None = None
        self.path: Path | None = None

    def add(self, reject: Reject) -> None:
        if self._temporary is None:
            self._begin()
        self._writer.writerow(
            (
                reject.file,
                "" if reject.row is None else reject.row,
                reject.column or "",
                reject.reason,
                *reject.raw,
            )
        )

    def _begin(self) -> None:
        try:
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".rejects-")  # 0600
        except OSError:
            raise ConflictError(
                "The file of rejected rows cannot be written beside the store; "
                "check the rights of that folder."
            ) from None
        self._temporary = Path(name)
        self._out = os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="")
        self._writer = csv.writer(self._out)
        self._writer.writerow(("file", "row", "column", "reason", "values as they stand"))

    def keep(self) -> Path | None:
        """Finish the file under a name of its own; None when nothing was rejected."""
        if self._temporary is None:
            return None
        self._out.close()
        number, target = 1, self._folder / f"{self._stem}.csv"
        while target.exists():
            number += 1
            target = self._folder / f"{self._stem}-{number}.csv"
        self._temporary.replace(target)
        self._temporary = None
        self.path = target
        return target

    def discard(self) -> None:
        """Remove an unfinished file; one that was kept stays."""
        if self._temporary is not None:
            self._out.close()
            self._temporary.unlink(missing_ok=True)
            self._temporary = None
