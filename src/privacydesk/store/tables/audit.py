"""Who did what, and who looked at whom."""

from sqlalchemy import Column, Integer
from sqlmodel import Field, SQLModel


class AuditRow(SQLModel, table=True):
    """The hash chain. No personal data: opaque ids, counts, codes."""

    __tablename__ = "audit_entry"
    seq: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    at: str
    operator: str
    action: str
    facts: str
    prev: str
    hash: str


class ConsultationRow(SQLModel, table=True):
    __tablename__ = "consultation"
    id: int | None = Field(default=None, primary_key=True)
    at: str
    operator: str
    subject_id: int = Field(index=True)
    purpose: str
    case_reference: str | None = None
