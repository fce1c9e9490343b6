"""The verbatim copy of a source row, without what must never be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson

from privacydesk.domain.secrets import (
    class_of_field,
    marker,
    may_hold_secret,
    names_other_number,
    scrub,
)
from privacydesk.domain.text import storable
from privacydesk.intake.jsonfile import LIST_NAME

Dropped = dict[str, int]


@lru_cache(maxsize=20_000)
def field_class(name: str) -> str | None:
    return class_of_field(name)


@lru_cache(maxsize=20_000)
def _holds_other_number(name: str) -> bool:
    return names_other_number(name)


def add(dropped: Dropped, more: Mapping[str, int]) -> None:
    for secret, count in more.items():
        dropped[secret] = dropped.get(secret, 0) + count


def compile_cells(
    header: tuple[str, ...],
    safe_columns: Iterable[str],
    extra: Mapping[str, str],
    *,
    may_hold_nul: bool = True,
) -> Callable[[list[str], Dropped], list[str]]:
    """Cuts secrets out of the cells of one table; all decisions about columns are taken once.

    `safe_columns` hold dates and identifiers, which are not searched for card numbers; `extra`
    names the secrets that the description knows.
    """
    known = {name.casefold(): secret for name, secret in extra.items()}
    secret_at = {
        index: secret
        for index, name in enumerate(header)
        if (secret := known.get(name.casefold()) or field_class(name))
    }
    skip = {name.casefold() for name in safe_columns}
    free = [
        index
        for index, name in enumerate(header)
        if index not in secret_at and name.casefold() not in skip and not _holds_other_number(name)
    ]
    pick = itemgetter(*free) if len(free) > 1 else None

    def clean(cells: list[str], dropped: Dropped) -> list[str]:
        texts = pick(cells) if pick is not None else [cells[index] for index in free]
        suspicious = may_hold_secret("\x1f".join(texts))
        if secret_at or suspicious or (may_hold_nul and "\x00" in "".join(cells)):
            cells = [cell.replace("\x00", "\ufffd") for cell in cells]
            for index, secret in secret_at.items():
                if cells[index].strip():
                    cells[index] = marker(secret)
                    add(dropped, {secret: 1})
            if suspicious:
                for index in free:
                    cells[index], found = scrub(cells[index])
                    add(dropped, found)
        return cells

    return clean


def clean_reject(header: tuple[str, ...], raw: tuple[str, ...]) -> tuple[str, ...]:
    """A row that could not be read, without secrets: rejects are kept as a file.

    Its cells may have slipped aside, so a cell next to a secret column is dropped as well.
    """
    secret_at = {index for index, name in enumerate(header) if field_class(name)}
    near = {index + step for index in secret_at for step in (-1, 0, 1)}
    slipped = len(raw) != len(header)
    return tuple(
        marker("cell of a row that does not fit")
        if cell.strip() and index in (near if slipped else secret_at)
        else scrub(storable(cell))[0]
        for index, cell in enumerate(raw)
    )


def clean_object(
    item: dict[str, Any], extra: Mapping[str, str], dropped: Dropped
) -> dict[str, Any]:
    """A JSON object without secrets, NUL and lone surrogates; the same object when it has none."""
    item.pop(LIST_NAME, None)
    try:
        raw = orjson.dumps(item, option=orjson.OPT_NON_STR_KEYS)
        dirty = b"\\u0000" in raw or may_hold_secret(raw.decode("utf-8"))
    except (orjson.JSONEncodeError, TypeError):
        dirty = True
    if not dirty and not _names_secret(item, extra):
        return item
    cleaned: dict[str, Any] = _clean(item, extra, dropped, "")
    return cleaned


def _names_secret(value: Any, extra: Mapping[str, str]) -> bool:
    if isinstance(value, dict):
        label = value.get("name") or value.get("key")
        if isinstance(label, str) and "value" in value and field_class(label):
            return True
        return any(
            field_class(key) is not None or key in extra or _names_secret(inner, extra)
            for key, inner in value.items()
        )
    if isinstance(value, list):
        return any(_names_secret(inner, extra) for inner in value if isinstance(inner, dict | list))
    return False


def _clean(value: Any, extra: Mapping[str, str], dropped: Dropped, name: str) -> Any:
    if isinstance(value, dict):
        cleaned: dict[str, Any] = {}
        # {"name": "Wachtwoord", "value": "..."}: the name of the field is itself a value.
        label = value.get("name") or value.get("key")
        labelled = field_class(label) if isinstance(label, str) else None
        for key, inner in value.items():
            secret = extra.get(key) or field_class(key)
            if secret is None and key == "value":
                secret = labelled
            plain_key = storable(str(key))
            if secret is not None and not isinstance(inner, bool):
                filled = inner not in (None, [], {}) and str(inner).strip() != ""
                if filled:
                    add(dropped, {secret: 1})
                cleaned[plain_key] = marker(secret) if filled else inner
            else:
                cleaned[plain_key] = _clean(inner, extra, dropped, str(key))
        return cleaned
    if isinstance(value, list):
        return [_clean(inner, extra, dropped, name) for inner in value]
    if isinstance(value, str):
        value = storable(value)
        if _holds_other_number(name):
            return value
        value, found = scrub(value)
        add(dropped, found)
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value > 10**12:
        text, found = scrub(str(value)) if not _holds_other_number(name) else ("", {})
        if found:
            add(dropped, found)
            return text
    return value
