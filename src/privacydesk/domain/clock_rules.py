"""The deadline rules, each a function of dates and a calendar.

Months follow Regulation 1182/71 Art. 3(2)(c): the day of receipt is not counted, the period ends
on the same day number, and on the last day of a month that lacks it (EDPB Guidelines 01/2022
v2.1, examples 32 and 33). Every period is computed from nominal days; rolling over days that are
no working days (Art. 3(4)) comes last and its result is never an input.
"""

from __future__ import annotations

import calendar as month_table
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from privacydesk.domain.holidays import Calendar

HOUSE_DAYS = 30


class Rule(StrEnum):
    """The names of the rules, as they stand in `explain`."""

    RECEIPT = "RECEIPT"
    AT_ONCE = "AT_ONCE"
    HOUSE = "HOUSE_30D"
    HOUSE_TARGET = "HOUSE_30D_TARGET"
    STAT_1M = "STAT_1M"
    STAT_1M_REGIONAL = "STAT_1M_REGIONAL"
    EFFECTIVE_MIN = "EFFECTIVE_MIN"
    EXT_NOTICE = "EXT_NOTICE"
    REFUSAL_NOTICE = "REFUSAL_NOTICE"
    EXT_3M = "EXT_3M"
    EXT_CHAIN = "EXT_1M_PLUS_2M_CHAIN"
    SUSP_NONE = "SUSP_NONE"
    SUSP_PAUSE = "SUSP_PAUSE"
    SUSP_RESTART_UK = "SUSP_RESTART_UK"
    DUE = "DUE"


@dataclass(frozen=True, slots=True, order=True)
class Pause:
    """A question to the person: sent on `asked`, answered on `answered` (`None`: still open)."""

    asked: date
    answered: date | None = None


@dataclass(frozen=True, slots=True)
class Suspension:
    """What a set of pauses adds: whole `days`, and the pauses that came `too_late` to count."""

    days: int
    too_late: tuple[Pause, ...] = ()


def add_months(day: date, months: int) -> date:
    """The same day number `months` later, or the last day of that month when it lacks the day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, month_table.monthrange(year, month0 + 1)[1]))


def house_due(received: date, days: int = HOUSE_DAYS) -> date:
    """The house promise: `days` calendar days after receipt (receipt is day 0), not rolled."""
    return received + timedelta(days=days)


def house_target(received: date, cal: Calendar, days: int = HOUSE_DAYS) -> date:
    """The house promise on a working day: rolled back, for a promise does not move out.

    A promise of a few days can roll back to before receipt; then it is the first working day
    from receipt on.
    """
    target = cal.roll_back(house_due(received, days))
    return target if target >= received else cal.roll_forward(received)


def month_nominal(received: date) -> date:
    """One month after receipt, before rolling (Art. 12(3) GDPR)."""
    return add_months(received, 1)


def one_month(received: date, cal: Calendar) -> date:
    """The last day of the month of Art. 12(3), and of the notices of Art. 12(3) and 12(4)."""
    return cal.roll_forward(month_nominal(received))


def effective_due(
    received: date, target_calendar: Calendar, safe: Calendar, days: int | None = HOUSE_DAYS
) -> date:
    """The earlier of the house target and the safe statutory day; that day without a promise.

    Thirty days are more than a month for receipts at the end of January and in February, so
    neither date alone will do.
    """
    last_day = one_month(received, safe)
    return (
        last_day if days is None else min(house_target(received, target_calendar, days), last_day)
    )


def extended_nominal(received: date) -> date:
    """Three months after receipt: Art. 12(3) read as one longer period."""
    return add_months(received, 3)


def extended(received: date, cal: Calendar) -> date:
    """The last day of the extended period, read as three months from receipt."""
    return cal.roll_forward(extended_nominal(received))


def extended_cautious_nominal(received: date) -> date:
    """Two months after the nominal end of the first: never later than `extended_nominal`."""
    return add_months(month_nominal(received), 2)


def extended_cautious(received: date, cal: Calendar) -> date:
    """The last day of the extended period, read as one month and then two more."""
    return cal.roll_forward(extended_cautious_nominal(received))


def suspension(pauses: Sequence[Pause], nominal: date, cal: Calendar) -> Suspension:
    """What the answered questions add to a period that nominally ends on `nominal`.

    Each day of `asked` <= day < `answered` counts once, also when questions overlap. An open
    question adds nothing: no source fixes how long it could, and a date that moves with every day
    of silence would never be due. Nor does a question asked after the period had run out.
    """
    days = 0
    counted_to = date.min
    too_late: list[Pause] = []
    for pause in sorted((p for p in pauses if p.answered is not None), key=lambda p: p.asked):
        assert pause.answered is not None
        if pause.asked > cal.roll_forward(nominal + timedelta(days=days)):
            too_late.append(pause)
            continue
        days += max(0, (pause.answered - max(pause.asked, counted_to)).days)
        counted_to = max(counted_to, pause.answered)
    return Suspension(days, tuple(too_late))


def paused(nominal: date, days: int, cal: Calendar) -> date:
    """The last day when the clock stood still for `days` (EDPB Guidelines 01/2022 par. 159)."""
    return cal.roll_forward(nominal + timedelta(days=days))


def restarted_uk(answered: date, cal: Calendar) -> date:
    """One month from the answer, as UK GDPR Art. 12A has it. For comparison only: never due."""
    return cal.roll_forward(add_months(answered, 1))
