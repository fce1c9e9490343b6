"""Work in a limited process: results and refusals come back, limits hold, nothing leaks."""

from __future__ import annotations

import os
import sys
import time

import pytest

from privacydesk import isolate
from privacydesk.domain.errors import ConflictError, InputError, UserError

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


@pytest.mark.skipif(not isolate.limits_available(), reason="this system has no limits on memory")
def test_memory_is_limited() -> None:
    with pytest.raises(InputError, match="256 MB"):
        isolate.run_limited(hoard, seconds=20, memory_mb=256, what="Hoarding")


def test_a_child_that_dies_is_a_sentence() -> None:
    with pytest.raises(UserError, match="ended early"):
        isolate.run_limited(die, seconds=20, what="Dying")
