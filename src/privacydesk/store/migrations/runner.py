"""Runs revisions: all of them and their checks in one transaction, or nothing.

Foreign keys are off while tables are rebuilt (SQLite would delete the children of a table that is
replaced) and checked before the commit, with the number of rows of every table that stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

from privacydesk.store.driver import Connection, plainly
from privacydesk.store.guest import guest_engine
from privacydesk.store.migrations import APPLICATION_ID, FOLDER

NOT_OURS = ("sqlite_", "alembic_")
SEARCH_TABLES = (
    "subject_fts",
    "subject_tri",
    "subject_digits",
    "text_fts",
    "text_indexed",
    "vocabulary",
    "deletes",
)

# indexes that the tables cannot describe to Alembic (descending, covering): SQL by hand
HAND_WRITTEN_INDEXES = ("ix_record_occurred", "ix_record_summary")


def scripts() -> ScriptDirectory:
    """The revisions of this package, without any configuration file."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def include_object(_object: Any, name: str | None, kind: str, *_: Any) -> bool:
    """For comparisons: leave out what is written by hand, and SQLite's shadow tables of that."""
    if kind == "index":
        return name not in HAND_WRITTEN_INDEXES
    return kind != "table" or name is None or not name.startswith((*NOT_OURS, *SEARCH_TABLES))


def upgrade(con: Connection, path: Path, target: str) -> None:
    """Bring the store to revision `target`, one transaction for all steps.

    Raises RuntimeError when a step would lose rows or break a reference: nothing is changed then.
    """
    script = scripts()
    with plainly(path):
        con.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
        con.execute("PRAGMA legacy_alter_table=ON")  # renames leave references alone
        con.execute("BEGIN IMMEDIATE")
        try:
            before = row_counts(con)
            changing = _declared(script, target, _current(con))
            _run(con, script, target)
            con.execute(f"PRAGMA application_id={APPLICATION_ID}")
            _check(con, before, changing)
            con.execute("COMMIT")
        except BaseException:
            con.execute("ROLLBACK")
            raise
        finally:
            con.execute("PRAGMA legacy_alter_table=OFF")
            con.execute("PRAGMA foreign_keys=ON")


def row_counts(con: Connection) -> dict[str, int]:
    """Rows of every table of ours; search indexes are rebuilt at will and not counted."""
    names = [
        str(row[0])
        for row in con.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if not str(row[0]).startswith((*NOT_OURS, *SEARCH_TABLES))
    ]
    return {
        name: int(con.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names
    }


def _run(con: Connection, script: ScriptDirectory, target: str) -> None:
    config = Config()
    engine = guest_engine(con)

    def steps(current: Any, _context: Any) -> Any:
        # reads the version inside the transaction: another process may have been faster
        return script._upgrade_revs(target, current)

    with engine.connect() as guest, EnvironmentContext(config, script, fn=steps) as context:
        context.configure(connection=guest, transactional_ddl=False)
        context.run_migrations()
    engine.dispose()


def _current(con: Connection) -> str:
    known = con.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
    row = con.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return "base" if row is None else str(row[0])


def _declared(script: ScriptDirectory, target: str, current: str) -> frozenset[str]:
    """Tables whose number of rows a coming revision says it changes (`row_changes = (...)`)."""
    names: set[str] = set()
    for revision in script.iterate_revisions(target, current):
        names.update(getattr(revision.module, "row_changes", ()))
    return frozenset(names)


def _check(con: Connection, before: Mapping[str, int], declared: frozenset[str]) -> None:
    broken = con.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = sorted({str(row[0]) for row in broken})
        raise RuntimeError(f"migration left broken references in {', '.join(tables)}")
    after = row_counts(con)
    for table, rows in before.items():
        if table not in declared and after.get(table) != rows:
            raise RuntimeError(
                f"migration changed the rows of {table}: {rows} to {after.get(table)}"
            )
