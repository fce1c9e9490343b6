"""The root of the command line: where options may stand, and how every error ends."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from privacydesk import paths
from privacydesk.cli import app, argv, output, tree
from privacydesk.cli.argv import Globals
from privacydesk.domain.errors import ConflictError

CANARY = "canary-999999990"


def no_ui(_store: Path | None, _operator: str | None) -> int:
    raise AssertionError("the terminal interface was opened")


@pytest.mark.parametrize(
    ("given_words", "hoisted"),
    [
        (["find", "x", "--store", "a.db"], ["--store", "a.db", "find", "x"]),
        (["find", "--store=a.db", "x"], ["--store=a.db", "find", "x"]),
        (["--operator", "anna", "find", "x"], ["--operator", "anna", "find", "x"]),
        (
            ["case", "list", "--operator=anna", "--store", "a.db", "--json"],
            ["--operator=anna", "--store", "a.db", "case", "list", "--json"],
        ),
        (["find", "--", "--store", "a.db"], ["find", "--", "--store", "a.db"]),
        (["find", "x", "--store"], ["find", "x", "--store"]),
        (["find", "--store", "--", "x"], ["find", "--store", "--", "x"]),
        (["find", "--stored"], ["find", "--stored"]),
        ([], []),
    ],
)
def test_options_for_all_may_stand_anywhere(given_words: list[str], hoisted: list[str]) -> None:
    assert argv.hoist(given_words) == hoisted


@given(st.lists(st.sampled_from(["find", "--json", "--store", "a", "--operator=b", "--", "-x"])))
def test_hoisting_loses_and_adds_nothing(words: list[str]) -> None:
    moved = argv.hoist(words)
    assert sorted(moved) == sorted(words)
    if "--" in words:
        tail = words[words.index("--") :]
        assert moved[len(moved) - len(tail) :] == tail
    assert argv.hoist(moved) == moved


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Give the program a `fail` command that raises `error`."""
    built = tree.build()

    @built.command("fail")
    def fail(as_json: bool = typer.Option(False, "--json")) -> None:
        secret = CANARY
        raise error if secret else AssertionError

    monkeypatch.setattr(tree, "build", lambda: built)


def test_a_refusal_is_one_line_and_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(monkeypatch, ConflictError("Something\nis in \x1b[31mthe way.", code="in_the_way"))
    assert app.run(["fail"], no_ui) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("privacydesk: Something is in ")
    assert err.count("\n") == 1
    assert "\x1b" not in err

    assert app.run(["fail", "--json"], no_ui) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert json.loads(err)["error"]["code"] == "in_the_way"


def test_a_fault_leaves_a_report_without_any_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cause = KeyError(CANARY)
    fault = RuntimeError(f"bad row {CANARY}")
    fault.__cause__ = cause
    fail_with(monkeypatch, fault)
    assert app.run(["fail"], no_ui) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("privacydesk: internal error RuntimeError (report ")
    assert CANARY not in err

    report = next(word for word in err.split() if word.startswith("2")).rstrip(");")
    (file,) = paths.state_folder().glob(f"crash-{report}.txt")
    text = file.read_text()
    assert CANARY not in text
    assert "error builtins.RuntimeError" in text
    assert "error builtins.KeyError" in text
    assert "in fail" in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    assert app.run(["fail", "--json"], no_ui) == 1
    error = json.loads(capsys.readouterr().err)["error"]
    assert error["code"] == "internal_error"
    assert CANARY not in error["message"]


@pytest.mark.parametrize(
    "failing",
    [
        "import threading\nt = threading.Thread(target=work)\nt.start()\nt.join()",
        "class Last:\n    def __del__(self): work()\ndel_me = Last()\ndel del_me",
        "work()",
    ],
    ids=["a thread", "a destructor", "outside of any command"],
)
def test_no_traceback_is_ever_printed(failing: str) -> None:
    script = (
        "from privacydesk.desk import faults\n"
        "faults.catch_the_rest()\n"
        f"def work():\n    secret = {CANARY!r}\n    raise ValueError(secret)\n{failing}"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert CANARY not in done.stdout + done.stderr
    assert done.stderr.startswith("privacydesk: internal error ValueError (report ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (EOFError(), 130),
        (typer.Abort(), 130),
        (typer.Exit(1), 1),
        (typer.Exit(0), 0),
    ],
    ids=["ctrl-c", "end of input", "abort", "exit 1", "exit 0"],
)
def test_other_ends(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
) -> None:
    fail_with(monkeypatch, error)
    assert app.run(["fail"], no_ui) == code
    assert "internal error" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["nonsense"], ["deadline"], ["--nonsense"], ["audit", "verify", "--x"], ["--store"]]
)
def test_wrong_usage_is_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(words, no_ui) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "privacydesk: " in err.splitlines()[-1]

    assert app.run([*words, "--json"], no_ui) == 2
    if words != ["--store"]:  # where --json is taken as its value
        assert json.loads(capsys.readouterr().err)["error"]["code"] == "usage"


def test_without_a_command_the_interface_opens_only_in_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert app.run([], no_ui) == 2
    assert "Usage:" in capsys.readouterr().out

    opened: list[object] = []

    def ui(store: Path | None, operator: str | None) -> int:
        opened.append((store, operator))
        return 0

    class Terminal:
        def isatty(self) -> bool:
            return True

        def flush(self) -> None:
            return

    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setattr("sys.stdin", Terminal())
    assert app.run(["--store", str(tmp_path / "x.db"), "--operator", "anna"], ui) == 0
    assert app.run([f"--store={tmp_path}/y.db"], ui) == 0
    assert app.run([], ui) == 0
    assert opened == [(tmp_path / "x.db", "anna"), (tmp_path / "y.db", None), (None, None)]


def test_a_reader_that_left_is_no_crash(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "privacydesk", "--help"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 1
    assert done.stderr == ""


def test_json_is_harmless_to_a_terminal_and_loses_nothing() -> None:
    nasty = "a\x1b]52;c;x\x07 \x9b31m \u202egnp.exe \u2066 \ud800 end\n"
    text = output.json_text({"name": nasty, "ids": (1, 2), "schema": 7})
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\ud800"} & set(text)
    assert json.loads(text) == {"schema": 1, "name": nasty, "ids": [1, 2]}
    assert next(iter(json.loads(text))) == "schema"


def test_tables_line_up_and_stay_on_their_line(capsys: pytest.CaptureFixture[str]) -> None:
    output.table([("a\nb", None, "x"), ("日本", 12, "y")], header=("Name", "N", "Z"))
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["Name  N   Z", "a b   -   x", "日本  12  y"]


def test_a_terminal_that_is_not_utf8_still_gets_the_text(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "out.txt"
    with path.open("w", encoding="ascii") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        output.line("Müller")
    assert path.read_text() == "M\\xfcller\n"


def test_globals_are_shared_by_all_nouns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    built = tree.build()

    @built.command("look")
    def look(ctx: typer.Context) -> None:
        seen.append(ctx.find_root().obj)

    monkeypatch.setattr(tree, "build", lambda: built)
    assert app.run(["look", "--operator", "anna", "--store", "s.db"], no_ui) == 0
    assert seen == [Globals(Path("s.db"), "anna")]
