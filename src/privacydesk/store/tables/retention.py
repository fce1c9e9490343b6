"""Erasing at the end of storage periods: holds, and what is left to know of the erased."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from privacydesk.store.tables.ids import NEVER_REUSED


class RetentionHoldRow(SQLModel, table=True):
    """Data that must not be erased for now: of a person, or of a case and its person."""

    __tablename__ = "retention_hold"
    __table_args__ = NEVER_REUSED
    id: int | None = Field(default=None, primary_key=True)
    subject_id: int | None = Field(default=None, foreign_key="subject.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="case_.id", index=True)
    reason: str
    by: str
    at: str
    until: str | None = None  # the last day it holds; None: until it is lifted
    lifted_by: str | None = None
    lifted_at: str | None = None


class ErasureGroundRow(SQLModel, table=True):
    """Why records were erased: activity and period of the pack of its day. No personal data."""

    __tablename__ = "erasure_ground"
    __table_args__ = (
        UniqueConstraint("policy_sha256", "activity", "step", "period", name="uq_erasure_ground"),
    )
    id: int | None = Field(default=None, primary_key=True)
    policy_sha256: str
    activity: str
    step: str
    period: str  # {"nl", "de", "en"}


class TombstoneRow(SQLModel, table=True):
    """That a record was erased here. `source_hash` is keyed: it recognises, it does not tell."""

    __tablename__ = "tombstone"
    __table_args__ = (
        UniqueConstraint("system_id", "kind", "source_hash", name="uq_tombstone_source"),
        Index(
            "ix_tombstone_still_held",
            "still_held_at",
            sqlite_where=text("still_held_at IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    system_id: int = Field(foreign_key="system.id")
    kind: str
    source_hash: str
    erased_at: str
    ended: str  # the last day it was to be kept
    ground_id: int = Field(foreign_key="erasure_ground.id")
    still_held_at: str | None = None  # when an export was last seen to hold it still


class TombstonePersonRow(SQLModel, table=True):
    """Whose the erased record was, as long as that person is in the store."""

    __tablename__ = "tombstone_person"
    __table_args__ = (
        Index("ix_tombstone_person_subject", "subject_id"),
        {"sqlite_with_rowid": False},
    )
    tombstone_id: int = Field(primary_key=True, foreign_key="tombstone.id")
    subject_id: int = Field(primary_key=True, foreign_key="subject.id")


class PersonPastRow(SQLModel, table=True):
    """When a person was last heard of in records that are erased: periods of other records count
    from it, and must not end earlier because its proof is gone. Goes with the person."""

    __tablename__ = "person_past"
    __table_args__ = ({"sqlite_with_rowid": False},)
    subject_id: int = Field(primary_key=True, foreign_key="subject.id")
    kind: str = Field(primary_key=True)
    newest: str | None = None  # the date of the newest erased record of this kind
    line: str | None = None  # and of the newest line in one
    details: str | None = None  # the days that erased accounts and contracts told (JSON)


class FileRemovalRow(SQLModel, table=True):
    """A file of the store's folder to remove once nothing names it: noted with the erasure, so
    that a killed run is finished by the next."""

    __tablename__ = "file_removal"
    sha256: str = Field(primary_key=True)
    noted_at: str
