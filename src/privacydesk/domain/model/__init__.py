"""The shared language of all rooms: frozen types, no behaviour beyond small derived facts.

Three families:

* **drafts** come out of `intake` (what a source file says, before anybody knows whose it is);
* **views** come out of `store` (what the desk knows), and are what both doors show;
* **case** types describe a request, its events and its decisions.

Each module here holds one subject; importers take the names from the package. Times are
timezone-aware `datetime`; dates are `date`. Ids are the store's integer keys, except a case, which
people quote by its reference (`2026-0001`).
"""

from privacydesk.domain.model.audit import (
    AuditEntry,
    AuditFinding,
    AuditReport,
    Consultation,
    ReleaseFinding,
)
from privacydesk.domain.model.cases import (
    CandidateView,
    Case,
    CaseEvent,
    CaseLine,
    CaseStatus,
    Channel,
    DocumentView,
    EventKind,
    ExpiryWarning,
    Request,
    RequestStatus,
)
from privacydesk.domain.model.drafts import (
    AttachmentDraft,
    IdentifierDraft,
    InvolvementDraft,
    MessageDraft,
    Origin,
    PartyDraft,
    RecordDraft,
    Reject,
)
from privacydesk.domain.model.find import (
    FindResult,
    Hit,
    Why,
)
from privacydesk.domain.model.imports import (
    ImportReport,
    ImportRun,
    RunState,
)
from privacydesk.domain.model.kinds import (
    AttachmentState,
    AuthorRole,
    IdentifierKind,
    Payload,
    RecordKind,
    Role,
)
from privacydesk.domain.model.people import (
    Identifier,
    Link,
    LinkStrength,
    Party,
    SubjectCard,
    Suggestion,
    SuggestionState,
)
from privacydesk.domain.model.records import (
    Attachment,
    Message,
    Record,
    RecordLine,
)
from privacydesk.domain.model.systems import (
    SearchOutcome,
    System,
    SystemSearch,
    SystemState,
)

__all__ = [
    "Attachment",
    "AttachmentDraft",
    "AttachmentState",
    "AuditEntry",
    "AuditFinding",
    "AuditReport",
    "AuthorRole",
    "CandidateView",
    "Case",
    "CaseEvent",
    "CaseLine",
    "CaseStatus",
    "Channel",
    "Consultation",
    "DocumentView",
    "EventKind",
    "ExpiryWarning",
    "FindResult",
    "Hit",
    "Identifier",
    "IdentifierDraft",
    "IdentifierKind",
    "ImportReport",
    "ImportRun",
    "InvolvementDraft",
    "Link",
    "LinkStrength",
    "Message",
    "MessageDraft",
    "Origin",
    "Party",
    "PartyDraft",
    "Payload",
    "Record",
    "RecordDraft",
    "RecordKind",
    "RecordLine",
    "Reject",
    "ReleaseFinding",
    "Request",
    "RequestStatus",
    "Role",
    "RunState",
    "SearchOutcome",
    "SubjectCard",
    "Suggestion",
    "SuggestionState",
    "System",
    "SystemSearch",
    "SystemState",
    "Why",
]
