"""One search task per system and processor of a case: who searches it, how, and where it stands.

A task is done by one of three ways: an export newer than the receipt was imported and searched;
the owner was asked and what they found was entered; somebody looked by hand. Its outcome is hits,
none, or impossible with the reason (access checklist A24).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from privacydesk.domain.model import SearchOutcome, System, SystemSearch, SystemState


class TaskState(StrEnum):
    OPEN = "open"
    ASKED = "asked"  # its owner was asked and has not answered
    OVERDUE = "overdue"  # ... and the reminder is due
    OUTDATED = "outdated"  # searched in data older than the receipt, or before newer data came
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Asked:
    """The request to the owner of a system: on which day, and when to remind them."""

    owner: str
    on: date
    remind_on: date


@dataclass(frozen=True, slots=True)
class SearchTask:
    """The search of one system for one case. `way`: `export`, `owner` or `hand`."""

    system_id: int
    system: str
    owner: str
    processor: bool
    way: str
    state: TaskState
    outcome: SearchOutcome
    hits: int
    note: str
    data_until: datetime | None
    asked: Asked | None

    @property
    def done(self) -> bool:
        return self.state is TaskState.DONE


def search_task(
    system: System,
    search: SystemSearch | None,
    asked: Asked | None,
    *,
    received: datetime,
    today: date,
) -> SearchTask:
    """The task of one system, from its latest search and the request to its owner."""
    imported = system.state is SystemState.IMPORTED
    outcome = search.outcome if search is not None else SearchOutcome.OPEN
    note = (search.note if search is not None else None) or ""
    return SearchTask(
        system_id=system.system_id,
        system=system.name,
        owner=(asked.owner if asked else None) or system.owner or "",
        processor=system.processor,
        way="export" if imported else "owner" if asked or system.owner else "hand",
        state=_state(system, search, asked, note, received, today),
        outcome=outcome,
        hits=search.hits if search is not None else 0,
        note=note,
        data_until=system.data_until,
        asked=asked,
    )


def _state(
    system: System,
    search: SystemSearch | None,
    asked: Asked | None,
    note: str,
    received: datetime,
    today: date,
) -> TaskState:
    if search is None or search.outcome is SearchOutcome.OPEN:
        if asked is None:
            return TaskState.OPEN
        return TaskState.OVERDUE if today >= asked.remind_on else TaskState.ASKED
    if search.outcome is SearchOutcome.IMPOSSIBLE:
        return TaskState.DONE if note else TaskState.OPEN
    until = system.data_until
    if until is not None and not note:  # a note says how it was searched beside the import
        if until < received:
            return TaskState.OUTDATED
        if search.searched_at is not None and search.searched_at < until:
            return TaskState.OUTDATED
    return TaskState.DONE
