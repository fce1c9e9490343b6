"""Copies of a store while it is in use."""

from __future__ import annotations

import os
from pathlib import Path

from privacydesk.domain.errors import ConflictError
from privacydesk.store.driver import Connection, connect


def private_file(path: Path) -> None:
    """Create an empty file that only its owner can read. Raises ConflictError if it exists."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise ConflictError(f"{path.name} exists already; name another file.") from None


def backup(con: Connection, target: Path) -> Path:
    """Copy the whole store behind `con` to the new file `target` (0600); returns it.

    Other processes may read and write meanwhile: SQLite's backup follows them. Raises
    ConflictError when `target` exists. A copy that fails half-way is removed.
    """
    private_file(target)
    try:
        copy = connect(str(target), isolation_level=None)
        try:
            con.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, easy to move
        finally:
            copy.close()
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target
