"""Releasing: the final files are made, checked, kept with their hashes, and never changed again."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.desk.cases.read import refresh_status
from privacydesk.desk.jobs import Job
from privacydesk.desk.release.address import Address, address_of
from privacydesk.desk.release.letters import final_letter
from privacydesk.desk.release.state import State, state
from privacydesk.domain.checklist import require_releasable
from privacydesk.domain.document_kinds import PACKAGE, REPORT, letter_of
from privacydesk.domain.errors import ConflictError, InputError
from privacydesk.domain.four_eyes import objections
from privacydesk.domain.letters import answers
from privacydesk.domain.model import EventKind

if TYPE_CHECKING:
    from datetime import date

    from privacydesk.desk.context import Desk
    from privacydesk.store.drafts import Prepared
    from privacydesk.store.engine import Tx
    from privacydesk.store.release import KeptFile


@dataclass(frozen=True, slots=True)
class ReleasedDocument:
    kind: str
    name: str
    sha256: str
    files: int  # recordings and attachments that go with it
    format: str = ""
    others: tuple[str, ...] = ()  # formats in which it was prepared too and not released
    changed: tuple[str, ...] = ()  # lines that an edit took out of a letter (`- `) or put in (`+ `)


@dataclass(frozen=True, slots=True)
class Release:
    """What was released. `checkpoint`: of the audit chain, as printed (`count:head`);
    `prepared_by`: everybody who had a part in it."""

    reference: str
    documents: tuple[ReleasedDocument, ...]
    checkpoint: str
    prepared_by: tuple[str, ...]
    released_by: str
    single: bool  # prepared and released by one person
    warnings: tuple[str, ...] = ()  # of the checklist, which kept nothing back


@dataclass(frozen=True, slots=True)
class Final:
    """A final document before it is recorded."""

    kind: str
    format: str
    name: str
    files: tuple[KeptFile, ...]


def release(
    desk: Desk,
    reference: str,
    *,
    only: Collection[str] = (),
    fmt: str | None = None,
    to: str | None = None,
    channel: str = "email",
    checked: str | None = None,
    known_as: Sequence[str] = (),
    job: Job | None = None,
) -> Release:
    """Make the final files of what is prepared and record their release.

    `only`: kinds of documents. `fmt`: of what was prepared in several formats, else the newest of
    each. `to` with `checked`: an address that is not on file, and how it
    was checked. Raises StateError when a check of the list fails, when the data changed after the
    preparation, or when who asks had a part in it that another must see (`domain/four_eyes.py`;
    not when the settings are for one person);
    ConflictError when somebody wrote to the store meanwhile. Nothing is then released.
    """
    from privacydesk.store import release as stored

    job = job or Job()
    planned = None
    if to is not None:
        planned = address_of(desk, reference, to, channel, checked)
    found = state(
        desk,
        reference,
        only=only,
        fmt=fmt,
        known_as=known_as,
        checked_address=planned is not None,
        channel=channel if planned is not None or channel != "email" else "",
        job=job,
    )
    _mark_stale(desk, found)
    require_releasable(found.checks)
    finals = tuple(_finals(desk, found, job))
    job.check()
    prepared_by = {document.kind: document.by for document in found.documents}
    others = {d.kind: tuple(o.format for o in d.others) for d in found.documents}
    single = bool(objections(found.work, desk.operator))
    answering = any(answers(final.kind) for final in finals)
    with desk.store.write(desk.operator, desk.now()) as tx:
        from privacydesk.store import anchors, audit, case_writes, manifest, subjects

        count, head = audit.checkpoint(tx.sql)
        if f"{count}:{head}" != found.checkpoint:
            raise ConflictError(
                "Somebody changed the store while the answer was made; release it again.",
                code="changed_meanwhile",
            )
        numbers = [
            stored.add_released(
                tx,
                found.case_id,
                kind=final.kind,
                fmt=final.format,
                name=final.name,
                prepared_by=prepared_by[final.kind],
                content=found.contents.get(final.kind),
                checkpoint=found.checkpoint,
                files=final.files,
            )
            for final in finals
        ]
        told: dict[str, int | str] = {}
        if planned is not None:
            number = _plan(tx, found.case_id, planned, desk.today())
            told |= {**anchors.anchor(tx.sql, "delivery", number), "sent": 0}
        if found.card is not None:
            subjects.put_consultation(tx, found.card.subject_id, "release", reference)
        if answering:
            reason = "prepared and released by one person" if single else None
            number = case_writes.add_event(
                tx, found.case_id, EventKind.RELEASED, desk.today(), reason=reason
            )
            told |= anchors.anchor(tx.sql, "event", number)
        refresh_status(tx, found.case_id)
        tx.audit(
            "case.release",
            case=found.case_id,
            documents=len(finals),
            kinds=",".join(sorted({final.kind for final in finals})),
            sha256=finals[0].files[0].sha256,
            single=int(single),
            **manifest.seal(tx.sql, numbers),
            **told,
        )
    return Release(
        reference=reference,
        documents=tuple(
            ReleasedDocument(
                f.kind,
                f.name,
                f.files[0].sha256,
                len(f.files) - 1,
                f.format,
                others[f.kind],
                found.edited[f.kind].diff if f.kind in found.edited else (),
            )
            for f in finals
        ),
        checkpoint=found.checkpoint,
        prepared_by=found.work.contributors,
        released_by=desk.operator,
        single=single,
        warnings=tuple(
            f"{problem.item}: {problem.text}" for one in found.checks for problem in one.problems
        ),
    )


def _plan(tx: Tx, case_id: int, planned: Address, day: date) -> int:
    from privacydesk.store import release as stored

    return stored.add_delivery(
        tx,
        case_id,
        day=day,
        channel=planned.channel,
        address=planned.text,
        on_file=planned.on_file,
        checked=planned.checked,
        sent=False,
    )


def _mark_stale(desk: Desk, found: State) -> None:
    """What is stale no longer counts as prepared, also when the release is refused."""
    from privacydesk.store import drafts

    old = {*found.stale, *found.updated}
    kinds = [d.kind for d in found.documents if d.kind in old and not d.stale]
    if not kinds:
        return
    with desk.store.write(desk.operator, desk.now()) as tx:
        drafts.mark_stale(tx, found.case_id, kinds)
        refresh_status(tx, found.case_id)
        tx.audit("case.stale", case=found.case_id, kinds=",".join(sorted(kinds)))


# --------------------------------------------------------------------------- the final files


def _finals(desk: Desk, found: State, job: Job) -> Iterator[Final]:
    for document in found.documents:
        if document.kind == REPORT:
            yield from _report(desk, found, document, job)
        elif document.kind == PACKAGE:
            yield _package(desk, found, document, job)
        elif letter_of(document.kind):
            yield _letter(desk, found, document)
        else:
            raise InputError(f"A {document.kind} cannot be released.")


def _report(desk: Desk, found: State, document: Prepared, job: Job) -> Iterator[Final]:
    from privacydesk.desk.answer.volumes import written_volumes
    from privacydesk.store import files
    from privacydesk.store.release import KeptFile

    assert found.composed is not None
    assert found.composed.report is not None
    facts = replace(found.composed.report, checkpoint=found.checkpoint)
    count = len(document.names)
    written = written_volumes(desk, facts, document.format, job, draft=False)  # type: ignore[arg-type]
    with closing(written):
        for number, data in enumerate(written, 1):
            sha256, size = files.keep_bytes(desk.store.files, data)
            ending = f"-{number}" if count > 1 else ""
            name = f"{found.case.reference}-access{ending}.{document.format}"
            kept = [KeptFile(name, sha256, size, main=True)]
            if number == 1:
                kept += [
                    KeptFile(file.path, file.sha256, file.size or 0, main=False)
                    for record in facts.delivered
                    for file in record.files
                    if file.path is not None and file.sha256 is not None
                ]
            yield Final(REPORT, document.format, name, tuple(kept))


def _package(desk: Desk, found: State, document: Prepared, job: Job) -> Final:
    from privacydesk.desk.answer.package import write_package
    from privacydesk.store import files
    from privacydesk.store.release import KeptFile

    assert found.composed is not None
    assert found.composed.package is not None
    facts = replace(found.composed.package, checkpoint=found.checkpoint)
    job.advance("Composing the package", 0)
    with tempfile.TemporaryDirectory(dir=desk.store.path.parent, prefix=".release-") as folder:
        path = Path(folder) / "package.zip"
        with path.open("w+b") as out:
            write_package(desk, found.composed.found, facts, out, draft=False, job=job)
        sha256, size = files.keep(desk.store.files, path)
    name = f"{found.case.reference}-package.zip"
    return Final(PACKAGE, document.format, name, (KeptFile(name, sha256, size, main=True),))


def _letter(desk: Desk, found: State, document: Prepared) -> Final:
    from privacydesk.store import files
    from privacydesk.store.release import KeptFile

    language = found.languages.get(document.kind)
    data = final_letter(desk, found.case.reference, document, language, found.checkpoint)
    sha256, size = files.keep_bytes(desk.store.files, data)
    name = f"{found.case.reference}-{letter_of(document.kind)}.{document.format}"
    return Final(document.kind, document.format, name, (KeptFile(name, sha256, size, main=True),))
