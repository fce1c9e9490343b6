"""What an extension notice says: which requests get more time, and which keep their own day.

An extension is of one request (Art. 12(3) GDPR). What takes effect at once cannot be extended, and
of several requests only some may need more time: the person must not read the later day as that of
the whole answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from privacydesk.domain.case_clock import Extension, concerns, extension
from privacydesk.domain.model import RequestStatus
from privacydesk.domain.rights import Right

if TYPE_CHECKING:
    from datetime import date

    from privacydesk.desk.letters.reading import Known
    from privacydesk.documents.letters.given import Value
    from privacydesk.domain.clock import ClockReading
    from privacydesk.domain.model import Request

_HOLDS = frozenset({Extension.TO_TELL, Extension.TOLD})
_FIRST = (Extension.TO_TELL, Extension.TOLD, Extension.LOST)


def extension_of(known: Known) -> Extension:
    """Whether an extension is recorded for a request that can be extended, and the person told."""
    found = {_state(known, *pair) for pair in known.clocks}
    return next((one for one in _FIRST if one in found), Extension.NONE)


def extension_facts(known: Known) -> Iterator[tuple[str, Value | None]]:
    """The facts of the notice while an extension holds; nothing else."""
    extended = [pair for pair in known.clocks if _state(known, *pair) in _HOLDS]
    days = [clock.extended_last_day for _, clock in extended if clock.extended_last_day]
    if not days:
        return
    yield "new_last_day", min(days)
    own = {request.request_id for request, _ in extended}
    others = [
        (request, clock)
        for request, clock in known.clocks
        if request.request_id not in own and request.status is RequestStatus.OPEN
    ]
    if others:
        yield (
            "extended_requests",
            tuple({"what": _named(request, known.language)} for request, _ in extended),
        )
        yield (
            "other_requests",
            tuple(
                {"what": _named(request, known.language), "day": own_day(clock, known.today)}
                for request, clock in others
            ),
        )


def own_day(clock: ClockReading, today: date) -> date:
    """The day a request is answered by. What takes effect at once is done at once, and the answer
    that says so has the month; so has one whose own promise of the house is over."""
    if clock.at_once or clock.due < today:
        return clock.statutory_last_day
    return clock.due


def _state(known: Known, request: Request, clock: ClockReading) -> Extension:
    if clock.at_once:
        return Extension.NONE
    own = [event for event in known.case.events if concerns(event, request)]
    return extension(own, notice_by=clock.extension_notice_by, today=known.today)


def _named(request: Request, language: str) -> str:
    from privacydesk.documents.letters.context import right_named

    return right_named(Right(request.right), language)
