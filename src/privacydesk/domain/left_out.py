"""What an answer leaves out and why: one account for the report, the letter and the package.

Whoever is not given something hears of it with the reason (Art. 12(4)); what is told must be the
same wherever it is told, so everything that counts or lists it reads it here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from privacydesk.domain.model import AttachmentState, Record, RecordKind
from privacydesk.domain.redaction import FileReviews
from privacydesk.domain.scope_reasons import Reason
from privacydesk.domain.scope_types import GroupScope, Outcome, RecordScope, Ruling


class FileSort(StrEnum):
    """What a file of a record is to the person."""

    RECORDING = "recording"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not given. `row`: the estate row of a part of a record; `file`: files of
    a record that is given itself; without both it is the whole record. `count`: records or files.
    """

    record: Record
    ruling: Ruling
    row: str = ""
    file: FileSort | None = None
    count: int = 1


def withheld_files(
    scopes: Iterable[RecordScope], keys: Mapping[int, str], reviews: FileReviews
) -> frozenset[int]:
    """The ids of the attachments that a reviewer keeps out: withheld, or of another speaker.

    `keys`: how its system names each record, by record id."""
    return frozenset(
        file.attachment_id
        for scope in scopes
        for file in scope.record.attachments
        if file.state is AttachmentState.FILE
        and (review := reviews.get((keys[scope.record.record_id], file.sha256 or ""))) is not None
        and review.withheld
    )


def of_access(scopes: Iterable[RecordScope], files: Collection[int]) -> Iterator[LeftOut]:
    """What an access answer leaves out (Art. 15(4)); parts of one row and ground count once per
    record. `files`: the attachments a reviewer keeps out. What is gone is not left out."""
    for scope in scopes:
        if scope.outcome is Outcome.WITHHELD:
            yield LeftOut(scope.record, scope.ruling)
        elif scope.outcome is Outcome.DELIVERED:
            for row, why in dict.fromkeys((group.row, group.access) for group in scope.withheld):
                yield LeftOut(scope.record, why, row)
            yield from _files(scope.record, scope.delivered, files, Reason.THIRD_PARTY_RIGHTS)


def of_package(scopes: Iterable[RecordScope], files: Collection[int]) -> Iterator[LeftOut]:
    """What a portability package leaves out (Art. 20(1), 20(4)), counted as `of_access` does."""
    for scope in scopes:
        if scope.outcome is not Outcome.DELIVERED:
            yield LeftOut(scope.record, scope.ruling)
            continue
        rulings = dict.fromkeys(
            (group.row, group.portability)
            for group in scope.groups
            if not group.portability.included
        )
        for row, why in rulings:
            yield LeftOut(scope.record, why, row)
        yield from _files(scope.record, scope.portable, files, Reason.OTHERS)


def _files(
    record: Record, given: Iterable[GroupScope], withheld: Collection[int], reason: Reason
) -> Iterator[LeftOut]:
    """The files of the parts given that stay out all the same.

    Why a reviewer kept one is a note for the desk and may name somebody: the ground stands here.
    """
    ids = {file.attachment_id for group in given for file in group.part.attachments}
    count = len(ids & set(withheld))
    if count:
        audio = record.kind in (RecordKind.CALL, RecordKind.RECORDING)
        sort = FileSort.RECORDING if audio else FileSort.ATTACHMENT
        yield LeftOut(record, Ruling.of(included=False, reason=reason), file=sort, count=count)
