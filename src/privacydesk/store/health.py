"""What can be checked about a store from the inside and around its file."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from privacydesk.store import driver, files, settings
from privacydesk.store.driver import Connection, DatabaseError
from privacydesk.store.engine import Store
from privacydesk.store.search.schema import INDEX_VERSION, VERSION_KEY

_OWNER_ONLY = 0o077  # bits that must not be set


@dataclass(frozen=True, slots=True)
class Files:
    """Kept files compared with the rows that name them, as numbers."""

    orphans: int  # on disk, named by nothing: an import that was killed, or an erasure
    missing: int  # named by a record, not on disk


def erases_search_terms() -> bool:
    """Whether the driver's FTS5 can really delete words from the file."""
    con = driver.connect(":memory:")
    try:
        con.execute("CREATE VIRTUAL TABLE probe USING fts5(body)")
        con.execute("INSERT INTO probe(probe, rank) VALUES('secure-delete', 1)")
    except DatabaseError:
        return False
    finally:
        con.close()
    return True


def sound(con: Connection) -> bool:
    """Whether SQLite finds the file's structure and all references whole."""
    first = con.execute("PRAGMA quick_check(1)").fetchone()
    return first[0] == "ok" and con.execute("PRAGMA foreign_key_check").fetchone() is None


def search_is_current(con: Connection) -> bool:
    return settings.get(con, VERSION_KEY) == INDEX_VERSION


def policy_is_kept(con: Connection) -> bool:
    """Whether the text of the pack in force is in the store."""
    sha256 = settings.get(con, "policy_sha256")
    query = "SELECT 1 FROM policy_pack WHERE sha256 = ?"
    return sha256 is not None and con.execute(query, (sha256,)).fetchone() is not None


def open_runs(con: Connection) -> int:
    """Imports that began and neither ended nor were undone."""
    query = "SELECT count(*) FROM import_run WHERE state IN ('running', 'interrupted')"
    return int(con.execute(query).fetchone()[0])


def free_bytes_inside(con: Connection) -> int:
    """Space in the file that holds nothing any more."""
    pages = int(con.execute("PRAGMA freelist_count").fetchone()[0])
    return pages * int(con.execute("PRAGMA page_size").fetchone()[0])


def free_bytes_on_disk(path: Path) -> int:
    return shutil.disk_usage(path.parent).free


def compare_files(con: Connection, folder: Path) -> Files:
    named = {
        str(row[0])
        for row in con.execute(
            "SELECT sha256 FROM attachment WHERE sha256 IS NOT NULL UNION "
            "SELECT sha256 FROM released_file WHERE erased_at IS NULL UNION "
            "SELECT replacement FROM file_decision WHERE replacement IS NOT NULL"
        )
    }
    kept = {entry.name for entry in os.scandir(folder)} if folder.is_dir() else set()
    return Files(orphans=len(kept - named), missing=len(named - kept))


def released_files(con: Connection, folder: Path) -> tuple[int, int]:
    """(how many files of releases are kept, how many of them are gone or have other bytes)."""
    kept = con.execute(
        "SELECT DISTINCT sha256, size FROM released_file WHERE erased_at IS NULL"
    ).fetchall()
    damaged = 0
    for sha256, size in kept:
        path = files.locate(folder, sha256)
        damaged += not path.is_file() or files.digest(path) != (sha256, size)
    return len(kept), damaged


def open_to_others(store: Store) -> tuple[str, ...]:
    """Names of files and folders of the store that other users of the machine can reach."""
    if os.name != "posix":  # elsewhere the user's profile folder protects them
        return ()
    paths = [
        store.path.parent,
        store.path,
        *(Path(f"{store.path}{end}") for end in ("-wal", "-shm")),
        store.files,
        *backups(store),
    ]
    return tuple(
        path.name
        for path in paths
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & _OWNER_ONLY
    )


def backups(store: Store) -> tuple[Path, ...]:
    """Copies that upgrades made beside the store; they still hold what was erased since."""
    return tuple(sorted(store.path.parent.glob(f"{store.path.stem}.before-*.backup")))
