"""Reading records: a page of lines for a list, one record whole, or all of a person's.

Each call is a fixed number of statements: records, then messages, attachments and the names of
other people for all of them together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from privacydesk.domain.errors import NotFoundError
from privacydesk.domain.model import (
    Attachment,
    AttachmentState,
    AuthorRole,
    Message,
    Record,
    RecordKind,
    RecordLine,
    Role,
)
from privacydesk.store import codec
from privacydesk.store.parties import resolve

if TYPE_CHECKING:
    from privacydesk.store.driver import Connection, Row

_ROLE_ORDER = {role: place for place, role in enumerate(Role)}
_MINE = (
    "WITH mine AS MATERIALIZED (SELECT i.record_id AS id, group_concat(DISTINCT i.role) AS roles "
    "FROM party p CROSS JOIN involvement i ON i.party_id = p.id "
    "WHERE p.subject_id = ? GROUP BY i.record_id) "
)
_CHUNK = 2_000


def record_lines(
    con: Connection,
    subject_id: int,
    *,
    kind: RecordKind | None = None,
    offset: int = 0,
    limit: int = 100,
    include_restricted: bool = True,
) -> tuple[RecordLine, ...]:
    """A page of a person's records, newest first; those without a date come last.

    Blocked records are left out unless `include_restricted`.

    `role` is the weightiest of the person's parts in the record. Raises NotFoundError for an
    unknown number.
    """
    subject_id = resolve(con, subject_id)
    only = "WHERE r.restricted <= ? " + ("" if kind is None else "AND r.kind = ? ")
    which: list[object] = [include_restricted, *([] if kind is None else [kind.value])]
    values: list[object] = [subject_id, *which, limit, offset]
    rows = con.execute(
        f"{_MINE}, page AS MATERIALIZED (SELECT r.id, m.roles FROM mine m "
        f"CROSS JOIN record r INDEXED BY ix_record_summary ON r.id = m.id {only}"
        "ORDER BY r.occurred_at DESC, r.id DESC LIMIT ? OFFSET ?) "
        "SELECT r.id, r.kind, r.source, r.source_id, r.title, r.occurred_at, r.gone_at, "
        "r.restricted, page.roles, "
        "(SELECT count(*) FROM message m WHERE m.record_id = r.id AND m.internal) AS notes, "
        "(SELECT count(*) FROM attachment a WHERE a.record_id = r.id) AS files "
        "FROM page CROSS JOIN record r ON r.id = page.id "
        "ORDER BY r.occurred_at DESC, r.id DESC",
        values,
    )
    return tuple(
        RecordLine(
            record_id=row["id"],
            kind=RecordKind(row["kind"]),
            source=row["source"],
            source_id=row["source_id"],
            title=row["title"],
            occurred_at=codec.maybe_time(row["occurred_at"]),
            role=_roles(row["roles"])[0],
            gone=row["gone_at"] is not None,
            restricted=bool(row["restricted"]),
            internal_notes=row["notes"],
            attachments=row["files"],
        )
        for row in rows
    )


def record(con: Connection, record_id: int, subject_id: int | None = None) -> Record:
    """One record with everything in it, as this person sees it.

    Without `subject_id` it is nobody's view: `roles` is empty and `others` names everybody.
    Raises NotFoundError for an unknown record, or one in which the person has no part.
    """
    if subject_id is not None:
        subject_id = resolve(con, subject_id)
    row = con.execute("SELECT * FROM record WHERE id = ?", (record_id,)).fetchone()
    roles = ""
    if row is not None and subject_id is not None:
        roles = (
            con.execute(
                "SELECT group_concat(DISTINCT i.role) FROM party p "
                "CROSS JOIN involvement i ON i.party_id = p.id AND i.record_id = ? "
                "WHERE p.subject_id = ?",
                (record_id, subject_id),
            ).fetchone()[0]
            or ""
        )
    if row is None or (subject_id is not None and not roles):
        whose = "" if row is None else " of this person"
        raise NotFoundError(f"There is no record{whose} with number {record_id}.")
    return _whole(con, [row], {record_id: roles}, subject_id)[0]


def all_records(con: Connection, subject_id: int) -> tuple[Record, ...]:
    """All of a person's records with everything in them, newest first, however long it takes.

    Raises NotFoundError for an unknown number.
    """
    subject_id = resolve(con, subject_id)
    found: list[Record] = []
    order = con.execute(
        f"{_MINE} SELECT r.id, m.roles FROM mine m "
        "CROSS JOIN record r INDEXED BY ix_record_summary ON r.id = m.id "
        "ORDER BY r.occurred_at DESC, r.id DESC",
        (subject_id,),
    ).fetchall()
    for start in range(0, len(order), _CHUNK):
        roles = {row[0]: row[1] for row in order[start : start + _CHUNK]}
        rows = {
            row["id"]: row
            for row in con.execute(
                "SELECT * FROM record WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(roles)),),
            )
        }
        found += _whole(con, [rows[i] for i in roles], roles, subject_id)
    return tuple(found)


def people_of(con: Connection, record_id: int) -> tuple[int, ...]:
    """The people who have a part in a record, by number."""
    rows = con.execute(
        "SELECT DISTINCT p.subject_id FROM involvement i JOIN party p ON p.id = i.party_id "
        "WHERE i.record_id = ? ORDER BY 1",
        (record_id,),
    )
    return tuple(int(row[0]) for row in rows)


# --------------------------------------------------------------------------- inside


def _whole(
    con: Connection, rows: Sequence[Row], roles: dict[int, str], subject_id: int | None
) -> list[Record]:
    ids = json.dumps([row["id"] for row in rows])
    messages = _messages(con, ids)
    attachments = _attachments(con, ids)
    others = _others(con, ids, subject_id)
    return [
        Record(
            record_id=row["id"],
            kind=RecordKind(row["kind"]),
            source=row["source"],
            source_id=row["source_id"],
            title=row["title"],
            text=row["text"],
            occurred_at=codec.maybe_time(row["occurred_at"]),
            updated_at=codec.maybe_time(row["updated_at"]),
            roles=_roles(roles[row["id"]]),
            details=codec.loads(row["details"]),
            payload=codec.loads(row["payload"]),
            content_hash=row["content_hash"],
            messages=tuple(messages.get(row["id"], ())),
            attachments=tuple(attachments.get(row["id"], ())),
            flags=tuple(codec.loads(row["flags"])),
            gone_at=codec.maybe_time(row["gone_at"]),
            restricted=bool(row["restricted"]),
            by_hand=bool(row["by_hand"]),
            dropped=codec.loads(row["dropped"]),
            others=tuple(others.get(row["id"], ())),
        )
        for row in rows
    ]


def _roles(joined: str) -> tuple[Role, ...]:
    return tuple(sorted((Role(r) for r in joined.split(",") if r), key=_ROLE_ORDER.__getitem__))


def _messages(con: Connection, ids: str) -> dict[int, list[Message]]:
    found: dict[int, list[Message]] = defaultdict(list)
    for row in con.execute(
        "SELECT * FROM message WHERE record_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY record_id, position, id",
        (ids,),
    ):
        found[row["record_id"]].append(
            Message(
                message_id=row["id"],
                position=row["position"],
                author_role=AuthorRole(row["author_role"]),
                author=row["author"],
                sent_at=codec.maybe_time(row["sent_at"]),
                text=row["text"],
                internal=bool(row["internal"]),
                payload=codec.loads(row["payload"]),
            )
        )
    return found


def _attachments(con: Connection, ids: str) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in con.execute(
        "SELECT * FROM attachment WHERE record_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY record_id, id",
        (ids,),
    ):
        found[row["record_id"]].append(
            Attachment(
                attachment_id=row["id"],
                name=row["name"],
                state=AttachmentState(row["state"]),
                content_type=row["content_type"],
                size=row["size"],
                sha256=row["sha256"],
                url=row["url"],
                internal=bool(row["internal"]),
            )
        )
    return found


def _others(con: Connection, ids: str, subject_id: int | None) -> dict[int, list[str]]:
    """The names of other people in these records: what must be masked in an answer."""
    found: dict[int, list[str]] = defaultdict(list)
    for record_id, name in con.execute(
        "SELECT DISTINCT i.record_id, p.name FROM json_each(?) j "
        "CROSS JOIN involvement i ON i.record_id = j.value "
        "CROSS JOIN party p ON p.id = i.party_id "
        "WHERE p.subject_id IS NOT ? AND p.name <> '' ORDER BY i.record_id, p.name",
        (ids, subject_id),
    ):
        found[record_id].append(name)
    return found
