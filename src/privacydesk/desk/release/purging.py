"""Released files have a storage period of their own; their hashes stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from privacydesk.domain.errors import InputError

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.store.driver import Connection

_AT_ONCE: Final = 500  # cases in one statement


@dataclass(frozen=True, slots=True)
class Purged:
    """How many released files are over (`dry_run`) or were erased, and after how many days."""

    files: int
    days: int
    dry_run: bool


def purge(desk: Desk, *, days: int | None = None, dry_run: bool = False) -> Purged:
    """Erase the files of releases that are over since `days` days (`domain/release_storage.py`).

    `days` else as the settings say. Each release is counted by itself: from the day it left; one
    that never left from the day another took its place or the case was closed. Their hashes stay.
    Raises InputError for a negative number, StateError when a release has a time that the store
    never wrote.
    """
    from privacydesk.store import anchors, erasure
    from privacydesk.store import release as stored

    days = desk.settings.released_days if days is None else days
    if days < 0:
        raise InputError("Give a number of days, 0 or more.")
    with desk.store.read() as con:
        over = _over(desk, con, days)
    if dry_run or not over:
        return Purged(len(over), days, dry_run)
    with desk.store.write(desk.operator, desk.now()) as tx:
        over = _over(desk, tx.sql, days)
        stored.erase_files(tx, over)
        tx.audit(anchors.PURGED, files=len(over), days=days, **anchors.purged(over))
    # the bytes go after the commit: a killed run leaves a note that the next one follows
    with desk.store.write(desk.operator, desk.now()) as tx:
        removed = erasure.sweep(tx)
        tx.audit("files.removed", files=removed)
    return Purged(len(over), days, dry_run=False)


def _over(desk: Desk, con: Connection, days: int) -> tuple[int, ...]:
    """The released files that are here and whose time is over."""
    from privacydesk.domain.release_storage import counted_from
    from privacydesk.store import cases, departures
    from privacydesk.store import release as stored

    last = desk.today() - timedelta(days=days)
    ids = stored.cases_with_files(con)
    documents: list[int] = []
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        released = departures.every(con, some)
        for case_id, one in zip(some, cases.load_many(con, some), strict=True):
            ended = counted_from(released[case_id], one.case.events, desk.zone)
            documents += (number for number, day in ended.items() if day <= last)
    return stored.files_here(con, documents)
