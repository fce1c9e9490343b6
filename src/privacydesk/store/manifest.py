"""Releases compared with what the audit chain anchors of them.

The entry of a release holds the numbers of its documents and one hash over every file of them:
document, kind, format, name, SHA-256, size, and whether it is the document itself. So a row that
was changed, removed or added since shows, for as long as the chain holds. Entries of earlier
versions hold the hash of the first file and how many documents there were; that is compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from privacydesk.domain.model import ReleaseFinding
from privacydesk.store.codec import dumps, loads

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection, Row

RELEASED: Final = "case.release"
ERASED: Final = "case.erased"
"""The action with which the erasure of a whole case must stand in the chain (fact `case`): a case
that is gone without it was taken away by hand."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the chain tells of a release. `ids` None: of an earlier version, or not to be read."""

    seq: int
    at: str
    operator: str
    case_id: int
    facts: Mapping[str, Any]
    ids: tuple[int, ...] | None


def seal(con: Connection, document_ids: Iterable[int]) -> dict[str, str]:
    """The facts that anchor a release just recorded: `ids` and `manifest`."""
    ids = tuple(document_ids)
    return {"ids": ranges(ids), "manifest": _manifest(con, ids)}


def ranges(ids: Iterable[int]) -> str:
    """`3-5,9`: numbers as a code of the audit chain."""
    known = set(ids)
    starts = sorted(n for n in known if n - 1 not in known)
    ends = sorted(n for n in known if n + 1 not in known)
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True))


def compare(con: Connection) -> tuple[int, tuple[ReleaseFinding, ...]]:
    """How many releases the chain tells of, and what is not as it tells.

    A case that was erased since is no finding, nor are files erased when their time was over:
    their rows stay.
    """
    entries = tuple(_entries(con))
    erased = _erased_cases(con)
    found = [
        ReleaseFinding(entry.seq, problem)
        for entry in entries
        if entry.case_id not in erased and (problem := _problem(con, entry)) is not None
    ]
    found += [
        ReleaseFinding(None, f"document {number} counts as released, but no entry tells of it")
        for number in _unanchored(con, entries)
    ]
    return len(entries), tuple(found)


def whole(con: Connection, case_id: int, document_ids: Iterable[int]) -> bool:
    """Whether these documents of a case, and all that was released with them, are as the chain
    tells."""
    wanted = set(document_ids)
    for entry in _entries(con, case_id):
        told = wanted & _told(con, entry)
        if told and _problem(con, entry) is not None:
            return False
        wanted -= told
    return not wanted


# --------------------------------------------------------------------------- the chain


def _entries(con: Connection, case_id: int | None = None) -> Iterator[_Entry]:
    for row in con.execute(
        "SELECT seq, at, operator, facts FROM audit_entry WHERE action = ? ORDER BY seq",
        (RELEASED,),
    ).fetchall():
        facts = loads(row["facts"])
        if case_id is None or facts.get("case") == case_id:
            ids = _read(facts.get("ids"))
            yield _Entry(row["seq"], row["at"], row["operator"], facts.get("case", 0), facts, ids)


def _read(text: object) -> tuple[int, ...] | None:
    """The numbers that `ranges` wrote; None for anything else."""
    if not isinstance(text, str):
        return None
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if not first.isdecimal() or not (last or first).isdecimal():
            return None
        found += range(int(first), int(last or first) + 1)
    return tuple(found)


def _erased_cases(con: Connection) -> frozenset[int]:
    rows = con.execute(
        "SELECT json_extract(facts, '$.case') FROM audit_entry WHERE action = ?", (ERASED,)
    )
    return frozenset(row[0] for row in rows)


# --------------------------------------------------------------------------- the rows


def _problem(con: Connection, entry: _Entry) -> str | None:
    """The first thing in which the rows of a release are not what its entry tells."""
    rows = _documents(con, entry)
    named = _named(con, entry)
    if entry.ids is None:
        if "manifest" in entry.facts:
            return f"{named}: its entry cannot be read"
        if len(rows) != entry.facts.get("documents"):
            return f"{named}: a document was removed or added since"
        first = _main(con, rows[0]) if rows else None
        if first is None or first[0] != entry.facts.get("sha256"):
            return f"{named}: its first file has another hash"
    else:
        if gone := set(entry.ids) - {row["id"] for row in rows}:
            return f"{named}: document {ranges(gone)} is gone"
        if _manifest(con, entry.ids) != entry.facts.get("manifest"):
            return f"{named}: the row of a file was changed, removed or added since"
    for row in rows:
        if (row["sha256"], row["name"]) != _main(con, row) or (
            (row["released_at"], row["released_by"]) != (entry.at, entry.operator)
        ):
            return f"{named}: the row of document {row['id']} was changed since"
    return None


def _documents(con: Connection, entry: _Entry) -> list[Row]:
    """The released rows of the case that an entry is about."""
    query = "SELECT * FROM document WHERE case_id = ? AND NOT draft AND "
    if entry.ids is None:
        query += "released_at = ?"
        return con.execute(f"{query} ORDER BY id", (entry.case_id, entry.at)).fetchall()
    query += "id IN (SELECT value FROM json_each(?))"
    return con.execute(f"{query} ORDER BY id", (entry.case_id, dumps(entry.ids))).fetchall()


def _told(con: Connection, entry: _Entry) -> frozenset[int]:
    """The documents that an entry tells of."""
    if entry.ids is not None:
        return frozenset(entry.ids)
    return frozenset(row["id"] for row in _documents(con, entry))


def _unanchored(con: Connection, entries: Iterable[_Entry]) -> list[int]:
    """Documents that count as released and of which no entry tells."""
    known = {(entry.case_id, number) for entry in entries for number in entry.ids or ()}
    times = {(entry.case_id, entry.at) for entry in entries if entry.ids is None}
    return [
        row["id"]
        for row in con.execute(
            "SELECT id, case_id, released_at FROM document WHERE NOT draft ORDER BY id"
        )
        if (row["case_id"], row["id"]) not in known
        and (row["case_id"], row["released_at"]) not in times
    ]


def _manifest(con: Connection, ids: Iterable[int]) -> str:
    """The hash over every file of these documents, in an order of their own values."""
    rows = con.execute(
        "SELECT d.id, d.kind, d.format, f.name, f.sha256, f.size, f.main FROM json_each(?) j "
        "CROSS JOIN document d ON d.id = j.value JOIN released_file f ON f.document_id = d.id",
        (dumps(tuple(ids)),),
    )
    files = sorted([*row[:6], bool(row[6])] for row in rows)
    return hashlib.sha256(dumps(files).encode("utf-8", "surrogatepass")).hexdigest()


def _main(con: Connection, document: Row) -> tuple[str, str] | None:
    """Hash and name of the file that is the document itself."""
    row = con.execute(
        "SELECT sha256, name FROM released_file WHERE document_id = ? AND main", (document["id"],)
    ).fetchone()
    return None if row is None else (row[0], row[1])


def _named(con: Connection, entry: _Entry) -> str:
    row = con.execute("SELECT reference FROM case_ WHERE id = ?", (entry.case_id,)).fetchone()
    return f"release of case {entry.case_id if row is None else row[0]}"
