"""Which released documents left with which delivery, and guards around what was released.

A released row is never changed: triggers refuse it. It leaves only after its case, when the whole
case is erased (delete the case first, with deferred foreign keys). Of a released file one thing
may change, once: the day on which its bytes were erased.
"""

from __future__ import annotations

import json
from typing import Any, Final

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLE: tuple[str, ...] = (
    """
    CREATE TABLE delivery_document (
        delivery_id INTEGER NOT NULL,
        document_id INTEGER NOT NULL,
        PRIMARY KEY (delivery_id, document_id),
        FOREIGN KEY(delivery_id) REFERENCES delivery (id),
        FOREIGN KEY(document_id) REFERENCES document (id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX ix_delivery_document_document_id ON delivery_document (document_id)",
)

_REFUSED: Final = "BEGIN SELECT RAISE(ABORT, '{why}'); END"
_DOCUMENT: Final = _REFUSED.format(why="a released document is never changed")
_FILE: Final = _REFUSED.format(why="a released file is never changed")
_LEFT: Final = _REFUSED.format(why="what left is never changed")
GUARDS: tuple[str, ...] = (
    # no draft becomes a release this way either
    "CREATE TRIGGER document_kept BEFORE UPDATE ON document "
    f"WHEN NOT (OLD.draft AND NEW.draft) {_DOCUMENT}",
    "CREATE TRIGGER document_stays BEFORE DELETE ON document WHEN NOT OLD.draft "
    f"AND EXISTS (SELECT 1 FROM case_ WHERE id = OLD.case_id) {_DOCUMENT}",
    # a REPLACE deletes without asking the trigger above
    "CREATE TRIGGER document_not_replaced BEFORE INSERT ON document "
    f"WHEN EXISTS (SELECT 1 FROM document WHERE id = NEW.id AND NOT draft) {_DOCUMENT}",
    "CREATE TRIGGER released_file_kept BEFORE UPDATE ON released_file "
    "WHEN OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL OR NEW.id IS NOT OLD.id "
    "OR NEW.document_id IS NOT OLD.document_id OR NEW.name IS NOT OLD.name "
    "OR NEW.sha256 IS NOT OLD.sha256 OR NEW.size IS NOT OLD.size OR NEW.main IS NOT OLD.main "
    f"{_FILE}",
    "CREATE TRIGGER released_file_stays BEFORE DELETE ON released_file "
    f"WHEN EXISTS (SELECT 1 FROM document WHERE id = OLD.document_id) {_FILE}",
    "CREATE TRIGGER released_file_not_replaced BEFORE INSERT ON released_file "
    f"WHEN EXISTS (SELECT 1 FROM released_file WHERE id = NEW.id) {_FILE}",
    f"CREATE TRIGGER delivery_document_is_a_log BEFORE UPDATE ON delivery_document {_LEFT}",
    "CREATE TRIGGER delivery_document_stays BEFORE DELETE ON delivery_document "
    f"WHEN EXISTS (SELECT 1 FROM delivery WHERE id = OLD.delivery_id) {_LEFT}",
)

ANSWERING: Final = frozenset(
    {"access_report", "portability_package"}
    | {
        f"letter:{name}"
        for name in (
            "not_identified",
            "access_reply",
            "portability_reply",
            "no_data",
            "erasure_reply",
            "rectification_reply",
            "restriction_reply",
            "objection_marketing_reply",
            "objection_reply",
            "withdrawal_reply",
            "partial_refusal",
            "refusal",
        )
    }
)


def upgrade() -> None:
    for statement in TABLE:
        op.execute(statement)
    _fill(op.get_bind())
    for statement in GUARDS:
        op.execute(statement)


def _fill(con: Any) -> None:
    """Name the documents of deliveries that were recorded before.

    The log holds how many documents were sent, not which: of the newest release of each kind at
    that time all of them, or the answering ones when the sending stopped the clock, or the others
    when it did not. Where the number fits none of these nothing is claimed.
    """
    told = {}
    for at, facts in con.exec_driver_sql(
        "SELECT at, facts FROM audit_entry WHERE action = 'case.send'"
    ):
        read = json.loads(facts)
        told[at, read.get("case")] = read.get("documents")
    stopped = {
        tuple(row)
        for row in con.exec_driver_sql("SELECT at, case_id FROM case_event WHERE kind = 'sent'")
    }
    rows = []
    for delivery_id, case_id, at in con.exec_driver_sql(
        "SELECT id, case_id, at FROM delivery WHERE sent ORDER BY id"
    ).fetchall():
        here = con.exec_driver_sql(
            "SELECT d.id, d.kind FROM document d WHERE d.case_id = ? AND NOT d.draft "
            "AND d.released_at = (SELECT max(x.released_at) FROM document x "
            "WHERE x.case_id = d.case_id AND x.kind = d.kind AND NOT x.draft "
            "AND x.released_at <= ?)",
            (case_id, at),
        ).fetchall()
        answer = (at, case_id) in stopped
        everything = [row[0] for row in here]
        fitting = [row[0] for row in here if (row[1] in ANSWERING) is answer]
        # a sending that did not stop the clock held no answer
        for left in (everything, fitting) if answer else (fitting,):
            if len(left) == told.get((at, case_id)):
                rows += [(delivery_id, document_id) for document_id in left]
                break
    for row in rows:
        con.exec_driver_sql("INSERT INTO delivery_document VALUES (?, ?)", row)
