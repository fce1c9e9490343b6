"""How long an access report takes, beside a bare Typst compile of the very same pages.

Run: .venv/bin/python benchmarks/report_time.py [RECORDS ...]

Prints, per number of records: pages, seconds for the whole report (rulings already made: mask,
lay out, typeset in a process of its own), seconds of the bare compile in this process, the ratio,
and the largest memory of a compiler process.
"""

from __future__ import annotations

import io
import resource
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from privacydesk.documents.access.deliver import Deliverer
from privacydesk.documents.access.facts import Receiver, ReportFacts
from privacydesk.documents.access.people import Agents
from privacydesk.documents.access.report import documents, legend_of
from privacydesk.documents.compiler import compile_files, typeset
from privacydesk.documents.fonts import fonts_folder
from privacydesk.documents.redaction.apply import Redactor
from privacydesk.documents.words import Words
from privacydesk.documents.writers.pdf import write_pdf
from privacydesk.domain.model import (
    AuthorRole,
    IdentifierKind,
    Message,
    Record,
    RecordKind,
    Role,
)
from privacydesk.domain.pack import Pack
from privacydesk.domain.redaction_find import ContactFinder
from privacydesk.domain.redaction_names import Names
from privacydesk.domain.retention import expiry
from privacydesk.domain.scope import scope
from privacydesk.domain.scope_types import Person
from privacydesk.policy.loader import load_pack

START = datetime(2025, 1, 1, 9, 0, tzinfo=UTC)
TEXT = "Good morning, the router lost its connection again last night. " * 6


def _record(number: int) -> Record:
    at = START + timedelta(hours=7 * number)
    common = {f"custom_field_{n}": f"value {number}-{n}" for n in range(12)}
    if number % 3:
        return Record(
            number, RecordKind.TICKET, "freshdesk", str(number), f"Question {number}", "", at, at,
            (Role.REQUESTER,), {"number": str(number), "status": "Closed", "agent": "Wilma Smit"},
            {**common, "status": 5, "email": "anna@example.nl", "description": TEXT}, "",
            tuple(
                Message(
                    number * 10 + n, n, AuthorRole.AGENT if n % 2 else AuthorRole.SUBJECT,
                    "Wilma Smit" if n % 2 else "Anna de Boer", at + timedelta(minutes=n), TEXT,
                    internal=False,
                )
                for n in range(4)
            ),
        )  # fmt: skip
    lines = [{"name": f"Item {n}", "quantity": "1", "price": "9.95"} for n in range(4)]
    return Record(
        number, RecordKind.ORDER, "shopify", str(number), f"Order #{number}", "", at, at,
        (Role.BUYER,),
        {"number": f"#{number}", "currency": "EUR", "total": "39.80", "lines": lines},
        {**common, "Financial Status": "paid", "Email": "anna@example.nl"}, "",
    )  # fmt: skip


def _facts(count: int, pack: Pack) -> ReportFacts:
    records = tuple(_record(number) for number in range(1, count + 1))
    words = Words("en")
    zone = ZoneInfo("Europe/Amsterdam")
    scopes = scope(records, pack, Person(frozenset({"anna de boer"})), as_of=START.date())
    systems = {record.record_id: record.source.title() for record in records}
    delivered = Deliverer(
        words,
        Redactor(
            ContactFinder(own=[(IdentifierKind.EMAIL, "anna@example.nl")]),
            Names(["Anna de Boer"], ["Bas Bakker"]),
            Agents(records, words("report", "agent")),
        ),
        systems,
    ).deliver(scopes)
    return ReportFacts(
        "2026-0001", "en", zone, START.date(), START, Receiver("Anna de Boer"), "Example", pack,
        scopes, delivered, systems, {r.record_id: expiry(r, pack) for r in records}, (), (),
        legend=legend_of(delivered, {}, "en"),
    )  # fmt: skip


def main(counts: list[int]) -> None:
    from pypdf import PdfReader

    pack = load_pack("lindeboom")
    print(f"{'records':>8} {'pages':>6} {'report s':>9} {'bare s':>7} {'ratio':>6} {'max MB':>7}")
    for count in counts:
        started = time.perf_counter()
        pages = 0
        sources: list[Mapping[str, bytes]] = []

        def compiled(
            files: Mapping[str, bytes],
            stamp: int | None,
            kept: list[Mapping[str, bytes]] = sources,
        ) -> bytes:
            kept.append(files)
            return compile_files(files, stamp)

        outputs = [
            write_pdf(document, compiled) for document in documents(_facts(count, pack), draft=True)
        ]
        whole = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        started = time.perf_counter()
        for files in sources:
            typeset(files, (str(fonts_folder()),))
        bare = time.perf_counter() - started
        pages = sum(len(PdfReader(io.BytesIO(data)).pages) for data in outputs)
        ratio = whole / bare
        print(f"{count:8} {pages:6} {whole:9.2f} {bare:7.2f} {ratio:6.2f} {peak:7.0f}")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [10, 500, 1000])
