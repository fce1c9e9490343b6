"""The zooplus pack says what its statement says: facts listed from the source, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.pack_facts import same_in_two_languages, sections, told, unwritten, without_section
from tests.packs import record_of

from privacydesk.domain.model import AuthorRole, Message, RecordKind
from privacydesk.domain.pack import AuthorityFor, FormOfAddress, RetentionLaw, TransferTool
from privacydesk.domain.record_events import PersonFacts
from privacydesk.domain.retention import expiry
from privacydesk.domain.rights import Right
from privacydesk.domain.scope import decide
from privacydesk.domain.scope_types import Person
from privacydesk.policy.loader import load_pack

PACK = load_pack("zooplus")
CUSTOMER, VISITOR = PersonFacts(customer=True), PersonFacts(customer=False)

HEADINGS = {
    "Privacyverklaring voor de klantenservice",
    "1.1 Onderwerp en doel van de gegevensverwerking",
    "1.2 Ontvanger en duur van de gegevensverwerking",
    "2. Google reCAPTCHA",
    "3. Jouw rechten",
    "4. Opmerkingen betreffende bijzonder recht van bezwaar",
}

FACTS = [
    ("controller.name", "zooplus AG"),
    ("controller.address", "Sonnenstraße 15, 80331 München"),
    ("controller.dpo.emails", "ph@hwdata.de"),
    ("scope", "use of customer service"),
    ("sources_of_data", "by contact form or phone"),
    ("sources_of_data", "linked to your profile if you give your customer number"),
    ("activity.questions.purposes", "answering your requests and questions"),
    ("activity.questions.purposes", "being in touch"),
    ("activity.questions.data", "customer number, if you give it"),
    ("activity.questions.required", "Neither law nor contract obliges you"),
    ("activity.questions.required", "cannot be handled"),
    ("activity.questions.periods", "at most 12 months"),
    ("activity.questions.periods", "as long as your account exists"),
    ("activity.call_recordings.purposes", "training"),
    ("activity.call_recordings.purposes", "quality control"),
    ("activity.call_recordings.purposes", "documenting what was agreed"),
    ("activity.call_recordings.withdraw", "service@zooplus.nl"),
    ("activity.call_recordings.notes", "these purposes only"),
    ("recipient.service_providers.role", "on instructions of zooplus, under a processing contract"),
    ("recipient.service_providers.processor", "True"),
    ("recipient.freshworks.name", "Freshworks"),
    ("recipient.freshworks.role", "customer service system"),
    ("notes", "unauthorised third parties"),
    ("recipient.google.name", "Google Ireland Limited"),
    ("recipient.google.country", "IE"),
    ("activity.recaptcha.purposes", "person or a program"),
    ("activity.recaptcha.purposes", "spam"),
    ("activity.recaptcha.data", "IP address"),
    ("activity.recaptcha.data", "time spent on the website"),
    ("activity.recaptcha.data", "mouse movements"),
    ("activity.recaptcha.bases", "telling human input from programs"),
    ("right.access.channels", "service@zooplus.nl"),
    ("right.access.channels", "ph@hwdata.de"),
    ("right.access.notes", "confirmation"),
    ("right.withdrawal.channels", "service@zooplus.nl"),
    ("right.portability.notes", "transfer of data"),
    ("right.objection.channels", "service@zooplus.nl"),
    ("right.objection.notes", "6(1)(e) or (f)"),
    ("right.objection.notes", "an e-mail to service@zooplus.nl is enough"),
    ("right.objection.notes", "compelling grounds"),
    ("right.objection.notes", "legal claims"),
    ("complaint", "supervisory authority"),
    ("other_names", "bitiba"),
]


@pytest.mark.parametrize(("place", "words"), FACTS)
def test_a_fact_of_the_statement_is_in_the_pack(place: str, words: str) -> None:
    assert words in told(PACK, place)


def test_every_heading_is_carried_over_and_every_fact_names_its_heading() -> None:
    assert sections(PACK) == HEADINGS
    assert without_section(PACK) == []
    assert unwritten(PACK) == []
    assert same_in_two_languages(PACK) == {"training", "Google reCAPTCHA"}


def test_dutch_letters_on_a_bavarian_clock() -> None:
    assert PACK.language == PACK.letter_languages[0] == "nl"
    assert PACK.form_of_address is FormOfAddress.INFORMAL
    assert (PACK.country, PACK.region, PACK.zone) == ("DE", "DE-BY", "Europe/Berlin")
    assert PACK.retention_law is RetentionLaw.DE
    assert [(a.abbreviation, a.why, a.stated) for a in PACK.authorities] == [
        ("BayLDA", AuthorityFor.ESTABLISHMENT, False),
        ("AP", AuthorityFor.RESIDENCE, False),
    ]


def test_the_basis_depends_on_who_asks() -> None:
    customer, other = PACK.activity("questions").bases
    assert (customer.article, customer.when.customer) == ("6(1)(b)", True)
    assert (other.article, other.when.customer) == ("6(1)(f)", False)
    assert [b.article for b in PACK.activity("call_recordings").bases] == ["6(1)(a)"]
    assert [b.article for b in PACK.activity("recaptcha").bases] == ["6(1)(f)"]


def test_what_the_statement_does_not_say() -> None:
    assert set(PACK.not_stated) == {"automated", "controller.phone", "security", "statement.date"}
    assert "period" in PACK.activity("recaptcha").not_stated
    assert not other_basis_has_an_interest()
    assert PACK.recipient("freshworks").country == ""
    assert PACK.recipient("google").processor is None
    assert set(Right) - set(PACK.rights) == {
        Right.OBJECTION_MARKETING,
        Right.AUTOMATED_DECISION,
        Right.OTHER,
    }
    assert all(PACK.house_days(right) is None for right in Right)
    for kind in (RecordKind.CHAT, RecordKind.ORDER, RecordKind.ACCOUNT):
        assert PACK.activities_for(kind) == ()


def other_basis_has_an_interest() -> bool:
    """The statement cites 6(1)(f) for people without an account and names no interest."""
    return bool(PACK.activity("questions").bases[1].interest)


def test_the_processing_contract_rests_on_standard_clauses() -> None:
    assert PACK.transfer is not None
    assert PACK.transfer.tools == (TransferTool.SCC,)
    assert PACK.transfer.countries == ()


def test_questions_of_others_go_when_answered_and_after_a_year_at_the_latest() -> None:
    question = record_of(RecordKind.TICKET, "2026-01-15")
    assert expiry(question, PACK, VISITOR).ends == date(2027, 1, 15)
    reply = Message(
        1, 0, AuthorRole.AGENT, "A", datetime(2026, 2, 1, 9, tzinfo=UTC), "yes", internal=False
    )
    answered = replace(question, messages=(reply,))
    assert expiry(answered, PACK, VISITOR).ends == date(2026, 2, 1)
    again = replace(
        reply, author_role=AuthorRole.SUBJECT, sent_at=datetime(2026, 2, 3, 9, tzinfo=UTC)
    )
    waiting = replace(question, messages=(reply, again))
    assert expiry(waiting, PACK, VISITOR).ends == date(2027, 1, 15)  # not answered any more


@pytest.mark.parametrize("kind", [RecordKind.TICKET, RecordKind.CALL, RecordKind.RECORDING])
def test_what_a_customer_asked_stays_while_the_account_exists(kind: RecordKind) -> None:
    found = expiry(record_of(kind, "2020-01-15"), PACK, CUSTOMER)
    assert found.ends is None
    assert "account was closed is missing or has not come yet" in found.undetermined
    assert found.period.en.endswith("as long as your account exists")
    assert "customer" in expiry(record_of(kind), PACK, PersonFacts()).undetermined


def test_the_same_recording_is_portable_here_and_not_at_netoperator() -> None:
    recording = record_of(RecordKind.RECORDING, "2026-01-15", duration_seconds=60)
    me = Person(frozenset({"anna de vries"}), frozenset(), CUSTOMER)
    day = date(2026, 1, 20)
    here = decide(recording, PACK, me, as_of=day).groups
    there = decide(recording, load_pack("netoperator"), me, as_of=day).groups
    assert [group.id for group in here] == [group.id for group in there]
    assert here
    assert all(group.access.included for group in (*here, *there))
    assert all(group.portability.included for group in here)
    assert not any(group.portability.included for group in there)
