"""`privacydesk import` on real files, from suggesting a mapping to taking the run back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.functional.import_support import check_whole

from privacydesk.cli import app
from privacydesk.desk import imports
from privacydesk.desk.context import Desk

HEADER = "Ticket ID;Customer ID;Name;Email;Phone;Subject;Description;Created\n"
ROWS = (
    "1;C1;Jan Jansen;jan@example.org;0612345678;Broken display;It shows lines;2026-01-30 09:15\n"
    "2;C1;Jan Jansen;jan@example.org;0612345678;Still broken;Please call;2026-02-02 10:00\n"
    "3;C2;Zoë Müller;zoe@example.org;3,16E+10;Parcel;Where is it?;2026-02-03 11:00\n"
)
KEYS = {
    "schema", "run_id", "source", "read", "imported", "updated", "unchanged", "gone", "rejected",
    "rejects", "subjects_created", "suggestions",
}  # fmt: skip


def run(path: Path, *words: str) -> int:
    def no_ui(_store: Path | None, _operator: str | None) -> int:
        raise AssertionError

    return app.run([*words, "--store", str(path)], no_ui)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


@pytest.fixture
def words(
    desk: Desk, export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[str, ...]:
    """The import command with a mapping that the program suggested itself."""
    assert run(desk.store.path, "import", str(export), "--suggest-mapping") == 0
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(capsys.readouterr().out, encoding="utf-8")
    return ("import", str(export), "--source", "generic", "--mapping", str(mapping))


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_from_a_file_to_people_and_back(
    desk: Desk, words: tuple[str, ...], export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = desk.store.path
    assert run(path, *words, "--dry-run", "--json") == 0
    planned = said(capsys)
    assert planned["dry_run"]
    assert planned["run_id"] is None

    assert run(path, *words, "--json") == 0
    report = said(capsys)
    assert set(report) >= KEYS
    assert (report["schema"], report["source"], report["read"]) == (1, "generic", 3)
    assert (report["imported"], report["subjects_created"], report["damaged"]) == (3, 2, 1)
    for name in KEYS - {"run_id"}:
        assert report[name] == planned[name], name

    assert run(path, *words, "--json") == 0
    assert said(capsys)["unchanged"] == 3
    export.write_text(HEADER + ROWS.replace("Please call", "Please write"), encoding="utf-8")
    assert run(path, *words, "--full") == 0
    out = capsys.readouterr().out
    assert "Run 3: imported 0 new, 1 updated, 2 unchanged; 0 gone at the source" in out

    assert run(path, "find", "zoe@example.org", "--json") == 0
    assert [hit["name"] for hit in said(capsys)["results"]] == ["Zoë Müller"]

    assert run(path, "import", "--undo", "3") == 2
    assert "--yes" in capsys.readouterr().err
    assert run(path, "import", "--undo", "3", "--yes") == 0
    assert "Run 3 is undone" in capsys.readouterr().out
    assert run(path, "import", "--runs", "--json") == 0
    assert [(r["run_id"], r["state"]) for r in said(capsys)["runs"]] == [
        (3, "undone"),
        (2, "done"),
        (1, "done"),
    ]
    assert run(path, "import", "--undo", "2", "--yes", "--json") == 1
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "not_possible_now"
    check_whole(desk)


def test_rejects_are_shown_by_place_and_kept(
    desk: Desk, words: tuple[str, ...], export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export.write_text(HEADER + ROWS + "4;C3;Too;few\n", encoding="utf-8")
    path = desk.store.path
    assert run(path, *words, "--json") == 1
    report = said(capsys)
    assert (report["read"], report["imported"], report["rejected"]) == (4, 0, 1)
    (reject,) = report["rejects"]
    assert set(reject) == {"file", "row", "column", "reason"}
    assert (reject["file"], reject["row"]) == ("tickets.csv", 5)
    assert "Too" not in json.dumps(report)  # not a word of the row itself
    assert Path(report["rejects_file"]).read_text(encoding="utf-8").endswith("4,C3,Too,few\n")

    assert run(path, *words) == 1
    said_plainly = capsys.readouterr()
    assert "Nothing imported: 1 row of 4 rejected." in said_plainly.out
    assert "  Row 5 of tickets.csv has 4 cells" in said_plainly.out
    assert "--skip-rejected" in said_plainly.err

    assert run(path, *words, "--skip-rejected", "--json") == 0
    report = said(capsys)
    assert (report["read"], report["imported"], report["rejected"]) == (4, 3, 1)


@pytest.mark.parametrize(
    "words",
    [
        ("import",),
        ("import", "x.csv"),
        ("import", "x.csv", "--runs", "--source", "generic"),
        ("import", "--resume", "1", "--undo", "2", "--yes"),
    ],
)
def test_wrong_usage(
    desk: Desk, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk.store.path, *words) == 2
    assert capsys.readouterr().err


def test_what_is_not_there_is_said_in_a_sentence(
    desk: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = desk.store.path
    assert run(path, "import", str(tmp_path / "none.csv"), "--source", "generic") == 1
    assert "none.csv" in capsys.readouterr().err
    assert run(path, "import", "--resume", "9") == 1
    assert "There is no import run 9" in capsys.readouterr().err
    assert run(path, "import", str(tmp_path), "--source", "nothing") == 1
    assert "There is no source nothing" in capsys.readouterr().err
    assert run(path, "import", "--runs") == 0


def test_a_process_that_dies_leaves_no_plain_copy_behind(
    desk: Desk, words: tuple[str, ...], export: Path
) -> None:
    """What is put aside between check and writing has no name, whatever ends the process."""
    root = Path(__file__).parents[2]
    code = (
        "import os, sys\n"
        "from privacydesk.desk.imports import checking, use_cases\n"
        "checking._IN_MEMORY = 1\n"
        "use_cases.begin = lambda *_: os._exit(9)\n"
        "from privacydesk.__main__ import main\n"
        "sys.argv[0] = 'privacydesk'\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words, "--store", str(desk.store.path)],
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 9, done.stderr.decode()[-2000:]
    left = {p.name for p in desk.store.path.parent.iterdir() if p.is_file()}
    assert left <= {"desk.db", "desk.db-wal", "desk.db-shm"}


def test_what_was_noted_of_the_files_is_told_and_kept(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mixed.csv"
    path.write_bytes("Naam,E-mail\nZoë,m1@vos.example\n".encode() + b"J\xf6rg,m2@vos.example\n")
    words = ("import", str(path), "--source", "generic")
    assert run(desk.store.path, *words, "--dry-run") == 0
    assert "Note: mixed.csv mixes two encodings" in capsys.readouterr().out
    assert run(desk.store.path, *words, "--json") == 0
    notes = said(capsys)["notes"]
    assert len(notes) == 1
    kept = imports.runs(desk)[0].report
    assert kept is not None
    assert list(kept.notes) == notes


def test_the_encoding_can_be_named(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "dos.csv"
    path.write_bytes("Größe,E-mail\nJörg,m1@vos.example\n".encode("cp850"))
    words = ("import", str(path), "--encoding", "cp850")
    assert run(desk.store.path, *words, "--suggest-mapping") == 0
    assert "Größe" in capsys.readouterr().out
    assert run(desk.store.path, *words, "--source", "generic") == 0
    capsys.readouterr()
    with desk.store.read() as con:
        (payload,) = con.execute("SELECT payload FROM record").fetchone()
    assert "Jörg" in payload
    path.write_bytes(b"Naam,E-mail\nAnna,\x81\n")
    assert run(desk.store.path, *words[:2], "--encoding", "klingon", "--source", "generic") == 1
    assert "klingon is no encoding" in capsys.readouterr().err


def test_rejected_rows_say_that_nothing_is_marked_as_gone(
    desk: Desk, words: tuple[str, ...], export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export.write_text(HEADER + ROWS + "4;C3;too;few\n", encoding="utf-8")
    assert run(desk.store.path, *words, "--full", "--skip-rejected", "--json") == 0
    assert "Nothing was marked as gone" in said(capsys)["notes"][0]
