"""The files of an input, each recognised as one or more tables of its source description."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from privacydesk.domain.errors import InputError
from privacydesk.domain.model import Reject
from privacydesk.domain.text import safe_line
from privacydesk.intake.container import Member, data_members, export_told
from privacydesk.intake.csvfile import CsvTable
from privacydesk.intake.jsonfile import LIST_NAME, read_objects
from privacydesk.intake.limits import Limits
from privacydesk.intake.payload import clean_object
from privacydesk.intake.rejected import raw_of
from privacydesk.intake.schema import TableRule
from privacydesk.intake.source import SourceDescription


class Grid(Protocol):
    """A file of rows: CSV or a sheet."""

    @property
    def may_hold_nul(self) -> bool: ...
    @property
    def header(self) -> tuple[str, ...]: ...
    def rows(self) -> Iterator[tuple[int, list[str]] | Reject]: ...


@dataclass(frozen=True, slots=True)
class Part:
    """A file read by one table rule. `grid` is None for JSON; `list_name` tells which list."""

    rule: TableRule
    member: Member
    grid: Grid | None
    list_name: str | None = None
    wrapped: bool = False
    sheet: str = ""  # the name of the file with its sheet, in a workbook with several

    @property
    def name(self) -> str:
        """What people are told as the place of a row."""
        return self.sheet or self.member.name

    def objects(self, limits: Limits) -> Iterator[tuple[int, dict[str, Any]] | Reject]:
        """The JSON objects of this part, unwrapped."""
        if self.rule.shape == "chat_file":
            yield from _chat(self.member, limits)
            return
        for item in read_objects(self.member, limits):
            if isinstance(item, Reject):
                yield item
                continue
            number, value = item
            if value.get(LIST_NAME) != self.list_name:
                continue
            inner = _unwrap(value, self.rule.unwrap)
            if self.rule.unwrap and (inner is not value) != self.wrapped:
                continue
            yield number, inner


def _unwrap(value: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    if len(value) <= 2:  # the wrapper and perhaps the list's name
        for name in names:
            inner = value.get(name)
            if isinstance(inner, dict):
                return inner
    return value


def _chat(member: Member, limits: Limits) -> Iterator[tuple[int, dict[str, Any]] | Reject]:
    """A conversation file: an object with messages, or only the list of its messages."""
    messages: list[dict[str, Any]] = []
    name = member.base.rsplit(".", 1)[0]
    for item in read_objects(member, limits):
        if isinstance(item, Reject):
            yield item
            return
        number, value = item
        listed = value.pop(LIST_NAME, None)
        if listed is None and isinstance(value.get("messages"), list):
            value.setdefault("conversation_id", name)
            yield number, value
        elif listed in (None, "messages"):
            messages.append(value)
    if messages:
        first = messages[0].get("conversation_id") or name
        yield 1, {"conversation_id": first, "messages": messages}


def natural(name: str) -> list[tuple[int, int, str]]:
    """Order in which `Tickets2.json` stands before `Tickets10.json`."""
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part.casefold())
        for part in re.split(r"(\d+)", name)
        if part
    ]


def recognise(
    members: Iterable[Member], source: SourceDescription, limits: Limits
) -> tuple[tuple[Part, ...], tuple[Reject, ...]]:
    """Every data file as parts, in the order of the description and then by file name; and what
    in those files is not read.

    Raises InputError when a file is none of those the source knows: leaving it out silently would
    make an answer incomplete.
    """
    found: list[Part] = []
    rejects: list[Reject] = []
    data = data_members(members, source.name)
    for member in sorted(data, key=lambda one: natural(one.name)):
        parts = _parts(member, source, limits, rejects)
        if parts is None:
            continue  # an empty file
        if not parts:
            raise _unknown(member, source)
        found += parts
    order = {table.name: index for index, table in enumerate(source.tables)}
    found.sort(key=lambda part: (order[part.rule.name], natural(part.member.name)))
    return tuple(found), tuple(rejects)


def _unknown(member: Member, source: SourceDescription) -> InputError:
    names = ", ".join(dict.fromkeys(table.name for table in source.tables if table.kind))
    return InputError(
        f"{safe_line(member.name)} is none of the files that the source {source.name} reads "
        f"({names or 'none'}): its columns or fields are others. Choose another source; for any "
        "other table that is generic, with a mapping.",
        command=f"{export_told(source.name)} --suggest-mapping makes a mapping.",
    )


def _parts(
    member: Member, source: SourceDescription, limits: Limits, rejects: list[Reject]
) -> list[Part] | None:
    if member.suffix in {".json", ".jsonl", ".ndjson"}:
        return _json_parts(member, source, limits, rejects)
    if member.suffix == ".xlsx":
        return _sheet_parts(member, source, limits, rejects)
    return _csv_parts(member, source)


def _sheet_parts(
    member: Member, source: SourceDescription, limits: Limits, rejects: list[Reject]
) -> list[Part] | None:
    """Each sheet of a workbook like a file of its own.

    Sheets that no table reads are told as rejects, unless none is read.
    """
    from privacydesk.intake.xlsxfile import read_workbook

    parts: list[Part] = []
    unread: list[Reject] = []
    sheets = read_workbook(member, limits)
    for sheet in sheets:
        read = [
            Part(rule, member, sheet, sheet=sheet.name)
            for rule in source.tables
            if not rule.header and fits(rule, member, sheet.header)
        ]
        parts += read
        if not read and sheet.cells:
            reason = (
                f"{safe_line(sheet.name)} is nothing that the source {source.name} reads: its "
                "columns are others. The other sheets are read; save this one as a file of its "
                "own to import it with another source or a mapping."
            )
            unread.append(Reject(sheet.name, None, None, reason))
    if parts:
        rejects += unread
    return parts if sheets else None


def _csv_parts(member: Member, source: SourceDescription) -> list[Part] | None:
    plain = CsvTable(member)
    if plain.empty:
        return None
    parts = [
        Part(rule, member, plain)
        for rule in source.tables
        if not rule.header and fits(rule, member, plain.header)
    ]
    if parts:
        return parts
    for rule in source.tables:
        if rule.header and _first_fits(rule, plain.first) and named(rule, member, strict=False):
            grid = CsvTable(member, header=rule.header, widths=frozenset(rule.widths))
            parts.append(Part(rule, member, grid))
    return parts


def _first_fits(rule: TableRule, first: list[str]) -> bool:
    """A file without header is known by the number of its cells and the look of some."""
    if len(first) not in rule.widths:
        return False
    cells = dict(zip(rule.header, first, strict=False))
    return all(
        re.match(pattern, cells.get(name, "").strip()) is not None
        for name, pattern in rule.first_like.items()
    )


class _Unread:
    """Entries of a file that nothing reads: told once, kept as far as there is room."""

    def __init__(self, number: int, reason: str, room: int) -> None:
        self._number, self._reason, self._room = number, reason, room
        self._raw: list[str] = []

    def keep(self, value: dict[str, Any]) -> None:
        if self._room > 0:
            cells = raw_of(clean_object(dict(value), {}, {}))
            self._room -= sum(map(len, cells))
            self._raw += cells

    def reject(self, member: Member) -> Reject:
        return Reject(member.name, self._number, None, self._reason, tuple(self._raw))


def _json_parts(
    member: Member, source: SourceDescription, limits: Limits, rejects: list[Reject]
) -> list[Part] | None:
    """One part for each table and list; the first object of each list and wrapper decides.

    Lists that no table reads are told as rejects, unless the file holds nothing else.
    """
    parts: list[Part] = []
    unknown: dict[tuple[str | None, tuple[str, ...]], _Unread] = {}
    seen: set[tuple[str | None, tuple[str, ...]]] = set()
    empty = True
    # A name that the description knows goes before what the fields alone would allow.
    rules = sorted(source.tables, key=lambda rule: not named(rule, member, strict=True))
    for item in read_objects(member, limits):
        empty = False
        if isinstance(item, Reject):
            continue
        number, value = item
        list_name = value.get(LIST_NAME)
        shape = (list_name, tuple(value) if len(value) <= 2 else ())
        if shape in unknown:
            unknown[shape].keep(value)
        if shape in seen:
            continue
        seen.add(shape)
        part = _json_part(rules, member, value, list_name)
        if part is None:
            what = f"The list {list_name}" if list_name else f"Entry {number}"
            reason = (
                f"{safe_line(what)[:100]} of {member.base} is nothing that the source "
                f"{source.name} reads; other entries are read."
            )
            unknown[shape] = _Unread(number, reason, limits.reject_chars)
            unknown[shape].keep(value)
        elif part not in parts:
            parts.append(part)
    if parts:
        rejects += [one.reject(member) for one in unknown.values()]
    return None if empty else parts


def _json_part(
    rules: list[TableRule], member: Member, value: dict[str, Any], list_name: str | None
) -> Part | None:
    for rule in rules:
        inner = _unwrap(value, rule.unwrap)
        wrapped = inner is not value
        if list_name is not None and rule.lists and list_name not in rule.lists:
            continue
        bare = wrapped and not rule.needs and not rule.needs_any and not rule.files
        if list_name in rule.lists or bare or fits(rule, member, tuple(inner)):
            return Part(rule, member, None, list_name, wrapped)
    return None


def named(rule: TableRule, member: Member, *, strict: bool) -> bool:
    """True when the file has such a name; `strict`: also False when the rule names no files."""
    if not rule.files:
        return not strict
    base, whole = member.base.casefold(), member.name.casefold()
    return any(
        fnmatch.fnmatchcase(whole if "/" in pattern else base, pattern.casefold())
        or fnmatch.fnmatchcase(whole, "*/" + pattern.casefold())
        for pattern in rule.files
    )


def fits(rule: TableRule, member: Member, names: tuple[str, ...]) -> bool:
    """True when a file with these columns (or an object with these fields) is such a table."""
    present = {" ".join(name.split()).casefold() for name in names}

    def has(name: str) -> bool:
        wanted = name.casefold()  # in JSON perhaps a path, whose first part is the field
        return wanted in present or wanted.partition(".")[0] in present

    if not all(has(name) for name in rule.needs):
        return False
    if rule.needs_any and not any(has(name) for name in rule.needs_any):
        return False
    if any(has(name) for name in rule.lacks):
        return False
    return bool(rule.needs or rule.needs_any) or named(rule, member, strict=True)


def file_column(rule: TableRule, member: Member) -> tuple[str, str] | None:
    """The column that the file name fills, with its value."""
    if rule.from_name is None:
        return None
    found = re.search(rule.from_name.pattern, member.base, re.IGNORECASE)
    return rule.from_name.column, (found[1].lower() if found else "")


Check = Callable[[], None]
