"""From pressing Enter to the first frame, against a Textual "hello world" on the same machine.

    python benchmarks/cold_start.py [--runs 15]

Each program runs in a pseudo-terminal of 80x24; the clock stops when the emulated screen shows
its first character. Runs alternate, so that both see the same machine. Aim: within 1.5 times.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from contextlib import suppress
from pathlib import Path

import pyte

from privacydesk.store.engine import Store

HELLO = """
from textual.app import App, ComposeResult
from textual.widgets import Static

class Hello(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("Hello, world")

Hello().run()
"""
COLUMNS, LINES = 80, 24
PATIENCE_SECONDS = 30.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--runs", type=int, default=15, help="runs of each program")
    runs = arguments.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "desk.db"
        Store.open(store, create=True).close()
        programs = {
            "python": [sys.executable, "-c", "print('x')"],
            "textual hello world": [sys.executable, "-c", HELLO],
            "privacydesk": [sys.executable, "-m", "privacydesk", "--store", str(store)],
        }
        for command in programs.values():  # fills the file cache and the byte code
            first_frame(command)
        taken: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(runs):
            for name, command in programs.items():
                taken[name].append(first_frame(command))
    base = statistics.median(taken["textual hello world"])
    print(f"{'program':22} {'p50':>8} {'max':>8}   ratio")
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        print(
            f"{name:22} {middle * 1000:6.0f}ms {max(seconds) * 1000:6.0f}ms   {middle / base:.2f}"
        )


def first_frame(command: list[str]) -> float:
    """Seconds from the start of `command` until its screen is no longer empty."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color"},
    )
    os.close(theirs)
    try:
        while time.perf_counter() - started < PATIENCE_SECONDS:
            ready, _, _ = select.select([ours], [], [], PATIENCE_SECONDS)
            if not ready:
                break
            stream.feed(os.read(ours, 65536))
            if any(line.strip() for line in screen.display):
                return time.perf_counter() - started
        raise SystemExit(f"nothing was shown by: {command[:3]}")
    finally:
        with suppress(ProcessLookupError):  # a program that printed and left
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)


if __name__ == "__main__":
    main()
