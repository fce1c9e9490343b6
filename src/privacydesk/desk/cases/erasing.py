"""Erasing the file of a closed case, when the controller's period for such files is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacydesk.desk.cases.read import require
from privacydesk.domain.case_clock import switched_on
from privacydesk.domain.errors import StateError
from privacydesk.domain.model import EventKind

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.store.driver import Connection
    from privacydesk.store.holds import Hold


@dataclass(frozen=True, slots=True)
class CaseErased:
    """What of a case would go (`dry_run`) or went.

    `letters`: edited texts and stated facts; `hits`: records entered by hand for it; `files`:
    released files that were still kept; `person`: nothing else was left of the person; `complete`:
    False while somebody read the store, so that bytes may stand in its log until the next run.
    """

    reference: str
    documents: int
    letters: int
    hits: int
    files: int
    person: bool
    dry_run: bool
    complete: bool = True


def erase(desk: Desk, reference: str, *, yes: bool = False) -> CaseErased:
    """Erase a closed case with everything kept for it alone; without `yes` only count it.

    Raises NotFoundError for an unknown case, StateError while it is not closed or on hold.
    """
    from privacydesk.store import erasure, erasure_cases

    with desk.store.read() as con:
        case_id = require(con, reference)
        _refuse(desk, con, case_id, reference)
        documents, letters, files = erasure_cases.contents(con, case_id)
        hits = len(erasure_cases.hits_of(con, reference))
        person = erasure_cases.last_of_person(con, case_id)
    if not yes:
        return CaseErased(reference, documents, letters, hits, files, person, dry_run=True)
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = require(tx.sql, reference)
        _refuse(desk, tx.sql, case_id, reference)
        gone = erasure_cases.erase_case(tx, case_id)
        tx.audit(
            "case.erased",
            case=case_id,
            documents=gone.documents,
            letters=gone.letters,
            hits=gone.hits,
            person=int(gone.person),
        )
    # the bytes of files go after the commit: a killed run leaves a note that the next one follows
    with desk.store.write(desk.operator, desk.now()) as tx:
        tx.audit("files.removed", files=erasure.sweep(tx))
    return CaseErased(
        reference,
        gone.documents,
        gone.letters,
        gone.hits,
        gone.files,
        gone.person,
        dry_run=False,
        complete=desk.store.truncate_wal(),
    )


def _refuse(desk: Desk, con: Connection, case_id: int, reference: str) -> None:
    from privacydesk.store import cases, holds, parties

    case = cases.load_many(con, [case_id])[0].case
    if not switched_on(case.events, EventKind.CLOSED, EventKind.REOPENED):
        raise StateError(f"Case {reference} is not closed: record the event closed first.")

    whose = None if case.subject_id is None else parties.resolve(con, case.subject_id)

    def holding(hold: Hold) -> bool:
        person = None if hold.subject_id is None else parties.resolve(con, hold.subject_id)
        concerned = hold.case_reference == reference or (person is not None and person == whose)
        return concerned and hold.active(desk.today())

    for hold in filter(holding, holds.list_all(con)):
        raise StateError(
            f"Hold {hold.hold_id} keeps this case: lift it when its reason is gone.",
            command=f"`privacydesk retention lift {hold.hold_id}` does that.",
        )
