"""Where an answer may go: an address on file of the person, or one that somebody checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.identifiers import normalise
from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.text import fold

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.model import SubjectCard

# How an answer can leave. A portal and a handover need no address: there the person is known.
CHANNELS: Final = ("email", "post", "portal", "in_person")
_WITHOUT_ADDRESS: Final = frozenset({"portal", "in_person"})


@dataclass(frozen=True, slots=True)
class Address:
    """An address and why it may be used: on file, or checked as `checked` tells."""

    channel: str
    text: str
    on_file: bool
    checked: str | None


def address_of(
    desk: Desk, reference: str, to: str | None, channel: str, checked: str | None
) -> Address:
    """The address of a delivery.

    Raises InputError for a channel that there is none or a missing address, StateError when the
    address is not on file of the person and no check is given.
    """
    from privacydesk.desk.cases.read import require
    from privacydesk.store import cases, subjects

    if channel not in CHANNELS:
        raise InputError(f"An answer goes by {', '.join(CHANNELS)}; “{channel}” is none of them.")
    text = " ".join((to or "").split())
    reason = (checked or "").strip() or None
    if not text:
        if channel in _WITHOUT_ADDRESS:
            return Address(channel, "", on_file=True, checked=reason)
        raise InputError("Say where it goes.", command="--to names the address.")
    with desk.store.read() as con:
        case = cases.load_many(con, [require(con, reference)])[0].case
        card = subjects.card(con, case.subject_id) if case.subject_id is not None else None
    known = card is not None and on_file(card, text, channel, desk.settings.country)
    if not known and reason is None:
        raise StateError(
            "This address is not on file for the person. Say how it was checked.",
            command="--checked says it.",
            code="address_not_on_file",
        )
    return Address(channel, text, on_file=known, checked=reason)


def on_file(card: SubjectCard, text: str, channel: str, region: str) -> bool:
    """Whether an address is known of the person, in whatever way it is written."""
    if channel == "email" or "@" in text:
        value = normalise(IdentifierKind.EMAIL, text, region=region).value
        return value is not None and any(
            one.kind is IdentifierKind.EMAIL and one.value == value for one in card.identifiers
        )
    return any(party.address and _key(party.address) == _key(text) for party in card.parties)


def _key(address: str) -> str:
    return "".join(character for character in fold(address) if character.isalnum())
