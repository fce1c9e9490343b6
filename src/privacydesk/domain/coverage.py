"""Whether an answer accounts for everything: matched = delivered + withheld + no longer held.

Counted per system, and not released unless it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from privacydesk.domain.errors import StateError
from privacydesk.domain.localtext import LocalText
from privacydesk.domain.model import RecordKind
from privacydesk.domain.scope_types import GroupScope, Outcome, RecordScope


@dataclass(frozen=True, slots=True)
class Withheld:
    """A record, or a part of a delivered one, that stays out, and why.

    `group`: the field group, `*` for the whole record.
    """

    record_id: int
    kind: RecordKind
    title: str
    group: str
    code: str
    article: str
    words: LocalText


@dataclass(frozen=True, slots=True)
class NoLongerHeld:
    """A record whose content is gone: the last day of its storage period, and the period in words;
    without them its source says that it was deleted.

    `erased_on`: the day on which the desk itself erased it at the end of its period; nothing else
    is then left of it, and `record_id` is 0.
    """

    record_id: int
    kind: RecordKind
    title: str
    on: date | None
    period: LocalText
    activity: str
    erased_on: date | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """A record of the person that the desk erased at the end of its storage period.

    `ended`: the last day it was to be kept; `period` in the words of the pack of that day.
    """

    system: str
    kind: RecordKind
    on: date
    ended: date
    period: LocalText
    activity: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A record whose content should exist but is not in the desk."""

    record_id: int
    kind: RecordKind
    title: str
    words: LocalText


@dataclass(frozen=True, slots=True)
class SystemCoverage:
    """The account of one system. `parts`: withheld parts of delivered records."""

    system: str
    matched: int
    delivered: int
    withheld: tuple[Withheld, ...] = ()
    no_longer_held: tuple[NoLongerHeld, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    parts: tuple[Withheld, ...] = ()
    gone_at_source: int = 0  # delivered from the desk's copy

    @property
    def balanced(self) -> bool:
        """The invariant."""
        accounted = self.delivered + len(self.withheld) + len(self.no_longer_held)
        return self.matched == accounted and not self.unresolved


@dataclass(frozen=True, slots=True)
class Coverage:
    """The account of an answer over all systems, by name."""

    systems: tuple[SystemCoverage, ...]

    @property
    def complete(self) -> bool:
        return all(system.balanced for system in self.systems)

    @property
    def matched(self) -> int:
        return sum(system.matched for system in self.systems)

    @property
    def delivered(self) -> int:
        return sum(system.delivered for system in self.systems)

    @property
    def problems(self) -> tuple[str, ...]:
        """What keeps the answer from being released, a sentence per system."""
        found = []
        for system in self.systems:
            if system.unresolved:
                found.append(
                    f"{system.system}: {len(system.unresolved)} of {system.matched} records "
                    "have content that is not in the import: fetch it and import it, or decide."
                )
            missing = (
                system.matched
                - system.delivered
                - len(system.withheld)
                - len(system.no_longer_held)
                - len(system.unresolved)
            )
            if missing:
                found.append(
                    f"{system.system}: {system.matched} records matched, "
                    f"{system.matched - missing} are accounted for."
                )
        return tuple(found)

    def require_complete(self) -> None:
        """Raises `StateError` when something that matched is not accounted for."""
        if not self.complete:
            raise StateError(
                "The answer does not account for all records. " + " ".join(self.problems),
                code="not_complete",
            )


def coverage(
    scopes: Iterable[RecordScope],
    *,
    matched: Mapping[str, int] | None = None,
    erased: Iterable[Erased] = (),
) -> Coverage:
    """The account of rulings, per source system.

    `matched`: how many records the store holds of the person per system, counted apart from the
    rulings, so that a record lost on the way shows; without it the rulings are counted.
    `erased`: what the desk itself erased of the person; it matched, and is no longer held.
    """
    by_system: dict[str, list[RecordScope]] = {name: [] for name in matched or {}}
    for scope in scopes:
        by_system.setdefault(scope.record.source, []).append(scope)
    gone: dict[str, list[NoLongerHeld]] = {}
    for one in erased:
        by_system.setdefault(one.system, [])
        gone.setdefault(one.system, []).append(
            NoLongerHeld(0, one.kind, "", one.ended, one.period, one.activity, one.on)
        )
    found = []
    for name in sorted(by_system):
        count = len(by_system[name]) if matched is None else matched.get(name, 0)
        found.append(_system(name, count, by_system[name], tuple(gone.get(name, ()))))
    return Coverage(tuple(found))


def _system(
    name: str, matched: int, scopes: list[RecordScope], erased: tuple[NoLongerHeld, ...]
) -> SystemCoverage:
    delivered = [s for s in scopes if s.outcome is Outcome.DELIVERED]
    return SystemCoverage(
        system=name,
        matched=matched + len(erased),
        delivered=len(delivered),
        withheld=tuple(_whole(s) for s in scopes if s.outcome is Outcome.WITHHELD),
        no_longer_held=tuple(
            NoLongerHeld(
                s.record.record_id, s.record.kind, s.record.title, s.gone_on, s.period, s.activity
            )
            for s in scopes
            if s.outcome is Outcome.NO_LONGER_HELD
        )
        + erased,
        unresolved=tuple(
            Unresolved(s.record.record_id, s.record.kind, s.record.title, s.ruling.words)
            for s in scopes
            if s.outcome is Outcome.UNRESOLVED
        ),
        parts=tuple(_part(s, group) for s in delivered for group in s.withheld),
        gone_at_source=sum(1 for s in delivered if s.gone_at_source is not None),
    )


def _whole(scope: RecordScope) -> Withheld:
    record, why = scope.record, scope.ruling
    return Withheld(
        record.record_id, record.kind, record.title, "*", why.code, why.article, why.words
    )


def _part(scope: RecordScope, group: GroupScope) -> Withheld:
    record, why = scope.record, group.access
    return Withheld(
        record.record_id, record.kind, record.title, group.id, why.code, why.article, why.words
    )
