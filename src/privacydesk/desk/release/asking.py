"""Asking a processor to search by letter: the letter and the note of it, in one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from privacydesk.desk.cases.read import require, show
from privacydesk.desk.outbox import Outbox
from privacydesk.desk.release.review import REMIND_AFTER, ask_owner, search_tasks
from privacydesk.domain.errors import InputError, StateError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from privacydesk.desk.context import Desk
    from privacydesk.desk.letters import WrittenLetter
    from privacydesk.domain.search_tasks import SearchTask

REQUEST_LETTER: Final = "processor_search_request"


@dataclass(frozen=True, slots=True)
class AskedByLetter:
    tasks: tuple[SearchTask, ...]
    letter: WrittenLetter


def ask_by_letter(
    desk: Desk,
    reference: str,
    system: str,
    output: Path,
    *,
    owner: str | None = None,
    on: date | None = None,
    remind_on: date | None = None,
    language: str | None = None,
    force: bool = False,
) -> AskedByLetter:
    """Write the request to search (Art. 28(3)(e)) as a draft and record that it was asked.

    The letter goes to `owner`, else to the owner of the system, and asks for an answer by the day
    of the reminder. Raises what `ask_owner` and writing a letter raise, NotFoundError for a system
    the case has no task for, StateError when it is no processor's; nothing is then kept.
    """
    from privacydesk.desk import letters
    from privacydesk.documents.write import LETTER_FORMATS
    from privacydesk.store import letters as stored

    fmt = output.suffix.removeprefix(".").lower() or "pdf"
    if fmt not in LETTER_FORMATS:
        raise InputError(f"A letter can be {', '.join(LETTER_FORMATS)}; “{fmt}” is not one.")
    with Outbox(force=force) as outbox:
        outbox.refuse_existing(output)
    task = _task(desk, reference, system)
    if not task.processor:
        raise StateError(
            f"“{task.system}” is no processor's system: the letter rests on Article 28 GDPR. "
            "Ask its owner yourself, and record that they were asked.",
            command="Leave --letter out for that.",
        )
    whom = (owner or task.owner or task.system).strip()
    now = desk.today()
    by = remind_on or _reminder(desk, reference, on or now)
    with desk.store.read() as con:
        before = stored.stated(con, require(con, reference), REQUEST_LETTER)
    facts = {"recipient": whom, "answer_by": by.isoformat()}
    if before.get("recipient") != whom:
        facts["recipient_address"] = ""  # that of an earlier one
    letters.state_facts(desk, reference, REQUEST_LETTER, facts)
    try:
        letters.compose(desk, reference, REQUEST_LETTER, draft=True, language=language)
        tasks = ask_owner(desk, reference, system, owner=whom, on=on, remind_on=by)
    except Exception:
        letters.state_facts(desk, reference, REQUEST_LETTER, _as_before(facts, before, now))
        raise
    written = letters.letter(
        desk, reference, REQUEST_LETTER, fmt, output, language=language, force=force
    )
    return AskedByLetter(tasks, written)


def _task(desk: Desk, reference: str, system: str) -> SearchTask:
    from privacydesk.store.systems import unknown

    for task in search_tasks(desk, reference):
        if task.system.casefold() == system.casefold():
            return task
    raise unknown(system)


def _reminder(desk: Desk, reference: str, asked_on: date) -> date:
    """A week later, or our own last day when that comes first and is still to come."""
    clock = show(desk, reference).clock
    last = max(clock.due, clock.statutory_last_day)
    usual = asked_on + REMIND_AFTER
    return min(usual, last) if last > asked_on else usual


def _as_before(facts: Mapping[str, str], before: Mapping[str, str], now: date) -> dict[str, str]:
    """What was stated before; a day that is over meanwhile cannot be stated again."""
    old = {name: before.get(name, "") for name in facts}
    return old | ({"answer_by": ""} if old["answer_by"] < now.isoformat() else {})
