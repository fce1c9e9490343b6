"""What stays known of people whose records go, so that other records' periods end as before.

Written with an erasure, read by `retention_read`; it goes with the person.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from privacydesk.store.codec import dumps, loads
from privacydesk.store.retention_read import DETAILED

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx

_SAYING_NOTHING = ("consent", "newsletter")  # once gone: no other record's period needs them
# the days of erased accounts and contracts, and whether all of them must tell one
_LASTING_DAYS = {
    "account": {"last_seen_at": False, "closed_at": True},
    "contract": {"ends_at": True},
}


def keep_past(tx: Tx, ids: Sequence[int], *, whole: bool = True) -> None:
    """Before records go: note what they tell of their people that other records' periods need.

    When somebody was last heard of, that they were a customer, and the days that their accounts
    and contracts give. Without it what was still to be judged would end on another day.
    `whole` False: only lines and files go, the records stay and speak for themselves.
    """
    listed = json.dumps(list(ids))
    left_out = _SAYING_NOTHING if whole else DETAILED
    marks = ", ".join("?" for _ in left_out)
    told = _told(tx.sql, listed) if whole else {}
    tx.sql.execute(
        "INSERT INTO person_past(subject_id, kind, newest, line) "
        "SELECT p.subject_id, r.kind, max(r.occurred_at), max((SELECT max(m.sent_at) "
        "FROM message m WHERE m.record_id = r.id AND NOT m.internal)) "
        "FROM json_each(?) j CROSS JOIN record r ON r.id = j.value "
        "CROSS JOIN involvement i ON i.record_id = r.id CROSS JOIN party p ON p.id = i.party_id "
        f"WHERE r.kind NOT IN ({marks}) GROUP BY p.subject_id, r.kind "
        "ON CONFLICT(subject_id, kind) DO UPDATE SET "
        "newest = nullif(max(coalesce(newest, ''), coalesce(excluded.newest, '')), ''), "
        "line = nullif(max(coalesce(line, ''), coalesce(excluded.line, '')), '')",
        (listed, *left_out),
    )
    tx.sql.executemany(
        "UPDATE person_past SET details = ? WHERE subject_id = ? AND kind = ?",
        [(dumps(days), subject, kind) for (subject, kind), days in told.items()],
    )


def _told(con: Connection, listed: str) -> dict[tuple[int, str], dict[str, str]]:
    """What is to stay of the accounts and contracts among these records, by person and kind.

    Joined with what stayed of earlier ones: the latest log-in; the latest end when all have one.
    """
    found: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    marks = ", ".join("?" for _ in _LASTING_DAYS)
    for subject, kind, details in con.execute(
        "SELECT p.subject_id, r.kind, r.details FROM json_each(?) j "
        "CROSS JOIN record r ON r.id = j.value CROSS JOIN involvement i ON i.record_id = r.id "
        f"CROSS JOIN party p ON p.id = i.party_id WHERE r.kind IN ({marks})",
        (listed, *_LASTING_DAYS),
    ):
        found[subject, kind].append(loads(details))
    for (subject, kind), known in found.items():
        for (details,) in con.execute(
            "SELECT details FROM person_past WHERE subject_id = ? AND kind = ? "
            "AND details IS NOT NULL",
            (subject, kind),
        ):
            known.append(loads(details))
    return {
        key: {
            name: day
            for name, all_must in _LASTING_DAYS[key[1]].items()
            if (day := latest_of([one.get(name) for one in known], all_must=all_must))
        }
        for key, known in found.items()
    }


def latest_of(moments: Sequence[Any], *, all_must: bool) -> str | None:
    """The latest of moments as a source writes them (ISO 8601).

    None without any that can be read, or with `all_must` as soon as one cannot.
    """
    read: list[tuple[float, str]] = []
    for moment in moments:
        try:
            at = datetime.fromisoformat(moment)
        except (TypeError, ValueError):
            if all_must:
                return None
            continue
        read.append(((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp(), moment))
    return max(read)[1] if read else None
