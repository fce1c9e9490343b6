"""The commands at the end of a case: what they print, what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.functional.office import MAIL, Office

from privacydesk.cli.app import run

Cli = Callable[..., str]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def cli(office: Office, capsys: pytest.CaptureFixture[str]) -> Cli:
    def call(*arguments: str, operator: str = "jan", code: int = 0) -> str:
        given = [*arguments, "--store", str(office.path), "--operator", operator]
        found = run(given, lambda *_: 0)
        out, err = capsys.readouterr()
        assert found == code, err
        return out if code == 0 else err

    return call


def _json(cli: Cli, *arguments: str, operator: str = "jan") -> Any:
    return json.loads(cli(*arguments, "--json", operator=operator))


def test_the_whole_way_by_command(office: Office, cli: Cli, tmp_path: Path) -> None:
    reference = office.ready("md")
    found = _json(cli, "case", "review", reference)
    assert found["releasable"] is True
    assert [one["item"] for one in found["checks"]] == [f"A{n:02}" for n in range(1, 33)]
    assert all(one["mend"] for one in found["checks"])
    assert found["documents"][0]["prepared_by"] == "mira"
    assert "It can be released." in cli("case", "review", reference)
    assert "A30" in cli("case", "release", reference, operator="mira", code=1)
    error = json.loads(cli("case", "release", reference, "--json", operator="mira", code=1))
    assert error["error"]["code"] == "not_releasable"
    done = _json(cli, "case", "release", reference)
    assert (done["released_by"], done["single"]) == ("jan", False)
    assert done["documents"][0]["name"] == f"{reference}-access.md"
    target = tmp_path / "out.zip"
    made = _json(cli, "case", "deliver", reference, "--as", "zip", "-o", str(target))
    assert made["paths"] == [str(target)]
    assert len(made["password"]) == 24
    assert Path(made["letter"]).is_file()
    refused = ("case", "send", reference, "--channel", "email", "--to", "x@example.nl")
    assert "not on file" in cli(*refused, code=1)
    assert cli("case", "send", reference, "--channel", "email", "--to", MAIL) == (
        f"{reference}: sent.\n"
    )
    assert "would be erased" in cli("case", "purge", "--days", "0")
    assert _json(cli, "case", "purge", "--days", "0", "--yes")["files"] == 1


def test_tasks_asking_and_explaining(office: Office, cli: Cli) -> None:
    reference = office.ready("md")
    tasks = _json(cli, "case", "tasks", reference)["tasks"]
    assert {task["state"] for task in tasks} == {"done"}
    asked = _json(
        cli, "case", "ask", reference, "Shop", "--owner", "Eva", "--on", "2026-03-03",
        "--remind-on", "2026-03-09",
    )  # fmt: skip
    shop = next(task for task in asked["tasks"] if task["system"] == "Shop")
    assert (shop["owner"], shop["remind_on"]) == ("Eva", "2026-03-09")
    assert "No problem has" in cli("case", "explain", reference, "x", "--reason", "y", code=1)


def test_settings_by_command(cli: Cli) -> None:
    assert _json(cli, "settings", "show")["settings"]["single"] == "no"
    assert _json(cli, "settings", "set", "single", "yes")["settings"]["single"] == "yes"
    assert "yes or no" in cli("settings", "set", "single", "perhaps", code=1)


def test_an_office_of_one_from_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one" / "desk.db"
    given = ["init", "--policy", "lindeboom", "--single", "--store", str(path)]
    assert run(given, lambda *_: 0) == 0
    capsys.readouterr()
    assert run(["settings", "show", "--json", "--store", str(path)], lambda *_: 0) == 0
    assert json.loads(capsys.readouterr().out)["settings"]["single"] == "yes"
