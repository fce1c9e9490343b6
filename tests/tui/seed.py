"""Small stores for screen tests: people, records and cases with any text at all in them.

The rows are written below the importers, because a screen must also stand text that no importer
of today lets through.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from privacydesk.desk.context import Desk
from privacydesk.store import codec, systems
from privacydesk.store.engine import Tx
from privacydesk.store.search import index


def _number(cursor: Any) -> int:
    assert cursor.lastrowid is not None
    return int(cursor.lastrowid)


@dataclass(frozen=True)
class Rec:
    """A record to seed; `messages` are (author role, author, text, internal)."""

    kind: str
    source_id: str
    title: str
    days_ago: int
    text: str = ""
    role: str = "requester"
    details: Mapping[str, Any] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)
    messages: Sequence[tuple[str, str, str, bool]] = ()
    attachments: Sequence[str] = ()
    gone: bool = False


class Seeder:
    """Writes people and records in one transaction of a desk."""

    def __init__(self, desk: Desk, tx: Tx) -> None:
        self.now, self.tx = desk.now(), tx
        self.subjects: list[int] = []
        self.records: list[int] = []
        self.systems: dict[str, int] = {}

    def system(self, name: str, *, source: str | None = None, **facts: Any) -> int:
        number = systems.upsert(self.tx, name=name, source=source, **facts)
        if source is not None:
            systems.set_data_until(self.tx, number, self.now + timedelta(days=1))
        self.systems[name] = number
        return number

    def person(
        self,
        system: str,
        key: str,
        name: str,
        identifiers: Sequence[tuple[str, str]] = (),
        *,
        subject: int | None = None,
        address: str | None = None,
    ) -> tuple[int, int]:
        """A party, with a subject of its own unless one is given: (subject, party)."""
        sql = self.tx.sql
        first = None
        if subject is not None:
            row = sql.execute(
                "SELECT min(id) AS first FROM party WHERE subject_id = ?", (subject,)
            ).fetchone()
            first = row["first"]
        else:
            cursor = sql.execute(
                "INSERT INTO subject (name, folded, emails, address, restricted, created_at)"
                " VALUES ('', '', '', '', 0, ?)",
                (codec.to_text(self.now),),
            )
            subject = _number(cursor)
            self.subjects.append(subject)
        cursor = sql.execute(
            "INSERT INTO party (source, source_key, system_id, subject_id, name, address)"
            " VALUES (?,?,?,?,?,?)",
            (system.lower(), key, self.systems[system], subject, name, address),
        )
        party = _number(cursor)
        if first is not None:
            sql.execute(
                "INSERT INTO link (party_a, party_b, strength, reason, by, at)"
                " VALUES (?,?,'strong','email','import',?)",
                (first, party, codec.to_text(self.now)),
            )
        for kind, value in identifiers:
            back = value[::-1] if kind in {"phone", "imei"} else None
            sql.execute(
                "INSERT INTO identifier (kind, value, party_id, raw, reversed) VALUES (?,?,?,?,?)",
                (kind, value, party, value, back),
            )
        return subject, party

    def record(self, system: str, party: int, rec: Rec) -> int:
        sql = self.tx.sql
        at = self.now - timedelta(days=rec.days_ago)
        cursor = sql.execute(
            "INSERT INTO record (kind, source, system_id, source_id, title, text, occurred_at,"
            " details, payload, content_hash, flags, dropped, gone_at, restricted, by_hand)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,0,0)",
            (
                rec.kind, system.lower(), self.systems[system], rec.source_id, rec.title, rec.text,
                codec.to_text(at), json.dumps(rec.details), json.dumps(rec.payload),
                rec.source_id, "[]", "{}", codec.to_text(self.now) if rec.gone else None,
            ),
        )  # fmt: skip
        number = _number(cursor)
        sql.execute(
            "INSERT INTO involvement (party_id, record_id, role) VALUES (?,?,?)",
            (party, number, rec.role),
        )
        for position, (role, author, text, internal) in enumerate(rec.messages):
            sql.execute(
                "INSERT INTO message (record_id, position, author_role, author, sent_at, text,"
                " internal, payload) VALUES (?,?,?,?,?,?,?,'{}')",
                (number, position, role, author, codec.to_text(at), text, internal),
            )
        for name in rec.attachments:
            sql.execute(
                "INSERT INTO attachment (record_id, name, state, internal)"
                " VALUES (?,?,'missing',0)",
                (number, name),
            )
        self.records.append(number)
        return number

    def suggest(self, a: int, b: int, reason: str, value: str) -> None:
        self.tx.sql.execute(
            "INSERT INTO suggestion (party_a, party_b, reason, value, state)"
            " VALUES (?,?,?,?,'open')",
            (a, b, reason, value),
        )

    def finish(self) -> None:
        """Make everything findable and note the seeding."""
        index.index_subjects(self.tx.sql, self.subjects)
        index.index_records(self.tx.sql, self.records)
        self.tx.audit("seeded", subjects=len(self.subjects), records=len(self.records))


SANNE, JOHN, TWIN = 1, 2, 3
"""The subject numbers of the seeded people, in the order of their making."""


def lindeboom(desk: Desk) -> None:
    """A small telecom shop: three people, eight kinds of records, five cases."""
    with desk.store.write(desk.operator, desk.now()) as tx:
        seed = Seeder(desk, tx)
        for name, source, holds in (
            ("Freshdesk", "freshdesk", "Tickets and contacts of the help desk."),
            ("Shopify", "shopify", "Orders of the web shop."),
            ("Telephony", "freepbx", "Calls and recordings."),
        ):
            seed.system(name, source=source, holds=holds, owner="support", how="export")
        seed.system(
            "Access control", holds="Badge times of the service centre.", owner="facility",
            how="request to the owner", processor=True,
        )  # fmt: skip
        sanne, first = seed.person(
            "Freshdesk", "1001", "Sanne van der Berg",
            [("email", "sanne@example.nl"), ("phone", "+31612344821")],
            address="Lindelaan 12, 3511 AB Utrecht",
        )  # fmt: skip
        _, buyer = seed.person(
            "Shopify", "77", "S. van der Berg",
            [("email", "sanne@example.nl"), ("order_number", "1042")], subject=sanne,
        )  # fmt: skip
        _, caller = seed.person(
            "Telephony", "+31612344821", "", [("phone", "+31612344821")], subject=sanne
        )
        _, groot = seed.person(
            "Freshdesk", "1002", "Johannes Groß", [("email", "j.gross@example.de")]
        )
        _, twin = seed.person(
            "Shopify", "78", "Sanne Jansen", [("email", "sanne.jansen@example.nl")],
            address="Lindelaan 12, 3511 AB Utrecht",
        )  # fmt: skip
        seed.record("Freshdesk", first, _ticket())
        seed.record("Shopify", buyer, _order())
        seed.record("Shopify", buyer, _repair())
        for n in range(14):
            seed.record("Telephony", caller, _call(n))
        seed.record(
            "Freshdesk", groot,
            Rec("ticket", "8900", "Wo bleibt mein Router?", 30, messages=[
                ("subject", "Johannes Groß", "Seit drei Wochen warte ich.", False)]),
        )  # fmt: skip
        seed.record("Shopify", twin, Rec("consent", "c1", "Newsletter", 90, role="subscriber"))
        seed.suggest(first, twin, "same_address_first_name", "Lindelaan 12, 3511 AB Utrecht")
        seed.finish()
    _cases(desk)


def _ticket() -> Rec:
    return Rec(
        "ticket", "8812", "Router drops the line every evening", 41,
        details={"number": "8812", "status": "closed", "channel": "email", "tags": ["line"]},
        payload={"Ticket ID": "8812", "Subject": "Router drops the line every evening"},
        messages=[
            ("subject", "Sanne van der Berg", "Since Monday the line drops.\nThanks, Sanne", False),
            ("agent", "Tom", "We sent you a new router.", False),
            ("agent", "Tom", "Customer sounded upset, be kind.", True),
        ],
        attachments=["log.txt"],
    )  # fmt: skip


def _order() -> Rec:
    return Rec(
        "order", "#1042", "Order #1042", 60, role="buyer",
        details={
            "number": "#1042", "status": "paid", "currency": "EUR", "total": "148.90",
            "paid_at": "2026-01-01T10:00:00+01:00",
            "lines": [
                {"name": "Router X2", "quantity": "1", "price": "129.00", "serial": "RX2-991"},
                {"name": "Cable 2 m", "quantity": "2", "price": "9.95"},
            ],
        },
        payload={"Name": "#1042", "Email": "sanne@example.nl", "Total": "148.90"},
    )  # fmt: skip


def _repair() -> Rec:
    return Rec(
        "repair", "R-7", "Screen broken", 20,
        details={"number": "R-7", "status": "ready", "device": "Phone P5",
                 "imei": "490154203237518", "serial": "P5-12", "problem": "cracked"},
    )  # fmt: skip


def _call(n: int) -> Rec:
    return Rec(
        "call", f"call-{n}", f"Incoming call, {n + 2} minutes", n * 3 + 1, role="caller",
        details={"direction": "in", "from_number": "+31612344821", "duration_seconds": 60 * n},
        gone=n >= 11,
    )  # fmt: skip


def _cases(desk: Desk) -> None:
    from privacydesk.desk import cases

    today: datetime = desk.now()
    for subject, rights, days, who in (
        (SANNE, ["access", "portability"], 40, "mira"),
        (None, ["erasure"], 27, None),
        (JOHN, ["objection_marketing"], 3, "tom"),
        (TWIN, ["rectification"], 12, "mira"),
        (SANNE, ["access"], 1, None),
    ):
        cases.log(
            desk, subject_id=subject, rights=rights, received=today - timedelta(days=days),
            channel="email", language="nl", assignee=who, note="ticket 8812",
        )  # fmt: skip
