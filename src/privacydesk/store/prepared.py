"""A draft made ready for the store: everything that needs neither the store nor its lock.

The content hash covers all that was mapped and every source field, so a newer export updates
exactly the records that changed.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, NamedTuple

from privacydesk.domain.identifiers import reversed_value
from privacydesk.domain.model import (
    AttachmentDraft,
    InvolvementDraft,
    MessageDraft,
    PartyDraft,
    RecordDraft,
)
from privacydesk.domain.text import storable
from privacydesk.store.codec import dumps, maybe_text

COLUMNS = (
    "title",
    "text",
    "occurred_at",
    "updated_at",
    "details",
    "payload",
    "content_hash",
    "flags",
    "dropped",
)
MESSAGE_COLUMNS = "position, author_role, author, author_key, sent_at, text, internal, payload"

# Tuples, texts, numbers and None only: a whole import can be put aside cheaply between its check
# and its writing.
Plain = tuple[Any, ...]
Carried = tuple[str, str | None, str, str | None, str | None]


class PreparedPerson(NamedTuple):
    """Somebody's part in a record. `key` is theirs within the system.

    `identifiers`: (kind, normalised value or None, raw, reversed value, note).
    """

    key: str
    role: str
    name: str
    address: str | None
    language: str | None
    customer: bool | None
    identifiers: tuple[Carried, ...]


class PreparedFile(NamedTuple):
    """An attachment; `path` names readable bytes when there are any."""

    name: str
    state: str
    path: str | None
    url: str | None
    content_type: str | None
    size: int | None
    internal: bool


class Prepared(NamedTuple):
    """A draft as it will stand in the store, without ids. `size` is about its bytes."""

    kind: str
    source_id: str
    columns: tuple[Any, ...]  # as COLUMNS
    messages: tuple[tuple[Any, ...], ...]  # as MESSAGE_COLUMNS
    people: tuple[PreparedPerson, ...]
    files: tuple[PreparedFile, ...]
    size: int

    @property
    def content_hash(self) -> str:
        return str(self.columns[6])

    @staticmethod
    def from_plain(row: Plain) -> Prepared:
        """What `prepare` made, with names on its parts."""
        kind, source_id, columns, messages, people, files, size = row
        return Prepared(
            kind,
            source_id,
            columns,
            messages,
            tuple([PreparedPerson._make(p) for p in people]),
            tuple([PreparedFile._make(f) for f in files]) if files else (),
            size,
        )


KeyOf = Callable[[PartyDraft, str, int], str]


def prepare(draft: RecordDraft, key_of: KeyOf) -> Plain:
    """Everything that can be computed before the lock, as `Prepared.from_plain` takes it.

    Never fails on what a source may hold. `key_of(party, record, position)` gives a party's key
    within its system.
    """
    kind, source_id = draft.kind.value, storable(draft.source_id)
    title, text = storable(draft.title), storable(draft.text)
    occurred, updated = maybe_text(draft.occurred_at), maybe_text(draft.updated_at)
    details = dumps(draft.details) if draft.details else "{}"
    payload = dumps(draft.payload) if draft.payload else "{}"
    flags = dumps(draft.flags) if draft.flags else "[]"
    dropped = dumps(draft.dropped) if draft.dropped else "{}"
    messages = tuple([_message(n, message) for n, message in enumerate(draft.messages)])
    name = f"{kind}\x1f{source_id}"
    people = tuple(
        [
            _person(part, storable(key_of(part.party, name, n)))
            for n, part in enumerate(draft.parties)
        ]
    )
    files = tuple([_file(attachment) for attachment in draft.attachments])
    stable = [file[:2] + file[3:] for file in files]  # where the bytes lay does not matter
    body = dumps(
        [title, text, occurred, updated, details, payload, flags, dropped, messages, people, stable]
    ).encode("utf-8", "surrogatepass")
    digest = blake2b(body, digest_size=16).hexdigest()
    return (
        kind,
        source_id,
        (title, text, occurred, updated, details, payload, digest, flags, dropped),
        messages,
        people,
        files,
        len(body),
    )


def _message(position: int, message: MessageDraft) -> tuple[Any, ...]:
    return (
        position,
        message.author_role.value,
        _maybe(message.author),
        _maybe(message.author_key),
        maybe_text(message.sent_at),
        storable(message.text),
        message.internal,
        dumps(message.payload) if message.payload else "{}",
    )


def _person(part: InvolvementDraft, key: str) -> Plain:
    """The fields of a `PreparedPerson`."""
    party = part.party
    return (
        key,
        part.role.value,
        _line(party.name),
        _line(party.address) or None,
        _line(party.language) or None,
        party.customer,
        tuple(
            [
                (
                    i.kind.value,
                    storable(i.value) if i.value else None,
                    storable(i.raw),
                    reversed_value(i.kind, i.value) if i.value else None,
                    i.note,
                )
                for i in party.identifiers
            ]
        ),
    )


def _file(attachment: AttachmentDraft) -> Plain:
    """The fields of a `PreparedFile`."""
    return (
        storable(attachment.name),
        attachment.state.value,
        attachment.path,
        _maybe(attachment.url),
        _maybe(attachment.content_type),
        attachment.size,
        attachment.internal,
    )


def _maybe(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _line(text: str | None) -> str:
    return " ".join(storable(text).split()) if text else ""
