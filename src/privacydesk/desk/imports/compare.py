"""What of a batch is new, changed or the same, and which stored records an export still holds."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from privacydesk.store import import_reads as reads
from privacydesk.store import tombstones
from privacydesk.store.prepared import Prepared

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

BATCH = 10_000  # records in a transaction, at most
BATCH_BYTES = 32 * 1024 * 1024  # and their size: long mails make smaller batches


@dataclass(slots=True)
class Counts:
    """What a run did so far; kept in its row with the position it was reached at."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0
    subjects_created: int = 0
    suggestions: int = 0
    links: int = 0
    still_held: int = 0

    @staticmethod
    def read(kept: dict[str, Any]) -> Counts:
        return Counts(**{name: int(kept.get(name, 0)) for name in asdict(Counts())})


class Seen:
    """The stored records that this export names, one bit each."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, record_id: int) -> None:
        byte = record_id >> 3
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 4096 - len(self._bits)))
        self._bits[byte] |= 1 << (record_id & 7)

    def __contains__(self, record_id: int) -> bool:
        byte = record_id >> 3
        return byte < len(self._bits) and bool(self._bits[byte] & (1 << (record_id & 7)))


@dataclass(frozen=True, slots=True)
class Compared:
    """The records of a batch that must be written, each with its stored number if it has one.

    `still_held`: (kind, source id) of those that were erased here at the end of their storage
    period; they do not come back, and the run notes that the source still holds them.
    """

    writes: tuple[tuple[Prepared, int | None], ...]
    unchanged: int
    still_held: tuple[tuple[str, str], ...] = ()


def batches(
    items: Iterable[Prepared | None], position: int, size: int
) -> Iterator[tuple[list[Prepared], int]]:
    """Prepared records in portions, each with the position in the input behind it.

    Within a portion no record stands twice: the second is compared with what the first became.
    The last portion may be empty; its position is the end of the input.
    """
    pending: list[Prepared] = []
    keys: set[tuple[str, str]] = set()
    weight = 0
    for item in items:
        if item is not None:
            key = (item.kind, item.source_id)
            full = len(pending) >= size or weight + item.size > BATCH_BYTES
            if pending and (full or key in keys):
                yield pending, position
                pending, keys, weight = [], set(), 0
            pending.append(item)
            keys.add(key)
            weight += item.size
        position += 1
    yield pending, position


def compare(con: Connection, system_id: int, pending: Sequence[Prepared], seen: Seen) -> Compared:
    """Sort out what must be written. A record that had gone and is back must be, too."""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for record in pending:
        wanted[record.kind].append(record.source_id)
    known = reads.records_by_id(con, system_id, wanted)
    erased = {
        (kind, source_id)
        for kind, source_ids in wanted.items()
        for source_id in tombstones.known(con, system_id, kind, source_ids)
    }
    writes: list[tuple[Prepared, int | None]] = []
    for record in pending:
        stored = known.get((record.kind, record.source_id))
        if stored is not None:
            seen.add(stored.record_id)
        if erased and (record.kind, record.source_id) in erased:
            continue
        if stored is None:
            writes.append((record, None))
        elif stored.gone or stored.content_hash != record.content_hash:
            writes.append((record, stored.record_id))
    unchanged = len(pending) - len(writes) - len(erased)
    return Compared(tuple(writes), unchanged, tuple(sorted(erased)))


def gone_records(
    con: Connection, system_id: int, source: str, kinds: Iterable[str], seen: Seen
) -> Sequence[int]:
    """Stored records of these kinds, source and system that were not seen and not marked yet."""
    missing = array("q")
    for kind in sorted(kinds):
        for row in con.execute(
            "SELECT id FROM record WHERE system_id = ? AND kind = ? AND source = ? "
            "AND gone_at IS NULL AND NOT by_hand",
            (system_id, kind, source),
        ):
            if row[0] not in seen:
                missing.append(row[0])
    return missing
