"""What people stated for the letters of a case, and the texts they edited."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DDL: tuple[str, ...] = (
    """
    CREATE TABLE letter_text (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        language VARCHAR NOT NULL,
        text VARCHAR,
        "by" VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(case_id) REFERENCES case_ (id)
    )
    """,
    "CREATE INDEX ix_letter_text_case_id ON letter_text (case_id)",
    """
    CREATE TABLE letter_fact (
        case_id INTEGER NOT NULL,
        letter VARCHAR NOT NULL,
        fact VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        PRIMARY KEY (case_id, letter, fact),
        FOREIGN KEY(case_id) REFERENCES case_ (id)
    ) WITHOUT ROWID
    """,
)


def upgrade() -> None:
    for statement in DDL:
        op.execute(statement)
