"""Which parts of a record are gone because their own storage period ended.

A tombstone says when something was last taken out of a record, and under which pack. What that
was follows from the pack of that day, asked again: the parts whose period was over then. A part
that the record still has is never told as erased.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from privacydesk.domain.estate import WRITTEN, Holds, groups_of
from privacydesk.domain.localtext import LocalText
from privacydesk.domain.model import AuthorRole, Record, RecordKind
from privacydesk.domain.pack import Pack
from privacydesk.domain.record_events import PersonFacts
from privacydesk.domain.retention import Periods
from privacydesk.domain.retention_due import REMOVABLE, Rulings, Step

_LINES: Final = {
    AuthorRole.SUBJECT: Holds.OWN_LINES,
    AuthorRole.THIRD_PARTY: Holds.OTHERS_LINES,
}


@dataclass(frozen=True, slots=True)
class ErasedParts:
    """Parts of a record that the desk erased at the end of one storage period.

    `on`: the day on which something of the record was last erased; `ended`: the last day these
    parts were to be kept, under `period`, in the words of the pack of that day. `parts` is empty
    when it can no longer be said which they were.
    """

    record_id: int
    system: str
    kind: RecordKind
    on: date
    ended: date
    period: LocalText
    parts: tuple[Holds, ...]


def parts_of(record: Record) -> frozenset[Holds]:
    """The removable parts that a record has."""
    found = {
        Holds.INTERNAL if message.internal else _LINES.get(message.author_role, Holds.REPLIES)
        for message in record.messages
    }
    if record.attachments:
        found.add(Holds.FILES)
    if record.text and record.kind in WRITTEN:
        found.add(Holds.OWN_LINES)
    return frozenset(found)


def parts_over(
    record: Record, pack: Pack, on: date, person: PersonFacts
) -> Iterator[tuple[tuple[Holds, ...], date, LocalText]]:
    """The parts that were over on a day by the pack of that day, per period: parts, last day,
    period. Nothing when the pack does not tell parts of this record apart any more."""
    ruling = Rulings(pack, on).ruling(record, person)
    if ruling.step is not Step.ERASE_PARTS:
        return
    periods = Periods(pack)
    main = periods.expiry(record, person)
    held = parts_of(record)
    found: dict[tuple[date, LocalText], list[Holds]] = {}
    for group in groups_of(record.kind):
        if group.holds not in ruling.parts & REMOVABLE or group.holds in held:
            continue
        own = periods.expiry(record, person, row=group.row)
        own = own if own.stages else main
        if own.ends is not None:
            found.setdefault((own.ends, own.period), []).append(group.holds)
    for (ended, period), parts in found.items():
        yield tuple(dict.fromkeys(parts)), ended, period
