"""Looking at people, and deciding which entries of the source systems are one person.

Opening a person leaves a consultation (C-579/21: date and purpose of a look-up are the person's
data too). Joining, parting and the decisions on suggestions can all be taken back.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from privacydesk.domain.errors import InputError, NotFoundError, StateError
from privacydesk.domain.model import (
    Consultation,
    Record,
    RecordKind,
    RecordLine,
    SubjectCard,
    Suggestion,
    SuggestionState,
)

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.store.driver import Connection
    from privacydesk.store.engine import Tx

MAX_PAGE = 1_000


def open_subject(
    desk: Desk, subject_id: int, *, purpose: str, case_reference: str | None = None
) -> SubjectCard:
    """The card of a person; notes who looked, when, for what and for which case.

    Without a case blocked records are only counted (`blocked`), not shown.
    Raises NotFoundError for an unknown person or case, InputError without a purpose or for one
    that names somebody else.
    """
    from privacydesk.store import subjects

    with desk.store.write(desk.operator, desk.now()) as tx:
        found = subjects.card(tx.sql, subject_id, include_restricted=case_reference is not None)
        _note(desk, tx, "subject.opened", [found.subject_id], purpose, case_reference)
    return found


def records(
    desk: Desk,
    subject_id: int,
    *,
    kind: RecordKind | None = None,
    offset: int = 0,
    limit: int = 100,
    case_reference: str | None = None,
) -> tuple[RecordLine, ...]:
    """A page of a person's records, newest first; at most 1,000 at a time.

    Blocked records (past the first stage of their storage period) stand in it only for a case.
    """
    from privacydesk.store import subjects

    limit, offset = max(0, min(limit, MAX_PAGE)), max(0, offset)
    with desk.store.read() as con:
        return subjects.record_lines(
            con,
            subject_id,
            kind=kind,
            offset=offset,
            limit=limit,
            include_restricted=case_reference is not None,
        )


def record(desk: Desk, record_id: int, subject_id: int) -> Record:
    """One record with everything in it, as this person sees it.

    Part of looking at a person who was opened before; notes nothing itself. Raises NotFoundError
    when the person has no part in it.
    """
    from privacydesk.store import subjects

    with desk.store.read() as con:
        return subjects.record(con, record_id, subject_id)


def open_record(
    desk: Desk, record_id: int, *, purpose: str, case_reference: str | None = None
) -> Record:
    """One record by its number; noted as a look at everybody who has a part in it.

    Raises NotFoundError for an unknown record or case, InputError without a purpose or for one
    that names somebody else, StateError for a blocked record without a case.
    """
    from privacydesk.store import records_read

    with desk.store.write(desk.operator, desk.now()) as tx:
        people = records_read.people_of(tx.sql, record_id)
        found = records_read.record(tx.sql, record_id, people[0] if len(people) == 1 else None)
        if found.restricted and case_reference is None:
            raise StateError(
                f"Record {record_id} is blocked: its storage period allows keeping it, not using "
                "it. Open it for a case.",
                command="--for names the case.",
            )
        _note(desk, tx, "record.opened", people, purpose, case_reference, record=record_id)
    return found


def all_records(desk: Desk, subject_id: int) -> tuple[Record, ...]:
    """All records of a person with everything in them: for answers, without a time limit."""
    from privacydesk.store import subjects

    with desk.store.read() as con:
        return subjects.all_records(con, subject_id)


def consultations(desk: Desk, subject_id: int) -> tuple[Consultation, ...]:
    """Who looked at this person, newest first."""
    from privacydesk.store import subjects

    with desk.store.read() as con:
        return subjects.consultations(con, subject_id)


# --------------------------------------------------------------------------- one person or two


def merge(desk: Desk, a: int, b: int, reason: str) -> int:
    """Make two people one; returns the number that stands.

    Raises NotFoundError for an unknown number, StateError when they are one already, InputError
    without a reason.
    """
    from privacydesk.store import parties

    why = _given(reason, "Say why these are one person: the reason is kept with the decision.")
    with desk.store.write(desk.operator, desk.now()) as tx:
        merged = parties.merge_subjects(tx, a, b, why)
        tx.audit("subject.merged", kept=merged.kept, gone=merged.gone, link=merged.link_id)
    return merged.kept


def split(desk: Desk, subject_id: int, party_ids: Collection[int], reason: str) -> int:
    """Make some entries of a person a person of their own; returns the new person's number.

    Each record goes with the entry it came with. Raises StateError unless the entries are some,
    and not all, of the person's; InputError without a reason.
    """
    from privacydesk.store import parties

    why = _given(reason, "Say why these are different people: the reason is kept.")
    with desk.store.write(desk.operator, desk.now()) as tx:
        new = parties.split_subject(tx, subject_id, party_ids, why)
        tx.audit(
            "subject.split",
            subject=parties.resolve(tx.sql, subject_id),
            new=new,
            parties=len(set(party_ids)),
        )
    return new


def suggestions(
    desk: Desk,
    subject_id: int | None = None,
    state: SuggestionState | str | None = SuggestionState.OPEN,
) -> tuple[Suggestion, ...]:
    """Who may be the same person, for one person or all; `state` None means every state."""
    from privacydesk.store import subjects

    with desk.store.read() as con:
        return subjects.suggestions(
            con, subject_id, None if state is None else SuggestionState(state)
        )


def decide_suggestion(desk: Desk, suggestion_id: int, accept: bool, reason: str = "") -> Suggestion:
    """Accept (the two become one person) or reject (remembered, not suggested again).

    Raises NotFoundError for an unknown suggestion, StateError when it is decided already,
    InputError when a rejection has no reason.
    """
    from privacydesk.store import parties
    from privacydesk.store import suggestions as rows

    if not accept:
        reason = _given(reason, "Say why they are not the same person: the reason is remembered.")
    with desk.store.write(desk.operator, desk.now()) as tx:
        found = _suggestion(tx.sql, suggestion_id)
        if found.state is not SuggestionState.OPEN:
            raise StateError(
                f"Suggestion {suggestion_id} is {found.state.value} already; undo that first."
            )
        link_id = None
        if accept and found.subject_a != found.subject_b:
            a, b = rows.party_pair(tx.sql, suggestion_id)
            link_id = parties.join(tx, a, b, reason.strip() or found.reason).link_id
        rows.decide(tx, suggestion_id, accept=accept, why=reason.strip() or None, link_id=link_id)
        verdict = "accepted" if accept else "rejected"
        tx.audit(f"suggestion.{verdict}", suggestion=suggestion_id, link=link_id)
        return _suggestion(tx.sql, suggestion_id)


def undo_suggestion(desk: Desk, suggestion_id: int) -> Suggestion:
    """Take a decision back: joined people part again, a rejection is forgotten.

    Raises NotFoundError for an unknown suggestion, StateError when it is not decided.
    """
    from privacydesk.store import parties
    from privacydesk.store import suggestions as rows

    with desk.store.write(desk.operator, desk.now()) as tx:
        found = _suggestion(tx.sql, suggestion_id)
        if found.state is SuggestionState.OPEN:
            raise StateError(
                f"Suggestion {suggestion_id} is not decided: there is nothing to undo."
                if found.subject_a != found.subject_b
                else f"Suggestion {suggestion_id} was not decided: the two became one person in "
                "another way. Part them with `subject split`."
            )
        link_id = rows.standing_link(tx.sql, suggestion_id)
        if link_id is not None:
            parties.undo_link(tx, link_id)
        rows.reopen(tx, suggestion_id)
        tx.audit("suggestion.undone", suggestion=suggestion_id, link=link_id)
        return _suggestion(tx.sql, suggestion_id)


# --------------------------------------------------------------------------- inside


def _suggestion(con: Connection, suggestion_id: int) -> Suggestion:
    from privacydesk.store import subjects

    found = subjects.suggestion(con, suggestion_id)
    if found is None:
        raise NotFoundError(f"There is no suggestion with number {suggestion_id}.")
    return found


def _note(
    desk: Desk,
    tx: Tx,
    action: str,
    people: Collection[int],
    purpose: str,
    case_reference: str | None,
    **facts: int,
) -> None:
    from privacydesk.desk.others import refuse_purpose
    from privacydesk.store import cases, subjects

    purpose = _given(purpose, "Say what for: a look at a person's data needs a purpose.")
    refuse_purpose(desk, tx.sql, purpose, people)
    case_id = None
    if case_reference is not None:
        case_id = cases.require_id(tx.sql, case_reference)
    for subject_id in people:
        subjects.put_consultation(tx, subject_id, purpose, case_reference)
        tx.audit(action, subject=subject_id, case=case_id, **facts)
    if not people:
        tx.audit(action, case=case_id, **facts)


def _given(text: str, otherwise: str) -> str:
    text = text.strip()
    if not text:
        raise InputError(otherwise)
    return text
