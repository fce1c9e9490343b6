"""What was decided about a suggestion, written beside it; joining itself is `parties`' business."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
