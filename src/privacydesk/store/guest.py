"""The ORM as a guest on a connection whose transaction belongs to the raw driver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from privacydesk.store.driver import Connection

if TYPE_CHECKING:
    from sqlite3 import Cursor


class _Borrowed:
    """The connection as the ORM sees it: it can run statements, but not end the transaction."""

    def __init__(self, con: Connection) -> None:
        self._con = con

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)

    def cursor(self) -> Cursor:
        cursor = self._con.cursor()
        cursor.row_factory = None  # the ORM wants plain tuples
        return cursor

    def commit(self) -> None:
        """The use case's transaction commits, nobody else."""

    def rollback(self) -> None:
        """The use case's transaction rolls back, nobody else."""

    def close(self) -> None:
        """The store closes its connections itself."""


class GuestSession(Session):
    """A session that cannot commit, and remembers when it rolled itself back."""

    def commit(self) -> None:
        raise RuntimeError("the use case's transaction commits, not its ORM session")

    def rollback(self) -> None:
        self.info["intact"] = False
        super().rollback()


def guest_engine(con: Connection) -> Engine:
    """An engine over `con` alone; error messages carry no values."""
    return create_engine(
        "sqlite://",
        module=sqlcipher3.dbapi2,
        creator=lambda: _Borrowed(con),
        poolclass=StaticPool,
        hide_parameters=True,
    )


def guest_session(engine: Engine) -> GuestSession:
    return GuestSession(engine, expire_on_commit=False)
