"""The last look at an answer before it is written: does anything hidden stand in it after all?

It reads what leaves the desk, not what was found on the way, so it also sees a value in a place
that nothing searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from privacydesk.documents.access.delivered import Delivered, flatten
from privacydesk.domain.redaction_reach import Value
from privacydesk.domain.redaction_spans import Span

_LEAST: Final = 6  # characters of the shortest address: a@b.nl


def slipped(
    records: Iterable[Delivered],
    find: Callable[[str], list[Span]],
    shown: Mapping[int, set[Value]],
) -> frozenset[int]:
    """The records that hold a value which `find` knows, apart from those that a decision leaves
    readable there (`shown`, by record id)."""
    known: dict[str, list[Value]] = {}  # names of fields and short words come again and again

    def values(text: str) -> list[Value]:
        found = known.get(text)
        if found is None:
            found = known[text] = [(span.kind, span.value) for span in find(text)]
        return found

    return frozenset(
        record.record_id
        for record in records
        if any(
            value not in shown.get(record.record_id, ())
            for text in _texts(record)
            if len(text) >= _LEAST
            for value in values(text)
        )
    )


def _texts(record: Delivered) -> Iterator[str]:
    yield record.source_id
    yield record.title
    yield record.text
    for values in (record.details, record.fields):
        for path, text in flatten(values):
            yield path
            yield text
    for message in record.messages:
        yield message.who
        yield message.text
        for path, text in flatten(message.fields):
            yield path
            yield text
    for file in record.files:
        yield file.name
        yield file.path or ""
        yield file.url or ""
