"""How values look in the store: times, days and JSON.

Times are UTC text of a fixed width, so text order is time order. JSON has sorted keys, so that
equal values are equal text: content hashes and the audit chain rest on it.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import orjson

_LONG_NUMBER = re.compile(r"\d{19}")


def to_text(moment: datetime) -> str:
    """`2026-01-30T09:15:00.000000Z`. Raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a stored time needs a zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_text(text: str) -> datetime:
    """The UTC time that `to_text` wrote. Raises ValueError for anything else."""
    if not text.endswith("Z"):
        raise ValueError("not a time of the store")
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)


def maybe_text(moment: datetime | None) -> str | None:
    return None if moment is None else to_text(moment)


def maybe_time(text: str | None) -> datetime | None:
    return None if text is None else from_text(text)


def day(text: str) -> date:
    """`2026-01-30` as a date. Raises ValueError for anything else."""
    return date.fromisoformat(text)


def dumps(value: Any) -> str:
    """JSON with sorted keys and no spaces.

    Source systems hold numbers and broken text that orjson refuses (integers beyond 64 bits,
    lone surrogates); the standard library writes those, so that payloads stay verbatim.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain)


def loads(text: str) -> Any:
    """The value that `dumps` wrote; integers of any size come back exactly."""
    if _LONG_NUMBER.search(text):
        return json.loads(text)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
