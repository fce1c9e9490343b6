"""Puts Pydantic's findings into sentences of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from privacydesk.policy.positions import Path

_UNION_TAGS: Final = ("literal[", "Event", "str-enum[", "lax-or-strict", "function-")


def explain(error: ValidationError) -> Iterator[tuple[Path, str]]:
    """Path in the data and sentence of each finding.

    A value that fits no member of a union is reported once, and a list not again because its
    items are wrong.
    """
    found: dict[Path, str] = {}
    for detail in error.errors(include_url=False):
        path = tuple(
            part
            for part in detail["loc"]
            if isinstance(part, int) or not part.startswith(_UNION_TAGS)
        )
        if detail["type"] == "unknown_key":
            path = (*path, str(detail["ctx"]["key"]))
        found.setdefault(path, _sentence(path, detail))
    inner = {path[:length] for path in found for length in range(len(path))}
    yield from ((path, told) for path, told in found.items() if path not in inner)


def _sentence(path: Path, detail: ErrorDetails) -> str:
    kind, message = detail["type"], detail["msg"]
    if kind == "missing":
        return f"key {path[-1]} is missing{where(path)}"
    if kind.startswith("date_"):
        return f"{_shown(detail['input'])} is no date; write it like 2026-01-31, without quotes"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    if kind in {"enum", "literal_error"}:
        allowed = detail["ctx"]["expected"].replace("'", "")
        return f"{_shown(detail['input'])} is not allowed; allowed are {allowed}"
    if kind == "unknown_key":
        return message
    return f"{_shown(detail['input'])}: {message[:1].lower()}{message[1:]}"


def where(path: Path) -> str:
    """Where a key that is missing belongs: a key of the pack itself cannot follow a table."""
    if len(path) > 1:
        return ""
    return " at the top of the file, before the first [table]"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
