"""What erased accounts and contracts told of a person: log-in, closing, end of the contract."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE person_past ADD COLUMN details VARCHAR")
