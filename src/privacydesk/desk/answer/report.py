"""The Article 15 access report of a case, as a draft."""

from __future__ import annotations

import hashlib
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.desk.answer.facts import report_facts
from privacydesk.desk.answer.left import left_to_mend
from privacydesk.desk.answer.volumes import written_volumes
from privacydesk.desk.answer.written import Entry, Written, record
from privacydesk.desk.contents import content_of
from privacydesk.desk.gathering import gather
from privacydesk.desk.jobs import Job, rare_collections
from privacydesk.desk.outbox import Outbox, add_files
from privacydesk.domain.document_kinds import REPORT
from privacydesk.domain.errors import InputError, StateError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from privacydesk.desk.context import Desk
    from privacydesk.documents.access.delivered import Delivered
    from privacydesk.domain.coverage import Coverage


def report(
    desk: Desk,
    reference: str,
    fmt: str,
    output: Path | None,
    force: bool = False,
    job: Job | None = None,
) -> Written:
    """Write the access report of a case.

    `fmt`: pdf, docx, odt, html or md. `output`: the file; None returns the bytes instead, and
    leaves recordings and attachments out. Files of the person go into the folder `NAME-files`
    beside the report under neutral names; more than 1,000 records, or long ones, make volumes
    (`NAME-1.pdf`, `NAME-2.pdf`).

    Raises InputError for an unknown format or an unusable place, ConflictError when a file exists
    and `force` is not set, StateError when the case has no data subject or a record is not
    accounted for, CancelledError when the job was stopped; nothing is then left behind.
    """
    from privacydesk.documents.compiler import starting
    from privacydesk.documents.write import FORMATS

    if fmt not in FORMATS:
        raise InputError(f"A report can be {', '.join(FORMATS)}; “{fmt}” is not one of them.")
    job = job or Job()
    compiler = starting() if fmt == "pdf" else nullcontext()
    with rare_collections(), Outbox(force=force) as outbox, compiler as early:
        # what takes a while to load comes when the compiler has begun to do so
        from privacydesk.documents.access.report import volumes_of
        from privacydesk.store import files as kept

        if output is not None:
            outbox.refuse_existing(output)
        found = gather(desk, reference, job)
        require_accounted(found.coverage)
        facts = report_facts(found, job=job)
        parts = volumes_of(facts.delivered)
        volumes = len(parts)
        if output is None and volumes > 1:
            raise InputError(
                f"The report has {volumes} volumes and cannot go to one stream; name a file."
            )
        targets = _targets(output, volumes)
        for one in targets:
            outbox.refuse_existing(one)  # now, not when its turn has come
        entries: list[Entry] = []
        data = b""
        written = written_volumes(desk, facts, fmt, job, draft=True, parts=parts, early=early)
        with closing(written):
            for number, data in enumerate(written, 1):
                target = targets[number - 1] if targets else None
                name = target.name if target else f"{reference}.{fmt}"
                entries.append(Entry(name, hashlib.sha256(data).hexdigest()))
                if target is not None:
                    outbox.add(target, data)
        named = named_files(facts.delivered, lambda sha: kept.locate(desk.store.files, sha))
        folder = output.with_name(f"{output.stem}-files") if output is not None else None
        if folder is not None:
            add_files(outbox, folder, named)
        job.check()
        record(desk, found, REPORT, fmt, tuple(entries), content_of(found, facts))
        outbox.commit()
    return Written(
        paths=tuple(targets),
        sha256=tuple(entry.sha256 for entry in entries),
        coverage=found.coverage,
        findings=left_to_mend(desk, found, facts, REPORT, fmt),
        files=tuple(folder / name for name in named) if folder is not None else (),
        files_left_out=len(named) if folder is None else 0,
        data=data if output is None else None,
    )


def coverage(desk: Desk, reference: str) -> Coverage:
    """The account of a case's answer per system: what matched and what became of it."""
    return gather(desk, reference, Job()).coverage


def preview(desk: Desk, reference: str) -> str:
    """The report as Markdown, for the screen; nothing is recorded."""
    from privacydesk.documents.access.report import documents
    from privacydesk.documents.write import write

    facts = report_facts(gather(desk, reference, Job()))
    templates = desk.config_folder / "templates"
    return "\n".join(
        write(document, "md").decode()
        for document in documents(facts, draft=True, user_templates=templates)
    )


def require_accounted(found: Coverage) -> None:
    """Raise StateError when a record that matched is neither in the answer nor explained.

    Content that must still be fetched does not stop a draft: it is named among the findings and
    blocks the release.
    """
    lost = [
        system.system
        for system in found.systems
        if system.matched
        != system.delivered
        + len(system.withheld)
        + len(system.no_longer_held)
        + len(system.unresolved)
    ]
    if lost:
        raise StateError(
            f"The answer does not account for every record of {', '.join(lost)}; "
            "nothing was written.",
            code="not_complete",
        )


def named_files(
    records: tuple[Delivered, ...], locate: Callable[[str], Path]
) -> Mapping[str, Path]:
    """The files of delivered records: neutral name, and where the store keeps the bytes."""
    return {
        file.path: locate(file.sha256)
        for delivered in records
        for file in delivered.files
        if file.path is not None and file.sha256 is not None
    }


def _targets(output: Path | None, volumes: int) -> list[Path]:
    if output is None:
        return []
    if volumes == 1:
        return [output]
    return [output.with_name(f"{output.stem}-{n}{output.suffix}") for n in range(1, volumes + 1)]
