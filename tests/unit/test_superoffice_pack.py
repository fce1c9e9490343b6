"""The superoffice pack says what its statement says: facts listed from the source, one by one."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.pack_facts import same_in_two_languages, sections, told, unwritten, without_section
from tests.packs import record_of

from privacydesk.domain.clock import ClockInput, Place, read_clock
from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import AuthorityFor, RetentionLaw, TransferTool
from privacydesk.domain.periods import Criterion, Event
from privacydesk.domain.record_events import PersonFacts
from privacydesk.domain.retention import expiry
from privacydesk.domain.rights import Right
from privacydesk.policy.loader import load_pack, parse_pack

PACK = load_pack("superoffice")

HEADINGS = {
    "Privacyverklaring van SuperOffice",
    "Wie zijn wij?",
    "Wanneer verzamelen we persoonlijke gegevens over u?",
    "Waarom verzamelen en gebruiken we persoonlijke gegevens?",
    "Onze rechtsgrondslag voor de verzameling van persoonlijke gegevens",
    "Persoonlijke gegevens verzamelen op basis van toestemming",
    "Persoonlijke gegevens verzamelen op basis van contracten",
    "Persoonlijke gegevens verzamelen op basis van rechtmatig belang",
    "Welk type persoonlijke gegevens verzamelen we?",
    "Hoelang bewaren we uw persoonlijke gegevens?",
    "Uw rechten ten aanzien van uw persoonlijke gegevens",
    "Het gebruik van cookies en bakens",
    "Met wie delen we uw gegevens?",
    "Externe dienstverleners die namens ons werken",
    "Externe productaanbieders met wie we samenwerken",
    "In geval van wettelijke verplichting",
    "Gebruik van onderaannemers (verwerkers en subverwerkers)",
    "Wijziging van deze privacyverklaring",
    "Uw recht om een klacht in te dienen bij een toezichthoudende autoriteit",
}

FACTS = [
    ("controller.name", "SuperOffice AS"),
    ("controller.address", "Wergelandsveien 27, 0167 Oslo"),
    ("controller.emails", "privacy@superoffice.com"),
    ("controller.dpo.emails", "privacy@superoffice.com"),
    ("controller.group", "Sweden, Denmark, Germany, the Netherlands, the United Kingdom"),
    ("controller.group", "Switzerland and Lithuania"),
    ("scope", "applies for a job"),
    ("sources_of_data", "social media"),
    ("sources_of_data", "external data collectors, marketing partners"),
    ("sources_of_data", "only if you allowed them"),
    ("sources_of_data", "analysis of the mutual interest"),
    ("notes", "No special categories"),
    ("notes", "without an article"),
    ("notes", "everyone with access"),
    ("notes", "documented with a form and always stored"),
    ("notes", "anonymised"),
    ("notes", "read the privacy policy of product vendors"),
    ("activity.marketing.purposes", "promotions of SuperOffice and partners"),
    ("activity.marketing.withdraw", "subscription link"),
    ("activity.product_information.purposes", "you bought"),
    ("activity.direct_sales.purposes", "legitimate and mutual interest"),
    ("activity.direct_sales.bases", "privacy interests of the person do not weigh heavier"),
    ("activity.events.purposes", "webinar or event"),
    ("activity.web_forms.purposes", "white paper"),
    ("activity.support.purposes", "support requests, e-mails, chats and calls"),
    ("activity.support.data", "meetings, phone calls, documents and e-mails"),
    ("activity.free_trial.purposes", "trial"),
    ("activity.portals.purposes", "support portal or the Community website"),
    ("activity.portals.data", "photos, videos, messages"),
    ("activity.contracts.purposes", "order confirmation, licence details, invoice and reminders"),
    ("activity.contracts.people", "may be with SuperOffice or with a partner"),
    ("activity.service_messages.purposes", "disruption"),
    ("activity.opinion.purposes", "opinion of products and services"),
    ("activity.applications.data", "what you provide in the procedure"),
    ("activity.suppliers_and_staff.people", "suppliers, partners, applicants and staff"),
    ("activity.contracts.data", "job title"),
    ("activity.contracts.data", "name and contact data of your company"),
    ("activity.websites.data", "browser type and language"),
    ("activity.websites.data", "IP address"),
    ("activity.websites.data", "links clicked"),
    ("activity.websites.data", "operating system"),
    ("activity.websites.data", "domain of the internet provider"),
    ("activity.websites.purposes", "security threats and misuse"),
    ("activity.websites.purposes", "owners of the site"),
    ("activity.websites.notes", "cannot identify you as a person"),
    ("sale", "not shared, sold, rented or traded"),
    ("recipient.distributors.role", "on behalf of SuperOffice"),
    ("recipient.agents.category", "Agents"),
    ("recipient.related_organisations.category", "related organisations"),
    ("recipient.subcontractors.role", "processing agreement"),
    ("recipient.subcontractors.role", "Trust Centre"),
    ("recipient.subcontractors.role", "customers of CRM Online are told"),
    ("recipient.product_vendors.only_when", "ask about such products or buy them"),
    ("recipient.product_vendors.role", "share their data with SuperOffice"),
    ("recipient.courts_authorities.only_when", "protect rights of SuperOffice"),
    ("recipient.courts_authorities.role", "keep your rights protected"),
    ("recipient.community_members.passed_on", "photos, videos"),
    ("changes", "announced beforehand by e-mail or on the websites"),
    ("right.access.notes", "copy"),
    ("right.rectification.notes", "wrong or outdated"),
    ("right.erasure.notes", "no longer needs to keep"),
    ("right.restriction.notes", "dispute over the accuracy or the processing"),
    ("right.portability.notes", "directly to another controller"),
    ("right.objection.notes", "legitimate interest"),
    ("right.objection_marketing.notes", "direct marketing"),
    ("right.withdrawal.notes", "System and administrative messages may still come"),
    ("right.withdrawal.channels", "link"),
    ("self_service", "Profiel bijwerken"),
    ("self_service", "Mijn contactpersoneninformatie weergeven"),
    ("complaint", "First to privacy@superoffice.com"),
    ("complaint", "national supervisory authority"),
]


@pytest.mark.parametrize(("place", "words"), FACTS)
def test_a_fact_of_the_statement_is_in_the_pack(place: str, words: str) -> None:
    assert words in told(PACK, place)


def test_every_heading_is_carried_over_and_every_fact_names_its_heading() -> None:
    assert sections(PACK) == HEADINGS
    assert without_section(PACK) == []
    assert unwritten(PACK) == []
    assert same_in_two_languages(PACK) == set()


def test_the_clock_is_that_of_oslo_and_the_law_of_retention_is_not_assumed() -> None:
    assert PACK.statement_date == date(2018, 3, 20)
    assert (PACK.country, PACK.zone, PACK.language) == ("NO", "Europe/Oslo", "nl")
    assert PACK.retention_law is RetentionLaw.NOT_AVAILABLE
    invoice = expiry(record_of(RecordKind.INVOICE), PACK, PersonFacts(customer=True))
    assert (invoice.duty, invoice.ends) == (None, None)


def test_a_request_is_answered_on_a_working_day_in_norway() -> None:
    place = Place(PACK.country, PACK.region or None)
    reading = read_clock(ClockInput(date(2028, 4, 17), place, Right.ACCESS, house_days=None))
    assert reading.due == date(2028, 5, 18)  # 17 May is the national day


AUTHORITIES = [
    ("NO", "Datatilsynet", "www.datatilsynet.no"),
    ("SE", "Datainspektionen", "www.datainspektionen.se"),  # the name of that day
    ("DK", "Datatilsynet", "www.datatilsynet.dk"),
    ("DE", "Datenschutzaufsichtsbehörde des Bundeslandes", ""),
    ("NL", "Autoriteit Persoonsgegevens", "autoriteitpersoonsgegevens.nl"),
    ("GB", "Information Commissioner’s Office", "ico.org.uk"),
    ("CH", "Federal Data Protection and Information Commissioner", "www.edoeb.admin.ch"),
    ("LT", "Valstybinė duomenų apsaugos inspekcija", "ada.lt"),
]


def test_the_authorities_are_the_ones_it_lists_under_their_names_of_that_day() -> None:
    listed = [(a.country, a.name, a.website) for a in PACK.authorities]
    assert listed == AUTHORITIES
    assert all(authority.stated for authority in PACK.authorities)
    assert PACK.authorities[0].why is AuthorityFor.ESTABLISHMENT
    assert {a.why for a in PACK.authorities[1:]} == {AuthorityFor.RESIDENCE}


@pytest.mark.parametrize(("country", "name", "website"), AUTHORITIES)
def test_the_authority_of_the_residence_comes_first(country: str, name: str, website: str) -> None:
    found = PACK.authority(country)
    assert found is not None
    assert (found.name, found.website) == (name, website)


@pytest.mark.parametrize(
    ("activity", "bases"),
    [
        ("marketing", ["6(1)(a)"]),
        ("contracts", ["6(1)(b)"]),
        ("suppliers_and_staff", ["6(1)(b)"]),
        ("direct_sales", ["6(1)(f)"]),
        *(
            (name, [])
            for name in (
                "product_information",
                "events",
                "web_forms",
                "support",
                "free_trial",
                "portals",
                "service_messages",
                "opinion",
                "applications",
                "websites",
            )
        ),
    ],
)
def test_a_basis_is_given_only_where_the_statement_ties_one_to_the_purpose(
    activity: str, bases: list[str]
) -> None:
    found = PACK.activity(activity)
    assert [basis.article for basis in found.bases] == bases
    assert ("basis" in found.not_stated) == (not bases)


def test_transfers_rest_on_the_framework_of_2018_clauses_or_something_else() -> None:
    assert PACK.transfer is not None
    wanted = (TransferTool.EU_US_PRIVACY_SHIELD, TransferTool.SCC, TransferTool.OTHER)
    assert PACK.transfer.tools == wanted
    # "if a subcontractor works outside the EEA": whether one does is not stated
    assert PACK.recipient("subcontractors").outside_eea is None
    assert PACK.recipient("subcontractors").transfer is None
    assert PACK.transfer.countries == ()


def test_a_reasonable_time_after_the_last_interaction_is_a_yardstick_without_a_number() -> None:
    last = PersonFacts(customer=True)
    for activity in PACK.activities:
        (period,) = activity.periods
        (stage,) = period.stages
        assert isinstance(stage.until, Criterion)
        assert stage.until.text.en == "a reasonable time after your last interaction"
    found = expiry(record_of(RecordKind.TICKET, "2010-01-01"), PACK, last)
    assert found.ends is None
    assert "without a number" in found.undetermined
    assert not found.past(date(2999, 1, 1))


def test_what_the_statement_does_not_say() -> None:
    # it announces how data are secured and never says it
    assert set(PACK.not_stated) == {"automated", "controller.phone", "security"}
    assert not PACK.security
    assert not any(recipient.name for recipient in PACK.recipients)
    assert all(PACK.house_days(right) is None for right in Right)
    assert set(Right) - set(PACK.rights) == {Right.AUTOMATED_DECISION, Right.OTHER}
    assert all(
        "privacy@superoffice.com" in [channel.value for channel in policy.channels]
        for policy in PACK.rights.values()
    )
    assert PACK.activities_for(RecordKind.RECORDING) == ()


def test_the_supplement_of_the_guide_puts_a_number_behind_the_reasonable_time() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "packs-of-five.md"
    (addition,) = re.findall(r"```toml\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    pack = parse_pack(f"{PACK.text}\n{addition}")
    person = PersonFacts(customer=True, events={Event.LAST_CONTACT: date(2024, 2, 29)})
    found = expiry(record_of(RecordKind.TICKET, "2010-01-01"), pack, person)
    assert found.ends == date(2026, 2, 28)
    assert pack.activity("support").periods[-1].supplied
