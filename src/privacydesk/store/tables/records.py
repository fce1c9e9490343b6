"""What the systems hold: records with their lines and files, and who took part in them."""

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from privacydesk.store.tables.ids import NEVER_REUSED


class RecordRow(SQLModel, table=True):
    __tablename__ = "record"
    __table_args__ = (
        # per system, and it serves the lists by system and kind as well
        UniqueConstraint("system_id", "kind", "source_id", name="uq_record_system_id"),
        Index("ix_record_occurred", text("occurred_at DESC")),
        # counts per kind and newest date of a person, without the wide rows
        Index("ix_record_summary", "id", "kind", "occurred_at", "restricted"),
        # storage periods, without the wide rows
        Index(
            "ix_record_retention",
            "kind",
            "source",
            "system_id",
            "occurred_at",
            "restricted",
            "anonymised",
        ),
        NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    source: str
    system_id: int = Field(foreign_key="system.id")
    source_id: str
    title: str = ""
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    occurred_at: str | None = None
    updated_at: str | None = None
    details: str = "{}"
    payload: str = "{}"
    content_hash: str
    flags: str = "[]"
    dropped: str = "{}"
    gone_at: str | None = None
    restricted: bool = False
    by_hand: bool = False
    run_id: int | None = Field(default=None, index=True)  # the run that created it
    # no longer personal: left over for counting, in nobody's file and in no answer
    anonymised: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})


class MessageRow(SQLModel, table=True):
    __tablename__ = "message"
    __table_args__ = (Index("ix_message_record", "record_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    record_id: int = Field(foreign_key="record.id")
    position: int
    author_role: str
    author: str | None = None
    author_key: str | None = None
    sent_at: str | None = None
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    internal: bool = False
    payload: str = "{}"


class InvolvementRow(SQLModel, table=True):
    __tablename__ = "involvement"
    __table_args__ = (Index("ix_involvement_record", "record_id"), {"sqlite_with_rowid": False})
    party_id: int = Field(primary_key=True, foreign_key="party.id")
    record_id: int = Field(primary_key=True, foreign_key="record.id")
    role: str = Field(primary_key=True)


class AttachmentRow(SQLModel, table=True):
    __tablename__ = "attachment"
    id: int | None = Field(default=None, primary_key=True)
    record_id: int = Field(foreign_key="record.id", index=True)
    name: str
    state: str
    content_type: str | None = None
    size: int | None = None
    sha256: str | None = None
    url: str | None = None
    internal: bool = False
