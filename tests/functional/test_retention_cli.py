"""`privacydesk retention`: exit codes, the documented JSON, and what is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.functional.import_support import bring, person, record
from tests.functional.retention_support import NEW, OLD, after, in_force, keeps

from privacydesk.cli import app
from privacydesk.desk.context import Desk
from privacydesk.store import settings


def run(desk: Desk, *words: str) -> int:
    def no_ui(_store: Path | None, _operator: str | None) -> int:
        raise AssertionError

    return app.run(["retention", *words, "--store", str(desk.store.path)], no_ui)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Two old tickets and a new one, one year to keep; one survey that nothing covers."""
    desk = in_force(desk, keeps("service", ["ticket"], after("P1Y")))
    bring(
        desk,
        [
            record("1", person("Anna Berg", key="a"), occurred_at=OLD),
            record("2", person("Bert \x1b[31mVos", key="b"), occurred_at=OLD),
            record("3", person("Anna Berg", key="a"), occurred_at=NEW),
        ],
    )
    with desk.store.write("tester", desk.now()) as tx:
        settings.put(tx, "policy_sha256", desk.settings.policy_sha256 or "")
        tx.audit("test.policy")
    return desk


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_due_run_and_due_again(filled: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(filled, "due", "--json") == 0
    due = said(capsys)
    assert (due["schema"], due["due"], due["kept"], due["undetermined"]) == (1, 2, 0, 0)
    (line,) = due["lines"]
    assert (line["kind"], line["then"], line["records"]) == ("ticket", "erase", 2)
    assert line["oldest"] == "2021-01-15"
    assert line["period"]["en"] == "a period"
    assert "P1Y from creation" in line["why"]

    assert run(filled, "run") == 0
    assert "Nothing is done without --yes" in capsys.readouterr().out
    assert run(filled, "run", "--yes", "--json") == 0
    done = said(capsys)
    assert (done["dry_run"], done["erased"], done["people"], done["complete"]) == (
        False, 2, 1, True,
    )  # fmt: skip
    assert done["due"]["due"] == 2
    assert run(filled, "due") == 0
    assert "0 past their date, 0 kept back, 0 undetermined" in capsys.readouterr().out


def test_a_hold_from_the_command_line(filled: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(filled, "hold", "1", "--reason", "a claim", "--until", "2999-01-01", "--json") == 0
    hold = said(capsys)
    assert (hold["hold_id"], hold["subject_id"], hold["until"]) == (1, 1, "2999-01-01")
    assert run(filled, "run", "--yes") == 0
    assert "Erased 1 records whole" in capsys.readouterr().out
    assert run(filled, "due") == 0
    assert "on hold" in capsys.readouterr().out
    assert run(filled, "holds", "--json") == 0
    assert [one["reason"] for one in said(capsys)["holds"]] == ["a claim"]
    assert run(filled, "hold", "--lift", "1") == 0
    assert run(filled, "holds") == 0
    assert "Nothing is on hold" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("hold", "1"), 1),
        (("hold", "--reason", "x"), 1),
        (("hold", "7", "--reason", "x"), 1),
        (("hold", "--lift", "3"), 1),
        (("hold", "1", "--lift", "3"), 2),
        (("hold", "1", "--reason", "x", "--until", "tomorrow"), 2),
        (("due", "--kind", "tickets"), 1),
        (("run", "--system", "Nowhere"), 1),
    ],
)
def test_wrong_words(filled: Desk, words: tuple[str, ...], code: int) -> None:
    assert run(filled, *words) == code


def test_incomplete_ends_with_1(filled: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with filled.store.read() as con:
        con.execute("SELECT count(*) FROM record").fetchone()
        assert run(filled, "run", "--yes") == 1
    assert "Run it again" in capsys.readouterr().err
    assert run(filled, "run", "--yes") == 0
