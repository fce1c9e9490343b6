"""Takes a record apart into the field groups of the estate, and finds what to mask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from privacydesk.domain.estate import FieldGroup, Holds, groups_of
from privacydesk.domain.model import Attachment, AuthorRole, Message, Record, RecordKind, Role
from privacydesk.domain.scope_others import folded_name
from privacydesk.domain.scope_types import Mask, MaskKind, Part, Person
from privacydesk.domain.source_fields import NOTHING_SAID, SourceFields

_THREADS: Final = frozenset({RecordKind.TICKET, RecordKind.CHAT, RecordKind.MAIL})
_MESSAGE_GROUPS: Final = (
    FieldGroup("own_text", "ticket_customer_text", Holds.OWN_LINES),
    FieldGroup("replies", "ticket_agent_replies", Holds.REPLIES),
    FieldGroup("others_text", "ticket_agent_replies", Holds.OTHERS_LINES),
    FieldGroup("internal_notes", "internal_notes", Holds.INTERNAL),
)

RECEIVED: Final = FieldGroup("received", "ticket_agent_replies", Holds.OTHERS_LINES)
PARTICIPATION: Final = FieldGroup("participation", "ticket_metadata", Holds.RECORD)
OWN_ROLES: Final = frozenset(
    {
        Role.HOLDER,
        Role.REQUESTER,
        Role.BUYER,
        Role.CALLER,
        Role.CALLEE,
        Role.SUBSCRIBER,
        Role.RESPONDENT,
        Role.APPLICANT,
    }
)
"""Roles in which a record as a whole is about the person."""
_BESIDE: Final = frozenset({Role.CC, Role.MENTIONED})
_NO_HOME: Final = frozenset({Holds.FILES, Holds.OWN_LINES, Holds.REPLIES, Holds.OTHERS_LINES})
"""Groups whose content is told by more than their row: an assigned field never joins them."""
_LONGEST: Final = 300  # a longer field is prose about somebody, not a name or a list of addressees
_SHORTEST: Final = 4  # shorter names are found inside ordinary words

# names of fields, folded to words parted by "_"; the first that fits decides
_PATTERNS: Final[tuple[tuple[Holds, re.Pattern[str]], ...]] = (
    (Holds.RECORD, re.compile(r"^line_?item|requires_shipping|^shipping(_(tax|total|lines))?$")),
    (Holds.TRACKING, re.compile(r"track|carrier|courier|signed_by|signature")),
    (
        Holds.PAYMENT,
        re.compile(r"pay(ment|er|ed)|^paid|_paid|billing|iban|card|refund|transact|financial_stat"),
    ),
    (Holds.DELIVERY, re.compile(r"^shipping|ship_to|deliver|fulfil|recipient")),
    (Holds.DIAGNOSIS, re.compile(r"diagnos|finding|befund|bevinding|technician|parts_used")),
    (
        Holds.PROOF,
        re.compile(r"(^|_)ip$|optin|opt_in|confirm|text_version|user_agent|latitude|longitude"),
    ),
)
_ADDRESSEES: Final = re.compile(r"(^|_)(b?cc|fwd)(_e?mails?)?$|(^|_)to_e?mails?$|^to$|^reply_cc")
_MAIL: Final = re.compile(r"[^\s<>\"',;:()\[\]]+@[^\s<>\"',;:()\[\]]+")
_SIGNERS: Final = frozenset({"signed_by", "signature", "signer", "received_by"})
_NO_LETTER: Final = re.compile(r"[\W\d_]+")


def split(record: Record, person: Person, said: SourceFields = NOTHING_SAID) -> tuple[Part, ...]:
    """The parts of a record, each field, message and file in exactly one; no empty parts.

    `said`: what the description of the source says; what it assigns to a row of the estate forms a
    part of that row. The rest is sorted by the names of fields and the writers of lines.
    For a person who only stands beside the record (a cc, a mention, a recipient) what was sent to
    them or names them forms a part of its own, `received`, and short fields that name them (cc, who
    signed for a parcel) another, `participation`.
    """
    parts = _split(record, person, said)
    if OWN_ROLES & set(record.roles):
        return parts
    received = _received(parts, record, person)
    rest = (_without(part, received) for part in parts)
    return tuple(part for part in (*received, *rest) if not part.empty)


def _split(record: Record, person: Person, said: SourceFields) -> tuple[Part, ...]:
    groups = groups_of(record.kind)
    if record.messages:
        known = {group.holds for group in groups}
        groups += tuple(g for g in _MESSAGE_GROUPS if g.holds not in known)
    holds = {group.holds for group in groups}
    own_rows = {
        name: row for name in record.details if (row := said.details.get((record.kind, name)))
    }
    details, assigned_details = _assigned(record.details, own_rows)
    own_rows = {name: row for name in record.payload if (row := said.row(name, record.kind))}
    payload, assigned_payload = _assigned(record.payload, own_rows)
    text_row = said.row_of_text(record)
    details_of = _sorted_fields(details, holds)
    payload_of = _sorted_fields(payload, holds)
    messages, assigned_lines = _sorted_messages(record, person, said)
    rows = dict.fromkeys((*assigned_details, *assigned_payload, *assigned_lines))
    if text_row is not None:
        rows[text_row] = None
    homes = {row: _home(row, groups) for row in rows}
    groups += tuple(home for home in homes.values() if home not in groups)
    at_home = {home.id: row for row, home in homes.items()}
    parts = []
    for group in groups:
        taker = group.holds
        words = _words(record)
        row = at_home.get(group.id, "")
        lines = (*messages.get(taker, ()), *assigned_lines.get(row, ()))
        parts.append(
            Part(
                group,
                head=taker is words and bool(record.title),
                text=bool(record.text) and (row == text_row if text_row else taker is words),
                details=(*details_of.get(taker, ()), *assigned_details.get(row, ())),
                payload=(*payload_of.get(taker, ()), *assigned_payload.get(row, ())),
                messages=tuple(sorted(lines, key=lambda m: m.position)),
                attachments=_files(record, taker, holds),
            )
        )
    return tuple(part for part in parts if not part.empty)


def _home(row: str, groups: tuple[FieldGroup, ...]) -> FieldGroup:
    """The group for what is assigned to a row: one of the kind's own, or one named as the row."""
    for group in groups:
        if group.row == row and group.holds not in _NO_HOME:
            return group
    return FieldGroup(row, row, Holds.ASSIGNED)


def _assigned(
    fields: Mapping[str, Any], rows: Mapping[str, str]
) -> tuple[Mapping[str, Any], dict[str, list[str]]]:
    """The fields without those that have a row of their own, and these by their row."""
    found: dict[str, list[str]] = {}
    for name, row in rows.items():
        found.setdefault(row, []).append(name)
    return {name: value for name, value in fields.items() if name not in rows}, found


def masks(
    part: Part,
    record: Record,
    person: Person,
    *,
    reviewed: bool = False,
    own_domains: frozenset[str] = frozenset(),
    theirs: frozenset[tuple[bool, str]] = frozenset(),
) -> tuple[Mask, ...]:
    """What in a part concerns other people: fields, parties, and names of staff.

    `theirs`: the fields of other people's parts (see `scope_others`). `own_domains`: of the
    controller's mail; its own mailboxes are nobody's data. After a review only the names of staff
    remain, which become roles in any case.
    """
    found: list[Mask] = []
    if not reviewed:
        found += _field_masks(part, record, person, own_domains, theirs)
        others = (name for name in record.others if not person.is_me(name))
        if part.head or part.text or part.messages or part.group == PARTICIPATION:
            found += [Mask(MaskKind.PARTY, name) for name in others]
    staff = (AuthorRole.AGENT, AuthorRole.SYSTEM)
    agents = (m.author for m in part.messages if m.author_role in staff and m.author)
    found += [Mask(MaskKind.AUTHOR, name) for name in dict.fromkeys(agents)]
    return tuple(found)


def _field_masks(
    part: Part,
    record: Record,
    person: Person,
    own_domains: frozenset[str],
    theirs: frozenset[tuple[bool, str]],
) -> Iterator[Mask]:
    for names, fields, verbatim in (
        (part.details, record.details, False),
        (part.payload, record.payload, True),
    ):
        for name in names:
            for path in (p for v, p in sorted(theirs) if v is verbatim):
                if path == name or path.startswith((f"{name}.", f"{name}[")):
                    yield Mask(MaskKind.FIELD, path, verbatim, whole=True)
            folded, value = folded_name(name), fields[name]
            addressed = record.kind in _THREADS and _ADDRESSEES.search(folded)
            if (addressed and _others_mail(value, person, own_domains)) or (
                folded in _SIGNERS and value and not _is_own(value, person)
            ):
                yield Mask(MaskKind.FIELD, name, verbatim)


def _is_own(value: Any, person: Person) -> bool:
    """Whether a written name shares a word with the person's: `A. de Vries`, `Vries`."""
    words = {word for name in person.names for word in name.split() if len(word) >= _SHORTEST}
    return not words.isdisjoint(_NO_LETTER.split(str(value).casefold()))


def _others_mail(value: Any, person: Person, own_domains: frozenset[str]) -> bool:
    """Whether a list of addressees holds an address of somebody else."""
    found = (address.casefold() for address in _MAIL.findall(str(value)))
    return any(
        address not in person.values and address.rpartition("@")[2] not in own_domains
        for address in found
    )


def _sorted_fields(fields: Mapping[str, Any], holds: set[Holds]) -> dict[Holds, list[str]]:
    found: dict[Holds, list[str]] = {}
    known = frozenset(holds)
    for name, value in fields.items():
        holder = _holder(name, known, nested=isinstance(value, Mapping))
        found.setdefault(holder, []).append(name)
    return found


@lru_cache(maxsize=8192)  # a report asks for the same field names again with every record
def _holder(name: str, holds: frozenset[Holds], *, nested: bool) -> Holds:
    folded = folded_name(name)
    if folded == "shipping" and nested:
        return Holds.DELIVERY if Holds.DELIVERY in holds else Holds.RECORD
    for holder, pattern in _PATTERNS:
        if holder in holds and pattern.search(folded):
            return holder
    return Holds.RECORD


def _sorted_messages(
    record: Record, person: Person, said: SourceFields
) -> tuple[dict[Holds, list[Message]], dict[str, list[Message]]]:
    """The lines by who wrote them, and by row what the source's description assigns to one."""
    found: dict[Holds, list[Message]] = {}
    assigned: dict[str, list[Message]] = {}
    for message in record.messages:
        holder = _line_holder(message, record, person)
        row = said.row_of_line(message) if holder is Holds.REPLIES else None
        if row is not None:
            assigned.setdefault(row, []).append(message)
        else:
            found.setdefault(holder, []).append(message)
    return found, assigned


def _line_holder(message: Message, record: Record, person: Person) -> Holds:
    if message.internal:
        return Holds.INTERNAL
    if message.author_role is AuthorRole.SUBJECT:
        # the writer is the requester of the record, who need not be this person
        mine = bool(OWN_ROLES & set(record.roles)) or person.is_me(message.author)
        return Holds.OWN_LINES if mine else Holds.OTHERS_LINES
    if message.author_role is AuthorRole.THIRD_PARTY:
        return Holds.OWN_LINES if person.is_me(message.author) else Holds.OTHERS_LINES
    return Holds.REPLIES


def _words(record: Record) -> Holds:
    """Whose words the title and text of a record are."""
    if record.kind not in _THREADS:
        return Holds.RECORD
    return Holds.OWN_LINES if OWN_ROLES & set(record.roles) else Holds.OTHERS_LINES


def _received(parts: tuple[Part, ...], record: Record, person: Person) -> tuple[Part, ...]:
    lines = tuple(
        message
        for part in parts
        if part.group.holds in {Holds.REPLIES, Holds.OTHERS_LINES}
        for message in part.messages
        if _sent_to(message, person) or _names(message.text, person)
    )
    text = any(part.text for part in parts) and _names(record.text, person)

    beside = not _BESIDE.isdisjoint(record.roles)

    def naming(fields: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(
            name
            for name, value in fields.items()
            if beside and _names(_short(name, value, record.kind), person)
        )

    return (
        Part(PARTICIPATION, details=naming(record.details), payload=naming(record.payload)),
        Part(RECEIVED, text=text, messages=tuple(sorted(lines, key=lambda m: m.position))),
    )


def _short(name: str, value: Any, kind: RecordKind) -> str:
    """A single value or a list of them as text; empty for what may hold other people's data.

    Addressees may be parted into tables (cc, forwarded): of those every short value counts.
    """
    if isinstance(value, Mapping):
        if kind not in _THREADS or not _ADDRESSEES.search(folded_name(name)):
            return ""
        return " ".join(_short(name, item, kind) for item in value.values())
    items = value if isinstance(value, list | tuple) else [value]
    text = " ".join(item for item in items if isinstance(item, str))
    return text if len(text) <= _LONGEST else ""


def _without(part: Part, taken: tuple[Part, ...]) -> Part:
    details = {name for other in taken for name in other.details}
    payload = {name for other in taken for name in other.payload}
    lines = {message.message_id for other in taken for message in other.messages}
    return replace(
        part,
        text=part.text and not any(other.text for other in taken),
        details=tuple(name for name in part.details if name not in details),
        payload=tuple(name for name in part.payload if name not in payload),
        messages=tuple(m for m in part.messages if m.message_id not in lines),
    )


def _sent_to(message: Message, person: Person) -> bool:
    return any(
        _names(str(value), person)
        for name, value in message.payload.items()
        if value and _ADDRESSEES.search(folded_name(name))
    )


def _names(text: str, person: Person) -> bool:
    """Whether a text holds a name or value of the person as whole words."""
    folded = " ".join(text.casefold().split())
    return any(
        re.search(rf"(?<!\w){re.escape(known)}(?!\w)", folded)
        for known in (*person.names, *person.values)
        if len(known) >= _SHORTEST and known in folded
    )


def _files(record: Record, taker: Holds, holds: set[Holds]) -> tuple[Attachment, ...]:
    if taker is Holds.INTERNAL:
        return tuple(a for a in record.attachments if a.internal)
    if taker is not Holds.FILES:
        return ()
    internal_too = Holds.INTERNAL not in holds
    return tuple(a for a in record.attachments if internal_too or not a.internal)
