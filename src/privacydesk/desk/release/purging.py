"""Released files have a storage period of their own; their hashes stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from privacydesk.domain.errors import InputError

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk


@dataclass(frozen=True, slots=True)
class Purged:
    """How many released files are over (`dry_run`) or were erased, and after how many days."""

    files: int
    days: int
    dry_run: bool


def purge(desk: Desk, *, days: int | None = None, dry_run: bool = False) -> Purged:
    """Erase the files of answers that were released more than `days` ago and sent, or closed.

    `days` else as the settings say. What was released and not sent stays: it is still needed.
    Raises InputError for a negative number.
    """
    from privacydesk.store import anchors, erasure
    from privacydesk.store import release as stored

    days = desk.settings.released_days if days is None else days
    if days < 0:
        raise InputError("Give a number of days, 0 or more.")
    before = desk.now() - timedelta(days=days)
    with desk.store.read() as con:
        over = stored.over(con, before)
    if dry_run or not over:
        return Purged(len(over), days, dry_run)
    with desk.store.write(desk.operator, desk.now()) as tx:
        over = stored.over(tx.sql, before)
        stored.erase_files(tx, over)
        tx.audit(anchors.PURGED, files=len(over), days=days, **anchors.purged(over))
    # the bytes go after the commit: a killed run leaves a note that the next one follows
    with desk.store.write(desk.operator, desk.now()) as tx:
        removed = erasure.sweep(tx)
        tx.audit("files.removed", files=removed)
    return Purged(len(over), days, dry_run=False)
