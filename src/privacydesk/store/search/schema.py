"""The tables of the search and the version of what is in them.

Measured choices (figures: `docs/guide/finding.md`):

* names and texts are full-text tables *without* triggers: `index.py` writes them in bulk;
* `subject_fts` is external content over `subject`, `subject_tri` over `subject_digits`,
  `text_fts` has no content: an entry is taken out by the 'delete' command with the exact values
  it was put in with, and `secure-delete` makes that leave nothing in the file (the newer
  `contentless_delete` left erased words readable);
* `vocabulary` expands long prefixes to whole words and, through `deletes`, finds typos;
* `subject_tri` has detail=column although column positions are never asked for: with
  detail=none, SQLite 3.53 loses rows when a deleted row was the last of a posting list and
  `secure-delete` is on (a property test found it);
* `text_indexed` remembers which records are in `text_fts` and a hash of what went in, so that a
  text that changed unannounced is noticed instead of leaving its words behind.

The statements stand in migration 0002; a change is a new migration.
"""

from __future__ import annotations

from typing import Final

from privacydesk.store.driver import Connection

# Raised whenever search_text, the folding or the content of an indexed column changes.
INDEX_VERSION: Final = "2"
VERSION_KEY: Final = "search_version"

FTS_TABLES: Final = ("subject_fts", "subject_tri", "text_fts")


def is_current(sql: Connection) -> bool:
    """Whether the index in this store was made by this version of the program."""
    row = sql.execute("SELECT value FROM meta WHERE key = ?", (VERSION_KEY,)).fetchone()
    return row is not None and row[0] == INDEX_VERSION


def adopt_empty(sql: Connection) -> bool:
    """Call the index of a store without people and records current; False when it holds some.

    A new store comes from migrations that know only the version of their day. Nothing is in it,
    so there is nothing to rebuild and nothing to tell in the audit.
    """
    held = "SELECT EXISTS(SELECT 1 FROM party) OR EXISTS(SELECT 1 FROM record)"
    sql.execute("BEGIN IMMEDIATE")
    try:
        empty = not sql.execute(held).fetchone()[0]
        if empty:
            sql.execute(
                "INSERT INTO meta(key, value) VALUES(?, ?) "
                "ON CONFLICT(key) DO UPDATE SET value = excluded.value",
                (VERSION_KEY, INDEX_VERSION),
            )
        sql.execute("COMMIT")
    except BaseException:
        sql.execute("ROLLBACK")
        raise
    return empty


def clear(sql: Connection) -> None:
    """Empty every search table, whatever version filled it; leaves the version unset."""
    for name in FTS_TABLES:
        sql.execute(f"INSERT INTO {name}({name}) VALUES('delete-all')")
    for name in ("subject_digits", "text_indexed", "vocabulary", "deletes"):
        sql.execute(f"DELETE FROM {name}")
    sql.execute("UPDATE subject SET folded = '', emails = '', address = ''")
    sql.execute("DELETE FROM meta WHERE key = ?", (VERSION_KEY,))
