"""Logging a request: the clock starts at its first arrival, not when it is logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from privacydesk.desk.cases.read import clocks_of
from privacydesk.domain import case_clock
from privacydesk.domain.clock import GDPR_START, ClockReading, local_receipt_date
from privacydesk.domain.errors import InputError
from privacydesk.domain.localtext import LANGUAGES
from privacydesk.domain.model import Channel, ExpiryWarning, Request
from privacydesk.domain.rights import Right

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.pack import Pack


@dataclass(frozen=True, slots=True)
class Logged:
    """What logging gives back: the reference to quote, the due date, and what will expire."""

    reference: str
    due: date
    clock: ClockReading
    requests: tuple[Request, ...]
    expiring: tuple[ExpiryWarning, ...]


def log(
    desk: Desk,
    *,
    subject_id: int | None,
    rights: Sequence[str],
    received: datetime | date,
    channel: str,
    language: str | None = None,
    note: str | None = None,
    assignee: str | None = None,
) -> Logged:
    """Log one incoming message with the rights it asks for; the person may still be unknown.

    `received` is the first arrival at the controller on any channel (EDPB Guidelines 01/2022
    par. 159): a day, or a time, which becomes the local day at the controller. Raises
    `InputError` for a wrong right, channel, language or a receipt in the future, and
    `NotFoundError` for an unknown subject.
    """
    from privacydesk.store import case_writes, cases, packs, settings, subjects

    asked = _rights(rights)
    if channel not in set(Channel):
        raise InputError(f"“{channel}” is no channel. Use one of: {', '.join(Channel)}.")
    language = language or desk.language
    if language not in LANGUAGES:
        raise InputError(f"“{language}” is no language of letters. Use one of: nl, de, en.")
    moment, day = _receipt(desk, received)
    with desk.store.write(desk.operator, desk.now()) as tx:
        if subject_id is not None:
            subject_id = subjects.resolve(tx.sql, subject_id)
        sha256 = settings.get(tx.sql, "policy_sha256")
        pack = packs.stored(tx.sql, sha256) if sha256 else None
        reference = f"{day.year}-{cases.references(tx.sql, year=day.year) + 1:04d}"
        case_id, _ = case_writes.add(
            tx,
            reference=reference,
            subject_id=subject_id,
            received_at=moment,
            received_day=day,
            channel=channel,
            language=language,
            country=desk.settings.country,
            region=desk.settings.region,
            policy_sha256=sha256,
            assignee=assignee,
            note=note,
            rights=[(right.value, _house_days(pack, right)) for right in asked],
        )
        tx.audit("case.log", case=case_id, requests=len(asked), subject=subject_id)
        stored = cases.load_many(tx.sql, [case_id])[0]
        _, clock = case_clock.leading(clocks_of(stored, desk.today()))
        expiring = _expiring(tx.sql, subject_id, pack, desk.today(), clock.due)
    return Logged(reference, clock.due, clock, stored.case.requests, expiring)


def _rights(rights: Sequence[str]) -> list[Right]:
    if not rights:
        raise InputError("Say what the person asks for: at least one right.")
    found = []
    for right in dict.fromkeys(rights):
        if right not in set(Right):
            raise InputError(f"“{right}” is no right. Use one of: {', '.join(Right)}.")
        found.append(Right(right))
    return found


def _receipt(desk: Desk, received: datetime | date) -> tuple[datetime, date]:
    day = local_receipt_date(received, desk.zone)
    now = desk.now().astimezone(desk.zone)
    if isinstance(received, datetime):
        moment = received if received.tzinfo else received.replace(tzinfo=desk.zone)
    else:
        moment = datetime.combine(day, time(), desk.zone)
    if day < GDPR_START:
        raise InputError(
            f"The receipt {day.isoformat()} is before {GDPR_START.isoformat()}, when the GDPR "
            "began to apply. Correct the date."
        )
    if moment > now:
        raise InputError(
            f"The receipt {day.isoformat()} lies in the future. Give when the request arrived."
        )
    return moment, day


def _house_days(pack: Pack | None, right: Right) -> int | None:
    return pack.house_days(right) if pack else None


def _expiring(
    con: Any, subject_id: int | None, pack: Pack | None, now: date, due: date
) -> tuple[ExpiryWarning, ...]:
    """What will be gone at the source before the case is due: it must be saved first."""
    from privacydesk.desk.lean import facts_of
    from privacydesk.domain import retention
    from privacydesk.store import parties, subjects

    if subject_id is None or pack is None:
        return ()
    records = subjects.all_records(con, subject_id)
    person = facts_of(con, ZoneInfo(pack.zone), parties.resolve(con, subject_id))
    found = []
    for record in records:
        expiry = retention.expiry(record, pack, person)
        if expiry.ends is not None and now <= expiry.ends <= due:
            found.append(
                ExpiryWarning(
                    record_id=record.record_id,
                    title=record.title,
                    kind=record.kind,
                    source=record.source,
                    expires_on=expiry.ends,
                    why=expiry.why,
                )
            )
    return tuple(sorted(found, key=lambda w: w.expires_on))
