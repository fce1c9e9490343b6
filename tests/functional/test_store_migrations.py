"""A filled store of every earlier version upgrades whole, with a backup first."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

import privacydesk.store.tables  # noqa: F401 - fills the metadata
from privacydesk.store import audit, driver, migrations
from privacydesk.store.backup import private_file
from privacydesk.store.engine import Store
from privacydesk.store.guest import guest_engine
from privacydesk.store.migrations import runner


def columns(con: driver.Connection, table: str) -> list[Any]:
    return con.execute(f'PRAGMA table_info("{table}")').fetchall()


NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
JSON = {"details", "payload", "flags", "dropped", "kinds", "files", "options", "report", "old"}


def value_for(table: str, column: Any, number: int) -> int | str:
    """A value that fits the column and points to the row of the same number elsewhere."""
    name, kind = str(column["name"]), str(column["type"])
    if "INT" in kind or kind == "BOOLEAN":
        return number
    if name in JSON:
        return "{}"
    if table in ("policy_pack", "case_") and "sha256" in name:
        return f"hash{number}"
    return f"{name}{number}"


def fill(con: driver.Connection, rows: int = 2) -> dict[str, int]:
    """Put `rows` rows with all columns set into every table, parents by the same ids."""
    con.execute("PRAGMA foreign_keys=OFF")
    for number in range(rows):
        audit.append(con, "op", NOW, "thing.done", {"number": number})
    for table in runner.row_counts(con).keys() - {"audit_entry", "meta"}:
        names = [str(c["name"]) for c in columns(con, table)]
        for number in range(1, rows + 1):
            values = [value_for(table, column, number) for column in columns(con, table)]
            marks = ", ".join("?" * len(names))
            quoted = ", ".join(f'"{name}"' for name in names)
            con.execute(f'INSERT INTO "{table}"({quoted}) VALUES ({marks})', values)
    con.execute("PRAGMA foreign_keys=ON")
    assert con.execute("PRAGMA foreign_key_check").fetchall() == []
    return runner.row_counts(con)


def store_at(path: Path, revision: str) -> driver.Connection:
    private_file(path)
    con = driver.open_connection(path, writer=True)
    runner.upgrade(con, path, revision)
    return con


def test_the_line_of_revisions_is_the_one_alembic_sees() -> None:
    script = runner.scripts()
    line = [revision.revision for revision in script.walk_revisions()][::-1]
    assert tuple(line) == migrations.revisions()
    assert script.get_heads() == [migrations.head()]


@pytest.mark.parametrize("revision", migrations.revisions())
def test_a_filled_store_upgrades_whole_after_a_backup(tmp_path: Path, revision: str) -> None:
    path = tmp_path / "desk.db"
    con = store_at(path, revision)
    filled = fill(con)
    before = dict(filled)
    con.close()

    Store.open(path).close()

    con = driver.open_connection(path, writer=False)
    after = runner.row_counts(con)
    for log in ("meta", "audit_entry"):  # opening notes that it rebuilt the search index
        assert after.pop(log) >= before.pop(log)
    assert {table: rows for table, rows in after.items() if rows} == {
        table: rows for table, rows in before.items() if rows
    }
    assert migrations.version_of(con, path) == migrations.head()
    assert con.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert audit.verify(con).ok
    con.close()

    backups = list(tmp_path.glob("desk.before-*.backup"))
    assert len(backups) == (0 if revision == migrations.head() else 1)
    for backup in backups:
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
        kept = driver.open_connection(backup, writer=False)
        assert migrations.version_of(kept, backup) == revision
        assert runner.row_counts(kept) == filled
        kept.close()


def test_the_newest_revision_equals_the_tables(store: Store) -> None:
    engine = guest_engine(store.writer())
    with engine.connect() as con:
        context = MigrationContext.configure(
            con, opts={"include_object": runner.include_object, "compare_type": True}
        )
        assert compare_metadata(context, SQLModel.metadata) == []
        # and the comparison does see a difference
        con.exec_driver_sql("ALTER TABLE party ADD COLUMN surplus TEXT")
        assert compare_metadata(context, SQLModel.metadata) != []
    engine.dispose()


def broken(statement: str) -> Any:
    def run(con: driver.Connection, _script: Any, _target: str) -> None:
        con.execute(statement)

    return run


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("DELETE FROM involvement", "rows of involvement"),
        ("DELETE FROM subject", "broken references in case_, party"),
        ("DROP TABLE consultation", "rows of consultation"),
    ],
)
def test_a_step_that_loses_anything_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str, problem: str
) -> None:
    path = tmp_path / "desk.db"
    con = store_at(path, migrations.head())
    before = fill(con)
    monkeypatch.setattr(runner, "_run", broken(statement))
    with pytest.raises(RuntimeError, match=problem):
        runner.upgrade(con, path, migrations.head())
    assert runner.row_counts(con) == before
    assert con.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    con.close()


def test_a_failed_creation_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_run", broken("SELECT * FROM nowhere"))
    with pytest.raises(driver.DatabaseError):
        Store.open(tmp_path / "desk.db", create=True)
    assert list(tmp_path.iterdir()) == []
