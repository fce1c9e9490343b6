"""The shared language of all rooms: frozen types, no behaviour beyond small derived facts.

Three families:

* **drafts** come out of `intake` (what a source file says, before anybody knows whose it is);
* **views** come out of `store` (what the desk knows), and are what both doors show;
* **case** types describe a request, its events and its decisions.

Times are timezone-aware `datetime`; dates are `date`. Ids are the store's integer keys, except a
case, which people quote by its reference (`2026-0001`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

Payload = Mapping[str, Any]  # every field of a source row, verbatim


# --------------------------------------------------------------------------- kinds and roles


class RecordKind(StrEnum):
    """What a record is. The values are the keys of `counts` in the command line's JSON."""

    ACCOUNT = "account"
    CONTACT = "contact"
    TICKET = "ticket"
    CHAT = "chat"
    MAIL = "mail"
    ORDER = "order"
    INVOICE = "invoice"
    PAYMENT = "payment"
    CONTRACT = "contract"
    REPAIR = "repair"
    DELIVERY = "delivery"
    CALL = "call"
    RECORDING = "recording"
    USAGE = "usage"
    CONSENT = "consent"
    NEWSLETTER = "newsletter"
    SURVEY = "survey"
    APPLICATION = "application"
    NOTE = "note"
    SCORE = "score"
    CREDIT_CHECK = "credit_check"
    OTHER = "other"


class Role(StrEnum):
    """How a person takes part in a record. `domain/scope.py` reads it."""

    HOLDER = "holder"  # of an account, contact entry, consent, contract
    REQUESTER = "requester"  # of a ticket, chat, mail, repair
    BUYER = "buyer"
    RECIPIENT = "recipient"  # of a parcel: gets delivery facts, not the buyer's payment
    PAYER = "payer"
    CALLER = "caller"
    CALLEE = "callee"
    CC = "cc"
    SUBSCRIBER = "subscriber"
    RESPONDENT = "respondent"  # of a survey
    APPLICANT = "applicant"
    MENTIONED = "mentioned"


class AuthorRole(StrEnum):
    """Who wrote a line of a ticket, chat or mail."""

    SUBJECT = "subject"  # the requester of the record
    AGENT = "agent"
    BOT = "bot"
    THIRD_PARTY = "third_party"
    SYSTEM = "system"


class IdentifierKind(StrEnum):
    """What an identifying value is; `domain/identifiers.py` normalises each."""

    EMAIL = "email"
    PHONE = "phone"
    CUSTOMER_NUMBER = "customer_number"
    ACCOUNT_ID = "account_id"
    USERNAME = "username"
    ORDER_NUMBER = "order_number"
    INVOICE_NUMBER = "invoice_number"
    TICKET_NUMBER = "ticket_number"
    CONTRACT_NUMBER = "contract_number"
    REPAIR_NUMBER = "repair_number"
    CALL_ID = "call_id"
    IMEI = "imei"
    SERIAL = "serial"
    MAC = "mac"
    IP = "ip"
    IBAN = "iban"
    DEVICE_ID = "device_id"
    ADDRESS = "address"  # postcode + house number


class AttachmentState(StrEnum):
    """Where the bytes of an attachment are."""

    FILE = "file"  # in the store's files folder
    LINK = "link"  # only an address at the source is known
    MISSING = "missing"  # named by the source, not in the folder that was imported


# --------------------------------------------------------------------------- drafts (intake)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a draft or a reject stands in its file; rows count from 1, the header included."""

    file: str
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class IdentifierDraft:
    """One identifying value as the source wrote it.

    `value` is the normalised form, or None when the raw value cannot be matched on (damaged by a
    spreadsheet, withheld number, invalid): it is then kept and shown, never matched.
    """

    kind: IdentifierKind
    raw: str
    value: str | None
    note: str | None = None  # e.g. "damaged by a spreadsheet", "withheld"


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """A person as one source knows them.

    `key` is the source's own person key (contact id, customer id); None when it has none: the
    store then uses a hash of the identity fields.
    """

    key: str | None
    name: str | None
    identifiers: tuple[IdentifierDraft, ...] = ()
    address: str | None = None  # one line, for the card and the letter
    language: str | None = None  # ISO 639-1, when the source says
    customer: bool | None = None  # True when the source knows an account or an order


@dataclass(frozen=True, slots=True)
class InvolvementDraft:
    """A person's part in a record."""

    party: PartyDraft
    role: Role


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """A line of a ticket, chat or mail, oldest first in its record.

    `author` names the writer as the source does; `author_key` is the source's key for them.
    """

    author_role: AuthorRole
    text: str
    sent_at: datetime | None = None
    author: str | None = None
    author_key: str | None = None
    internal: bool = False
    payload: Payload = field(default_factory=dict)  # every other field of the source, verbatim


@dataclass(frozen=True, slots=True)
class AttachmentDraft:
    """A file that belongs to a record.

    `path` is a readable file on disk beside the export (checked to lie inside the imported
    folder), `url` an address at the source.
    """

    name: str
    state: AttachmentState
    path: str | None = None
    url: str | None = None
    content_type: str | None = None
    size: int | None = None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """One thing a source system holds, mapped but not yet anybody's.

    `source_id` is unique within (source, kind). `details` holds the typed fields of the kind
    (see `domain/details.py`), as plain JSON values. `payload` holds every source field verbatim,
    secrets excepted; `dropped` counts the secrets by the name of their class.
    """

    kind: RecordKind
    source_id: str
    title: str
    occurred_at: datetime | None
    parties: tuple[InvolvementDraft, ...]
    text: str = ""
    updated_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    payload: Payload = field(default_factory=dict)
    messages: tuple[MessageDraft, ...] = ()
    attachments: tuple[AttachmentDraft, ...] = ()
    flags: tuple[str, ...] = ()  # e.g. "damaged:Phone", "deleted_at_source"
    dropped: Mapping[str, int] = field(default_factory=dict)
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read: file, row and column, and the sentence that says why.

    `raw` is the row as it stands in the file, for the file of rejects; never logged.
    """

    file: str
    row: int | None
    column: str | None
    reason: str
    raw: tuple[str, ...] = ()


# --------------------------------------------------------------------------- parties, subjects


class LinkStrength(StrEnum):
    """How sure a link between parties is."""

    SAME_KEY = "same_key"  # same account or customer number in one source
    STRONG = "strong"  # e-mail or phone with agreeing names, not shared
    MANUAL = "manual"  # decided by a person


class SuggestionState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifying value of a stored party. `shared_by` counts the subjects that use it."""

    kind: IdentifierKind
    value: str | None
    raw: str
    source: str
    party_id: int
    shared_by: int = 1
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    party_id: int
    source: str
    source_key: str
    name: str
    subject_id: int
    address: str | None = None
    language: str | None = None
    customer: bool | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An append-only decision that joined two parties into one subject, or kept them apart."""

    link_id: int
    party_a: int
    party_b: int
    strength: LinkStrength
    reason: str
    by: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two subjects who may be one person; a person decides."""

    suggestion_id: int
    subject_a: int
    subject_b: int
    name_a: str
    name_b: str
    reason: str
    value: str
    state: SuggestionState
    decided_by: str | None = None
    decided_at: datetime | None = None
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why a person matched: the kind of evidence and the value that matched."""

    kind: str  # an IdentifierKind value, or "name", "text", "typo"
    value: str
    shared_by: int = 1


@dataclass(frozen=True, slots=True)
class Hit:
    subject_id: int
    name: str
    why: tuple[Why, ...]
    counts: Mapping[str, int]
    newest: datetime | None = None
    restricted: bool = False
    open_cases: int = 0


@dataclass(frozen=True, slots=True)
class FindResult:
    """`more` is True when more may exist: the limit was reached or the time box closed.

    `timed_out`: the time box closed, so people or their counts may be missing.
    """

    results: tuple[Hit, ...]
    more: bool
    took_ms: float
    timed_out: bool = False


# --------------------------------------------------------------------------- records


@dataclass(frozen=True, slots=True)
class Message:
    message_id: int
    position: int
    author_role: AuthorRole
    author: str | None
    sent_at: datetime | None
    text: str
    internal: bool
    payload: Payload = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attachment:
    attachment_id: int
    name: str
    state: AttachmentState
    content_type: str | None
    size: int | None
    sha256: str | None  # names the file in the store's files folder
    url: str | None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A stored record as one subject sees it. `roles`: this subject's parts in it."""

    record_id: int
    kind: RecordKind
    source: str
    source_id: str
    title: str
    text: str
    occurred_at: datetime | None
    updated_at: datetime | None
    roles: tuple[Role, ...]
    details: Mapping[str, Any]
    payload: Payload
    content_hash: str
    messages: tuple[Message, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    flags: tuple[str, ...] = ()
    gone_at: datetime | None = None  # when a full export no longer held it
    restricted: bool = False
    by_hand: bool = False  # a hit in a system that is not imported
    dropped: Mapping[str, int] = field(default_factory=dict)
    others: tuple[str, ...] = ()  # names of other people involved (to mask)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record in a list: enough for a row, without text or payload."""

    record_id: int
    kind: RecordKind
    source: str
    source_id: str
    title: str
    occurred_at: datetime | None
    role: Role
    gone: bool = False
    restricted: bool = False
    internal_notes: int = 0
    attachments: int = 0


@dataclass(frozen=True, slots=True)
class SubjectCard:
    """Everything the head of a subject screen says."""

    subject_id: int
    name: str
    parties: tuple[Party, ...]
    identifiers: tuple[Identifier, ...]
    counts: Mapping[str, int]
    first_at: datetime | None
    last_at: datetime | None
    open_suggestions: int
    cases: tuple[str, ...]
    restricted: bool = False
    language: str | None = None
    address: str | None = None
    blocked: int = 0  # records set apart by their storage period, shown only for a case


@dataclass(frozen=True, slots=True)
class Consultation:
    """Who looked at whom, when, for what (C-579/21: date and purpose go to the person)."""

    at: datetime
    operator: str
    subject_id: int
    purpose: str
    case_reference: str | None = None


# --------------------------------------------------------------------------- systems


class SystemState(StrEnum):
    IMPORTED = "imported"
    NOT_IMPORTED = "not_imported"


@dataclass(frozen=True, slots=True)
class System:
    """A system or processor where data about people live, imported or not."""

    system_id: int
    name: str
    owner: str | None
    holds: str  # what it holds, in words
    how: str  # how it is searched: export, request to the owner, by hand
    kinds: tuple[RecordKind, ...]
    state: SystemState
    source: str | None = None  # the source description that reads it
    data_until: datetime | None = None  # the date up to which its data are here
    processor: bool = False
    records: int = 0


class SearchOutcome(StrEnum):
    OPEN = "open"
    HITS = "hits"
    NONE = "none"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class SystemSearch:
    """A system searched (or still to be searched) for a case."""

    system_id: int
    system: str
    outcome: SearchOutcome
    hits: int
    searched_at: datetime | None = None
    by: str | None = None
    note: str | None = None
    stale: bool = False  # the data here are older than the receipt of the case


# --------------------------------------------------------------------------- imports


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    INTERRUPTED = "interrupted"
    UNDONE = "undone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would do. The keys of `import --json`."""

    run_id: int | None
    source: str
    read: int
    imported: int
    updated: int
    unchanged: int
    gone: int
    rejected: int
    rejects: tuple[Reject, ...]
    subjects_created: int
    suggestions: int
    links: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    damaged: int = 0
    attachments_missing: tuple[str, ...] = ()
    dry_run: bool = False
    rows_per_second: float = 0.0
    state: RunState = RunState.DONE
    rejects_file: str | None = None
    still_held: int = 0  # erased here at the end of their period, in the export all the same
    notes: tuple[str, ...] = ()  # sentences about the files as a whole


@dataclass(frozen=True, slots=True)
class ImportRun:
    run_id: int
    source: str
    system: str
    path: str
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    position: int
    total: int
    by: str
    report: ImportReport | None = None


# --------------------------------------------------------------------------- cases


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
    document_id: int
    kind: str  # "access_report", "portability_package", "letter:..."
    format: str
    name: str
    created_at: datetime
    by: str
    sha256: str
    draft: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the desk's list."""

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


# --------------------------------------------------------------------------- audit


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One link of the hash chain. `facts` holds opaque ids and counts, no personal data."""

    seq: int
    at: datetime
    operator: str
    action: str
    facts: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class AuditFinding:
    seq: int
    problem: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    entries: int
    head: str
    findings: tuple[AuditFinding, ...]

    @property
    def ok(self) -> bool:
        return not self.findings
