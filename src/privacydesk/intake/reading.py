"""Opening an export: what the files are, and then one draft after the other."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from privacydesk.domain.errors import InputError
from privacydesk.domain.model import RecordDraft, RecordKind, Reject
from privacydesk.intake.compile import Entry, RecordBuilder, kinds_of
from privacydesk.intake.container import Member, export_told, members_of
from privacydesk.intake.context import Context
from privacydesk.intake.encoding import known_encoding
from privacydesk.intake.limits import Limits
from privacydesk.intake.lookups import load_lookups, orphans
from privacydesk.intake.notes import notes_of
from privacydesk.intake.opened import Check, InputFile, Opened
from privacydesk.intake.package import PACKAGE, PackageInput
from privacydesk.intake.payload import Dropped, clean_object, clean_reject, compile_cells
from privacydesk.intake.recordings import RecordingFinder
from privacydesk.intake.repeats import Repeats
from privacydesk.intake.shapes import asterisk_order
from privacydesk.intake.source import GENERIC, SourceDescription, parse_source
from privacydesk.intake.tables import Grid, Part, file_column, recognise
from privacydesk.intake.values import Names, text_of

_CHECK_EVERY = 500


class Input:
    """An opened export. `items` may be called again and then reads the files again."""

    def __init__(
        self,
        parts: tuple[Part, ...],
        members: tuple[Member, ...],
        source: SourceDescription,
        *,
        zone: ZoneInfo,
        region: str,
        limits: Limits,
        unread: tuple[Reject, ...] = (),
    ) -> None:
        self._unread = unread
        self._parts, self._members, self._limits = parts, members, limits
        self._zone, self._region = zone, region
        present = {part.rule.name for part in parts}
        self.complete = source.complete or (
            bool(source.complete_when) and present.issuperset(source.complete_when)
        )
        self.kinds: frozenset[RecordKind] = frozenset(
            kind for part in parts for kind in kinds_of(part.rule)
        )
        used = {part.member.name: part.member for part in parts}
        self.files = tuple(
            InputFile(name, member.sha256(), member.size) for name, member in used.items()
        )
        self.notes = notes_of(source, parts, members)
        self._unpacked: tempfile.TemporaryDirectory[str] | None = None

    def items(self, job_check: Check = None) -> Iterator[RecordDraft | Reject]:
        """Every record and every row that could not be read, in an order that never changes.

        `job_check` is called now and then and may raise to stop. Raises InputError when a file
        turns out to be damaged as a whole.
        """
        files: dict[str, list[Member]] = defaultdict(list)
        for member in self._members:
            files[member.base.casefold()].append(member)
        context = Context(
            self._zone,
            self._region,
            files={name: tuple(found) for name, found in files.items()},
        )
        yield from self._unread
        yield from load_lookups(self._parts, context, lambda part: self._rows(part, {}, job_check))
        repeats = Repeats()
        recordings = RecordingFinder(context, self._folder)
        for part in self._parts:
            if part.rule.kind is None:
                continue
            for draft in self._records(part, context, job_check):
                checked = repeats.check(draft, part.rule.repeats)
                if checked is None:
                    continue
                yield checked
                if part.rule.recording is not None and isinstance(checked, RecordDraft):
                    found = recordings.draft(checked, part.rule.recording)
                    if found is not None:
                        yield found
        yield from orphans(self._parts, context)

    def _folder(self) -> Path:
        """Where recordings of a ZIP are unpacked for the store to take over; private."""
        if self._unpacked is None:
            self._unpacked = tempfile.TemporaryDirectory(prefix="privacydesk-")
        return Path(self._unpacked.name)

    def close(self) -> None:
        """Remove what was unpacked."""
        if self._unpacked is not None:
            self._unpacked.cleanup()
            self._unpacked = None

    # ------------------------------------------------------------------------------ records

    def _records(
        self, part: Part, context: Context, check: Check
    ) -> Iterator[RecordDraft | Reject]:
        virtual = file_column(part.rule, part.member)
        header: tuple[str, ...] | None = None
        if part.grid is not None:
            header = part.grid.header + ((virtual[0],) if virtual else ())
        builder = RecordBuilder(part.rule, header, part.name, context)
        extra = dict([virtual]) if virtual else {}
        if part.rule.shape == "continuation" and part.grid is not None:
            yield from self._continued(part, builder, check)
            return
        for item in self._rows(part, extra, check):
            yield item if isinstance(item, Reject) else builder.build(item)

    def _continued(
        self, part: Part, builder: RecordBuilder, check: Check
    ) -> Iterator[RecordDraft | Reject]:
        """Rows with the same key as the row above, or none, belong to the row above."""
        names = Names(part.grid.header if part.grid is not None else ())
        key = names.first_text(part.rule.continued_by)
        first: Entry | None = None
        more: list[Entry] = []
        current = ""
        for item in self._rows(part, {}, check):
            if isinstance(item, Reject):
                yield item
                continue
            value = key(item[1]) if key is not None else ""
            if first is not None and (not value or value == current):
                more.append(item)
                continue
            if first is not None:
                yield builder.build(first, more)
            first, more, current = item, [], value
        if first is not None:
            yield builder.build(first, more)

    def _rows(self, part: Part, extra: dict[str, str], check: Check) -> Iterator[Entry | Reject]:
        """The rows, free of secrets before anything else sees them."""
        rule = part.rule
        if part.grid is None:
            for count, item in enumerate(part.objects(self._limits)):
                if check is not None and count % _CHECK_EVERY == 0:
                    check()
                if isinstance(item, Reject):
                    yield item
                    continue
                lost: Dropped = {}
                value = clean_object(item[1], rule.secrets, lost)
                yield item[0], value, value, lost
            return
        yield from _grid_rows(part, part.grid, extra, check)


def _grid_rows(
    part: Part, grid: Grid, extra: dict[str, str], check: Check
) -> Iterator[Entry | Reject]:
    clean = compile_cells(
        grid.header, rule_safe_columns(part), part.rule.secrets, may_hold_nul=grid.may_hold_nul
    )
    header = grid.header
    arrange = asterisk_order if part.rule.shape == "asterisk" else None
    for count, item in enumerate(grid.rows()):
        if check is not None and count % _CHECK_EVERY == 0:
            check()
        if isinstance(item, Reject):
            yield replace(item, raw=clean_reject(header, item.raw))
            continue
        number, cells = item
        if arrange is not None:
            cells = arrange(cells)
        dropped: Dropped = {}
        cells = clean(cells, dropped)
        payload: dict[str, Any] = dict(zip(header, cells, strict=True))
        bare = [*map(str.strip, cells)]
        row = payload if bare == cells else dict(zip(header, bare, strict=True))
        if extra:
            payload |= extra
            row |= extra
        yield number, row, payload, dropped


def rule_safe_columns(part: Part) -> set[str]:
    """Columns that are mapped to identifiers, ids and times: long digits there are no cards."""
    rule = part.rule
    found = set(rule.id) | set(rule.occurred) | set(rule.updated) | set(rule.index)
    for party in rule.party:
        found |= set(party.key)
        for identifier in party.identifiers:
            found |= set(identifier.column)
    return found


def open_input(
    path: Path,
    source: SourceDescription,
    *,
    zone: ZoneInfo,
    region: str,
    mapping: Path | None = None,
    limits: Limits | None = None,
    system: str | None = None,
    encoding: str | None = None,
) -> Opened:
    """Open a file, a ZIP or a folder as an export of `source`.

    `zone` is the controller's time zone (for times without offset), `region` its country (for
    phone numbers without country code). `mapping` is a file made by `--suggest-mapping`, for the
    source `generic`; `system`: which part of a portability package; `encoding`: of all text in
    the files, instead of what their bytes say. Raises InputError with one sentence when the input
    is not what it should be.
    """
    limits = limits or Limits()
    members = _members(path, limits, encoding)
    if source.name == PACKAGE:
        package: Opened = PackageInput(
            members, name=path.name, zone=zone, region=region, limits=limits, system=system
        )
        return package
    if mapping is not None:
        if source.name != GENERIC:
            raise InputError("A mapping file is only used with the source generic.")
        source = read_mapping(mapping)
    elif source.name == GENERIC:
        from privacydesk.intake.suggest import generic_source

        source = generic_source(members, limits)
    parts, unread = recognise(members, source, limits)
    if not any(part.rule.kind for part in parts):
        raise InputError(
            f"{path.name} holds only look-up lists of {source.title}, no records.",
            command=export_told(source.name),
        )
    return Input(parts, members, source, zone=zone, region=region, limits=limits, unread=unread)


def read_mapping(path: Path) -> SourceDescription:
    """A mapping file of the user. Raises InputError naming file, key and what is allowed."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not UTF-8 text.") from error
    return parse_source(text, path.name)


def _members(path: Path, limits: Limits, encoding: str | None) -> tuple[Member, ...]:
    members = members_of(path, limits)
    if encoding is None:
        return members
    told = known_encoding(encoding)
    return tuple(replace(member, encoding=told) for member in members)


def suggest_mapping(path: Path, *, zone: ZoneInfo, region: str, encoding: str | None = None) -> str:
    """The TOML text of a mapping for the source `generic`, with comments to work from."""
    from privacydesk.intake.suggest import suggest

    del zone, region  # the same mapping serves every controller; times say their rule in it
    return suggest(_members(path, Limits(), encoding), Limits())


__all__ = [
    "Input",
    "InputFile",
    "Opened",
    "open_input",
    "read_mapping",
    "suggest_mapping",
    "text_of",
]
