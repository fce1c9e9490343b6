"""What goes into an access answer and into a portability package, and why the rest does not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packs import activity, pack_of, period, stage

from privacydesk.domain.coverage import coverage
from privacydesk.domain.errors import StateError
from privacydesk.domain.estate import MAIN_ROW, ROWS, groups_of, rows_of
from privacydesk.domain.model import (
    Attachment,
    AttachmentState,
    AuthorRole,
    Message,
    Record,
    RecordKind,
    Role,
)
from privacydesk.domain.pack import Pack
from privacydesk.domain.record_events import PersonFacts
from privacydesk.domain.scope import decide, scope
from privacydesk.domain.scope_reasons import REASONS, Reason
from privacydesk.domain.scope_types import (
    GroupScope,
    MaskKind,
    Outcome,
    Person,
    PersonDecision,
    RecordScope,
    Verdict,
)
from privacydesk.policy.loader import load_pack

TODAY = date(2026, 3, 2)
ME = Person(frozenset({"anna de vries"}), frozenset({"anna@example.org", "+31612345678"}))
LINDEBOOM = load_pack("lindeboom")
NETOPERATOR = load_pack("netoperator")


def record(
    kind: RecordKind,
    *roles: Role,
    details: dict[str, Any] | None = None,
    payload: dict[str, Any] | None = None,
    messages: tuple[Message, ...] = (),
    attachments: tuple[Attachment, ...] = (),
    **more: Any,
) -> Record:
    fields: dict[str, Any] = {
        "record_id": 1,
        "source": "desk",
        "source_id": "1",
        "title": "A title",
        "text": "",
        "occurred_at": datetime(2026, 2, 20, 12, tzinfo=UTC),
        "updated_at": None,
        "content_hash": "",
        **more,
    }
    return Record(
        kind=kind,
        roles=roles or (Role.HOLDER,),
        details=details or {},
        payload=payload or {},
        messages=messages,
        attachments=attachments,
        **fields,
    )


def line(
    number: int,
    role: AuthorRole,
    text: str = "text",
    *,
    author: str | None = None,
    internal: bool = False,
    **payload: Any,
) -> Message:
    return Message(number, number, role, author, None, text, internal=internal, payload=payload)


def file(state: AttachmentState = AttachmentState.FILE, *, internal: bool = False) -> Attachment:
    return Attachment(1, "a.wav", state, None, 1, None, None, internal=internal)


def ruled(item: Record, pack: Pack = LINDEBOOM, person: Person = ME, **more: Any) -> RecordScope:
    return decide(item, pack, person, as_of=TODAY, **more)


def group(found: RecordScope, name: str) -> GroupScope:
    return next(g for g in found.groups if g.id == name)


def access(found: RecordScope) -> set[str]:
    return {g.id for g in found.delivered}


def portable(found: RecordScope) -> set[str]:
    return {g.id for g in found.portable}


THREAD = (
    line(1, AuthorRole.SUBJECT, "It is broken", author="Anna de Vries"),
    line(2, AuthorRole.AGENT, "Sorry", author="Agent Smit"),
    line(3, AuthorRole.AGENT, "Angry customer", author="Agent Smit", internal=True),
    line(4, AuthorRole.THIRD_PARTY, "I saw it", author="Bob"),
)


# --------------------------------------------------------------------------- Art. 15 and Art. 20


def test_a_ticket_is_delivered_whole_and_only_its_thread_is_portable() -> None:
    ticket = record(
        RecordKind.TICKET,
        Role.REQUESTER,
        details={"status": "Open", "cc": ["bob@example.org"]},
        messages=THREAD,
        attachments=(file(), file(internal=True)),
        others=("Bob",),
    )
    found = ruled(ticket)
    parts = {"fields", "own_text", "replies", "others_text", "internal_notes", "files"}
    assert access(found) == parts
    assert portable(found) == {"fields", "own_text", "replies", "files"}
    assert group(found, "replies").portability.code == "A20ContextOfThread"
    assert group(found, "internal_notes").portability.code == "A20NotProvided"
    assert group(found, "others_text").portability.code == "A20ProvidedByOthers"
    notes = group(found, "internal_notes").part
    assert [m.position for m in notes.messages] == [3]
    assert len(notes.attachments) == 1
    own = {(m.kind, m.what) for m in group(found, "own_text").masks}
    assert own == {(MaskKind.PARTY, "Bob")}
    assert (MaskKind.AUTHOR, "Agent Smit") in {
        (m.kind, m.what) for m in group(found, "replies").masks
    }
    assert [m.what for m in group(found, "fields").masks] == ["cc"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (RecordKind.SCORE, "A20Inferred"),
        (RecordKind.CREDIT_CHECK, "A20FromThirdParty"),
        (RecordKind.NOTE, "A20NotProvided"),
        (RecordKind.DELIVERY, "A20FromThirdParty"),
    ],
)
def test_what_the_person_did_not_provide_is_accessible_but_not_portable(
    kind: RecordKind, code: str
) -> None:
    found = ruled(record(kind))
    assert found.outcome is Outcome.DELIVERED
    assert found.portable == ()
    assert {g.portability.code for g in found.groups} == {code}


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (RecordKind.ACCOUNT, "A20Provided"),
        (RecordKind.CONTACT, "A20Provided"),
        (RecordKind.ORDER, "A20Provided"),
        (RecordKind.CALL, "A20Observed"),
        (RecordKind.USAGE, "A20Observed"),
        (RecordKind.CONSENT, "A20Observed"),
        (RecordKind.NEWSLETTER, "A20Provided"),
        (RecordKind.SURVEY, "A20Provided"),
        (RecordKind.REPAIR, "A20Provided"),
    ],
)
def test_what_was_provided_or_observed_under_consent_or_contract_is_portable(
    kind: RecordKind, code: str
) -> None:
    found = ruled(record(kind))
    assert {g.portability.code for g in found.portable} == {code}


def test_the_same_recording_is_portable_under_consent_and_not_under_legitimate_interest() -> None:
    call = record(RecordKind.RECORDING, Role.CALLER, attachments=(file(),))
    consent = pack_of(activity("recordings", ("recording",), bases=("6(1)(a)",)))
    interest = pack_of(activity("recordings", ("recording",), bases=("6(1)(f)",)))
    assert portable(ruled(call, consent)) == {"fields", "audio"}
    assert portable(ruled(call, LINDEBOOM)) == {"fields", "audio"}
    for pack in (interest, NETOPERATOR):
        found = ruled(call, pack)
        assert access(found) == {"fields", "audio"}
        assert portable(found) == set()
        assert group(found, "audio").portability.code == "A20BasisNotConsentOrContract"


def test_a_basis_that_depends_on_being_a_customer() -> None:
    ticket = record(RecordKind.TICKET, Role.REQUESTER, messages=THREAD[:1])
    visitor = Person(facts=PersonFacts(customer=False))
    assert "own_text" in portable(ruled(ticket, person=Person(facts=PersonFacts(customer=True))))
    assert "own_text" in portable(ruled(ticket, person=Person()))
    assert portable(ruled(ticket, person=visitor)) == set()


def test_an_unstated_basis_is_presumed_for_a_contract_and_never_for_consent() -> None:
    silent = pack_of(activity("a", ("account", "recording", "survey"), bases=()))
    account = ruled(record(RecordKind.ACCOUNT), silent)
    assert group(account, "fields").portability.code == "A20BasisPresumed"
    for kind in (RecordKind.RECORDING, RecordKind.SURVEY):
        found = ruled(record(kind, attachments=(file(),)), silent)
        assert {g.portability.code for g in found.groups} == {"A20BasisNotStated"}


def test_a_pack_may_widen_portability() -> None:
    wider = '[[widen_portability]]\nkinds = ["recording"]\ntext.en = "our gift"'
    pack = pack_of(activity("a", ("recording",), bases=("6(1)(f)",)), more=wider)
    call = record(RecordKind.RECORDING, Role.CALLER, attachments=(file(),))
    ruling = group(ruled(call, pack), "audio").portability
    assert (ruling.included, ruling.code, ruling.words.en) == (
        True,
        "A20WidenedByController",
        "our gift",
    )


def test_an_invoice_gives_its_data_but_not_the_document() -> None:
    found = ruled(record(RecordKind.INVOICE, Role.BUYER, attachments=(file(),)))
    assert access(found) == {"fields", "document"}
    assert portable(found) == {"fields"}


def test_paper_is_not_portable() -> None:
    found = ruled(record(RecordKind.REPAIR, flags=("not_automated",), by_hand=True))
    assert access(found) == {"fields"}
    assert group(found, "fields").portability.article == "Art. 20(1)(b)"


def test_the_proof_of_a_consent_is_not_portable_but_the_choice_is() -> None:
    found = ruled(
        record(
            RecordKind.CONSENT,
            details={"purpose": "news", "status": "given", "given_ip": "192.0.2.1"},
            payload={"OPTIN_IP": "192.0.2.1", "Topics": "a"},
        )
    )
    assert access(found) == {"choice", "proof"}
    assert portable(found) == {"choice"}
    proof = group(found, "proof").part
    assert (proof.details, proof.payload) == (("given_ip",), ("OPTIN_IP",))


# --------------------------------------------------------------------------- roles

ORDER_DETAILS = {
    "number": "1001",
    "total": "99.00",
    "shipping": "4.95",
    "payment_method": "card",
    "billing_address": "Anna, Street 1",
    "delivery_name": "Bob",
    "delivery_address": "Road 2",
    "delivery_phone": "+31687654321",
}
ORDER_PAYLOAD = {
    "Name": "#1001",
    "Lineitem name": "Phone",
    "Lineitem requires shipping": "true",
    "Shipping": "4.95",
    "Shipping Name": "Bob",
    "Shipping Phone": "0687654321",
    "Billing Name": "Anna",
    "Payment Reference": "r1",
    "Email": "anna@example.org",
    "Tracking Number": "3S1",
}


def order(*roles: Role) -> Record:
    return record(
        RecordKind.ORDER,
        *roles,
        details=ORDER_DETAILS,
        payload=ORDER_PAYLOAD,
        others=("Bob",) if Role.BUYER in roles else ("Anna de Vries",),
    )


def test_a_parcels_recipient_gets_delivery_facts_and_no_payment() -> None:
    bob = Person(frozenset({"bob"}), frozenset({"+31687654321"}))
    found = ruled(order(Role.RECIPIENT), person=bob)
    assert found.outcome is Outcome.DELIVERED
    assert access(found) == {"delivery", "tracking"}
    delivered = {name for g in found.delivered for name in (*g.part.details, *g.part.payload)}
    assert delivered == {
        "delivery_name",
        "delivery_address",
        "delivery_phone",
        "Shipping Name",
        "Shipping Phone",
        "Tracking Number",
    }
    assert {g.access.article for g in found.withheld} == {"Art. 15(4)"}
    assert portable(found) == set()
    assert group(found, "delivery").portability.code == "A20ProvidedByOthers"


def test_the_buyer_does_not_see_who_the_recipient_is_unreviewed() -> None:
    found = ruled(order(Role.BUYER))
    assert access(found) == {"order", "payment", "delivery", "tracking"}
    assert portable(found) == {"order", "payment", "delivery"}
    masked = {(m.what, m.payload) for m in group(found, "delivery").masks}
    assert masked == {
        ("delivery_name", False),
        ("delivery_address", False),
        ("delivery_phone", False),
        ("Shipping Name", True),
        ("Shipping Phone", True),
    }
    reviewed = {(1, "delivery"): PersonDecision(1, "delivery", Verdict.UNMASKED)}
    assert group(ruled(order(Role.BUYER), decisions=reviewed), "delivery").masks == ()


def test_a_payer_gets_the_payment_only() -> None:
    found = ruled(order(Role.PAYER))
    assert access(found) == {"payment"}
    assert portable(found) == {"payment"}
    assert access(ruled(record(RecordKind.PAYMENT, Role.PAYER))) == {"fields"}


def test_a_recipient_who_is_also_the_buyer_gets_everything() -> None:
    assert access(ruled(order(Role.BUYER, Role.RECIPIENT))) == {
        "order",
        "payment",
        "delivery",
        "tracking",
    }


def test_somebody_in_copy_gets_their_own_lines_and_what_was_sent_to_or_names_them() -> None:
    ticket = record(
        RecordKind.TICKET,
        Role.CC,
        details={"status": "Open", "cc": ["anna@example.org", "eve@example.org"]},
        payload={
            "cc_email": {"cc_emails": ["Anna <anna@example.org>"], "fwd_emails": []},
            "requester": {"name": "Bob", "friend": "Anna de Vries"},
            "description": "Anna de Vries said " + "a lot " * 60,
        },
        messages=(
            line(1, AuthorRole.SUBJECT, "My phone number is secret", author="Bob"),
            line(2, AuthorRole.THIRD_PARTY, "I agree", author="Anna de Vries"),
            line(3, AuthorRole.AGENT, "To both", cc_emails=["Anna@Example.org"]),
            line(4, AuthorRole.AGENT, "Ask Anna  de Vries about it"),
            line(5, AuthorRole.AGENT, "Anna de Vries is rude", internal=True),
        ),
    )
    found = ruled(ticket)
    assert access(found) == {"participation", "received", "own_text"}
    assert [m.position for m in group(found, "received").part.messages] == [3, 4]
    assert [m.position for m in group(found, "own_text").part.messages] == [2]
    assert group(found, "participation").part.details == ("cc",)
    assert group(found, "participation").part.payload == ("cc_email",)
    assert group(found, "participation").masks[0].what == "cc"
    assert {g.id for g in found.withheld} == {"fields", "others_text", "internal_notes"}
    assert portable(found) == {"own_text"}
    allow = {(1, "others_text"): PersonDecision(1, "others_text", Verdict.DELIVERED)}
    assert "others_text" in access(ruled(ticket, decisions=allow))


def test_a_mention_alone_delivers_the_line_and_a_stranger_record_nothing() -> None:
    mentioned = record(
        RecordKind.TICKET,
        Role.MENTIONED,
        messages=(
            line(1, AuthorRole.SUBJECT, "hello"),
            line(2, AuthorRole.AGENT, "anna@example.org"),
        ),
    )
    found = ruled(mentioned)
    assert [m.position for g in found.delivered for m in g.part.messages] == [2]
    nothing = ruled(record(RecordKind.CALL, Role.MENTIONED, details={"status": "ANSWERED"}))
    assert nothing.outcome is Outcome.WITHHELD
    assert nothing.ruling.article == "Art. 15(4)"


def test_a_neighbour_who_signed_gets_their_own_name_and_nothing_of_the_parcel() -> None:
    parcel = record(
        RecordKind.DELIVERY,
        Role.MENTIONED,
        details={"signed_by": "Anna de Vries", "address": "Road 2", "status": "delivered"},
        payload={"history": {"signed": "Anna de Vries, for Bob"}},
        others=("Bob",),
    )
    found = ruled(parcel)
    assert access(found) == {"participation"}
    only = group(found, "participation")
    assert (only.part.details, only.part.payload) == (("signed_by",), ())
    assert [m.what for m in only.masks] == ["Bob"]


@pytest.mark.parametrize(
    ("signer", "masked"),
    [("A. de Vries", False), ("Vries", False), ("B. Jansen", True), ("", False)],
)
def test_the_neighbour_who_signed_is_masked_for_the_recipient(signer: str, masked: bool) -> None:
    found = ruled(record(RecordKind.DELIVERY, Role.RECIPIENT, details={"signed_by": signer}))
    assert [m.what for m in group(found, "delivery").masks] == ["signed_by"] * masked


def test_only_addresses_of_others_are_masked() -> None:
    addressees = {
        "cc_email": "anna@example.org",
        "fwd_emails": [],
        "to_email": "support@lindeboom.example",
        "reply_cc": "Anna <ANNA@example.org>, Eve <eve@example.org>",
    }
    ticket = ruled(record(RecordKind.TICKET, Role.REQUESTER, payload=addressees))
    assert [m.what for m in group(ticket, "fields").masks] == ["reply_cc"]
    audience = ruled(record(RecordKind.NEWSLETTER, payload={"CC": "nl@x.org"}))
    assert group(audience, "fields").masks == ()


# --------------------------------------------------------------------------- coverage


def test_every_record_is_delivered_withheld_or_no_longer_held() -> None:
    missing = (file(AttachmentState.MISSING),)
    old = datetime(2026, 1, 10, 9, tzinfo=UTC)
    records = [
        record(RecordKind.CALL, Role.CALLER, record_id=1, source="pbx"),
        record(
            RecordKind.RECORDING,
            Role.CALLER,
            record_id=2,
            source="pbx",
            attachments=missing,
            occurred_at=old,
        ),
        record(RecordKind.RECORDING, Role.CALLER, record_id=3, source="pbx", attachments=(file(),)),
        record(RecordKind.NOTE, record_id=4, source="desk", text="legal advice"),
        record(
            RecordKind.ACCOUNT,
            record_id=5,
            source="shop",
            restricted=True,
            gone_at=datetime(2026, 2, 28, 23, 30, tzinfo=UTC),
        ),
    ]
    secret = PersonDecision(4, "*", Verdict.WITHHELD, "LegalPrivilege", "Art. 23(1)(j)")
    found = scope(records, LINDEBOOM, ME, as_of=TODAY, decisions=[secret])
    account = coverage(found, matched={"pbx": 3, "desk": 1, "shop": 1, "mail": 0})
    assert account.complete
    account.require_complete()
    systems = {s.system: s for s in account.systems}
    assert list(systems) == ["desk", "mail", "pbx", "shop"]
    lost = systems["pbx"].no_longer_held[0]
    assert (systems["pbx"].matched, systems["pbx"].delivered) == (3, 2)
    assert (lost.record_id, lost.on, lost.period.en) == (
        2,
        date(2026, 2, 10),
        "1 month after the call",
    )
    out = systems["desk"].withheld[0]
    assert (out.group, out.code, out.article) == ("*", "LegalPrivilege", "Art. 23(1)(j)")
    assert systems["shop"].delivered == systems["shop"].gone_at_source == 1
    assert found[4].gone_at_source == date(2026, 3, 1)


def test_a_recording_that_should_still_exist_stops_the_answer() -> None:
    call = record(RecordKind.RECORDING, attachments=(file(AttachmentState.MISSING),))
    account = coverage(scope([call], LINDEBOOM, ME, as_of=TODAY))
    assert not account.complete
    assert account.systems[0].unresolved[0].record_id == 1
    with pytest.raises(StateError, match="not in the import"):
        account.require_complete()
    told = record(
        RecordKind.RECORDING,
        attachments=(file(AttachmentState.MISSING),),
        flags=("deleted_at_source",),
    )
    gone = coverage(scope([told], LINDEBOOM, ME, as_of=TODAY))
    assert gone.complete
    assert gone.systems[0].no_longer_held[0].on is None
    assert not gone.systems[0].no_longer_held[0].period, "no period had run"


@pytest.mark.parametrize(
    ("state", "flags", "outcome"),
    [
        (AttachmentState.MISSING, (), Outcome.NO_LONGER_HELD),
        (AttachmentState.MISSING, ("recording_not_searched",), Outcome.UNRESOLVED),
        (AttachmentState.MISSING, ("unsafe_path:recordingfile",), Outcome.UNRESOLVED),
        (AttachmentState.LINK, (), Outcome.UNRESOLVED),
        (None, (), Outcome.UNRESOLVED),
        (None, ("deleted_at_source",), Outcome.NO_LONGER_HELD),
    ],
)
def test_a_file_that_nobody_looked_for_is_not_said_to_be_gone(
    state: AttachmentState | None, flags: tuple[str, ...], outcome: Outcome
) -> None:
    call = record(
        RecordKind.RECORDING,
        Role.CALLER,
        attachments=(file(state),) if state else (),
        occurred_at=datetime(2025, 1, 10, 9, tzinfo=UTC),
        flags=flags,
    )
    assert ruled(call).outcome is outcome


def test_a_record_that_got_lost_on_the_way_shows() -> None:
    found = scope([record(RecordKind.CALL)], LINDEBOOM, ME, as_of=TODAY)
    account = coverage(found, matched={"desk": 2})
    assert not account.complete
    with pytest.raises(StateError, match="2 records matched, 1 are accounted for"):
        account.require_complete()
    assert not coverage(found, matched={}).complete


def test_withholding_needs_a_reason_and_an_article() -> None:
    bare = {(1, "*"): PersonDecision(1, "*", Verdict.WITHHELD)}
    with pytest.raises(ValueError):
        ruled(record(RecordKind.NOTE), decisions=bare)


# --------------------------------------------------------------------------- the estate


def test_the_estate_is_whole() -> None:
    for kind in RecordKind:
        assert MAIN_ROW[kind] == rows_of(kind)[0]
        assert set(rows_of(kind)) <= set(ROWS)
        ids = [g.id for g in groups_of(kind)]
        assert len(ids) == len(set(ids))
        assert LINDEBOOM.activities_for(kind), kind
    assert len({row.matrix for row in ROWS.values() if row.matrix}) == 29
    assert set(REASONS) == set(Reason)
    assert all(facts.in_words.missing == () for facts in REASONS.values())
    assert all(row.title.missing == () for row in ROWS.values())


_NAMES = st.sampled_from(
    [*ORDER_DETAILS, *ORDER_PAYLOAD, "diagnosis", "confirm_ip", "cc", "to", "note", "carrier"]
)
_BASES = ("6(1)(a)", "6(1)(b)", "6(1)(c)", "6(1)(f)")
_PACKS = {
    basis: pack_of(activity("a", tuple(kind.value for kind in RecordKind), bases=(basis,)))
    for basis in _BASES
}


@settings(deadline=None)
@given(
    kind=st.sampled_from(RecordKind),
    roles=st.lists(st.sampled_from(Role), min_size=1, max_size=3, unique=True),
    details=st.dictionaries(_NAMES, st.just("v"), max_size=6),
    payload=st.dictionaries(_NAMES, st.just("anna@example.org"), max_size=6),
    writers=st.lists(st.tuples(st.sampled_from(AuthorRole), st.booleans()), max_size=5),
    files=st.lists(st.booleans(), max_size=3),
    basis=st.sampled_from(_BASES),
)
def test_each_field_line_and_file_lands_in_exactly_one_group(
    kind: RecordKind,
    roles: list[Role],
    details: dict[str, str],
    payload: dict[str, str],
    writers: list[tuple[AuthorRole, bool]],
    files: list[bool],
    basis: str,
) -> None:
    item = record(
        kind,
        *roles,
        details=details,
        payload=payload,
        messages=tuple(line(i, who, internal=hid) for i, (who, hid) in enumerate(writers)),
        attachments=tuple(
            Attachment(i, "f", AttachmentState.FILE, None, 1, None, None, internal=hid)
            for i, hid in enumerate(files)
        ),
    )
    found = ruled(item, _PACKS[basis])
    parts = [g.part for g in found.groups]
    assert sorted(n for p in parts for n in p.details) == sorted(details)
    assert sorted(n for p in parts for n in p.payload) == sorted(payload)
    assert sorted(m.position for p in parts for m in p.messages) == list(range(len(writers)))
    assert sorted(a.attachment_id for p in parts for a in p.attachments) == list(range(len(files)))
    assert sum(p.head for p in parts) == 1
    for one in found.groups:
        assert one.access.code
        assert one.access.article
        assert one.portability.article
        if one.portability.included:
            # Art. 20 is never wider than access, and never beyond consent or contract unasked
            assert one.access.included
            assert basis in {"6(1)(a)", "6(1)(b)"}
        if any(m.internal for m in one.part.messages):
            assert not one.portability.included
    assert coverage([found]).complete == (found.outcome is not Outcome.UNRESOLVED)


def test_period_of_a_lost_recording_follows_the_pack() -> None:
    stages = stage('after = "P5D", from = "call_end"')
    kept = f"period = [{period(stages)}]"
    short = pack_of(activity("a", ("recording",), periods=kept))
    call = record(RecordKind.RECORDING, attachments=(file(AttachmentState.MISSING),))
    assert ruled(call, short).gone_on == date(2026, 2, 25)
    assert ruled(call, NETOPERATOR).outcome is Outcome.UNRESOLVED
