"""Entries of newsletters and consents that hold an address of a person."""

from __future__ import annotations

from privacydesk.domain.suppression import ListEntry
from privacydesk.store.codec import loads
from privacydesk.store.driver import Connection


def list_entries(con: Connection, subject_id: int) -> tuple[ListEntry, ...]:
    """Those of the person, and those of anybody with one of their e-mail addresses: a list names an
    address and nobody. What is gone at the source no longer keeps anybody from writing."""
    rows = con.execute(
        "WITH own(value) AS (SELECT i.value FROM identifier i JOIN party p ON p.id = i.party_id "
        "WHERE p.subject_id = ?1 AND i.kind = 'email'), "
        "whose(id) AS (SELECT id FROM party WHERE subject_id = ?1 UNION "
        "SELECT j.party_id FROM own JOIN identifier j ON j.kind = 'email' AND j.value = own.value) "
        "SELECT DISTINCT r.id, s.name, r.details FROM whose "
        "JOIN involvement v ON v.party_id = whose.id JOIN record r ON r.id = v.record_id "
        "JOIN system s ON s.id = r.system_id "
        "WHERE r.kind IN ('newsletter', 'consent') AND r.gone_at IS NULL ORDER BY r.id",
        (subject_id,),
    )
    return tuple(ListEntry(row["name"], loads(row["details"])) for row in rows)
