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


def test_an_early_child_does_one_call(children: list[subprocess.Popen[bytes]]) -> None:
    """It has loaded what was asked; a second call gets a child of its own."""
    with isolate.Early("privacydesk.domain.clock") as early:
        names = isolate.run_limited(loaded, seconds=20, what="Looking", early=early)
        again = isolate.run_limited(loaded, seconds=20, what="Looking", early=early)
    assert "privacydesk.domain.clock" in names
    assert "privacydesk.domain.clock" not in again
    assert [child.returncode for child in children] == [0, 0]


def test_an_early_child_that_nobody_took_ends(children: list[subprocess.Popen[bytes]]) -> None:
    with isolate.Early("json"):
        pass
    assert [child.returncode for child in children] == [-signal.SIGKILL]


def test_an_early_child_that_died_is_replaced(children: list[subprocess.Popen[bytes]]) -> None:
    with isolate.Early("a_module_that_is_not_there") as early:
        children[0].wait(20)
        assert isolate.run_limited(double, 1, "a", seconds=20, what="x", early=early) == (2, "a")
    assert [child.returncode for child in children] == [1, 0]


def test_an_early_child_ends_when_its_parent_does() -> None:
    child = isolate.Early("json").take()
    assert child is not None
    assert child.communicate(timeout=20)[0] == b""
    assert child.returncode == 0


@pytest.mark.parametrize(
    ("free", "cores", "width"), [(900, 8, 1), (2500, 8, 2), (99_000, 2, 2), (99_000, 8, 4)]
)
def test_as_many_at_once_as_processors_and_memory_allow(
    free: int, cores: int, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolate, "_free_mb", lambda: free)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    assert isolate.at_once(1000) == width


def test_free_memory_is_something_this_machine_has() -> None:
    assert 0 < isolate._free_mb() < 100_000_000


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
