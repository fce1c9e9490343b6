"""Released documents with their files, deliveries, who was asked to search,
and what was explained."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DDL: tuple[str, ...] = (
    "ALTER TABLE document ADD COLUMN content VARCHAR",
    "ALTER TABLE document ADD COLUMN stale_at VARCHAR",
    "ALTER TABLE document ADD COLUMN released_at VARCHAR",
    "ALTER TABLE document ADD COLUMN checkpoint VARCHAR",
    """
    CREATE TABLE released_file (
        id INTEGER NOT NULL,
        document_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        main BOOLEAN NOT NULL,
        erased_at VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(document_id) REFERENCES document (id)
    )
    """,
    "CREATE INDEX ix_released_file_document_id ON released_file (document_id)",
    "CREATE INDEX ix_released_file_sha256 ON released_file (sha256) WHERE erased_at IS NULL",
    """
    CREATE TABLE delivery (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        day VARCHAR NOT NULL,
        channel VARCHAR NOT NULL,
        address VARCHAR NOT NULL,
        on_file BOOLEAN NOT NULL,
        checked VARCHAR,
        sent BOOLEAN NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(case_id) REFERENCES case_ (id)
    )
    """,
    "CREATE INDEX ix_delivery_case_id ON delivery (case_id)",
    """
    CREATE TABLE search_request (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        system_id INTEGER NOT NULL,
        owner VARCHAR NOT NULL,
        asked_at VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        asked_on VARCHAR NOT NULL,
        remind_on VARCHAR NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT uq_search_request UNIQUE (case_id, system_id),
        FOREIGN KEY(case_id) REFERENCES case_ (id),
        FOREIGN KEY(system_id) REFERENCES system (id)
    )
    """,
    "CREATE INDEX ix_search_request_case_id ON search_request (case_id)",
    """
    CREATE TABLE explanation (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        key VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT uq_explanation UNIQUE (case_id, key),
        FOREIGN KEY(case_id) REFERENCES case_ (id)
    )
    """,
    "CREATE INDEX ix_explanation_case_id ON explanation (case_id)",
)


def upgrade() -> None:
    for statement in DDL:
        op.execute(statement)
