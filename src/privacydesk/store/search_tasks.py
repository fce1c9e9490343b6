"""The search tasks of a case: one per system, with the request to its owner."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from privacydesk.domain.model import Case
from privacydesk.domain.search_tasks import Asked, SearchTask, search_task
from privacydesk.store import case_systems, systems
from privacydesk.store.codec import to_text

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx


def tasks(con: Connection, case_id: int, case: Case, today: date) -> tuple[SearchTask, ...]:
    """A task for every system of the case; `case` must have been read whole, with its searches."""
    hidden = case_systems.foreign(con, case_id, case)
    searches = {search.system_id: search for search in case.searches}
    requests = {
        row["system_id"]: Asked(
            row["owner"],
            date.fromisoformat(row["asked_on"]),
            date.fromisoformat(row["remind_on"]),
        )
        for row in con.execute("SELECT * FROM search_request WHERE case_id = ?", (case_id,))
    }
    return tuple(
        search_task(
            system,
            searches.get(system.system_id),
            requests.get(system.system_id),
            received=case.received_at,
            today=today,
        )
        for system in systems.list_all(con)
        if system.system_id not in hidden
    )


def ask(tx: Tx, case_id: int, system_id: int, owner: str, asked_on: date, remind_on: date) -> None:
    """Record that the owner of a system was asked; asking again replaces the earlier request."""
    tx.sql.execute(
        "INSERT INTO search_request(case_id, system_id, owner, asked_at, by, asked_on, remind_on) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(case_id, system_id) DO UPDATE SET "
        "owner = excluded.owner, asked_at = excluded.asked_at, by = excluded.by, "
        "asked_on = excluded.asked_on, remind_on = excluded.remind_on",
        (
            case_id,
            system_id,
            owner,
            to_text(tx.now),
            tx.operator,
            asked_on.isoformat(),
            remind_on.isoformat(),
        ),
    )


def reminders_due(con: Connection, today: date) -> tuple[tuple[str, str, date], ...]:
    """(case, system, day of the reminder) of every unanswered request whose reminder is due."""
    rows = con.execute(
        "SELECT c.reference, s.name, q.remind_on FROM search_request q "
        "JOIN case_ c ON c.id = q.case_id JOIN system s ON s.id = q.system_id "
        "LEFT JOIN case_search x ON x.case_id = q.case_id AND x.system_id = q.system_id "
        "WHERE q.remind_on <= ? AND coalesce(x.outcome, 'open') = 'open' "
        "AND c.status NOT IN ('sent', 'closed') ORDER BY q.remind_on, c.reference, s.name",
        (today.isoformat(),),
    )
    return tuple((row[0], row[1], date.fromisoformat(row[2])) for row in rows)
