"""Work in a limited process: results and refusals come back, limits hold, nothing leaks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest

from privacydesk import isolate
from privacydesk.domain.errors import CancelledError, ConflictError, InputError, UserError

CANARY = "Jan Canary 123456782"


def double(number: int, text: str) -> tuple[int, str]:
    print("what a library prints must not mix into the result")
    return number * 2, text


def pid() -> int:
    return os.getpid()


def loaded() -> list[str]:
    return sorted(name for name in sys.modules if name.startswith(("privacydesk", "textual")))


def refuse() -> None:
    raise ConflictError("Not like this.", code="mine")


def fail(text: str) -> None:
    raise ValueError(f"cannot read {text}")


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def hoard() -> int:
    return len(bytearray(1024 * 1024 * 1024))


def die() -> None:
    os._exit(3)


def test_the_result_comes_back_from_another_process() -> None:
    assert isolate.run_limited(double, 21, "é\ud800", seconds=20, what="Doubling") == (
        42,
        "é\ud800",
    )
    assert isolate.run_limited(pid, seconds=20, what="Asking") != os.getpid()


def test_the_child_loads_no_more_than_it_needs() -> None:
    names = isolate.run_limited(loaded, seconds=20, what="Looking")
    assert "privacydesk.desk" not in names
    assert not [name for name in names if name.startswith("textual")]


def test_a_refusal_keeps_its_class_sentence_and_code() -> None:
    with pytest.raises(ConflictError, match=r"^Not like this\.$") as caught:
        isolate.run_limited(refuse, seconds=20, what="Trying")
    assert caught.value.code == "mine"


def test_a_fault_names_its_type_and_shows_no_data(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match=r"Reading x failed \(ValueError\)") as caught:
        isolate.run_limited(fail, CANARY, seconds=20, what="Reading x")
    assert CANARY not in str(caught.value)
    out, err = capfd.readouterr()
    assert CANARY not in out + err


@pytest.mark.parametrize("work", [spin, sleep])
def test_time_is_limited(work: object) -> None:
    assert callable(work)
    with pytest.raises(InputError, match="took longer than 1 seconds and was stopped"):
        isolate.run_limited(work, seconds=1, what="Waiting")


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every child that is started."""
    started: list[subprocess.Popen[bytes]] = []

    class Seen(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Seen)
    return started


def test_the_caller_may_stop_it(children: list[subprocess.Popen[bytes]]) -> None:
    """Whatever `check` raises ends the child, which would have slept on."""

    def check() -> None:
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError, match="Stopped"):
        isolate.run_limited(sleep, seconds=50, what="Waiting", check=check)
    assert [child.returncode for child in children] == [-signal.SIGKILL]


def test_an_interrupt_ends_the_child(
    children: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_args: object, **_options: object) -> tuple[bytes, bytes]:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "communicate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        isolate.run_limited(sleep, seconds=50, what="Waiting")
    assert [child.returncode for child in children] == [-signal.SIGKILL]


def test_a_watched_child_gets_and_gives_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it takes in and gives back more than fits between two looks."""
    monkeypatch.setattr(isolate, "_GLANCE", 0.0001)
    much = "é" * 3_000_000
    looks: list[None] = []
    got = isolate.run_limited(
        double, 21, much, seconds=50, what="Doubling", check=lambda: looks.append(None)
    )
    assert got == (42, much)
    assert looks


@pytest.mark.skipif(not isolate.limits_available(), reason="this system has no limits on memory")
def test_memory_is_limited() -> None:
    with pytest.raises(InputError, match="256 MB"):
        isolate.run_limited(hoard, seconds=20, memory_mb=256, what="Hoarding")


def test_a_child_that_dies_is_a_sentence() -> None:
    with pytest.raises(UserError, match="ended early"):
        isolate.run_limited(die, seconds=20, what="Dying")
