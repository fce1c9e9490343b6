"""The key under which one system knows a person: its own, else one made of what identifies them.

Two drafts with the same key are one party without any further evidence, so a made key holds all
that the source tells about the person: finer is safer, because linking can still join two
parties, while nothing can take one party apart.
"""

from __future__ import annotations

from hashlib import blake2b

from privacydesk.domain.model import IdentifierKind, PartyDraft
from privacydesk.domain.names import name_key
from privacydesk.domain.text import fold

# What stays with a person. Numbers of an order, ticket or call belong to one record, and an IP
# address to whoever used it last.
LASTING = frozenset(
    {
        IdentifierKind.EMAIL,
        IdentifierKind.PHONE,
        IdentifierKind.CUSTOMER_NUMBER,
        IdentifierKind.ACCOUNT_ID,
        IdentifierKind.USERNAME,
        IdentifierKind.IBAN,
        IdentifierKind.ADDRESS,
        IdentifierKind.IMEI,
        IdentifierKind.SERIAL,
        IdentifierKind.MAC,
        IdentifierKind.DEVICE_ID,
    }
)
_MADE = "~"


def party_key(party: PartyDraft, record: str, position: int) -> str:
    """The key of `party` within its system.

    `record` names the record it stands in (kind and source id) and `position` its place there:
    somebody of whom only a name is known, or nothing, is nobody else than the person of that
    record. Keys made here begin with `~`; a source's own key that does is told apart.
    """
    if party.key:
        return f"{_MADE}{party.key}" if party.key.startswith(_MADE) else party.key
    values = sorted(
        {f"{i.kind.value}={i.value}" for i in party.identifiers if i.value and i.kind in LASTING}
    )
    name = (name_key(party.name) or fold(party.name).strip()) if party.name else ""
    parts = [name, *values] if values else [name, record, str(position)]
    digest = blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16)
    return f"{_MADE}{digest.hexdigest()}"
