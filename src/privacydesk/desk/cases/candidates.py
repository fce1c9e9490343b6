"""What may also be this person's: searched without a time limit, decided one by one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from privacydesk.desk.cases.read import refresh_status, require, show
from privacydesk.desk.cases.searching import count_again
from privacydesk.domain.errors import InputError, NotFoundError, StateError
from privacydesk.domain.model import CandidateView, EventKind, Role

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.jobs import Job

THEIRS, NOT_THEIRS = "theirs", "not_theirs"


def find_candidates(
    desk: Desk, reference: str, job: Job | None = None
) -> tuple[CandidateView, ...]:
    """List what may also be the subject's; decided ones keep their decision.

    The search reads everything and takes the time it needs. Raises `StateError` while the person
    is not known, `CancelledError` when `job` was stopped.
    """
    from privacydesk.store import candidates as store_candidates
    from privacydesk.store import case_writes, cases

    with desk.store.read() as con:
        case_id = require(con, reference)
        case = cases.load_many(con, [case_id])[0].case
        if case.subject_id is None:
            raise StateError(
                "The person is not known yet: attach a data subject to the case first."
            )
        found = store_candidates.search(
            con, case.subject_id, check=job.check if job else lambda: None
        )
    with desk.store.write(desk.operator, desk.now()) as tx:
        new = sum(
            case_writes.put_candidate(
                tx,
                case_id,
                reason=c.reason,
                explanation=c.explanation,
                record_id=c.record_id,
                party_id=c.party_id,
                label=c.label,
            )
            for c in found
        )
        case_writes.add_event(tx, case_id, EventKind.CANDIDATES_LISTED, desk.today())
        refresh_status(tx, case_id)
        tx.audit("case.candidates", case=case_id, found=len(found), new=new)
    return show(desk, reference).case.candidates


def decide_candidate(
    desk: Desk, reference: str, candidate_id: int, *, theirs: bool, why: str
) -> CandidateView:
    """Decide one candidate. "Theirs" joins the record or person; deciding again takes it back.

    Raises `NotFoundError` for an unknown candidate and `InputError` without a reason.
    """
    from privacydesk.store import case_writes, cases

    if not why.strip():
        raise InputError("Say why: the decision must be explained to the person later.")
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        case = cases.load_many(tx.sql, [case_id])[0].case
        row = case_writes.candidate(tx, case_id, candidate_id)
        if row is None or case.subject_id is None:
            raise NotFoundError(f"Case {reference} has no candidate number {candidate_id}.")
        _take_back(tx, row.effect)
        effect = None
        if theirs:
            effect = _join(tx, case.subject_id, row, why)
        elif row.record_id is not None:
            _refuse_within_entry(tx, case.subject_id, row.record_id)
        case_writes.decide_candidate(tx, row, THEIRS if theirs else NOT_THEIRS, why, effect)
        count_again(tx, case_id, case.subject_id)
        refresh_status(tx, case_id)
        tx.audit("case.decide", case=case_id, candidate=candidate_id, decision=row.decision or "")
    return next(c for c in show(desk, reference).case.candidates if c.candidate_id == candidate_id)


def _join(tx: Any, subject_id: int, row: Any, why: str) -> dict[str, Any]:
    """Do what "theirs" means and say what was done."""
    from privacydesk.store import case_writes, parties, subjects

    if row.record_id is not None:
        party_id = case_writes.first_party(tx, subject_id)
        assert party_id is not None
        others = tx.sql.execute(
            "SELECT role FROM involvement WHERE record_id = ? ORDER BY role", (row.record_id,)
        ).fetchall()
        # A call from a shared number is this person's call; a mention stays a mention.
        roles = [r["role"] for r in others]
        role = Role.MENTIONED if row.reason == "mention" or not roles else Role(roles[0])
        added = case_writes.involve(tx, row.record_id, party_id, role)
        return {"involved": [row.record_id, party_id, role.value]} if added else {}
    other = subjects.subject_of_party(tx.sql, row.party_id)
    if other is None or other == subject_id:
        return {}
    inside = case_writes.candidates_of_subject(tx, row.case_id, other)
    if any(c.decision == NOT_THEIRS for c in inside):
        raise StateError(
            "Something of this entry was decided not theirs: decide that again first, or keep "
            "the entry apart."
        )
    tx.session.flush()
    link_id = parties.merge_subjects(tx, subject_id, other, reason=why).link_id
    closed = []
    for candidate in inside:  # what the entry holds comes with it, and is no question of its own
        if candidate.decision is None:
            case_writes.decide_candidate(tx, candidate, THEIRS, why, None)
            closed.append(candidate.id)
    return {"link": link_id, "closed": closed}


def _refuse_within_entry(tx: Any, subject_id: int, record_id: int) -> None:
    """A record of an entry that is this person's cannot be left out of the answer alone."""
    from privacydesk.store import case_writes

    if case_writes.has_record(tx, subject_id, record_id):
        raise StateError(
            "This belongs to an entry that is this person's. Decide that entry again, or part it "
            "from the person (subject split), before saying that this is not theirs."
        )


def _take_back(tx: Any, effect: str | None) -> None:
    from privacydesk.store import case_writes, parties

    done = json.loads(effect) if effect else {}
    if "involved" in done:
        record_id, party_id, role = done["involved"]
        case_writes.uninvolve(tx, record_id, party_id, Role(role))
    if "link" in done:
        tx.session.flush()
        if parties.holds(tx.sql, done["link"]):  # `subject undo` may have been faster
            parties.undo_link(tx, done["link"])
        case_writes.reopen_candidates(tx, done.get("closed", []))
