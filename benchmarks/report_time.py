"""How long an access report takes and how much memory, phase by phase, beside a bare compile.

Run: .venv/bin/python benchmarks/report_time.py [--long] [--package] [RECORDS ...]

Each number of records gets a store and a process of its own. Per number: volumes and pages; seconds
for reading, ruling, redacting, composing (blocks and attachment), setting (encoding, compiler, its
process) and the rest (hash, findings, what is recorded); the whole; processor seconds and the
largest memory of the desk and of a compiler, which say more than seconds do on a shared machine;
then the very same pages compiled barely, in one more process. `--long` gives every fifteenth record
a message of 30 kB; `--package` writes the portability package instead.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from report_store import fill

from privacydesk.desk import answer
from privacydesk.desk.context import Desk
from privacydesk.desk.jobs import Job, Progress
from privacydesk.documents import compiler
from privacydesk.documents.fonts import fonts_folder

PHASES = ("Reading", "Deciding", "Redacting", "composing", "setting pages", "the rest")


def measured(store: Path, reference: str, package: bool) -> dict[str, Any]:
    """One report or package of the case in `store`, in this process."""
    from pypdf import PdfReader

    phases: Counter[str] = Counter()
    now, began = "", time.perf_counter()
    folder = store.parent
    compile_files = compiler.compile_files
    count = 0

    def kept(files: Mapping[str, bytes], *args: Any, **options: Any) -> bytes:
        nonlocal count
        count += 1
        (folder / f"{count}.pickle").write_bytes(pickle.dumps(dict(files)))
        return compile_files(files, *args, **options)

    def told(progress: Progress) -> None:
        nonlocal now, began
        at = time.perf_counter()
        phases[now] += at - began  # type: ignore[assignment]
        now, began = progress.detail or progress.stage, at
        if progress.total and progress.done == progress.total:
            now = "the rest"

    compiler.compile_files = kept
    started = time.perf_counter()
    with Desk.open(store, "benchmark") as desk:
        if package:
            written = answer.export(desk, reference, folder / "p.zip", job=Job(told))
        else:
            written = answer.report(desk, reference, "pdf", folder / "r.pdf", job=Job(told))
    phases[now] += time.perf_counter() - began  # type: ignore[assignment]
    whole = time.perf_counter() - started
    pages = 0 if package else sum(len(PdfReader(path).pages) for path in written.paths)
    return {
        "volumes": len(written.paths),
        "pages": pages,
        "phases": {phase: phases[phase] for phase in PHASES},
        "whole": whole,
        "desk_cpu": _processor(resource.RUSAGE_SELF),
        "compiler_cpu": _processor(resource.RUSAGE_CHILDREN),
        "parent": _megabytes(resource.RUSAGE_SELF),
        "worker": _megabytes(resource.RUSAGE_CHILDREN),
    }


def bare(sources: Path) -> dict[str, Any]:
    """The compiler alone on one volume, in this process."""
    files = pickle.loads(sources.read_bytes())
    before = _processor(resource.RUSAGE_SELF)
    with tempfile.TemporaryDirectory() as empty:
        started = time.perf_counter()
        compiler.typeset(files, (str(fonts_folder()),), empty)
        whole = time.perf_counter() - started
    return {"whole": whole, "cpu": _processor(resource.RUSAGE_SELF) - before}


def _processor(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _megabytes(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def _apart(*words: str) -> dict[str, Any]:
    """The result of this file called with `words`, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, *words], stdout=subprocess.PIPE, check=True, text=True
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def main(counts: list[int], *, long: bool, package: bool) -> None:
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    head = " ".join(f"{phase.lower():>13}" for phase in PHASES)
    print(f"{'records':>7} {'volumes':>7} {'pages':>6} {head} {'whole s':>8} {'bare s':>7}")
    for records in counts:
        with tempfile.TemporaryDirectory() as name:
            store = Path(name) / "store.db"
            reference = fill(store, records, long=long)
            got = _apart("--one", str(store), reference, *(["--package"] if package else []))
            alone = [_apart("--bare", str(path)) for path in Path(name).glob("*.pickle")]
        seconds = " ".join(f"{got['phases'][phase]:13.2f}" for phase in PHASES)
        print(
            f"{records:7} {got['volumes']:7} {got['pages']:6} {seconds} {got['whole']:8.2f} "
            f"{sum(one['whole'] for one in alone):7.2f}"
        )
        print(
            f"        processor s: desk {got['desk_cpu']:.2f}, compiler {got['compiler_cpu']:.2f}, "
            f"bare {sum(one['cpu'] for one in alone):.2f}; MB: desk {got['parent']}, "
            f"compiler {got['worker']}; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["--one"]:
        print(json.dumps(measured(Path(given[1]), given[2], "--package" in given)))
    elif given[:1] == ["--bare"]:
        print(json.dumps(bare(Path(given[1]))))
    else:
        numbers = [int(word) for word in given if not word.startswith("--")]
        main(
            numbers or [10, 500, 1000, 10_000],
            long="--long" in given,
            package="--package" in given,
        )
