"""The cases on the demo's desk: each shows another state of the legal clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from privacydesk.desk import cases, find
from privacydesk.domain.model import EventKind, IdentifierKind, RequestStatus, SearchOutcome
from privacydesk.domain.rights import Right

if TYPE_CHECKING:
    from privacydesk.demo.exports import DemoStory
    from privacydesk.demo.people import Person
    from privacydesk.desk.context import Desk

_ANSWERED_AFTER: Final = 24  # days, for the request of 30 January


def log_cases(desk: Desk, story: DemoStory, today: date) -> str:
    """Log every case of the story; returns the reference of the one that will be answered."""
    _early(desk, story, today)
    _ordinary(desk, story, today)
    _extended(desk, story, today)
    players = story.cast
    cases.log(
        desk,
        subject_id=subject_of(desk, players.erased),
        rights=[Right.ERASURE],
        received=_day(today, "erased"),
        channel="ticket",
        language="nl",
        note="Wants the account and everything else gone.",
        assignee="ruben",
    )
    cases.log(
        desk,
        subject_id=subject_of(desk, players.buyer),
        rights=[Right.ACCESS],
        received=_day(today, "buyer"),
        channel="post",
        language="nl",
        note="Letter by post. Bought something for somebody in Germany.",
        assignee="wilma",
    )
    _doubtful(desk, story, today)
    cases.log(
        desk,
        subject_id=None,
        rights=[Right.ACCESS],
        received=_day(today, "unknown"),
        channel="phone",
        note="Caller with a withheld number; will mail the customer number.",
    )
    cases.log(
        desk,
        subject_id=subject_of(desk, players.marketing),
        rights=[Right.OBJECTION_MARKETING],
        received=_day(today, "marketing"),
        channel="ticket",
        language="de",
    )
    return cases.log(
        desk,
        subject_id=subject_of(desk, players.main),
        rights=[Right.ACCESS, Right.PORTABILITY],
        received=_day(today, "main"),
        channel="email",
        language="nl",
        note="Asks for a copy of everything, recordings of calls included.",
        assignee=desk.operator,
    ).reference


def subject_of(desk: Desk, person: Person) -> int:
    """The data subject of a player. Raises RuntimeError when the import lost them."""
    hits = find.find(desk, person.email, budget_ms=None).results
    for hit in hits:
        if hit.name == person.name:
            return hit.subject_id
    owners = [h for h in hits if any(w.kind == IdentifierKind.EMAIL for w in h.why)]
    if len(owners) == 1:
        return owners[0].subject_id
    raise RuntimeError("a person of the demo's story cannot be found")


def _day(today: date, player: str) -> date:
    from privacydesk.demo.cast import RECEIVED

    return today - timedelta(days=RECEIVED[player])


# days ago, rights, channel, with whom, how far: the everyday of a privacy desk
_EVERYDAY: Final[tuple[tuple[int, tuple[Right, ...], str, str | None, str], ...]] = (
    (30, (Right.ACCESS,), "email", "wilma", "reviewing"),
    (25, (Right.ERASURE, Right.OBJECTION_MARKETING), "portal", "ruben", "searched"),
    (20, (Right.RECTIFICATION,), "phone", "wilma", "logged"),
    (18, (Right.ACCESS, Right.PORTABILITY), "email", "ruben", "searched"),
    (13, (Right.OBJECTION,), "post", None, "logged"),
    (12, (Right.ACCESS,), "portal", "wilma", "logged"),
    (5, (Right.PORTABILITY,), "portal", None, "logged"),
    (3, (Right.RESTRICTION,), "email", "ruben", "logged"),
    (0, (Right.ACCESS,), "chat", None, "logged"),
)


def _ordinary(desk: Desk, story: DemoStory, today: date) -> None:
    for person, (ago, rights, channel, assignee, progress) in zip(
        story.others, _EVERYDAY, strict=False
    ):
        reference = cases.log(
            desk,
            subject_id=subject_of(desk, person),
            rights=rights,
            received=today - timedelta(days=ago),
            channel=channel,
            language=person.language,
            assignee=assignee,
        ).reference
        if progress == "logged":
            continue
        searched = cases.search_systems(desk, reference)
        if progress == "searched":
            continue
        for search in searched.case.searches:
            if search.outcome is SearchOutcome.OPEN:
                cases.record_search(desk, reference, search.system, SearchOutcome.NONE)
        cases.find_candidates(desk, reference)


def _early(desk: Desk, story: DemoStory, today: date) -> None:
    """Received on 30 January: 30 days later is March, the law's month ends in February."""
    received = date(today.year, 1, 30)
    if received >= today:
        received = date(today.year - 1, 1, 30)
    logged = cases.log(
        desk,
        subject_id=subject_of(desk, story.cast.early),
        rights=[Right.ACCESS],
        received=received,
        channel="email",
        language="nl",
        note="Received on 30 January: see why it was due before the 30 days of the house.",
        assignee="wilma",
    )
    sent = received + timedelta(days=_ANSWERED_AFTER)
    if sent > today:
        return
    reference = logged.reference
    cases.event(desk, reference, EventKind.SENT, day=sent, reason="Answered by e-mail.")
    cases.outcome(desk, reference, logged.requests[0].request_id, RequestStatus.DONE)
    cases.event(desk, reference, EventKind.CLOSED, day=sent, reason="Nothing is left to do.")


def _extended(desk: Desk, story: DemoStory, today: date) -> None:
    received = _day(today, "complex_case")
    notice = received + timedelta(days=20)
    reference = cases.log(
        desk,
        subject_id=subject_of(desk, story.cast.complex_case),
        rights=[Right.ACCESS, Right.RECTIFICATION],
        received=received,
        channel="email",
        language="de",
        note="Asks about nine years, three former addresses and every employee who looked.",
        assignee="ruben",
    ).reference
    reason = "Nine years of correspondence on paper have to be searched by hand."
    cases.event(desk, reference, EventKind.EXTENDED, day=notice, reason=reason)
    cases.event(desk, reference, EventKind.EXTENSION_NOTIFIED, day=notice)


def _doubtful(desk: Desk, story: DemoStory, today: date) -> None:
    received = _day(today, "doubtful")
    reference = cases.log(
        desk,
        subject_id=subject_of(desk, story.cast.doubtful),
        rights=[Right.ACCESS],
        received=received,
        channel="ticket",
        language="nl",
        note="The e-mail address differs from the one in the account.",
        assignee="wilma",
    ).reference
    cases.event(
        desk,
        reference,
        EventKind.IDENTITY_ASKED,
        day=received + timedelta(days=1),
        reason="Written from an address that no account has; asked for the last order's number.",
    )
