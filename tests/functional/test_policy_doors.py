"""The policy check and the change of packs through both desk and command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.packs import activity, text_of

from privacydesk.cli.app import run
from privacydesk.desk import auditing, cases, imports, policies, setup, systems
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import StateError
from privacydesk.policy.loader import PackError


def no_ui(_store: Path | None, _operator: str | None) -> int:
    raise AssertionError("a command was given")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], str]:
    def make(name: str, text: str) -> str:
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return make


def test_check_says_what_and_how_and_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "check", "zooplus"], no_ui) == 1
    out = capsys.readouterr().out
    assert out.startswith("zooplus: 3 errors")
    assert "bitiba" in out
    assert "(other-name)" in out
    assert run(["policy", "check", "lindeboom", "--json"], no_ui) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert (told["errors"], told["warnings"]) == (0, 1)
    assert {"severity", "article", "activity", "message", "rule", "mend"} == {*told["findings"][0]}


def test_check_of_every_pack_and_a_broken_one(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk.config_folder / "packs"
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_text('name = "broken"\n', encoding="utf-8")
    by_name = {report.pack: report for report in policies.check_all(desk)}
    assert not by_name["broken"].ok
    assert "statement" in by_name["broken"].problem
    assert by_name["lindeboom"].ok
    monkeypatch.setenv("PRIVACYDESK_CONFIG", str(desk.config_folder))
    assert run(["policy", "check", "--all", "--json"], no_ui) == 1
    packs = json.loads(capsys.readouterr().out)["packs"]
    assert [pack["pack"] for pack in packs] == sorted(by_name)
    assert run(["policy", "check", "zooplus", "--all"], no_ui) == 2


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "check", "--rules"], no_ui) == 0
    assert "transfer-dead" in capsys.readouterr().out
    assert run(["policy", "check", "--rules", "--json"], no_ui) == 0
    told = json.loads(capsys.readouterr().out)["rules"]
    assert len(told) == len(policies.rules())
    assert run(["policy", "check", "--rules", "--all"], no_ui) == 2


def test_one_rule_of_several_activities_stands_once(
    write: Callable[[str, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(
        "small", text_of(activity("a", ("ticket",), bases=()), activity("b", ("order",), bases=()))
    )
    assert run(["policy", "check", path], no_ui) == 1
    out = capsys.readouterr().out
    assert out.count("(basis-missing)") == 1
    assert "In: a, b" in out


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Desk]:
    """A desk that works by lindeboom and holds two orders."""
    path = tmp_path / "shop" / "desk.db"
    now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    config = tmp_path / "config"
    setup.init(path, "lindeboom", "mira", config_folder=config, now=lambda: now)
    with Desk.open(path, "mira", now=lambda: now) as opened:
        opened.config_folder = config
        file = tmp_path / "orders.csv"
        file.write_text(
            "Customer number;Name;E-mail;Order number;Order date\n"
            "K1;Jan de Vries;jan@example.nl;A-1;2026-01-10\n"
            "K2;Eva Groß;eva@example.de;A-3;2026-01-11\n",
            encoding="utf-8",
        )
        imports.run_import(opened, file, "generic", system="Shop")
        yield opened


def test_the_pack_in_force_is_held_against_the_store(
    shop: Desk, write: Callable[[str, str], str]
) -> None:
    def uncovered() -> list[str]:
        report = policies.check_in_force(shop)
        assert report.records
        return [f.message for f in report.findings if f.rule == "kind-uncovered"]

    assert uncovered() == []
    policies.use(shop, write("small", text_of(activity("a", ("ticket",)))))
    assert uncovered() == ["The store holds 2 records of the kind order; no activity covers it."]


def test_without_a_pack_in_force_there_is_nothing_to_check(desk: Desk) -> None:
    with pytest.raises(StateError, match="policy use"):
        policies.check_in_force(desk)


def test_another_pack_is_for_new_cases_only(shop: Desk) -> None:
    old = cases.log(
        shop, subject_id=None, rights=["access"], received=date(2026, 1, 31), channel="email"
    )
    before = policies.pack_for(shop).sha256
    report = policies.use(shop, "superoffice")
    assert (report.before, report.before_sha256) == ("lindeboom", before)
    assert report.open_cases == 1
    assert (shop.settings.country, shop.settings.zone) == ("NO", "Europe/Oslo")
    assert shop.settings.controller_name == "SuperOffice AS"
    new = cases.log(
        shop, subject_id=None, rights=["access"], received=date(2026, 1, 31), channel="email"
    )
    first, second = (cases.show(shop, ref).case for ref in (old.reference, new.reference))
    assert (first.policy_sha256, second.policy_sha256) == (before, report.policy_sha256)
    assert policies.pack_for(shop, first.policy_sha256).name == "lindeboom"
    names = {system.name for system in systems.list_systems(shop)}
    assert {"Shop", "Freshdesk"} <= names  # what was known stays


def test_the_same_pack_again_changes_nothing(shop: Desk) -> None:
    entries = len(auditing.entries(shop, newest=100))
    report = policies.use(shop, "lindeboom")
    assert not report.changed
    assert len(auditing.entries(shop, newest=100)) == entries
    policies.use(shop, "zooplus")
    newest = auditing.entries(shop, newest=1)[0]
    assert newest.action == "policy.used"
    assert newest.facts["before"] == report.policy_sha256


def test_a_broken_pack_leaves_the_old_one_in_force(
    shop: Desk, write: Callable[[str, str], str]
) -> None:
    with pytest.raises(PackError):
        policies.use(shop, write("broken", 'name = "broken"\n'))
    assert policies.pack_for(shop).name == "lindeboom"


def test_use_on_the_command_line_asks_first(shop: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(shop.store.path)
    assert run(["policy", "use", "zooplus", "--store", store], no_ui) == 2
    assert "--yes" in capsys.readouterr().err
    assert run(["policy", "use", "zooplus", "--yes", "--json", "--store", store], no_ui) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["policy"], told["before"], told["changed"]) == ("zooplus", "lindeboom", True)
    assert run(["policy", "check", "--json", "--store", store], no_ui) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["pack"], told["records"]) == ("zooplus", True)
    assert "kind-uncovered" in {finding["rule"] for finding in told["findings"]}
