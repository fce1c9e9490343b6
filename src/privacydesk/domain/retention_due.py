"""What the end of a storage period asks for today, and what keeps a record back.

Pure, on top of `domain/retention.py`. Nothing is ever asked for on an undetermined ground, before
the last day has passed, or while a legal duty runs. Where the parts of a record have periods of
their own (a chat: the transcript 90 days, its summary longer) the whole record goes only when all
of them are over; until then lines, notes and files go on their own.

A record that several people share is ruled by the longest of their periods: what one of them may
still need is not erased because of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from privacydesk.domain.duties import duty_of
from privacydesk.domain.estate import MAIN_ROW, Holds, groups_of, rows_of
from privacydesk.domain.localtext import NO_TEXT, LocalText
from privacydesk.domain.model import Record, RecordKind, Role
from privacydesk.domain.pack import Pack, RetentionLaw
from privacydesk.domain.periods import ALWAYS, Action, ByLaw, Earliest, Event, Latest, Term, Until
from privacydesk.domain.record_events import NOBODY, PersonFacts
from privacydesk.domain.record_events import missing as no_day
from privacydesk.domain.retention import Expiry, Periods, duty_event


class Step(StrEnum):
    """What is done with a record; from the gentlest to the most thorough."""

    RESTRICT = "restrict"  # set apart: out of find, lists and work, still in an access answer
    ERASE_PARTS = "erase_parts"  # lines, notes or files whose own period is over
    ANONYMISE = "anonymise"
    ERASE = "erase"


class KeptBack(StrEnum):
    """Why a record that is past its date is not touched."""

    HOLD = "hold"
    OPEN_CASE = "open_case"
    RESTRICTION = "restriction"  # Art. 18: storing is all that may be done, erasing is not that
    LEGAL_DUTY = "legal_duty"  # Art. 17(3)(b)
    OTHER_PART = "other_part"  # another part of it is kept longer


REMOVABLE: Final = frozenset(
    {Holds.OWN_LINES, Holds.REPLIES, Holds.OTHERS_LINES, Holds.INTERNAL, Holds.FILES}
)
"""The parts that can be taken out of a record that stays."""

_ERASING: Final = frozenset({Action.ERASE, Action.ANONYMISE, Action.ERASE_OR_ANONYMISE})
_STRENGTH: Final = {step: place for place, step in enumerate(Step, start=1)}
_ASIDE: Final = frozenset({Role.CC, Role.MENTIONED, Role.RECIPIENT, Role.CALLEE, Role.PAYER})


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a record's period asks for today.

    `step` None: nothing now. `ended`: the last day it was to be kept as it is. `parts`: for
    `ERASE_PARTS`. `undetermined`: why no date is known. `kept` (with the last day `kept_until`,
    None when unknown): it is past its date, and the law or another part of it keeps it.
    """

    step: Step | None = None
    ended: date | None = None
    activity: str = ""
    period: LocalText = NO_TEXT
    why: str = ""
    undetermined: str = ""
    parts: frozenset[Holds] = frozenset()
    kept: KeptBack | None = None
    kept_until: date | None = None


class Rulings:
    """Rules on the records of a store, by one pack, as of one day."""

    def __init__(self, pack: Pack, today: date) -> None:
        self.today = today
        self._pack = pack
        self._parted: dict[tuple[RecordKind, str], bool] = {}
        self._periods = Periods(pack)
        # what the statement alone would do: tells a duty that keeps from a period that runs
        self._alone = Periods(replace(pack, retention_law=RetentionLaw.NOT_AVAILABLE))

    def ruling(
        self, record: Record, person: PersonFacts = NOBODY, *, content: bool = True
    ) -> Ruling:
        """What is to be done with `record`, as far as this person's periods go.

        Reads the kind, source, times, details and messages of the record, nothing else; `step`
        does not look at whether the record is restricted already (see `pending`). `content`
        False: the lines and files whose own period is over are gone already.
        """
        main = self._periods.expiry(record, person)
        if not self._has_parts(record):
            return self._whole(record, person, main)
        own = {MAIN_ROW[record.kind]: main}
        for row in rows_of(record.kind):
            other = self._periods.expiry(record, person, row=row)
            same = (other.activity, other.period) == (main.activity, main.period)
            own[row] = main if same or not other.stages else other
            if same and other.duty_until is not None and _outlasts(other, main):
                own[row] = other  # the same promise, but the law keeps this part longer
        if all(found is main for found in own.values()):
            return self._whole(record, person, main)
        return self._in_parts(record, person, main, own, content=content)

    def _has_parts(self, record: Record) -> bool:
        """Whether rows of such a record may have periods or duties of their own."""
        key = (record.kind, record.source)
        found = self._parted.get(key)
        if found is None:
            found = self._parted[key] = _has_parts(self._pack, record.kind, record.source)
        return found

    def _whole(self, record: Record, person: PersonFacts, main: Expiry) -> Ruling:
        if main.duty is not None and main.duty_until is None and main.ends is not None:
            missing = f"{no_day(duty_event(record.kind))}, and {main.duty.text.en}"
            return Ruling(
                activity=main.activity, period=main.period, why=main.why, undetermined=missing
            )
        step, ended, why = self._asked(main)
        gone = self._without_duty(record, person, main) if step is None else None
        erasing = step is Step.ERASE or step is Step.ANONYMISE
        return Ruling(
            step=step,
            ended=ended or gone,
            activity=main.activity,
            period=main.period,
            why=why,
            undetermined="" if erasing else main.undetermined,
            kept=KeptBack.LEGAL_DUTY if gone is not None else None,
            kept_until=main.ends if gone is not None else None,
        )

    def _in_parts(
        self,
        record: Record,
        person: PersonFacts,
        main: Expiry,
        own: dict[str, Expiry],
        *,
        content: bool,
    ) -> Ruling:
        if all(self._over(found) for found in own.values()):
            last = max(own.values(), key=lambda found: found.ends or date.min)
            whole = self._whole(record, person, last)
            return replace(whole, activity=main.activity, period=main.period)
        over = {row for row, found in own.items() if self._over(found)}
        parts = frozenset(
            group.holds
            for group in groups_of(record.kind)
            if group.row in over and group.holds in REMOVABLE
        )
        rest = own[groups_of(record.kind)[0].row]  # the record itself, without lines and files
        if not over:
            return self._whole(record, person, main)
        if not content or not parts:
            parts = frozenset()
            if not self._over(rest):
                return self._whole(record, person, rest)
        first = min((own[row] for row in over), key=lambda found: found.ends or date.max)
        waiting = [found for row, found in own.items() if row not in over]
        ends = [found.ends for found in waiting]
        until = max((end for end in ends if end is not None), default=None)
        return Ruling(
            step=Step.ERASE_PARTS if parts else None,
            ended=first.ends,
            activity=first.activity,
            period=first.period,
            why=first.why,
            parts=parts,
            kept=None if parts else KeptBack.OTHER_PART,
            kept_until=None if None in ends else until,
        )

    def _over(self, found: Expiry) -> bool:
        """Whether this period has ended in erasing, whatever the law says about its date."""
        known = found.duty is None or found.duty_until is not None
        return found.past(self.today) and found.then in _ERASING and known

    def _asked(self, found: Expiry) -> tuple[Step | None, date | None, str]:
        """The furthest stage that is over, its last day, and why. Only the last one may erase."""
        if found.past(self.today) and found.then in _ERASING:
            erase = found.then is not Action.ANONYMISE  # a choice is taken in the person's favour
            return (Step.ERASE if erase else Step.ANONYMISE), found.ends, found.why
        for stage in reversed(found.stages):
            over = stage.ends is not None and self.today > stage.ends
            if over and stage.then is Action.BLOCK:
                return Step.RESTRICT, stage.ends, stage.why
        return None, None, found.why

    def _without_duty(self, record: Record, person: PersonFacts, main: Expiry) -> date | None:
        """The day on which the statement alone would have ended it, when the law keeps it."""
        if main.duty is None or main.ends is None or main.past(self.today):
            return None
        alone = self._alone.expiry(record, person)
        return alone.ends if self._over(alone) else None


def pending(ruling: Ruling, *, restricted: bool) -> Ruling:
    """The ruling on a record as it stands: what is restricted already is not restricted again."""
    if restricted and ruling.step is Step.RESTRICT:
        return replace(ruling, step=None, ended=None)
    return ruling


def together(rulings: Sequence[Ruling]) -> Ruling:
    """One ruling for a record of several people: the gentlest step, and of equals the latest."""
    return min(
        rulings,
        key=lambda r: (_STRENGTH[r.step] if r.step else 0, -(r.ended or date.min).toordinal()),
        default=Ruling(),
    )


def principals(parts: Iterable[tuple[int, Role]]) -> frozenset[int]:
    """Whose periods count for a record: those it is about; who was only in copy, mentioned or
    delivered to counts when there is nobody else."""
    everybody = list(parts)
    main = frozenset(person for person, role in everybody if role not in _ASIDE)
    return main or frozenset(person for person, _ in everybody)


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be known to rule on the records of one kind and source."""

    events: tuple[Event, ...]  # every event a period of theirs counts from
    person: bool  # whether somebody is a customer or consented


def needs(pack: Pack, kind: RecordKind, source: str) -> Needs:
    """The events that can decide about records of `kind` from `source`, and no others."""
    events: set[Event] = {Event.CREATION, duty_event(kind)}  # legal duties count from these
    person = False
    for row in rows_of(kind):
        for activity in pack.activities_for(kind, row=row, source=source):
            for rule in activity.periods:
                person = person or rule.when != ALWAYS
                for stage in rule.stages:
                    events |= _events(stage.until)
    return Needs(tuple(sorted(events)), person)


def _has_parts(pack: Pack, kind: RecordKind, source: str) -> bool:
    main = MAIN_ROW[kind]
    law, activities = pack.retention_law, pack.activities_for(kind, row=main, source=source)
    return any(
        pack.activities_for(kind, row=row, source=source) != activities
        or duty_of(row, law) not in (None, duty_of(main, law))
        or any(rule.rows for activity in activities for rule in activity.periods)
        for row in rows_of(kind)
    )


def _events(until: Until) -> set[Event]:
    if isinstance(until, Term):
        return {until.event} if until.event is not None else set()
    if isinstance(until, Earliest | Latest):
        return {event for part in until.parts for event in _events(part)}
    return {Event.CREATION} if isinstance(until, ByLaw) else set()


def _outlasts(other: Expiry, main: Expiry) -> bool:
    return other.ends is not None and main.ends is not None and other.ends > main.ends
