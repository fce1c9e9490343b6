"""What stands in each file of the package: JSON Schemas and Table Schemas from one list of fields.

Titles are in the language of the person; `x-title` holds all three languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from privacydesk.documents.words import Words
from privacydesk.domain.details import DETAILS, OrderLine, field_type
from privacydesk.domain.model import RecordKind

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
Sort = Literal["text", "time", "int", "list", "lines"]

COMMON: Final[tuple[tuple[str, Sort], ...]] = (
    ("system", "text"),
    ("id", "text"),
    ("title", "text"),
    ("text", "text"),
    ("occurred_at", "time"),
    ("updated_at", "time"),
    ("roles", "list"),
)
MESSAGE: Final[tuple[tuple[str, Sort], ...]] = (
    ("who", "text"),
    ("sent_at", "time"),
    ("text", "text"),
)
FILE: Final[tuple[tuple[str, Sort], ...]] = (
    ("path", "text"),
    ("size", "int"),
    ("sha256", "text"),
)
LINE: Final = tuple(OrderLine.model_fields)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a CSV. `group`: which list of words names it."""

    name: str
    sort: Sort
    group: str
    word: str


def detail_fields(kind: RecordKind) -> tuple[tuple[str, Sort], ...]:
    """The typed fields of a kind, in order."""
    return tuple((name, _sort(kind, name)) for name in DETAILS[kind].model_fields)


def _sort(kind: RecordKind, name: str) -> Sort:
    found = field_type(kind, name)
    assert found in ("text", "time", "int", "list", "lines")
    return found  # type: ignore[return-value]


def record_columns(kind: RecordKind) -> tuple[Column, ...]:
    """The columns of the CSV of a kind; lists of items and messages have files of their own."""
    common = [Column(name, sort, "package", name) for name, sort in COMMON]
    details = [
        Column(f"details.{name}", sort, "field", name)
        for name, sort in detail_fields(kind)
        if sort != "lines"
    ]
    return (*common, *details, Column("fields", "text", "package", "fields"))


MESSAGE_COLUMNS: Final = (
    Column("record", "text", "package", "record"),
    Column("position", "int", "package", "position"),
    *(Column(name, sort, "package", name) for name, sort in MESSAGE),
)
LINE_COLUMNS: Final = (
    Column("record", "text", "package", "record"),
    Column("position", "int", "package", "position"),
    *(Column(name, "text", "field", name) for name in LINE),
)
FILE_COLUMNS: Final = (
    Column("record", "text", "package", "record"),
    *(Column(name, sort, "package", name) for name, sort in FILE),
)
NOT_INCLUDED_COLUMNS: Final = (
    Column("type", "text", "package", "type"),
    Column("system", "text", "package", "system"),
    Column("number", "int", "package", "number"),
    Column("reason", "text", "package", "reason"),
    Column("article", "text", "package", "article"),
)


def table_schema(
    columns: Sequence[Column], words: Words, key: Sequence[str] = ()
) -> dict[str, Any]:
    """A Table Schema (Data Package v2). Lists and objects stand in a cell as text."""
    types = {"int": "integer", "time": "datetime"}
    fields: list[dict[str, Any]] = []
    for column in columns:
        entry: dict[str, Any] = {
            "name": column.name,
            "title": words.get(column.group, column.word, column.word),
            "type": types.get(column.sort, "string"),
        }
        if column.sort == "time":
            entry["format"] = "any"
        fields.append(entry)
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key:
        schema["primaryKey"] = list(key)
    return schema


def json_schema(kind: RecordKind, words: Words) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `data/<kind>.json`."""
    properties: dict[str, Any] = {
        name: _property(sort, "package", name, words) for name, sort in COMMON
    }
    properties["details"] = {
        **_named("package", "details", words),
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: _property(sort, "field", name, words) for name, sort in detail_fields(kind)
        },
    }
    properties["fields"] = {**_named("package", "fields", words), "type": "object"}
    properties["messages"] = _objects("messages", MESSAGE, words)
    properties["files"] = _objects("files", FILE, words)
    return {
        "$schema": DRAFT,
        "$id": f"urn:privacydesk:package:1:{kind.value}",
        "title": words("kind", kind.value),
        "x-title": words.every_language("kind", kind.value),
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": list(properties),
            "properties": properties,
        },
    }


def _objects(name: str, fields: Sequence[tuple[str, Sort]], words: Words) -> dict[str, Any]:
    return {
        **_named("package", name, words),
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": [field for field, _ in fields],
            "properties": {f: _property(sort, "package", f, words) for f, sort in fields},
        },
    }


def _property(sort: Sort, group: str, name: str, words: Words) -> dict[str, Any]:
    shapes: dict[Sort, dict[str, Any]] = {
        "text": {"type": ["string", "null"]},
        "int": {"type": ["integer", "null"]},
        "time": {"type": ["string", "null"], "format": "date-time"},
        "list": {"type": "array", "items": {"type": "string"}},
        "lines": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    field: {**_named("field", field, words), "type": ["string", "null"]}
                    for field in LINE
                },
            },
        },
    }
    return {**_named(group, name, words), **shapes[sort]}


def _named(group: str, name: str, words: Words) -> dict[str, Any]:
    texts = words.every_language(group, name)
    return {"title": words(group, name), "x-title": texts} if texts else {"title": name}
