"""Every text of an answer, record by record and field by field, for whoever reads it through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacydesk.desk.jobs import Job
from privacydesk.domain.errors import NotFoundError

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk


@dataclass(frozen=True, slots=True)
class RecordTexts:
    """The texts of one record as they stood before anything is hidden.

    `texts`: (field, text) in the order of the answer; a field is named as `redaction.add` wants
    it.
    """

    record_id: int
    record: str
    title: str
    texts: tuple[tuple[str, str], ...]


def texts(
    desk: Desk, reference: str, job: Job | None = None, *, only: int | None = None
) -> tuple[RecordTexts, ...]:
    """The texts of the records that the answer of a case delivers; nothing is changed.

    `only`: the number of one record. What a ruling keeps out of the answer is not among them.
    Raises NotFoundError for an unknown case or a record without a text in the answer, StateError
    while the case has no data subject.
    """
    from privacydesk.desk.gathering import gather
    from privacydesk.desk.redacting import redact

    made = redact(gather(desk, reference, job or Job()))
    fields: dict[int, list[tuple[str, str]]] = {}
    for (record_id, field), source in made.places.items():
        fields.setdefault(record_id, []).append((field, source))
    if only is not None and only not in fields:
        raise NotFoundError(
            f"The answer of case {reference} has no texts of a record {only}.",
            command=f"`privacydesk case texts {reference}` lists all.",
        )
    return tuple(
        RecordTexts(
            record.record_id,
            f"{record.kind.value} {record.source_id}",
            record.title,
            tuple(fields[record.record_id]),
        )
        for record in made.records
        if record.record_id in fields and only in (None, record.record_id)
    )
