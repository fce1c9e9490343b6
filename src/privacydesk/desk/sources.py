"""Source descriptions as the doors show them: which systems can be read, and how."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk import paths
from privacydesk.domain.model import RecordKind

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.intake.schema import TableRule
    from privacydesk.intake.source import SourceDescription


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source in the list. `complete`: such an export always holds everything."""

    name: str
    title: str
    system: str
    kinds: tuple[RecordKind, ...]
    complete: bool
    origin: str


@dataclass(frozen=True, slots=True)
class TableView:
    """One kind of file of a source: how it is known, what its rows become, who is in them."""

    name: str
    files: tuple[str, ...]
    columns: tuple[str, ...]
    kind: RecordKind | None
    recordings: bool
    roles: tuple[str, ...]
    identifiers: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source with everything `source show` tells."""

    name: str
    title: str
    system: str
    kinds: tuple[RecordKind, ...]
    complete: bool
    origin: str
    explains: str
    drops: str
    tables: tuple[TableView, ...]


def list_sources(desk: Desk | None = None) -> tuple[SourceLine, ...]:
    """Every source, by name: the built-in ones and those in the configuration folder."""
    from privacydesk.intake.source import load_sources

    return tuple(
        SourceLine(one.name, one.title, one.system, one.kinds, _may_be_complete(one), one.origin)
        for _, one in sorted(load_sources(_folder(desk)).items())
    )


def show_source(name: str, desk: Desk | None = None) -> SourceView:
    """One source. Raises `NotFoundError` with the names that exist."""
    from privacydesk.intake.source import get_source

    one = get_source(name, _folder(desk))
    return SourceView(
        one.name,
        one.title,
        one.system,
        one.kinds,
        _may_be_complete(one),
        one.origin,
        one.explains,
        one.drops,
        tuple(_table(rule) for rule in one.tables),
    )


def _may_be_complete(source: SourceDescription) -> bool:
    return source.complete or bool(source.complete_when)


def _table(rule: TableRule) -> TableView:
    identifiers = {one.kind.value for party in rule.party for one in party.identifiers}
    if any(party.address is not None for party in rule.party):
        identifiers.add("address")
    return TableView(
        rule.name,
        rule.files,
        rule.header or (*rule.needs, *rule.needs_any),
        rule.kind,
        rule.recording is not None,
        tuple(dict.fromkeys(party.role.value for party in rule.party)),
        tuple(sorted(identifiers)),
        tuple(dict.fromkeys(rule.secrets.values())),
    )


def _folder(desk: Desk | None) -> Path:
    return (desk.config_folder if desk is not None else paths.config_folder()) / "sources"
