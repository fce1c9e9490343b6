"""The lines of an order: rows that continue the order, a list in JSON, numbered or packed cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from privacydesk.domain.identifiers import normalise
from privacydesk.domain.model import IdentifierDraft, IdentifierKind
from privacydesk.domain.text import fold
from privacydesk.intake.schema import LineRule
from privacydesk.intake.values import Names, Row, path_getter, text_of

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


DevicesReader = Callable[[Row], list[tuple[str, IdentifierDraft]]]


def _device_kind(name: str) -> IdentifierKind | None:
    folded = fold(name)
    return next((kind for kind, pattern in _DEVICE_FIELDS if pattern.search(folded)), None)


def compile_devices(
    paths: tuple[str, ...], header: tuple[str, ...] | None, mapped: frozenset[str], region: str
) -> DevicesReader | None:
    """Reads IMEIs, MACs and serial numbers from free fields, by the names people give those.

    In a table these are the columns that the description does not map (custom fields stand at the
    end of many exports); in JSON the objects and lists at `paths`.
    """
    if header is not None:
        columns = [
            (name, kind)
            for name in header
            if name.casefold() not in mapped and (kind := _device_kind(name))
        ]
        if not columns:
            return None
        return lambda row: [
            (name, normalise(kind, text, region=region))
            for name, kind in columns
            if (text := text_of(row[name]).strip()) and len(text) <= 60
        ]
    if not paths:
        return None
    getters = [path_getter(path) for path in paths]

    def read(row: Row) -> list[tuple[str, IdentifierDraft]]:
        found: list[tuple[str, IdentifierDraft]] = []
        for getter in getters:
            _search(getter(row), found, region)
        return found

    return read


def _search(value: Any, found: list[tuple[str, IdentifierDraft]], region: str) -> None:
    """Walks `{"imei": "..."}`, `[{"key": "Serial", "value": "..."}]` and lists of such objects."""
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                label = text_of(item.get("display_key") or item.get("key") or item.get("name"))
                if "value" in item and label:
                    _search({label: item["value"]}, found, region)
                _search(item, found, region)
        return
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        if name in ("meta_data", "properties", "custom_fields") and not isinstance(inner, str):
            _search(inner, found, region)
            continue
        kind = _device_kind(name)
        text = text_of(inner).strip() if kind is not None else ""
        if kind is not None and text and len(text) <= 60:
            found.append((name, normalise(kind, text, region=region)))
