"""People and records put straight into a store, through the search's own index functions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from privacydesk.domain.identifiers import normalise, reversed_value
from privacydesk.domain.model import IdentifierKind, SuggestionState
from privacydesk.store import codec
from privacydesk.store.engine import Store, Tx
from privacydesk.store.search import index

AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@dataclass
class Told:
    """One record to make: who has which part in it, and what it says."""

    kind: str = "ticket"
    title: str = ""
    text: str = ""
    at: str = "2026-01-01"
    role: str = "requester"
    payload: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    lines: Sequence[tuple[str, str, bool]] = ()  # (author role, text, internal)


class People:
    """Writes people into a store, each call one audited transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.write("tester", AT) as tx:
            tx.sql.execute(
                "INSERT INTO system(id, name, holds, how, kinds, source, processor, by_hand) "
                "VALUES(1, 'Helpdesk', '', '', '[]', 'helpdesk', 0, 0)"
            )
            tx.audit("test.system")

    def add(
        self,
        name: str,
        *identifiers: tuple[str, str],
        address: str | None = None,
        records: Sequence[Told] = (),
        source: str = "helpdesk",
        into: int | None = None,
    ) -> int:
        """A new person with one entry; `into` adds the entry to a person. Returns the number."""
        with self.store.write("tester", AT) as tx:
            sql = tx.sql
            subject = into
            if subject is None:
                subject = sql.execute(
                    "INSERT INTO subject(name, folded, emails, address, restricted, created_at) "
                    "VALUES(?, '', '', '', 0, ?)",
                    (name, codec.to_text(AT)),
                ).lastrowid
            assert subject is not None
            count = sql.execute("SELECT count(*) FROM party").fetchone()[0]
            party = sql.execute(
                "INSERT INTO party(source, source_key, system_id, subject_id, name, address) "
                "VALUES(?, ?, 1, ?, ?, ?)",
                (source, f"k{count + 1}", subject, name, address),
            ).lastrowid
            assert party is not None
            for kind, raw in identifiers:
                self._identify(tx, party, IdentifierKind(kind), raw)
            made = [self._record(tx, party, told) for told in records]
            index.index_subjects(sql, [subject])
            index.index_records(sql, made)
            tx.audit("test.person", subject=subject)
        return subject

    def suggest(self, a: int, b: int, reason: str = "same_name", value: str = "") -> int:
        with self.store.write("tester", AT) as tx:
            number = tx.sql.execute(
                "INSERT INTO suggestion(party_a, party_b, reason, value, state) "
                "VALUES(?, ?, ?, ?, ?)",
                (self.party(a), self.party(b), reason, value, SuggestionState.OPEN.value),
            ).lastrowid
            tx.audit("test.suggestion")
        assert number is not None
        return number

    def restrict(self, subject: int) -> None:
        with self.store.write("tester", AT) as tx:
            tx.sql.execute("UPDATE subject SET restricted = 1 WHERE id = ?", (subject,))
            tx.audit("test.restrict")

    def party(self, subject: int) -> int:
        """The newest entry of a person."""
        with self.store.read() as con:
            row = con.execute("SELECT max(id) FROM party WHERE subject_id = ?", (subject,))
            return int(row.fetchone()[0])

    @staticmethod
    def _identify(tx: Tx, party: int, kind: IdentifierKind, raw: str) -> None:
        draft = normalise(kind, raw)
        if draft.value is None:
            tx.sql.execute(
                "INSERT INTO unmatched_identifier(party_id, kind, raw, note) VALUES(?, ?, ?, ?)",
                (party, kind.value, raw, draft.note),
            )
            return
        tx.sql.execute(
            "INSERT INTO identifier(kind, value, party_id, raw, reversed) VALUES(?, ?, ?, ?, ?)",
            (kind.value, draft.value, party, raw, reversed_value(kind, draft.value)),
        )

    @staticmethod
    def _record(tx: Tx, party: int, told: Told) -> int:
        count = tx.sql.execute("SELECT count(*) FROM record").fetchone()[0]
        at = codec.to_text(datetime.fromisoformat(told.at).replace(tzinfo=UTC))
        record = tx.sql.execute(
            "INSERT INTO record(kind, source, system_id, source_id, title, text, occurred_at, "
            "details, payload, content_hash, flags, dropped, restricted, by_hand) "
            "VALUES(?, 'helpdesk', 1, ?, ?, ?, ?, ?, ?, '', '[]', '{}', 0, 0)",
            (
                told.kind,
                f"r{count + 1}",
                told.title,
                told.text,
                at,
                json.dumps(dict(told.details)),
                json.dumps(dict(told.payload)),
            ),
        ).lastrowid
        assert record is not None
        tx.sql.execute("INSERT INTO involvement VALUES(?, ?, ?)", (party, record, told.role))
        for position, (role, text, internal) in enumerate(told.lines):
            tx.sql.execute(
                "INSERT INTO message(record_id, position, author_role, text, internal, payload) "
                "VALUES(?, ?, ?, ?, ?, '{}')",
                (record, position, role, text, internal),
            )
        return record
