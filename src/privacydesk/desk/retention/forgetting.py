"""Erasure on request: what a person asked to be erased leaves the store (Art. 17 GDPR).

The copies here are one half of it: the systems they came from erase theirs, and who did that
records it. So the plan names the systems, and the letter that answers says what is still here.

All of it is one transaction: a record goes with every trace of it, or nothing happened.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from privacydesk.desk.jobs import Job
from privacydesk.desk.retention.running import leftovers, refuse_importing, sweep
from privacydesk.domain.case_clock import switched_on
from privacydesk.domain.errors import ConflictError, StateError
from privacydesk.domain.forgetting import Asked, Fate, Stays, fate
from privacydesk.domain.kind_names import kinds_named
from privacydesk.domain.localtext import LocalText
from privacydesk.domain.model import EventKind, RecordKind, RequestStatus
from privacydesk.domain.retention_due import Ruling, Step, principals
from privacydesk.domain.rights import Right
from privacydesk.domain.suppression import ListEntry, suppressed
from privacydesk.domain.text import many

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from privacydesk.desk.context import Desk
    from privacydesk.desk.gathering import Gathered
    from privacydesk.domain.case_path import PathFacts
    from privacydesk.domain.model import Case, Record
    from privacydesk.domain.scope_types import RecordScope
    from privacydesk.store.driver import Connection

_REPLY: Final = "erasure_reply"
_LISTS: Final = frozenset({RecordKind.NEWSLETTER, RecordKind.CONSENT})
_GROUND: Final = LocalText(
    nl="op verzoek (artikel 17 AVG)",
    de="auf Antrag (Art. 17 DSGVO)",
    en="on request (Article 17 GDPR)",
)


@dataclass(frozen=True, slots=True)
class Goes:
    """Records that are erased; `at_source`: how many of them their system has too."""

    kind: RecordKind
    system: str
    records: int
    at_source: int


@dataclass(frozen=True, slots=True)
class StaysHere:
    """Records that stay, and why; `until`: the latest day a legal duty is known to last."""

    kind: RecordKind
    system: str
    why: Stays
    records: int
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What an erasure on request did, or with `dry_run` would do.

    `restricted`: how many of those that stay are set apart from now on. `files`: removed from the
    store's folder. `complete` and `leftovers`: as for a run of storage periods.
    """

    reference: str
    dry_run: bool
    goes: tuple[Goes, ...]
    stays: tuple[StaysHere, ...]
    restricted: int = 0
    files: int = 0
    complete: bool = True
    leftovers: tuple[str, ...] = ()

    @property
    def erased(self) -> int:
        return sum(one.records for one in self.goes)

    @property
    def systems(self) -> tuple[str, ...]:
        """Where the same data are to be erased by whoever runs the system."""
        return tuple(sorted({one.system for one in self.goes if one.at_source}))


@dataclass(slots=True)
class _Plan:
    fates: list[tuple[RecordScope, Fate]] = field(default_factory=list)

    def going(self) -> Iterator[Record]:
        return (scope.record for scope, fate_ in self.fates if fate_.stays is None)

    def set_apart(self) -> Iterator[Record]:
        return (
            scope.record
            for scope, fate_ in self.fates
            if fate_.apart and not scope.record.restricted
        )


def forget(desk: Desk, reference: str, *, yes: bool = False, job: Job | None = None) -> Forgotten:
    """Erase the records of the person of a case that asks for it; without `yes` only say which.

    What the law keeps, what the erasure reply states as kept, and what concerns others stays; the
    first two are set apart. The person stays with the case, so that the answer reaches them. Raises
    NotFoundError for an unknown case; StateError when it does not ask for erasure, is closed, or
    still waits for something that erasing would spoil: an answer of the person, candidates to be
    decided, an access or portability answer of the same case; ConflictError while an import is
    running or when somebody changed the store meanwhile.
    """
    from privacydesk.desk.gathering import gather
    from privacydesk.store import audit, cases, erasure

    job = job or Job()
    with desk.store.read() as con:
        case_id = cases.require_id(con, reference)
        stored = cases.load_many(con, [case_id])[0]
        _refuse(stored.case, cases.facts(con, [stored])[case_id])
        count, head = audit.checkpoint(con)
    found = gather(desk, reference, job)
    plan = _planned(desk, found)
    if not yes:
        return _report(found, plan, dry_run=True)
    job.check()
    with desk.store.write(desk.operator, desk.now()) as tx:
        refuse_importing(tx.sql, tx)
        if audit.checkpoint(tx.sql) != (count, head):
            raise ConflictError(
                "Somebody changed the store while it was looked through; try again.",
                code="changed_meanwhile",
            )
        erase = Ruling(step=Step.ERASE, ended=found.today, period=_GROUND, why="asked for")
        apart = Ruling(step=Step.RESTRICT)
        sentences = [erasure.Sentence(record.record_id, erase) for record in plan.going()]
        sentences += [erasure.Sentence(record.record_id, apart) for record in plan.set_apart()]
        done = erasure.carry_out(tx, sentences, found.pack.sha256, reachable=True)
        tx.audit(
            "case.forgotten",
            case=found.case_id,
            policy=found.pack.sha256,
            erased=done.erased,
            restricted=done.restricted,
            kept=len(plan.fates) - done.erased,
        )
    return _report(
        found,
        plan,
        dry_run=False,
        files=sweep(desk),
        complete=desk.store.truncate_wal(),
        leftovers=leftovers(desk),
    )


def _refuse(case: Case, facts: PathFacts) -> None:
    erasing = [request for request in case.requests if request.right == Right.ERASURE]
    if not erasing:
        raise StateError(
            f"Case {case.reference} does not ask for erasure.",
            command="`case log` takes several requests; storage periods erase by `retention run`.",
        )
    if all(request.status is RequestStatus.REFUSED for request in erasing):
        raise StateError("The erasure is recorded as refused in this case.")
    if case.subject_id is None:
        raise StateError("This case has no data subject yet; attach one first.")
    if switched_on(case.events, EventKind.CLOSED, EventKind.REOPENED):
        raise StateError(f"Case {case.reference} is closed: reopen it first.")
    if facts.question_open:
        raise StateError(f"A question is open ({facts.question}): record the answer first.")
    if not facts.candidates_listed or facts.candidates_open:
        what = f"{many(facts.candidates_open, 'candidate')} not decided"
        raise StateError(
            "It is not clear yet what is theirs: "
            f"{what if facts.candidates_listed else 'the candidates are not listed'}.",
            command=f"`case candidates {case.reference}` lists them.",
        )
    copy = [
        Right(request.right)
        for request in case.requests
        if request.right in (Right.ACCESS, Right.PORTABILITY)
        and request.status is RequestStatus.OPEN
    ]
    if copy and not facts.sent:
        raise StateError(
            f"This case asks for {copy[0].facts.en} too: send that answer first, or record how "
            "that request ended.",
            command=f"`case outcome {case.reference}` records it.",
        )


def _planned(desk: Desk, found: Gathered) -> _Plan:
    from privacydesk.store import letters, retention_read

    records = [scope.record for scope in found.scopes]
    with desk.store.read() as con:
        about = _about(con, [record.record_id for record in records])
        kept_back = retention_read.protected(con, found.today, apart_from=found.case_id)
        stated = letters.stated(con, found.case_id, _REPLY).get("kept", "")
    kept = _kinds(stated)
    objected = any(r.right == Right.OBJECTION_MARKETING for r in found.case.requests)
    plan = _Plan()
    for scope in found.scopes:
        record = scope.record
        expiry = found.expiries.get(record.record_id)
        entry = ListEntry("", record.details)
        asked = Asked(
            record.kind,
            about.get(record.record_id, frozenset()),
            duty=expiry is not None and expiry.duty is not None,
            duty_until=expiry.duty_until if expiry is not None else None,
            kept_back=kept_back.get(record.record_id),
            suppresses=objected and record.kind in _LISTS and bool(suppressed([entry], found.zone)),
        )
        plan.fates.append((scope, fate(asked, found.card.subject_id, kept, found.today)))
    return plan


def _about(con: Connection, ids: list[int]) -> dict[int, frozenset[int]]:
    """Whose each record is: not who was only mentioned or in copy."""
    from privacydesk.store import retention_read

    people = retention_read.people(con, ids)
    found = {record_id: frozenset({person}) for record_id, person in people.one.items()}
    found |= {record_id: principals(parts) for record_id, parts in people.more.items()}
    return found


def _kinds(stated: str) -> frozenset[RecordKind]:
    """The kinds of which the erasure reply states why they are kept."""
    from privacydesk.documents.letters.given import read_fact

    rows = read_fact("kept", stated) if stated else ()
    return frozenset(
        kind
        for row in (rows if isinstance(rows, tuple) else ())
        for kind in kinds_named(str(row["what"]))
    )


def _report(
    found: Gathered,
    plan: _Plan,
    *,
    dry_run: bool,
    files: int = 0,
    complete: bool = True,
    leftovers: tuple[str, ...] = (),
) -> Forgotten:
    goes: Counter[tuple[RecordKind, str]] = Counter()
    there: Counter[tuple[RecordKind, str]] = Counter()
    stays: Counter[tuple[RecordKind, str, Stays]] = Counter()
    until: dict[tuple[RecordKind, str, Stays], date] = {}
    for scope, fate_ in plan.fates:
        record = scope.record
        system = found.systems_of.get(record.record_id, record.source)
        if fate_.stays is None:
            goes[record.kind, system] += 1
            there[record.kind, system] += record.gone_at is None
            continue
        key = (record.kind, system, fate_.stays)
        stays[key] += 1
        if fate_.until is not None:
            until[key] = max(fate_.until, until.get(key, fate_.until))
    return Forgotten(
        reference=found.case.reference,
        dry_run=dry_run,
        goes=tuple(Goes(*key, count, there[key]) for key, count in sorted(goes.items())),
        stays=tuple(StaysHere(*key, count, until.get(key)) for key, count in sorted(stays.items())),
        restricted=sum(1 for _ in plan.set_apart()),
        files=files,
        complete=complete,
        leftovers=leftovers,
    )
