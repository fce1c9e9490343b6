"""The gigaset pack says what its statement says: facts listed from the source, one by one."""

from __future__ import annotations

from datetime import date

import pytest
from tests.pack_facts import same_in_two_languages, sections, told, unwritten, without_section
from tests.packs import record_of

from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import AuthorityFor, RetentionLaw, TransferTool
from privacydesk.domain.periods import Action, ByLaw, Criterion, Duration, Latest
from privacydesk.domain.record_events import PersonFacts
from privacydesk.domain.retention import expiry
from privacydesk.domain.rights import Right
from privacydesk.policy.loader import load_pack

PACK = load_pack("gigaset")
CUSTOMER = PersonFacts(customer=True)

HEADINGS = {
    "Beleid inzake gegevensbescherming voor de klantendienst",
    "Apparaten en diensten GIGASET",
    "Wie is uw contactorgaan?",
    "Welke gegevens verzamelen wij?",
    "Gegevens in het kader van het gebruik van onze klantenservice",
    "Uw gegevens in de gebruikersaccount",
    "Persoonlijk contact opnemen",
    "Gebruik van live chats",
    "Gebruikersaccount",
    "Gegevens in het kader van de afwikkeling van reparatieopdrachten",
    "Doel van de verwerking van uw gegevens",
    "Doorgifte van uw gegevens",
    "Veilig bewaren van uw gegevens",
    "Welke gegevensbeschermingsrechten kunt u als belanghebbende doen gelden?",
    "Recht van bezwaar",
    "Waar kunt u een klacht indienen?",
    "Hoe lang worden uw gegevens opgeslagen?",
    "Worden uw gegevens aan een derde land doorgegeven?",
}

FACTS = [
    # who
    ("controller.name", "Gigaset Technologies GmbH"),
    ("controller.address", "Frankenstr. 2, 46395 Bocholt"),
    ("controller.phone", "+49 (0) 2871 / 912 912"),
    ("controller.emails", "datenschutz@gigaset.com | data-protection@gigaset.com"),
    ("controller.website", "www.gigaset.com"),
    ("controller.group", "affiliated companies"),
    ("controller.dpo.emails", "data-protection@gigaset.com"),
    ("controller.dpo.address", "46395 Bocholt"),
    ("controller.dpo.note", "Data Protection Officer"),
    ("scope", "offline"),
    ("security", "physical and technical measures"),
    ("security", "adapted at once after a leak"),
    ("security", "privacy by design"),
    ("notes", "only to offer you a service or product"),
    # customer service
    ("activity.service_contact.data", "home address"),
    ("activity.service_contact.data", "identify the device"),
    ("activity.service_contact.data", "support ticket, live chat or hotline"),
    ("activity.service_contact.purposes", "documenting each contact"),
    ("activity.live_chat.purposes", "office hours"),
    ("activity.live_chat.purposes", "Gigaset shop"),
    ("recipient.freshworks.name", "Freshworks GmbH"),
    ("recipient.freshworks.address", "Neue Grünstraße 17, 10179 Berlin"),
    ("recipient.freshworks.country", "DE"),
    ("recipient.freshworks.role", "data centre in the EU"),
    ("recipient.freshworks.passed_on", "only for communicating with you"),
    # account
    ("activity.user_account.data", "required: first name, name, e-mail address, password"),
    ("activity.user_account.data", "company, phone number, address, street, country, postcode"),
    ("activity.user_account.required", "you cannot register"),
    ("self_service", "delete service tickets, unless the law demands keeping them"),
    ("self_service", "wish list, newsletters, reporting a repair, repair orders"),
    # repairs, down to the codes of the device
    ("activity.repairs.data", "description of the fault"),
    ("activity.repairs.data", "hardware model"),
    ("activity.repairs.data", "IMEI number"),
    ("activity.repairs.data", "serial number"),
    ("activity.repairs.data", "model designation"),
    ("activity.repairs.data", "access log"),
    ("activity.repairs.data", "software version"),
    ("activity.repairs.data", "mobile country code"),
    ("activity.repairs.data", "mobile network code"),
    ("activity.repairs.data", "MAC address"),
    ("activity.repairs.data", "operating system version"),
    ("activity.repairs.data", "settings of the device"),
    ("activity.repairs.purposes", "for a test where needed"),
    # further purposes
    ("activity.registration.purposes", "identifying and authenticating"),
    ("activity.orders.purposes", "order confirmations"),
    ("activity.orders.purposes", "accessories and spare parts"),
    ("activity.maintenance.purposes", "software updates or repairs"),
    ("activity.promotions.purposes", "tell you that you won"),
    ("activity.product_improvement.data", "usage data"),
    ("activity.information_services.purposes", "extended in future"),
    ("activity.surveys.purposes", "for statistics"),
    ("activity.advertising.purposes", "special offers"),
    ("activity.business_relationship.purposes", "tax law"),
    ("activity.business_relationship.bases", "third parties, for example authorities"),
    ("activity.business_relationship.notes", "separate consents"),
    # who else
    ("recipient.group_companies.role", "logistics and repair"),
    ("recipient.repair_partners.passed_on", "by contract"),
    ("recipient.contact_centres.processor", "True"),
    ("recipient.financial_authorities.only_when", "legal obligations"),
    ("recipient.courts.category", "Courts"),
    ("transfer.text", "Details on request"),
    # rights
    ("right.access.channels", "Frankenstr. 2, 46395 Bocholt"),
    ("right.access.channels", "datenschutz@gigaset.com"),
    ("right.rectification.notes", "Under certain conditions"),
    ("right.erasure.notes", "Under certain conditions"),
    ("right.portability.notes", "machine-readable"),
    ("right.objection.notes", "compelling grounds"),
    ("right.objection.notes", "legal claims"),
    ("right.objection_marketing.notes", "without giving reasons"),
    ("complaint", "data protection officer of Gigaset or to a data protection authority"),
]


@pytest.mark.parametrize(("place", "words"), FACTS)
def test_a_fact_of_the_statement_is_in_the_pack(place: str, words: str) -> None:
    assert words in told(PACK, place)


def test_every_heading_is_carried_over_and_every_fact_names_its_heading() -> None:
    assert sections(PACK) == HEADINGS
    assert without_section(PACK) == []
    assert unwritten(PACK) == []
    assert same_in_two_languages(PACK) == {"Live chat"}


def test_language_clock_law_and_authorities_are_facts_of_their_own() -> None:
    assert PACK.language == PACK.letter_languages[0] == "nl"
    assert (PACK.country, PACK.region, PACK.zone) == ("DE", "DE-NW", "Europe/Berlin")
    assert PACK.retention_law is RetentionLaw.DE
    assert {(a.abbreviation, a.why, a.country) for a in PACK.authorities} == {
        ("LDI NRW", AuthorityFor.ESTABLISHMENT, "DE"),
        ("AP", AuthorityFor.RESIDENCE, "NL"),
    }
    assert not any(authority.stated for authority in PACK.authorities)
    for residence, name in (("NL", "AP"), ("DE", "LDI NRW"), ("AT", "LDI NRW")):
        found = PACK.authority(residence)
        assert found is not None
        assert found.abbreviation == name


@pytest.mark.parametrize(
    ("basis", "activities"),
    [
        ("6(1)(a)", {"promotions", "surveys", "advertising"}),
        (
            "6(1)(b)",
            {
                "service_contact",
                "live_chat",
                "user_account",
                "repairs",
                "registration",
                "orders",
                "maintenance",
                "information_services",
            },
        ),
        ("6(1)(c)", set()),  # legal obligations are named, their article is not
        ("6(1)(f)", {"product_improvement", "business_relationship"}),
    ],
)
def test_each_basis_stands_where_the_statement_cites_it(basis: str, activities: set[str]) -> None:
    assert {a.id for a in PACK.activities if basis in [b.article for b in a.bases]} == activities


def test_consent_is_asked_for_and_no_way_to_withdraw_it_is_stated() -> None:
    assert not any(activity.withdraw for activity in PACK.activities)
    assert Right.WITHDRAWAL not in PACK.rights


def test_what_the_statement_does_not_say() -> None:
    assert PACK.statement_date is None
    assert {"statement.date", "automated"} <= set(PACK.not_stated)
    assert set(Right) - set(PACK.rights) == {
        Right.WITHDRAWAL,
        Right.AUTOMATED_DECISION,
        Right.OTHER,
    }
    assert all(PACK.house_days(right) is None for right in Right)
    assert PACK.activities_for(RecordKind.RECORDING) == ()
    assert {r.id for r in PACK.recipients if r.name} == {"freshworks"}


def test_transfers_rest_on_adequacy_binding_rules_or_clauses() -> None:
    assert PACK.transfer is not None
    assert PACK.transfer.tools == (TransferTool.ADEQUACY, TransferTool.BCR, TransferTool.SCC)
    assert PACK.recipient("freshworks").outside_eea is False


def test_everything_is_kept_while_needed_then_at_most_ten_years_as_the_law_demands() -> None:
    for activity in PACK.activities:
        (period,) = activity.periods
        (stage,) = period.stages
        assert stage.then is Action.ERASE
        assert isinstance(stage.until, Latest)
        need, law = stage.until.parts
        assert isinstance(need, Criterion)
        assert law == ByLaw(Duration(years=10), at_most=True, if_any=True)


def test_no_end_is_computed_but_the_duty_to_keep_is_known() -> None:
    invoice = expiry(record_of(RecordKind.INVOICE, "2024-05-01"), PACK, CUSTOMER)
    assert invoice.ends is None
    assert "no longer needed for the purpose" in invoice.undetermined
    assert invoice.duty_until == date(2032, 12, 31)
    repair = expiry(record_of(RecordKind.REPAIR, "2024-05-01"), PACK, PersonFacts())
    assert (repair.ends, repair.duty_until) == (None, None)
    assert not repair.past(date(2999, 1, 1))
