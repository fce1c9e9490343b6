"""Every record of the store against the policy pack, as of one day.

Equal cases are decided once: two calls of the same day from the same source, of people of whom
the same is known, end on the same day. So a hundred thousand records cost a few thousand
decisions, each by `domain/retention.py` itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from privacydesk.desk.lean import NOTHING, Known, Lean, Line, LocalDays, Probe
from privacydesk.domain.model import RecordKind
from privacydesk.domain.periods import Event
from privacydesk.domain.record_events import NOBODY, PersonFacts, event_day
from privacydesk.domain.retention_due import (
    KeptBack,
    Ruling,
    Rulings,
    Step,
    needs,
    pending,
    principals,
    together,
)
from privacydesk.store import retention_read as read
from privacydesk.store.codec import from_text

if TYPE_CHECKING:
    from privacydesk.domain.pack import Pack
    from privacydesk.store.driver import Connection

# These days belong to the record alone; any other may come from what is known of its person.
_OF_RECORD: Final = frozenset(
    {
        Event.CREATION,
        Event.ANSWERED,
        Event.CALL_END,
        Event.CASE_CLOSED,
        Event.DELIVERY,
    }
)
_SOME_TIME: Final = "2000-01-01T00:00:00.000000Z"


@dataclass(frozen=True, slots=True)
class Judged:
    """A record that is past a date, or whose date is not known.

    `kept`: why it is not touched although `ruling` asks for something, or the law keeps it.
    """

    record_id: int
    group: read.Group
    ruling: Ruling
    kept: KeptBack | None

    @property
    def step(self) -> Step | None:
        """What a run does with it: nothing when something keeps it back."""
        return None if self.kept else self.ruling.step


@dataclass(slots=True)
class Tally:
    """How many records of a group share one ruling."""

    group: read.Group
    ruling: Ruling
    kept: KeptBack | None
    records: int = 0


@dataclass(frozen=True, slots=True)
class _Sort:
    """How the records of one kind and source are ruled on.

    `names`: the details their dates stand in. `later`: the events besides the date of the
    record. `person`: what is known of the person matters; `days`: including days.
    """

    number: int
    kind: RecordKind
    source: str
    names: tuple[str, ...]
    later: tuple[Event, ...]
    answers: bool
    person: bool
    days: bool


class Judge:
    """Judges the records behind one connection, at one moment of the store."""

    def __init__(self, con: Connection, pack: Pack, today: date) -> None:
        self._con, self._pack, self._today = con, pack, today
        self._zone = ZoneInfo(pack.zone)
        self._rulings = Rulings(pack, today)
        self._decided: dict[tuple[Any, ...], Ruling] = {}
        self._days = LocalDays(self._zone)
        self._sorts = 0

    def judge(
        self,
        ids: Sequence[int] | None = None,
        *,
        kinds: frozenset[str] | None = None,
        system_id: int | None = None,
    ) -> Iterator[Judged]:
        """Every record of `ids` (None: of the store) that is past a date or undetermined."""
        for group, ruled, protected in self._groups(ids, kinds, system_id):
            for record_id, ruling in ruled:
                kept = ruling.kept
                if ruling.step is not None:
                    kept = protected.get(record_id, kept)
                if ruling.step is not None or kept is not None or ruling.undetermined:
                    yield Judged(record_id, group, ruling, kept)

    def tally(
        self, *, kinds: frozenset[str] | None = None, system_id: int | None = None
    ) -> list[Tally]:
        """As `judge` for the whole store, counted instead of listed."""
        found: list[Tally] = []
        for group, ruled, protected in self._groups(None, kinds, system_id):
            sums: dict[tuple[int, KeptBack | None], Tally] = {}
            for record_id, ruling in ruled:
                kept = ruling.kept
                if ruling.step is not None:
                    kept = protected.get(record_id, kept)
                elif kept is None and not ruling.undetermined:
                    continue
                key = (id(ruling), kept)  # rulings are shared: one object per decision
                total = sums.get(key)
                if total is None:
                    total = sums[key] = Tally(group, ruling, kept)
                total.records += 1
            found += sums.values()
        return found

    # ------------------------------------------------------------ inside

    def _groups(
        self, ids: Sequence[int] | None, kinds: frozenset[str] | None, system_id: int | None
    ) -> Iterator[tuple[read.Group, list[tuple[int, Ruling]], Mapping[int, KeptBack]]]:
        groups = [
            group
            for group in read.groups(self._con, ids)
            if (kinds is None or group.kind in kinds) and system_id in (None, group.system_id)
        ]
        if not groups:
            return
        involved = read.people(self._con, ids)
        known = Known(self._con, self._zone, None if ids is None else involved.subjects())
        protected = read.protected(self._con, self._today)
        for group in groups:
            yield group, self._group(group, ids, involved, known), protected

    def _sort(self, group: read.Group) -> _Sort:
        kind = RecordKind(group.kind)
        wanted = needs(self._pack, kind, group.source)
        probe = Probe()
        lean = Lean(kind, group.source, _SOME_TIME, probe).record
        later = tuple(event for event in wanted.events if event is not Event.CREATION)
        for event in later:
            event_day(lean, event, self._zone)
        days = not _OF_RECORD.issuperset(later)
        self._sorts += 1
        return _Sort(
            self._sorts,
            kind,
            group.source,
            tuple(sorted(probe.asked)),
            later,
            Event.ANSWERED in later,
            wanted.person or days,
            days,
        )

    def _group(
        self, group: read.Group, ids: Sequence[int] | None, involved: read.People, known: Known
    ) -> list[tuple[int, Ruling]]:
        sort = self._sort(group)
        answers = read.answered(self._con, group, ids) if sort.answers else {}
        alone: tuple[PersonFacts, ...] = (NOBODY,)
        ruled: list[tuple[int, Ruling]] = []
        in_parts: list[tuple[int, Ruling, tuple[Any, ...], tuple[PersonFacts, ...]]] = []
        for row in read.rows(self._con, group, details=sort.names, ids=ids):
            record_id, whose = row[0], alone
            if sort.person:
                one = involved.one.get(record_id)
                more = (one,) if one else sorted(principals(involved.more.get(record_id, ())))
                whose = tuple(known.facts(person, days=sort.days) for person in more) or alone
            ruling = self._ruling(sort, row, whose, answers.get(record_id), content=True)
            if ruling.step is Step.ERASE_PARTS:
                in_parts.append((record_id, ruling, row, whose))
            else:
                ruled.append((record_id, ruling))
        content = read.content_of(self._con, [entry[0] for entry in in_parts]) if in_parts else {}
        for record_id, ruling, row, whose in in_parts:
            found = ruling
            if not content.get(record_id, set()) & {part.value for part in ruling.parts}:
                found = self._ruling(sort, row, whose, answers.get(record_id), content=False)
            ruled.append((record_id, found))
        return ruled

    def _ruling(
        self,
        sort: _Sort,
        row: tuple[Any, ...],
        whose: tuple[PersonFacts, ...],
        answer: str | None,
        *,
        content: bool,
    ) -> Ruling:
        if len(whose) == 1:
            return self._of_one(sort, row, whose[0], answer, content)
        return together([self._of_one(sort, row, facts, answer, content) for facts in whose])

    def _of_one(
        self,
        sort: _Sort,
        row: tuple[Any, ...],
        facts: PersonFacts,
        answer: str | None,
        content: bool,
    ) -> Ruling:
        """One ruling for all records of a sort whose days are the same."""
        occurred_at = row[1]
        day = None if occurred_at is None else self._days.day(occurred_at)
        key: tuple[Any, ...] = (sort.number, row[2], content, facts.customer, facts.consent, day)
        lean = None
        if sort.later:
            lean = self._lean(sort, row, answer)
            record = lean.record
            key = (*key, *[event_day(record, one, self._zone, facts) for one in sort.later])
        found = self._decided.get(key)
        if found is None:
            lean = lean or self._lean(sort, row, answer)
            ruling = self._rulings.ruling(lean.record, facts, content=content)
            found = self._decided[key] = pending(ruling, restricted=bool(row[2]))
        return found

    @staticmethod
    def _lean(sort: _Sort, row: tuple[Any, ...], answer: str | None) -> Lean:
        return Lean(
            sort.kind,
            sort.source,
            row[1],
            dict(zip(sort.names, row[3:], strict=True)) if sort.names else NOTHING,
            () if answer is None else (Line(from_text(answer)),),
        )
