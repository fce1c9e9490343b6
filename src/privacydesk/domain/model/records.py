"""A stored record with its messages and attachments, as one person sees it or as a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from privacydesk.domain.model.kinds import AttachmentState, AuthorRole, Payload, RecordKind, Role


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
