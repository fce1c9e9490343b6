"""Rows per second of a real import, beside raw executemany into the same tables and indexes.

    python benchmarks/import_rows.py [records]

The raw figure writes exactly the rows that the import wrote, read back from its store, into an
empty store in transactions of 10,000 records: the same tables, B-trees and full-text indexes, and
nothing else. An import first reads and checks everything (mapping, normalising, hashing), then
writes (comparing, linking, rows, indexes): both parts and the whole are shown. Ratios are of CPU
time, which other work on the machine disturbs less.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from privacydesk.desk import imports
from privacydesk.desk.context import Desk, Settings
from privacydesk.desk.jobs import Job, Progress
from privacydesk.domain.model import ImportReport
from privacydesk.store.engine import Store
from privacydesk.store.search.index import bodies

Lap = tuple[float, float]  # seconds, wall and CPU
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


class Watch:
    """Wall and CPU seconds between marks."""

    def __init__(self) -> None:
        self._last = (time.perf_counter(), time.process_time())

    def lap(self) -> tuple[float, float]:
        now = (time.perf_counter(), time.process_time())
        spent = (now[0] - self._last[0], now[1] - self._last[1])
        self._last = now
        return spent


def timed_import(desk: Desk, path: Path, mapping: Path) -> tuple[Lap, Lap, ImportReport]:
    """The two parts of an import: reading and checking, then writing."""
    watch, laps = Watch(), []

    def progress(now: Progress) -> None:
        if now.stage == "checking" and now.done == now.total:
            laps.append(watch.lap())

    report = imports.run_import(desk, path, "generic", mapping=mapping, job=Job(progress))
    laps.append(watch.lap())
    return laps[0], laps[1], report


def raw(source: Path, target: Store) -> Lap:
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
        texts = list(
            bodies(con, [row[0] for row in con.execute("SELECT id FROM record ORDER BY id")])
        )
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
    watch = Watch()
    for number in range(portions):
        with target.write("bench", datetime.now(UTC), durable=False) as tx:
            for statement, rows in work:
                # people run a little ahead of the records that refer to them
                ahead = 200 if "INTO subject(" in statement or "INTO party(" in statement else 0
                size = -(-len(rows) // portions)
                first = number * size + (ahead if number else 0)
                tx.sql.executemany(statement, rows[first : (number + 1) * size + ahead])
            tx.audit("bench.batch")
    return watch.lap()


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        export(base / "tickets.csv", records)
        store = Store.open(base / "desk.db", create=True)
        desk = Desk(store, Settings(), "bench", config_folder=base / "config")
        mapping = base / "mapping.toml"
        mapping.write_text(imports.suggest(desk, base / "tickets.csv"), encoding="utf-8")
        checking, writing, report = timed_import(desk, base / "tickets.csv", mapping)
        watch = Watch()
        imports.run_import(desk, base / "tickets.csv", "generic", mapping=mapping)
        again = watch.lap()
        desk.close()
        empty = Store.open(base / "raw.db", create=True)
        plain = raw(base / "desk.db", empty)
        empty.close()
        whole = (checking[0] + writing[0], checking[1] + writing[1])
        print(f"records {report.imported:,}, people {report.subjects_created:,}")
        print("                               rows/s (wall)  rows/s (CPU)  of raw (CPU)")
        for name, lap in (
            ("raw executemany, same indexes", plain),
            ("import: read and check", checking),
            ("import: write", writing),
            ("import: both", whole),
            ("the same file again", again),
        ):
            wall, cpu = records / lap[0], records / lap[1]
            print(f"{name:<30} {wall:>13,.0f} {cpu:>13,.0f} {plain[1] / lap[1]:>13.2f}")


if __name__ == "__main__":
    main()
