"""The tables of the store, as SQLModel classes: the one description that migrations follow.

Facts that shaped them (measured in the design): everything exact goes through `identifier`
(a B-tree without rowid), names and texts through FTS tables which `search/schema.py` creates by
hand, and nothing cascades: a migration or an erasure deletes what it means to delete.

Times are ISO 8601 text in UTC with a fixed width (`2026-01-30T09:15:00.000000Z`), so that text
order is time order; days are `2026-01-30`. JSON columns hold text written by `store/codec.py`.

Each module holds one subject; importing any of them fills the metadata with all. None of them has
`from __future__ import annotations`: SQLModel reads the annotations at run time.
"""

from privacydesk.store.tables.answers import (
    DecisionRow,
    DeliveryDocumentRow,
    DeliveryRow,
    DocumentRow,
    ExplanationRow,
    LetterFactRow,
    LetterTextRow,
    ReleasedFileRow,
)
from privacydesk.store.tables.audit import (
    AuditRow,
    ConsultationRow,
)
from privacydesk.store.tables.cases import (
    CandidateRow,
    CaseEventRow,
    CaseRow,
    CaseSearchRow,
    RequestRow,
    SearchRequestRow,
)
from privacydesk.store.tables.ids import (
    NEVER_REUSED,
)
from privacydesk.store.tables.people import (
    IdentifierRow,
    LinkRow,
    PartyRow,
    SubjectRow,
    SuggestionRow,
    UnmatchedIdentifierRow,
)
from privacydesk.store.tables.records import (
    AttachmentRow,
    InvolvementRow,
    MessageRow,
    RecordRow,
)
from privacydesk.store.tables.redaction import (
    FileDecisionRow,
    RedactionDecisionRow,
    RedactionFindingRow,
)
from privacydesk.store.tables.retention import (
    ErasureGroundRow,
    FileRemovalRow,
    PersonPastRow,
    RetentionHoldRow,
    TombstonePersonRow,
    TombstoneRow,
)
from privacydesk.store.tables.runs import (
    ImportRunRow,
    RunChangeRow,
)
from privacydesk.store.tables.setup import (
    Meta,
    PolicyPackText,
    SystemRow,
)

__all__ = [
    "NEVER_REUSED",
    "AttachmentRow",
    "AuditRow",
    "CandidateRow",
    "CaseEventRow",
    "CaseRow",
    "CaseSearchRow",
    "ConsultationRow",
    "DecisionRow",
    "DeliveryDocumentRow",
    "DeliveryRow",
    "DocumentRow",
    "ErasureGroundRow",
    "ExplanationRow",
    "FileDecisionRow",
    "FileRemovalRow",
    "IdentifierRow",
    "ImportRunRow",
    "InvolvementRow",
    "LetterFactRow",
    "LetterTextRow",
    "LinkRow",
    "MessageRow",
    "Meta",
    "PartyRow",
    "PersonPastRow",
    "PolicyPackText",
    "RecordRow",
    "RedactionDecisionRow",
    "RedactionFindingRow",
    "ReleasedFileRow",
    "RequestRow",
    "RetentionHoldRow",
    "RunChangeRow",
    "SearchRequestRow",
    "SubjectRow",
    "SuggestionRow",
    "SystemRow",
    "TombstonePersonRow",
    "TombstoneRow",
    "UnmatchedIdentifierRow",
]
