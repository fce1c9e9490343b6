"""The reading of an import: everything is looked at before anything is written.

What was read is put aside, ready to be written: files are read once, and what is written is what
was checked even if somebody saves over a file meanwhile.
"""

from __future__ import annotations

import csv
import marshal
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.desk.jobs import Job
from privacydesk.domain.errors import ConflictError
from privacydesk.domain.model import AttachmentState, Reject
from privacydesk.identity.keys import party_key
from privacydesk.store.prepared import Plain, Prepared, prepare

if TYPE_CHECKING:
    from privacydesk.intake.opened import Opened

SHOWN_REJECTS = 10_000  # in a report; the file of rejects holds every one
SHOWN_MISSING = 1_000
_IN_MEMORY = 64 * 1024 * 1024
_BLOCK = 256
_EVERY = 1_000


class Spool:
    """Prepared records put aside, in memory while they are few.

    A larger import goes to a file without a name beside the store, which vanishes with the
    process however that ends. None stands for a rejected row, so that positions count both.
    """

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(folder))  # noqa: SIM115
        self._block: list[Plain | None] = []

    def add(self, record: Plain | None) -> None:
        self._block.append(record)
        if len(self._block) >= _BLOCK:
            self._write()

    def __iter__(self) -> Iterator[Prepared | None]:
        self._write()
        self._file.seek(0)
        while head := self._file.read(8):
            for row in marshal.loads(self._file.read(int.from_bytes(head, "big"))):  # noqa: S302
                yield None if row is None else Prepared.from_plain(row)

    def close(self) -> None:
        self._file.close()

    def _write(self) -> None:
        if self._block:
            data = marshal.dumps(self._block)
            self._file.write(len(data).to_bytes(8, "big"))
            self._file.write(data)
            self._block.clear()


@dataclass(slots=True)
class Checked:
    """What was found. `items` counts records and rejects; `spool` holds them in order."""

    spool: Spool
    items: int = 0
    rejected: int = 0
    rejects: list[Reject] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    damaged: int = 0
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # about the files as a whole


def check(source: Opened, job: Job, rejects: RejectsFile | None, spool: Spool) -> Checked:
    """Read all of `source` into `spool`. Raises InputError when a file is damaged as a whole."""
    found = Checked(spool, notes=list(source.notes))
    for item in source.items(job.check):
        found.items += 1
        if found.items % _EVERY == 0:
            job.check()
            job.advance("checking", found.items)
        if isinstance(item, Reject):
            spool.add(None)
            found.rejected += 1
            if len(found.rejects) < SHOWN_REJECTS:
                found.rejects.append(item)
            if rejects is not None:
                rejects.add(item)
            continue
        spool.add(prepare(item, party_key))
        if item.dropped:
            found.dropped.update(item.dropped)
        if item.flags:
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
