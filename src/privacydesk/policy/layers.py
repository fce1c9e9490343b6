"""Lays the supplement of a pack over its statement, before anything is checked.

A statement cannot be changed by a supplement, only completed: a fact that the statement leaves
out or marks "not stated" is filled, lists grow, tables with the same `id` (a right's `right`, an
authority's `name`) merge.
Where each fact came from is remembered, for the reader and for the line numbers of errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from privacydesk.policy.positions import Path

NOT_STATED: Final = "not stated"
_NAMED: Final = {"activity": "id", "recipient": "id", "right": "right", "authority": "name"}
_LEAVES: Final = frozenset({"nl", "de", "en"})


@dataclass(frozen=True, slots=True)
class Clash:
    """A supplement that contradicts the statement, at `path` of the text."""

    path: Path
    message: str


@dataclass(slots=True)
class Layers:
    """The merged tables of a pack.

    `data`: as `tomllib` gives it, without the supplement table and without "not stated".
    `origin`: for what came from the supplement, its path in the text by its path in `data`.
    `not_stated`: paths marked so in the statement and filled by nobody.
    """

    data: dict[str, Any]
    origin: dict[Path, Path] = field(default_factory=dict)
    not_stated: set[Path] = field(default_factory=set)
    clashes: list[Clash] = field(default_factory=list)

    def source(self, path: Path) -> Path:
        """Where `path` of the merged data stands in the text."""
        for length in range(len(path), 0, -1):
            found = self.origin.get(path[:length])
            if found is not None:
                return found + path[length:]
        return path

    def supplied(self, path: Path) -> bool:
        """Whether what stands at `path` came from the supplement."""
        return any(path[:length] in self.origin for length in range(1, len(path) + 1))

    def supplied_below(self, path: Path) -> tuple[str, ...]:
        """The facts directly below the table at `path` that the supplement gave.

        `("all",)` when the whole table came from it.
        """
        if self.supplied(path):
            return ("all",)
        names = {p[len(path)] for p in self.origin if len(p) > len(path) and p[: len(path)] == path}
        return tuple(sorted(str(name) for name in names))

    def not_stated_below(self, path: Path) -> tuple[str, ...]:
        """The facts directly below the table at `path` that nobody gave."""
        return tuple(
            sorted(
                str(p[-1]) for p in self.not_stated if len(p) == len(path) + 1 and p[:-1] == path
            )
        )


def lay(data: Mapping[str, Any]) -> Layers:
    """Merge `data["supplement"]` into the rest of `data`."""
    statement = {key: value for key, value in data.items() if key != "supplement"}
    layers = Layers(_copy(statement))
    _take_out(layers.data, (), layers.not_stated)
    supplement = data.get("supplement", {})
    if not isinstance(supplement, dict):
        layers.clashes.append(Clash(("supplement",), "supplement must be a table"))
        return layers
    _merge(layers, layers.data, supplement, (), ("supplement",))
    return layers


def _copy(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _copy(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_copy(value) for value in node]
    return node


def _take_out(node: Any, path: Path, found: set[Path]) -> None:
    for key, value in list(_children(node)):
        if value == NOT_STATED and isinstance(node, dict) and key != "from":
            found.add((*path, key))
            del node[key]
        else:
            _take_out(value, (*path, key), found)


def _children(node: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(node, dict):
        yield from node.items()
    elif isinstance(node, list):
        yield from enumerate(node)


def _merge(
    layers: Layers, base: dict[str, Any], extra: Mapping[str, Any], path: Path, came: Path
) -> None:
    for key, value in extra.items():
        here, there = (*path, key), (*came, key)
        if value == NOT_STATED:
            layers.clashes.append(Clash(there, "a supplement gives facts; leave this key out"))
        elif key not in base:
            base[key] = _copy(value)
            layers.origin[here] = there
            layers.not_stated -= {p for p in layers.not_stated if p[: len(here)] == here}
        elif isinstance(base[key], list) and isinstance(value, list):
            _extend(layers, key, base[key], value, here, there)
        elif isinstance(base[key], dict) and isinstance(value, dict) and not _is_text(base[key]):
            _merge(layers, base[key], value, here, there)
        elif base[key] != value:
            layers.clashes.append(
                Clash(there, "the statement already says this; a supplement can only add to it")
            )


def _is_text(node: Mapping[str, Any]) -> bool:
    return bool(node) and node.keys() <= _LEAVES | {"section"}


def _extend(
    layers: Layers, key: str, base: list[Any], extra: list[Any], here: Path, there: Path
) -> None:
    name = _NAMED.get(key)
    known = {item.get(name): i for i, item in enumerate(base) if name and isinstance(item, dict)}
    for number, item in enumerate(extra):
        came = (*there, number)
        at = known.get(item.get(name)) if name and isinstance(item, dict) else None
        if at is None:
            layers.origin[(*here, len(base))] = came
            base.append(_copy(item))
        else:
            _merge(layers, base[at], item, (*here, at), came)
