"""One store: an SQLite file, its files folder, short reads and audited write transactions.

The raw driver owns every transaction. The ORM is a guest on the same connection, made only when
a use case asks for `Tx.session`: looking people up never pays for importing it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.domain.errors import ConflictError, InputError, NotFoundError
from privacydesk.store.backup import private_file
from privacydesk.store.driver import (
    BUSY_SECONDS,
    Connection,
    DatabaseError,
    open_connection,
    plainly,
)
from privacydesk.store.migrations import ensure_current
from privacydesk.store.search import index
from privacydesk.store.time_box import TimeBox, time_box
from privacydesk.store.transaction import Tx

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["Store", "TimeBox", "Tx", "time_box"]

_IDLE_READERS = 2  # each keeps a cache of up to 32 MB


class Store:
    """One SQLite file and the folder of attachments beside it."""

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        """Use `Store.open`: it checks the file and its version first."""
        self.path = path
        self.files = path.with_name(f"{path.stem}.files")
        self._key = key
        self._pool_lock = threading.Lock()
        self._idle: list[Connection] = []
        self._write_lock = threading.Lock()
        self._write_owner: int | None = None
        self._writer: Connection | None = None
        self._orm: Engine | None = None
        self._closed = False

    @staticmethod
    def open(
        path: Path, *, create: bool = False, migrate: bool = True, key: bytes | None = None
    ) -> Store:
        """Open the store at `path`, bringing an older one up to date after a backup.

        Raises NotFoundError when there is none (and not `create`), InputError when the file is
        something else or damaged, StateError when it is newer than this program or, without
        `migrate`, older; ConflictError while another process holds it.
        """
        path = path.expanduser().absolute()
        fresh = False
        if path.is_dir():
            raise InputError(f"{path.name} is a folder; name the store's file with --store.")
        if not path.exists():
            if not create:
                raise NotFoundError(
                    "There is no store here yet; make one with: privacydesk init --policy PACK",
                    code="no_store",
                )
            _make_private(path)
            fresh = True
        store = Store(path, key)
        try:
            ensure_current(store.writer(), path, create=create, migrate=migrate)
            if migrate:
                index.ensure(store.writer(), lambda: store.write("privacydesk", datetime.now(UTC)))
            store.files.mkdir(mode=0o700, exist_ok=True)
        except BaseException:
            store.close()
            if fresh:
                for leftover in (path, *(Path(f"{path}{end}") for end in ("-wal", "-shm"))):
                    leftover.unlink(missing_ok=True)
            raise
        return store

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one unchanging state of the store, for a short read.

        Rows are `Row`s. Safe from any thread; keep it short: an open read holds back the
        clean-up after an erasure.
        """
        con = self._take()
        try:
            with plainly(self.path):
                con.execute("BEGIN")
                yield con
        finally:
            self._give_back(con)

    @contextmanager
    def write(self, operator: str, now: datetime, *, durable: bool = True) -> Iterator[Tx]:
        """One transaction: all of it is committed with its audit entry, or nothing is.

        `durable=False` is for import batches, which can be read again after a power cut.
        Raises RuntimeError when the block ends without `tx.audit`, ConflictError when another
        process keeps writing.
        """
        self._lock_writer()
        try:
            con = self.writer()
            tx = Tx(con, operator, now, files=self.files, orm=self.orm_engine)
            with plainly(self.path):
                con.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
                con.execute("BEGIN IMMEDIATE")
                try:
                    yield tx
                    tx.finish()
                    if not tx.audited:
                        raise RuntimeError("a write transaction ended without an audit entry")
                    con.execute("COMMIT")
                except BaseException:
                    _rollback(con)
                    raise
                finally:
                    tx.end()
        finally:
            self._write_owner = None
            self._write_lock.release()

    def truncate_wal(self) -> bool:
        """Empty the write-ahead log, so that erased values are gone from it too.

        False while another reader is open: an erasure is complete only after True.
        """
        self._lock_writer()
        try:
            with plainly(self.path):
                row = self.writer().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return int(row[0]) == 0
        finally:
            self._write_owner = None
            self._write_lock.release()

    def compact(self) -> tuple[int, int]:
        """Give free space back to the disk; (bytes before, bytes after). Needs room for a copy."""
        self._lock_writer()
        try:
            before = self.path.stat().st_size
            con = self.writer()
            with plainly(self.path):
                con.execute("PRAGMA temp_store=FILE")  # in memory a large store would not fit
                con.execute("VACUUM")
                con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                con.execute("PRAGMA temp_store=MEMORY")
            return before, self.path.stat().st_size
        finally:
            self._write_owner = None
            self._write_lock.release()

    def close(self) -> None:
        """Close all connections. The store cannot be used afterwards."""
        with self._pool_lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for con in idle:
            con.close()
        if self._orm is not None:
            self._orm.dispose()
            self._orm = None
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def writer(self) -> Connection:
        """The writing connection: for the store's own modules, under the write lock."""
        if self._closed:
            raise RuntimeError("the store is closed")
        if self._writer is None:
            self._writer = open_connection(self.path, writer=True, key=self._key)
        return self._writer

    def orm_engine(self, con: Connection) -> Engine:
        """The ORM's engine over the writing connection, made once."""
        if self._orm is None:
            from privacydesk.store.guest import guest_engine

            self._orm = guest_engine(con)
        return self._orm

    def _lock_writer(self) -> None:
        me = threading.get_ident()
        if self._write_owner == me:
            raise RuntimeError("a write transaction inside a write transaction")
        if not self._write_lock.acquire(timeout=BUSY_SECONDS * 2):
            raise ConflictError(
                "The store is busy with another change; try again in a moment.", code="store_busy"
            )
        self._write_owner = me

    def _take(self) -> Connection:
        with self._pool_lock:
            if self._closed:
                raise RuntimeError("the store is closed")
            if self._idle:
                return self._idle.pop()
        return open_connection(self.path, writer=False, key=self._key)

    def _give_back(self, con: Connection) -> None:
        _rollback(con)
        with self._pool_lock:
            if not self._closed and len(self._idle) < _IDLE_READERS:
                self._idle.append(con)
                return
        con.close()


def _rollback(con: Connection) -> None:
    if con.in_transaction:
        with suppress(DatabaseError):
            con.execute("ROLLBACK")


def _make_private(path: Path) -> None:
    if not path.parent.is_dir():
        try:
            path.parent.mkdir(mode=0o700, parents=True)
        except (FileExistsError, NotADirectoryError, PermissionError):
            raise ConflictError(
                "The folder of the store cannot be made; choose another place with --store."
            ) from None
    try:
        private_file(path)
    except PermissionError:
        raise ConflictError(
            "The store cannot be made in this folder; choose another place with --store."
        ) from None
