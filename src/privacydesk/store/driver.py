"""The one place that knows which SQLite driver is used.

`sqlcipher3` bundles its own SQLite: the same version on every machine, with the FTS5
`secure-delete` option (without it erased names stay readable in the file), and able to encrypt.
Its classes have the interface of the standard library's `sqlite3`, whose stubs give the types.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.domain.errors import ConflictError, InputError, NotFoundError, StateError

if TYPE_CHECKING:
    from sqlite3 import Connection, DatabaseError, Row, connect, sqlite_version
else:
    from sqlcipher3.dbapi2 import Connection, DatabaseError, Row, connect, sqlite_version

__all__ = [
    "BUSY_SECONDS",
    "SQLITE_VERSION",
    "Connection",
    "DatabaseError",
    "Row",
    "connect",
    "open_connection",
    "plainly",
]

BUSY_SECONDS = 5.0
_MB = 1024  # cache_size counts KiB when negative
SQLITE_VERSION: str = sqlite_version


def open_connection(path: Path, *, writer: bool, key: bytes | None = None) -> Connection:
    """A connection to an existing file, in autocommit mode, with the store's settings.

    `key` is a raw 256 bit key; None for a store that is not encrypted. Never creates the file:
    SQLite would give it the rights of the umask. Raises the `UserError` of `plainly`.
    """
    with plainly(path):
        con = connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            check_same_thread=False,  # pooled: one thread at a time
            timeout=BUSY_SECONDS,
            cached_statements=256,
        )
        try:
            if key is not None:
                con.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            # SQLCipher writes its log to stderr, where it would tear the terminal UI apart
            con.execute("PRAGMA cipher_log_level=NONE")
            con.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
            con.execute("PRAGMA foreign_keys=ON")
            con.execute("PRAGMA secure_delete=ON")
            con.execute("PRAGMA temp_store=MEMORY")
            con.execute(f"PRAGMA cache_size=-{(64 if writer else 32) * _MB}")
            con.execute("PRAGMA synchronous=FULL")
            if writer:
                con.execute("PRAGMA journal_mode=WAL")
            else:
                con.execute("PRAGMA query_only=ON")
            if key is None:
                con.execute(f"PRAGMA mmap_size={256 * 1024 * 1024}")
        except BaseException:
            con.close()
            raise
    con.row_factory = Row
    return con


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turn what the driver says about the file as a whole into a sentence with a way out.

    Errors about one statement are ours and pass unchanged.
    """
    try:
        yield
    except OverflowError:
        raise NotFoundError(
            "A number that was given is too large: nothing here has such a number."
        ) from None
    except UnicodeEncodeError:
        raise InputError(
            "A text that was given is not valid UTF-8 and cannot be kept; write it again."
        ) from None
    except DatabaseError as error:
        said = str(error)
        if "is locked" in said:
            raise ConflictError(
                f"The store {path.name} is busy: another PrivacyDesk is writing to it; "
                "try again in a moment.",
                code="store_busy",
            ) from None
        if "is not a database" in said:
            raise InputError(
                f"{path.name} is not a PrivacyDesk store (or it is encrypted); "
                "name another file with --store.",
                code="not_a_store",
            ) from None
        if "disk image is malformed" in said or "disk I/O error" in said:
            raise InputError(
                f"The store {path.name} is damaged; stop working with it and restore a backup.",
                code="store_damaged",
            ) from None
        if "disk is full" in said:
            raise StateError(
                "The disk is full; nothing was changed. Free some space and try again.",
                code="disk_full",
            ) from None
        if "readonly database" in said or "unable to open database" in said:
            raise ConflictError(
                f"The store {path.name} cannot be opened for writing; check the rights of the "
                "file and of its folder.",
                code="store_not_writable",
            ) from None
        raise
