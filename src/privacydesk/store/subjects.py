"""Reading people: their card, identifiers, parties, suggestions, and who looked at them.

A handful of statements per page, whatever the number of rows. A number that was merged away
still finds the person who stands for it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from privacydesk.domain.addresses import best_address
from privacydesk.domain.model import (
    Consultation,
    Identifier,
    IdentifierKind,
    Party,
    SubjectCard,
    Suggestion,
    SuggestionState,
)
from privacydesk.store import codec
from privacydesk.store.parties import resolve
from privacydesk.store.records_read import all_records, record, record_lines

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection, Row
    from privacydesk.store.engine import Tx

__all__ = [
    "all_records",
    "card",
    "consultations",
    "counts_by_system",
    "identifiers",
    "merged_numbers",
    "parties",
    "put_consultation",
    "record",
    "record_lines",
    "resolve",
    "subject_of_party",
    "suggestion",
    "suggestions",
]

_SHARED_CAP = 1_000


def card(con: Connection, subject_id: int, *, include_restricted: bool = True) -> SubjectCard:
    """The head of a person's screen. Raises NotFoundError for an unknown number.

    `include_restricted` False counts blocked records apart, as `blocked`.
    """
    subject_id = resolve(con, subject_id)
    row = con.execute("SELECT name, restricted FROM subject WHERE id = ?", (subject_id,)).fetchone()
    members = parties(con, subject_id)
    known = identifiers(con, subject_id)
    counts: dict[str, int] = {}
    dates: list[str] = []
    blocked = 0
    for kind, n, first, last, restricted in con.execute(
        "SELECT r.kind, count(DISTINCT r.id), min(r.occurred_at), max(r.occurred_at), r.restricted "
        "FROM party p CROSS JOIN involvement i ON i.party_id = p.id "
        "CROSS JOIN record r INDEXED BY ix_record_summary ON r.id = i.record_id "
        "WHERE p.subject_id = ? GROUP BY r.kind, r.restricted ORDER BY r.kind",
        (subject_id,),
    ):
        blocked += n if restricted else 0
        if restricted and not include_restricted:
            continue
        counts[kind] = counts.get(kind, 0) + n
        dates += [moment for moment in (first, last) if moment is not None]
    open_suggestions = con.execute(
        "SELECT count(*) FROM (SELECT s.id FROM party p JOIN suggestion s "
        "ON s.party_a = p.id OR s.party_b = p.id "
        "JOIN party a ON a.id = s.party_a JOIN party b ON b.id = s.party_b "
        "WHERE p.subject_id = ? AND s.state = 'open' AND a.subject_id <> b.subject_id "
        "GROUP BY s.id)",
        (subject_id,),
    ).fetchone()[0]
    cases = con.execute(
        "SELECT reference FROM case_ WHERE subject_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY reference DESC",
        (json.dumps(merged_numbers(con, subject_id)),),
    )
    nameless = next((one.value or one.raw for one in known), "")
    return SubjectCard(
        subject_id=subject_id,
        name=row["name"] or nameless,
        parties=members,
        identifiers=known,
        counts=counts,
        first_at=codec.maybe_time(min(dates, default=None)),
        last_at=codec.maybe_time(max(dates, default=None)),
        open_suggestions=open_suggestions,
        cases=tuple(case[0] for case in cases),
        restricted=bool(row["restricted"]),
        language=next((p.language for p in reversed(members) if p.language), None),
        address=best_address(p.address for p in members),
        blocked=blocked,
    )


def parties(con: Connection, subject_id: int) -> tuple[Party, ...]:
    """The entries of source systems that make up this person, oldest first."""
    rows = con.execute("SELECT * FROM party WHERE subject_id = ? ORDER BY id", (subject_id,))
    return tuple(
        Party(
            party_id=row["id"],
            source=row["source"],
            source_key=row["source_key"],
            name=row["name"],
            subject_id=row["subject_id"],
            address=row["address"],
            language=row["language"],
            customer=None if row["customer"] is None else bool(row["customer"]),
        )
        for row in rows
    )


def identifiers(con: Connection, subject_id: int) -> tuple[Identifier, ...]:
    """Every identifying value of this person; those that are never matched come last.

    `shared_by` counts the people who use the value, up to a thousand.
    """
    matched = con.execute(
        "SELECT i.kind, i.value, i.raw, p.source, p.id, (SELECT count(*) FROM ("
        "  SELECT DISTINCT q.subject_id FROM identifier j CROSS JOIN party q ON q.id = j.party_id"
        "  WHERE j.kind = i.kind AND j.value = i.value LIMIT ?)) AS shared_by "
        "FROM party p CROSS JOIN identifier i ON i.party_id = p.id WHERE p.subject_id = ? "
        "ORDER BY i.kind, i.value, p.id",
        (_SHARED_CAP, subject_id),
    )
    found = [
        Identifier(IdentifierKind(kind), value, raw, source, party_id, shared_by)
        for kind, value, raw, source, party_id, shared_by in matched
    ]
    order = {kind: place for place, kind in enumerate(IdentifierKind)}
    found.sort(key=lambda one: order[one.kind])
    kept = con.execute(
        "SELECT u.kind, u.raw, p.source, p.id, u.note FROM party p "
        "CROSS JOIN unmatched_identifier u ON u.party_id = p.id WHERE p.subject_id = ? "
        "ORDER BY u.kind, u.raw, p.id",
        (subject_id,),
    )
    found += [
        Identifier(IdentifierKind(kind), None, raw, source, party_id, note=note)
        for kind, raw, source, party_id, note in kept
    ]
    return tuple(found)


def subject_of_party(con: Connection, party_id: int) -> int | None:
    """The person a party belongs to, None for an unknown party."""
    row = con.execute("SELECT subject_id FROM party WHERE id = ?", (party_id,)).fetchone()
    return None if row is None else int(row[0])


def merged_numbers(con: Connection, subject_id: int) -> list[int]:
    """This person's number and all that were merged into it, directly or in steps."""
    rows = con.execute(
        "WITH RECURSIVE same(id) AS (VALUES(?) UNION "
        "SELECT s.id FROM subject s JOIN same ON s.merged_into = same.id) "
        "SELECT id FROM same ORDER BY id",
        (subject_id,),
    )
    return [int(row[0]) for row in rows]


def counts_by_system(con: Connection, subject_id: int) -> Mapping[int, int]:
    """How many records each system holds on this person, by system number; 0 for all others."""
    rows = con.execute(
        "SELECT r.system_id, count(DISTINCT r.id) FROM party p "
        "CROSS JOIN involvement i ON i.party_id = p.id CROSS JOIN record r ON r.id = i.record_id "
        "WHERE p.subject_id = ? GROUP BY r.system_id",
        (resolve(con, subject_id),),
    )
    return Counter({int(system): int(n) for system, n in rows})


# --------------------------------------------------------------------------- suggestions

_SUGGESTION = (
    "SELECT g.*, a.subject_id AS subject_a, b.subject_id AS subject_b, sa.name AS name_a, "
    "sb.name AS name_b FROM suggestion g "
    "JOIN party a ON a.id = g.party_a JOIN party b ON b.id = g.party_b "
    "JOIN subject sa ON sa.id = a.subject_id JOIN subject sb ON sb.id = b.subject_id "
)


def suggestions(
    con: Connection,
    subject_id: int | None = None,
    state: SuggestionState | None = SuggestionState.OPEN,
) -> tuple[Suggestion, ...]:
    """Who may be the same person, for one person or for all, newest first.

    `state` None means every state. An open suggestion between two entries that have become one
    person in another way asks nothing any more and is left out.
    """
    where: list[str] = ["1"]
    values: list[str | int] = []
    if state is not None:
        where.append("g.state = ?")
        values.append(state.value)
    if state is SuggestionState.OPEN:
        where.append("a.subject_id <> b.subject_id")
    if subject_id is not None:
        where.append(
            "g.id IN (SELECT x.id FROM party p JOIN suggestion x "
            "ON x.party_a = p.id OR x.party_b = p.id WHERE p.subject_id = ?)"
        )
        values.append(resolve(con, subject_id))
    rows = con.execute(f"{_SUGGESTION} WHERE {' AND '.join(where)} ORDER BY g.id DESC", values)
    return tuple(_suggestion(row) for row in rows)


def suggestion(con: Connection, suggestion_id: int) -> Suggestion | None:
    """One suggestion, None when there is none with this number."""
    row = con.execute(f"{_SUGGESTION} WHERE g.id = ?", (suggestion_id,)).fetchone()
    return None if row is None else _suggestion(row)


def _suggestion(row: Row) -> Suggestion:
    return Suggestion(
        suggestion_id=row["id"],
        subject_a=row["subject_a"],
        subject_b=row["subject_b"],
        name_a=row["name_a"],
        name_b=row["name_b"],
        reason=row["reason"],
        value=row["value"],
        state=SuggestionState(row["state"]),
        decided_by=row["decided_by"],
        decided_at=codec.maybe_time(row["decided_at"]),
        why_not=row["why_not"],
    )


# --------------------------------------------------------------------------- consultations


def put_consultation(
    tx: Tx, subject_id: int, purpose: str, case_reference: str | None = None
) -> None:
    """Note that the operator of this transaction looked at this person, and for what."""
    tx.sql.execute(
        "INSERT INTO consultation(at, operator, subject_id, purpose, case_reference) "
        "VALUES (?, ?, ?, ?, ?)",
        (codec.to_text(tx.now), tx.operator, subject_id, purpose, case_reference),
    )


def consultations(con: Connection, subject_id: int) -> tuple[Consultation, ...]:
    """Who looked at this person, newest first, under any number the person ever had."""
    rows = con.execute(
        "SELECT at, operator, subject_id, purpose, case_reference FROM consultation "
        "WHERE subject_id IN (SELECT value FROM json_each(?)) ORDER BY at DESC, id DESC",
        (json.dumps(merged_numbers(con, resolve(con, subject_id))),),
    )
    return tuple(
        Consultation(codec.from_text(at), operator, subject, purpose, reference)
        for at, operator, subject, purpose, reference in rows
    )
