"""What a document says and what it was made from, as the store remembers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk import __version__
from privacydesk.domain.contents import Content

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
        )
    )


def _systems(found: Gathered) -> list[tuple[str, int]]:
    matched = {system.system: system.matched for system in found.coverage.systems}
    return [(system.name, matched.get(system.name, 0)) for system in found.systems]
