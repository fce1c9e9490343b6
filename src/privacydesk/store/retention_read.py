"""What storage periods need to know of the store: dates without texts, in a few statements.

Every function takes `ids` to look at some records only (a batch is judged again in the very
transaction that acts on it); None means the whole store.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from privacydesk.domain.estate import WRITTEN
from privacydesk.domain.model import AuthorRole, Role
from privacydesk.domain.retention_due import KeptBack

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection

Ids = Sequence[int] | None
_WEIGHT = {KeptBack.RESTRICTION: 1, KeptBack.OPEN_CASE: 2, KeptBack.HOLD: 3}
DETAILED = ("account", "contract", "consent", "newsletter")  # their fields count too


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one kind that one source brought into one system."""

    kind: str
    source: str
    system_id: int


def groups(con: Connection, ids: Ids = None) -> tuple[Group, ...]:
    """Which sorts of records there are; what was made anonymous is nobody's and left out."""
    rows = con.execute(
        f"SELECT DISTINCT r.kind, r.source, r.system_id {_from(ids)} WHERE NOT r.anonymised "
        "ORDER BY 1, 2, 3",
        _values(ids),
    )
    return tuple(Group(*row) for row in rows)


def rows(
    con: Connection, group: Group, *, details: Sequence[str] = (), ids: Ids = None
) -> Iterator[tuple[Any, ...]]:
    """(id, occurred_at, restricted, *details by name) of the records of a group, any order."""
    wanted = "".join(", r.details ->> ?" for _ in details)
    cursor = con.execute(
        f"SELECT r.id, r.occurred_at, r.restricted{wanted} {_from(ids)} "
        "WHERE r.kind = ? AND r.source = ? AND r.system_id = ? AND NOT r.anonymised",
        (
            *(f"$.{name}" for name in details),
            *_values(ids),
            group.kind,
            group.source,
            group.system_id,
        ),
    )
    cursor.row_factory = None
    return cursor


def answered(con: Connection, group: Group, ids: Ids = None) -> dict[int, str]:
    """When the records of a group were last answered by an agent: (record, moment).

    As `record_events.event_day` has it: a record whose last line is the person's waits for one.
    """
    found = con.execute(
        "SELECT m.record_id, max(CASE WHEN m.author_role = ? THEN m.sent_at END) AS answer, "
        f"max(CASE WHEN m.author_role = ? THEN m.sent_at END) AS question {_from(ids)} "
        "CROSS JOIN message m ON m.record_id = r.id "
        "WHERE r.kind = ? AND r.source = ? AND r.system_id = ? "
        "AND NOT m.internal AND m.sent_at IS NOT NULL GROUP BY m.record_id "
        "HAVING answer IS NOT NULL AND (question IS NULL OR question <= answer)",
        (
            AuthorRole.AGENT.value,
            AuthorRole.SUBJECT.value,
            *_values(ids),
            group.kind,
            group.source,
            group.system_id,
        ),
    )
    return {int(row[0]): str(row[1]) for row in found}


@dataclass(frozen=True, slots=True)
class People:
    """Who has a part in each record: `one` for records of one person, `more` for the others."""

    one: dict[int, int]
    more: dict[int, tuple[tuple[int, Role], ...]]

    def subjects(self) -> list[int]:
        """Everybody, each once."""
        others = {person for parts in self.more.values() for person, _ in parts}
        return sorted(others.union(self.one.values()))


def people(con: Connection, ids: Ids = None) -> People:
    """Who has a part in the records."""
    listed = "" if ids is None else "json_each(?) j CROSS JOIN "
    on = "" if ids is None else "ON i.record_id = j.value"
    cursor = con.execute(
        f"SELECT i.record_id, p.subject_id FROM {listed}involvement i {on} "
        "CROSS JOIN party p ON p.id = i.party_id",
        _values(ids),
    )
    cursor.row_factory = None
    one: dict[int, int] = dict(cursor)
    more: dict[int, tuple[tuple[int, Role], ...]] = {}
    for record_id, subject_id, role in con.execute(
        f"SELECT i.record_id, p.subject_id, i.role FROM (SELECT i.record_id FROM {listed}"
        f"involvement i INDEXED BY ix_involvement_record {on} GROUP BY 1 HAVING count(*) > 1) m "
        "CROSS JOIN involvement i ON i.record_id = m.record_id "
        "CROSS JOIN party p ON p.id = i.party_id",
        _values(ids),
    ):
        more[record_id] = (*more.get(record_id, ()), (subject_id, Role(role)))
        one.pop(record_id, None)
    return People(one, more)


def newest_of(con: Connection, subjects: Ids = None) -> Iterator[tuple[int, str, str | None]]:
    """(subject, kind, newest date of such a record) for every person and kind.

    What was erased since counts too, as rows of their own.
    """
    cursor = con.execute(
        f"SELECT p.subject_id, r.kind, max(r.occurred_at) {_persons(subjects)} "
        "CROSS JOIN involvement i ON i.party_id = p.id "
        "CROSS JOIN record r INDEXED BY ix_record_summary ON r.id = i.record_id "
        "GROUP BY p.subject_id, r.kind "
        f"UNION ALL {_past('newest', subjects)}",
        _values(subjects) * 2,
    )
    cursor.row_factory = None
    return cursor


def newest_lines(con: Connection, subjects: Ids = None) -> Iterator[tuple[int, str, str]]:
    """(subject, kind, newest line in such a record), internal notes left out."""
    cursor = con.execute(
        f"SELECT p.subject_id, r.kind, max(m.sent_at) {_persons(subjects)} "
        "CROSS JOIN involvement i ON i.party_id = p.id "
        "CROSS JOIN record r INDEXED BY ix_record_summary ON r.id = i.record_id "
        "CROSS JOIN message m ON m.record_id = r.id "
        "WHERE NOT m.internal AND m.sent_at IS NOT NULL GROUP BY p.subject_id, r.kind "
        f"UNION ALL {_past('line', subjects)} WHERE h.line IS NOT NULL",
        _values(subjects) * 2,
    )
    cursor.row_factory = None
    return cursor


def lasting(con: Connection, subjects: Ids = None) -> Iterator[tuple[int, str, str | None, str]]:
    """(subject, kind, date, details) of each account, contract and consent of every person.

    What stayed of erased accounts and contracts comes as one more of its kind.
    """
    marks = ", ".join("?" for _ in DETAILED)
    cursor = con.execute(
        f"SELECT DISTINCT p.subject_id, r.kind, r.occurred_at, r.details, r.id "
        f"{_persons(subjects)} CROSS JOIN involvement i ON i.party_id = p.id "
        f"CROSS JOIN record r ON r.id = i.record_id WHERE r.kind IN ({marks})",
        (*_values(subjects), *DETAILED),
    )
    for row in cursor:
        yield row[0], row[1], row[2], row[3]
    past = con.execute(
        f"{_past('details', subjects)} WHERE h.details IS NOT NULL", _values(subjects)
    )
    for subject, kind, details in past:
        yield subject, kind, None, details


def protected(con: Connection, today: date, apart_from: int | None = None) -> dict[int, KeptBack]:
    """The records under a hold, an open case or a restriction (Art. 18) as of today, and why.

    A case also protects the records and people that were found as possibly the person's; the one
    `apart_from` does not. Of several reasons the weightiest is given: hold, open case, restriction.
    """
    persons: dict[int, KeptBack] = {}
    records: dict[int, KeptBack] = {}
    for row in con.execute("SELECT id FROM subject WHERE restricted AND merged_into IS NULL"):
        persons[row[0]] = KeptBack.RESTRICTION
    open_cases = [
        (row[0], row[1])
        for row in con.execute(
            "SELECT id, subject_id FROM case_ WHERE status NOT IN ('sent', 'closed') "
            "AND id IS NOT ?",
            (apart_from,),
        )
    ]
    holds = con.execute(
        "SELECT h.subject_id, h.case_id, c.subject_id AS of_case FROM retention_hold h "
        "LEFT JOIN case_ c ON c.id = h.case_id "
        "WHERE h.lifted_at IS NULL AND (h.until IS NULL OR h.until >= ?)",
        (today.isoformat(),),
    ).fetchall()
    held_cases = [int(row[1]) for row in holds if row[1] is not None]
    for reason, subjects, cases in (
        (KeptBack.OPEN_CASE, [s for _, s in open_cases], [c for c, _ in open_cases]),
        (KeptBack.HOLD, [subject for row in holds for subject in (row[0], row[2])], held_cases),
    ):
        for number in _standing(con, [s for s in subjects if s is not None]):
            persons[number] = reason
        listed = json.dumps(cases)
        for row in con.execute(
            "SELECT DISTINCT record_id FROM candidate WHERE record_id IS NOT NULL "
            "AND decision IS NOT 'not_theirs' AND case_id IN (SELECT value FROM json_each(?))",
            (listed,),
        ):
            records[row[0]] = reason
        for row in con.execute(
            "SELECT DISTINCT p.subject_id FROM candidate k JOIN party p ON p.id = k.party_id "
            "WHERE k.decision IS NOT 'not_theirs' "
            "AND k.case_id IN (SELECT value FROM json_each(?))",
            (listed,),
        ):
            persons[row[0]] = reason
    for record_id, subject_id in con.execute(
        "SELECT i.record_id, p.subject_id FROM json_each(?) j "
        "CROSS JOIN party p ON p.subject_id = j.value "
        "CROSS JOIN involvement i ON i.party_id = p.id",
        (json.dumps(list(persons)),),
    ):
        records.setdefault(record_id, persons[subject_id])
        if _WEIGHT[persons[subject_id]] > _WEIGHT[records[record_id]]:
            records[record_id] = persons[subject_id]
    return records


def content_of(con: Connection, ids: Sequence[int]) -> dict[int, set[str]]:
    """Which removable parts these records still hold, as values of `estate.Holds`."""
    found: dict[int, set[str]] = defaultdict(set)
    listed = json.dumps(list(ids))
    for row in con.execute(
        "SELECT DISTINCT m.record_id, CASE WHEN m.internal THEN 'internal' "
        "WHEN m.author_role = 'subject' THEN 'own_lines' "
        "WHEN m.author_role = 'third_party' THEN 'others_lines' ELSE 'replies' END "
        "FROM json_each(?) j CROSS JOIN message m ON m.record_id = j.value",
        (listed,),
    ):
        found[row[0]].add(row[1])
    marks = ", ".join("?" for _ in WRITTEN)
    for row in con.execute(
        "SELECT r.id FROM json_each(?) j CROSS JOIN record r ON r.id = j.value "
        f"WHERE r.text <> '' AND r.kind IN ({marks})",
        (listed, *(kind.value for kind in WRITTEN)),
    ):
        found[row[0]].add("own_lines")
    for row in con.execute(
        "SELECT DISTINCT a.record_id FROM json_each(?) j "
        "CROSS JOIN attachment a ON a.record_id = j.value",
        (listed,),
    ):
        found[row[0]].add("files")
    return found


# --------------------------------------------------------------------------- inside


def _from(ids: Ids) -> str:
    if ids is None:
        return "FROM record r"
    return "FROM json_each(?) j CROSS JOIN record r ON r.id = j.value"


def _persons(subjects: Ids) -> str:
    if subjects is None:
        return "FROM party p"
    return "FROM json_each(?) j CROSS JOIN party p ON p.subject_id = j.value"


def _past(column: str, subjects: Ids) -> str:
    """What `retention_past` noted, under the number that stands today for whoever it was of."""
    if subjects is None:
        return (
            "SELECT CASE WHEN s.merged_into IS NULL THEN s.id ELSE "
            "(WITH RECURSIVE up(id) AS (SELECT s.merged_into UNION "
            "SELECT t.merged_into FROM up JOIN subject t ON t.id = up.id "
            "WHERE t.merged_into IS NOT NULL) SELECT up.id FROM up JOIN subject t ON t.id = up.id "
            f"WHERE t.merged_into IS NULL) END, h.kind, h.{column} "
            "FROM person_past h JOIN subject s ON s.id = h.subject_id"
        )
    return (
        "SELECT same.root, h.kind, h." + column + " FROM "
        "(WITH RECURSIVE same(id, root) AS (SELECT value, value FROM json_each(?) UNION "
        "SELECT s.id, same.root FROM subject s JOIN same ON s.merged_into = same.id) "
        "SELECT id, root FROM same) same CROSS JOIN person_past h ON h.subject_id = same.id"
    )


def _values(ids: Ids) -> tuple[str, ...]:
    return () if ids is None else (json.dumps(list(ids)),)


def _standing(con: Connection, subjects: Iterable[int]) -> tuple[int, ...]:
    """These people under the numbers that stand for them today."""
    found = con.execute(
        "WITH RECURSIVE up(id) AS (SELECT value FROM json_each(?) UNION "
        "SELECT s.merged_into FROM up JOIN subject s ON s.id = up.id "
        "WHERE s.merged_into IS NOT NULL) SELECT id FROM up",
        (json.dumps(sorted(set(subjects))),),
    )
    return tuple(int(row[0]) for row in found)
