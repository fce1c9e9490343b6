"""Rows about what left and why, compared with what the audit chain anchors of them.

The entry of a delivery, an event or an explanation names its row and holds a keyed hash of it: the
row holds addresses and reasons, the chain must not. An entry of a purge names the released files
whose bytes went. Entries of earlier versions hold none of this; their rows are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from privacydesk.domain.model import ReleaseFinding
from privacydesk.store import audit
from privacydesk.store.codec import dumps, loads

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

_COLUMNS: Final = {
    "delivery": "id, case_id, at, by, day, channel, address, on_file, checked, sent",
    "event": "id, case_id, request_id, kind, at, day, by, reason",
    "explanation": "id, case_id, key, reason, by, at, about",
}
_TABLES: Final = {"delivery": "delivery", "event": "case_event", "explanation": "explanation"}
_FREE: Final = ("received", "candidates_listed")
"""Kinds of events that no entry anchors: nothing that left depends on their rows."""

PURGED: Final = "release.purged"
_LONGEST: Final = 100
"""Characters of a fact; the chain keeps a longer one as a hash only (`audit.append`)."""


def ranges(ids: Iterable[int]) -> str:
    """`3-5,9`: numbers as a code of the audit chain."""
    known = set(ids)
    starts = sorted(n for n in known if n - 1 not in known)
    ends = sorted(n for n in known if n + 1 not in known)
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True))


def read_ranges(text: object) -> tuple[int, ...] | None:
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


# --------------------------------------------------------------------------- the facts


def anchor(con: Connection, what: str, number: int) -> dict[str, int | str]:
    """The facts that anchor a row just written: `what` (delivery, event or explanation) with its
    number, and `what_row` with its hash."""
    if not audit.has_key(con):
        audit.keyed_hasher(con)  # makes the key
    digest = _digest(con, what, number)
    assert digest is not None
    return {what: number, f"{what}_row": digest}


def purged(file_ids: Iterable[int]) -> dict[str, str]:
    """The facts that name the released files of a purge: `ids`, `ids2` and so on."""
    parts: list[str] = []
    for part in ranges(file_ids).split(","):
        if parts and len(parts[-1]) + len(part) < _LONGEST:
            parts[-1] += f",{part}"
        else:
            parts.append(part)
    return {f"ids{number if number > 1 else ''}": part for number, part in enumerate(parts, 1)}


# --------------------------------------------------------------------------- comparing


def findings(con: Connection, erased: frozenset[int]) -> Iterator[ReleaseFinding]:
    """What is not as the chain tells; `erased`: cases whose rows are gone rightly."""
    for what in _TABLES:
        yield from _rows(con, what, erased)
    yield from _files(con)


def _rows(con: Connection, what: str, erased: frozenset[int]) -> Iterator[ReleaseFinding]:
    told: dict[tuple[int, int], tuple[int, Mapping[str, Any]]] = {}
    first: tuple[int, str] | None = None
    for row in con.execute(
        f"SELECT seq, at, facts FROM audit_entry WHERE json_extract(facts, '$.{what}_row') "
        "IS NOT NULL ORDER BY seq"
    ).fetchall():
        facts = loads(row["facts"])
        number = facts.get(what)
        number = number if isinstance(number, int) else 0
        first = (min(first[0], number), first[1]) if first else (number, row["at"])
        if facts.get("case") not in erased:
            told[facts.get("case", 0), number] = (row["seq"], facts)  # the last one counts
    for (case_id, number), (seq, facts) in told.items():
        named = f"{what} {number} of case {_reference(con, case_id)}"
        if _digest(con, what, number) != facts[f"{what}_row"]:
            yield ReleaseFinding(seq, f"{named}: its row was changed or removed since")
        elif what == "delivery" and _left(con, number) != facts["ids"] * facts.get("sent", 1):
            yield ReleaseFinding(seq, f"{named}: other documents than those that left")
    if first is not None:
        for case_id, number in _unanchored(con, what, *first):
            if (case_id, number) not in told:
                named = f"{what} {number} of case {_reference(con, case_id)}"
                yield ReleaseFinding(None, f"{named}: no entry tells of it")


def _unanchored(con: Connection, what: str, number: int, at: str) -> list[tuple[int, int]]:
    """Rows that were written since the chain anchors rows of this kind.

    An explanation given anew keeps the number of one of before: its day tells.
    """
    since: tuple[str, int | str] = ("at >= ?", at) if what == "explanation" else ("id >= ?", number)
    kinds = "AND kind NOT IN (SELECT value FROM json_each(?))" if what == "event" else ""
    values = (since[1], dumps(_FREE)) if kinds else (since[1],)
    rows = con.execute(
        f"SELECT case_id, id FROM {_TABLES[what]} WHERE {since[0]} {kinds} ORDER BY id", values
    )
    return [(row[0], row[1]) for row in rows]


def _left(con: Connection, delivery_id: int) -> str:
    rows = con.execute(
        "SELECT document_id FROM delivery_document WHERE delivery_id = ?", (delivery_id,)
    )
    return ranges(row[0] for row in rows)


def _files(con: Connection) -> Iterator[ReleaseFinding]:
    """Files marked as erased that no purge names, and named ones that are not marked."""
    named: dict[int, set[str]] = {}
    earlier: set[str] = set()  # of purges that named no files
    for row in con.execute(
        "SELECT at, facts FROM audit_entry WHERE action = ? ORDER BY seq", (PURGED,)
    ).fetchall():
        facts = loads(row["facts"])
        ids = [n for key in facts if key.startswith("ids") for n in read_ranges(facts[key]) or ()]
        for number in ids:
            named.setdefault(number, set()).add(row["at"])
        if not ids:
            earlier.add(row["at"])
    for row in con.execute(
        "SELECT f.id, f.erased_at, d.case_id, d.released_at FROM released_file f "
        "JOIN document d ON d.id = f.document_id ORDER BY f.id"
    ).fetchall():
        times = named.get(row["id"], set())
        of = f"file {row['id']} of case {_reference(con, row['case_id'])}"
        if row["erased_at"] is not None:
            if row["erased_at"] not in times | earlier:
                yield ReleaseFinding(None, f"{of}: counts as erased, but no entry tells of it")
        # the number of a file that went with its case may be given out again
        elif any(at > str(row["released_at"]) for at in times):
            yield ReleaseFinding(None, f"{of}: was erased and no longer counts as erased")


# --------------------------------------------------------------------------- the rows


def _digest(con: Connection, what: str, number: int) -> str | None:
    """The keyed hash of a row; None when it is gone, or the key is."""
    row = con.execute(
        f"SELECT {_COLUMNS[what]} FROM {_TABLES[what]} WHERE id = ?", (number,)
    ).fetchone()
    if row is None or not audit.has_key(con):
        return None
    return audit.keyed_hash(con, dumps([what, *row])).removeprefix("~")  # so that it is a code


def _reference(con: Connection, case_id: int) -> str:
    row = con.execute("SELECT reference FROM case_ WHERE id = ?", (case_id,)).fetchone()
    return str(case_id if row is None else row[0])
