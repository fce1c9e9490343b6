"""The store: private files, all-or-nothing transactions, short reads, plain refusals."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from privacydesk.domain.errors import ConflictError, InputError, NotFoundError, StateError
from privacydesk.store import audit, driver, settings
from privacydesk.store.engine import Store, time_box
from privacydesk.store.tables import SystemRow

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def systems(store: Store) -> list[str]:
    with store.read() as con:
        return [row["name"] for row in con.execute("SELECT name FROM system ORDER BY name")]


def add_system(store: Store, name: str) -> None:
    with store.write("op", NOW) as tx:
        tx.session.add(SystemRow(name=name))
        tx.audit("system.added")


def test_files_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = Store.open(tmp_path / "new" / "desk.db", create=True)
        add_system(store, "Tickets")
        with store.read():
            found = {file.name: mode(file) for file in store.path.parent.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert mode(tmp_path / "new") == 0o700
    assert found == {
        "desk.db": 0o600,
        "desk.db-wal": 0o600,
        "desk.db-shm": 0o600,
        "desk.files": 0o700,
    }


def test_the_guarantees_are_switched_on(store: Store) -> None:
    def ask(con: driver.Connection, name: str) -> object:
        return con.execute(f"PRAGMA {name}").fetchone()[0]

    with store.read() as con:
        assert ask(con, "journal_mode") == "wal"
        assert ask(con, "foreign_keys") == 1
        assert ask(con, "secure_delete") == 1
        assert ask(con, "busy_timeout") == 5000
        with pytest.raises(driver.DatabaseError):
            con.execute("DELETE FROM meta")  # a read cannot write
    with store.write("op", NOW) as tx:
        tx.audit("x")
        assert ask(tx.sql, "synchronous") == 2  # FULL
    with store.write("op", NOW, durable=False) as tx:
        tx.audit("x")
        assert ask(tx.sql, "synchronous") == 1  # NORMAL


def test_raw_statements_the_orm_and_the_audit_share_one_transaction(store: Store) -> None:
    class StopError(Exception):
        pass

    with pytest.raises(StopError), store.write("op", NOW) as tx:
        settings.put(tx, "country", "DE")
        tx.session.add(SystemRow(name="Tickets"))
        tx.audit("half.done")
        raise StopError
    with store.read() as con:
        assert settings.get(con, "country") is None
        assert audit.checkpoint(con) == (0, audit.GENESIS)
    assert systems(store) == []

    with store.write("op", NOW) as tx:
        settings.put(tx, "country", "DE")
        tx.session.add(SystemRow(name="Tickets"))
        tx.audit("done")
        assert [s.name for s in tx.session.exec(select(SystemRow))] == ["Tickets"]
    with store.read() as con:
        assert settings.get(con, "country") == "DE"
        assert audit.checkpoint(con)[0] == 1
    assert systems(store) == ["Tickets"]


def test_a_write_without_an_audit_entry_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError, match="audit"), store.write("op", NOW) as tx:
        settings.put(tx, "country", "DE")
    with store.read() as con:
        assert settings.get(con, "country") is None


def test_the_orm_session_cannot_end_the_transaction(store: Store) -> None:
    with pytest.raises(RuntimeError, match="commits"), store.write("op", NOW) as tx:
        tx.session.add(SystemRow(name="A"))
        tx.audit("x")
        tx.session.commit()
    with pytest.raises(RuntimeError, match="rolled back"), store.write("op", NOW) as tx:
        settings.put(tx, "country", "DE")
        tx.session.add(SystemRow(name="B"))
        tx.audit("x")
        tx.session.rollback()
    assert systems(store) == []


def test_errors_of_the_orm_carry_no_values(store: Store) -> None:
    add_system(store, "canary-4711")
    with pytest.raises(IntegrityError) as caught, store.write("op", NOW) as tx:
        tx.session.add(SystemRow(name="canary-4711"))
        tx.audit("x")
    assert "canary" not in str(caught.value)
    add_system(store, "afterwards")  # the store works on
    assert "afterwards" in systems(store)


def test_a_write_inside_a_write_is_a_fault_and_not_a_deadlock(store: Store) -> None:
    with store.write("op", NOW) as tx:
        tx.audit("x")
        with pytest.raises(RuntimeError, match="inside"), store.write("op", NOW):
            pass


def test_reads_see_one_state_while_writes_go_on(store: Store) -> None:
    with store.read() as con:
        assert con.execute("SELECT count(*) FROM system").fetchone()[0] == 0
        add_system(store, "A")
        assert con.execute("SELECT count(*) FROM system").fetchone()[0] == 0
    assert systems(store) == ["A"]


def test_many_threads_read_and_write(store: Store) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(5):
                add_system(store, f"{number}-{step}")
                assert f"{number}-{step}" in systems(store)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(systems(store)) == 30
    with store.read() as con:
        assert audit.verify(con).ok


def test_writers_in_several_programs_take_turns(store_path: Path) -> None:
    """Each `Store` has its own lock, as another process would; SQLite orders them."""
    stores = [Store.open(store_path) for _ in range(4)]
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(10):
                add_system(stores[number], f"{number}-{step}")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(systems(stores[0])) == 40
    with stores[0].read() as con:
        report = audit.verify(con)
    assert (report.ok, report.entries) == (True, 40)
    for opened in stores:
        opened.close()


def test_another_process_that_holds_the_store_is_a_plain_sentence(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = driver.open_connection(store.path, writer=True)
    other.execute("BEGIN IMMEDIATE")
    store.writer().execute("PRAGMA busy_timeout=20")
    with pytest.raises(ConflictError, match="try again"), store.write("op", NOW) as tx:
        tx.audit("x")
    other.execute("ROLLBACK")
    other.close()
    add_system(store, "A")
    assert systems(store) == ["A"]


def test_a_killed_writer_leaves_nothing_behind(store_path: Path) -> None:
    script = f"""
import os, signal
from datetime import datetime, UTC
from pathlib import Path
from privacydesk.store.engine import Store
from privacydesk.store import settings
store = Store.open(Path({str(store_path)!r}))
with store.write("op", datetime.now(UTC)) as tx:
    settings.put(tx, "kept", "yes"); tx.audit("x")
with store.write("op", datetime.now(UTC)) as tx:
    settings.put(tx, "lost", "yes"); tx.audit("x")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == -signal.SIGKILL
    store = Store.open(store_path)
    with store.read() as con:
        assert settings.get(con, "kept") == "yes"
        assert settings.get(con, "lost") is None
        assert audit.verify(con).ok
        assert audit.checkpoint(con)[0] == 1
    store.close()


def test_what_is_not_a_store_is_refused_plainly(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="init"):
        Store.open(tmp_path / "absent.db")

    text = tmp_path / "text.db"
    text.write_text("name,email\n" * 500)
    with pytest.raises(InputError, match="not a PrivacyDesk store"):
        Store.open(text)
    assert text.read_text().startswith("name,email")

    foreign = tmp_path / "foreign.db"
    con = driver.connect(str(foreign))
    con.execute("CREATE TABLE meta(key, value)")
    con.commit()
    con.close()
    with pytest.raises(InputError, match="another program"):
        Store.open(foreign, create=True)

    with pytest.raises(InputError, match="folder"):
        Store.open(tmp_path)

    empty = tmp_path / "empty.db"
    empty.touch()
    with pytest.raises(InputError, match="empty"):
        Store.open(empty)


def test_a_mistake_of_ours_is_not_called_a_broken_store(store: Store) -> None:
    """The names of tables and words in queries look like what SQLite says about files."""
    for query in ("SELECT * FROM fully_locked_busy", "SELECT full FROM meta"):
        with pytest.raises(driver.DatabaseError), store.read() as con:
            con.execute(query)


@pytest.mark.parametrize("name", ["a b#c%20?d&e=1", "naïve ☃", "-rf", "'quoted\"", "x;y:z"])
def test_odd_names_of_folders_and_files_are_only_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / f"{name}.db"
    store = Store.open(path, create=True)
    add_system(store, "A")
    store.close()
    store = Store.open(path)
    assert systems(store) == ["A"]
    store.close()
    assert {file.name for file in path.parent.iterdir()} == {f"{name}.db", f"{name}.files"}


def test_a_damaged_store_is_refused_plainly(store: Store) -> None:
    for number in range(200):
        add_system(store, f"system {number} " + "x" * 200)
    path = store.path
    store.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"damaged|not a PrivacyDesk store"):
        Store.open(path)


def test_a_store_of_a_newer_program_is_refused(store: Store) -> None:
    with store.write("op", NOW) as tx:
        tx.sql.execute("UPDATE alembic_version SET version_num = '9999'")
        tx.audit("x")
    path = store.path
    store.close()
    with pytest.raises(StateError, match="newer"):
        Store.open(path)


def test_the_time_box_stops_a_query_and_only_that_one(store: Store) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    rows = []
    with store.read() as con:
        with time_box(con, 5) as box:
            for row in con.execute(endless):
                rows.append(row[0])
        assert box.fired
        assert rows[:3] == [1, 2, 3]
        with time_box(con, 10_000) as box:
            assert con.execute("SELECT 1").fetchone()[0] == 1
        assert not box.fired
        with pytest.raises(driver.DatabaseError), time_box(con, 10_000):
            con.execute("SELECT * FROM nowhere")


def test_the_log_can_be_emptied_unless_somebody_reads(store: Store) -> None:
    add_system(store, "A")
    with store.read() as con:
        con.execute("SELECT count(*) FROM system").fetchone()
        add_system(store, "B")
        store.writer().execute("PRAGMA busy_timeout=10")
        assert not store.truncate_wal()
    assert store.truncate_wal()
    assert Path(f"{store.path}-wal").stat().st_size == 0


def test_what_was_deleted_is_gone_from_the_bytes(store: Store) -> None:
    canary = "canary-4711-" + "x" * 5000  # longer than a page: it spills into others
    add_system(store, canary)
    add_system(store, "stays")

    def residue() -> int:
        files = (store.path, Path(f"{store.path}-wal"))
        return sum(file.read_bytes().count(b"canary-4711") for file in files)

    assert residue() > 0
    with store.write("op", NOW) as tx:
        tx.sql.execute("DELETE FROM system WHERE name = ?", (canary,))
        tx.audit("system.removed")
    assert store.truncate_wal()
    assert residue() == 0
    assert systems(store) == ["stays"]


def test_looking_up_never_loads_the_orm(store_path: Path) -> None:
    script = f"""
import sys
from datetime import datetime, UTC
from pathlib import Path
from privacydesk.store.engine import Store
store = Store.open(Path({str(store_path)!r}))
with store.read() as con:
    con.execute("SELECT * FROM subject").fetchall()
with store.write("op", datetime.now(UTC)) as tx:
    tx.audit("looked")
store.close()
loaded = {{m.partition(".")[0] for m in sys.modules}}
print(sorted(loaded & {{"sqlalchemy", "sqlmodel", "alembic"}}))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"
