"""Which released documents still have to leave before an answer counts as sent.

Art. 12(3) GDPR wants the information given to the person within the month: a covering letter
without the report that it announces gives nothing. So the clock stops on the day on which the
last answering document of the newest release left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from privacydesk.domain.document_kinds import PACKAGE, REPORT, of_letter
from privacydesk.domain.letters import answers, to_person

# A copy and the word that there is none contradict each other: the later release counts.
_COPIES: Final = frozenset(
    {REPORT, PACKAGE, of_letter("access_reply"), of_letter("portability_reply")}
)
_NOTHING: Final = frozenset({of_letter("no_data"), of_letter("not_identified")})


@dataclass(frozen=True, slots=True)
class Departure:
    """A document left on `day`; recorded at `at`."""

    day: date
    at: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A document of the newest release of its kind, and every time it left, oldest first."""

    document_id: int
    kind: str
    name: str
    released_at: datetime
    left: tuple[Departure, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answering documents of the newest release.

    `waiting`: those that have not left yet; `left`: how the others did, in order of the day.
    """

    waiting: tuple[Outgoing, ...] = ()
    left: tuple[Departure, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all of it left; nothing released is no answer."""
        return bool(self.left) and not self.waiting


def standing(documents: Iterable[Outgoing]) -> tuple[Outgoing, ...]:
    """The documents that no later release contradicts ("no data" and then a report after all)."""
    found = tuple(documents)

    def contradicted(one: Outgoing) -> bool:
        for mine, other in ((_COPIES, _NOTHING), (_NOTHING, _COPIES)):
            if one.kind in mine:
                return any(d.kind in other and d.released_at > one.released_at for d in found)
        return False

    return tuple(one for one in found if not contradicted(one))


def for_person(documents: Iterable[Outgoing]) -> tuple[Outgoing, ...]:
    """What stands and goes to the person; a letter to a processor leaves only when it is named."""
    return tuple(one for one in standing(documents) if to_person(one.kind))


def answer(documents: Iterable[Outgoing], reopened_at: datetime | None) -> Answer:
    """What of an answer left and what waits; `reopened_at`: when its case was last reopened.

    A reopened case is answered by what was released since; else by what had not left before; else
    the same documents are sent once more.
    """
    asked = [one for one in standing(documents) if answers(one.kind)]
    if reopened_at is not None:
        asked = (
            [one for one in asked if one.released_at > reopened_at]
            or [one for one in asked if not any(d.at <= reopened_at for d in one.left)]
            or asked
        )
    firsts = [(one, _first_since(one.left, reopened_at)) for one in asked]
    left = sorted((d for _, d in firsts if d is not None), key=lambda d: (d.day, d.at))
    return Answer(tuple(one for one, d in firsts if d is None), tuple(left))


def to_send(documents: Sequence[Outgoing], reopened_at: datetime | None) -> tuple[Outgoing, ...]:
    """What leaves when nobody names a document: what of the answer waits, and every other letter
    to the person that never left."""
    waiting = answer(documents, reopened_at).waiting
    return tuple(
        one
        for one in for_person(documents)
        if one in waiting or (not one.left and not answers(one.kind))
    )


def _first_since(left: Iterable[Departure], since: datetime | None) -> Departure | None:
    return next((d for d in left if since is None or d.at > since), None)
