"""Stores for `report_time.py`: one person with many records, and a case that asks for them.

Two tickets to one order. A ticket has four messages of 378 characters and sixteen source fields,
an order four lines and fourteen fields; `long` gives every fifteenth record a message of 30 kB.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from privacydesk.desk import cases, policies
from privacydesk.desk.context import Desk
from privacydesk.domain.identifiers import normalise, reversed_value
from privacydesk.domain.model import IdentifierKind
from privacydesk.policy.loader import load_pack
from privacydesk.store import codec
from privacydesk.store.engine import Tx
from privacydesk.store.search import index

START = datetime(2025, 1, 1, 9, 0, tzinfo=UTC)
TEXT = "Good morning, the router lost its connection again last night. " * 6
LONG = TEXT * 80
BATCH = 1_000
PEOPLE = (
    ("Anna de Boer", "anna@example.nl", "06-12345678"),
    ("Bas Bakker", "bas.bakker@example.com", "06-87654321"),
)


def fill(path: Path, records: int, *, long: bool = False) -> str:
    """Make a store at `path`; returns the reference of its case."""
    with Desk.open(path, "benchmark", create=True) as desk:
        with desk.store.write("benchmark", START) as tx:
            policies.install(tx, load_pack("lindeboom"))
            tx.sql.execute(
                "INSERT INTO system(id, name, holds, how, kinds, source, processor, by_hand) "
                "VALUES(1, 'Freshdesk', '', '', '[]', 'freshdesk', 0, 0)"
            )
            for number, (name, email, phone) in enumerate(PEOPLE, 1):
                _person(tx, number, name, email, phone)
            tx.audit("benchmark.people")
        desk.reload_settings()
        for start in range(1, records + 1, BATCH):
            numbers = range(start, min(start + BATCH, records + 1))
            with desk.store.write("benchmark", START, durable=False) as tx:
                for number in numbers:
                    _record(tx, number, long=long)
                index.index_records(tx.sql, numbers)
                tx.audit("benchmark.records", records=len(numbers))
        return cases.log(
            desk,
            subject_id=1,
            rights=["access", "portability"],
            received=date(2026, 2, 20),
            channel="email",
            language="en",
        ).reference


def _person(tx: Tx, number: int, name: str, email: str, phone: str) -> None:
    tx.sql.execute(
        "INSERT INTO subject(id, name, folded, emails, address, restricted, created_at) "
        "VALUES(?, ?, '', '', '', 0, ?)",
        (number, name, codec.to_text(START)),
    )
    tx.sql.execute(
        "INSERT INTO party(id, source, source_key, system_id, subject_id, name) "
        "VALUES(?, 'freshdesk', ?, 1, ?, ?)",
        (number, f"k{number}", number, name),
    )
    for kind, raw in ((IdentifierKind.EMAIL, email), (IdentifierKind.PHONE, phone)):
        value = normalise(kind, raw).value
        assert value is not None
        tx.sql.execute(
            "INSERT INTO identifier(kind, value, party_id, raw, reversed) VALUES(?, ?, ?, ?, ?)",
            (kind.value, value, number, raw, reversed_value(kind, value)),
        )
    index.index_subjects(tx.sql, [number])


def _record(tx: Tx, number: int, *, long: bool) -> None:
    at = START + timedelta(hours=7 * number)
    fields: dict[str, Any] = {f"custom_field_{n}": f"value {number}-{n}" for n in range(12)}
    fields["email"] = PEOPLE[0][1]
    ticket = number % 3 != 0
    if ticket:
        details: dict[str, Any] = {
            "number": str(number), "status": "Closed", "agent": "Wilma Smit"
        }  # fmt: skip
        fields |= {"status": 5, "group": "Support", "description": TEXT}
    else:
        lines = [{"name": f"Item {n}", "quantity": "1", "price": "9.95"} for n in range(4)]
        details = {"number": f"#{number}", "currency": "EUR", "total": "39.80", "lines": lines}
        fields["Financial Status"] = "paid"
    tx.sql.execute(
        "INSERT INTO record(id, kind, source, system_id, source_id, title, text, occurred_at, "
        "details, payload, content_hash, flags, dropped, restricted, by_hand) "
        "VALUES(?, ?, 'freshdesk', 1, ?, ?, '', ?, ?, ?, '', '[]', '{}', 0, 0)",
        (
            number,
            "ticket" if ticket else "order",
            str(number),
            f"Question {number}" if ticket else f"Order #{number}",
            codec.to_text(at),
            json.dumps(details),
            json.dumps(fields),
        ),
    )
    tx.sql.execute(
        "INSERT INTO involvement VALUES(1, ?, ?)", (number, "requester" if ticket else "buyer")
    )
    for position in range(4 if ticket else 0):
        agent = position % 2 == 1
        tx.sql.execute(
            "INSERT INTO message(record_id, position, author_role, author, sent_at, text, "
            "internal, payload) VALUES(?, ?, ?, ?, ?, ?, 0, '{}')",
            (
                number,
                position,
                "agent" if agent else "subject",
                "Wilma Smit" if agent else PEOPLE[0][0],
                codec.to_text(at + timedelta(minutes=position)),
                LONG if long and position == 0 and number % 15 == 1 else TEXT,
            ),
        )
