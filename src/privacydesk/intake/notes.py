"""What whoever imports an export should know of its files as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from privacydesk.domain.text import safe_line
from privacydesk.intake.container import UNREAD_SUFFIXES, Member, unread_sentence
from privacydesk.intake.csvfile import CsvTable
from privacydesk.intake.source import SourceDescription
from privacydesk.intake.tables import Part, named


def notes_of(
    source: SourceDescription, parts: Sequence[Part], members: Sequence[Member]
) -> tuple[str, ...]:
    """One sentence for each: files in two encodings, tables in a form that is not read, and why
    an export is not taken as full."""
    found = [_mixed(name, grid) for name, grid in _csv_files(parts).items() if grid.mixture]
    found += [unread_sentence(member) for member in members if member.suffix in UNREAD_SUFFIXES]
    incomplete = _incomplete(source, parts, members)
    return (*found, incomplete) if incomplete else tuple(found)


def _csv_files(parts: Sequence[Part]) -> dict[str, CsvTable]:
    return {part.name: part.grid for part in parts if isinstance(part.grid, CsvTable)}


def _mixed(name: str, grid: CsvTable) -> str:
    mixture = grid.mixture
    assert mixture is not None
    more = f" and {mixture.lines - 1:,} more" if mixture.lines > 1 else ""
    return (
        f"{safe_line(name)} mixes two encodings: it is UTF-8, but line {mixture.first}{more} with "
        "letters in Windows-1252. Each was read as what it is; check names with accents there, or "
        "name one encoding with --encoding."
    )


def _incomplete(
    source: SourceDescription, parts: Sequence[Part], members: Iterable[Member]
) -> str | None:
    """Why what is absent does not count as gone, when the export looks like a full one."""
    present = {part.rule.name for part in parts}
    missing = [name for name in source.complete_when if name not in present]
    # Without its first table it does not look like a full export: that is no surprise.
    if source.complete or not missing or missing[0] == source.complete_when[0]:
        return None
    rules = [rule for rule in source.tables if rule.name in missing]
    read = {part.member.name for part in parts}
    empty = [
        member.name
        for member in members
        if member.name not in read and any(named(rule, member, strict=True) for rule in rules)
    ]
    why = f"holds no {' and no '.join(missing)}"
    if empty:
        why += f" ({safe_line(', '.join(empty))[:200]} is empty)"
    return (
        f"The export was not taken as complete, because it {why}: records that it no longer names "
        "are not marked as gone at the source. If it holds everything, import it with --full."
    )
