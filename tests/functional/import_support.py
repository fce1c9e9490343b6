"""Inputs made by hand, for tests of what an import does with drafts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from privacydesk.desk import imports
from privacydesk.desk.context import Desk
from privacydesk.desk.imports import use_cases
from privacydesk.desk.jobs import Job
from privacydesk.domain.identifiers import normalise
from privacydesk.domain.model import (
    AuthorRole,
    IdentifierKind,
    ImportReport,
    InvolvementDraft,
    MessageDraft,
    PartyDraft,
    RecordDraft,
    RecordKind,
    Reject,
    Role,
)
from privacydesk.store.driver import Connection

Item = RecordDraft | Reject
WHEN = datetime(2026, 1, 30, 9, 15, tzinfo=UTC)


def person(
    name: str | None = None, *, key: str | None = None, **values: str | Sequence[str]
) -> PartyDraft:
    """A party; `email=`, `phone=`, `customer_number=`, `address=` ... give its identifiers."""
    drafts = []
    for kind, given in values.items():
        for raw in (given,) if isinstance(given, str) else given:
            drafts.append(normalise(IdentifierKind(kind), raw))
    return PartyDraft(key=key, name=name, identifiers=tuple(drafts))


def record(
    source_id: str,
    *people: PartyDraft | tuple[PartyDraft, Role],
    kind: RecordKind = RecordKind.TICKET,
    title: str = "",
    text: str = "",
    **fields: Any,
) -> RecordDraft:
    parts = [p if isinstance(p, tuple) else (p, Role.REQUESTER) for p in people]
    return RecordDraft(
        kind=kind,
        source_id=source_id,
        title=title or f"{kind.value} {source_id}",
        text=text,
        occurred_at=fields.pop("occurred_at", WHEN),
        parties=tuple(InvolvementDraft(party, role) for party, role in parts),
        payload={"id": source_id, "text": text},
        messages=(MessageDraft(AuthorRole.SUBJECT, f"hello {source_id} {text}"),),
        **fields,
    )


@dataclass
class HandMade:
    """Stands in for `intake.reading.Input`."""

    given: Sequence[Item]
    complete: bool = False
    notes: tuple[str, ...] = ()

    @property
    def kinds(self) -> frozenset[RecordKind]:
        return frozenset(i.kind for i in self.given if isinstance(i, RecordDraft))

    @property
    def files(self) -> tuple[SimpleNamespace, ...]:
        digest = hashlib.sha256(repr(self.given).encode()).hexdigest()
        return (SimpleNamespace(name="made.csv", sha256=digest, bytes=len(self.given)),)

    def items(self, job_check: Callable[[], None] | None = None) -> Iterator[Item]:
        for item in self.given:
            if job_check is not None:
                job_check()
            yield item

    def close(self) -> None:
        return


@contextmanager
def reading(given: Sequence[Item], *, complete: bool = False) -> Iterator[None]:
    """Inside, every path that is opened as an export holds `given`."""
    with (
        mock.patch.object(use_cases, "_open", side_effect=lambda *_: HandMade(given, complete)),
        mock.patch.object(
            use_cases, "_source", side_effect=lambda _, name: SimpleNamespace(system=name.title())
        ),
    ):
        yield


def bring(
    desk: Desk,
    given: Sequence[Item],
    source: str = "shop",
    *,
    complete: bool = False,
    job: Job | None = None,
    **options: Any,
) -> ImportReport:
    """Import `given` as an export of `source`."""
    with reading(given, complete=complete):
        return imports.run_import(desk, Path("made.csv"), source, job=job, **options)


def people(desk: Desk) -> set[frozenset[str]]:
    """The partition: which parties (named by source key or name) are one subject."""
    with desk.store.read() as con:
        rows = con.execute("SELECT subject_id, source, source_key, name FROM party").fetchall()
    groups: dict[int, set[str]] = {}
    for row in rows:
        key = row["source_key"] if not row["source_key"].startswith("~") else row["name"]
        groups.setdefault(row["subject_id"], set()).add(f"{row['source']}:{key}")
    return {frozenset(group) for group in groups.values()}


_SKIPPED = {"audit_entry", "meta", "import_run", "run_change", "system", "sqlite_sequence"}


def contents(desk: Desk, *, ids: bool = True) -> dict[str, list[Any]]:
    """Everything in the store that an import changes, table by table, search tables included."""
    with desk.store.read() as con:
        tables = [
            row[0]
            for row in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if row[0] not in _SKIPPED
            and not row[0].startswith(("sqlite_", "subject_fts_", "subject_tri_", "text_fts_"))
            and row[0] not in ("subject_fts", "subject_tri", "text_fts")
        ]
        found = {}
        for table in tables:
            drop = set() if ids else {"id", "run_id"}
            if table in ("message", "attachment", "deletes", "vocabulary", "alembic_version"):
                drop |= {"id", "v"}
            columns = [c[1] for c in con.execute(f"PRAGMA table_info({table})") if c[1] not in drop]
            found[table] = sorted(
                (tuple(row) for row in con.execute(f"SELECT {', '.join(columns)} FROM {table}")),
                key=repr,
            )
        return found


def index_is_sound(con: Connection) -> None:
    """Raises when a search table disagrees with what it indexes."""
    con.execute("PRAGMA query_only = OFF")
    for table in ("subject_fts", "subject_tri", "text_fts"):
        con.execute(f"INSERT INTO {table}({table}) VALUES('integrity-check')")


def check_whole(desk: Desk) -> None:
    """Referential integrity, sound indexes, the audit chain, and subjects that follow the links."""
    from privacydesk.store import audit

    with desk.store.read() as con:
        assert con.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in ("subject_fts", "subject_tri", "text_fts"):
            # SQLite checks an index as this connection last saw it; a look-up renews that view
            con.execute(f"SELECT count(*) FROM {table} WHERE {table} MATCH 'abc'").fetchone()
        assert con.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        index_is_sound(con)
        assert audit.verify(con).ok
        indexed = {row[0] for row in con.execute("SELECT record_id FROM text_indexed")}
        records = {row[0] for row in con.execute("SELECT id FROM record")}
        assert indexed == records
        parties = dict(con.execute("SELECT id, subject_id FROM party").fetchall())
        parent = {party: party for party in parties}

        def root(party: int) -> int:
            while parent[party] != party:
                party = parent[party]
            return party

        for a, b in con.execute("SELECT party_a, party_b FROM link WHERE undone_at IS NULL"):
            parent[root(a)] = root(b)
        by_link: dict[int, set[int]] = {}
        by_subject: dict[int, set[int]] = {}
        for party, subject in parties.items():
            by_link.setdefault(root(party), set()).add(party)
            by_subject.setdefault(subject, set()).add(party)
        assert sorted(map(sorted, by_link.values())) == sorted(map(sorted, by_subject.values()))
        for row in con.execute("SELECT id, merged_into FROM subject"):
            assert (row["merged_into"] is None) == (row["id"] in by_subject)
