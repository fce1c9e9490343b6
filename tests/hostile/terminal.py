"""A real pseudo-terminal with the program in it: keys go in, bytes come out, a screen is drawn."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte

_PATIENCE = 30.0


class Terminal:
    """Runs `python -c code args` on a pty of `columns` x `rows` cells.

    `raw` is every byte the program wrote; `text()` what a terminal would show now.
    """

    def __init__(
        self, code: str, args: Sequence[str], *, columns: int = 120, rows: int = 40, home: Path
    ) -> None:
        self.raw = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "TEXTUAL_ANIMATIONS": "none",
        }
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # the child becomes the program
            os.execve(sys.executable, [sys.executable, "-c", code, *args], env)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def until(self, ready: Callable[[str], bool], what: str) -> str:
        """Read until the screen is as wanted; returns it. Fails after a long while."""
        end = time.monotonic() + _PATIENCE
        while not ready(self.text()):
            if time.monotonic() > end:
                raise AssertionError(f"never saw {what}:\n{self.text()}")
            self._read(0.5)
        return self.text()

    def shows(self, words: str) -> str:
        return self.until(lambda text: words in text, words)

    def _read(self, wait: float) -> bool:
        if not select.select([self._fd], [], [], wait)[0]:
            return False
        try:
            data = os.read(self._fd, 65_536)
        except OSError:  # the program has gone
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def rest(self) -> str:
        """Read what is still coming until the program is still for a moment."""
        while self._read(0.05):
            pass
        return self.text()

    def close(self) -> int:
        """Wait for the program to end; returns its exit code. Ends it when it will not."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            self._read(0.05)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                os.close(self._fd)
                return os.waitstatus_to_exitcode(status)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)
        raise AssertionError("the program did not end")
