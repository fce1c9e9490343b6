"""What goes into the legal clock and what comes out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from privacydesk.domain.clock_rules import HOUSE_DAYS, Pause
from privacydesk.domain.errors import InputError
from privacydesk.domain.places import Place
from privacydesk.domain.rights import Right

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2999
_MOST_HOUSE_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class ClockInput:
    """What the clock needs to know of one request.

    `received`: the local date at the controller. `house_days`: calendar days of the house
    promise (1 to 366), `None` for no promise. `extended`: a notice with reasons went out in time.
    `pauses`: questions to the person; they move `due` only with `pause_enabled`, which a DPO
    switches on. `today`: for warnings only.
    """

    received: date
    place: Place
    right: Right | None = None
    house_days: int | None = HOUSE_DAYS
    extended: bool = False
    pauses: tuple[Pause, ...] = ()
    pause_enabled: bool = False
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reckoning: rule, its date, its source, and the step in plain words."""

    rule: str
    date: date
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class ClockReading:
    """All dates of one request. The field names are the keys of the JSON.

    `house_due`, `house_target`: `None` without a promise and for what takes effect at once.
    `statutory_last_day` rolls over nationwide holidays (safe), `statutory_last_day_regional`
    also over those of the region. `extended_last_day`, `extended_last_day_cautious`: what an
    extension gives or would give, by both readings; `None` where none is possible.
    `paused_last_day`: `None` without questions. `due`: the day to answer by.
    """

    received_date: date
    house_due: date | None
    house_target: date | None
    statutory_nominal: date
    statutory_last_day: date
    statutory_last_day_regional: date
    due: date
    extension_notice_by: date
    refusal_notice_by: date
    extended_last_day: date | None
    extended_last_day_cautious: date | None
    paused_last_day: date | None
    at_once: bool
    explain: tuple[Step, ...]
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The reading as JSON values: ISO dates, lists, booleans and `None`."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def check_input(inp: ClockInput) -> None:
    """Refuse what cannot be right, with `InputError`: the cases `read_clock` names."""
    days = [inp.received, *(d for p in inp.pauses for d in (p.asked, p.answered) if d)]
    for day in days:
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise InputError(
                f"The year of {day.isoformat()} cannot be right. "
                f"Give a date between {_FIRST_YEAR} and {_LAST_YEAR}."
            )
    if inp.house_days is not None and not 1 <= inp.house_days <= _MOST_HOUSE_DAYS:
        raise InputError(
            f"The house promise cannot be {inp.house_days} days. "
            f"Give 1 to {_MOST_HOUSE_DAYS} days, or none."
        )
    for pause in inp.pauses:
        if pause.asked < inp.received:
            raise InputError(
                f"The question was asked on {pause.asked.isoformat()}, before the request was "
                f"received on {inp.received.isoformat()}. Correct one of the two dates."
            )
        if pause.answered is not None and pause.answered < pause.asked:
            raise InputError(
                f"The answer of {pause.answered.isoformat()} came before its question of "
                f"{pause.asked.isoformat()}. Correct one of the two dates."
            )


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case _:
            return value
