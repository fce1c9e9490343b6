"""The search tables: written by hand, because Alembic knows no virtual tables.

A store that already holds people gets its index when it is opened (`search.index.ensure`): the
index version stays unset here. An empty one is current as it is.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

row_changes = ("meta",)

DDL: tuple[str, ...] = (
    """CREATE VIRTUAL TABLE subject_fts USING fts5(
        folded, emails, address,
        content='subject', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='1 2 3', detail=column, columnsize=0)""",
    "CREATE TABLE subject_digits(id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    """CREATE VIRTUAL TABLE subject_tri USING fts5(
        text, content='subject_digits', content_rowid='id',
        tokenize='trigram', detail=column, columnsize=0)""",
    """CREATE VIRTUAL TABLE text_fts USING fts5(
        body, content='', tokenize='unicode61 remove_diacritics 2', columnsize=0)""",
    "INSERT INTO subject_fts(subject_fts, rank) VALUES('secure-delete', 1)",
    "INSERT INTO subject_tri(subject_tri, rank) VALUES('secure-delete', 1)",
    "INSERT INTO text_fts(text_fts, rank) VALUES('secure-delete', 1)",
    "CREATE TABLE text_indexed(record_id INTEGER PRIMARY KEY, hash INTEGER NOT NULL)",
    """CREATE TABLE vocabulary(
        id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE, n INTEGER NOT NULL)""",
    "CREATE TABLE deletes(d TEXT NOT NULL, v INTEGER NOT NULL, PRIMARY KEY(d, v)) WITHOUT ROWID",
    # counts per kind and newest date of a person, without touching the wide rows of `record`
    "CREATE INDEX ix_record_summary ON record(id, kind, occurred_at, restricted)",
)


def upgrade() -> None:
    for statement in DDL:
        op.execute(statement)
    op.execute(
        "INSERT INTO meta(key, value) SELECT 'search_version', '1' "
        "WHERE NOT EXISTS (SELECT 1 FROM party) AND NOT EXISTS (SELECT 1 FROM record)"
    )
