"""Answering one case of the demo: search, decide what is hers, write report and package."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from privacydesk.desk import cases, subjects
from privacydesk.domain.model import EventKind, RecordKind, SearchOutcome

if TYPE_CHECKING:
    from privacydesk.demo.exports import DemoStory
    from privacydesk.desk.context import Desk
    from privacydesk.desk.demo.place import Place
    from privacydesk.desk.jobs import Job
    from privacydesk.domain.model import CandidateView

PAYMENTS: Final = "Betaalwerk"
_ROUNDS: Final = 4


def work_through(desk: Desk, story: DemoStory, reference: str, job: Job) -> None:
    """Bring the case to the point where its answer can be written."""
    cases.event(
        desk,
        reference,
        EventKind.IDENTITY_CONFIRMED,
        reason="Called back on the number in the account; named the last two orders.",
    )
    cases.search_systems(desk, reference)
    _search_by_hand(desk, reference)
    _decide(desk, story, reference, job)


def write_documents(desk: Desk, reference: str, place: Place, job: Job) -> None:
    """Write the access report and the portability package, both as drafts."""
    from privacydesk.desk import answer

    answer.report(desk, reference, "pdf", place.report, force=True, job=job)
    answer.export(desk, reference, place.package, force=True, job=job)


def _search_by_hand(desk: Desk, reference: str) -> None:
    """Systems that are not imported: one has something, the others nothing."""
    for search in cases.show(desk, reference).case.searches:
        if search.outcome is not SearchOutcome.OPEN:
            continue
        if search.system == PAYMENTS:
            cases.add_hit(
                desk,
                reference,
                PAYMENTS,
                kind=RecordKind.CREDIT_CHECK,
                title="Kredietcheck bij koop op rekening",
                text="Betaalwerk-portaal, aanvraag voor M. van der Berg: cijfer 71 van 100, "
                "kopen op rekening toegestaan. Bron: Kredietblik B.V.",
                occurred_at=desk.now() - timedelta(days=34),
            )
        else:
            cases.record_search(
                desk,
                reference,
                search.system,
                SearchOutcome.NONE,
                note="Searched by name, address and order numbers; nothing found.",
            )


def _decide(desk: Desk, story: DemoStory, reference: str, job: Job) -> None:
    """Decide candidates until none is open: joining a former name may bring up more."""
    for _ in range(_ROUNDS):
        found = cases.find_candidates(desk, reference, job)
        undecided = [candidate for candidate in found if candidate.decision is None]
        if not undecided:
            return
        # people first: what joins with them is hers already when its turn comes
        for candidate in sorted(undecided, key=lambda c: c.subject_id is None):
            theirs, why = _verdict(desk, story, reference, candidate)
            cases.decide_candidate(desk, reference, candidate.candidate_id, theirs=theirs, why=why)


def _verdict(
    desk: Desk, story: DemoStory, reference: str, candidate: CandidateView
) -> tuple[bool, str]:
    """What the person at the desk finds out, as the story has it."""
    if candidate.subject_id is not None:
        return _verdict_on_person(desk, story, reference, candidate.subject_id)
    assert candidate.record_id is not None
    record = subjects.open_record(
        desk, candidate.record_id, purpose=f"case {reference}", case_reference=reference
    )
    hers = subjects.all_records(desk, _subject(desk, reference))
    if any(own.record_id == record.record_id for own in hers):
        return True, "It came with an entry that is hers."
    if record.kind in (RecordKind.CALL, RecordKind.RECORDING):
        if record.source_id in story.her_calls_on_the_shared_line:
            return True, "Listened to the call: it is her."
        return False, "Listened to the call: it is her husband."
    if record.kind is RecordKind.DELIVERY:
        return True, "The parcel of an order that she paid for."
    written = f"{record.title} {record.text} {' '.join(m.text for m in record.messages)}"
    if story.cast.main.name in written:
        return True, "She is named in it."
    return False, "It is about somebody else."


def _verdict_on_person(
    desk: Desk, story: DemoStory, reference: str, subject_id: int
) -> tuple[bool, str]:
    from privacydesk.demo.cast import LINE_NAME

    main = story.cast.main
    card = subjects.open_subject(
        desk, subject_id, purpose=f"case {reference}", case_reference=reference
    )
    names = {party.name for party in card.parties}
    if names <= {main.name, main.former_name}:
        return True, "The same person: she told us of her new name herself."
    if names <= {LINE_NAME}:
        return False, "Two people use this line; each call is decided by itself."
    return False, "Her husband, at the same address."


def _subject(desk: Desk, reference: str) -> int:
    found = cases.show(desk, reference).case.subject_id
    assert found is not None
    return found
