"""The lines of an order: rows that continue the order, a list in JSON, numbered or packed cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

from privacydesk.domain.identifiers import normalise
from privacydesk.domain.model import IdentifierDraft, IdentifierKind
from privacydesk.domain.text import fold
from privacydesk.intake.schema import LineRule
from privacydesk.intake.values import Names, Row, text_of

Line = dict[str, str]
LinesReader = Callable[[Row], list[Line]]


def compile_lines(rule: LineRule, names: Names, header: tuple[str, ...] | None) -> LinesReader:
    """The function that reads the lines that stand in one row or object."""
    if rule.path:
        return _listed(rule, names)
    if rule.numbered is not None:
        return _numbered(rule.numbered, header or ())
    getters = {
        field: getter
        for field, columns in rule.fields.items()
        if (getter := names.first_text(columns)) is not None
    }

    def read(row: Row) -> list[Line]:
        line = {field: text for field, getter in getters.items() if (text := getter(row))}
        return [line] if line else []

    return read


def _listed(rule: LineRule, names: Names) -> LinesReader:
    items = names.first_value(rule.path)
    inner = Names(None)
    getters = {field: inner.first_text(columns) for field, columns in rule.fields.items()}

    def read(row: Row) -> list[Line]:
        found = []
        values = items(row) if items is not None else None
        for item in values if isinstance(values, list) else ():
            if isinstance(item, dict):
                line = {
                    field: unescape(text)
                    for field, getter in getters.items()
                    if getter is not None and (text := getter(item))
                }
                if line:
                    found.append(line)
        return found

    return read


_PACKED = {"name": "name", "product": "name", "quantity": "quantity", "qty": "quantity",
           "total": "price", "sku": "sku"}  # fmt: skip


def _numbered(prefix: str, header: tuple[str, ...]) -> LinesReader:
    """Columns `line_item_1`, `line_item_2` ..., each `name:Widget|quantity:2|total:10`."""
    pattern = re.compile(re.escape(prefix.casefold()) + r"\d+")
    columns = [name for name in header if pattern.fullmatch(name.casefold())]

    def read(row: Row) -> list[Line]:
        found = []
        for column in columns:
            line: Line = {}
            for part in text_of(row[column]).split("|"):
                name, _, value = part.partition(":")
                if (field := _PACKED.get(name.strip().casefold())) and value.strip():
                    line[field] = unescape(value.strip())
            if line:
                found.append(line)
        return found

    return read


_DEVICE_FIELDS = (
    (IdentifierKind.IMEI, re.compile(r"imei")),
    (IdentifierKind.MAC, re.compile(r"(?:^|[^a-z])mac(?:[^a-z]|$)|macadr|macaddr")),
    (
        IdentifierKind.SERIAL,
        re.compile(r"serial|serie(?:n|nummer|$)|seriennr|(?:^|[^a-z])s/?n(?:[^a-z]|$)|s_n(?:_|$)"),
    ),
)


def device_identifiers(pairs: Mapping[str, Any]) -> list[tuple[str, IdentifierDraft]]:
    """IMEIs, MACs and serial numbers among free fields, by the names people give such fields."""
    found = []
    for name, value in pairs.items():
        text = text_of(value).strip()
        if not text or len(text) > 60:
            continue
        folded = fold(name)
        for kind, pattern in _DEVICE_FIELDS:
            if pattern.search(folded):
                found.append((name, normalise(kind, text)))
                break
    return found


def labelled_values(items: Any) -> dict[str, Any]:
    """`[{"key": "Serial", "value": "X1"}]` and `{"Serial": "X1"}` as one mapping."""
    if isinstance(items, dict):
        return dict(items)
    found: dict[str, Any] = {}
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and "value" in item:
            name = text_of(item.get("display_key") or item.get("key") or item.get("name"))
            if name:
                found[name] = item["value"]
    return found
