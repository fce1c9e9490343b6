"""A write transaction: what a use case writes with, and its entry in the audit.

It knows neither the store that opened it nor who commits it, so that everything that writes (the
search index too) can name it without the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.store import audit
from privacydesk.store.driver import Connection

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session


class Tx:
    """A write transaction. Ends without effect unless something was audited."""

    def __init__(
        self,
        sql: Connection,
        operator: str,
        now: datetime,
        *,
        files: Path,
        orm: Callable[[Connection], Engine],
    ) -> None:
        """`files`: the folder of attachments beside the store. `orm` makes the ORM's engine."""
        self.sql = sql
        self.operator = operator
        self.now = now
        self.files = files
        self.audited = 0
        self._orm = orm
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """An ORM session inside this transaction. It never commits; it is flushed at the end."""
        if self._session is None:
            from privacydesk.store.guest import guest_session

            self._session = guest_session(self._orm(self.sql))
        return self._session

    def insert(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run an INSERT of one row; returns its id."""
        row = self.sql.execute(statement, values).lastrowid
        if row is None:
            raise RuntimeError("the statement inserted no row")
        return row

    def audit(self, action: str, **facts: int | str | None) -> None:
        """Append to the hash chain: codes, counts and opaque ids, never personal data.

        A text that is not a plain code (letters, digits and `_.:,/+-`) is stored as a keyed hash.
        """
        if self._session is not None:
            self._session.flush()
        audit.append(self.sql, self.operator, self.now, action, facts)
        self.audited += 1

    def finish(self) -> None:
        """Flush the guest. Raises RuntimeError when it gave up on its own transaction."""
        if self._session is None:
            return
        self._session.flush()
        if not self._session.info.get("intact", True):
            raise RuntimeError("the ORM session was rolled back inside a use case")

    def end(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
