"""Cold start to the first frame, in a real pseudo-terminal, against a Textual hello world.

Each program is started several times in turn, with compiled bytecode, and timed from before the
fork until its own words have reached the terminal. Prints medians and the ratio; asserts nothing.

    .venv/bin/python benchmarks/cold_start.py [--runs 7]
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("hello, world")

Hello().run()
"""
UI = """
import sys
from pathlib import Path
from privacydesk.tui.app import launch
sys.exit(launch(Path(sys.argv[1]), "bench"))
"""
COMMAND = """
import sys
from privacydesk.__main__ import main
sys.argv = ["privacydesk", "--store", sys.argv[1], "--operator", "bench"]
sys.exit(main())
"""
_LONGEST = 60.0


def first_frame(code: str, words: bytes, home: Path) -> float:
    """Seconds from before the fork until `words` came out; the program is then ended."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TEXTUAL_ANIMATIONS": "none",
    }
    began = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        argv = [sys.executable, "-c", code, str(home / "desk.db")]
        os.execve(sys.executable, argv, env)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    try:
        while words not in seen:
            if time.perf_counter() - began > _LONGEST:
                raise TimeoutError(f"no {words!r} within {_LONGEST:.0f} s")
            if select.select([fd], [], [], 1.0)[0]:
                seen += os.read(fd, 65_536)
        return time.perf_counter() - began
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(fd)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs: int = parser.parse_args().runs
    programs = {
        "textual hello world": (HELLO, b"hello, world"),
        "the terminal UI": (UI, b"PrivacyDesk"),
        "the whole command": (COMMAND, b"PrivacyDesk"),
    }
    times: dict[str, list[float]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(runs + 1):
            for name, (code, words) in programs.items():
                took = first_frame(code, words, Path(folder))
                if turn:  # the first turn compiles and warms the disk
                    times[name].append(took)
    base = statistics.median(times["textual hello world"])
    for name, found in times.items():
        middle = statistics.median(found)
        spread = f"{min(found) * 1000:.0f}-{max(found) * 1000:.0f}"
        print(f"{name:22} {middle * 1000:7.0f} ms  ({spread} ms)  {middle / base:.2f}x")


if __name__ == "__main__":
    main()
