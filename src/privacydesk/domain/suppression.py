"""Whether a person's address is kept from being mailed, as the lists in the store say it.

An entry of a newsletter or a consent to it that somebody left is what keeps a mail tool from
writing to that address again (Art. 21(3) GDPR). Pure: entries in, list and day out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Final

_LEFT: Final = ("left_at", "withdrawn_at")
_STATES: Final = frozenset({"unsubscribed", "opted out", "opt-out", "suppressed", "blocked"})


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of a newsletter or a consent that holds the person's address. `system`: where."""

    system: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A list on which the address is kept from being mailed; `since`: None when it does not say."""

    system: str
    since: date | None


def suppressed(entries: Iterable[ListEntry], zone: tzinfo) -> tuple[Suppressed, ...]:
    """The lists, in order of their names, with the first day each tells; nothing while any of them
    still has the person as a subscriber: then it cannot be said that no more mail comes."""
    found: dict[str, date | None] = {}
    for entry in entries:
        state = str(entry.details.get("status") or "").strip().casefold()
        left = next((v for name in _LEFT if (v := entry.details.get(name))), None)
        if left is None and state not in _STATES:
            return ()
        day, before = _day(left, zone), found.get(entry.system)
        found[entry.system] = min(day, before) if day and before else day or before
    return tuple(Suppressed(system, found[system]) for system in sorted(found))


def _day(value: Any, zone: tzinfo) -> date | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
