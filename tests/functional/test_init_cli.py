"""`privacydesk init`: a store with a policy pack in force, or nothing at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from privacydesk.cli import app
from privacydesk.desk import auditing, doctor, setup, systems
from privacydesk.desk.context import Desk
from privacydesk.domain.errors import ConflictError, InputError, NotFoundError
from privacydesk.policy.loader import load_pack


def run(*words: str) -> int:
    def no_ui(_store: Path | None, _operator: str | None) -> int:
        raise AssertionError

    return app.run(words, no_ui)


def test_init_puts_the_pack_in_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new" / "desk.db"
    assert run("init", "--policy", "lindeboom", "--json", "--store", str(path)) == 0
    report = json.loads(capsys.readouterr().out)
    pack = load_pack("lindeboom")
    assert (report["policy"], report["policy_sha256"]) == ("lindeboom", pack.sha256)
    assert report["store"] == str(path)

    with Desk.open(path, "anna") as desk:
        assert desk.operator == "anna"
        assert desk.settings.controller_name == pack.controller.name
        assert (desk.settings.country, desk.settings.zone) == (pack.country, pack.zone)
        assert desk.settings.policy_sha256 == pack.sha256
        assert desk.zone.key == pack.zone
        assert {s.name for s in systems.list_systems(desk)} == {s.name for s in pack.systems}
        assert auditing.verify(desk).ok
        assert auditing.entries(desk)[-1].action
        checks = doctor.doctor(desk)
        assert [c for c in checks if c.health is doctor.Health.ERROR] == []

    assert run("doctor", "--store", str(path)) == 0
    assert "policy" in capsys.readouterr().out


def test_a_store_that_is_there_is_never_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "desk.db"
    setup.init(path, "lindeboom", "anna")
    before = path.read_bytes()
    assert run("init", "--policy", "lindeboom", "--store", str(path)) == 1
    assert capsys.readouterr().err.startswith("privacydesk: There is a store here already")
    with pytest.raises(ConflictError):
        setup.init(path, "lindeboom", "anna")
    assert path.read_bytes() == before


def test_a_pack_that_cannot_be_used_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with pytest.raises(NotFoundError):
        setup.init(path, "no-such-pack", "anna")
    broken = tmp_path / "broken.toml"
    broken.write_text("name = ")
    with pytest.raises(InputError):
        setup.init(path, str(broken), "anna")
    assert {file.name for file in tmp_path.iterdir()} == {"broken.toml"}


def test_a_failure_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> int:
        raise RuntimeError

    monkeypatch.setattr("privacydesk.store.systems.upsert", fail)
    pack = load_pack("lindeboom")
    assert pack.systems
    with pytest.raises(RuntimeError):
        setup.init(tmp_path / "desk.db", "lindeboom", "anna")
    assert list(tmp_path.iterdir()) == []


def test_a_policy_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init") == 2
    assert "--policy" in capsys.readouterr().err


def test_the_store_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "named.db"
    monkeypatch.setenv("PRIVACYDESK_STORE", str(path))
    monkeypatch.setenv("PRIVACYDESK_OPERATOR", "  berta ")
    assert run("init", "--policy", "lindeboom") == 0
    with Desk.open() as desk:
        assert desk.store.path == path
        assert desk.operator == "berta"
    with Desk.open(operator="anna") as desk:
        assert desk.operator == "anna"
