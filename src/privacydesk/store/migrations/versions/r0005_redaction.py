"""Findings about other people in an answer, the log of what was decided, and files reviewed.

The two logs are append-only: a trigger refuses to change a row. Rows only leave with the record
they speak about, when its storage period ends.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DDL: tuple[str, ...] = (
    """
    CREATE TABLE redaction_finding (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        record_key VARCHAR NOT NULL,
        field VARCHAR NOT NULL,
        digest VARCHAR NOT NULL,
        occurrence INTEGER NOT NULL,
        value_digest VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        text TEXT,
        found_at VARCHAR NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT uq_redaction_number UNIQUE (case_id, number),
        CONSTRAINT uq_redaction_anchor UNIQUE (case_id, record_key, field, digest, occurrence),
        FOREIGN KEY(case_id) REFERENCES case_ (id)
    )
    """,
    "CREATE INDEX ix_redaction_finding_record_key ON redaction_finding (record_key)",
    """
    CREATE TABLE redaction_decision (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        finding_id INTEGER NOT NULL,
        value_digest VARCHAR NOT NULL,
        verdict VARCHAR NOT NULL,
        everywhere BOOLEAN NOT NULL,
        reverses INTEGER,
        reason_code VARCHAR NOT NULL,
        article VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        note VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(case_id) REFERENCES case_ (id),
        FOREIGN KEY(finding_id) REFERENCES redaction_finding (id)
    )
    """,
    "CREATE INDEX ix_redaction_decision_case_id ON redaction_decision (case_id)",
    "CREATE INDEX ix_redaction_decision_finding_id ON redaction_decision (finding_id)",
    """
    CREATE TABLE file_decision (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        record_key VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL,
        verdict VARCHAR NOT NULL,
        replacement VARCHAR,
        size INTEGER,
        ending VARCHAR,
        reason VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(case_id) REFERENCES case_ (id)
    )
    """,
    "CREATE INDEX ix_file_decision_case_id ON file_decision (case_id)",
    "CREATE INDEX ix_file_decision_record_key ON file_decision (record_key)",
    *(
        f"CREATE TRIGGER {table}_is_a_log BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END"
        for table in ("redaction_decision", "file_decision")
    ),
)


def upgrade() -> None:
    for statement in DDL:
        op.execute(statement)
