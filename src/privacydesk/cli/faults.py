"""What happens when something of ours fails: an honest line and a report without any data.

A traceback of this program could hold names, mails and numbers of people. So the report keeps
only where it happened: the type of the exception, modules and line numbers, versions.
"""

from __future__ import annotations

import os
import platform
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from privacydesk import __version__


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


def save_report(error: BaseException, folder: Path) -> tuple[str, Path | None]:
    """Write the report (0600) into `folder` (0700); (report id, path or None if that failed)."""
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


def _frames(trace: TracebackType | None) -> list[str]:
    frames = []
    while trace is not None:
        frame = trace.tb_frame
        module = frame.f_globals.get("__name__", "?")
        frames.append(f"{module}:{trace.tb_lineno} in {frame.f_code.co_name}")
        trace = trace.tb_next
    return frames
