"""A record as the person gets it: withheld parts cut, other people masked, staff as roles.

Everything an answer contains is made from these, in every format: what is not here cannot leak,
whatever a layout does. Values that stay are the source's own, character for character.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from privacydesk.documents.blocks import BLACK_BOX
from privacydesk.domain.model import Attachment, AttachmentState, RecordKind


@dataclass(frozen=True, slots=True)
class DeliveredMessage:
    """`side`: "subject", "controller", "other" or "internal"; `who` is a role, never a name."""

    who: str
    side: str
    sent_at: datetime | None
    text: str
    internal: bool
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """A file of a record. `path` is its neutral name beside the answer, None when not given."""

    name: str
    state: AttachmentState
    content_type: str | None
    size: int | None
    sha256: str | None
    url: str | None
    internal: bool
    path: str | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a record that is not given: what it is, why, and the article."""

    group: str
    what: str
    reason: str
    article: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """One record of an answer."""

    record_id: int
    kind: RecordKind
    system: str
    source: str
    source_id: str
    title: str
    text: str
    occurred_at: datetime | None
    updated_at: datetime | None
    roles: tuple[str, ...]
    details: Mapping[str, Any]
    fields: Mapping[str, Any]
    messages: tuple[DeliveredMessage, ...]
    files: tuple[DeliveredFile, ...]
    flags: tuple[str, ...]
    gone_at: datetime | None
    restricted: bool
    by_hand: bool
    dropped: Mapping[str, int]
    cuts: tuple[Cut, ...]
    kept_until: str = ""
    content_hash: str = ""

    @property
    def masked(self) -> bool:
        """Whether a black box stands anywhere in the record."""
        return any(BLACK_BOX in text for text in _strings(self))


def _strings(record: Delivered) -> list[str]:
    found = [record.title, record.text, *(file.name for file in record.files)]
    for message in record.messages:
        found.append(message.text)
        found += [text for _, text in flatten(message.fields)]
    found += [text for _, text in flatten(record.details)]
    found += [text for _, text in flatten(record.fields)]
    return found


def flatten(value: Any, path: str = "") -> list[tuple[str, str]]:
    """A JSON value as (path, text) pairs in order: `customer.tags[0]`, `vip`.

    Values are written as they are: text unquoted, true/false, numbers with all their digits,
    nothing for null and for empty objects and lists.
    """
    if isinstance(value, Mapping):
        if value:
            return [
                pair
                for key, item in value.items()
                for pair in flatten(item, f"{path}.{key}" if path else str(key))
            ]
    elif isinstance(value, list | tuple):
        if value:
            return [pair for i, item in enumerate(value) for pair in flatten(item, f"{path}[{i}]")]
    else:
        return [(path, _text(value))]
    return [(path, "")]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def file_name(number: int, attachment: Attachment, kind: RecordKind) -> str:
    """A name that tells nothing about anybody: recording-001.wav, attachment-014.pdf."""
    _, dot, ending = attachment.name.rpartition(".")
    safe = ending.casefold() if dot and ending.isascii() and ending.isalnum() else ""
    stem = "recording" if kind in (RecordKind.RECORDING, RecordKind.CALL) else "attachment"
    return f"{stem}-{number:03}{'.' + safe if 0 < len(safe) <= 5 else ''}"


def as_json(record: Delivered) -> dict[str, Any]:
    """The machine-readable form that is attached to a report."""
    return {
        "kind": record.kind.value,
        "system": record.system,
        "id": record.source_id,
        "title": record.title,
        "text": record.text,
        "occurred_at": _iso(record.occurred_at),
        "updated_at": _iso(record.updated_at),
        "roles": list(record.roles),
        "details": record.details,
        "fields": record.fields,
        "messages": [
            {
                "who": message.who,
                "sent_at": _iso(message.sent_at),
                "internal": message.internal,
                "text": message.text,
                "fields": message.fields,
            }
            for message in record.messages
        ],
        "files": [
            {
                "name": file.name,
                "path": file.path,
                "state": file.state.value,
                "content_type": file.content_type,
                "size": file.size,
                "sha256": file.sha256,
            }
            for file in record.files
        ],
        "gone_at": _iso(record.gone_at),
        "withheld": [
            {"part": cut.what, "reason": cut.reason, "article": cut.article} for cut in record.cuts
        ],
        "source_hash": record.content_hash,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
