"""Points in time as shops have them: working hours, not in the future, each source's writing."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Times before `today`, drawn from `rng`."""

    today: date
    rng: random.Random

    def ago(self, newest: int, oldest: int) -> datetime:
        """A moment between `oldest` and `newest` days before today, in working hours."""
        return self.on(self.rng.randint(newest, oldest))

    def on(self, days_ago: int) -> datetime:
        """A moment in the working hours of the day `days_ago` days before today."""
        seconds = self.rng.randrange(8 * 3600, 18 * 3600)
        day = self.today - timedelta(days=days_ago)
        return datetime.combine(day, time(), ZONE) + timedelta(seconds=seconds)

    def after(self, moment: datetime, *, hours: float) -> datetime:
        """Up to `hours` later, at least two minutes, and never after yesterday evening."""
        later = moment + timedelta(seconds=self.rng.randrange(120, int(hours * 3600) + 121))
        evening = datetime.combine(self.today, time(), ZONE) - timedelta(hours=3)
        return max(moment, min(later, evening))


def offset_iso(moment: datetime) -> str:
    """`2026-01-22T09:15:00+01:00`."""
    return moment.astimezone(ZONE).replace(microsecond=0).isoformat()


def zulu(moment: datetime) -> str:
    """`2026-01-22T08:15:00.000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def local(moment: datetime) -> str:
    """`2026-01-22 09:15:00`, the time at the shop without saying so."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def utc(moment: datetime) -> str:
    """`2026-01-22 08:15:00` in UTC, without saying so."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def with_offset(moment: datetime) -> str:
    """`2026-01-22 09:15:00 +0100`."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S %z")
