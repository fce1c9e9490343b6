"""The drillisch pack says what its excerpt says: facts listed from the source, one by one."""

from __future__ import annotations

from datetime import date

import pytest
from tests.pack_facts import same_in_two_languages, sections, told, unwritten, without_section
from tests.packs import record_of

from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import AuthorityFor, RetentionLaw
from privacydesk.domain.periods import Action, Criterion, Duration, Earliest, Event, Term
from privacydesk.domain.record_events import PersonFacts
from privacydesk.domain.retention import expiry
from privacydesk.domain.retention_due import Rulings, Step
from privacydesk.domain.rights import Right
from privacydesk.policy.loader import load_pack

PACK = load_pack("drillisch")
VISITOR, CUSTOMER = PersonFacts(customer=False), PersonFacts(customer=True)
GONE = PersonFacts(customer=True, events={Event.CONTRACT_END: date(2025, 1, 31)})

HEADINGS = {
    "Einleitung",
    "Kommunikation zu Ihren Kundenanliegen",
    "Vertrags-Informationen und Rechnungen",
    "Kundeninformationen",
    "Werbliche Kundeninformationen und Newsletter",
    "E-Mail Newsletter",
    "Kontaktformular",
    "Kundenzufriedenheits- und Meinungsumfragen",
    "Kontakt via WhatsApp (Meta) und RCS (Google)",
    "Weitere Informationen",
    "Kontakt via Live-Chat",
    "Automatisierter Abgleich des Hotline-Kennworts im telefonischen Kontakt",
}

FACTS = [
    ("controller.name", "Drillisch Online GmbH"),
    ("scope", "contract, bills and products"),
    ("activity.customer_concerns.data", "contact data"),
    ("activity.customer_concerns.data", "data for authentication"),
    ("activity.customer_concerns.data", "content of your requests"),
    ("notes", "the sentence breaks off after"),
    ("activity.contract_information.purposes", "ongoing processes"),
    ("activity.contract_information.bases", "performance of the contract and billing"),
    ("activity.contract_information.data", "form of address"),
    ("activity.contract_information.data", "first and last name"),
    ("activity.contract_information.data", "e-mail addresses"),
    ("activity.contract_information.data", "phone number"),
    ("activity.contract_information.data", "company name (for businesses)"),
    ("activity.contract_information.data", "product contracts and usage"),
    ("activity.customer_information.purposes", "functions of your devices"),
    ("activity.customer_information.purposes", "free extra data volume"),
    ("activity.customer_information.bases", "as part of a legitimate interest"),
    ("activity.customer_information.bases", "informing customers"),
    ("activity.advertising.purposes", "saving benefits"),
    ("activity.advertising.purposes", "satisfaction surveys"),
    ("activity.advertising.bases", "§ 7 Abs. 3 UWG"),
    ("activity.advertising.bases", "for own products"),
    ("activity.advertising.bases", "overriding legitimate interests"),
    ("activity.advertising.data", "traffic data, if you agreed"),
    ("activity.advertising.data", "usage data, if you agreed"),
    ("activity.advertising.withdraw", "by phone, e-mail or letter"),
    ("activity.newsletter.notes", "Double opt-in"),
    ("activity.newsletter.periods", "erased automatically if you do not confirm"),
    ("activity.newsletter.data", "IP addresses at sign-up"),
    ("activity.newsletter.data", "times and text of sign-up and confirmation"),
    ("activity.newsletter.data", "optional: address, phone number, more about yourself, free text"),
    ("activity.newsletter.purposes", "misuse"),
    ("activity.newsletter.purposes", "press or prospects"),
    ("activity.contact_form.data", "mobile number"),
    ("activity.contact_form.data", "message"),
    ("activity.surveys.purposes", "quality of service"),
    ("activity.surveys.purposes", "where that is mentioned separately"),
    ("activity.surveys.bases", "voluntary online too"),
    ("activity.surveys.data", "network coverage and general demographics at that address"),
    ("activity.surveys.data", "number of support contacts"),
    ("activity.surveys.data", "traffic data, if you agreed"),
    ("activity.surveys.data", "free text fields"),
    ("activity.surveys.notes", "Online, by phone or by e-mail"),
    ("activity.surveys.notes", "stored and answered separately"),
    ("activity.surveys.notes", "Evaluation by customer only where"),
    ("recipient.whatsapp.name", "WhatsApp (Meta)"),
    ("recipient.rcs.name", "RCS (Google)"),
    ("recipient.rcs.only_when", "only with your consent"),
    ("activity.messengers.purposes", "better displayed"),
    ("self_service", "correct them where needed"),
    ("self_service", "while ordering or on the phone"),
    ("right.withdrawal.notes", "not with retroactive effect"),
    ("activity.live_chat.purposes", "after logging in to the Servicewelt"),
    ("activity.live_chat.purposes", "advising prospects"),
    ("activity.live_chat.purposes", "quality assurance"),
    ("activity.live_chat.notes", "search field"),
    ("activity.live_chat.periods", "up to 90 days"),
    ("activity.live_chat.periods", "blocked for other purposes after three months"),
    ("activity.live_chat.periods", "the summary of the chat, and that there was contact"),
    ("activity.hotline_password.data", "hotline password"),
    ("activity.hotline_password.notes", "recognises it with AI"),
    ("activity.hotline_password.purposes", "only for authentication and security"),
    ("activity.hotline_password.bases", "without access for third parties"),
    ("activity.voice_evaluation.data", "voice input, for quality purposes only"),
    ("activity.voice_evaluation.purposes", "comparing what the AI recognised"),
    ("activity.voice_evaluation.purposes", "if you agree to the voice recording"),
    ("activity.voice_evaluation.notes", "not processed automatically"),
    ("notes", "cookies of the live chat"),
]


@pytest.mark.parametrize(("place", "words"), FACTS)
def test_a_fact_of_the_excerpt_is_in_the_pack(place: str, words: str) -> None:
    assert words in told(PACK, place)


def test_every_heading_is_carried_over_and_every_fact_names_its_heading() -> None:
    assert sections(PACK) == HEADINGS
    assert without_section(PACK) == []
    assert unwritten(PACK) == []
    assert same_in_two_languages(PACK) == {"Live chat"}


def test_of_an_excerpt_silence_is_no_finding() -> None:
    assert PACK.excerpt
    assert set(PACK.not_stated) == {
        "automated",
        "complaint",
        "controller.address",
        "controller.dpo",
        "controller.emails",
        "controller.phone",
        "security",
        "statement.date",
        "transfer",
    }
    assert set(PACK.rights) == {Right.RECTIFICATION, Right.WITHDRAWAL, Right.OBJECTION_MARKETING}
    assert all(PACK.house_days(right) is None for right in Right)
    recording = expiry(record_of(RecordKind.RECORDING), PACK, CUSTOMER)
    assert "not stated in this text" in recording.undetermined


def test_a_telecom_answers_to_the_federal_authority_and_writes_german() -> None:
    (authority,) = PACK.authorities
    assert (authority.abbreviation, authority.why) == ("BfDI", AuthorityFor.SECTOR)
    assert (authority.sector, authority.stated) == ("telecoms", False)
    assert PACK.authority("NL") == authority
    assert PACK.letter_languages[0] == PACK.language == "de"
    assert (PACK.country, PACK.region, PACK.zone) == ("DE", "", "Europe/Berlin")
    assert PACK.retention_law is RetentionLaw.DE


@pytest.mark.parametrize(
    ("activity", "bases"),
    [
        ("customer_concerns", ["6(1)(b)"]),
        ("contract_information", ["6(1)(b)"]),
        ("customer_information", ["6(1)(b)"]),  # cited for a legitimate interest
        ("advertising", ["6(1)(f)", "6(1)(a)"]),
        ("newsletter", ["6(1)(a)"]),
        ("contact_form", ["6(1)(b)"]),
        ("surveys", ["6(1)(a)"]),
        ("messengers", ["6(1)(a)"]),
        ("live_chat", ["6(1)(b)", "6(1)(c)", "6(1)(f)"]),
        ("hotline_password", ["6(1)(b)"]),
        ("voice_evaluation", ["6(1)(a)"]),
    ],
)
def test_a_basis_is_the_one_the_text_cites(activity: str, bases: list[str]) -> None:
    assert [basis.article for basis in PACK.activity(activity).bases] == bases


@pytest.mark.parametrize("right", [Right.WITHDRAWAL, Right.OBJECTION_MARKETING])
def test_withdrawing_and_objecting_have_four_ways(right: Right) -> None:
    ways = [channel.kind.value for channel in PACK.rights[right].channels]
    assert ways == ["account", "phone", "email", "post"]


def test_nobody_but_the_messengers_is_named_and_nothing_about_them() -> None:
    assert {r.id for r in PACK.recipients} == {"whatsapp", "rcs"}
    for recipient in PACK.recipients:
        assert set(recipient.not_stated) == {"country", "processor"}
    assert "period" in PACK.activity("messengers").not_stated
    assert "data" in PACK.activity("messengers").not_stated


# ------------------------------------------------------------------ periods


def ends(kind: RecordKind, person: PersonFacts, day: str = "2024-06-01") -> list[date | None]:
    return [stage.ends for stage in expiry(record_of(kind, day), PACK, person).stages]


def test_a_chat_goes_after_90_days_and_its_summary_with_the_contract() -> None:
    talk = record_of(RecordKind.CHAT, "2024-06-01")
    for person in (GONE, CUSTOMER, VISITOR):
        assert expiry(talk, PACK, person).ends == date(2024, 8, 30)
    summary = expiry(talk, PACK, GONE, row="ticket_metadata")
    assert [(s.then, s.ends) for s in summary.stages] == [
        (Action.BLOCK, date(2025, 4, 30)),
        (Action.ERASE, date(2025, 4, 30)),
    ]
    running = expiry(talk, PACK, CUSTOMER, row="ticket_metadata")
    assert running.ends is None
    assert "end of the contract" in running.undetermined


def test_contract_data_are_blocked_three_months_after_the_end_then_kept_by_law_alone() -> None:
    blocked = date(2025, 4, 30)
    assert ends(RecordKind.INVOICE, GONE) == [blocked, date(2032, 12, 31)]
    assert ends(RecordKind.CONTRACT, GONE) == [blocked, date(2031, 12, 31)]
    assert ends(RecordKind.ACCOUNT, GONE) == [blocked, blocked]  # no duty covers it
    assert ends(RecordKind.INVOICE, CUSTOMER) == [None, None]


def test_requests_of_others_go_once_they_are_closed() -> None:
    closed = record_of(RecordKind.TICKET, "2024-06-01", closed_at="2024-06-09T10:00:00+02:00")
    assert expiry(closed, PACK, VISITOR).ends == date(2024, 6, 9)
    still_open = expiry(record_of(RecordKind.TICKET), PACK, VISITOR)
    assert still_open.ends is None
    assert "closed is missing or has not come yet" in still_open.undetermined
    assert expiry(closed, PACK, GONE).ends == date(2025, 4, 30)


def test_surveys_are_erased_or_anonymised_after_two_years() -> None:
    found = expiry(record_of(RecordKind.SURVEY, "2024-06-01"), PACK, VISITOR)
    assert (found.ends, found.then) == (date(2026, 6, 1), Action.ERASE_OR_ANONYMISE)


def test_sending_ends_earlier_than_keeping() -> None:
    for name in ("advertising", "surveys"):
        keeping, sending = PACK.activity(name).periods
        assert keeping.part is None
        assert sending.part is not None
        assert sending.part.en == "the sending of information"
        now = Duration()
        assert sending.stages[0].until == Earliest(
            (
                Term(now, Event.OBJECTION),
                Term(now, Event.CONSENT_WITHDRAWN),
                Term(now, Event.CONTRACT_END),
            )
        )
    *_, unconfirmed = PACK.activity("newsletter").periods
    assert isinstance(unconfirmed.stages[0].until, Criterion)


@pytest.mark.parametrize(
    ("kind", "day", "person", "step"),
    [
        (RecordKind.CHAT, date(2024, 8, 30), CUSTOMER, None),
        # the lines of a customer's chat go, that there was contact stays
        (RecordKind.CHAT, date(2024, 8, 31), CUSTOMER, Step.ERASE_PARTS),
        (RecordKind.CHAT, date(2024, 8, 31), VISITOR, Step.ERASE),
        (RecordKind.CHAT, date(2025, 5, 1), GONE, Step.ERASE),
        (RecordKind.INVOICE, date(2025, 4, 30), GONE, None),
        (RecordKind.INVOICE, date(2025, 5, 1), GONE, Step.RESTRICT),
        (RecordKind.INVOICE, date(2032, 12, 31), GONE, Step.RESTRICT),
        (RecordKind.INVOICE, date(2033, 1, 1), GONE, Step.ERASE),
        (RecordKind.ACCOUNT, date(2025, 5, 1), GONE, Step.ERASE),
        (RecordKind.ACCOUNT, date(2999, 1, 1), CUSTOMER, None),
        (RecordKind.SURVEY, date(2026, 6, 2), VISITOR, Step.ERASE),
    ],
)
def test_what_the_end_of_a_period_asks_for(
    kind: RecordKind, day: date, person: PersonFacts, step: Step | None
) -> None:
    assert Rulings(PACK, day).ruling(record_of(kind, "2024-06-01"), person).step is step
