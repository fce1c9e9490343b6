"""Where answers went, what happened to a case and why a problem stood: logs that nobody rewrites.

Triggers refuse what the program never does. Rows leave after their case only, when the whole case
is erased. An explanation may be given anew under its key, which the audit log tells.
"""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_REFUSED: Final = "BEGIN SELECT RAISE(ABORT, '{why}'); END"
_WHY: Final = {
    "delivery": "what left is never changed",
    "case_event": "what happened is never changed",
    "explanation": "an explanation is never changed",
}


def upgrade() -> None:
    for table, why in _WHY.items():
        refused = _REFUSED.format(why=why)
        changed = (
            "WHEN NEW.id IS NOT OLD.id OR NEW.case_id IS NOT OLD.case_id OR NEW.key IS NOT OLD.key "
            if table == "explanation"
            else ""
        )
        op.execute(f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} {changed}{refused}")
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM case_ WHERE id = OLD.case_id) {refused}"
        )
        # a REPLACE deletes without asking the trigger above
        op.execute(
            f"CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {refused}"
        )
