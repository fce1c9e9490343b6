"""Checks across a pack that a schema of single keys cannot make.

A pack that fails here cannot be worked with. What is lawful but unwise, or unlawful but stated,
is for the policy check, not for the loader.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel

from privacydesk.domain.errors import InputError
from privacydesk.domain.places import Place
from privacydesk.policy.layers import NOT_STATED, Layers
from privacydesk.policy.positions import Path
from privacydesk.policy.problems import where
from privacydesk.policy.schema import PackModel, TextModel

_PACK_FACTS: Final = ("security", "complaint", "transfer", "automated")
_CONTROLLER_FACTS: Final = ("address", "phone", "emails", "dpo")
_ACTIVITY_FACTS: Final = ("purposes", "data", "basis", "period", "recipients")
_RECIPIENT_FACTS: Final = ("country", "processor")

Problem = tuple[Path, str]


def problems(model: PackModel, layers: Layers) -> Iterator[Problem]:
    """Each problem with its path in the merged data and a sentence."""
    yield from _place(model)
    unknown = tuple(_unknown(layers))
    yield from unknown
    yield from () if unknown else _unspoken(layers)  # a slip of the key is the reason
    yield from _ids(model)
    yield from _languages(model, model.letters.languages)


def _place(model: PackModel) -> Iterator[Problem]:
    try:
        Place(model.place.country, model.place.region or None)
    except InputError as error:
        yield ("place", "region"), error.message
    try:
        ZoneInfo(model.place.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield (
            ("place", "zone"),
            f"{model.place.zone!r} is no time zone; write a name such as Europe/Amsterdam",
        )


def _unknown(layers: Layers) -> Iterator[Problem]:
    """Keys that nothing is called and that are marked "not stated": the models never see them."""
    for path in layers.not_stated:
        model = _table(path[:-1])
        allowed = [f.alias or name for name, f in model.model_fields.items()] if model else []
        if allowed and path[-1] not in allowed:
            yield path, f"unknown key {path[-1]}; allowed are {', '.join(allowed)}"


def _table(path: Path) -> type[BaseModel] | None:
    """The model of the table at `path`."""
    model: type[BaseModel] | None = PackModel
    for part in path:
        if isinstance(part, int):
            continue
        fields = {f.alias or name: f for name, f in model.model_fields.items()} if model else {}
        model = _model_in(fields[part].annotation) if part in fields else None
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _unspoken(layers: Layers) -> Iterator[Problem]:
    """Facts that an answer needs must be given, or said to be missing."""
    data = layers.data
    tables: list[tuple[Path, dict[str, Any], tuple[str, ...]]] = [
        ((), data, _PACK_FACTS),
        (("statement",), data["statement"], ("date",)),
        (("controller",), data["controller"], _CONTROLLER_FACTS),
    ]
    for index, table in enumerate(data["activity"]):
        tables.append((("activity", index), table, _ACTIVITY_FACTS))
    for index, table in enumerate(data.get("recipient", ())):
        tables.append((("recipient", index), table, _RECIPIENT_FACTS))
    for path, table, facts in tables:
        for fact in facts:
            if table.get(fact) in (None, "", []) and (*path, fact) not in layers.not_stated:
                yield (
                    (*path, fact),
                    f"key {fact} is missing{where((*path, fact))}; "
                    f'give it, or write {fact} = "{NOT_STATED}"',
                )


def _ids(model: PackModel) -> Iterator[Problem]:
    yield from _unique("activity", [a.id for a in model.activity])
    yield from _unique("recipient", [r.id for r in model.recipient])
    yield from _unique("right", [r.right.value for r in model.right])
    yield from _unique("system", [s.name.casefold() for s in model.system])
    known = [recipient.id for recipient in model.recipient]
    for index, activity in enumerate(model.activity):
        for number, name in enumerate(activity.recipients):
            if name not in known:
                allowed = ", ".join(known) or "none: there is no [[recipient]]"
                yield (
                    ("activity", index, "recipients", number),
                    f"there is no recipient {name!r}; allowed are {allowed}",
                )


def _unique(table: str, names: list[str]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield (table, index), f"{name!r} is used twice; each {table} needs a name of its own"


def _languages(node: Any, languages: tuple[str, ...], path: Path = ()) -> Iterator[Problem]:
    """Each text is written in each language of the letters."""
    if isinstance(node, TextModel):
        for language in languages:
            if not getattr(node, language):
                yield path, f"there is no text in {language}, a language of the letters"
    elif isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            key = field.alias or name
            yield from _languages(getattr(node, name), languages, (*path, key))
    elif isinstance(node, tuple):
        for index, item in enumerate(node):
            yield from _languages(item, languages, (*path, index))
