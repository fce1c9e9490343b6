"""Source descriptions: found, read and checked; the built-in ones and those of the user."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from privacydesk.domain.errors import InputError, NotFoundError
from privacydesk.domain.model import RecordKind
from privacydesk.domain.source_fields import NOTHING_SAID, LineRow, SourceFields
from privacydesk.intake.schema import SourceFile, TableRule

GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class SourceDescription:
    """One source system, as `source show` tells it and as `open_input` uses it.

    `complete` says that such an export holds everything the source has, so records that it no
    longer names are gone there. `origin` is `built-in` or `user`. `system` is the title where the
    file does not name one (`names_system`).
    """

    name: str
    title: str
    system: str
    explains: str
    drops: str
    complete: bool
    origin: str
    tables: tuple[TableRule, ...]
    complete_when: tuple[str, ...] = ()
    fields: SourceFields = NOTHING_SAID
    names_system: bool = False

    @property
    def kinds(self) -> tuple[RecordKind, ...]:
        found = {table.kind for table in self.tables if table.kind is not None}
        found.update(RecordKind.RECORDING for table in self.tables if table.recording)
        return tuple(kind for kind in RecordKind if kind in found)


def parse_source(text: str, file: str, origin: str = "user") -> SourceDescription:
    """Read one description. Raises InputError naming the file, the key and what is allowed."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file} is not valid TOML: {error}.") from error
    return _validated(data, file, origin)


def _validated(data: dict[str, Any], file: str, origin: str) -> SourceDescription:
    from pydantic import ValidationError

    try:
        found = SourceFile.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        raise InputError(f"{file}, key {key or 'table'}: {_sentence(first)}.") from error
    names = [table.name for table in found.table]
    if doubled := next((name for name in names if names.count(name) > 1), None):
        raise InputError(f"{file}, key table.name: {doubled} is used twice.")
    return SourceDescription(
        name=found.name,
        title=found.title,
        system=found.system.strip() or found.title,
        explains=found.explains.strip(),
        drops=found.drops.strip(),
        complete=found.complete,
        origin=origin,
        tables=found.table,
        complete_when=found.complete_when,
        fields=_fields(found),
        names_system=bool(found.system.strip()),
    )


def _fields(found: SourceFile) -> SourceFields:
    """What a description says about the making of its fields.

    A typed field that is made of assigned columns alone belongs to their row: in a table with
    several, to the first. Where tables of one kind differ, the one that assigns it counts.
    """
    rows = _by_column(found.rows)
    given = {_name(path) for path in found.given}
    kind_rows: dict[tuple[RecordKind, str], str] = {}
    details: dict[tuple[RecordKind, str], str] = {}
    texts: dict[RecordKind, dict[str, str]] = {}
    for table in found.table:
        if table.kind is None:
            continue
        own = _by_column(table.rows)
        kind_rows |= {(table.kind, column): row for column, row in own.items()}
        known = rows | own
        for detail, columns in table.details.items():
            parts = _parts(columns)
            told = [known.get(p) or known.get(p.split(".")[0]) for p in parts if p not in given]
            if len(told) == len(parts) and told and told[0] and all(told):
                details.setdefault((table.kind, detail), told[0])
        for part in _parts((*table.text, *table.html)):
            if row := known.get(part):
                texts.setdefault(table.kind, {})[part] = row
    return SourceFields(
        rows=rows,
        kind_rows=kind_rows,
        details=details,
        texts={kind: tuple(columns.items()) for kind, columns in texts.items()},
        lines=tuple(
            LineRow(
                rule.row,
                _name(rule.when.column),
                frozenset(_name(value) for value in rule.when.values),
            )
            for rule in found.lines_in_row
        ),
        staff=tuple(_name(path) for path in found.staff.ids),
        maybe=frozenset(_name(path) for path in found.staff.maybe),
    )


def _by_column(rows: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {_name(column): row for row, columns in rows.items() for column in columns}


def _parts(columns: tuple[str, ...]) -> list[str]:
    """The columns of a rule, those joined by `+` one by one."""
    return [_name(part) for column in columns for part in column.split(" + ")]


def _name(written: str) -> str:
    return written.strip().casefold()


def _sentence(error: Any) -> str:
    kind, message = str(error["type"]), str(error["msg"])
    if kind == "extra_forbidden":
        return "this key is not known here"
    if kind == "missing":
        return "this key is missing"
    return message.removeprefix("Value error, ").removeprefix("Input ").rstrip(".")


@lru_cache(maxsize=1)
def _built_in() -> tuple[SourceDescription, ...]:
    folder = files("privacydesk.intake") / "sources"
    return tuple(
        parse_source(entry.read_text("utf-8"), entry.name, "built-in")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    )


def load_sources(user_folder: Path | None = None) -> dict[str, SourceDescription]:
    """All descriptions by name; a user's file replaces a built-in one of the same name.

    `user_folder` is the folder `sources` in the config folder; it need not exist. Raises
    InputError for a broken file of the user, naming file, key and allowed values.
    """
    found = {source.name: source for source in _built_in()}
    if user_folder is not None and user_folder.is_dir():
        for path in sorted(user_folder.glob("*.toml")):
            try:
                text = path.read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise InputError(f"{path.name} cannot be read as UTF-8 text.") from error
            source = parse_source(text, path.name)
            replaced = found.get(source.name)
            # a copy of a built-in description from before these tables still means the same fields
            if replaced is not None and source.fields == NOTHING_SAID:
                source = replace(source, fields=replaced.fields)
            found[source.name] = source
    return found


def get_source(name: str, user_folder: Path | None = None) -> SourceDescription:
    """One description. Raises NotFoundError with the names that exist."""
    sources = load_sources(user_folder)
    if name in sources:
        return sources[name]
    import difflib

    near = difflib.get_close_matches(name.casefold(), sources, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise NotFoundError(f"There is no source {name}.{hint} Known: {', '.join(sorted(sources))}.")
