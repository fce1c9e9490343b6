"""What a source file says, before anybody knows whose it is: `intake` makes these drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from privacydesk.domain.model.kinds import (
    AttachmentState,
    AuthorRole,
    IdentifierKind,
    Payload,
    RecordKind,
    Role,
)


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
