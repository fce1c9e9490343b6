"""The answer to a case: decisions, documents and their files, letters, where it went."""

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class DecisionRow(SQLModel, table=True):
    """What a person decided about a record of an answer (withheld, masked reviewed, ...)."""

    __tablename__ = "decision"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    record_id: int = Field(foreign_key="record.id", index=True)
    group: str = Field(sa_column=Column("field_group", Text, nullable=False))
    verdict: str
    reason_code: str
    article: str
    by: str
    at: str
    note: str | None = None


class DocumentRow(SQLModel, table=True):
    __tablename__ = "document"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    kind: str
    format: str
    name: str
    created_at: str
    by: str
    sha256: str
    draft: bool = True
    released_by: str | None = None
    # of what it says, apart from its day and layout: another hash today means that it is stale
    content: str | None = None
    stale_at: str | None = None
    released_at: str | None = None
    checkpoint: str | None = None  # of the audit chain, as printed in the document: count:head
    addressee: str | None = None  # the company a letter goes to; None when it goes to the person


class ReleasedFileRow(SQLModel, table=True):
    """A file of a released document, kept in the files folder until its time is over.

    `main`: the document itself, else a recording or an attachment that goes with it.
    """

    __tablename__ = "released_file"
    __table_args__ = (
        Index("ix_released_file_sha256", "sha256", sqlite_where=text("erased_at IS NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    name: str
    sha256: str
    size: int
    main: bool
    erased_at: str | None = None


class DeliveryRow(SQLModel, table=True):
    """Where an answer goes or went. `sent` False: only planned, with its check."""

    __tablename__ = "delivery"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    at: str
    by: str
    day: str
    channel: str
    address: str
    on_file: bool
    checked: str | None = None
    sent: bool


class DeliveryDocumentRow(SQLModel, table=True):
    """A released document that left with a delivery."""

    __tablename__ = "delivery_document"
    delivery_id: int = Field(foreign_key="delivery.id", primary_key=True)
    document_id: int = Field(foreign_key="document.id", primary_key=True, index=True)


class ExplanationRow(SQLModel, table=True):
    """Why a problem of an answer cannot be mended, and the answer may go all the same.

    `about`: the fingerprint of what it was given for; it holds for nothing else.
    """

    __tablename__ = "explanation"
    __table_args__ = (UniqueConstraint("case_id", "key", name="uq_explanation"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    key: str
    reason: str
    by: str
    at: str
    about: str | None = None


class LetterTextRow(SQLModel, table=True):
    """A letter of one case as a person edited it; the newest counts, None is the template."""

    __tablename__ = "letter_text"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    name: str
    language: str
    text: str | None = None
    by: str
    at: str


class LetterFactRow(SQLModel, table=True):
    """A fact that a person stated for a letter of one case, as they wrote it."""

    __tablename__ = "letter_fact"
    __table_args__ = ({"sqlite_with_rowid": False},)
    case_id: int = Field(primary_key=True, foreign_key="case_.id")
    letter: str = Field(primary_key=True)
    fact: str = Field(primary_key=True)
    value: str
    by: str
    at: str
