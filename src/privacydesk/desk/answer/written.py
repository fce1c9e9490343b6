"""What writing an answer left behind, in the store and for the caller."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.gathering import Gathered
    from privacydesk.domain.checklist import Problem
    from privacydesk.domain.coverage import Coverage


@dataclass(frozen=True, slots=True)
class Written:
    """A draft that was written.

    `paths`: the documents, one per volume (empty when `data` holds the only one). `files`: the
    recordings and attachments beside them. `sha256`: of each document, in order. `findings`: what
    keeps the answer from being released, for the operator.
    """

    paths: tuple[Path, ...]
    sha256: tuple[str, ...]
    coverage: Coverage
    findings: tuple[Problem, ...]
    files: tuple[Path, ...] = ()
    files_left_out: int = 0
    data: bytes | None = None

    @property
    def path(self) -> Path | None:
        """The first document."""
        return self.paths[0] if self.paths else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One document for the store."""

    name: str
    sha256: str


def record(
    desk: Desk,
    found: Gathered,
    kind: str,
    fmt: str,
    entries: tuple[Entry, ...],
    content: str | None = None,
) -> None:
    """Note the drafts and the look at the person, in one transaction with its audit entry.

    `content`: the hash of what they say; a release finds out by it whether the data changed.
    """
    from privacydesk.domain import case_path
    from privacydesk.domain.document_kinds import in_words
    from privacydesk.store import cases, documents, subjects

    with desk.store.write(desk.operator, desk.now()) as tx:
        for entry in entries:
            documents.add_document(
                tx,
                found.case_id,
                kind=kind,
                fmt=fmt,
                name=entry.name,
                sha256=entry.sha256,
                content=content,
            )
        subjects.put_consultation(tx, found.card.subject_id, in_words(kind), found.case.reference)
        stored = cases.load_many(tx.sql, [found.case_id])[0]
        status = case_path.status(cases.facts(tx.sql, [stored])[found.case_id])
        documents.set_case_status(tx, found.case_id, status.value)
        tx.audit(
            "answer.drafted",
            case=found.case_id,
            kind=kind,
            format=fmt,
            documents=len(entries),
            records=found.coverage.delivered,
            sha256=entries[0].sha256,
        )
