"""The writing of an import: committed batches, each complete in itself.

A batch is made ready outside the write lock (compared with what is stored, files copied), then
written in one transaction with its people, links, index entries, audit entry
and the position of the run. Other people's look-ups and writes fit in between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from privacydesk.desk.imports.compare import (
    BATCH,
    Compared,
    Counts,
    Seen,
    batches,
    compare,
    gone_records,
)
from privacydesk.desk.imports.people import PartyBook
from privacydesk.desk.jobs import Job
from privacydesk.domain.errors import InputError
from privacydesk.domain.model import AttachmentState
from privacydesk.store import import_reads as reads
from privacydesk.store import runs, tombstones
from privacydesk.store.codec import to_text
from privacydesk.store.files import keep, locate
from privacydesk.store.party_write import write_people
from privacydesk.store.prepared import Prepared, PreparedFile
from privacydesk.store.records_write import (
    Placed,
    StoredFile,
    file_row,
    insert_records,
    update_records,
)

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk

_Files = dict[str, tuple[str, int]]  # path -> (SHA-256, size)


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What stays the same through a run. `fixed` is what its report holds besides counts."""

    run_id: int
    source: str
    system_id: int
    total: int
    fixed: dict[str, Any]


class Importer:
    """Applies the items of one run, from a position to the end."""

    def __init__(self, desk: Desk, run: RunFacts, counts: Counts, job: Job, batch: int) -> None:
        self._desk, self._run, self._job = desk, run, job
        self._size = batch
        self._seen = Seen()
        self.counts = counts

    def apply(self, items: Iterable[Prepared | None], position: int) -> None:
        """Write everything behind `position`; what stands before it is only noted as seen."""
        store, run = self._desk.store, self._run
        at = position
        for pending, at in batches(self._passed(items, position), position, self._size):
            self._job.check()
            # only this run writes records of its source, so comparing needs no lock
            with store.read() as con:
                compared = compare(con, run.system_id, pending, self._seen)
            self.counts.unchanged += compared.unchanged
            if compared.writes or compared.still_held:
                self._write(compared, at)
            self._job.advance("importing", at, run.total)
        if at != run.total:
            raise InputError("A file changed while it was being imported; undo this run.")

    def mark_gone(self, kinds: Iterable[str]) -> None:
        """Mark the stored records of `kinds` that this export no longer holds."""
        desk, run = self._desk, self._run
        with desk.store.read() as con:
            missing = gone_records(con, run.system_id, run.source, kinds, self._seen)
        for start in range(0, len(missing), BATCH):
            self._job.check()
            ids = missing[start : start + BATCH]
            now = desk.now()
            with desk.store.write(desk.operator, now, durable=False) as tx:
                tx.sql.executemany(
                    "UPDATE record SET gone_at = ? WHERE id = ?", [(to_text(now), i) for i in ids]
                )
                tx.sql.executemany(
                    "INSERT INTO run_change(run_id, entity, entity_id, old) "
                    "VALUES (?, 'gone', ?, 'null')",
                    [(run.run_id, i) for i in ids],
                )
                self.counts.gone += len(ids)
                tx.audit("import.gone", run=run.run_id, records=len(ids))
                runs.beat(tx, run.run_id, position=run.total, report=self.kept())

    def kept(self) -> dict[str, Any]:
        """The report as the run's row keeps it."""
        return {**self._run.fixed, **asdict(self.counts)}

    # ------------------------------------------------------------ inside

    def _passed(self, items: Iterable[Prepared | None], position: int) -> Iterator[Prepared | None]:
        """Pass by what an earlier part of this run committed, noting which records it saw."""
        iterator = iter(items)
        passed: defaultdict[str, list[str]] = defaultdict(list)
        for count in range(1, position + 1):
            item = next(iterator, None)
            if item is not None:
                passed[item.kind].append(item.source_id)
            if count % BATCH == 0 or count == position:
                with self._desk.store.read() as con:
                    found = reads.records_by_id(con, self._run.system_id, passed)
                for stored in found.values():
                    self._seen.add(stored.record_id)
                passed.clear()
        return iterator

    def _write(self, compared: Compared, at: int) -> None:
        files = self._copy_files(compared)
        desk, run = self._desk, self._run
        with desk.store.write(desk.operator, desk.now(), durable=False) as tx:
            runs.beat(tx, run.run_id)
            last_party, last_subject, last_record = reads.last_ids(
                tx.sql, "party", "subject", "record"
            )
            book = PartyBook(run.system_id, run.run_id, last_party, last_subject)
            book.prefetch(tx.sql, [record for record, _ in compared.writes])
            added: list[Placed] = []
            replaced: list[Placed] = []
            for record, stored in compared.writes:
                kept = tuple([self._file(file, files) for file in record.files])
                involved = book.observe(record)
                if stored is None:
                    last_record += 1
                    added.append(Placed(last_record, record, involved, kept))
                    self._seen.add(last_record)
                else:
                    replaced.append(Placed(stored, record, involved, kept))
            people, created = book.take()
            asked = write_people(
                tx, people, source=run.source, system_id=run.system_id, run_id=run.run_id
            )
            if replaced:
                update_records(tx.sql, replaced, run_id=run.run_id)
            insert_records(
                tx.sql, added, source=run.source, system_id=run.system_id, run_id=run.run_id
            )
            tombstones.mark_still_held(tx, run.system_id, compared.still_held)
            self.counts.still_held += len(compared.still_held)
            self.counts.imported += len(added)
            self.counts.updated += len(replaced)
            self.counts.subjects_created += created
            self.counts.suggestions += asked
            self.counts.links += len(people.links)
            tx.audit(
                "import.batch",
                run=run.run_id,
                position=at,
                imported=len(added),
                updated=len(replaced),
                subjects=created,
                links=len(people.links),
                suggestions=asked,
                still_held=len(compared.still_held),
            )
            runs.beat(tx, run.run_id, position=at, report=self.kept())

    def _copy_files(self, compared: Compared) -> _Files:
        """Copy the attachments of what will be written into the store's folder."""
        copied: _Files = {}
        for record, _ in compared.writes:
            for file in record.files:
                if file.path and file.state == AttachmentState.FILE:
                    self._job.check()
                    copied[file.path] = keep(self._desk.store.files, Path(file.path))
        return copied

    def _file(self, file: PreparedFile, files: _Files) -> StoredFile:
        kept = files.get(file.path) if file.path else None
        if kept is None or file.path is None:
            return file_row(file, None, file.size)
        sha256, size = kept
        if not locate(self._desk.store.files, sha256).exists():  # an undo removed it meanwhile
            keep(self._desk.store.files, Path(file.path))
        return file_row(file, sha256, size)


def plan(
    desk: Desk,
    items: Iterable[Prepared | None],
    *,
    source: str,
    system_id: int | None,
    gone_kinds: Iterable[str],
    job: Job,
    total: int,
) -> Counts:
    """What an import would do: the same comparing and deciding, with nothing written.

    People and links that would be added are remembered for the whole file instead of being read
    back from the store, so this needs about a kilobyte of memory per new person.
    """
    counts, seen = Counts(), Seen()
    system = system_id if system_id is not None else 0
    with desk.store.read() as con:
        last_party, last_subject = reads.last_ids(con, "party", "subject")
    book = PartyBook(system, 0, last_party, last_subject)
    for pending, at in batches(items, 0, BATCH):
        job.check()
        with desk.store.read() as con:
            compared = compare(con, system, pending, seen)
            records = [record for record, _ in compared.writes]
            book.prefetch(con, records)
        for record in records:
            book.observe(record)
        counts.unchanged += compared.unchanged
        counts.still_held += len(compared.still_held)
        counts.imported += sum(stored is None for _, stored in compared.writes)
        counts.updated += sum(stored is not None for _, stored in compared.writes)
        job.advance("planning", at, total)
    people, counts.subjects_created = book.take()
    counts.links, counts.suggestions = len(people.links), len(people.suggestions)
    with desk.store.read() as con:
        counts.gone = len(gone_records(con, system, source, gone_kinds, seen))
    return counts
