"""What a document says and what it was made from, as the store remembers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk import __version__
from privacydesk.domain.contents import Content
from privacydesk.domain.model import SearchOutcome, SystemState

if TYPE_CHECKING:
    from privacydesk.desk.gathering import Gathered
    from privacydesk.documents.access.facts import ReportFacts

PROGRAM = __version__


def content_of(found: Gathered, facts: ReportFacts) -> str:
    """What the report or the package of `facts` says, which were made from `found`."""
    from privacydesk.documents.access.content import content_hash

    return content(inputs_of(found), content_hash(facts))


def content(inputs: str, answer: str) -> str:
    """The two hashes with the version of the running program."""
    return str(Content(PROGRAM, inputs, answer))


def inputs_of(found: Gathered, language: str | None = None) -> str:
    """The hash of what the store holds for an answer; `language` of a letter, else the case's."""
    from privacydesk.documents.access.content import Inputs, inputs_hash

    return inputs_hash(
        Inputs(
            case=found.case,
            language=language or found.language,
            policy=found.pack.sha256,
            card=found.card,
            records=tuple(scope.record for scope in found.scopes),
            keys=found.reviewed.keys,
            decisions=found.decisions.values(),
            review=found.reviewed.review,
            files=found.reviewed.files,
            erased=found.erased,
            systems=_systems(found),
            searches=_searches(found),
        )
    )


def _matched(found: Gathered) -> dict[str, int]:
    return {system.system: system.matched for system in found.coverage.systems}


def _systems(found: Gathered) -> list[tuple[str, int]]:
    matched = _matched(found)
    return [(system.name, matched.get(system.name, 0)) for system in found.systems]


def _searches(found: Gathered) -> list[tuple[str, str, int]]:
    """What a person found by hand and nobody added, and where nobody could look: a search that
    found nothing more than is held says nothing new."""
    matched = _matched(found)
    by_hand = {s.name for s in found.systems if s.state is not SystemState.IMPORTED}
    told = (
        (s.system, s.outcome.value, max(0, s.hits - matched.get(s.system, 0)))
        for s in found.case.searches
        if s.system in by_hand
    )
    return [one for one in told if one[2] or one[1] == SearchOutcome.IMPOSSIBLE.value]
