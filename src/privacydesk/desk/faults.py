"""What is kept when something of ours fails, at either door: a report without any data.

A traceback of this program could hold names, mails and numbers of people. So the report keeps
only where it happened: the type of the exception, modules and line numbers, versions.
"""

from __future__ import annotations

import os
import platform
import secrets
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from privacydesk import __version__, paths


def report_text(error: BaseException, report: str) -> str:
    """The crash report: no message, no local values, no source lines, no paths of the user."""
    lines = [
        f"report {report}",
        f"privacydesk {__version__}",
        f"python {platform.python_version()} on {sys.platform}",
        f"time {datetime.now(UTC).isoformat(timespec='seconds')}",
    ]
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"error {type(current).__module__}.{type(current).__qualname__}")
        lines.extend(f"  {frame}" for frame in _frames(current.__traceback__))
        current = current.__cause__ or current.__context__
    return "\n".join(lines) + "\n"


def save_report(error: BaseException, folder: Path | None = None) -> tuple[str, Path | None]:
    """Write the report (0600) into `folder` (0700), the user's state folder if not given.

    Returns (report id, path or None when it could not be written).
    """
    folder = folder or paths.state_folder()
    report = f"{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(3)}"
    path = folder / f"crash-{report}.txt"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(report_text(error, report))
    except OSError:
        return report, None
    return report, path


def describe(error: BaseException) -> str:
    """One line for the person, after saving a report: the kind of error, never its message."""
    report, path = save_report(error)
    where = f"; details without any data: {path}" if path else ""
    return f"internal error {type(error).__name__} (report {report}){where}"


def catch_the_rest() -> None:
    """Keep Python from printing tracebacks of threads, of shutdown and of the start of a door.

    Their last line is the exception's message, which may hold a value.
    """

    def show(error: BaseException | None) -> None:
        if error is None or isinstance(error, KeyboardInterrupt):
            return
        with suppress(OSError, ValueError):
            sys.stderr.write(f"privacydesk: {describe(error)}\n")

    sys.excepthook = lambda _kind, error, _trace: show(error)
    threading.excepthook = lambda hook: show(hook.exc_value)
    sys.unraisablehook = lambda hook: show(hook.exc_value)


def _frames(trace: TracebackType | None) -> list[str]:
    frames = []
    while trace is not None:
        frame = trace.tb_frame
        module = frame.f_globals.get("__name__", "?")
        frames.append(f"{module}:{trace.tb_lineno} in {frame.f_code.co_name}")
        trace = trace.tb_next
    return frames
