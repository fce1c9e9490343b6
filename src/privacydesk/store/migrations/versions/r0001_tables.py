"""The first tables.

Later tables, the search indexes among them, are revisions of their own (`r0002_*.py`, with
`revision = "0002"`, `down_revision = "0001"` and an `upgrade()` that executes written-out SQL).
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

DDL: tuple[str, ...] = (
    """
    CREATE TABLE audit_entry (
        seq INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        operator VARCHAR NOT NULL,
        action VARCHAR NOT NULL,
        facts VARCHAR NOT NULL,
        prev VARCHAR NOT NULL,
        hash VARCHAR NOT NULL,
        PRIMARY KEY (seq)
    )
    """,
    """
    CREATE TABLE consultation (
        id INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        operator VARCHAR NOT NULL,
        subject_id INTEGER NOT NULL,
        purpose VARCHAR NOT NULL,
        case_reference VARCHAR,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_consultation_subject_id ON consultation (subject_id)",
    """
    CREATE TABLE meta (
        "key" VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE policy_pack (
        sha256 VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        text TEXT NOT NULL,
        stored_at VARCHAR NOT NULL,
        PRIMARY KEY (sha256)
    )
    """,
    """
    CREATE TABLE subject (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        name VARCHAR NOT NULL,
        folded VARCHAR NOT NULL,
        emails VARCHAR NOT NULL,
        address VARCHAR NOT NULL,
        restricted BOOLEAN NOT NULL,
        merged_into INTEGER,
        created_at VARCHAR NOT NULL
    )
    """,
    "CREATE INDEX ix_subject_merged_into ON subject (merged_into)",
    """
    CREATE TABLE system (
        id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        owner VARCHAR,
        holds VARCHAR NOT NULL,
        how VARCHAR NOT NULL,
        kinds VARCHAR NOT NULL,
        source VARCHAR,
        data_until VARCHAR,
        processor BOOLEAN NOT NULL,
        by_hand BOOLEAN NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (name)
    )
    """,
    "CREATE INDEX ix_system_source ON system (source)",
    """
    CREATE TABLE case_ (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        reference VARCHAR NOT NULL,
        subject_id INTEGER,
        received_at VARCHAR NOT NULL,
        received_day VARCHAR NOT NULL,
        logged_at VARCHAR NOT NULL,
        channel VARCHAR NOT NULL,
        language VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        assignee VARCHAR,
        note VARCHAR,
        country VARCHAR NOT NULL,
        region VARCHAR,
        policy_sha256 VARCHAR,
        UNIQUE (reference),
        FOREIGN KEY(subject_id) REFERENCES subject (id),
        FOREIGN KEY(policy_sha256) REFERENCES policy_pack (sha256)
    )
    """,
    "CREATE INDEX ix_case__status ON case_ (status)",
    "CREATE INDEX ix_case__subject_id ON case_ (subject_id)",
    """
    CREATE TABLE import_run (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        source VARCHAR NOT NULL,
        system_id INTEGER NOT NULL,
        path VARCHAR NOT NULL,
        files VARCHAR NOT NULL,
        options VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        started_at VARCHAR NOT NULL,
        finished_at VARCHAR,
        heartbeat_at VARCHAR,
        position INTEGER NOT NULL,
        total INTEGER NOT NULL,
        "by" VARCHAR NOT NULL,
        pid INTEGER,
        report VARCHAR NOT NULL,
        FOREIGN KEY(system_id) REFERENCES system (id)
    )
    """,
    "CREATE INDEX ix_import_run_state ON import_run (state)",
    "CREATE INDEX ix_import_run_system_id ON import_run (system_id)",
    """
    CREATE TABLE party (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        source VARCHAR NOT NULL,
        source_key VARCHAR NOT NULL,
        system_id INTEGER,
        subject_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        address VARCHAR,
        language VARCHAR,
        customer BOOLEAN,
        run_id INTEGER,
        CONSTRAINT uq_party_system_key UNIQUE (system_id, source_key),
        FOREIGN KEY(system_id) REFERENCES system (id),
        FOREIGN KEY(subject_id) REFERENCES subject (id)
    )
    """,
    "CREATE INDEX ix_party_run_id ON party (run_id)",
    "CREATE INDEX ix_party_subject_id ON party (subject_id)",
    """
    CREATE TABLE record (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        kind VARCHAR NOT NULL,
        source VARCHAR NOT NULL,
        system_id INTEGER NOT NULL,
        source_id VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        text TEXT NOT NULL,
        occurred_at VARCHAR,
        updated_at VARCHAR,
        details VARCHAR NOT NULL,
        payload VARCHAR NOT NULL,
        content_hash VARCHAR NOT NULL,
        flags VARCHAR NOT NULL,
        dropped VARCHAR NOT NULL,
        gone_at VARCHAR,
        restricted BOOLEAN NOT NULL,
        by_hand BOOLEAN NOT NULL,
        run_id INTEGER,
        CONSTRAINT uq_record_system_id UNIQUE (system_id, kind, source_id),
        FOREIGN KEY(system_id) REFERENCES system (id)
    )
    """,
    "CREATE INDEX ix_record_occurred ON record (occurred_at DESC)",
    "CREATE INDEX ix_record_run_id ON record (run_id)",
    """
    CREATE TABLE attachment (
        id INTEGER NOT NULL,
        record_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        content_type VARCHAR,
        size INTEGER,
        sha256 VARCHAR,
        url VARCHAR,
        internal BOOLEAN NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(record_id) REFERENCES record (id)
    )
    """,
    "CREATE INDEX ix_attachment_record_id ON attachment (record_id)",
    """
    CREATE TABLE candidate (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        reason VARCHAR NOT NULL,
        explanation VARCHAR NOT NULL,
        record_id INTEGER,
        party_id INTEGER,
        label VARCHAR NOT NULL,
        decision VARCHAR,
        decided_by VARCHAR,
        decided_at VARCHAR,
        why VARCHAR,
        effect VARCHAR,
        PRIMARY KEY (id),
        CONSTRAINT uq_candidate UNIQUE (case_id, reason, record_id, party_id),
        FOREIGN KEY(case_id) REFERENCES case_ (id),
        FOREIGN KEY(record_id) REFERENCES record (id),
        FOREIGN KEY(party_id) REFERENCES party (id)
    )
    """,
    "CREATE INDEX ix_candidate_case_id ON candidate (case_id)",
    """
    CREATE TABLE case_search (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        system_id INTEGER NOT NULL,
        outcome VARCHAR NOT NULL,
        hits INTEGER NOT NULL,
        searched_at VARCHAR,
        "by" VARCHAR,
        note VARCHAR,
        PRIMARY KEY (id),
        CONSTRAINT uq_case_search UNIQUE (case_id, system_id),
        FOREIGN KEY(case_id) REFERENCES case_ (id),
        FOREIGN KEY(system_id) REFERENCES system (id)
    )
    """,
    "CREATE INDEX ix_case_search_case_id ON case_search (case_id)",
    """
    CREATE TABLE decision (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        record_id INTEGER NOT NULL,
        field_group TEXT NOT NULL,
        verdict VARCHAR NOT NULL,
        reason_code VARCHAR NOT NULL,
        article VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        note VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(case_id) REFERENCES case_ (id),
        FOREIGN KEY(record_id) REFERENCES record (id)
    )
    """,
    "CREATE INDEX ix_decision_case_id ON decision (case_id)",
    """
    CREATE TABLE document (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        format VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        created_at VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL,
        draft BOOLEAN NOT NULL,
        released_by VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(case_id) REFERENCES case_ (id)
    )
    """,
    "CREATE INDEX ix_document_case_id ON document (case_id)",
    """
    CREATE TABLE identifier (
        kind VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        party_id INTEGER NOT NULL,
        raw VARCHAR NOT NULL,
        reversed VARCHAR,
        PRIMARY KEY (kind, value, party_id),
        FOREIGN KEY(party_id) REFERENCES party (id)
    )
     WITHOUT ROWID
    """,
    "CREATE INDEX ix_identifier_party ON identifier (party_id)",
    "CREATE INDEX ix_identifier_reversed ON identifier (reversed) WHERE reversed IS NOT NULL",
    """
    CREATE TABLE involvement (
        party_id INTEGER NOT NULL,
        record_id INTEGER NOT NULL,
        role VARCHAR NOT NULL,
        PRIMARY KEY (party_id, record_id, role),
        FOREIGN KEY(party_id) REFERENCES party (id),
        FOREIGN KEY(record_id) REFERENCES record (id)
    )
     WITHOUT ROWID
    """,
    "CREATE INDEX ix_involvement_record ON involvement (record_id)",
    """
    CREATE TABLE link (
        id INTEGER NOT NULL,
        party_a INTEGER NOT NULL,
        party_b INTEGER NOT NULL,
        strength VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        undone_by VARCHAR,
        undone_at VARCHAR,
        merged_subject INTEGER,
        run_id INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(party_a) REFERENCES party (id),
        FOREIGN KEY(party_b) REFERENCES party (id)
    )
    """,
    "CREATE INDEX ix_link_merged ON link (merged_subject) WHERE merged_subject IS NOT NULL",
    "CREATE INDEX ix_link_party_a ON link (party_a)",
    "CREATE INDEX ix_link_party_b ON link (party_b)",
    "CREATE INDEX ix_link_run_id ON link (run_id)",
    """
    CREATE TABLE message (
        id INTEGER NOT NULL,
        record_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        author_role VARCHAR NOT NULL,
        author VARCHAR,
        author_key VARCHAR,
        sent_at VARCHAR,
        text TEXT NOT NULL,
        internal BOOLEAN NOT NULL,
        payload VARCHAR NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(record_id) REFERENCES record (id)
    )
    """,
    "CREATE INDEX ix_message_record ON message (record_id, position)",
    """
    CREATE TABLE request (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        "right" VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        outcome VARCHAR,
        house_days INTEGER,
        PRIMARY KEY (id),
        FOREIGN KEY(case_id) REFERENCES case_ (id)
    )
    """,
    "CREATE INDEX ix_request_case_id ON request (case_id)",
    """
    CREATE TABLE run_change (
        id INTEGER NOT NULL,
        run_id INTEGER NOT NULL,
        entity VARCHAR NOT NULL,
        entity_id INTEGER NOT NULL,
        old TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(run_id) REFERENCES import_run (id)
    )
    """,
    "CREATE INDEX ix_run_change_run ON run_change (run_id)",
    """
    CREATE TABLE suggestion (
        id INTEGER NOT NULL,
        party_a INTEGER NOT NULL,
        party_b INTEGER NOT NULL,
        reason VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        decided_by VARCHAR,
        decided_at VARCHAR,
        why_not VARCHAR,
        link_id INTEGER,
        run_id INTEGER,
        PRIMARY KEY (id),
        CONSTRAINT uq_suggestion_pair UNIQUE (party_a, party_b, reason),
        FOREIGN KEY(party_a) REFERENCES party (id),
        FOREIGN KEY(party_b) REFERENCES party (id)
    )
    """,
    "CREATE INDEX ix_suggestion_party_a ON suggestion (party_a)",
    "CREATE INDEX ix_suggestion_party_b ON suggestion (party_b)",
    "CREATE INDEX ix_suggestion_run_id ON suggestion (run_id)",
    "CREATE INDEX ix_suggestion_state ON suggestion (state)",
    """
    CREATE TABLE unmatched_identifier (
        id INTEGER NOT NULL,
        party_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        raw VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(party_id) REFERENCES party (id)
    )
    """,
    "CREATE INDEX ix_unmatched_identifier_party_id ON unmatched_identifier (party_id)",
    """
    CREATE TABLE case_event (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        request_id INTEGER,
        kind VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        day VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        reason VARCHAR,
        PRIMARY KEY (id),
        FOREIGN KEY(case_id) REFERENCES case_ (id),
        FOREIGN KEY(request_id) REFERENCES request (id)
    )
    """,
    "CREATE INDEX ix_case_event_case_id ON case_event (case_id)",
)


def upgrade() -> None:
    for statement in DDL:
        op.execute(statement)
