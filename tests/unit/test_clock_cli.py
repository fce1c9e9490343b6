"""`privacydesk deadline`: exit codes, JSON and plain text."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from privacydesk.cli.deadline import register
from privacydesk.domain.clock import ClockReading

app = typer.Typer()
register(app)


@app.callback()
def _group() -> None:
    """Keeps `deadline` a named command when it is the only one."""


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}).invoke(
        app, ["deadline", *words]
    )
    return result.exit_code, result.stdout, result.stderr


def values(*words: str) -> dict[str, Any]:
    code, out, err = run(*words, "--json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_json() -> None:
    found = values("2026-03-07", "--country", "DE", "--region", "NW")
    assert list(found) == ["schema", *(field.name for field in fields(ClockReading))]
    assert found["schema"] == 1
    assert found["house_due"] == "2026-04-06"
    assert found["due"] == found["house_target"] == "2026-04-02"
    assert found["paused_last_day"] is None
    assert found["at_once"] is False
    assert set(found["explain"][0]) == {"rule", "date", "article", "text"}


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (("2026-03-31T22:30Z", "--country", "NL", "--no-house"), "2026-05-01"),
        (("2026-03-31T22:30+00:00", "--country", "DE", "--no-house"), "2026-05-04"),
        (("2026-03-31T22:30", "--country", "NL", "--no-house"), "2026-04-30"),
        (("2026-03-31 22:30Z", "--country", "NL", "--zone", "UTC", "--no-house"), "2026-04-30"),
        (("2026-03-02", "--country", "NL", "--house-days", "14"), "2026-03-16"),
        (("2027-01-31", "--country", "NL", "--extended"), "2027-04-28"),
        (("2026-03-02", "--country", "NL", "--right", "withdrawal"), "2026-03-02"),
        (("2026-03-03", "--country", "NL", "--region", "NL-ATW", "--no-house"), "2026-04-03"),
    ],
)
def test_due(words: tuple[str, ...], due: str) -> None:
    assert values(*words)["due"] == due


def test_questions() -> None:
    words = ("2026-03-10", "--country", "NL", "--asked", "2026-03-12", "--answered", "2026-03-20")
    shown = values(*words)
    assert (shown["due"], shown["paused_last_day"]) == ("2026-04-09", "2026-04-20")
    assert values(*words, "--pause")["due"] == "2026-04-20"
    both = values(*words, "--asked", "2026-03-23", "--answered", "2026-03-24")
    assert both["paused_last_day"] == "2026-04-20"  # 10 April + 8 + 1 = Sunday 19 April
    assert "has no answer" in values(*words, "--asked", "2026-03-23")["warnings"][0]


def test_plain_text_is_one_labelled_fact_per_line() -> None:
    code, out, err = run("2026-05-04", "--country", "DE", "--region", "DE-NW", "--no-house")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:2] == [
        "Received: Monday 4 May 2026 (2026-05-04)",
        "Due: Thursday 4 June 2026 (2026-06-04)",
    ]
    assert not any(line.startswith("House") for line in lines)
    assert "Why:" in lines
    assert any(line.startswith("1. Received on") for line in lines)
    assert lines[-1].startswith("Warning: Thursday 4 June 2026 is Corpus Christi")
    assert out.isascii()
    _, out, _ = run("2026-03-02", "--country", "NL", "--right", "objection_marketing")
    assert "Due: Monday 2 March 2026 (2026-03-02), at once" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("03/04/2026", "--country", "NL"), "is not a date or time"),
        (("2026-02-30", "--country", "NL"), "is not a date or time"),
        (("2026-03-02",), "--country"),
        (("2026-03-02", "--country", "Holland"), "not a country code"),
        (("2026-03-02", "--country", "DE", "--region", "ZZ"), "not a region of DE"),
        (("2026-03-02", "--country", "NL", "--house-days", "0"), "--house-days"),
        (("2026-03-02", "--country", "NL", "--answered", "2026-03-04"), "needs an --asked"),
        (("2026-03-02", "--country", "NL", "--asked", "soon"), "is not a date"),
        (("2026-03-02", "--country", "NL", "--asked", "2026-03-01"), "before the request"),
        (("2026-03-02", "--country", "NL", "--zone", "Mars"), "not a time zone"),
        (("2026-03-02T10:00Z", "--country", "US"), "time zone of US"),
        (("2026-03-02", "--country", "NL", "--right", "magic"), "--right"),
        (("0001-01-01T00:00Z", "--country", "NL"), "0001-01-01"),
    ],
)
def test_wrong_usage_is_one_sentence_and_code_2(words: tuple[str, ...], said: str) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
