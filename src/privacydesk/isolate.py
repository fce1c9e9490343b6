"""Runs a function in a short-lived process with limits on time, processor and memory.

A spreadsheet of 1.4 kB can name a cell in row 1,048,576 and abort its reader; a template of a
user can loop for ever. Such work runs in a child that may die without harm. The child is a fresh
interpreter (never a fork: the caller may be a threaded terminal UI), imports only the module of
the function, and hands its result back through a pipe.

Limits on memory and processor exist on POSIX systems; elsewhere only the time limit holds, and
`limits_available` says so.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, TypeVar

from privacydesk.domain.errors import InputError, UserError

T = TypeVar("T")

_MB: Final = 1024 * 1024
_GLANCE: Final = 0.2  # seconds between two looks at whether to stop
# The parent's search path comes first, so that the child finds the same packages.
_BOOT: Final = (
    "import pickle, sys; sys.path[:], modules = pickle.load(sys.stdin.buffer); "
    "from privacydesk.isolate import _child; _child(modules)"
)


def limits_available() -> bool:
    """True where the system can limit memory and processor time of a process."""
    try:
        import resource
    except ImportError:
        return False
    return hasattr(resource, "RLIMIT_AS")


def at_once(memory_mb: int, most: int = 4) -> int:
    """How many children that touch `memory_mb` each may work at the same time: one per processor
    that this process may use, as far as there is memory free, 1 to `most`."""
    processors = getattr(os, "sched_getaffinity", None)
    cores = len(processors(0)) if processors else os.cpu_count() or 1
    return max(1, min(most, cores, _free_mb() // memory_mb))


def _free_mb() -> int:
    """Memory that can be used without harm; half of what the machine has where it tells no more."""
    from pathlib import Path  # not for the child: it starts sooner

    with contextlib.suppress(OSError, ValueError, LookupError):
        fields = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
        free = int(fields["MemAvailable"].split()[0]) // 1024
        group = Path("/sys/fs/cgroup")
        with contextlib.suppress(OSError, ValueError):  # "max": no limit of a container
            limit = int((group / "memory.max").read_text())
            free = min(free, (limit - int((group / "memory.current").read_text())) // _MB)
        return free
    with contextlib.suppress(AttributeError, OSError, ValueError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // _MB // 2
    return 0


class Early:
    """A child that starts while the caller still works: it loads `modules` and waits for its call.

    For one call of `run_limited`, which takes it over. Used as a context, it ends with the block
    when nobody took it, and it ends by itself when its parent does.
    """

    def __init__(self, *modules: str) -> None:
        self._child: subprocess.Popen[bytes] | None = _start()
        with contextlib.suppress(OSError):  # a child that died is noticed when it is taken
            assert self._child.stdin is not None
            self._child.stdin.write(_opening(modules))
            self._child.stdin.flush()

    def take(self) -> subprocess.Popen[bytes] | None:
        """The child, once; None when it was taken already or died."""
        child, self._child = self._child, None
        if child is not None and child.poll() is not None:
            _end(child)
            return None
        return child

    def __enter__(self) -> Early:
        return self

    def __exit__(self, *_reason: object) -> None:
        if (child := self.take()) is not None:
            _end(child)


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", _BOOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback of the child could show what it read
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )


def _opening(modules: tuple[str, ...]) -> bytes:
    return pickle.dumps((sys.path, modules))


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    with contextlib.suppress(OSError), child:  # waits, and closes its pipes
        pass


def run_limited(
    func: Callable[..., T],
    *args: Any,
    seconds: float,
    memory_mb: int | None = None,
    what: str,
    check: Callable[[], None] | None = None,
    early: Early | None = None,
) -> T:
    """The result of `func(*args)`, computed in a limited process.

    `func` is a function at the top level of a module, its arguments and result can be pickled.
    `seconds` bounds wall-clock and processor time, `memory_mb` the address space. `what` names
    the work in the sentence of an error ("Reading orders.xlsx"). `check` is called several times a
    second meanwhile; what it raises ends the child and is raised here. `early`: a child that
    waits for this call.

    A `UserError` of the function is raised again. Raises InputError when a limit is reached or
    the function fails; the message names the type of the fault and never its text, which may hold
    personal data.
    """
    call = pickle.dumps((func.__module__, func.__qualname__, args, (seconds, memory_mb)))
    waiting = early.take() if early is not None else None
    if waiting is None:
        call = _opening(()) + call
    with waiting or _start() as child:
        try:
            out = _answer_of(child, call, seconds + 5.0, check)
        except subprocess.TimeoutExpired as error:
            child.kill()
            raise InputError(
                f"{what} took longer than {seconds:g} seconds and was stopped."
            ) from error
        except BaseException:  # also an interrupt from the keyboard: nothing outlives the call
            child.kill()
            raise
    return _result(child.returncode, out, seconds, memory_mb, what)  # type: ignore[no-any-return]


def _answer_of(
    child: subprocess.Popen[bytes],
    call: bytes,
    seconds: float,
    check: Callable[[], None] | None,
) -> bytes:
    """What the child writes until it ends. Raises TimeoutExpired after `seconds`."""
    if check is None:
        return child.communicate(call, timeout=seconds)[0]
    from concurrent.futures import ThreadPoolExecutor  # not for the child: it starts sooner

    # In a thread: `communicate` called again after a time limit forgets the input it has not sent.
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(child.communicate, call, seconds)
        try:
            while True:
                try:
                    return answer.result(_GLANCE)[0]
                except TimeoutError:
                    check()
        except BaseException:
            child.kill()  # before the thread is waited for
            raise


def _result(code: int, out: bytes, seconds: float, memory_mb: int | None, what: str) -> Any:
    if code != 0 or not out:
        stopped = {-int(getattr(signal, name, 0)) for name in ("SIGXCPU", "SIGALRM")}
        if code in stopped:
            raise InputError(f"{what} took longer than {seconds:g} seconds and was stopped.")
        limit = f" (it may use {memory_mb} MB)" if memory_mb is not None else ""
        raise InputError(f"{what} failed: the process that did it ended early{limit}.")
    outcome, value = pickle.loads(out)  # noqa: S301 - written by our own child
    if outcome == "done":
        return value
    if outcome == "refused":
        kind, message, command, code = value
        raise kind(message, command=command, code=code)
    if value == "MemoryError":
        raise InputError(f"{what} needs more than {memory_mb} MB of memory and was stopped.")
    raise InputError(f"{what} failed ({value}): what was given is damaged.")


def _child(modules: tuple[str, ...]) -> None:
    """The other side: what it will need, then its call: limits first, then the work."""
    for module in modules:
        import_module(module)
    try:
        module, name, args, (seconds, memory_mb) = pickle.load(sys.stdin.buffer)  # noqa: S301 - our parent's
    except EOFError:
        os._exit(0)  # nobody wants anything of it any more
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not mix in
    _limit(seconds, memory_mb)
    try:
        func = import_module(module)
        for part in name.split("."):
            func = getattr(func, part)
        answer: tuple[str, Any] = ("done", func(*args))  # type: ignore[operator]
        packed = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except UserError as error:
        packed = pickle.dumps(("refused", (type(error), error.message, error.command, error.code)))
    except MemoryError:
        packed = pickle.dumps(("failed", "MemoryError"))
    except BaseException as error:  # noqa: BLE001, RUF100 - every fault ends in a sentence
        packed = pickle.dumps(("failed", type(error).__name__))
    out.write(packed)
    out.flush()
    os._exit(0)


def _limit(seconds: float, memory_mb: int | None) -> None:
    if hasattr(signal, "SIGALRM"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        import resource
    except ImportError:
        return
    # The clock ends it first; the processor limit is for work in several threads. Its soft limit
    # sends a signal that tells the reason, the hard one kills.
    whole = max(1, int(seconds + 0.999)) + 1
    wanted = [(resource.RLIMIT_CPU, whole, whole + 2), (resource.RLIMIT_CORE, 0, 0)]
    if memory_mb is not None and hasattr(resource, "RLIMIT_AS"):
        wanted.append((resource.RLIMIT_AS, memory_mb * _MB, memory_mb * _MB))
    for which, soft, hard in wanted:
        _, ceiling = resource.getrlimit(which)
        top = hard if ceiling == resource.RLIM_INFINITY else min(hard, ceiling)
        try:
            resource.setrlimit(which, (min(soft, top), top))
        except (ValueError, OSError):
            continue  # some systems refuse a limit on the address space; time still holds
