"""Letters that would say what the case contradicts are not written; a sentence says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from privacydesk.desk.letters.extending import extension_of
from privacydesk.desk.letters.facts import OWN_ACTIONS, acted
from privacydesk.domain.case_clock import Extension
from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.letters import ACTIONS, ANSWERS_TO
from privacydesk.domain.model import EventKind, RequestStatus
from privacydesk.domain.refusal_grounds import (
    UNCONDITIONAL,
    kept_on,
    refused_row,
    refused_though_identified,
    refused_wholly,
    says_why,
)
from privacydesk.domain.rights import Right

if TYPE_CHECKING:
    from privacydesk.desk.letters.held import Open
    from privacydesk.desk.letters.reading import Known
    from privacydesk.documents.letters.given import Value
    from privacydesk.documents.letters.registry import Letter

Values = Mapping[str, "Value"]


_OTHER_BASIS: Final = re.compile(r"\b6\b.{0,20}\b[b-f]\b|\b9\b.{0,20}\b2\b", re.IGNORECASE)
"""Art. 6(1)(b) to (f) or 9(2) GDPR, as written in nl, de or en."""


def refuse_untrue(letter: Letter, known: Known, values: Values, left: Open) -> None:
    """Raise StateError when the case says otherwise than the letter would.

    `left`: the records here of which an erasure reply does not speak truly.
    """
    check = _CHECKS.get(letter.name)
    told = check(known, values, left) if check is not None else ""
    if not told and letter.to_company and values.get("identify_by") == ():
        told = "Nobody can be found by nothing: state identify_by with at least one detail."
    if told:
        lost = letter.name == "extension_notice"
        raise StateError(
            told,
            command=left.command if told == left.told else "",
            code="extension_lost" if lost else "untrue",
        )


def refuse_groundless(letter: Letter, known: Known, stated: Values) -> None:
    """Raise InputError when what a person stated for a refusal, or for what is kept, names no
    ground that the law has for it, or gives no reason."""
    told = next(filter(None, _groundless(letter, known, stated)), "")
    if told:
        raise InputError(told, code="groundless")


def _groundless(letter: Letter, known: Known, stated: Values) -> Iterator[str]:
    rights = [Right(request.right) for request in known.case.requests]
    if "ground" in stated:
        yield refused_wholly(str(stated["ground"]), rights)
    if "reason" in stated and not says_why(str(stated["reason"])):
        yield "The reason of a refusal is told in words: state the facts behind it."
    own = ANSWERS_TO.get(letter.name)
    for row in _rows(stated, "refused"):
        yield refused_row(str(row["what"]), str(row["article"]), [own] if own else rights)
        if not says_why(str(row["why"])):
            yield "Each row of refused tells in words why: state the facts behind it."
    for row in _rows(stated, "kept"):
        yield kept_on(str(row["article"]))
    if any(_plain(row["old"]) == _plain(row["new"]) for row in _rows(stated, "changes")):
        yield (
            "A row of changes has the same words before and after, so nothing was changed: state "
            "what it was and what it is now, or take the row out."
        )


def _plain(cell: object) -> str:
    return " ".join(str(cell).split())


def _rows(stated: Values, name: str) -> tuple[Mapping[str, object], ...]:
    rows = stated.get(name, ())
    return rows if isinstance(rows, tuple) else ()


def _extension(known: Known, _values: Values, _left: Open) -> str:
    last, state = known.search_clock.extension_notice_by, extension_of(known)
    if state is Extension.TOLD or (state is not Extension.LOST and known.today <= last):
        return ""
    return (
        "The extension is lost: the person had to be told, with the reasons, by "
        f"{last.isoformat()} (Art. 12(3) GDPR)."
    )


def _not_identified(known: Known, _values: Values, _left: Open) -> str:
    if _identified(known):
        return "The identity is confirmed in this case, so this letter would not be true."
    return ""


def _identified(known: Known) -> bool:
    return any(event.kind is EventKind.IDENTITY_CONFIRMED for event in known.case.events)


def _of_a_person(known: Known, _values: Values, _left: Open) -> str:
    if known.card is None:
        return "This letter answers about a person: attach the person to the case first."
    return ""


def _erasure(known: Known, values: Values, left: Open) -> str:
    erased, kept = values.get("erased"), values.get("kept")
    if kept is not None and left.told:  # what is not stated yet is asked for by name
        return left.told
    if erased and acted(known, "erasure_reply") is None:
        return (
            "Erased here, and nothing says that the systems erased it too: record the event acted "
            "when they have."
        )
    if erased and (systems := _back_again(known)):
        return (
            f"Erased here, and the newest export of {', '.join(systems)} still holds it: have it "
            "erased there, then import a newer export."
        )
    if erased == () and kept == ():
        return (
            "Nothing is erased and nothing is kept: this is no answer to an erasure request. "
            "The letter no_data says that nothing was found."
        )
    return ""


def _back_again(known: Known) -> tuple[str, ...]:
    """The systems that still held, in an export taken in later, what was erased here since the
    receipt."""
    zone, received = ZoneInfo(known.pack.zone), known.case.received_date
    return tuple(
        sorted(
            {
                stone.system
                for stone in known.tombstones
                if stone.still_held and stone.erased_at.astimezone(zone).date() >= received
            }
        )
    )


def _changes(_known: Known, values: Values, _left: Open) -> str:
    if values.get("changes") == ():
        return "Nothing is changed: state changes with at least one row, or write a refusal."
    return ""


def _lifting(known: Known, _values: Values, _left: Open) -> str:
    asked = any(request.right == Right.RESTRICTION for request in known.case.requests)
    if asked and acted(known, "restriction_lifted") is not None:
        return ""
    if known.card is not None and known.card.restricted:
        return ""
    return (
        "No restriction is recorded that could be lifted: record the event acted for the "
        "request of restriction first."
    )


def _refusal(known: Known, _values: Values, _left: Open) -> str:
    if all(request.status is RequestStatus.DONE for request in known.case.requests):
        return "Every request of this case is recorded as done; record the outcome refused first."
    if not _identified(known):
        return ""
    rights = (Right(request.right) for request in known.case.requests)
    return next(filter(None, map(refused_though_identified, rights)), "")


def _partial_refusal(known: Known, values: Values, left: Open) -> str:
    if values.get("refused") == ():
        return "No part is refused: state refused with what, article and why."
    requests = known.case.requests
    if all(one.status is RequestStatus.DONE for one in requests) or all(
        Right(one.right) in UNCONDITIONAL for one in requests
    ):
        return _refusal(known, values, left)
    return ""


def _recipients(known: Known, values: Values, _left: Open) -> str:
    action = values.get("action")
    requests = known.case.requests
    # without an action, all that may ask for one were refused, or there is none
    rights = frozenset(OWN_ACTIONS) if action is None else ACTIONS[str(action)]
    asked = [request for request in requests if Right(request.right) in rights]
    if action is not None and not asked:
        return f"Nothing in this case asks for data to be {action}; state another action."
    if asked and all(request.status is RequestStatus.REFUSED for request in asked):
        return (
            f"What asks for data to be {action or 'changed'} was refused in this case, so no "
            "recipient is told that it was done."
        )
    return ""


def _fee(known: Known, values: Values, _left: Open) -> str:
    rights = {Right(request.right) for request in known.case.requests}
    if rights <= UNCONDITIONAL.keys():
        return (
            "An objection to direct marketing and a withdrawal of consent cost nothing (Articles "
            "21(3), 7(3) GDPR): carry them out and answer without a fee."
        )
    if values.get("fee_ground") != "further_copy":
        return ""
    if Right.ACCESS not in rights:
        return (
            "Nobody asked for a copy in this case: Article 15(3) GDPR lets a further copy of an "
            "access request cost something. State another fee_ground."
        )
    if not known.copied:
        return (
            "No copy was sent to this person before, and the first one is free (Article 15(3) "
            "GDPR): answer without a fee, or state another fee_ground."
        )
    return ""


def _withdrawal(_known: Known, values: Values, _left: Open) -> str:
    """What was stopped may not go on under a basis that was put in the place of consent."""
    stopped = {part.strip() for part in re.split("[,;]", str(values.get("stopped", "")).casefold())}
    for row in _rows(values, "stays"):
        if str(row["what"]).casefold().strip() in stopped:
            return (
                "The same is stated as stopped and as staying: what rested on consent cannot go on "
                "under another basis."
            )
        if not _OTHER_BASIS.search(str(row["basis"])):
            return (
                "State for what stays the article of its legal basis, the one the person was told "
                "of: Art. 6(1)(b) to (f) or 9(2) GDPR."
            )
    return ""


_CHECKS: Final[Mapping[str, Callable[[Known, Values, Open], str]]] = MappingProxyType(
    {
        "extension_notice": _extension,
        "not_identified": _not_identified,
        "access_reply": _of_a_person,
        "portability_reply": _of_a_person,
        "erasure_reply": _erasure,
        "rectification_reply": _changes,
        "restriction_lifted": _lifting,
        "refusal": _refusal,
        "partial_refusal": _partial_refusal,
        "fee_notice": _fee,
        "withdrawal_reply": _withdrawal,
        "recipients_notice": _recipients,
    }
)
