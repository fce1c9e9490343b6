"""Versions of the store, in a line: `versions/r0001_*.py`, `r0002_*.py`, ...

A store at the newest version is recognised with the raw driver; Alembic (slow to import) is
loaded only when there is something to migrate. A revision holds its SQL written out: it must do
the same in ten years, whatever the live tables look like then.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from privacydesk.domain.errors import InputError, StateError
from privacydesk.store.backup import backup
from privacydesk.store.driver import Connection, plainly

APPLICATION_ID = 0x50444B31  # "PDK1": says in the file's header that it is ours
FOLDER = Path(__file__).parent
_REVISION_FILE = re.compile(r"r?(\d{4})_\w+\.py")


@cache
def revisions() -> tuple[str, ...]:
    """All revisions, oldest first. Their order is their number."""
    names = (_REVISION_FILE.fullmatch(file.name) for file in (FOLDER / "versions").iterdir())
    return tuple(sorted(name.group(1) for name in names if name))


def head() -> str:
    return revisions()[-1]


def version_of(con: Connection, path: Path) -> str | None:
    """The revision of the store behind `con`; None for an empty file.

    Raises InputError when it is a database of something else.
    """
    with plainly(path):
        tables = {str(row[0]) for row in con.execute("SELECT name FROM sqlite_schema")}
        if not tables:
            return None
        mark = con.execute("PRAGMA application_id").fetchone()[0]
        if mark == APPLICATION_ID and "alembic_version" in tables:
            row = con.execute("SELECT version_num FROM alembic_version").fetchone()
            if row is not None:
                return str(row[0])
    raise InputError(
        f"{path.name} is a database of another program; name another file with --store.",
        code="not_a_store",
    )


def ensure_current(con: Connection, path: Path, *, create: bool, migrate: bool) -> None:
    """Bring the store behind `con` to the newest version; a filled one is backed up first.

    Raises StateError when the store is newer than this program, or older without `migrate`.
    """
    version = version_of(con, path)
    if version == head():
        return
    if version is None and not create:
        raise InputError(
            f"{path.name} is an empty file, not a store; make one with: "
            "privacydesk init --policy PACK",
            code="not_a_store",
        )
    if version is not None and version not in revisions():
        raise StateError(
            f"The store {path.name} was written by a newer PrivacyDesk; update this program.",
            code="store_newer",
        )
    if version is not None:
        if not migrate:
            raise StateError(
                f"The store {path.name} is of an older version; "
                "open it once with write access to upgrade it.",
                code="store_older",
            )
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        with plainly(path):
            backup(con, path.with_name(f"{path.stem}.before-{head()}.{stamp}.backup"))
    from privacydesk.store.migrations.runner import upgrade

    upgrade(con, path, head())
