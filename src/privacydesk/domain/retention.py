"""How long a record is kept, from when, until when, what happens then, and why.

Pure: a record, the policy pack and what is known of the person go in. The pack's period is
applied first; a legal duty to keep (`domain/duties.py`) can only move the end later. An end that
cannot be computed is `undetermined`, with the missing field named; nothing may then be erased on
this ground.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from privacydesk.domain.duties import Duty, duty_of
from privacydesk.domain.estate import MAIN_ROW
from privacydesk.domain.localtext import NO_TEXT, LocalText
from privacydesk.domain.model import Record, RecordKind
from privacydesk.domain.pack import Activity, Pack, RetentionLaw
from privacydesk.domain.periods import (
    Action,
    ByLaw,
    Condition,
    Criterion,
    Earliest,
    Event,
    PeriodRule,
    Term,
    Until,
    YearEnd,
)
from privacydesk.domain.record_events import NOBODY, PersonFacts, event_day, missing

_NOTHING_MORE: Final = date.min
"""The end of "as far as the law demands" where it demands nothing: before every other day. The
loader lets it stand only beside or after another end."""


NOT_KNOWN_WHO: Final = "it is not known whether the person is a customer or consented"
"""Why a period that depends on it is undetermined; an order, a contract or a consent tells it."""


@dataclass(frozen=True, slots=True)
class StageEnd:
    """The end of one stage: the last day before `then` happens, and why then, or why it is not
    known. `why` as in `Expiry`, of this stage alone."""

    then: Action
    ends: date | None
    undetermined: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Expiry:
    """The storage period of one record.

    `period`: in words, in the languages of the pack. `starts`: the day it counts from, `ends`:
    the last day it is kept; both `None` when `undetermined` says why. `then`: what happens
    afterwards. `why`: English, for the desk. `stages`: every stage in order, the last one being
    `ends`. `duty`: a legal duty that covers the record, with its own last day.
    """

    period: LocalText
    starts: date | None
    ends: date | None
    then: Action | None
    why: str
    undetermined: str = ""
    stages: tuple[StageEnd, ...] = ()
    duty: Duty | None = None
    duty_until: date | None = None
    activity: str = ""

    def past(self, today: date) -> bool:
        """Whether the period is over; never true while it is undetermined."""
        return self.ends is not None and today > self.ends


class _Point(NamedTuple):
    """A computed point in time. `missing` is set when it is not known."""

    starts: date | None
    ends: date | None
    why: str
    missing: str = ""


def expiry(
    record: Record, pack: Pack, person: PersonFacts = NOBODY, *, row: str | None = None
) -> Expiry:
    """The period of a record, or of one of its estate rows (default: its main row).

    `person` (see `record_events.person_facts`) gives what one record cannot know: whether the
    person is a customer, their last contact, the end of their contract. For many records use
    `Periods`, which does the pack's part once.
    """
    return Periods(pack).expiry(record, person, row=row)


class Periods:
    """The storage periods of one pack, for many records."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._zone = ZoneInfo(pack.zone)
        self._rules: dict[tuple[object, ...], _Rule] = {}

    def expiry(
        self, record: Record, person: PersonFacts = NOBODY, *, row: str | None = None
    ) -> Expiry:
        """As the function `expiry`."""
        pack = self.pack
        row = row or MAIN_ROW[record.kind]
        duty = duty_of(row, pack.retention_law)
        duty_start, duty_until = _duty(duty, record, pack, self._zone, person)
        key = (record.kind, row, record.source, person.customer, person.consent)
        chosen = self._rules.get(key)
        if chosen is None:
            chosen = self._rules[key] = _rule(record, pack, person, row)
        activity, rule, problem = chosen
        if rule is None:
            name = activity.id if activity else ""
            if duty is not None and duty_until is not None:
                # silence of the pack does not end a duty: it is at least kept so long
                return Expiry(
                    duty.text, duty_start, None, None, problem, problem, (), duty, duty_until, name
                )
            return Expiry(NO_TEXT, None, None, None, problem, problem, activity=name)

        assert activity is not None
        title = activity.title("en")
        resolve = _Resolver(record, pack, self._zone, person, duty, duty_start, duty_until)
        stages: list[StageEnd] = []
        point = _Point(None, None, "")
        for number, stage in enumerate(rule.stages):
            before = stages[-1] if number else None
            if before is not None and before.ends is None:
                # what follows a stage of unknown end cannot end before it: unknown as well
                stages.append(StageEnd(stage.then, None, before.undetermined, before.why))
                continue
            earlier, point = point, resolve.until(stage.until)
            if point.ends == _NOTHING_MORE and before is not None:
                point = earlier._replace(why=f"{earlier.why}; {point.why}")
            ends = point.ends
            if ends is not None and before is not None and before.ends is not None:
                ends = max(ends, before.ends)
            said = point.why if ends is not None else point.missing
            stages.append(StageEnd(stage.then, ends, point.missing, f"{title}: {said}"))
        last = stages[-1]
        ends, why = last.ends, last.why
        if ends is not None and duty is not None and duty_until is not None and duty_until > ends:
            ends = duty_until
            why = f"{why}; the law demands longer: {duty.text.en}"
            stages[-1] = StageEnd(last.then, ends, why=why)
        return Expiry(
            period=rule.text,
            starts=point.starts if ends is not None else None,
            ends=ends,
            then=last.then,
            why=why,
            undetermined=last.undetermined if ends is None else "",
            stages=tuple(stages),
            duty=duty,
            duty_until=duty_until,
            activity=activity.id,
        )


_Rule = tuple[Activity | None, PeriodRule | None, str]


def _rule(record: Record, pack: Pack, person: PersonFacts, row: str) -> _Rule:
    """The rule that applies, its activity, and the reason when there is none."""
    activities = pack.activities_for(record.kind, row=row, source=record.source)
    if not activities:
        return None, None, f"undetermined: no activity of the policy pack covers {record.kind}"
    unsure = ""
    for activity in activities:
        rules = [rule for rule in activity.periods if not rule.rows or row in rule.rows]
        fitting = [rule for rule in rules if _holds(rule.when, person) is True]
        if any(_holds(rule.when, person) is None for rule in rules) and not fitting:
            unsure = f"undetermined: {NOT_KNOWN_WHO}"
        if fitting:
            # a rule for this row before a general one; one with a date before a mere criterion
            fitting.sort(key=lambda r: (not r.rows, r.part is not None, _vague(r)))
            return activity, fitting[0], ""
    first = activities[0]
    where = "in this text" if pack.excerpt else "in the statement"
    problem = unsure or f"undetermined: the storage period is not stated {where}"
    return first, None, problem


def _holds(when: Condition, person: PersonFacts) -> bool | None:
    """Whether a condition is met; `None` when the person's part of it is not known."""
    pairs = ((when.customer, person.customer), (when.consent, person.consent))
    met = [
        None if known is None else known == wanted for wanted, known in pairs if wanted is not None
    ]
    if False in met:
        return False
    return None if None in met else True


def _vague(rule: PeriodRule) -> bool:
    return any(isinstance(stage.until, Criterion) for stage in rule.stages)


def _duty(
    duty: Duty | None, record: Record, pack: Pack, zone: ZoneInfo, person: PersonFacts
) -> tuple[date | None, date | None]:
    if duty is None:
        return None, None
    day = event_day(record, duty_event(record.kind), zone, person)
    if day is None:
        return None, None
    start = _year_end(day, duty.year_end, pack.financial_year_end)
    return start, duty.duration.after(start)


def duty_event(kind: RecordKind) -> Event:
    """From what a legal duty counts: the end of a contract, which is in use until then; the date
    of any other record. The year meant by § 147(4) AO and § 257(5) HGB is the year of this day.
    """
    return Event.CONTRACT_END if kind is RecordKind.CONTRACT else Event.CREATION


def _year_end(day: date, rounding: YearEnd, financial: tuple[int, int]) -> date:
    """The end of the calendar or financial year in which `day` falls; `day` itself for `NONE`."""
    if rounding is YearEnd.NONE:
        return day
    month, number = (12, 31) if rounding is YearEnd.CALENDAR else financial
    for year in (day.year, day.year + 1):
        if year > date.max.year:
            break
        end = date(year, month, min(number, calendar.monthrange(year, month)[1]))
        if end >= day:
            return end
    return date.max


@dataclass(slots=True)  # not frozen: one is made per record, and freezing costs more than the rest
class _Resolver:
    record: Record
    pack: Pack
    zone: ZoneInfo
    person: PersonFacts
    duty: Duty | None
    duty_start: date | None
    duty_until: date | None

    def until(self, until: Until) -> _Point:
        if isinstance(until, Term):
            return self._term(until)
        if isinstance(until, ByLaw):
            return self._law(until)
        if isinstance(until, Criterion):
            return _Point(None, None, "", f"undetermined: {until.text('en')}, without a number")
        points = [self.until(part) for part in until.parts]
        return _earliest(points) if isinstance(until, Earliest) else _latest(points)

    def _term(self, term: Term) -> _Point:
        if term.event is None:
            return _Point(None, None, "", "undetermined: the statement does not say from when")
        day = event_day(self.record, term.event, self.zone, self.person)
        if day is None:
            return _Point(None, None, "", missing(term.event))
        start = _year_end(day, term.year_end, self.pack.financial_year_end)
        words = term.event.value.replace("_", " ")
        why = f"{term.duration} from {words} ({day.isoformat()})"
        if term.year_end is not YearEnd.NONE:
            why = f"{term.duration} from the end of the {term.year_end} year of {words} ({day})"
        return _Point(start, term.duration.after(start), why)

    def _law(self, until: ByLaw) -> _Point:
        if self.duty is None:
            if until.if_any and self.pack.retention_law is not RetentionLaw.NOT_AVAILABLE:
                return _Point(None, _NOTHING_MORE, "no legal duty demands longer")
            law = self.pack.retention_law.value.replace("_", " ")
            return _Point(
                None, None, "", f"undetermined: no legal duty is known for this record (law: {law})"
            )
        if self.duty_until is None:
            return _Point(None, None, "", missing(duty_event(self.record.kind)))
        return _Point(self.duty_start, self.duty_until, self.duty.text.en)


def _earliest(points: list[_Point]) -> _Point:
    """The first to come. An unknown part can only bring the end forward, so the earliest known
    one is the day by which it must go, and nothing is erased too early."""
    known = [p for p in points if p.ends is not None]
    return min(known, key=lambda p: p.ends or date.max) if known else points[0]


def _latest(points: list[_Point]) -> _Point:
    """The last to come; unknown as soon as one part is, for that one might be later."""
    for point in points:
        if point.ends is None:
            return point
    return max(points, key=lambda p: p.ends or date.min)
