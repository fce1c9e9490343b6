"""A case: the message that came in, its requests, what happened to them, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from privacydesk.domain.model.kinds import RecordKind
from privacydesk.domain.model.systems import SystemSearch


class Channel(StrEnum):
    """How a message came in."""

    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"
    TICKET = "ticket"
    PORTAL = "portal"
    POST = "post"
    IN_PERSON = "in_person"
    OTHER = "other"


class CaseStatus(StrEnum):
    """The path of a case, in order; `closed` also ends a case without an answer."""

    NEW = "new"
    IDENTITY = "identity"
    SEARCHING = "searching"
    REVIEWING = "reviewing"
    PREPARED = "prepared"
    RELEASED = "released"
    SENT = "sent"
    CLOSED = "closed"


class RequestStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class EventKind(StrEnum):
    """What can happen to a request; the clock is computed from these (never stored)."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    IDENTITY_ASKED = "identity_asked"
    CLARIFICATION_ASKED = "clarification_asked"
    ANSWERED = "answered"  # the person answered our question
    IDENTITY_CONFIRMED = "identity_confirmed"
    PAUSE_ALLOWED = "pause_allowed"  # a DPO switched pausing on, with a reason
    PAUSE_WITHDRAWN = "pause_withdrawn"
    EXTENDED = "extended"
    EXTENSION_WITHDRAWN = "extension_withdrawn"
    EXTENSION_NOTIFIED = "extension_notified"
    CANDIDATES_LISTED = "candidates_listed"  # the untimed search for more of this person ran
    ACTED = "acted"  # stopped, erased, corrected, ...
    RELEASED = "released"
    SENT = "sent"
    CLOSED = "closed"
    REOPENED = "reopened"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """`day` is the local calendar date at the controller that counts for the clock."""

    event_id: int
    kind: EventKind
    at: datetime
    day: date
    by: str
    request_id: int | None = None  # None: the whole case
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One right asked for in a case (a `domain.rights.Right` value)."""

    request_id: int
    right: str
    status: RequestStatus
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A record or subject that may also be this person's; each is decided before release."""

    candidate_id: int
    case_reference: str
    reason: str  # "shared_number", "open_suggestion", "former_name", "mention", ...
    explanation: str  # the reason in words
    record_id: int | None
    subject_id: int | None
    label: str
    decision: str | None = None  # "theirs", "not_theirs"
    decided_by: str | None = None
    decided_at: datetime | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A draft, or a released document. `by`: who prepared it."""

    document_id: int
    kind: str  # "access_report", "portability_package", "letter:..."
    format: str
    name: str
    created_at: datetime
    by: str
    sha256: str
    draft: bool
    sent_on: date | None = None  # the day a released document first left
    released_by: str | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the desk's list. `days_left`: until it is due, from today; of a case that is sent
    or closed, from the day that it was (`sent_on`, else `closed_on`)."""

    reference: str
    subject_id: int | None
    who: str
    rights: tuple[str, ...]
    status: CaseStatus
    stage: str  # the status in words, with its progress
    assignee: str | None
    received: date
    due: date
    days_left: int
    at_once: bool
    sent_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExpiryWarning:
    """Data that will be gone at the source before the case is due."""

    record_id: int
    title: str
    kind: RecordKind
    source: str
    expires_on: date
    why: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case with everything its screen and `case show` tell, except the computed clock."""

    reference: str
    subject_id: int | None
    who: str
    received_at: datetime
    received_date: date
    logged_at: datetime
    channel: str
    language: str
    status: CaseStatus
    assignee: str | None
    requests: tuple[Request, ...]
    events: tuple[CaseEvent, ...]
    searches: tuple[SystemSearch, ...] = ()
    candidates: tuple[CandidateView, ...] = ()
    documents: tuple[DocumentView, ...] = ()
    policy_name: str | None = None
    policy_sha256: str | None = None
    note: str | None = None
