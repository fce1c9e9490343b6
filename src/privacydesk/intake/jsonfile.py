"""JSON and JSON lines: any of the shapes in which APIs and exports hand out lists of objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import orjson

from privacydesk.domain.errors import InputError
from privacydesk.domain.model import Reject
from privacydesk.intake.container import Member
from privacydesk.intake.encoding import open_text
from privacydesk.intake.limits import MB, Limits
from privacydesk.intake.rejected import raw_text, raw_value

_TOO_DEEP: Final = "is nested too deeply to be an export"


def is_lines(member: Member) -> bool:
    """True for JSON lines: by name, or because the first line is a whole object and more follow."""
    if member.suffix in {".jsonl", ".ndjson"}:
        return True
    with member.open() as stream:
        first = stream.readline(1 << 20).strip()
        second = stream.read(1)
    if not first.startswith(b"{") or not first.endswith(b"}") or not second:
        return False
    try:
        orjson.loads(first)
    except orjson.JSONDecodeError:
        return False
    return True


def read_objects(member: Member, limits: Limits) -> Iterator[tuple[int, dict[str, Any]] | Reject]:
    """Number (from 1) and object, for each object of the file.

    Understood: an array of objects, one object that holds lists of objects (each object then gets
    the name of its list under `"\\x00list"`), one single object, and JSON lines. In JSON lines a
    broken line is a Reject; a broken JSON file is an InputError.
    """
    if is_lines(member):
        yield from _lines(member, limits)
        return
    if member.size > limits.json_bytes:
        raise InputError(
            f"{member.name} is larger than {limits.json_bytes // MB} MB. Export it as JSON lines."
        )
    with member.open() as stream:
        raw = stream.read()
    document = _loads(raw, member)
    if isinstance(document, dict):
        yield from _members(document, member)
        return
    if not isinstance(document, list):
        raise InputError(f"{member.name} holds neither a list nor an object.")
    yield from _objects(document, member, None)


LIST_NAME: Final = "\x00list"  # where an object keeps the name of the list it stood in


def _members(
    document: dict[str, Any], member: Member
) -> Iterator[tuple[int, dict[str, Any]] | Reject]:
    lists = {
        name: value
        for name, value in document.items()
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
    }
    scalars = [name for name, value in document.items() if not isinstance(value, list | dict)]
    envelope = all(name in _ENVELOPE or name.startswith("next_") for name in scalars)
    if envelope and (lists or not document or all(value == [] for value in document.values())):
        for name, value in lists.items():
            yield from _objects(value, member, name)
        return
    yield 1, document


_ENVELOPE: Final = frozenset(
    {
        "count", "next_page", "previous_page", "page", "total_pages", "per_page", "end_time",
        "end_of_stream", "after_cursor", "before_cursor", "after_url", "before_url", "has_more",
        "total", "version", "exported_at",
    }
)  # fmt: skip


def _objects(
    items: list[Any], member: Member, name: str | None
) -> Iterator[tuple[int, dict[str, Any]] | Reject]:
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            reason = f"Entry {number} of {member.base} is not an object."
            yield Reject(member.name, number, None, reason, raw_value(item))
            continue
        if name is not None:
            item[LIST_NAME] = name
        yield number, item


def _lines(member: Member, limits: Limits) -> Iterator[tuple[int, dict[str, Any]] | Reject]:
    number = 0
    with member.open() as stream:
        while line := stream.readline(limits.line_bytes):
            number += 1
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            try:
                item = _loads(line, member, number)
            except InputError as error:
                text = line.decode(member.encoding or "utf-8", "replace")
                raw = raw_text(text, limits.reject_chars)
                yield Reject(member.name, number, None, error.message, raw)
                continue
            if isinstance(item, dict):
                yield number, item
            else:
                reason = f"Line {number} of {member.base} is not an object."
                yield Reject(member.name, number, None, reason, raw_value(item))


# Numbers that a float would round and orjson would hand out as one: a customer number of thirty
# digits, an amount with twenty decimals. The pattern may find them in texts too; that only costs.
_LONG_NUMBER: Final = re.compile(rb"[:\[,]\s*-?(?:\d{19}|\d+\.\d{16})")
_WHOLE: Final = range(-(2**63), 2**64)  # what JSON writers and the store take as a number


def _loads(raw: bytes, member: Member, line: int | None = None) -> Any:
    if member.encoding is not None or _LONG_NUMBER.search(raw) is not None:
        return _loads_slowly(raw, member, line, None)
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as first:
        return _loads_slowly(raw, member, line, first)


def _integer(digits: str) -> int | str:
    """A number beyond 64 bits stays as its digits."""
    if len(digits) > 20:
        return digits
    number = int(digits)
    return number if number in _WHOLE else digits


def _decimal(digits: str) -> float | str:
    """A number that a float holds only rounded stays as it is written."""
    number = float(digits)
    exact = len(digits) < 16 or repr(number) == digits
    return number if exact and number not in (float("inf"), float("-inf")) else digits


def _parse(text: str) -> Any:
    """JSON with every number as the file writes it; `NaN` and `Infinity` as these words."""
    import json

    return json.loads(text, parse_int=_integer, parse_float=_decimal, parse_constant=str)


def _loads_slowly(raw: bytes, member: Member, line: int | None, first: Exception | None) -> Any:
    """What orjson refuses or rounds but exporters write: lone surrogates, NaN, UTF-16, a byte
    order mark, long numbers."""
    import json

    where = f"Line {line} of {member.base}" if line else member.name
    try:
        if line is None:
            with open_text(member) as text:
                return _parse(text.read().lstrip("\ufeff"))
        return _parse(raw.decode(member.encoding or "utf-8"))
    except RecursionError:
        raise InputError(f"{where} {_TOO_DEEP}.") from first
    except json.JSONDecodeError as error:
        if error.msg.startswith("Extra data") and line is None:
            raise InputError(
                f"{member.name} goes on after its end at line {error.lineno}. If it holds one "
                "object per line, name it .jsonl."
            ) from error
        spot = f" at line {error.lineno}, column {error.colno}" if line is None else ""
        raise InputError(
            f"{where} is not valid JSON{spot}: it is cut off or damaged. Export it again."
        ) from error
    except ValueError as error:
        raise InputError(f"{where} is not valid JSON: it is damaged. Export it again.") from error
