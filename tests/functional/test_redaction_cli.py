"""The review on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.functional.answering import log_case, use_pack
from tests.functional.people import People, Told

from privacydesk.cli.app import run
from privacydesk.desk.context import Desk

CASE = "2026-0001"


@pytest.fixture
def store(store_path: Path) -> Path:
    with Desk.open(store_path, "mira", now=lambda: NOW) as desk:
        use_pack(desk)
        people = People(desk.store)
        person = people.add(
            "Anna de Boer",
            records=(Told(text="Ask bas@example.com, bas@example.com or the tall boy \x1b[2J."),),
        )
        log_case(desk, person)
    return store_path


def _run(store: Path, *arguments: str) -> int:
    return run(["--store", str(store), "case", *arguments], lambda *_: 9)


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    assert found["schema"] == 1
    return found


def test_listing_deciding_and_undoing(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(store, "findings", CASE) == 0
    told = capsys.readouterr()
    assert "[bas@example.com]" in told.out
    assert "\x1b" not in told.out
    assert "2 of 2 to decide" in told.err
    assert _run(store, "redact", CASE, "1", "black_out", "--everywhere", "--reason", "child") == 0
    assert "It holds for 2 findings" in capsys.readouterr().out
    assert _run(store, "redact", CASE, "2", "keep", "--json") == 0
    assert _json(capsys) == {
        "schema": 1, "reference": CASE, "number": 2, "state": "keep", "numbers": [2],
    }  # fmt: skip
    assert _run(store, "redact", CASE, "--undo", "2") == 0
    assert "Finding 2: black_out" in capsys.readouterr().out
    assert _run(store, "findings", CASE, "--json") == 0
    found = _json(capsys)
    assert found["open"] == 0
    assert [f["reason"] for f in found["findings"]] == ["child", "child"]  # type: ignore[attr-defined]
    assert _run(store, "redact", CASE, "--add", "1", "text", "the tall boy") == 0
    assert "Finding 3: black_out" in capsys.readouterr().out


def test_a_file_of_findings(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "findings.csv"
    assert _run(store, "findings", CASE, "-o", str(path)) == 0
    assert _run(store, "findings", CASE, "-o", str(path)) == 1, "an existing file is refused"
    path.write_text("number,decision\n1,black_out\n2,nonsense\n", "utf-8")
    capsys.readouterr()
    assert _run(store, "redact", CASE, "--file", str(path), "--json") == 1
    error = json.loads(capsys.readouterr().err)["error"]
    assert error["message"] == "findings.csv, row 3: A finding is either keep or black_out."
    path.write_text("number,decision\n1,black_out\n2,\n", "utf-8")
    assert _run(store, "redact", CASE, "--file", str(path), "--json") == 0
    assert _json(capsys) == {
        "schema": 1, "reference": CASE, "decided": 1, "unchanged": 1, "open": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("1",),
        ("1", "keep", "--undo", "1"),
        ("--undo", "1", "--add", "1", "text", "x"),
        ("x", "keep"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(
    store: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(store, "redact", CASE, *arguments) == 2
    assert capsys.readouterr().err


def test_files_by_number(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Desk.open(store, "mira", now=lambda: NOW) as desk:
        from privacydesk.store import files

        original = tmp_path / "a.txt"
        original.write_bytes(b"original")
        sha256, size = files.keep(desk.store.files, original)
        with desk.store.write("mira", NOW) as tx:
            tx.sql.execute(
                "INSERT INTO attachment(record_id, name, state, size, sha256, internal) "
                "VALUES(1, 'a.txt', 'file', ?, ?, 0)",
                (size, sha256),
            )
            tx.audit("test.file")
    assert _run(store, "files", CASE) == 0
    assert "decision" in capsys.readouterr().out
    black = tmp_path / "b.txt"
    black.write_bytes(b"########")
    assert _run(store, "replace", CASE, "1", "--file", str(black), "--reason", "a name") == 0
    assert capsys.readouterr().out == "File 1: replaced.\n"
    assert _run(store, "file", CASE, "1", "withhold", "--reason", "theirs", "--json") == 0
    assert _json(capsys)["decision"] == "withhold"
    assert _run(store, "speaker", CASE, "1", "--confirmed", "--reason", "heard") == 1
    assert "not a recording" in capsys.readouterr().err
    assert _run(store, "file", CASE, "7", "ship", "--reason", "x") == 1
    assert "no file number 7" in capsys.readouterr().err


def test_the_texts_name_the_fields_that_add_takes(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(store, "texts", CASE) == 0
    told = capsys.readouterr()
    assert told.out.split("\n")[0].split() == ["number", "record", "field", "text"]
    assert "or the tall boy" in told.out
    assert "\x1b" not in told.out
    assert "case redact 2026-0001 --add" in told.err
    assert _run(store, "texts", CASE, "1", "--json") == 0
    found = _json(capsys)
    (record,) = found["records"]  # type: ignore[misc]
    (field,) = [t["field"] for t in record["texts"] if "the tall boy" in t["text"]]  # type: ignore[has-type]
    number = str(record["record_id"])  # type: ignore[has-type]
    assert _run(store, "redact", CASE, "--add", number, field, "the tall boy") == 0
    assert "black_out" in capsys.readouterr().out
    assert _run(store, "redact", CASE, "--add", number, "message[9]", "the tall boy") == 1
    assert f"case texts {CASE}" in capsys.readouterr().err
    assert _run(store, "texts", CASE, "777") == 1
    assert "has no texts of a record 777" in capsys.readouterr().err
