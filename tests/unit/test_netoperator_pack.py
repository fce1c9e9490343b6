"""The netoperator pack says what its statement says: facts listed from the source, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import FormOfAddress, RetentionLaw
from privacydesk.domain.periods import ByLaw, Duration, Event, Latest, Term
from privacydesk.domain.rights import Right
from privacydesk.policy.loader import load_pack

PACK = load_pack("netoperator")


def test_controller_and_statement() -> None:
    assert PACK.controller.name == "Netoperator Nederland"
    assert PACK.controller.address == "New Yorkstraat 10, 1175RD Lijnden"
    assert PACK.controller.dpo is not None
    assert PACK.controller.dpo.emails == ("privacy@Netoperator.nl",)
    assert PACK.statement_date == date(2018, 11, 26)
    assert not PACK.excerpt
    assert (PACK.country, PACK.region, PACK.zone) == ("NL", "", "Europe/Amsterdam")
    assert PACK.form_of_address is FormOfAddress.FORMAL
    assert PACK.retention_law is RetentionLaw.NL
    authority = PACK.authorities[0]
    assert [a.name for a in PACK.authorities] == ["Autoriteit Persoonsgegevens"]
    assert (authority.stated, authority.website) == (
        True,
        "https://autoriteitpersoonsgegevens.nl",
    )


def test_thirty_days_are_promised_for_access_and_both_objections() -> None:
    promised = {right for right in Right if PACK.house_days(right) == 30}
    assert promised == {Right.ACCESS, Right.OBJECTION, Right.OBJECTION_MARKETING}
    assert all(PACK.house_days(right) is None for right in set(Right) - promised)


@pytest.mark.parametrize(
    ("right", "channels"),
    [
        (Right.ACCESS, ["account"]),
        (Right.RECTIFICATION, ["account"]),
        (Right.ERASURE, ["account"]),
        (Right.RESTRICTION, ["customer_service"]),
        (Right.PORTABILITY, ["customer_service"]),
        (Right.OBJECTION, []),
        (Right.COMPLAINT, ["customer_service", "email"]),
    ],
)
def test_where_a_right_is_used(right: Right, channels: list[str]) -> None:
    assert [channel.kind.value for channel in PACK.rights[right].channels] == channels


def test_rights_that_the_statement_does_not_mention() -> None:
    assert set(Right) - set(PACK.rights) == {
        Right.WITHDRAWAL,
        Right.AUTOMATED_DECISION,
        Right.OTHER,
    }


@pytest.mark.parametrize(
    ("activity", "bases"),
    [
        ("orders", ["6(1)(b)"]),
        ("call_recordings", ["6(1)(f)"]),
        ("account", []),
        ("customer_contact", []),
        ("questions", []),
        ("fraud", []),
    ],
)
def test_a_basis_is_given_only_where_the_statement_gives_one(
    activity: str, bases: list[str]
) -> None:
    found = PACK.activity(activity)
    assert [basis.article for basis in found.bases] == bases
    assert ("basis" in found.not_stated) == (not bases)


def test_periods() -> None:
    assert PACK.activity("orders").periods[0].stages[0].until == ByLaw(Duration(years=7))
    recording = PACK.activity("call_recordings").periods[0].stages[0].until
    assert recording == Term(Duration(months=1), Event.CALL_END)
    account = PACK.activity("account").periods[0].stages[0].until
    assert account == Latest(
        (Term(Duration(years=7), Event.LAST_LOGIN), Term(Duration(years=7), Event.LAST_USE))
    )
    assert "period" in PACK.activity("fraud").not_stated
    assert "period" in PACK.activity("questions").not_stated


def test_recipients_and_what_they_get() -> None:
    named = {r.name for r in PACK.recipients if r.name}
    assert named == {"PostNL", "DHL", "DPD", "Belastingdienst"}
    for carrier in ("postnl", "dhl", "dpd"):
        assert PACK.recipient(carrier).passed_on.en == "name and delivery address"
    assert "customer number" in PACK.recipient("distribution").passed_on.en
    assert "explicit consent" in PACK.recipient("commercial_partners").only_when.en
    unnamed = {r.id for r in PACK.recipients if not r.name}
    assert unnamed == {
        "distribution",
        "hosting",
        "service_support",
        "fibre_builders",
        "payment_services",
        "debt_collectors",
        "credit_bureaus",
        "police_justice",
        "regulators",
        "commercial_partners",
    }
    assert PACK.transfer is not None
    assert PACK.transfer.tools == ()


def test_which_activity_covers_which_record() -> None:
    main = {kind: PACK.activities_for(kind) for kind in RecordKind}
    covered = {kind.value: found[0].id for kind, found in main.items() if found}
    assert covered == {
        "account": "account",
        "contact": "account",
        "contract": "account",
        "order": "orders",
        "invoice": "orders",
        "payment": "orders",
        "delivery": "orders",
        "repair": "orders",
        "ticket": "customer_contact",
        "chat": "customer_contact",
        "mail": "customer_contact",
        "call": "customer_contact",
        "note": "customer_contact",
        "recording": "call_recordings",
        "score": "fraud",
        "usage": "fraud",
        "newsletter": "recommendations",
    }


def test_every_fact_names_its_section() -> None:
    assert all(activity.section for activity in PACK.activities)
    assert all(recipient.section for recipient in PACK.recipients)
    assert all(policy.section for policy in PACK.rights.values())
    assert {"security", "complaint", "scope", "sale", "portability"} <= set(PACK.sections)
