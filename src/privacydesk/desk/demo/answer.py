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


def answer_main(desk: Desk, story: DemoStory, reference: str, place: Place, job: Job) -> None:
    """Work through the case of the main person and write her two documents."""
    from privacydesk.desk import answer

    cases.event(
        desk,
        reference,
        EventKind.IDENTITY_CONFIRMED,
        reason="Called back on the number in the account; named the last two orders.",
    )
    job.advance("Searching every system", 0)
    cases.search_systems(desk, reference)
    _search_by_hand(desk, reference)
    job.advance("Deciding what may also be hers", 0)
    _decide(desk, story, reference, job)
    job.advance("Writing the access report", 0)
    answer.report(desk, reference, "pdf", place.report, force=True, job=job)
    job.advance("Writing the portability package", 0)
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
    for _ in range(3):
        found = cases.find_candidates(desk, reference, job)
        undecided = [candidate for candidate in found if candidate.decision is None]
        if not undecided:
            return
        for candidate in undecided:
            theirs, why = _verdict(desk, story, reference, candidate)
            cases.decide_candidate(desk, reference, candidate.candidate_id, theirs=theirs, why=why)


def _verdict(
    desk: Desk, story: DemoStory, reference: str, candidate: CandidateView
) -> tuple[bool, str]:
    """What the person at the desk finds out, as the story has it."""
    main = story.cast.main
    if candidate.subject_id is not None:
        card = subjects.open_subject(
            desk, candidate.subject_id, purpose="candidate", case_reference=reference
        )
        names = {party.name for party in card.parties}
        if names <= {main.name, main.former_name, *_CALLER_NAMES}:
            return True, "Same person: she told us of her new name on her own account."
        return False, "Somebody else in the household."
    assert candidate.record_id is not None
    record = subjects.open_record(
        desk, candidate.record_id, purpose="candidate", case_reference=reference
    )
    if record.kind in (RecordKind.CALL, RecordKind.RECORDING):
        if record.source_id in story.her_calls_on_the_shared_line:
            return True, "Listened to the call: it is her."
        return False, "Listened to the call: it is her husband."
    if main.name in f"{record.title} {record.text} {_lines(record.messages)}":
        return True, "She is named in it."
    return False, "It is about somebody else."


_CALLER_NAMES: Final = frozenset({"M VD BERG", ""})


def _lines(messages: tuple[object, ...]) -> str:
    return " ".join(str(getattr(message, "text", "")) for message in messages)
