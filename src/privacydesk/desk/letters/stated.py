"""What a person states for a letter, beside what the case holds.

A letter tells the person what happened. Where the case records that, the case is the source: a
stated day cannot stand in for an extension that nobody decided (Art. 12(3)), nor a stated row for
an erasure that nobody carried out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from privacydesk.desk.letters.facts import acted
from privacydesk.domain.errors import InputError, StateError

if TYPE_CHECKING:
    from privacydesk.desk.letters.reading import Known
    from privacydesk.documents.letters.given import Fact, Row, Value

# days that lie behind us in this case, days still to come, and those before our own last day
_PAST: Final = frozenset({"erased", "notified", "agreed_on"})
_COMING: Final = frozenset({"kept", "lifted_on", "answer_by"})
_OURS: Final = frozenset({"answer_by"})
_DONE: Final = frozenset({"erased", "suppressed"})  # outside the desk: once the case says acted


def refuse(known: Known, letter: str, name: str, value: Value, held: Mapping[str, Value]) -> None:
    """Refuse a fact that a person may not state now. `held`: what the case says for this letter.

    Raises StateError where the case must say it first, InputError for a day that cannot be.
    """
    from privacydesk.documents.letters.given import FACTS

    fact = FACTS[name]
    if not _may_state(known, letter, fact, value, held):
        first = fact.where or "it follows from the clock"
        raise StateError(
            f"The fact {name} comes from the case and cannot be stated here: {first}.",
            code="from_case",
        )
    _check_value(known, name, value)


def combine(
    known: Known, letter: str, held: Mapping[str, Value], stated: Mapping[str, Value]
) -> dict[str, Value]:
    """What the case holds with what a person stated: instead of it, beside it, or not at all.

    Raises InputError for a stated day that cannot be (any more), and for `none` where the case
    holds rows.
    """
    from privacydesk.documents.letters.given import FACTS, Stating

    values = dict(held)
    for name, value in stated.items():
        fact = FACTS[name]
        if not _may_state(known, letter, fact, value, held):
            continue  # kept before the case took it back; the letter asks for it by name
        _check_value(known, name, value)
        if fact.stating is Stating.ADDING:
            values[name] = _added(name, held.get(name), value)
        else:
            values[name] = value
    return values


def _may_state(
    known: Known, letter: str, fact: Fact, value: Value, held: Mapping[str, Value]
) -> bool:
    from privacydesk.documents.letters.given import Stating

    if fact.name in _DONE and value:  # where no export shows it: somebody recorded that
        return fact.name in held or acted(known, letter) is not None
    match fact.stating:
        case Stating.NEVER:
            return False
        case Stating.WORDING:
            return fact.name in held
        case _:
            return True


def _added(name: str, held: Value | None, stated: Value) -> tuple[Row, ...]:
    rows = held if isinstance(held, tuple) else ()
    assert isinstance(stated, tuple)
    if rows and not stated:
        raise InputError(
            f"“none” was stated for {name}, but the case holds {len(rows)}; take it back.",
            command=f"Type --set {name}=.",
        )
    return (*rows, *(row for row in stated if row not in rows))


def _check_value(known: Known, name: str, value: Value) -> None:
    """Raise InputError for a day that cannot be, or a list whose entries are here to be read."""
    for day in _days(value):
        _check_day(known, name, day)
    if name != "suppressed" or not isinstance(value, tuple):
        return
    for system in known.imported:
        whole = re.compile(rf"(?<!\w){re.escape(system)}(?!\w)", re.IGNORECASE)
        if any(whole.search(str(row["list"])) for row in value):
            raise InputError(
                f"{system} is imported, so what it says of the address comes from its entries: "
                "suppress the address there and import it again; state only lists that are not "
                "imported.",
                command="Type --set suppressed=.",
            )


def _days(value: Value) -> Iterator[date]:
    if isinstance(value, date):
        yield value
    elif isinstance(value, tuple):
        for row in value:
            yield from (cell for cell in row.values() if isinstance(cell, date))


def _check_day(known: Known, name: str, day: date) -> None:
    received, today = known.case.received_date, known.today
    last = max(known.search_clock.due, known.search_clock.statutory_last_day)
    if name in _PAST and not received <= day <= today:
        raise InputError(
            f"The fact {name} says {day.isoformat()}; give a day from the receipt "
            f"({received.isoformat()}) up to today."
        )
    if name == "suppressed" and day > today:
        raise InputError(f"The fact {name} says {day.isoformat()}; give a day up to today.")
    if name in _COMING and day < today:
        raise InputError(
            f"The fact {name} says {day.isoformat()}, which is over; give a new day.",
            code="over" if name == "kept" else "input",
        )
    if name in _OURS and day > last >= today:
        raise InputError(
            f"The fact {name} says {day.isoformat()}, after our own last day {last.isoformat()}."
        )
