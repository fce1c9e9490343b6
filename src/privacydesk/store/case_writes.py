"""Writing cases. Every function runs inside a transaction that its use case audits.

Low in volume and rich in shape, so this is where the ORM serves; reading stays plain SQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from privacydesk.domain.model import EventKind, RecordKind, RequestStatus, Role, SearchOutcome
from privacydesk.store.codec import to_text
from privacydesk.store.tables import (
    AttachmentRow,
    CandidateRow,
    CaseEventRow,
    CaseRow,
    CaseSearchRow,
    InvolvementRow,
    PartyRow,
    RecordRow,
    RequestRow,
)

if TYPE_CHECKING:
    from privacydesk.store.engine import Tx


def add(
    tx: Tx,
    *,
    reference: str,
    subject_id: int | None,
    received_at: datetime,
    received_day: date,
    channel: str,
    language: str,
    country: str,
    region: str | None,
    policy_sha256: str | None,
    assignee: str | None,
    note: str | None,
    rights: Iterable[tuple[str, int | None]],
) -> tuple[int, tuple[int, ...]]:
    """Add a case with its requests `(right, house days)`; returns its key and theirs."""
    case = CaseRow(
        reference=reference,
        subject_id=subject_id,
        received_at=to_text(received_at),
        received_day=received_day.isoformat(),
        logged_at=to_text(tx.now),
        channel=channel,
        language=language,
        status="new",
        assignee=assignee,
        note=note,
        country=country,
        region=region,
        policy_sha256=policy_sha256,
    )
    tx.session.add(case)
    tx.session.flush()
    assert case.id is not None
    requests = [RequestRow(case_id=case.id, right=right, house_days=days) for right, days in rights]
    tx.session.add_all(requests)
    tx.session.flush()
    add_event(tx, case.id, EventKind.RECEIVED, received_day)
    return case.id, tuple(r.id for r in requests if r.id is not None)


def add_event(
    tx: Tx,
    case_id: int,
    kind: EventKind,
    day: date,
    *,
    request_id: int | None = None,
    reason: str | None = None,
) -> int:
    """Append an event; events are never changed."""
    row = CaseEventRow(
        case_id=case_id,
        request_id=request_id,
        kind=kind.value,
        at=to_text(tx.now),
        day=day.isoformat(),
        by=tx.operator,
        reason=reason,
    )
    tx.session.add(row)
    tx.session.flush()
    assert row.id is not None
    return row.id


def _case(tx: Tx, case_id: int) -> CaseRow:
    row = tx.session.get(CaseRow, case_id)
    assert row is not None
    return row


def set_status(tx: Tx, case_id: int, status: str) -> None:
    _case(tx, case_id).status = status


def set_assignee(tx: Tx, case_id: int, assignee: str | None) -> None:
    _case(tx, case_id).assignee = assignee


def set_subject(tx: Tx, case_id: int, subject_id: int) -> None:
    _case(tx, case_id).subject_id = subject_id


def set_outcome(tx: Tx, request_id: int, status: RequestStatus, outcome: str | None) -> None:
    row = tx.session.get(RequestRow, request_id)
    assert row is not None
    row.status = status.value
    row.outcome = outcome


def put_search(
    tx: Tx,
    case_id: int,
    system_id: int,
    outcome: SearchOutcome,
    hits: int,
    note: str | None = None,
) -> None:
    """Record that a system was searched for a case, when and by whom; replaces an older entry."""
    row = tx.session.exec(
        select(CaseSearchRow).where(
            CaseSearchRow.case_id == case_id, CaseSearchRow.system_id == system_id
        )
    ).first()
    if row is None:
        row = CaseSearchRow(case_id=case_id, system_id=system_id)
        tx.session.add(row)
    row.outcome = outcome.value
    row.hits = hits
    row.searched_at = to_text(tx.now)
    row.by = tx.operator
    row.note = note
    tx.session.flush()


def put_candidate(
    tx: Tx,
    case_id: int,
    *,
    reason: str,
    explanation: str,
    record_id: int | None,
    party_id: int | None,
    label: str,
) -> bool:
    """List a candidate once; what was decided before stays decided. True when it is new."""
    known = tx.session.exec(
        select(CandidateRow).where(
            CandidateRow.case_id == case_id,
            CandidateRow.reason == reason,
            CandidateRow.record_id == record_id,
            CandidateRow.party_id == party_id,
        )
    ).first()
    if known is not None:
        return False
    tx.session.add(
        CandidateRow(
            case_id=case_id,
            reason=reason,
            explanation=explanation,
            record_id=record_id,
            party_id=party_id,
            label=label,
        )
    )
    tx.session.flush()
    return True


def candidate(tx: Tx, case_id: int, candidate_id: int) -> CandidateRow | None:
    row = tx.session.get(CandidateRow, candidate_id)
    return row if row is not None and row.case_id == case_id else None


def has_record(tx: Tx, subject_id: int, record_id: int) -> bool:
    """Whether a record is among those of a subject."""
    tx.session.flush()
    found = tx.session.exec(
        select(InvolvementRow.record_id)
        .join(PartyRow, col(PartyRow.id) == col(InvolvementRow.party_id))
        .where(PartyRow.subject_id == subject_id, InvolvementRow.record_id == record_id)
    ).first()
    return found is not None


def candidates_of_subject(tx: Tx, case_id: int, subject_id: int) -> list[CandidateRow]:
    """The candidates of a case that are records of one subject."""
    records = (
        select(InvolvementRow.record_id)
        .join(PartyRow, col(PartyRow.id) == col(InvolvementRow.party_id))
        .where(PartyRow.subject_id == subject_id)
    )
    return list(
        tx.session.exec(
            select(CandidateRow)
            .where(CandidateRow.case_id == case_id)
            .where(col(CandidateRow.record_id).in_(records))
        )
    )


def reopen_candidates(tx: Tx, candidate_ids: Iterable[int]) -> None:
    """Make candidates undecided again that a decision about their entry had closed."""
    for candidate_id in candidate_ids:
        row = tx.session.get(CandidateRow, candidate_id)
        if row is not None:
            row.decision = row.decided_by = row.decided_at = row.why = row.effect = None
    tx.session.flush()


def decide_candidate(
    tx: Tx, row: CandidateRow, decision: str, why: str | None, effect: dict[str, Any] | None
) -> None:
    """Store a decision and what it did, so that deciding again can take it back."""
    row.decision = decision
    row.decided_by = tx.operator
    row.decided_at = to_text(tx.now)
    row.why = why
    row.effect = json.dumps(effect) if effect else None
    tx.session.flush()


def roles_of(tx: Tx, record_id: int, party_id: int) -> set[str]:
    return set(
        tx.session.exec(
            select(InvolvementRow.role).where(
                InvolvementRow.record_id == record_id, InvolvementRow.party_id == party_id
            )
        )
    )


def involve(tx: Tx, record_id: int, party_id: int, role: Role) -> bool:
    """Give a party a part in a record; False when they had it already."""
    if role.value in roles_of(tx, record_id, party_id):
        return False
    tx.session.add(InvolvementRow(party_id=party_id, record_id=record_id, role=role.value))
    tx.session.flush()
    return True


def uninvolve(tx: Tx, record_id: int, party_id: int, role: Role) -> None:
    row = tx.session.get(InvolvementRow, (party_id, record_id, role.value))
    if row is not None:
        tx.session.delete(row)
        tx.session.flush()


def first_party(tx: Tx, subject_id: int) -> int | None:
    """A party of the subject that can take part in a record: the oldest."""
    return tx.session.exec(
        select(PartyRow.id).where(PartyRow.subject_id == subject_id).order_by(PartyRow.id)  # type: ignore[arg-type]
    ).first()


def add_hand_record(
    tx: Tx,
    *,
    system_id: int,
    system: str,
    party_id: int,
    kind: RecordKind,
    number: str,
    title: str,
    text: str,
    occurred_at: datetime | None,
    content_hash: str,
    attachment: tuple[Path, str, int] | None,
) -> int:
    """Add a hit that was found by hand in a system that is not imported; returns its key.

    `attachment` is (file as named by the user, SHA-256, size) of a file kept before.
    """
    record = RecordRow(
        kind=kind.value,
        source=f"hand:{system}",
        system_id=system_id,
        source_id=number,
        title=title,
        text=text,
        occurred_at=to_text(occurred_at) if occurred_at else None,
        updated_at=to_text(tx.now),
        payload=json.dumps({"title": title, "text": text}, ensure_ascii=False),
        content_hash=content_hash,
        by_hand=True,
    )
    tx.session.add(record)
    tx.session.flush()
    assert record.id is not None
    tx.session.add(InvolvementRow(party_id=party_id, record_id=record.id, role=Role.HOLDER.value))
    if attachment is not None:
        path, sha256, size = attachment
        tx.session.add(
            AttachmentRow(
                record_id=record.id, name=path.name, state="file", size=size, sha256=sha256
            )
        )
    tx.session.flush()
    return record.id
