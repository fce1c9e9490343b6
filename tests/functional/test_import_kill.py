"""kill -9 in the middle of an import and of an undo: the store is whole, and both ways out work."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from tests.conftest import NOW
from tests.functional.import_support import (
    bring,
    check_whole,
    contents,
    people,
    person,
    reading,
    record,
)

from privacydesk.desk import imports
from privacydesk.desk.context import Desk, Settings
from privacydesk.domain.errors import ConflictError
from privacydesk.domain.model import RecordDraft, RunState
from privacydesk.store import run_undo
from privacydesk.store.engine import Store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs kill -9")

RECORDS, BATCH = 240, 20


def export(version: int) -> list[RecordDraft]:
    """Two exports of one helpdesk; the second changes, adds and drops records."""
    rng = random.Random(version)
    found = []
    for number in range(version * 30, RECORDS + version * 30):
        n = number % 60
        who = person(
            f"P{n} Bakker" if number % 5 else None,
            key=str(n) if number % 3 else None,
            email=f"p{n}@example.org",
            phone=f"06123456{n % 40:02}",
        )
        text = f"version {version}" if number % 4 == 0 else "the same"
        found.append(record(str(number), who, text=text))
    rng.shuffle(found)
    return found


CHILD = """
import os, signal, sys
from pathlib import Path
from privacydesk.desk import imports
from privacydesk.desk.context import Desk, Settings
from privacydesk.store import run_undo
from privacydesk.store.engine import Store
from tests.conftest import NOW
from tests.functional.import_support import reading
from tests.functional.test_import_kill import BATCH, export

what, path, statements = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
desk = Desk(Store.open(path), Settings(), "child", lambda: NOW, path.parent)
left = [statements]
run_undo.STEP = 25

def count(statement):
    left[0] -= 1
    if left[0] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)

with reading(export(1), complete=True):
    if what == "import":
        desk.store.writer().set_trace_callback(count)
        imports.run_import(desk, Path("made.csv"), "shop", batch=BATCH)
    else:
        imports.run_import(desk, Path("made.csv"), "shop", batch=BATCH)
        desk.store.writer().set_trace_callback(count)
        imports.undo(desk, 2)
"""


def killed(what: str, path: Path, statements: int) -> None:
    """Run a child on the store that kills itself before its n-th statement on it."""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, what, str(path), str(statements)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


def opened(path: Path) -> Desk:
    return Desk(Store.open(path), Settings(), "tester", lambda: NOW, path.parent)


@dataclass(frozen=True)
class Worlds:
    """A store after the first export, and what the second makes of it."""

    base: Path
    before: dict[str, list[Any]]
    people_after: list[list[str]]
    records_after: int
    statements: dict[str, int]  # how many an import and an undo run

    def somewhere(self, what: str, part: int) -> int:
        """A random statement in one third of the work, once the run has begun."""
        total = self.statements[what] - 50
        return 40 + random.randrange(part * total // 3, (part + 1) * total // 3)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    folder = tmp_path_factory.mktemp("worlds")
    path = folder / "base" / "desk.db"
    path.parent.mkdir()
    Store.open(path, create=True).close()
    desk = opened(path)
    bring(desk, export(0))
    before = contents(desk)
    desk.close()
    after = folder / "after" / "desk.db"
    shutil.copytree(path.parent, after.parent)
    desk = opened(after)
    counted: list[str] = []
    desk.store.writer().set_trace_callback(counted.append)
    bring(desk, export(1), complete=True, batch=BATCH)
    importing = len(counted)
    found, records = sorted(map(sorted, people(desk))), len(contents(desk)["record"])
    with mock.patch.object(run_undo, "STEP", 25):  # as the child does
        imports.undo(desk, 2)
    desk.close()
    return Worlds(
        path, before, found, records, {"import": importing, "undo": len(counted) - importing}
    )


@pytest.mark.parametrize("way_out", ["resume", "undo"])
@pytest.mark.parametrize("part", range(3))
def test_a_killed_import_is_resumed_or_undone(
    worlds: Worlds, tmp_path: Path, part: int, way_out: str
) -> None:
    path = tmp_path / "base" / "desk.db"
    shutil.copytree(worlds.base.parent, path.parent)
    killed("import", path, worlds.somewhere("import", part))
    desk = opened(path)
    run = imports.runs(desk)[0]
    assert (run.run_id, run.state) == (2, RunState.INTERRUPTED)
    check_whole(desk)
    with pytest.raises(ConflictError, match="was interrupted"):
        bring(desk, export(1))
    if way_out == "undo":
        assert imports.undo(desk, 2).state is RunState.UNDONE
        assert contents(desk) == worlds.before
    else:
        with reading(export(1), complete=True):
            report = imports.resume(desk, 2)
        assert report.state is RunState.DONE
        assert report.imported + report.updated + report.unchanged == report.read == RECORDS
        assert sorted(map(sorted, people(desk))) == worlds.people_after
        assert len(contents(desk)["record"]) == worlds.records_after
        # and the whole of it can still be taken back
        imports.undo(desk, 2)
        assert contents(desk) == worlds.before
    check_whole(desk)
    desk.close()


@pytest.mark.parametrize("part", range(3))
def test_a_killed_undo_is_finished_by_running_it_again(
    worlds: Worlds, tmp_path: Path, part: int
) -> None:
    path = tmp_path / "base" / "desk.db"
    shutil.copytree(worlds.base.parent, path.parent)
    killed("undo", path, worlds.somewhere("undo", part))
    desk = opened(path)
    assert imports.runs(desk)[0].state is RunState.INTERRUPTED
    check_whole(desk)
    imports.undo(desk, 2)
    assert contents(desk) == worlds.before
    check_whole(desk)
    desk.close()
