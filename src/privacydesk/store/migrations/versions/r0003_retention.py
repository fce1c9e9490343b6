"""Holds, what was erased and why, files still to be removed, and records made anonymous."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DDL: tuple[str, ...] = (
    "ALTER TABLE record ADD COLUMN anonymised BOOLEAN DEFAULT '0' NOT NULL",
    # all that a period from the date of the record needs, without the wide rows
    "CREATE INDEX ix_record_retention ON record "
    "(kind, source, system_id, occurred_at, restricted, anonymised)",
    """
    CREATE TABLE retention_hold (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        subject_id INTEGER,
        case_id INTEGER,
        reason VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        until VARCHAR,
        lifted_by VARCHAR,
        lifted_at VARCHAR,
        FOREIGN KEY(subject_id) REFERENCES subject (id),
        FOREIGN KEY(case_id) REFERENCES case_ (id)
    )
    """,
    "CREATE INDEX ix_retention_hold_subject_id ON retention_hold (subject_id)",
    "CREATE INDEX ix_retention_hold_case_id ON retention_hold (case_id)",
    """
    CREATE TABLE erasure_ground (
        id INTEGER NOT NULL,
        policy_sha256 VARCHAR NOT NULL,
        activity VARCHAR NOT NULL,
        step VARCHAR NOT NULL,
        period VARCHAR NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT uq_erasure_ground UNIQUE (policy_sha256, activity, step, period)
    )
    """,
    """
    CREATE TABLE tombstone (
        id INTEGER NOT NULL,
        system_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        source_hash VARCHAR NOT NULL,
        erased_at VARCHAR NOT NULL,
        ended VARCHAR NOT NULL,
        ground_id INTEGER NOT NULL,
        still_held_at VARCHAR,
        PRIMARY KEY (id),
        CONSTRAINT uq_tombstone_source UNIQUE (system_id, kind, source_hash),
        FOREIGN KEY(system_id) REFERENCES system (id),
        FOREIGN KEY(ground_id) REFERENCES erasure_ground (id)
    )
    """,
    "CREATE INDEX ix_tombstone_still_held ON tombstone (still_held_at) "
    "WHERE still_held_at IS NOT NULL",
    """
    CREATE TABLE tombstone_person (
        tombstone_id INTEGER NOT NULL,
        subject_id INTEGER NOT NULL,
        PRIMARY KEY (tombstone_id, subject_id),
        FOREIGN KEY(tombstone_id) REFERENCES tombstone (id),
        FOREIGN KEY(subject_id) REFERENCES subject (id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX ix_tombstone_person_subject ON tombstone_person (subject_id)",
    # deleting a record or an entry looks for who points at it
    "CREATE INDEX ix_candidate_record_id ON candidate (record_id)",
    "CREATE INDEX ix_candidate_party_id ON candidate (party_id)",
    "CREATE INDEX ix_decision_record_id ON decision (record_id)",
    """
    CREATE TABLE file_removal (
        sha256 VARCHAR NOT NULL,
        noted_at VARCHAR NOT NULL,
        PRIMARY KEY (sha256)
    )
    """,
)


def upgrade() -> None:
    for statement in DDL:
        op.execute(statement)
