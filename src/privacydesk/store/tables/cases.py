"""A case: its requests and events, where it was searched, what may also be the person's."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from privacydesk.store.tables.ids import NEVER_REUSED


class CaseRow(SQLModel, table=True):
    __tablename__ = "case_"
    __table_args__ = NEVER_REUSED
    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    subject_id: int | None = Field(default=None, foreign_key="subject.id", index=True)
    received_at: str
    received_day: str
    logged_at: str
    channel: str
    language: str
    status: str = Field(index=True)
    assignee: str | None = None
    note: str | None = None
    country: str
    region: str | None = None
    policy_sha256: str | None = Field(default=None, foreign_key="policy_pack.sha256")


class RequestRow(SQLModel, table=True):
    __tablename__ = "request"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    right: str
    status: str = "open"
    outcome: str | None = None
    house_days: int | None = None  # the promise of the pack in force when it was logged


class CaseEventRow(SQLModel, table=True):
    __tablename__ = "case_event"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    request_id: int | None = Field(default=None, foreign_key="request.id")
    kind: str
    at: str
    day: str
    by: str
    reason: str | None = None


class CaseSearchRow(SQLModel, table=True):
    __tablename__ = "case_search"
    __table_args__ = (UniqueConstraint("case_id", "system_id", name="uq_case_search"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    system_id: int = Field(foreign_key="system.id")
    outcome: str = "open"
    hits: int = 0
    searched_at: str | None = None
    by: str | None = None
    note: str | None = None


class SearchRequestRow(SQLModel, table=True):
    """The owner of a system was asked to search it for a case."""

    __tablename__ = "search_request"
    __table_args__ = (UniqueConstraint("case_id", "system_id", name="uq_search_request"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    system_id: int = Field(foreign_key="system.id")
    owner: str
    asked_at: str
    by: str
    asked_on: str
    remind_on: str


class CandidateRow(SQLModel, table=True):
    """Something that may also be the subject's. `record_id` or `party_id` is set."""

    __tablename__ = "candidate"
    __table_args__ = (
        UniqueConstraint("case_id", "reason", "record_id", "party_id", name="uq_candidate"),
        Index("ix_candidate_record_id", "record_id"),
        Index("ix_candidate_party_id", "party_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    reason: str
    explanation: str
    record_id: int | None = Field(default=None, foreign_key="record.id")
    party_id: int | None = Field(default=None, foreign_key="party.id")
    label: str
    decision: str | None = None
    decided_by: str | None = None
    decided_at: str | None = None
    why: str | None = None
    effect: str | None = None  # what "theirs" did, so that deciding again can take it back
