"""The state of the review of a case, read with everything else its answer rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from privacydesk.domain.model import Record
    from privacydesk.domain.redaction import FileReviews, Review
    from privacydesk.store.driver import Connection


_LONG_NUMBER: Final = 10**7


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The state of the review of a case. `keys`: how its system names each record; `numbers`,
    `known`: identifiers and names of others, as far as the store knows them."""

    review: Review
    files: FileReviews
    keys: Mapping[int, str]
    numbers: tuple[str, ...]
    known: tuple[str, ...]


def read_review(
    con: Connection,
    case_id: int,
    subject_id: int,
    records: Sequence[Record],
    region: str = "NL",
    typed: Iterable[str] = (),
) -> Reviewed:
    """Read what is decided in the case, and whom the store knows of those its texts may name.

    `region`: how telephone numbers without country code are read; `typed`: texts of the answer
    that stand in no record."""
    from privacydesk.documents.redaction.places import record_key
    from privacydesk.domain.redaction import file_reviews
    from privacydesk.domain.redaction_names import pairs
    from privacydesk.domain.redaction_phones import possible
    from privacydesk.store import redactions

    texts = frozenset((*typed, *(text for record in records for text in _texts(record))))
    words = pairs(texts)
    written = (number for text in texts for number in possible(text, region))
    systems = redactions.system_ids(con, subject_id)
    return Reviewed(
        review=redactions.review(con, case_id),
        files=file_reviews(redactions.file_log(con, case_id)),
        keys={r.record_id: record_key(systems.get(r.record_id, 0), r) for r in records},
        numbers=(
            *redactions.numbers_of_others(con, subject_id),
            *redactions.phones_known(con, written, subject_id),
        ),
        known=redactions.people_named(con, sorted(words), subject_id),
    )


def _texts(record: Record) -> Iterator[str]:
    """The texts in which people may be named."""
    yield record.title
    yield record.text
    for message in record.messages:
        yield message.text
        yield from _strings((message.payload,))
    yield from _strings((record.details, record.payload))
    yield record.source_id
    for attachment in record.attachments:
        yield attachment.name


def _strings(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, int) and value > _LONG_NUMBER:
            yield str(value)
        elif isinstance(value, list | tuple):
            yield from _strings(value)
        elif isinstance(value, Mapping):
            yield from (key for key in value if isinstance(key, str))
            yield from _strings(value.values())
