"""What goes into an answer: the rulings of Art. 15 and Art. 20 per record and field group.

Access (Art. 15) is everything about the person, whatever its basis and origin: internal notes,
scores, restricted and blocked records included (C-487/21, EDPB Guidelines 01/2022). What limits
it are the rights of others (15(4)), read off the role:

* holder, requester, buyer, caller, called, subscriber, respondent, applicant: the whole record;
* recipient of a parcel: delivery facts, not the order and not the buyer's payment;
* payer: the payment, not the order;
* cc or mentioned: their own lines, the lines sent to them or naming them, and the short fields
  that name them. The rest of another person's record stays out until somebody decides: being
  copied in once does not make a whole thread theirs.

Portability (Art. 20) needs all three: automated means, consent or contract as the basis the pack
states, and data provided by or observed from the person (WP242). Replies travel with the thread
as its context. A pack may widen this, never narrow it. A basis that the pack does not state is
taken to be the contract where such data usually rest on it, and the ruling says so; consent is
never presumed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from privacydesk.domain.estate import (
    MAIN_ROW,
    OTHERS_INVOLVED,
    ROWS,
    EstateRow,
    Holds,
    Portable,
    RowOrigin,
    groups_of,
)
from privacydesk.domain.localtext import NO_TEXT
from privacydesk.domain.model import (
    AttachmentState,
    IdentifierKind,
    Record,
    RecordKind,
    Role,
    SubjectCard,
)
from privacydesk.domain.pack import Activity, Pack
from privacydesk.domain.periods import Condition
from privacydesk.domain.record_events import PersonFacts, person_facts
from privacydesk.domain.retention import Expiry, expiry
from privacydesk.domain.scope_others import fields_of_others, own_addresses
from privacydesk.domain.scope_parts import OWN_ROLES, PARTICIPATION, RECEIVED, masks, split
from privacydesk.domain.scope_reasons import REASONS, Reason
from privacydesk.domain.scope_types import (
    NOT_SEARCHED,
    Decisions,
    GroupScope,
    Outcome,
    Part,
    Person,
    PersonDecision,
    RecordScope,
    Ruling,
    Verdict,
)
from privacydesk.domain.source_fields import NOTHING_SAID, BySource

__all__ = ["DELETED_AT_SOURCE", "NOT_AUTOMATED", "addresses_of", "decide", "person_of", "scope"]

PORTABLE_BASES: Final = frozenset({"6(1)(a)", "9(2)(a)", "6(1)(b)"})
DELETED_AT_SOURCE: Final = "deleted_at_source"
"""Flag of a record whose source says that its content was erased."""
NOT_AUTOMATED: Final = "not_automated"
"""Flag of a record that is kept on paper only."""

_PARTIAL: Final = {
    Role.RECIPIENT: frozenset({Holds.DELIVERY, Holds.TRACKING}),
    Role.PAYER: frozenset({Holds.PAYMENT}),
}
_WHOLE_FOR: Final = {
    Role.RECIPIENT: frozenset({RecordKind.DELIVERY}),
    Role.PAYER: frozenset({RecordKind.PAYMENT, RecordKind.INVOICE}),
}


def person_of(card: SubjectCard, records: Iterable[Record], pack: Pack) -> Person:
    """The person of a subject card with what all their records say together.

    A value that several people share (a family mailbox) does not tell who wrote a line.
    """
    names = {card.name, *(party.name for party in card.parties)}
    values = {
        value
        for identifier in card.identifiers
        if identifier.shared_by <= 1
        for value in (identifier.value, identifier.raw)
        if value
    }
    return Person(
        names=frozenset(_folded(name) for name in names if name.strip()),
        values=frozenset(_folded(value) for value in values),
        facts=person_facts(records, ZoneInfo(pack.zone)),
        addresses=addresses_of(card),
    )


def addresses_of(card: SubjectCard) -> frozenset[str]:
    """All addresses of the person, those they share with their household too."""
    return own_addresses(
        (i.value for i in card.identifiers if i.kind is IdentifierKind.ADDRESS and i.value),
        (line for line in (card.address, *(p.address for p in card.parties)) if line),
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def scope(
    records: Iterable[Record],
    pack: Pack,
    person: Person,
    *,
    as_of: date,
    decisions: Iterable[PersonDecision] = (),
    sources: BySource | None = None,
) -> tuple[RecordScope, ...]:
    """The rulings on every record, in the order given; none is left out."""
    by_key = {(d.record_id, d.group): d for d in decisions}
    return tuple(
        decide(record, pack, person, as_of=as_of, decisions=by_key, sources=sources)
        for record in records
    )


def decide(
    record: Record,
    pack: Pack,
    person: Person,
    *,
    as_of: date,
    decisions: Decisions | None = None,
    sources: BySource | None = None,
) -> RecordScope:
    """The rulings on one record as the desk holds it.

    `as_of`: the local day of the search. `decisions`: what members of staff decided, by record
    and group. `sources`: what the source descriptions say about fields, by name of the source.
    Raises `ValueError` for a decision to withhold without code or article.
    """
    made = decisions or {}
    whole = made.get((record.record_id, "*"))
    theirs = fields_of_others(record, person)
    said = (sources or {}).get(record.source, NOTHING_SAID)
    groups = tuple(
        _group(part, record, pack, person, _decision(part, record, made, whole), theirs)
        for part in split(record, person, said)
    )
    gone_at_source = _day(record, pack)
    main = pack.activities_for(record.kind, row=MAIN_ROW[record.kind], source=record.source)
    activity = main[0].id if main else ""

    if _content_missing(record) and (whole is None or whole.verdict is not Verdict.WITHHELD):
        period = expiry(record, pack, person.facts)
        outcome, gone_on = _lost(record, period, as_of)
        reason = Reason.NO_LONGER_HELD if outcome is Outcome.NO_LONGER_HELD else Reason.NOT_HERE
        return RecordScope(
            record,
            groups,
            outcome,
            Ruling.of(included=False, reason=reason),
            gone_on,
            period.period if gone_on is not None else NO_TEXT,
            activity,
            gone_at_source,
        )
    if whole is not None and whole.verdict is Verdict.WITHHELD:
        outcome, ruling = Outcome.WITHHELD, _decided(whole)
    elif groups and not any(group.access.included for group in groups):
        outcome, ruling = Outcome.WITHHELD, groups[0].access
    else:
        outcome = Outcome.DELIVERED
        ruling = Ruling.of(included=True, reason=Reason.ABOUT_THE_PERSON)
    return RecordScope(
        record, groups, outcome, ruling, activity=activity, gone_at_source=gone_at_source
    )


# --------------------------------------------------------------------------- one group


def _decision(
    part: Part, record: Record, made: Decisions, whole: PersonDecision | None
) -> PersonDecision | None:
    """What was decided on a part. A decision on the record's own fields, made before its source's
    description took some of them apart, holds for those as well."""
    ids = [part.group.id]
    if _taken_apart(part):
        ids.append(groups_of(record.kind)[0].id)
    return next((d for i in ids if (d := made.get((record.record_id, i)))), whole)


def _taken_apart(part: Part) -> bool:
    """Whether a source's description took the part out of the record's own fields. Internal notes
    by themselves are lines and files: fields among them were assigned."""
    fields = part.details or part.payload or part.text
    return part.group.holds is Holds.ASSIGNED or (
        part.group.holds is Holds.INTERNAL and bool(fields)
    )


def _group(
    part: Part,
    record: Record,
    pack: Pack,
    person: Person,
    decision: PersonDecision | None,
    theirs: frozenset[tuple[bool, str]],
) -> GroupScope:
    activities = pack.activities_for(record.kind, row=part.group.row, source=record.source)
    if not activities:
        activities = pack.activities_for(record.kind, source=record.source)
    access = _access(part, record)
    if decision is not None and decision.verdict is Verdict.WITHHELD:
        access = _decided(decision)
    elif decision is not None and decision.verdict is Verdict.DELIVERED:
        access = Ruling.of(included=True, reason=Reason.ABOUT_THE_PERSON)
    portability = _portability(part, record, pack, person.facts, activities)
    if portability.included and not access.included:
        portability = access
    reviewed = decision is not None and decision.verdict is Verdict.UNMASKED
    return GroupScope(
        part,
        access,
        portability,
        masks(
            part,
            record,
            person,
            reviewed=reviewed,
            own_domains=_own_domains(pack),
            theirs=theirs,
        ),
        tuple(activity.id for activity in activities),
    )


def _own_domains(pack: Pack) -> frozenset[str]:
    dpo = pack.controller.dpo
    emails = (*pack.controller.emails, *(dpo.emails if dpo else ()))
    return frozenset(email.rpartition("@")[2].casefold() for email in emails)


def _access(part: Part, record: Record) -> Ruling:
    roles = set(record.roles)
    mine = (
        not roles  # nothing says that it is somebody else's
        or bool(roles & OWN_ROLES)
        or part.group in {RECEIVED, PARTICIPATION}
        or part.group.holds is Holds.OWN_LINES
        or any(
            record.kind in _WHOLE_FOR[role] or part.group.holds in _PARTIAL[role]
            for role in roles & _PARTIAL.keys()
        )
    )
    reason = Reason.ABOUT_THE_PERSON if mine else Reason.THIRD_PARTY_RIGHTS
    return Ruling.of(included=mine, reason=reason)


def _portability(
    part: Part, record: Record, pack: Pack, facts: PersonFacts, activities: tuple[Activity, ...]
) -> Ruling:
    row = ROWS[part.group.row]
    if NOT_AUTOMATED in record.flags:
        ruling = Ruling.of(included=False, reason=Reason.NOT_AUTOMATED)
    elif row.portable is Portable.NO:
        ruling = Ruling.of(included=False, reason=_row_reason(row))
    elif not _provides(part, record):
        ruling = Ruling.of(included=False, reason=Reason.NOT_YOURS)
    else:
        ruling = _by_basis(part, facts, activities)
    if not ruling.included:
        for widening in pack.widen_portability:
            # "all orders" does not mean the fraud flags beside them: those a pack names by row
            of_kind = record.kind in widening.kinds and not _taken_apart(part)
            if of_kind or part.group.row in widening.rows:
                facts_of = REASONS[Reason.WIDENED]
                return Ruling(True, Reason.WIDENED.value, facts_of.article, widening.text)
    return ruling


def _provides(part: Part, record: Record) -> bool:
    """Whether the person provided the part, or it was observed from them."""
    if part.group.holds is Holds.OTHERS_LINES:
        return False
    roles = set(record.roles)
    if not roles or roles & OWN_ROLES or part.group.holds is Holds.OWN_LINES:
        return True
    return Role.PAYER in roles and (
        part.group.holds is Holds.PAYMENT or record.kind in _WHOLE_FOR[Role.PAYER]
    )


def _row_reason(row: EstateRow) -> Reason:
    """Why a row is never portable."""
    if row.id == OTHERS_INVOLVED:
        return Reason.OTHERS
    if RowOrigin.INFERRED in row.origins:
        return Reason.INFERRED
    if RowOrigin.THIRD_PARTY in row.origins:
        return Reason.FROM_THIRD_PARTY
    return Reason.NOT_PROVIDED


def _by_basis(part: Part, facts: PersonFacts, activities: tuple[Activity, ...]) -> Ruling:
    row = ROWS[part.group.row]
    stated = [
        basis.article
        for activity in activities
        for basis in activity.bases
        if _may_hold(basis.when, facts)
    ]
    if PORTABLE_BASES & set(stated):
        if row.portable is Portable.CONTEXT:
            return Ruling.of(included=True, reason=Reason.CONTEXT)
        provided = RowOrigin.PROVIDED in row.origins
        return Ruling.of(included=True, reason=Reason.PROVIDED if provided else Reason.OBSERVED)
    if stated and activities[0].bases:
        return Ruling.of(included=False, reason=Reason.OTHER_BASIS)
    if row.usual[:1] == ("6(1)(b)",):
        return Ruling.of(included=True, reason=Reason.BASIS_PRESUMED)
    return Ruling.of(included=False, reason=Reason.BASIS_NOT_STATED)


def _may_hold(when: Condition, facts: PersonFacts) -> bool:
    """Whether a basis applies; what is not known of the person counts in their favour."""
    pairs = ((when.customer, facts.customer), (when.consent, facts.consent))
    return all(wanted is None or known is None or wanted == known for wanted, known in pairs)


def _decided(decision: PersonDecision) -> Ruling:
    if not decision.code or not decision.article:
        raise ValueError("a decision to withhold needs a reason code and an article")
    words = REASONS[Reason.DECIDED].in_words
    for reason, facts in REASONS.items():
        if reason.value == decision.code:
            words = facts.in_words
    return Ruling(False, decision.code, decision.article, words)


# --------------------------------------------------------------------------- no longer held


def _content_missing(record: Record) -> bool:
    """Whether the record is a shell: its content is not in the desk."""
    files = any(a.state is AttachmentState.FILE for a in record.attachments)
    if files or record.by_hand:
        return False
    if record.kind is RecordKind.RECORDING:
        return True
    return DELETED_AT_SOURCE in record.flags and not (record.text or record.messages)


def _lost(record: Record, period: Expiry, as_of: date) -> tuple[Outcome, date | None]:
    """What became of the missing content, and the last day of its period when that is over.

    No longer held is what the source says is erased, and a file whose period is over that was
    looked for where such files are kept. Whatever nobody looked for must be fetched first.
    """
    over = period.ends if period.past(as_of) else None
    if DELETED_AT_SOURCE in record.flags or (over is not None and _looked_for(record)):
        return Outcome.NO_LONGER_HELD, over
    return Outcome.UNRESOLVED, None


def _looked_for(record: Record) -> bool:
    skipped = NOT_SEARCHED in record.flags or any(
        f.startswith("unsafe_path:") for f in record.flags
    )
    return not skipped and any(a.state is AttachmentState.MISSING for a in record.attachments)


def _day(record: Record, pack: Pack) -> date | None:
    if record.gone_at is None:
        return None
    return record.gone_at.astimezone(ZoneInfo(pack.zone)).date()
