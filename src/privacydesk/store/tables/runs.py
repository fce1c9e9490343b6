"""Runs of an import, and what undoing one needs."""

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from privacydesk.store.tables.ids import NEVER_REUSED


class ImportRunRow(SQLModel, table=True):
    __tablename__ = "import_run"
    __table_args__ = NEVER_REUSED
    id: int | None = Field(default=None, primary_key=True)
    source: str
    system_id: int = Field(foreign_key="system.id", index=True)
    path: str
    files: str = "[]"  # [{name, sha256}]: a resumed run must read the same bytes
    options: str = "{}"
    state: str = Field(index=True)
    started_at: str
    finished_at: str | None = None
    heartbeat_at: str | None = None
    position: int = 0
    total: int = 0
    by: str
    pid: int | None = None
    report: str = "{}"


class RunChangeRow(SQLModel, table=True):
    """The old state of a row that a run changed, so that the run can be undone."""

    __tablename__ = "run_change"
    __table_args__ = (Index("ix_run_change_run", "run_id"),)
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="import_run.id")
    entity: str  # "record", "party", "subject", ...
    entity_id: int
    old: str = Field(sa_column=Column(Text, nullable=False))
