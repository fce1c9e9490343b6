"""What is past its date: counted by kind, system and activity, with nothing changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from privacydesk.desk.retention.judging import Judge, Tally
from privacydesk.desk.retention.report import (
    DueLine,
    DueReport,
    StillHeldLine,
    UndeterminedLine,
)
from privacydesk.domain.errors import InputError
from privacydesk.domain.model import RecordKind

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.pack import Pack
    from privacydesk.domain.retention_due import KeptBack, Ruling, Step
    from privacydesk.store.driver import Connection


@dataclass(frozen=True, slots=True)
class Choice:
    """Which records: all, or only some kinds, or of one system."""

    kinds: frozenset[str] | None = None
    system_id: int | None = None


def due(desk: Desk, *, kinds: Iterable[str] = (), system: str | None = None) -> DueReport:
    """What is past its storage period today, by kind, system and activity; changes nothing.

    `kinds` and `system` limit the report. Raises InputError for an unknown kind, NotFoundError
    for an unknown system, StateError when no policy pack is in force.
    """
    today = desk.today()
    with desk.store.read() as con:
        pack = pack_in_force(desk, con)
        choice = choose(con, kinds, system)
        tallies = Judge(con, pack, today).tally(kinds=choice.kinds, system_id=choice.system_id)
        return count(con, pack, today, tallies, choice)


def pack_in_force(desk: Desk, con: Connection) -> Pack:
    """The pack whose periods apply. Raises StateError when there is none."""
    from privacydesk.store import packs

    return packs.applying(con, desk.settings.policy_sha256)


def choose(con: Connection, kinds: Iterable[str], system: str | None) -> Choice:
    """Check what the user limited the look to."""
    from privacydesk.store import systems

    wanted = frozenset(kinds)
    for kind in sorted(wanted):
        if kind not in set(RecordKind):
            raise InputError(f"“{kind}” is no kind of record. Use one of: {', '.join(RecordKind)}.")
    found = None if system is None else systems.require(con, system)
    return Choice(wanted or None, found.system_id if found else None)


@dataclass(slots=True)
class _Sum:
    ruling: Ruling
    records: int = 0
    oldest: date | None = None
    until: date | None = None


def count(
    con: Connection, pack: Pack, today: date, tallies: Iterable[Tally], choice: Choice
) -> DueReport:
    """Add up what was judged, by kind, system and activity."""
    from privacydesk.store import systems, tombstones

    names = {one.system_id: one.name for one in systems.list_all(con)}
    past: dict[tuple[str, str, str, Step | None, KeptBack | None], _Sum] = {}
    unknown: dict[tuple[str, str, str, str], int] = {}
    for one in tallies:
        ruling, system = one.ruling, names.get(one.group.system_id, one.group.source)
        if ruling.step is None and one.kept is None:
            at = (one.group.kind, system, ruling.activity, _missing(ruling.undetermined))
            unknown[at] = unknown.get(at, 0) + one.records
            continue
        key = (one.group.kind, system, ruling.activity, ruling.step, one.kept)
        total = past.get(key)
        if total is None:
            total = past[key] = _Sum(ruling)
        total.records += one.records
        if ruling.ended is not None and (total.oldest is None or ruling.ended < total.oldest):
            total.oldest, total.ruling = ruling.ended, ruling
        if one.kept is ruling.kept and ruling.kept_until is not None:
            total.until = max(ruling.kept_until, total.until or ruling.kept_until)
    lines = [
        DueLine(
            kind=kind,
            system=system,
            activity=activity,
            period=total.ruling.period,
            then=step,
            records=total.records,
            oldest=total.oldest,
            why=total.ruling.why,
            kept=kept,
            kept_until=total.until,
        )
        for (kind, system, activity, step, kept), total in past.items()
    ]
    lines.sort(key=lambda line: (line.oldest or date.max, line.kind, line.system, line.activity))
    return DueReport(
        today=today,
        policy=pack.name,
        policy_sha256=pack.sha256,
        lines=tuple(line for line in lines if line.kept is None),
        kept_back=tuple(line for line in lines if line.kept is not None),
        undetermined_lines=tuple(
            UndeterminedLine(*key, records=records)
            for key, records in sorted(unknown.items(), key=lambda item: (-item[1], item[0]))
        ),
        still_held=tuple(
            StillHeldLine(names.get(row.system_id, ""), row.kind, row.records, row.seen)
            for row in tombstones.still_held(con)
            if (choice.kinds is None or row.kind in choice.kinds)
            and choice.system_id in (None, row.system_id)
        ),
    )


def _missing(undetermined: str) -> str:
    return undetermined.removeprefix("undetermined: ")
