"""Names for the places of a record that stay the same when its export is read again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from privacydesk.domain.model import Message, Record

_IDS = ("id", "message_id", "comment_id", "event_id", "article_id", "uuid", "Id", "ID")


def record_key(system_id: int, record: Record) -> str:
    """The record as its system names it: a new import gives a row a new number, not this."""
    return f"{system_id}:{record.kind.value}:{record.source_id}"


def message_keys(record: Record) -> Iterator[tuple[int, str]]:
    """(message id, place) of every message: the number its source gives it, else its time, else
    its position; of equal ones the order of reading tells."""
    seen: Counter[str] = Counter()
    for message in record.messages:
        key = _message_key(message)
        seen[key] += 1
        yield message.message_id, f"{key}~{seen[key]}" if seen[key] > 1 else key


def _message_key(message: Message) -> str:
    for name in _IDS:
        value = message.payload.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return f"message:{value}"
    if message.sent_at is not None:
        return f"message@{message.sent_at.isoformat()}"
    return f"message#{message.position}"
