"""What the gate before a release asks about a case, from where the case stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from privacydesk.desk.gate.rejects import touching
from privacydesk.domain.case_path import DOCUMENT_OF, INSTEAD_OF_A_COPY
from privacydesk.domain.document_kinds import REPORT
from privacydesk.domain.letters import answers
from privacydesk.domain.localtext import LANGUAGES
from privacydesk.domain.model import EventKind, IdentifierKind, RequestStatus
from privacydesk.domain.release import GateFacts, needs_search
from privacydesk.domain.rights import Right

if TYPE_CHECKING:
    from privacydesk.desk.gate.situation import Situation
    from privacydesk.domain.model import SubjectCard

_ELECTRONIC: Final = frozenset({"email", "chat", "portal", "ticket"})
# Numbers of things that stand for their user (checklist A28).
_LINKED: Final = frozenset(
    {
        IdentifierKind.DEVICE_ID,
        IdentifierKind.CALL_ID,
        IdentifierKind.IMEI,
        IdentifierKind.SERIAL,
        IdentifierKind.MAC,
        IdentifierKind.IP,
    }
)


def gate_facts(
    read: Situation,
    region: str,
    kinds: frozenset[str],
    formats: frozenset[str],
    *,
    review: tuple[str, ...] = (),
    stale: tuple[str, ...] = (),
    updated: tuple[str, ...] = (),
    channel: str = "",
) -> GateFacts:
    """What the checklist asks about a case, for documents of these kinds and formats.

    `region`: how telephone numbers without country code are read. `review`: what the review of
    others' data leaves open and no document tells itself. `stale`, `updated`: kinds that must be
    prepared again. `channel`: by which way the answer is to go, if that is known.
    """
    case, card = read.case, read.card
    answering = any(answers(kind) for kind in kinds) or not kinds
    rejected, unread = touching(read.skipped, card, read.looked.values, region)
    language = card.language if card is not None and card.language in LANGUAGES else ""
    rights = {Right(request.right) for request in case.requests}
    return GateFacts(
        reference=case.reference,
        tasks=read.tasks,
        needs_search=needs_search(kinds) or not kinds,
        open_question=read.path.question if read.path.question_open and answering else "",
        candidates_listed=read.path.candidates_listed or card is None,
        candidates_open=read.path.candidates_open,
        rejected=rejected,
        runs=read.runs,
        held=read.by_system,
        unread_rejects=unread,
        gone=read.gone,
        review=review,
        identity_method=case.channel == "portal"
        or any(event.kind is EventKind.IDENTITY_CONFIRMED for event in case.events),
        addresses=_addresses(card),
        checked_address=any(d.on_file or d.checked for d in read.deliveries if not d.sent),
        stale=stale,
        updated=updated,
        first_copy=REPORT not in read.sent_before,
        fee=read.fee_ground,
        case_language=case.language,
        person_language=language or "",
        electronic=case.channel in _ELECTRONIC,
        formats=formats,
        wanted=_wanted(read, kinds),
        portability=Right.PORTABILITY in rights,
        linked_numbers=sum(i.kind in _LINKED for i in card.identifiers) if card else 0,
        backups=tuple(task for task in read.tasks if task.system_id in read.backups),
        request_channel=case.channel,
        planned_channel=channel or _planned(read),
    )


def _planned(read: Situation) -> str:
    """By which way the answer is to go, as an earlier release planned it."""
    return next((d.channel for d in reversed(read.deliveries) if not d.sent), "")


def _wanted(read: Situation, kinds: frozenset[str]) -> tuple[str, ...]:
    """Documents the requests call for that are neither chosen nor released already; none for a
    request that was withdrawn or refused."""
    if kinds and (kinds & INSTEAD_OF_A_COPY or not any(answers(k) for k in kinds)):
        return ()
    released = {p.kind for p in read.prepared if p.released}
    ended = {RequestStatus.WITHDRAWN, RequestStatus.REFUSED}
    asked = {Right(r.right) for r in read.case.requests if r.status not in ended}
    released |= {kind for right, kind in DOCUMENT_OF.items() if right not in asked}
    missing = (kind for kind in read.path.missing_documents if kind not in kinds | released)
    return tuple(missing)


def _addresses(card: SubjectCard | None) -> int:
    if card is None:
        return 0
    mails = sum(i.kind is IdentifierKind.EMAIL and i.value is not None for i in card.identifiers)
    return mails + sum(bool(party.address) for party in card.parties)
