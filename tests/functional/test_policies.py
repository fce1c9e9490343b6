"""Packs through the doors: listed, shown whole, kept in the store by their hash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.packs import activity, text_of

from privacydesk.cli.app import run
from privacydesk.desk import policies
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import NotFoundError, StateError
from privacydesk.policy.loader import load_pack


def no_ui(_store: Path | None, _operator: str | None) -> int:
    raise AssertionError("a command was given")


def test_a_pack_stays_readable_after_it_changed_on_disk(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(StateError, match="policy use"):
        policies.pack_for(desk)
    path = tmp_path / "small.toml"
    path.write_text(text_of(activity("old", ("ticket",))), encoding="utf-8")
    first = load_pack(path)
    path.write_text(text_of(activity("new", ("ticket",))), encoding="utf-8")
    second = load_pack(path)
    for pack in (first, second, first):
        with desk.store.write(desk.operator, desk.now()) as tx:
            policies.install(tx, pack)
    desk.reload_settings()
    assert policies.pack_for(desk) == first
    assert policies.pack_for(desk, second.sha256) == second
    with pytest.raises(NotFoundError):
        policies.pack_for(desk, "0" * 64)


def test_a_broken_pack_of_the_user_is_listed_with_its_problem(desk: Desk) -> None:
    folder = desk.config_folder / "packs"
    folder.mkdir(parents=True)
    broken = folder / "broken.toml"
    broken.write_text('name = "broken"\n', encoding="utf-8")
    lines = {line.name: line for line in policies.list_packs(desk)}
    assert "statement" in lines["broken"].problem
    assert lines["broken"].own
    assert lines["netoperator"].problem == ""
    assert not lines["netoperator"].own


def test_policy_list_and_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "list", "--json"], no_ui) == 0
    listed = json.loads(capsys.readouterr().out)
    names = [pack["name"] for pack in listed["packs"]]
    assert {"lindeboom", "netoperator"} <= set(names)
    assert run(["policy", "show", "netoperator", "--json"], no_ui) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["schema"] == 1
    assert shown["rights"]["access"]["house_days"] == 30
    recording = next(a for a in shown["activities"] if a["id"] == "call_recordings")
    assert recording["bases"][0]["article"] == "6(1)(f)"
    until = recording["periods"][0]["stages"][0]["until"]
    assert (until["form"], until["event"]) == ("term", "call_end")
    assert until["duration"] == "P1M"


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_policy_show_reads_in_each_language(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy", "show", "lindeboom", "--language", language], no_ui) == 0
    text = capsys.readouterr().out
    assert "checked until" in text
    pack = load_pack("lindeboom")
    for act in pack.activities:
        assert act.title(language) in text
        assert act.periods[0].text(language) in text


def test_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "show", "nobody"], no_ui) == 1
    assert "netoperator" in capsys.readouterr().err
    assert run(["policy", "show", "lindeboom", "--language", "fr"], no_ui) == 2
