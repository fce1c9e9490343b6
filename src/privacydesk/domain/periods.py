"""How a privacy statement says how long something is kept.

A `PeriodRule` applies to an activity, perhaps only under a `Condition` (customer or not, consent
or not) or to some of its matrix rows. It has stages: each ends at a point in time and says what
happens then. The point is a duration from an event, the earliest or latest of several, the end of
a legal duty, or a criterion without a number.

Durations are ISO 8601 with whole years, months, weeks or days (`P90D`, `P12M`, `P7Y`).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from privacydesk.domain.localtext import LocalText

_ISO: Final = re.compile(
    r"P(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?"
    r"(?:(?P<days>\d{1,5})D)?"
)


class Event(StrEnum):
    """From what a duration counts. `domain/retention.py` finds the date in the record."""

    CREATION = "creation"  # of the record
    ORDER = "order"
    DELIVERY = "delivery"
    CALL_END = "call_end"
    LAST_CONTACT = "last_contact"
    ANSWERED = "answered"
    CASE_CLOSED = "case_closed"
    LAST_LOGIN = "last_login"
    LAST_USE = "last_use"  # of any service
    ACCOUNT_CLOSED = "account_closed"
    CONTRACT_END = "contract_end"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OBJECTION = "objection"


class YearEnd(StrEnum):
    """Whether a duration starts at the end of the year in which its event falls."""

    NONE = "none"
    CALENDAR = "calendar"
    FINANCIAL = "financial"


class Action(StrEnum):
    """What happens at the end of a stage."""

    BLOCK = "block"  # restricted: kept, no longer used
    ERASE = "erase"
    ANONYMISE = "anonymise"
    ERASE_OR_ANONYMISE = "erase_or_anonymise"


@dataclass(frozen=True, slots=True)
class Duration:
    """A calendar duration. `parse` reads ISO 8601; `after` adds it to a day."""

    years: int = 0
    months: int = 0
    days: int = 0

    @staticmethod
    def parse(text: str) -> Duration:
        """`P90D`, `P12M`, `P1Y6M`, `P2W`. Raises `ValueError` for anything else."""
        match = _ISO.fullmatch(text)
        if match is None or text == "P":
            raise ValueError(f"{text!r} is not an ISO 8601 duration such as P90D, P12M or P7Y")
        part = {name: int(value or 0) for name, value in match.groupdict().items()}
        return Duration(part["years"], part["months"], part["days"] + 7 * part["weeks"])

    def after(self, day: date) -> date:
        """The day this long after `day`; a missing day number becomes the month's last.

        Never before `day`; at most 31 December 9999.
        """
        total = day.year * 12 + day.month - 1 + self.years * 12 + self.months
        year, month = divmod(total, 12)
        if year > date.max.year:
            return date.max
        last = calendar.monthrange(year, month + 1)[1]
        moved = date(year, month + 1, min(day.day, last))
        if (date.max - moved).days < self.days:
            return date.max
        return moved + timedelta(days=self.days)

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0D")


@dataclass(frozen=True, slots=True)
class Condition:
    """Under what a rule holds; `None` means that it does not matter.

    `customer`: the person has an account, order or contract. `consent`: the person consented.
    """

    customer: bool | None = None
    consent: bool | None = None


ALWAYS: Final = Condition()


@dataclass(frozen=True, slots=True)
class Term:
    """A duration from an event. `event` is `None` when the statement does not say from what."""

    duration: Duration
    event: Event | None
    year_end: YearEnd = YearEnd.NONE


@dataclass(frozen=True, slots=True)
class Earliest:
    """Whichever of the parts comes first."""

    parts: tuple[Until, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    """Whichever of the parts comes last."""

    parts: tuple[Until, ...]


@dataclass(frozen=True, slots=True)
class ByLaw:
    """Until the legal duty to keep the record ends, by the pack's law of retention.

    `stated`: the period as the statement names it ("7 years"), for the reader; the date comes
    from the law. `at_most`: the statement names it as an upper bound. `if_any`: only as far as
    there is a duty; a record that none covers is kept no longer than what comes before says.
    """

    stated: Duration | None = None
    at_most: bool = False
    if_any: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """A yardstick without a number: no date can be computed."""

    text: LocalText


Until = Term | Earliest | Latest | ByLaw | Criterion


@dataclass(frozen=True, slots=True)
class Stage:
    """Kept until `until`; `then` is what happens at that point."""

    until: Until
    then: Action


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """A storage period.

    `text`: the period in words, own wording. `rows`: matrix rows it is limited to (empty: all of
    the activity). `part`: the part of the data it speaks about, when not all ("the transcript").
    `supplied`: it comes from the controller's supplement, not from the published statement.
    """

    text: LocalText
    stages: tuple[Stage, ...]
    when: Condition = ALWAYS
    rows: tuple[str, ...] = ()
    part: LocalText | None = None
    section: str = ""
    supplied: bool = False
