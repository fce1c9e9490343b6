"""Which released documents left, with which delivery, and which wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from privacydesk.domain.sending import Departure, Outgoing
from privacydesk.store.codec import from_text
from privacydesk.store.release import release_time

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx


def outgoing(con: Connection, case_ids: Sequence[int]) -> dict[int, tuple[Outgoing, ...]]:
    """The documents of the newest release of each kind of these cases, in order, with every time
    they left; cases without a release are not named. Two statements for them all."""
    return _read(
        con,
        case_ids,
        "AND d.released_at = (SELECT max(x.released_at) FROM document x "
        "WHERE x.case_id = d.case_id AND x.kind = d.kind AND NOT x.draft)",
    )


def every(con: Connection, case_ids: Sequence[int]) -> dict[int, tuple[Outgoing, ...]]:
    """The same with the documents of earlier releases."""
    return _read(con, case_ids, "")


def _read(con: Connection, case_ids: Sequence[int], which: str) -> dict[int, tuple[Outgoing, ...]]:
    marks = ",".join("?" * len(case_ids))
    left: dict[int, list[Departure]] = {}
    for row in con.execute(
        "SELECT l.document_id, v.day, v.at, v.channel FROM delivery v "
        "JOIN delivery_document l ON l.delivery_id = v.id "
        f"WHERE v.sent AND v.case_id IN ({marks}) ORDER BY v.id",
        list(case_ids),
    ):
        departure = Departure(date.fromisoformat(row["day"]), from_text(row["at"]), row["channel"])
        left.setdefault(row["document_id"], []).append(departure)
    found: dict[int, list[Outgoing]] = {}
    for row in con.execute(
        "SELECT d.id, d.case_id, d.kind, d.name, d.released_at FROM document d "
        f"WHERE NOT d.draft AND d.case_id IN ({marks}) {which} ORDER BY d.id",
        list(case_ids),
    ):
        found.setdefault(row["case_id"], []).append(
            Outgoing(
                document_id=row["id"],
                kind=row["kind"],
                name=row["name"],
                released_at=release_time(row["released_at"]),
                left=tuple(left.get(row["id"], ())),
            )
        )
    return {case_id: tuple(documents) for case_id, documents in found.items()}


def days(con: Connection, case_id: int) -> dict[int, date]:
    """The day each document of a case first left, also of a release that was superseded."""
    return {
        row[0]: date.fromisoformat(row[1])
        for row in con.execute(
            "SELECT l.document_id, min(v.day) FROM delivery v "
            "JOIN delivery_document l ON l.delivery_id = v.id "
            "WHERE v.sent AND v.case_id = ? GROUP BY l.document_id",
            (case_id,),
        )
    }


def add(tx: Tx, delivery_id: int, document_ids: Iterable[int]) -> None:
    """Record which documents left with a delivery."""
    tx.sql.executemany(
        "INSERT INTO delivery_document(delivery_id, document_id) VALUES (?, ?)",
        [(delivery_id, document_id) for document_id in document_ids],
    )
