"""Review of an answer before its release, the reasons that stand in for mending, search tasks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from privacydesk.desk.cases.read import require
from privacydesk.desk.jobs import Job
from privacydesk.desk.release.letters import Edited
from privacydesk.desk.release.state import State, state
from privacydesk.domain.checklist import Checked, Problem, blocking
from privacydesk.domain.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.search_tasks import SearchTask

REMIND_AFTER: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ToRelease:
    """A prepared document. `stale`: it must be prepared again, because the data changed since, or
    (`updated`) because another version of PrivacyDesk prepared it and would say it otherwise."""

    kind: str
    format: str
    names: tuple[str, ...]
    prepared_by: str
    prepared_on: date
    stale: bool
    updated: bool = False
    others: tuple[str, ...] = ()  # formats in which it is prepared too and that are not released
    edited: Edited | None = None  # of a letter whose text a person edited


@dataclass(frozen=True, slots=True)
class Review:
    """What `case review` shows: the documents, the search tasks, and the 32 items."""

    reference: str
    documents: tuple[ToRelease, ...]
    tasks: tuple[SearchTask, ...]
    checks: tuple[Checked, ...]
    matched: int
    delivered: int

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """What must be mended or explained before the release."""
        return blocking(self.checks)


def review(
    desk: Desk,
    reference: str,
    *,
    only: Collection[str] = (),
    fmt: str | None = None,
    known_as: Sequence[str] = (),
    channel: str = "",
    job: Job | None = None,
) -> Review:
    """Run the checklist on what is prepared; nothing is changed.

    `only`: kinds of documents, else every prepared one that answers. `fmt`: of what was prepared
    in several formats, else the newest of each. `known_as`: under which values somebody without an
    entry was looked for. `channel`: by which way it is to go. Raises NotFoundError for an unknown
    case, a kind or a format that is not prepared.
    """
    found = state(desk, reference, only=only, fmt=fmt, known_as=known_as, channel=channel, job=job)
    coverage = found.composed.found.coverage if found.composed is not None else None
    return Review(
        reference=reference,
        documents=to_release(desk, found),
        tasks=found.tasks,
        checks=found.checks,
        matched=coverage.matched if coverage else 0,
        delivered=coverage.delivered if coverage else 0,
    )


def to_release(desk: Desk, found: State) -> tuple[ToRelease, ...]:
    old = {*found.stale, *found.updated}
    return tuple(
        ToRelease(
            document.kind,
            document.format,
            document.names,
            document.by,
            document.created_at.astimezone(desk.zone).date(),
            document.kind in old,
            document.kind in found.updated,
            tuple(other.format for other in document.others),
            found.edited.get(document.kind),
        )
        for document in found.documents
    )


def explain(
    desk: Desk,
    reference: str,
    key: str,
    reason: str,
    *,
    known_as: Sequence[str] = (),
    channel: str = "",
) -> Review:
    """Record why a problem cannot be mended; it is shown as explained from then on, as long as it
    concerns the same.

    `key` is the one that `review` shows beside the problem. Who explains what somebody explained
    before takes it over. `known_as`: as in `review`, for who was found under these values.
    `channel`: by which way the answer is to go. Raises NotFoundError when no problem has the key,
    InputError without a reason.
    """
    from privacydesk.store import anchors
    from privacydesk.store import release as stored

    if not reason.strip():
        raise InputError("Say why it cannot be mended: the reason is kept with the case.")
    about = {
        p.key: p.about
        for one in review(desk, reference, known_as=known_as, channel=channel).checks
        for p in (*one.problems, *(p for p, _ in one.explained))
        if p.key
    }
    if key not in about:
        known = ", ".join(sorted(about)) or "there are none"
        raise NotFoundError(f"No problem has the key “{key}”. Keys: {known}.")
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        number = stored.explain(tx, case_id, key, reason.strip(), about[key])
        anchored = anchors.anchor(tx.sql, "explanation", number)
        tx.audit("case.explain", case=case_id, key=key, **anchored)
    return review(desk, reference, known_as=known_as, channel=channel)


# --------------------------------------------------------------------------- search tasks


def search_tasks(desk: Desk, reference: str) -> tuple[SearchTask, ...]:
    """One task per system and processor, with where it stands. Raises NotFoundError."""
    from privacydesk.store import cases
    from privacydesk.store import search_tasks as stored

    with desk.store.read() as con:
        case_id = require(con, reference)
        return stored.tasks(con, case_id, cases.load(con, case_id).case, desk.today())


def ask_owner(
    desk: Desk,
    reference: str,
    system: str,
    *,
    owner: str | None = None,
    on: date | None = None,
    remind_on: date | None = None,
) -> tuple[SearchTask, ...]:
    """Record that the owner of a system was asked to search it, and when to remind them.

    `owner` when the system's is not known; `on` today when not given; `remind_on` a week later.
    Raises NotFoundError for an unknown case or system, InputError for days that cannot be.
    """
    from privacydesk.store import search_tasks as stored
    from privacydesk.store import systems

    now = desk.today()
    asked_on = on or now
    remind_on = remind_on or asked_on + REMIND_AFTER
    if asked_on > now:
        raise InputError(f"{asked_on.isoformat()} lies in the future. Give a day up to today.")
    if remind_on <= asked_on:
        raise InputError("The reminder must come after the day of the request.")
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        found = systems.require(tx.sql, system)
        who = (owner or found.owner or "").strip()
        if not who:
            raise InputError(
                "Nobody is named as the owner of this system: say who was asked.",
                command="--owner names them.",
            )
        stored.ask(tx, case_id, found.system_id, who, asked_on, remind_on)
        tx.audit("case.ask", case=case_id, system=found.system_id)
    return search_tasks(desk, reference)


def reminders(desk: Desk) -> tuple[tuple[str, str, date], ...]:
    """(case, system, day) of every unanswered request to an owner whose reminder is due."""
    from privacydesk.store import search_tasks as stored

    with desk.store.read() as con:
        return stored.reminders_due(con, desk.today())
