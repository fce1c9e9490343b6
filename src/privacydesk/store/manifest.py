"""Releases compared with what the audit chain anchors of them.

The entry of a release holds the numbers of its documents and one hash over them and every file of
them: all that is known of a document when it is released; name, SHA-256 and size of a file, and
whether it is the document itself. So a row that was changed, removed or added since shows, for as
long as the chain holds. An entry without a `version` holds a hash over the files only; the first
ones hold the hash of the first file and how many documents there were. Each is compared with what
it holds. Deliveries, events and explanations: `store/anchors.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from privacydesk.domain.model import ReleaseFinding
from privacydesk.store import anchors
from privacydesk.store.anchors import ranges, read_ranges
from privacydesk.store.codec import dumps, loads

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection, Row

RELEASED: Final = "case.release"
ERASED: Final = "case.erased"
"""The action with which the erasure of a whole case must stand in the chain (fact `case`): a case
that is gone without it was taken away by hand."""


_DOCUMENTS: Final = (
    "SELECT d.id, d.case_id, d.kind, d.format, d.name, d.created_at, d.by, d.sha256, d.draft, "
    "d.released_by, d.content, d.stale_at, d.released_at, d.checkpoint, d.addressee "
    "FROM json_each(?) j CROSS JOIN document d ON d.id = j.value"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the chain tells of a release. `ids` None: of an earlier version, or not to be read."""

    seq: int
    at: str
    operator: str
    case_id: int
    facts: Mapping[str, Any]
    ids: tuple[int, ...] | None


VERSION: Final = 2
"""What a manifest covers: 2 every column of the documents, 1 the files with kind and format."""


def seal(con: Connection, document_ids: Iterable[int]) -> dict[str, int | str]:
    """The facts that anchor a release just recorded: `ids`, `manifest` and its `version`."""
    ids = tuple(document_ids)
    return {"ids": ranges(ids), "manifest": _manifest(con, ids, VERSION), "version": VERSION}


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
    found += anchors.findings(con, erased)
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
            ids = read_ranges(facts.get("ids"))
            yield _Entry(row["seq"], row["at"], row["operator"], facts.get("case", 0), facts, ids)


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
        version = entry.facts.get("version", 1)
        if version not in (1, VERSION):
            return f"{named}: its entry is of a later version; update PrivacyDesk"
        if _manifest(con, entry.ids, version) != entry.facts.get("manifest"):
            return f"{named}: the row of a file or document was changed, removed or added since"
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


def _manifest(con: Connection, ids: Iterable[int], version: int) -> str:
    """The hash over these documents and every file of them, in an order of their own values."""
    ids = tuple(ids)
    rows = con.execute(
        "SELECT d.id, d.kind, d.format, f.name, f.sha256, f.size, f.main FROM json_each(?) j "
        "CROSS JOIN document d ON d.id = j.value JOIN released_file f ON f.document_id = d.id",
        (dumps(tuple(ids)),),
    )
    covered: list[Any] = sorted([*row[:6], bool(row[6])] for row in rows)
    if version > 1:
        documents = con.execute(f"{_DOCUMENTS} ORDER BY d.id", (dumps(ids),))
        covered = [covered, [list(row) for row in documents]]
    return hashlib.sha256(dumps(covered).encode("utf-8", "surrogatepass")).hexdigest()


def _main(con: Connection, document: Row) -> tuple[str, str] | None:
    """Hash and name of the file that is the document itself."""
    row = con.execute(
        "SELECT sha256, name FROM released_file WHERE document_id = ? AND main", (document["id"],)
    ).fetchone()
    return None if row is None else (row[0], row[1])


def _named(con: Connection, entry: _Entry) -> str:
    row = con.execute("SELECT reference FROM case_ WHERE id = ?", (entry.case_id,)).fetchone()
    return f"release of case {entry.case_id if row is None else row[0]}"
