"""Parties, the links between them, and the subjects that follow from the links.

A subject is a connected component of the links that are not undone. A link is only ever made
between two subjects, so the links of a subject form a tree: undoing one always parts it in two.
A subject that was merged away keeps its row and points at the one that stands (`merged_into`), so
an id that was noted on paper still finds the person; undoing the link brings it back.

Functions run inside a transaction that their use case audits, and keep the search index true.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from privacydesk.domain import names
from privacydesk.domain.errors import NotFoundError, StateError
from privacydesk.domain.model import LinkStrength
from privacydesk.store import suggestions
from privacydesk.store.codec import to_text
from privacydesk.store.search.index import index_subjects

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection, Row
    from privacydesk.store.engine import Tx


class Merged(NamedTuple):
    """The subject that stands, the one that points at it now, and the link that can be undone."""

    kept: int
    gone: int
    link_id: int


def resolve(con: Connection, subject_id: int) -> int:
    """The subject that stands for `subject_id` today. Raises NotFoundError for an unknown id."""
    seen: set[int] = set()
    current = subject_id
    while current not in seen:
        seen.add(current)
        row = con.execute("SELECT merged_into FROM subject WHERE id = ?", (current,)).fetchone()
        if row is None:
            raise NotFoundError(f"There is no person with number {subject_id}.")
        if row[0] is None:
            return current
        current = int(row[0])
    raise RuntimeError("subjects are merged in a circle")


def parties_of(con: Connection, subject_id: int) -> tuple[int, ...]:
    """The parties of a subject, oldest first."""
    rows = con.execute("SELECT id FROM party WHERE subject_id = ? ORDER BY id", (subject_id,))
    return tuple(int(row[0]) for row in rows)


def subject_of(con: Connection, party_id: int) -> int:
    """The subject a party belongs to. Raises NotFoundError for an unknown party."""
    row = con.execute("SELECT subject_id FROM party WHERE id = ?", (party_id,)).fetchone()
    if row is None:
        raise NotFoundError(f"There is no party with number {party_id}.")
    return int(row[0])


def join(
    tx: Tx,
    party_a: int,
    party_b: int,
    reason: str,
    strength: LinkStrength = LinkStrength.MANUAL,
) -> Merged:
    """Make the subjects of two parties one; the older number stands.

    Open suggestions between the two are accepted by it. Raises StateError when they are one
    already, NotFoundError for an unknown party.
    """
    first, second = subject_of(tx.sql, party_a), subject_of(tx.sql, party_b)
    if first == second:
        raise StateError("These are one person already.")
    if first > second:
        first, second, party_a, party_b = second, first, party_b, party_a
    cursor = tx.sql.execute(
        "INSERT INTO link(party_a, party_b, strength, reason, by, at, merged_subject) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (party_a, party_b, strength.value, reason, tx.operator, to_text(tx.now), second),
    )
    assert cursor.lastrowid is not None
    asked = suggestions.open_between(tx.sql, (first, second))
    suggestions.answer(tx, ((one.suggestion_id, cursor.lastrowid) for one in asked))
    point_at(tx.sql, [(first, second)])
    _name_again(tx.sql, first)
    index_subjects(tx.sql, (first, second))
    return Merged(first, second, cursor.lastrowid)


def merge_subjects(
    tx: Tx, a: int, b: int, reason: str, strength: LinkStrength = LinkStrength.MANUAL
) -> Merged:
    """Make two subjects one, whichever of their numbers is named.

    Raises StateError when they are one already or one has nothing to join, NotFoundError for an
    unknown number.
    """
    a, b = resolve(tx.sql, a), resolve(tx.sql, b)
    if a == b:
        raise StateError("These are one person already.")
    ours, theirs = parties_of(tx.sql, a), parties_of(tx.sql, b)
    if not ours or not theirs:
        raise StateError("One of these people has no data here, so there is nothing to join.")
    return join(tx, ours[0], theirs[0], reason, strength)


def holds(con: Connection, link_id: int) -> bool:
    """Whether a link stands: it is there and was not undone."""
    row = con.execute("SELECT undone_at IS NULL FROM link WHERE id = ?", (link_id,)).fetchone()
    return row is not None and bool(row[0])


def undo_link(tx: Tx, link_id: int) -> tuple[int, int]:
    """Take a link back; both sides are their own subject again.

    Returns the subjects of its two parties. What was kept apart so is not joined automatically
    again; suggestions that it answered are open again. Raises NotFoundError for an unknown link,
    StateError when it is undone already.
    """
    row = tx.sql.execute(
        "SELECT party_a, party_b, merged_subject, undone_at FROM link WHERE id = ?", (link_id,)
    ).fetchone()
    if row is None:
        raise NotFoundError(f"There is no link with number {link_id}.")
    if row["undone_at"] is not None:
        raise StateError(f"Link {link_id} is undone already.")
    _mark_undone(tx, [link_id])
    suggestions.ask_again(tx, [link_id])
    revive = {row["party_b"]: row["merged_subject"]} if row["merged_subject"] else {}
    recompute(tx, [subject_of(tx.sql, row["party_a"])], revive)
    return subject_of(tx.sql, row["party_a"]), subject_of(tx.sql, row["party_b"])


def split_subject(tx: Tx, subject_id: int, party_ids: Collection[int], reason: str) -> int:
    """Make some parties of a subject a subject of their own; returns its number.

    The links across the cut are undone; where that leaves a side in pieces, they are tied
    together with `reason`. Records follow their parties. Raises StateError unless the parties are
    some, and not all, of the subject's.
    """
    subject_id = resolve(tx.sql, subject_id)
    members = set(parties_of(tx.sql, subject_id))
    leaving = set(party_ids)
    if not leaving or not leaving < members:
        raise StateError("Choose some, but not all, of the entries that this person consists of.")
    cut: list[int] = []
    back: list[int] = []
    for row in _links_among(tx.sql, members):
        if (row["party_a"] in leaving) != (row["party_b"] in leaving):
            cut.append(row["id"])
            if row["party_b"] in leaving and row["merged_subject"]:
                back.append(row["merged_subject"])
    _mark_undone(tx, cut)
    suggestions.refuse(tx, cut, reason)
    for side in (leaving, members - leaving):
        pieces = components(tx.sql, side)
        tx.sql.executemany(
            "INSERT INTO link(party_a, party_b, strength, reason, by, at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    pieces[0][0],
                    piece[0],
                    LinkStrength.MANUAL.value,
                    reason,
                    tx.operator,
                    to_text(tx.now),
                )
                for piece in pieces[1:]
            ],
        )
    new = _revived(tx, min(back, default=None)) or _new_subject(tx)
    _move(tx.sql, leaving, new)
    index_subjects(tx.sql, (subject_id, new))
    return new


def recompute(
    tx: Tx, subject_ids: Iterable[int], revive: Mapping[int, int] | None = None
) -> frozenset[int]:
    """Part subjects whose links no longer hold them together; returns all subjects touched.

    `revive` says, for a party, which merged-away subject its side should become again. Otherwise
    the side with the oldest party keeps the number and others get new ones.
    """
    revive = revive or {}
    touched: set[int] = set()
    for subject_id in sorted(set(subject_ids)):
        touched.add(subject_id)
        sides = components(tx.sql, parties_of(tx.sql, subject_id))
        known = {
            side[0]: min((revive[p] for p in side if p in revive), default=None) for side in sides
        }
        stays = next((side for side in sides if known[side[0]] is None), None)
        if stays is not None and len(sides) == 1:
            continue
        heirs = []
        for side in sides:
            if side is stays:
                continue
            target = _revived(tx, known[side[0]]) or _new_subject(tx)
            _move(tx.sql, side, target)
            heirs.append(target)
        touched.update(heirs)
        if stays is None and heirs:  # all went back to what they were
            tx.sql.execute(
                "UPDATE subject SET merged_into = ? WHERE id = ?", (heirs[0], subject_id)
            )
    index_subjects(tx.sql, touched)
    return frozenset(touched)


def point_at(sql: Connection, merges: Iterable[tuple[int, int]]) -> None:
    """Move the parties of each `(kept, gone)` and let the gone subject point at the kept one.

    A restriction (Art. 18) of either holds for both: loosening it is a decision of its own.
    """
    pairs = list(merges)
    sql.executemany("UPDATE party SET subject_id = ? WHERE subject_id = ?", pairs)
    sql.executemany("UPDATE subject SET merged_into = ? WHERE id = ?", pairs)
    sql.executemany(
        "UPDATE subject SET restricted = 1 WHERE id = ? "
        "AND EXISTS (SELECT 1 FROM subject g WHERE g.id = ? AND g.restricted)",
        pairs,
    )


# --------------------------------------------------------------------------- inside


def _mark_undone(tx: Tx, link_ids: Iterable[int]) -> None:
    tx.sql.executemany(
        "UPDATE link SET undone_by = ?, undone_at = ? WHERE id = ?",
        [(tx.operator, to_text(tx.now), link_id) for link_id in link_ids],
    )


def _links_among(con: Connection, party_ids: Collection[int]) -> list[Row]:
    return con.execute(
        "SELECT id, party_a, party_b, merged_subject FROM link WHERE undone_at IS NULL "
        "AND party_a IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(sorted(party_ids)),),
    ).fetchall()


def components(con: Connection, party_ids: Collection[int]) -> list[list[int]]:
    """The parties in groups that links hold together, each sorted, the oldest group first."""
    parent = {party: party for party in party_ids}

    def root(party: int) -> int:
        while parent[party] != party:
            parent[party] = parent[parent[party]]
            party = parent[party]
        return party

    for row in _links_among(con, party_ids):
        a, b = row["party_a"], row["party_b"]
        if a in parent and b in parent:
            parent[root(a)] = root(b)
    groups: dict[int, list[int]] = {}
    for party in sorted(parent):
        groups.setdefault(root(party), []).append(party)
    return sorted(groups.values())


def _move(sql: Connection, party_ids: Iterable[int], subject_id: int) -> None:
    sql.executemany(
        "UPDATE party SET subject_id = ? WHERE id = ?",
        [(subject_id, party_id) for party_id in party_ids],
    )


def _name_again(sql: Connection, subject_id: int) -> None:
    """Call a joined person by the name they use today: a former name must not greet them."""
    rows = sql.execute(
        "SELECT p.name, max(r.occurred_at) FROM party p "
        "LEFT JOIN involvement i ON i.party_id = p.id LEFT JOIN record r ON r.id = i.record_id "
        "WHERE p.subject_id = ? GROUP BY p.id ORDER BY p.id",
        (subject_id,),
    )
    if name := names.latest((row[0], row[1]) for row in rows):
        sql.execute("UPDATE subject SET name = ? WHERE id = ?", (name, subject_id))


def _new_subject(tx: Tx) -> int:
    cursor = tx.sql.execute(
        "INSERT INTO subject(name, folded, emails, address, restricted, created_at) "
        "VALUES ('', '', '', '', 0, ?)",
        (to_text(tx.now),),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _revived(tx: Tx, subject_id: int | None) -> int | None:
    """`subject_id` if it is merged away and free to stand again."""
    if subject_id is None:
        return None
    changed = tx.sql.execute(
        "UPDATE subject SET merged_into = NULL WHERE id = ? AND merged_into IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM party WHERE subject_id = subject.id)",
        (subject_id,),
    ).rowcount
    return subject_id if changed else None
