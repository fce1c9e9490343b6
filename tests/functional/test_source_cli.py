"""`source list` and `source show`: what can be imported, told by the program itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from privacydesk import paths
from privacydesk.cli import app


def run(*words: str) -> int:
    def no_ui(_store: Path | None, _operator: str | None) -> int:
        raise AssertionError

    return app.run(list(words), no_ui)


def test_the_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("source", "list", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == 1
    by_name = {one["name"]: one for one in found["sources"]}
    assert set(by_name["shopify"]) == {"name", "title", "system", "kinds", "complete", "origin"}
    assert by_name["shopify"]["kinds"] == ["account", "order"]
    assert by_name["shopify"]["origin"] == "built-in"
    assert by_name["freshdesk"]["complete"] is True


def test_show_explains_the_export(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("source", "show", "freshdesk") == 0
    shown = capsys.readouterr().out
    for words in ("Export data", "tickets.json", "found by:", "Never kept:"):
        assert words in shown
    assert run("source", "show", "freshdesk", "--json") == 0
    assert json.loads(capsys.readouterr().out)["tables"][0]["name"] == "agents"


def test_an_unknown_source_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("source", "show", "shopfy") == 1
    assert "Did you mean shopify?" in capsys.readouterr().err


def test_a_broken_description_of_the_user_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "ours.toml").write_text('schema = 1\nname = "ours"\n')
    assert run("source", "list") == 1
    assert "ours.toml, key title: this key is missing." in capsys.readouterr().err
