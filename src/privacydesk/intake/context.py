"""What the rows of one input need to know of each other: look-up tables and the folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from privacydesk.domain.model import PartyDraft
from privacydesk.intake.container import Member
from privacydesk.intake.values import Row

PartyBuilder = Callable[[Row, list[str]], PartyDraft | None]


@dataclass(slots=True)
class Lookup:
    """The rows of one table by their key, and how such a row becomes a party."""

    rows: dict[str, Row] = field(default_factory=dict)
    builder: dict[str, PartyBuilder | None] = field(default_factory=dict)  # by key
    grouped: dict[str, list[Row]] = field(default_factory=dict)  # messages by record
    dropped: dict[str, dict[str, int]] = field(default_factory=dict)  # secrets in those messages
    places: dict[str, list[tuple[str, int]]] = field(default_factory=dict)  # of those messages
    asked: set[str] = field(default_factory=set)  # the records that were read with theirs


@dataclass(slots=True)
class Context:
    """One reading of one input."""

    zone: ZoneInfo
    region: str
    lookups: dict[str, Lookup] = field(default_factory=dict)
    files: Mapping[str, tuple[Member, ...]] = field(default_factory=dict)  # by base name, folded
    _parties: dict[tuple[str, str], PartyDraft | None] = field(default_factory=dict)

    def find(self, tables: Iterable[str], key: str) -> tuple[str, Row] | None:
        """The first of the tables that has this key, with the row."""
        for table in tables:
            lookup = self.lookups.get(table)
            if lookup is not None and (row := lookup.rows.get(key)) is not None:
                return table, row
        return None

    def party(self, tables: Iterable[str], key: str) -> PartyDraft | None:
        """The person with this key, as their own table describes them."""
        found = self.find(tables, key)
        if found is None:
            return None
        cached = (found[0], key)
        if cached not in self._parties:
            builder = self.lookups[found[0]].builder.get(key)
            self._parties[cached] = builder(found[1], []) if builder else None
        return self._parties[cached]

    def dropped(self, table: str, key: str) -> Mapping[str, int]:
        """What was cut out of the messages of a record."""
        lookup = self.lookups.get(table)
        return lookup.dropped.get(key, {}) if lookup is not None else {}

    def group(self, table: str, key: str) -> list[Row]:
        lookup = self.lookups.get(table)
        if lookup is None:
            return []
        lookup.asked.add(key)
        return lookup.grouped.get(key, [])


def value_matches(value: str, allowed: frozenset[str]) -> bool:
    """The test of a `Condition`: case folded equality; `*` stands for any value."""
    return value.casefold() in allowed or ("*" in allowed and value != "")


def folded(values: Iterable[Any]) -> frozenset[str]:
    return frozenset(str(value).casefold() for value in values)
