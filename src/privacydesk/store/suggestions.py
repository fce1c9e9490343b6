"""What was decided about a suggestion, written beside it; joining itself is `parties`' business.

Whoever joins two people in whatever way answers the open suggestions between them: these become
accepted with the link that was made, and open again when that link is undone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from privacydesk.domain.model import SuggestionState
from privacydesk.store.codec import to_text

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx


def party_pair(con: Connection, suggestion_id: int) -> tuple[int, int]:
    """The two entries that a suggestion compares."""
    row = con.execute(
        "SELECT party_a, party_b FROM suggestion WHERE id = ?", (suggestion_id,)
    ).fetchone()
    return int(row[0]), int(row[1])


def standing_link(con: Connection, suggestion_id: int) -> int | None:
    """The link that accepting the suggestion made, unless it was undone in another way since."""
    row = con.execute(
        "SELECT l.id FROM suggestion g JOIN link l ON l.id = g.link_id "
        "WHERE g.id = ? AND l.undone_at IS NULL",
        (suggestion_id,),
    ).fetchone()
    return None if row is None else int(row[0])


class Asked(NamedTuple):
    """An open suggestion between entries of two people."""

    suggestion_id: int
    subject_a: int
    subject_b: int


def open_between(con: Connection, subject_ids: Collection[int]) -> list[Asked]:
    """The open suggestions between any two of these people, as they stand now."""
    rows = con.execute(
        "SELECT DISTINCT g.id, a.subject_id, b.subject_id FROM json_each(?1) j "
        "CROSS JOIN party p ON p.subject_id = j.value "
        "CROSS JOIN suggestion g ON g.party_a = p.id OR g.party_b = p.id "
        "CROSS JOIN party a ON a.id = g.party_a CROSS JOIN party b ON b.id = g.party_b "
        "WHERE g.state = 'open' AND a.subject_id <> b.subject_id "
        "AND a.subject_id IN (SELECT value FROM json_each(?1)) "
        "AND b.subject_id IN (SELECT value FROM json_each(?1)) ORDER BY g.id",
        (json.dumps(sorted(subject_ids)),),
    )
    return [Asked(*row) for row in rows]


def answer(tx: Tx, answers: Iterable[tuple[int, int]]) -> None:
    """Note for each (suggestion, link) that the link answered it: they are one person."""
    tx.sql.executemany(
        "UPDATE suggestion SET state = 'accepted', decided_by = ?, decided_at = ?, "
        "why_not = NULL, link_id = ? WHERE id = ?",
        [(tx.operator, to_text(tx.now), link, suggestion) for suggestion, link in answers],
    )


def ask_again(tx: Tx, link_ids: Collection[int]) -> None:
    """Open what these links answered: they hold no more."""
    tx.sql.execute(
        "UPDATE suggestion SET state = 'open', decided_by = NULL, decided_at = NULL, "
        "why_not = NULL, link_id = NULL WHERE link_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(link_ids)),),
    )


def refuse(tx: Tx, link_ids: Collection[int], why: str) -> None:
    """Somebody parted what these links held together: that answers their suggestions with no."""
    tx.sql.execute(
        "UPDATE suggestion SET state = 'rejected', decided_by = ?, decided_at = ?, why_not = ?, "
        "link_id = NULL WHERE link_id IN (SELECT value FROM json_each(?))",
        (tx.operator, to_text(tx.now), why, json.dumps(sorted(link_ids))),
    )


def decide(
    tx: Tx, suggestion_id: int, *, accept: bool, why: str | None, link_id: int | None
) -> None:
    """Note the decision, by whom and when."""
    state = SuggestionState.ACCEPTED if accept else SuggestionState.REJECTED
    tx.sql.execute(
        "UPDATE suggestion SET state = ?, decided_by = ?, decided_at = ?, why_not = ?, link_id = ? "
        "WHERE id = ?",
        (
            state.value,
            tx.operator,
            to_text(tx.now),
            None if accept else why,
            link_id,
            suggestion_id,
        ),
    )


def reopen(tx: Tx, suggestion_id: int) -> None:
    """Forget the decision; the audit chain keeps that there was one."""
    tx.sql.execute(
        "UPDATE suggestion SET state = 'open', decided_by = NULL, decided_at = NULL, "
        "why_not = NULL, link_id = NULL WHERE id = ?",
        (suggestion_id,),
    )
