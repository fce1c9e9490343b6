"""How long it takes to find what is past its storage period.

    python benchmarks/retention_due.py            100,000 records
    python benchmarks/retention_due.py --million  1,000,000 records
    python benchmarks/retention_due.py --keep F   keep the store that is made (and use it again)

Tickets and repairs have a closing date, calls a duration, so periods count from all sorts of
events. Aim: 100,000 records in under 2 seconds.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from people import fill

from privacydesk.desk import retention
from privacydesk.desk.context import Desk, Settings
from privacydesk.policy.loader import load_pack
from privacydesk.store import packs
from privacydesk.store.engine import Store
from privacydesk.store.search import index

NOW = datetime(2026, 1, 15, 9, tzinfo=UTC)
PACK = "lindeboom"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--million", action="store_true", help="one million records")
    arguments.add_argument("--keep", type=Path, help="where to make the store, to use it again")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--profile", action="store_true", help="profile instead of measuring")
    given = arguments.parse_args()
    records = 1_000_000 if given.million else 100_000
    with tempfile.TemporaryDirectory() as folder:
        store = _store(given.keep or Path(folder) / "bench.db", records)
        try:
            _run(store, given.runs, profile=given.profile)
        finally:
            store.close()


def _store(path: Path, records: int) -> Store:
    if path.exists():
        return Store.open(path)
    print(f"Making a store of {records:,} records ...")
    store = fill(path, records)
    with store.write("benchmark", NOW) as tx:
        packs.keep(tx, load_pack(PACK))
        tx.sql.execute(  # over seven years
            "UPDATE record SET occurred_at = "
            "strftime('%Y-%m-%dT%H:%M:%S.000000Z', '2019-01-01', "
            "(id * 7919 % 3600000) || ' minutes')"
        )
        for kind, name in (("ticket", "closed_at"), ("repair", "resolved_at")):
            tx.sql.execute(
                "UPDATE record SET details = json_object('status', 'closed', ?, "
                "substr(occurred_at, 1, 10) || 'T12:00:00+01:00') WHERE kind = ?",
                (name, kind),
            )
        tx.sql.execute(
            "UPDATE record SET details = json_object('duration_seconds', id % 900) "
            "WHERE kind = 'call'"
        )
        index.rebuild(tx)  # the details are searched too
    store.truncate_wal()
    return store


def _run(store: Store, runs: int, *, profile: bool) -> None:
    settings = Settings(zone="Europe/Amsterdam", policy_sha256=load_pack(PACK).sha256)
    desk = Desk(store, settings, "benchmark", now=lambda: NOW)
    if profile:
        with cProfile.Profile() as profiler:
            retention.due(desk)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(20)
        return
    taken, cpu = [], []
    for _ in range(runs):
        started, began = time.perf_counter(), time.process_time()
        report = retention.due(desk)
        taken.append(time.perf_counter() - started)
        cpu.append(time.process_time() - began)
    total = store_size(store)
    print(f"{total:,} records: {report.due:,} due, {report.undetermined:,} undetermined")
    print(
        f"retention due: median {statistics.median(taken):.2f} s, worst {max(taken):.2f} s, "
        f"processor {statistics.median(cpu):.2f} s, "
        f"{total / statistics.median(taken):,.0f} records/s"
    )


def store_size(store: Store) -> int:
    with store.read() as con:
        return int(con.execute("SELECT count(*) FROM record").fetchone()[0])


if __name__ == "__main__":
    main()
