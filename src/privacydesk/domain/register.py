"""The record of processing activities (Art. 30(1) GDPR), as a policy pack amounts to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from privacydesk.domain.estate import MAIN_ROW
from privacydesk.domain.model import Record, RecordKind

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from privacydesk.domain.pack import Pack


@dataclass(frozen=True, slots=True)
class RegisterField:
    """One fact of the record.

    `key`: stable name of the column. `letter`: of Art. 30(1)(a)-(g), empty for what the article
    does not ask for. `text`: in the language of the register. `missing`: Art. 30(1) wants it and
    the pack lacks it, wholly or in part (`text` then says what). `supplied`: it comes from the
    controller's supplement, not from the published statement.
    """

    key: str
    letter: str
    label: str
    text: str
    missing: bool = False
    supplied: bool = False


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One processing activity; `fields` have the same keys in every entry, in the same order."""

    id: str
    title: str
    fields: tuple[RegisterField, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The whole record. `head`: what is the same for every activity ((a) and (g))."""

    pack: str
    controller: str
    title: str
    language: str
    statement_date: date | None
    sha256: str
    excerpt: bool
    head: tuple[RegisterField, ...]
    entries: tuple[RegisterEntry, ...]

    @property
    def missing(self) -> tuple[tuple[str, RegisterField], ...]:
        """Every field that is missing, with the title of its activity (empty for the head)."""
        found = [("", field) for field in self.head if field.missing]
        for entry in self.entries:
            found += [(entry.title, field) for field in entry.fields if field.missing]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Touch:
    """An activity that a person's records belong to; `activity` is empty when none covers them.

    `first` and `last`: the days of the oldest and newest record with a date.
    """

    activity: str
    title: str
    kinds: tuple[RecordKind, ...]
    records: int
    first: date | None
    last: date | None


def touching(
    records: Iterable[Record], pack: Pack, zone: ZoneInfo, language: str
) -> tuple[Touch, ...]:
    """Which activities touched a person, by their records, in the pack's order.

    A record belongs to the main activity that covers its kind and source, as in an answer.
    """
    found: dict[str, list[Record]] = {}
    for record in records:
        row = MAIN_ROW[record.kind]
        activities = pack.activities_for(record.kind, row=row, source=record.source)
        found.setdefault(activities[0].id if activities else "", []).append(record)
    titles = {activity.id: activity.title(language) for activity in pack.activities}
    return tuple(
        _touch(name, titles.get(name, ""), found[name], zone)
        for name in (*titles, "")
        if name in found
    )


def _touch(name: str, title: str, records: list[Record], zone: ZoneInfo) -> Touch:
    days = sorted(_day(record.occurred_at, zone) for record in records if record.occurred_at)
    kinds = tuple(kind for kind in RecordKind if any(r.kind is kind for r in records))
    return Touch(
        name, title, kinds, len(records), days[0] if days else None, days[-1] if days else None
    )


def _day(when: datetime, zone: ZoneInfo) -> date:
    return when.astimezone(zone).date()
