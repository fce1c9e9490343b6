"""Rows per second of a real import, beside raw executemany into the same tables and indexes.

    python benchmarks/import_rows.py [records]

The raw figure writes exactly the rows that the import wrote, read back from its store, into an
empty store in transactions of 10,000 records: the same tables, B-trees and full-text indexes, and
nothing else. The import figure is the second reading (mapping, hashing, comparing, linking,
writing); the whole command also reads everything once before, to check it.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from privacydesk.desk import imports
from privacydesk.desk.context import Desk, Settings
from privacydesk.desk.jobs import Job, Progress
from privacydesk.store.codec import loads
from privacydesk.store.engine import Store
from privacydesk.store.search.text import search_text

BATCH = 10_000
GIVEN = ("Jan", "Piet", "Kees", "Anna", "Maria", "Sanne", "Daan", "Emma", "Lotte", "Bram", "Eva")
FAMILY = ("Jansen", "Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters", "Kok")
WORDS = ("de", "het", "een", "display", "werkt", "niet", "meer", "update", "graag", "reparatie")


def export(path: Path, records: int) -> None:
    """Five tickets per person, as a helpdesk exports them."""
    rng = random.Random(7)
    people = [
        (f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}{n % 977}", n) for n in range(records // 5 + 1)
    ]
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(
            (
                "Ticket ID",
                "Customer ID",
                "Name",
                "Email",
                "Phone",
                "Subject",
                "Description",
                "Created",
            )
        )
        for number in range(records):
            name, n = people[number // 5]
            writer.writerow(
                (
                    number + 1,
                    f"C{n}",
                    name,
                    f"user{n}@example.org",
                    f"06{10_000_000 + n}",
                    " ".join(rng.choices(WORDS, k=4)),
                    " ".join(rng.choices(WORDS, k=40)),
                    f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}T10:00:00Z",
                )
            )


def timed_import(desk: Desk, path: Path, mapping: Path) -> tuple[float, float, dict[str, float]]:
    """Seconds of the whole command and of its second reading."""
    began: dict[str, float] = {}
    ended: dict[str, float] = {}

    def watch(progress: Progress) -> None:
        now = time.perf_counter()
        began.setdefault(progress.stage, now)
        ended[progress.stage] = now

    start = time.perf_counter()
    report = imports.run_import(desk, path, "generic", mapping=mapping, job=Job(watch))
    whole = time.perf_counter() - start
    writing = ended["importing"] - ended["checking"]
    figures = {"records": report.imported, "subjects": report.subjects_created}
    return whole, writing, figures


def raw(source: Path, target: Store) -> float:
    """Seconds to write the same rows by executemany and nothing else."""
    full = Store.open(source)
    tables: dict[str, list[tuple[Any, ...]]] = {}
    columns: dict[str, list[str]] = {}
    with full.read() as con:
        for table in (
            "system", "import_run", "subject", "party", "identifier", "record", "message",
            "involvement", "link", "suggestion", "text_indexed", "subject_digits", "vocabulary",
            "deletes",
        ):  # fmt: skip
            columns[table] = [row[1] for row in con.execute(f"PRAGMA table_info({table})")]
            listed = ", ".join(columns[table])
            order = {"involvement": "record_id", "identifier": "party_id"}.get(table, "1")
            tables[table] = [
                tuple(r) for r in con.execute(f"SELECT {listed} FROM {table} ORDER BY {order}")
            ]
        lines: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
        for record, author, text in con.execute("SELECT record_id, author, text FROM message"):
            lines[record].append((author or "", text))
        texts = [
            (row[0], search_text(row[1], row[2], loads(row[3]), lines[row[0]]))
            for row in con.execute("SELECT id, title, text, details FROM record ORDER BY id")
        ]
        fts = [
            tuple(r)
            for r in con.execute(
                "SELECT id, folded, emails, address FROM subject WHERE folded <> ''"
            )
        ]
    full.close()
    inserts = {
        table: f"INSERT INTO {table}({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        for table, names in columns.items()
    }
    work = [(inserts[table], rows) for table, rows in tables.items()]
    work.append(("INSERT INTO subject_fts(rowid, folded, emails, address) VALUES (?,?,?,?)", fts))
    work.append(("INSERT INTO text_fts(rowid, body) VALUES (?, ?)", texts))
    portions = max(1, -(-len(tables["record"]) // BATCH))
    begun = time.perf_counter()
    for number in range(portions):
        with target.write("bench", datetime.now(UTC), durable=False) as tx:
            for statement, rows in work:
                # people run a little ahead of the records that refer to them
                ahead = 200 if "INTO subject(" in statement or "INTO party(" in statement else 0
                size = -(-len(rows) // portions)
                first = number * size + (ahead if number else 0)
                tx.sql.executemany(statement, rows[first : (number + 1) * size + ahead])
            tx.audit("bench.batch")
    return time.perf_counter() - begun


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        export(base / "tickets.csv", records)
        store = Store.open(base / "desk.db", create=True)
        desk = Desk(store, Settings(), "bench", config_folder=base / "config")
        mapping = base / "mapping.toml"
        mapping.write_text(imports.suggest(desk, base / "tickets.csv"), encoding="utf-8")
        whole, writing, figures = timed_import(desk, base / "tickets.csv", mapping)
        began = time.perf_counter()
        again = imports.run_import(desk, base / "tickets.csv", "generic", mapping=mapping)
        same = time.perf_counter() - began
        desk.close()
        empty = Store.open(base / "raw.db", create=True)
        plain = raw(base / "desk.db", empty)
        empty.close()
        print(f"records {figures['records']:,}, people {figures['subjects']:,}")
        print(f"raw executemany, same indexes  {records / plain:>10,.0f} rows/s")
        print(f"import, second reading         {records / writing:>10,.0f} rows/s")
        print(f"import, whole command          {records / whole:>10,.0f} rows/s")
        print(f"the same file again            {again.unchanged / same:>10,.0f} rows/s")
        print(f"ratio of import to raw         {plain / writing:>10.2f}  (aim: at least 0.5)")
        print(f"ratio of command to raw        {plain / whole:>10.2f}")


if __name__ == "__main__":
    main()
