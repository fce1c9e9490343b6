"""What a letter was made from, as the store holds it: the same for every version of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from privacydesk.desk.contents import inputs_of
from privacydesk.domain.model import EventKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from privacydesk.desk.context import Desk
    from privacydesk.desk.gathering import Gathered
    from privacydesk.desk.letters.reading import Known
    from privacydesk.documents.letters.registry import Letter
    from privacydesk.store.letters import EditedText

# Facts that follow from the events of a case.
_FROM_EVENTS: Final = frozenset(
    {
        "last_day",
        "new_last_day",
        "answer_by",
        "extension_reason",
        "doubt",
        "unclear",
        "acted_on",
    }
)
# Events that tell how far the answer is, not what it says.
_ON_THE_WAY: Final = frozenset(
    {
        EventKind.CANDIDATES_LISTED,
        EventKind.RELEASED,
        EventKind.SENT,
        EventKind.CLOSED,
        EventKind.REOPENED,
        EventKind.NOTE,
    }
)


def letter_inputs(
    desk: Desk,
    letter: Letter,
    known: Known,
    stated: Mapping[str, str],
    edited: EditedText | None,
    found: Gathered | None,
) -> str:
    """The hash (hex) of all that the store holds for one letter; what it does not use stays out.

    `found`: what it reads of the person's records, None for a letter that reads none. A letter
    that nothing was found, to somebody without an entry, rests on every entry there is. A question
    or a notice tells of its own day: what happens in the case after it does not change it.
    """
    from privacydesk.documents.access.content import digest

    used = {*letter.needs, *letter.may}
    case = known.case
    content: dict[str, Any] = {
        "letter": [letter.name, known.language],
        "case": [case.reference, case.received_date.isoformat(), case.channel],
        "rights": [
            [request.right, request.status.value if used & {"objection", "action"} else ""]
            for request in case.requests
        ],
        "policy": known.pack.sha256,
        "stated": sorted(stated.items()),
        "edited": edited.text if edited else "",
        "person": _person(known, used),
    }
    if letter.answers and used & _FROM_EVENTS:
        content["events"] = [
            [event.kind.value, event.day.isoformat(), event.reason or "", event.request_id or 0]
            for event in sorted(case.events, key=lambda event: event.event_id)
            if event.kind not in _ON_THE_WAY
        ]
    if "searched" in used:
        content["searched"] = [[s.system, s.outcome.value] for s in case.searches]
    if "erased" in used:
        content["erased"] = sorted(
            [s.kind.value, s.step.value, s.erased_at.isoformat()] for s in known.tombstones
        )
    if "notified" in used and known.notices:
        content["notified"] = [[one.name, one.day.isoformat()] for one in known.notices]
    if "suppressed" in used and known.lists:
        content["lists"] = [[one.system, sorted(one.details.items())] for one in known.lists]
    if found is not None:
        content["records"] = inputs_of(found, known.language)
    elif letter.name == "no_data":
        content["held"] = _newest(desk)
    return digest(content)


def _person(known: Known, used: set[str]) -> list[Any]:
    from privacydesk.documents.access.content import person

    if known.card is None:
        return []
    if "identify_by" in used:
        return person(known.card)
    return [known.card.name, sorted({p.address for p in known.card.parties if p.address})]


def _newest(desk: Desk) -> list[int]:
    from privacydesk.store import release_counts as counted

    with desk.store.read() as con:
        return list(counted.newest(con))
