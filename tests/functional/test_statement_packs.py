"""The five packs made from published statements: a desk starts with each, and answers with each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.functional.answering import use_pack
from tests.functional.people import People, Told

from privacydesk.desk import answer, cases, policies, release, setup, systems
from privacydesk.desk.context import Desk
from privacydesk.domain.model import RecordKind
from privacydesk.policy.loader import load_pack

# name: (controller, country, region, zone, language of the letters, systems)
DESKS = {
    "gigaset": ("Gigaset Technologies GmbH", "DE", "DE-NW", "Europe/Berlin", "nl", 4),
    "zooplus": ("zooplus AG", "DE", "DE-BY", "Europe/Berlin", "nl", 1),
    "drillisch": ("Drillisch Online GmbH", "DE", None, "Europe/Berlin", "de", 6),
    "superoffice": ("SuperOffice AS", "NO", None, "Europe/Oslo", "nl", 3),
    "netoperator": ("Netoperator Nederland", "NL", None, "Europe/Amsterdam", "nl", 4),
}
NOT_STATED = {"nl": "niet vermeld", "de": "nicht angegeben", "en": "not stated"}

CLAIMS = {
    "nl": (
        "aan niemand buiten ons bedrijf",
        "niet doorgegeven aan een land buiten",
        "Uit andere bronnen hebben wij er geen",
        "Wij nemen over u geen besluiten",
    ),
    "de": (
        "niemandem außerhalb unseres Unternehmens",
        "nicht in ein Land außerhalb",
        "Aus anderen Quellen haben wir keine",
        "Wir treffen über Sie keine Entscheidungen",
    ),
    "en": (
        "not disclosed to anybody outside",
        "not transferred to a country outside",
        "We have none from other sources",
        "We take no decisions about you",
    ),
}


@pytest.mark.parametrize("name", DESKS)
def test_a_desk_starts_with_the_pack(name: str, tmp_path: Path) -> None:
    controller, country, region, zone, language, count = DESKS[name]
    report = setup.init(tmp_path / "desk.db", name, "anna", config_folder=tmp_path, now=lambda: NOW)
    assert (report.controller, report.country, report.region) == (controller, country, region)
    assert (report.zone, report.language, report.systems) == (zone, language, count)
    with Desk.open(tmp_path / "desk.db", "anna") as desk:
        assert desk.settings.controller_name == controller
        assert len(systems.list_systems(desk)) == count
        assert policies.pack_for(desk) == load_pack(name)


@pytest.mark.parametrize("language", ["nl", "de", "en"])
@pytest.mark.parametrize("name", DESKS)
def test_an_access_report_in_every_language_with_every_kind_of_record(
    desk: Desk, tmp_path: Path, name: str, language: str
) -> None:
    pack = load_pack(name)
    use_pack(desk, pack)
    subject = People(desk.store).add(
        "Anna de Boer",
        ("email", "anna@example.nl"),
        address="Kade 1, 1234 AB Utrecht, NL",
        records=[
            Told(kind=kind.value, title=f"A record of {kind.value}", role="holder")
            for kind in RecordKind
        ],
    )
    logged = cases.log(
        desk,
        subject_id=subject,
        rights=["access"],
        received=NOW.date(),
        channel="email",
        language=language,
    )
    target = tmp_path / "report.md"
    written = answer.report(desk, logged.reference, "md", target)
    text = target.read_text(encoding="utf-8").replace("\\", "")
    assert written.coverage.matched == len(RecordKind)
    covered = {a.id for kind in RecordKind for a in pack.activities_for(kind)}
    for activity in pack.activities:
        assert (activity.title(language) in text) or activity.id not in covered
    for authority in pack.authorities:
        assert authority.name in text
    findings = " ".join(finding.text for finding in written.findings)
    for activity in pack.activities:
        if activity.id in covered and not activity.bases:
            assert f"The activity {activity.id} states no legal basis" in findings
        if activity.id in covered and "recipients" in activity.not_stated:
            assert f"The activity {activity.id} does not say who gets data" in findings
        if activity.id in covered and not activity.data:
            assert f"The activity {activity.id} states no categories of data" in findings
    # a safeguard that fell is told to whoever answers, wherever the report still names it
    dead = [f for f in written.findings if f.item == "A13" and "Privacy Shield" in f.text]
    assert len(dead) == ("Privacy Shield" in text)
    assert len(dead) == (name == "superoffice")
    reviewed = [p for one in release.review(desk, logged.reference).checks for p in one.problems]
    assert [p.text for p in reviewed if "Privacy Shield" in p.text] == [f.text for f in dead]
    assert NOT_STATED[language] in text
    # what the pack leaves open is said to be open, never answered with a no
    for claim in CLAIMS[language]:
        assert claim not in text
    if pack.controller.dpo is not None:
        assert pack.controller.dpo.emails[0] in text


@pytest.mark.parametrize("name", DESKS)
def test_a_house_deadline_only_where_one_was_promised_and_the_calendar_of_the_place(
    name: str, tmp_path: Path
) -> None:
    setup.init(tmp_path / "desk.db", name, "anna", config_folder=tmp_path, now=lambda: NOW)
    with Desk.open(tmp_path / "desk.db", "anna", now=lambda: NOW) as desk:
        rights = ["access", "objection", "objection_marketing", "erasure", "portability"]
        logged = cases.log(
            desk, subject_id=None, rights=rights, received=date(2025, 5, 19), channel="email"
        )
        clocks = {
            request.right: clock for request, clock in cases.show(desk, logged.reference).clocks
        }
    promised = {right for right, clock in clocks.items() if clock.house_due is not None}
    assert clocks["objection_marketing"].at_once  # Art. 21(3), whatever was promised
    assert promised == ({"access", "objection"} if name == "netoperator" else set())
    regional = {clock.statutory_last_day_regional for clock in clocks.values()}
    # a month later is 19 June 2025: Corpus Christi in North Rhine-Westphalia and in Bavaria
    feast = name in {"gigaset", "zooplus"}
    assert regional == {date(2025, 6, 20) if feast else date(2025, 6, 19)}
