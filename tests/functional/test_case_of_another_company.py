"""A case logged under one company's pack stays that company's, whatever pack is used later."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from privacydesk.desk import cases, imports, letters, policies, release, setup, systems
from privacydesk.desk.context import Desk
from privacydesk.desk.gathering import gather
from privacydesk.desk.jobs import Job
from privacydesk.domain.model import SearchOutcome
from privacydesk.policy.loader import load_pack

NOW = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # another day in Amsterdam than in UTC


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "shop" / "desk.db"
    setup.init(path, "lindeboom", "mira", config_folder=tmp_path / "config", now=lambda: NOW)
    with Desk.open(path, "mira", now=lambda: NOW) as opened:
        opened.config_folder = tmp_path / "config"
        file = tmp_path / "orders.csv"
        file.write_text(
            "Customer number;Name;E-mail;Order number;Order date\n"
            "K1;Jan de Vries;jan@example.nl;A-1;2026-01-10\n",
            encoding="utf-8",
        )
        imports.run_import(opened, file, "generic", system="Shop")
        yield opened


def _logged(desk: Desk) -> str:
    return cases.log(
        desk, subject_id=1, rights=["access"], received=date(2026, 2, 2), channel="email"
    ).reference


def _searched(desk: Desk, reference: str) -> set[str]:
    return {one.system for one in cases.show(desk, reference).case.searches}


def test_the_answer_names_the_company_of_its_day(shop: Desk) -> None:
    old = _logged(shop)
    lindeboom = load_pack("lindeboom")
    before = gather(shop, old, Job())
    policies.use(shop, "superoffice")
    after = gather(shop, old, Job())
    assert after.controller_name == lindeboom.controller.name != shop.settings.controller_name
    assert (after.country, after.zone.key) == (lindeboom.country, lindeboom.zone)
    assert (after.today, after.systems) == (before.today, before.systems)
    text = letters.show(shop, old, "acknowledgement").markdown
    assert text is not None
    assert lindeboom.controller.name in text
    assert "SuperOffice" not in text


def test_systems_of_another_company_are_not_asked_of_an_old_case(shop: Desk) -> None:
    old = _logged(shop)
    asked = _searched(shop, old)
    policies.use(shop, "superoffice")
    new = _logged(shop)
    ours = {one["name"] for one in tomllib.loads(load_pack("lindeboom").text)["system"]}
    theirs = {one.name for one in load_pack("superoffice").systems} - ours
    assert theirs
    assert _searched(shop, old) == asked
    assert {one.system for one in release.search_tasks(shop, old)} == asked
    assert theirs <= _searched(shop, new)
    assert "Shop" in _searched(shop, new)  # no pack names it, so it is searched always
    systems.add_system(shop, "Paper archive")
    assert _searched(shop, old) == asked | {"Paper archive"}
    # once every system of the case was looked at, nothing of the other company holds it up
    cases.search_systems(shop, old)
    for one in cases.show(shop, old).case.searches:
        if one.outcome is SearchOutcome.OPEN:
            cases.record_search(shop, old, one.system, "none")
    assert not [told for told in cases.show(shop, old).blockers if "system" in told.casefold()]


def test_a_system_of_another_company_with_records_of_the_person_is_searched(
    shop: Desk, tmp_path: Path
) -> None:
    old = _logged(shop)
    policies.use(shop, "superoffice")
    name = sorted({s.name for s in load_pack("superoffice").systems} - _searched(shop, old))[0]
    file = tmp_path / "more.csv"
    file.write_text(
        "Customer number;Name;E-mail;Order number;Order date\n"
        "K1;Jan de Vries;jan@example.nl;A-2;2026-01-12\n",
        encoding="utf-8",
    )
    imports.run_import(shop, file, "generic", system=name)
    assert name in _searched(shop, old)
    other = next(s.name for s in load_pack("superoffice").systems if s.name != name)
    assert other not in _searched(shop, old)
    cases.record_search(shop, old, other, "none")  # somebody looked all the same
    assert other in _searched(shop, old)
