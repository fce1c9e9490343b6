"""A pack of one's own: written by questions, by a file, or from another pack."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path

import pytest

from privacydesk.cli.app import run
from privacydesk.desk import policies
from privacydesk.domain.errors import ConflictError, InputError
from privacydesk.domain.pack import RetentionLaw
from privacydesk.policy.loader import load_pack


def no_ui(_store: Path | None, _operator: str | None) -> int:
    raise AssertionError("a command was given")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config"
    monkeypatch.setenv("PRIVACYDESK_CONFIG", str(folder))
    return folder


def test_a_new_pack_is_there_valid_and_private(config: Path) -> None:
    report = policies.new("acme", config_folder=config)
    assert report.path == config / "packs" / "acme.toml"
    assert stat.S_IMODE(report.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.path.parent.stat().st_mode) == 0o700
    assert load_pack("acme", config).name == "acme"
    assert report.not_stated > 0
    first = report.path.read_text(encoding="utf-8").splitlines()[0]
    schema = report.path.parent / first.removeprefix("#:schema ./")
    assert json.loads(schema.read_text(encoding="utf-8"))["title"]
    assert "acme" in {line.name for line in policies.list_packs()}


def test_nothing_is_invented_where_nobody_was_asked(config: Path) -> None:
    policies.new("acme", config_folder=config)
    pack = load_pack("acme", config)
    assert (pack.country, pack.zone, pack.phone_region) == ("ZZ", "UTC", "ZZ")
    assert pack.retention_law is RetentionLaw.NOT_AVAILABLE
    assert (pack.authorities, dict(pack.rights)) == ((), {})
    (example,) = pack.activities
    assert (example.purposes, example.data, example.bases, example.periods) == ((), (), (), ())
    policies.new("sub", answers={"country": "DE"}, config_folder=config)
    told = load_pack("sub", config)
    assert (told.country, told.zone) == ("DE", "Europe/Berlin")  # the zone follows from it
    assert told.retention_law is RetentionLaw.NOT_AVAILABLE
    assert told.authorities == ()


def test_nothing_is_replaced_or_shadowed_unasked(config: Path) -> None:
    policies.new("acme", config_folder=config)
    with pytest.raises(ConflictError, match="--force"):
        policies.new("acme", config_folder=config)
    with pytest.raises(ConflictError, match="of the program"):
        policies.new("zooplus", based_on="zooplus", config_folder=config)
    policies.new("acme", based_on="zooplus", force=True, config_folder=config)
    assert load_pack("acme", config).controller.name == "zooplus AG"


def test_a_failing_pack_leaves_nothing(config: Path) -> None:
    with pytest.raises(InputError, match="region"):
        policies.new("acme", answers={"country": "NL", "region": "NL-XX"}, config_folder=config)
    assert not (config / "packs").exists()


def test_a_wrong_answer_is_asked_again(config: Path) -> None:
    typed = iter(["Acme BV", *[""] * 6, "klingon", "nl", *[""] * 99])
    problems: list[str] = []

    def ask(_asks: str, _default: str, problem: str) -> str:
        if problem:
            problems.append(problem)
        return next(typed)

    policies.new("acme", ask=ask, config_folder=config)
    pack = load_pack("acme", config)
    assert (pack.controller.name, pack.language) == ("Acme BV", "nl")
    assert pack.letter_languages == ("nl",)
    assert len(problems) == 1
    assert "klingon" in problems[0]


def test_new_on_the_command_line(
    config: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())  # no terminal: nothing may be asked
    assert run(["policy", "new", "one", "--json"], no_ui) == 0
    assert json.loads(capsys.readouterr().out)["path"] == str(config / "packs" / "one.toml")
    answers = tmp_path / "answers.toml"
    answers.write_text('controller = "Two BV"\n', encoding="utf-8")
    assert run(["policy", "new", "two", "--answers", str(answers)], no_ui) == 0
    assert load_pack("two", config).controller.name == "Two BV"
    assert run(["policy", "new", "two", "--from", "gigaset"], no_ui) == 1
    assert run(["policy", "new", "three", "--from", "gigaset"], no_ui) == 0
    assert load_pack("three", config).controller.trade_name == "Gigaset"
    assert run(["policy", "new", "x", "--from", "gigaset", "--answers", str(answers)], no_ui) == 2
    assert run(["policy", "new", "../x"], no_ui) == 1
    capsys.readouterr()
    assert run(["policy", "schema"], no_ui) == 0
    assert "$schema" in json.loads(capsys.readouterr().out)
