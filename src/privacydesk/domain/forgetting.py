"""What an erasure on request does with a record (Art. 17 GDPR): erase it, set it apart, leave it.

A record goes unless something stands against it: it is about somebody else too, a hold or another
case needs it, its person asked to have it restricted (Art. 18), the law keeps it (Art. 17(3)(b)),
it keeps them from being mailed again (Art. 21(3)), or the answer states for its kind why it is kept
(Art. 17(3)). What stays for a purpose of its own is set apart: nothing else is done with it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from privacydesk.domain.model import RecordKind
from privacydesk.domain.retention_due import KeptBack


class Stays(StrEnum):
    """Why a record stays; the first reason that holds, from what binds most."""

    OTHERS = "others"
    HOLD = "hold"
    OPEN_CASE = "open_case"
    RESTRICTION = "restriction"
    LEGAL_DUTY = "legal_duty"
    SUPPRESSION = "suppression"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Asked:
    """A record of the person who asked. `about`: whose it is, by number; `duty`: the law keeps such
    records, `duty_until` its last day if that is known; `kept_back`: as for storage periods;
    `suppresses`: it keeps them from being mailed, and they objected to that too."""

    kind: RecordKind
    about: frozenset[int]
    duty: bool = False
    duty_until: date | None = None
    kept_back: KeptBack | None = None
    suppresses: bool = False


@dataclass(frozen=True, slots=True)
class Fate:
    """`stays` None: it is erased. `until`: how long at least, if that is known. `apart`: it is
    restricted to the purpose for which it stays."""

    stays: Stays | None = None
    until: date | None = None
    apart: bool = False


_KEPT_BACK = {
    KeptBack.HOLD: Stays.HOLD,
    KeptBack.OPEN_CASE: Stays.OPEN_CASE,
    KeptBack.RESTRICTION: Stays.RESTRICTION,
}


def fate(record: Asked, person: int, stated: Collection[RecordKind], today: date) -> Fate:
    """What happens to one record. `stated`: kinds of which the answer says why they are kept."""
    if record.about != {person}:
        return Fate(Stays.OTHERS)
    if record.kept_back in _KEPT_BACK:
        return Fate(_KEPT_BACK[record.kept_back])
    if record.duty and (record.duty_until is None or record.duty_until >= today):
        return Fate(Stays.LEGAL_DUTY, record.duty_until, apart=True)
    if record.suppresses:
        return Fate(Stays.SUPPRESSION)
    if record.kind in stated:
        return Fate(Stays.STATED, apart=True)
    return Fate()
