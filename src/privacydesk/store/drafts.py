"""Documents that were prepared and not released: the newest of each kind, in every format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from privacydesk.store.codec import from_text, to_text

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection, Row
    from privacydesk.store.engine import Tx


@dataclass(frozen=True, slots=True)
class Prepared:
    """The newest preparation of one kind of document: one row per volume.

    `content`: what it says (`domain/contents.py`), None for one that does not follow the data.
    `others`: the newest preparations of the same kind in other formats, newest first.
    """

    kind: str
    format: str
    names: tuple[str, ...]
    document_ids: tuple[int, ...]
    created_at: datetime
    by: str
    content: str | None
    stale: bool
    released: bool  # a release was made from it, or after it
    others: tuple[Prepared, ...] = ()


def prepared(con: Connection, case_id: int) -> tuple[Prepared, ...]:
    """The newest preparation of every kind of document of a case, with its other formats."""
    newest: dict[tuple[str, str], list[Row]] = {}
    released: dict[str, str] = {}
    for row in con.execute("SELECT * FROM document WHERE case_id = ? ORDER BY id", (case_id,)):
        kind = row["kind"]
        if not row["draft"]:
            released[kind] = max(released.get(kind, ""), row["released_at"] or "")
            continue
        batch = newest.setdefault((kind, row["format"]), [])
        if batch and any(batch[0][c] != row[c] for c in ("created_at", "content")):
            batch.clear()
        batch.append(row)
    found: dict[str, list[Prepared]] = {}
    for (kind, _), rows in sorted(newest.items(), key=lambda item: -item[1][-1]["id"]):
        found.setdefault(kind, []).append(_prepared(rows, released.get(kind, "")))
    return tuple(_with_others(found[kind]) for kind in sorted(found))


def _prepared(rows: list[Row], released: str) -> Prepared:
    first = rows[0]
    return Prepared(
        kind=first["kind"],
        format=first["format"],
        names=tuple(row["name"] for row in rows),
        document_ids=tuple(row["id"] for row in rows),
        created_at=from_text(first["created_at"]),
        by=first["by"],
        content=first["content"],
        stale=any(row["stale_at"] for row in rows),
        released=released >= first["created_at"],
    )


def _with_others(batches: list[Prepared]) -> Prepared:
    """The newest with what may be chosen instead: not what an earlier release made use of."""
    newest, *rest = batches
    others = (one for one in rest if not one.stale and (newest.released or not one.released))
    return replace(newest, others=tuple(others))


def mark_stale(tx: Tx, case_id: int, kinds: Iterable[str]) -> None:
    """Note that the data changed after these drafts were written: they no longer count as
    prepared, nor does an older one."""
    tx.sql.executemany(
        "UPDATE document SET stale_at = ? "
        "WHERE case_id = ? AND kind = ? AND draft AND stale_at IS NULL",
        [(to_text(tx.now), case_id, kind) for kind in kinds],
    )
