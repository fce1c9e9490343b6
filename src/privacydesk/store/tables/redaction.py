"""The review of other people's data in an answer: what was found and what was decided."""

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class RedactionFindingRow(SQLModel, table=True):
    """Something about somebody else in an answer, by its place: a re-import keeps the place.

    `record_key` names the record as its system does, `digest` the characters, `value_digest` what
    they say in canonical form. `text` is kept only where the search cannot find the place again by
    itself: what a person selected, and what is to be hidden everywhere.
    """

    __tablename__ = "redaction_finding"
    __table_args__ = (
        UniqueConstraint("case_id", "number", name="uq_redaction_number"),
        UniqueConstraint(
            "case_id", "record_key", "field", "digest", "occurrence", name="uq_redaction_anchor"
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id")
    number: int
    record_key: str = Field(index=True)
    field: str
    digest: str
    occurrence: int
    value_digest: str
    kind: str
    text: str | None = Field(default=None, sa_column=Column(Text))
    found_at: str


class RedactionDecisionRow(SQLModel, table=True):
    """What was decided about a finding; append-only (a trigger refuses changes)."""

    __tablename__ = "redaction_decision"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    finding_id: int = Field(foreign_key="redaction_finding.id", index=True)
    value_digest: str
    verdict: str  # keep, black_out, undo
    everywhere: bool
    reverses: int | None = None  # the decision that an undo takes back
    reason_code: str
    article: str
    by: str
    at: str
    note: str | None = None


class FileDecisionRow(SQLModel, table=True):
    """What was decided about a recording or attachment; append-only. `sha256`: the original."""

    __tablename__ = "file_decision"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    record_key: str = Field(index=True)
    sha256: str
    verdict: str  # ship, withhold, replaced, speaker_confirmed, speaker_not_theirs
    replacement: str | None = None  # SHA-256 of the checked file that goes instead
    size: int | None = None
    ending: str | None = None
    reason: str
    by: str
    at: str
