"""Searching every system for a case: the log that makes "everything" mean something (A24)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.desk.cases.read import CaseView, refresh_status, require, show
from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.model import RecordKind, SearchOutcome, SystemState

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.store.engine import Tx


def search_systems(desk: Desk, reference: str) -> CaseView:
    """Search every imported system for the subject of the case and log the hits, zero included.

    Systems that are not imported stay open: somebody must look and record the outcome. Raises
    `StateError` while the person is not known.
    """
    from privacydesk.store import case_systems, case_writes, cases, subjects, systems

    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        case = cases.load_many(tx.sql, [case_id])[0].case
        if case.subject_id is None:
            raise StateError(
                "The person is not known yet: attach a data subject to the case first."
            )
        hits = subjects.counts_by_system(tx.sql, case.subject_id)
        foreign = case_systems.foreign(tx.sql, case_id, case)
        searched = 0
        for system in systems.list_all(tx.sql):
            if system.system_id in foreign:
                continue
            found = hits.get(system.system_id, 0)
            if system.state is SystemState.NOT_IMPORTED and not found:
                continue
            outcome = SearchOutcome.HITS if found else SearchOutcome.NONE
            case_writes.put_search(tx, case_id, system.system_id, outcome, found)
            searched += 1
        refresh_status(tx, case_id)
        tx.audit("case.search", case=case_id, systems=searched)
    return show(desk, reference)


def count_again(tx: Tx, case_id: int, subject_id: int) -> None:
    """Bring the hits of the systems that were searched up to date after a join or a parting."""
    from privacydesk.store import case_writes, cases, subjects, systems

    tx.session.flush()
    hits = subjects.counts_by_system(tx.sql, subject_id)
    imported = {s.system_id for s in systems.list_all(tx.sql) if s.state is SystemState.IMPORTED}
    for search in cases.load(tx.sql, case_id).case.searches:
        found = hits.get(search.system_id, 0)
        counted = search.outcome in {SearchOutcome.HITS, SearchOutcome.NONE}
        if counted and found != search.hits and (found or search.system_id in imported):
            outcome = SearchOutcome.HITS if found else SearchOutcome.NONE
            case_writes.put_search(tx, case_id, search.system_id, outcome, found, search.note)


def record_search(
    desk: Desk,
    reference: str,
    system: str,
    outcome: str,
    *,
    hits: int = 0,
    note: str | None = None,
) -> CaseView:
    """Record what a search by hand found in one system: hits, none, or impossible (say why)."""
    from privacydesk.store import case_writes, systems

    choices = [o.value for o in SearchOutcome if o is not SearchOutcome.OPEN]
    if outcome not in choices:
        raise InputError(f"“{outcome}” is no outcome. Use one of: {', '.join(choices)}.")
    if outcome == SearchOutcome.IMPOSSIBLE and not (note or "").strip():
        raise InputError("Say why the search is impossible.", command="--note says it.")
    if outcome == SearchOutcome.HITS and hits < 1:
        raise InputError(
            "Say how many hits there were, or add each one.",
            command="--hits says it, `case hit` adds one.",
        )
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        found = systems.require(tx.sql, system)
        if outcome != SearchOutcome.HITS:
            _refuse_denying(tx, case_id, found.system_id)
        case_writes.put_search(tx, case_id, found.system_id, SearchOutcome(outcome), hits, note)
        refresh_status(tx, case_id)
        tx.audit("case.search", case=case_id, system=found.system_id, outcome=outcome, hits=hits)
    return show(desk, reference)


def _refuse_denying(tx: Tx, case_id: int, system_id: int) -> None:
    """What is here cannot be reported as not found."""
    from privacydesk.store import cases, subjects

    subject_id = cases.load_many(tx.sql, [case_id])[0].case.subject_id
    here = subjects.counts_by_system(tx.sql, subject_id).get(system_id, 0) if subject_id else 0
    if here:
        raise StateError(
            f"{here} records of this person from this system are here already: record hits."
        )


def add_hit(
    desk: Desk,
    reference: str,
    system: str,
    *,
    kind: str,
    title: str,
    text: str = "",
    file: Path | None = None,
    occurred_at: datetime | None = None,
) -> int:
    """Add what a search by hand found in a system that is not imported, as text, file or scan.

    From then on it is a record like any other. Returns its number. Raises `StateError` while the
    person is not known or has no entry in any system, `InputError` for an unknown kind, an empty
    hit or an unreadable file.
    """
    from privacydesk.store import case_writes, cases, files, subjects, systems
    from privacydesk.store.search import index

    if kind not in set(RecordKind):
        raise InputError(f"“{kind}” is not a kind of record. Use one of: {', '.join(RecordKind)}.")
    if not title.strip():
        raise InputError("Give the hit a title, so that the person can recognise it.")
    if not text.strip() and file is None:
        raise InputError("A hit needs its text or a file.")
    attachment = (file, *files.keep(desk.store.files, file)) if file is not None else None
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        case = cases.load_many(tx.sql, [case_id])[0].case
        found = systems.require(tx.sql, system)
        if case.subject_id is None:
            raise StateError(
                "The person is not known yet: attach a data subject to the case first."
            )
        party_id = case_writes.first_party(tx, case.subject_id)
        assert party_id is not None
        before = tx.sql.execute(
            "SELECT count(*) AS n FROM record WHERE system_id = ? AND by_hand",
            (found.system_id,),
        ).fetchone()["n"]
        content = f"{kind}\0{title}\0{text}\0{attachment[1] if attachment else ''}"
        record_id = case_writes.add_hand_record(
            tx,
            system_id=found.system_id,
            system=found.name,
            party_id=party_id,
            kind=RecordKind(kind),
            number=f"{reference}-{before + 1}",
            title=title.strip(),
            text=text,
            occurred_at=occurred_at,
            content_hash=hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest(),
            attachment=attachment,
        )
        index.index_records(tx.sql, [record_id])
        hits = subjects.counts_by_system(tx.sql, case.subject_id)[found.system_id]
        case_writes.put_search(tx, case_id, found.system_id, SearchOutcome.HITS, hits)
        refresh_status(tx, case_id)
        tx.audit("case.hit", case=case_id, system=found.system_id, record=record_id)
    return record_id
