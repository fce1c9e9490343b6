"""The JSON Schema of a pack's TOML text, for editors: completion, hints and errors while typing.

It is made from the models that check a pack (`policy/schema.py`), so that the two cannot part.
Two things differ between a model and the text: any optional fact of the statement may be
`"not stated"`, and the text may hold a `supplement` that completes the statement, where everything
is optional but the keys by which tables are merged. What a schema cannot say (unknown recipients,
missing languages, facts given nowhere) the loader tells.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from privacydesk.domain.estate import ROWS
from privacydesk.policy import schema as m
from privacydesk.policy.layers import NOT_STATED

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SUPPLIED: Final = "Supplied"
_KEYS: Final = {
    "ActivityModel": ["id"],
    "RecipientModel": ["id"],
    "RightModel": ["right"],
    "AuthorityModel": ["name"],
}
_LOOSE: Final = frozenset(
    {
        "PackModel",
        "StatementModel",
        "ControllerModel",
        "ContactModel",
        "PlaceModel",
        "LettersModel",
        "RetentionModel",
        "TransferModel",
    }
)
"""Tables of which a supplement may give some keys only."""

_SAID: Final[Mapping[Callable[[str], str], JsonSchemaValue]] = {
    m._basis: {
        "pattern": r"^(6\(1\)\([a-f]\)|9\(2\)\([a-j]\)|10)$",
        "examples": ["6(1)(a)", "6(1)(b)", "6(1)(c)", "6(1)(f)", "9(2)(a)"],
    },
    m._country: {"pattern": "^[A-Z]{2}$", "examples": ["NL", "DE", "NO"]},
    m._identifier: {"pattern": "^[a-z][a-z0-9_]{0,39}$"},
    m._row: {"enum": list(ROWS)},
    m._duration: {
        "pattern": r"^P(?!$)(\d{1,3}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,5}D)?$",
        "examples": ["P90D", "P12M", "P7Y"],
    },
    m._month_day: {"pattern": r"^\d{2}-\d{2}$", "examples": ["12-31"]},
}


class _Generator(GenerateJsonSchema):
    """Adds what the validators of plain strings demand."""

    def function_after_schema(
        self, schema: core_schema.AfterValidatorFunctionSchema
    ) -> JsonSchemaValue:
        made = super().function_after_schema(schema)
        return {**made, **_SAID.get(schema["function"]["function"], {})}  # type: ignore[arg-type]


def pack_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of a pack's text."""
    made = m.PackModel.model_json_schema(by_alias=True, schema_generator=_Generator)
    tables: dict[str, Any] = made.pop("$defs")
    tables["PackModel"] = made
    for table in tables.values():
        _tidy(table)
    text = tables["TextModel"]
    text["anyOf"] = [{"required": [code]} for code in ("nl", "de", "en")]

    supplied = {f"{_SUPPLIED}{name}": deepcopy(table) for name, table in tables.items()}
    for name, table in list(supplied.items()):
        _point_to(table, _SUPPLIED)
        _loosen(name.removeprefix(_SUPPLIED), table)
    for table in tables.values():
        _allow_silence(table)

    pack = tables.pop("PackModel")
    pack["properties"]["supplement"] = {
        "$ref": f"#/$defs/{_SUPPLIED}PackModel",
        "description": "What the controller adds for its own answers; it completes, never changes.",
    }
    return {
        "$schema": DIALECT,
        "title": "PrivacyDesk policy pack",
        **pack,
        "$defs": dict(sorted({**tables, **supplied}.items())),
    }


def schema_text() -> str:
    """The schema as it is shipped: indented JSON."""
    return json.dumps(pack_schema(), ensure_ascii=False, indent=2) + "\n"


def _tidy(node: Any) -> None:
    """Drop the titles that only repeat the key."""
    if isinstance(node, dict):
        if isinstance(node.get("title"), str):
            del node["title"]
        for value in node.values():
            _tidy(value)
    elif isinstance(node, list):
        for value in node:
            _tidy(value)


def _point_to(node: Any, prefix: str) -> None:
    if isinstance(node, dict):
        ref = node.get("$ref")
        if isinstance(ref, str):
            node["$ref"] = ref.replace("#/$defs/", f"#/$defs/{prefix}")
        for value in node.values():
            _point_to(value, prefix)
    elif isinstance(node, list):
        for value in node:
            _point_to(value, prefix)


def _loosen(name: str, table: dict[str, Any]) -> None:
    if name in _KEYS:
        table["required"] = _KEYS[name]
    elif name in _LOOSE:
        table.pop("required", None)
    for value in table.get("properties", {}).values():
        if name == "PackModel":
            value.pop("minItems", None)


def _allow_silence(table: dict[str, Any]) -> None:
    """An optional fact may be said to be missing."""
    required = table.get("required", ())
    properties = table.get("properties", {})
    for key, value in properties.items():
        if key not in required and key != "from" and value.get("type") != "string":
            told = value.pop("description", None)
            default = {"default": value.pop("default")} if "default" in value else {}
            options = value.pop("anyOf", None) or [dict(value)]
            value.clear()
            value.update({"anyOf": [*options, {"const": NOT_STATED}], **default})
            if told:
                value["description"] = told
