"""The tables of the store, as SQLModel classes: the one description that migrations follow.

Facts that shaped them (measured in the design): everything exact goes through `identifier`
(a B-tree without rowid), names and texts through FTS tables which `search/schema.py` creates by
hand, and nothing cascades: a migration or an erasure deletes what it means to delete.

Times are ISO 8601 text in UTC with a fixed width (`2026-01-30T09:15:00.000000Z`), so that text
order is time order; days are `2026-01-30`. JSON columns hold text written by `store/codec.py`.

No `from __future__ import annotations` here: SQLModel reads the annotations at run time.
"""

from sqlalchemy import Column, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

# Ids that are quoted elsewhere without a reference (audit chain, consultations, documents): after
# an erasure SQLite would give the highest one to somebody else.
NEVER_REUSED = {"sqlite_autoincrement": True}


class Meta(SQLModel, table=True):
    """Settings of this store: controller, policy pack in force, index versions."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True)
    value: str


class PolicyPackText(SQLModel, table=True):
    """The text of every pack a case was ever answered under."""

    __tablename__ = "policy_pack"
    sha256: str = Field(primary_key=True)
    name: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    stored_at: str


class SystemRow(SQLModel, table=True):
    __tablename__ = "system"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    owner: str | None = None
    holds: str = ""
    how: str = ""
    kinds: str = "[]"
    source: str | None = Field(default=None, index=True)
    data_until: str | None = None
    processor: bool = False
    by_hand: bool = False


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


class ExplanationRow(SQLModel, table=True):
    """Why a problem of an answer cannot be mended, and the answer may go all the same."""

    __tablename__ = "explanation"
    __table_args__ = (UniqueConstraint("case_id", "key", name="uq_explanation"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_.id", index=True)
    key: str
    reason: str
    by: str
    at: str


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
