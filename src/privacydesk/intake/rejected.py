"""What is kept of an entry that could not be read, so that the person in it can be recognised.

A row of a table is kept as its cells, an object as its JSON, a broken piece of JSON as the text it
is. Who a row names by number only is told by the look-up tables: their values are added. All of it
goes into the file of rejects, which is for its owner only, never into a message or a log.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import orjson

from privacydesk.domain.model import PartyDraft
from privacydesk.domain.secrets import class_of_field, marker, scrub
from privacydesk.domain.text import storable

Raw = tuple[str, ...]

_VALUE: Final = r"""("(?:[^"\\]|\\.)*"?|[\[{][^\]}]*|[^\s,\[\]{}]+)"""
_FIELD: Final = re.compile(rf'"((?:[^"\\]|\\.){{1,80}})"(\s*:\s*){_VALUE}')
_LABELLED: Final = re.compile(
    rf'("(?:name|key)"\s*:\s*"((?:[^"\\]|\\.){{1,80}})"\s*,\s*"value"\s*:\s*){_VALUE}'
)


def raw_of(row: Mapping[str, Any], people: Iterable[PartyDraft] = ()) -> Raw:
    """A row without secrets, and what is known of the `people` it names where it does not say."""
    flat = all(isinstance(value, str) for value in row.values())
    kept = tuple(row.values()) if flat else (_dumped(row),)
    return (*kept, *_beside(kept, people))


def raw_value(value: Any) -> Raw:
    """An entry that is no object, without what looks like secrets."""
    return raw_text(value if isinstance(value, str) else _dumped(value))


def raw_text(text: str, limit: int | None = None) -> Raw:
    """The first `limit` characters of something that is no JSON, without what looks like secrets.

    Fields named like secrets lose their value, also when that is an object or list.
    """
    text = storable(text[:limit]).strip()
    text = _LABELLED.sub(_cut_labelled, text)
    return (scrub(_FIELD.sub(_cut_named, text))[0],)


def _cut_named(found: re.Match[str]) -> str:
    secret = class_of_field(found[1])
    return f'"{found[1]}"{found[2]}"{marker(secret)}"' if secret else found[0]


def _cut_labelled(found: re.Match[str]) -> str:
    secret = class_of_field(found[2])
    return f'{found[1]}"{marker(secret)}"' if secret else found[0]


def _dumped(value: Any) -> str:
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=str).decode()
    except (orjson.JSONEncodeError, TypeError):  # lone surrogates, numbers beyond 64 bits
        return json.dumps(value, default=str)


def _beside(kept: Raw, people: Iterable[PartyDraft]) -> Iterator[str]:
    said = "\n".join(kept)
    for person in people:
        values = [person.name, *(one.raw for one in person.identifiers), person.address]
        for value in dict.fromkeys(values):
            if value and value not in said:
                yield storable(value)
