"""Whose the data are: parties per system, what identifies them, what joins them to subjects."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from privacydesk.store.tables.ids import NEVER_REUSED


class SubjectRow(SQLModel, table=True):
    """A data subject: a set of parties. `folded`, `emails`, `address` feed `subject_fts`."""

    __tablename__ = "subject"
    __table_args__ = NEVER_REUSED
    id: int | None = Field(default=None, primary_key=True)
    name: str = ""
    folded: str = ""
    emails: str = ""
    address: str = ""
    restricted: bool = False
    merged_into: int | None = Field(default=None, index=True)
    created_at: str


class PartyRow(SQLModel, table=True):
    __tablename__ = "party"
    __table_args__ = (
        # per system: two shops read by one source description number their customers alike
        UniqueConstraint("system_id", "source_key", name="uq_party_system_key"),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    source: str
    source_key: str
    system_id: int | None = Field(default=None, foreign_key="system.id")
    subject_id: int = Field(foreign_key="subject.id", index=True)
    name: str = ""
    address: str | None = None
    language: str | None = None
    customer: bool | None = None
    run_id: int | None = Field(default=None, index=True)


class IdentifierRow(SQLModel, table=True):
    """A value that finds people. `reversed` is set for phone and IMEI: search by last digits."""

    __tablename__ = "identifier"
    __table_args__ = (
        Index("ix_identifier_party", "party_id"),
        Index(
            "ix_identifier_reversed",
            "reversed",
            sqlite_where=text("reversed IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )
    kind: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    party_id: int = Field(primary_key=True, foreign_key="party.id")
    raw: str
    reversed: str | None = None


class UnmatchedIdentifierRow(SQLModel, table=True):
    """A value that is kept and shown but never matched on (damaged, withheld, invalid)."""

    __tablename__ = "unmatched_identifier"
    id: int | None = Field(default=None, primary_key=True)
    party_id: int = Field(foreign_key="party.id", index=True)
    kind: str
    raw: str
    note: str


class LinkRow(SQLModel, table=True):
    """Append-only: who joined which parties, why, and who undid it."""

    __tablename__ = "link"
    __table_args__ = (
        Index(
            "ix_link_merged",
            "merged_subject",
            sqlite_where=text("merged_subject IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    party_a: int = Field(foreign_key="party.id", index=True)
    party_b: int = Field(foreign_key="party.id", index=True)
    strength: str
    reason: str
    by: str
    at: str
    undone_by: str | None = None
    undone_at: str | None = None
    merged_subject: int | None = None  # the subject of party_b that this link merged away
    run_id: int | None = Field(default=None, index=True)


class SuggestionRow(SQLModel, table=True):
    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("party_a", "party_b", "reason", name="uq_suggestion_pair"),
        Index("ix_suggestion_state", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    party_a: int = Field(foreign_key="party.id", index=True)
    party_b: int = Field(foreign_key="party.id", index=True)
    reason: str
    value: str
    state: str = "open"
    decided_by: str | None = None
    decided_at: str | None = None
    why_not: str | None = None
    link_id: int | None = None
    run_id: int | None = Field(default=None, index=True)
