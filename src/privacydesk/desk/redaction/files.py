"""Recordings and attachments of a case: ship, withhold, or a checked replacement; who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from privacydesk.desk.jobs import Job
from privacydesk.desk.outbox import Outbox
from privacydesk.desk.redaction.review import PURPOSE
from privacydesk.domain.errors import InputError, NotFoundError
from privacydesk.domain.model import AttachmentState, RecordKind
from privacydesk.domain.redaction import FileDecision, FileReview, FileVerdict, FindingState

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.gathering import Gathered
    from privacydesk.desk.redacted import Redacted


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that belongs to a record of the answer. `needs`: what must still be said before
    release (`speaker`, `decision`); `decision`: ship, withhold, replaced, or None."""

    number: int
    record_id: int
    record: str
    name: str
    size: int | None
    recording: bool
    needs: tuple[str, ...]
    decision: str | None
    speaker: str | None
    reason: str = ""
    by: str | None = None
    at: datetime | None = None
    sha256: str = ""
    key: str = ""

    @property
    def ending(self) -> str:
        """What its name ends with, such as `.wav`, where that is harmless in another name."""
        return neutral_ending(self.name)


@dataclass(frozen=True, slots=True)
class Saved:
    """A copy of a file that lies outside the store now."""

    view: FileView
    path: Path


def files(desk: Desk, reference: str, job: Job | None = None) -> tuple[FileView, ...]:
    """The recordings and attachments of an answer that are in the store, with what is decided."""
    return tuple(_views(*_look(desk, reference, job)))


def decide_file(desk: Desk, reference: str, number: int, verdict: str, reason: str) -> FileView:
    """Ship a file as it is, or withhold it.

    Raises NotFoundError for an unknown number, InputError when a file to be shipped holds
    something that is blacked out in the answer, as far as a program can read it.
    """
    from privacydesk.desk.shipping import hidden_in, tells

    chosen = {"ship": FileVerdict.SHIP, "withhold": FileVerdict.WITHHOLD}.get(verdict.strip())
    if chosen is None:
        raise InputError(
            "A file is either ship or withhold.", command="`case replace` gives another one."
        )
    found, made = _look(desk, reference, None)
    view = _pick(_views(found, made), number, reference)
    if chosen is FileVerdict.SHIP and tells(desk.store.files, view.sha256, hidden_in(found, made)):
        raise InputError(
            f"File {number} cannot be shipped as it is: it holds something that is blacked out in "
            "the answer. Give one without it in its place, or withhold it.",
            command=f"`privacydesk case replace {reference} {number} --file FILE --reason WHY`",
        )
    return _put(desk, reference, view, chosen, reason)


def confirm_speaker(
    desk: Desk, reference: str, number: int, *, confirmed: bool, reason: str
) -> FileView:
    """Say whether the person speaks in a recording; one that is not theirs stays out."""
    view = _file(desk, reference, number)
    if not view.recording:
        raise InputError(f"File {number} is not a recording.")
    verdict = FileVerdict.SPEAKER if confirmed else FileVerdict.NOT_THEIRS
    return _put(desk, reference, view, verdict, reason)


def replace(desk: Desk, reference: str, number: int, path: Path, reason: str) -> FileView:
    """Ship a muted or blackened file in place of the original.

    Refused when it is empty, is the original, is of another sort, or still holds something that
    is not shown in the answer. Raises InputError.
    """
    from privacydesk.documents.redaction.replacing import problem
    from privacydesk.store import files as kept

    if not path.is_file():
        raise InputError(
            f"There is no file {path.name} at that place: give the path of the muted or "
            "blackened one."
        )
    found, made = _look(desk, reference, None)
    view = _pick(_views(found, made), number, reference)
    review = found.reviewed.review
    hidden = {
        one.text
        for one in made.found
        if review.state(one.anchor, one.value_digest) is not FindingState.KEEP
    }
    wrong = problem(
        path,
        kept.locate(desk.store.files, view.sha256),
        hidden,
        lambda text: any((span.kind, span.value) not in made.kept for span in made.find(text)),
    )
    if wrong is not None:
        raise InputError(f"{path.name} cannot replace the original: {wrong}")
    sha256, size = kept.keep(desk.store.files, path)
    return _put(
        desk,
        reference,
        view,
        FileVerdict.REPLACED,
        reason,
        replacement=sha256,
        size=size,
        ending=neutral_ending(path.name),
    )


def save(desk: Desk, reference: str, number: int, output: Path, *, force: bool = False) -> Saved:
    """Lay a copy of a file down at `output` (0600), for somebody who must listen or look first.

    It is the file as it was imported, whatever was decided about it. A look at the person, noted
    as one of the review. Raises NotFoundError for an unknown number, ConflictError when `output`
    exists and `force` is not set, InputError when it cannot be written; nothing is then left
    behind.
    """
    from privacydesk.store import files as kept
    from privacydesk.store import subjects

    with Outbox(force=force) as outbox:
        outbox.refuse_existing(output)
        found, made = _look(desk, reference, None)
        view = _pick(_views(found, made), number, reference)
        outbox.add_copy(output, kept.locate(desk.store.files, view.sha256))
        with desk.store.write(desk.operator, desk.now()) as tx:
            subjects.put_consultation(tx, found.card.subject_id, PURPOSE, found.case.reference)
            tx.audit("redaction.file_saved", case=found.case_id, file=view.number)
        outbox.commit()
    return Saved(view, output)


def neutral_ending(name: str) -> str:
    """The ending of a file name, lower case; empty where it could be more than an ending."""
    ending = PurePath(name).suffix.casefold()
    short = 1 < len(ending) <= 6
    return ending if short and ending[1:].isalnum() and ending.isascii() else ""


# --------------------------------------------------------------------------- inside


def _look(desk: Desk, reference: str, job: Job | None) -> tuple[Gathered, Redacted]:
    from privacydesk.desk.gathering import gather
    from privacydesk.desk.redacting import redact

    found = gather(desk, reference, job or Job())
    return found, redact(found)


def _views(found: Gathered, made: Redacted) -> Iterator[FileView]:
    sources = {scope.record.record_id: scope.record for scope in found.scopes}
    for record in made.records:
        source = sources[record.record_id]
        recording = source.kind in (RecordKind.CALL, RecordKind.RECORDING)
        key = found.reviewed.keys[record.record_id]
        for shown, original in zip(record.files, source.attachments, strict=True):
            if original.state is not AttachmentState.FILE or not original.sha256:
                continue
            review = found.reviewed.files.get((key, original.sha256))
            if shown.withheld and review is None:
                continue  # the rulings keep it out
            review = review or FileReview()
            latest = _latest(review)
            yield FileView(
                number=original.attachment_id,
                record_id=record.record_id,
                record=f"{record.kind.value} {record.source_id}",
                name=original.name,
                size=original.size,
                recording=recording,
                needs=review.needs(recording=recording),
                decision=review.shipping.verdict.value if review.shipping else None,
                speaker=review.speaker.verdict.value if review.speaker else None,
                reason=latest.reason if latest else "",
                by=latest.by if latest else None,
                at=latest.at if latest else None,
                sha256=original.sha256,
                key=key,
            )


def _latest(review: FileReview) -> FileDecision | None:
    rows = [row for row in (review.shipping, review.speaker) if row is not None]
    return max(rows, key=lambda row: row.at, default=None)


def _pick(views: Iterator[FileView], number: int, reference: str) -> FileView:
    for view in views:
        if view.number == number:
            return view
    raise NotFoundError(
        f"Case {reference} has no file number {number}.",
        command=f"`privacydesk case files {reference}` lists them.",
    )


def _file(desk: Desk, reference: str, number: int) -> FileView:
    return _pick(_views(*_look(desk, reference, None)), number, reference)


def _put(
    desk: Desk,
    reference: str,
    view: FileView,
    verdict: FileVerdict,
    reason: str,
    *,
    replacement: str | None = None,
    size: int | None = None,
    ending: str | None = None,
) -> FileView:
    from privacydesk.store import cases, redactions

    if not reason.strip():
        raise InputError("Say why: the decision is recorded.")
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = cases.find_id(tx.sql, reference)
        assert case_id is not None  # it was read a moment ago, and cases are not deleted
        redactions.add_file_decision(
            tx,
            case_id,
            view.key,
            view.sha256,
            verdict,
            reason.strip(),
            replacement=replacement,
            size=size,
            ending=ending,
        )
        tx.audit("redaction.file", case=case_id, file=view.number, verdict=verdict.value)
    return _file(desk, reference, view.number)
