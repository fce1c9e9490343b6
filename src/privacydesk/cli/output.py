"""How the command line speaks: data on stdout, everything else on stderr, plain text.

No frames and no colour: the output is read by people, by scripts and by screen readers. Every
text goes through `domain.text.safe` on its way, so that data cannot command the terminal.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO

from privacydesk.domain.text import safe, safe_line

if TYPE_CHECKING:
    import typer

    from privacydesk.desk.context import Desk

SCHEMA = 1
# legal in JSON, but a terminal would obey or reorder them: written as escapes
_ACTIVE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def plain(value: Any) -> Any:
    """`value` as JSON types: dataclasses become objects, dates ISO 8601, enums their values."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [plain(item) for item in items]
    if isinstance(value, PurePath):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def json_text(obj: Any) -> str:
    """`obj` as indented JSON with `"schema": 1` first, harmless to a terminal as it stands."""
    body = plain(obj)
    if isinstance(body, dict):
        body = {"schema": SCHEMA, **{key: item for key, item in body.items() if key != "schema"}}
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return _ACTIVE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def emit_json(obj: Any) -> None:
    """Write `obj` (a mapping or a dataclass) as one JSON document to stdout."""
    _write(sys.stdout, json_text(obj))


def line(text: str = "") -> None:
    """Write a text of one or more lines to stdout."""
    _write(sys.stdout, safe(text))


def note(text: str) -> None:
    """Write a message for the person (progress, hints) to stderr."""
    _write(sys.stderr, safe(text))


def table(rows: Sequence[Sequence[object]], header: Sequence[str] | None = None) -> None:
    """Write rows as columns parted by two spaces; empty cells show as `-`."""
    cells = [[safe_line("" if c is None else str(c)) or "-" for c in row] for row in rows]
    if header is not None:
        cells.insert(0, list(header))
    if not cells:
        return
    columns = max(len(row) for row in cells)
    widths = [
        max((_width(row[i]) for row in cells if i < len(row)), default=0) for i in range(columns)
    ]
    for row in cells:
        parts = [
            cell + " " * (widths[i] - _width(cell)) if i < len(row) - 1 else cell
            for i, cell in enumerate(row)
        ]
        _write(sys.stdout, "  ".join(parts).rstrip())


def open_desk(ctx: typer.Context, *, create: bool = False) -> Desk:
    """The desk that `--store` and `--operator` name; closed when the command ends."""
    from privacydesk.cli.nouns import Globals
    from privacydesk.desk.context import Desk

    given = ctx.find_root().obj
    if not isinstance(given, Globals):
        given = Globals()
    desk = Desk.open(given.store, given.operator, create=create)
    ctx.call_on_close(desk.close)
    return desk


def silence_stdout() -> None:
    """Point stdout at nothing: its reader has gone, and nobody wants to hear about it."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # stdout is not a real file (tests)
        return


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(f"{text}\n")
    except UnicodeEncodeError:  # a terminal that is not UTF-8
        encoding = stream.encoding or "ascii"
        stream.write(f"{text.encode(encoding, 'backslashreplace').decode(encoding)}\n")


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
