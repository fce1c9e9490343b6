"""When a person was last heard of, as far as the record that told it is erased."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DDL: tuple[str, ...] = (
    """
    CREATE TABLE person_past (
        subject_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        newest VARCHAR,
        line VARCHAR,
        PRIMARY KEY (subject_id, kind),
        FOREIGN KEY(subject_id) REFERENCES subject (id)
    ) WITHOUT ROWID
    """,
)


def upgrade() -> None:
    for statement in DDL:
        op.execute(statement)
