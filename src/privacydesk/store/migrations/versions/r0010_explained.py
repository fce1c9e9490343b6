"""What an explanation was given for. Those of before do not say it, and no longer hold."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE explanation ADD COLUMN about VARCHAR")
