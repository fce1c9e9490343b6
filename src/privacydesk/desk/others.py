"""Text that somebody types and another person will read: it names nobody else (Article 15(4)).

What comes from an export is reviewed in the answer it stands in. What is typed here goes out as it
is, so it is refused where it is typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from privacydesk.domain.errors import InputError
from privacydesk.domain.redaction import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from privacydesk.desk.context import Desk
    from privacydesk.domain.model import IdentifierKind
    from privacydesk.domain.redaction_spans import Span
    from privacydesk.store.driver import Connection

_WORDS: Final = {
    FindingKind.EMAIL: "an e-mail address",
    FindingKind.PHONE: "a telephone number",
    FindingKind.IBAN: "a bank account",
    FindingKind.PLATE: "a number plate",
    FindingKind.ADDRESS: "a postal address",
    FindingKind.NAME: "a name",
}


def refuse_purpose(desk: Desk, con: Connection, purpose: str, people: Iterable[int]) -> None:
    """Raise InputError when the purpose of a look names somebody else than the person it is told
    to: every one of `people` may ask who looked at their data and what for (C-579/21)."""
    for subject_id in people:
        for span in _found(desk, con, purpose, subject_id):
            raise InputError(
                "The person may ask what their data were looked at for, so a purpose names nobody "
                f"else: leave out {_WORDS.get(span.kind, 'what belongs to somebody else')}, or "
                "give the number of the case."
            )


def refuse_known(
    desk: Desk, con: Connection, text: str, subject_id: int | None, case_id: int, what: str
) -> None:
    """Raise InputError when a text holds an identifier of another person in the store, or what is
    hidden everywhere in this case. `what`: the text, as the sentence calls it.

    Other numbers and addresses may stand in it: of the court, of a shop, of a bank.
    """
    from privacydesk.domain.model import IdentifierKind
    from privacydesk.domain.redaction_find import ContactFinder
    from privacydesk.domain.redaction_phones import possible
    from privacydesk.domain.redaction_reach import KINDS
    from privacydesk.store import redactions

    subject_id = subject_id or 0
    finder = ContactFinder(
        own=_own(con, subject_id) if subject_id else (), region=desk.settings.phone_region
    )
    kinds = {found: kind for kind, found in KINDS.items()}
    asked: list[tuple[IdentifierKind, str]] = [
        (kinds[span.kind], span.value) for span in finder.find(text) if span.kind in kinds
    ]
    region = desk.settings.phone_region
    asked += [(IdentifierKind.PHONE, number) for number in possible(text, region)]
    hidden = {
        value
        for term in redactions.review(con, case_id).terms()
        for value in finder.everywhere(term.text)
    }
    known = {(KINDS[kind], value) for kind, value in redactions.of_others(con, asked, subject_id)}
    for span in finder.reach(known | hidden)(text):
        line = text.count("\n", 0, span.start) + 1
        raise InputError(
            f"{what} holds {_WORDS.get(span.kind, 'a number')} of another person (line {line}); "
            "leave it out."
        )


def _found(desk: Desk, con: Connection, text: str, subject_id: int) -> Iterator[Span]:
    """What the rules find in a text that is told to one person."""
    from privacydesk.domain.redaction_find import ContactFinder
    from privacydesk.domain.redaction_names import Names, pairs
    from privacydesk.domain.redaction_phones import possible
    from privacydesk.store import redactions, subjects

    region = desk.settings.phone_region
    written = pairs([text])
    known = redactions.people_named(con, sorted(written), subject_id) if written else ()
    numbers = redactions.phones_known(con, possible(text, region), subject_id)
    card = subjects.card(con, subject_id)
    names = Names((card.name, *(party.name for party in card.parties)), (), known)
    allowed, domains = _controller(desk, con)
    finder = ContactFinder(
        own=_own(con, subject_id), allowed=allowed, domains=domains, numbers=numbers, region=region
    )
    yield from finder.find(text, names=names.finder(()))


def _own(con: Connection, subject_id: int) -> list[tuple[IdentifierKind, str]]:
    from privacydesk.store import subjects

    card = subjects.card(con, subject_id)
    return [(one.kind, one.value) for one in card.identifiers if one.value is not None]


def _controller(desk: Desk, con: Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Contact data and mail domains of the controller; nothing while no policy pack is in force."""
    from privacydesk.desk.redacting import domains_of, of_the_controller
    from privacydesk.store import packs

    if desk.settings.policy_sha256 is None:
        return (), ()
    pack = packs.stored(con, desk.settings.policy_sha256)
    return tuple(of_the_controller(pack)), tuple(domains_of(pack))
