"""`privacydesk deadline`: the dates of a request from a date alone, without a store."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated

import typer

from privacydesk.desk.deadlines import deadline
from privacydesk.domain.clock import ClockReading, Pause
from privacydesk.domain.clock_texts import EN
from privacydesk.domain.errors import UserError
from privacydesk.domain.rights import Right

SCHEMA = 1
JSON_KEYS = """\
`deadline`: received_date, house_due, house_target, statutory_nominal, statutory_last_day,
statutory_last_day_regional, due, extension_notice_by, refusal_notice_by, extended_last_day,
extended_last_day_cautious, paused_last_day, at_once, explain[{rule, date, article, text}],
warnings[]
"""

_LABELS: tuple[tuple[str, str], ...] = (
    ("received_date", "Received"),
    ("due", "Due"),
    ("house_due", "House promise"),
    ("house_target", "House target"),
    ("statutory_nominal", "Statutory month ends"),
    ("statutory_last_day", "Statutory last day"),
    ("statutory_last_day_regional", "Statutory last day with regional holidays"),
    ("extension_notice_by", "Notice of an extension by"),
    ("refusal_notice_by", "Notice of a refusal by"),
    ("extended_last_day", "Last day if extended"),
    ("extended_last_day_cautious", "Last day if extended, cautious reading"),
    ("paused_last_day", "Last day if paused"),
)


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("deadline")(deadline_command)


def deadline_command(
    received: Annotated[
        str,
        typer.Argument(
            metavar="DATE|TIME",
            help="When the request came in: 2026-03-07, 2026-03-07T22:30 (the controller's time) "
            "or 2026-03-07T22:30Z.",
        ),
    ],
    *,
    country: Annotated[
        str, typer.Option(help="Country the controller answers from, two letters: NL.")
    ],
    region: Annotated[
        str | None, typer.Option(help="Regional calendar: DE-NW or NW, DE-BY-CATH, NL-ATW.")
    ] = None,
    house_days: Annotated[
        int, typer.Option(min=1, max=366, help="Calendar days of the house promise.")
    ] = 30,
    no_house: Annotated[bool, typer.Option("--no-house", help="No house promise.")] = False,
    extended: Annotated[
        bool, typer.Option("--extended", help="The period was extended by two months.")
    ] = False,
    asked: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE", help="A question went to the person. May be repeated."),
    ] = None,
    answered: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE", help="Its answer came. One for each --asked, in order."),
    ] = None,
    pause: Annotated[
        bool, typer.Option("--pause", help="A DPO let the clock stand still for the questions.")
    ] = False,
    right: Annotated[Right | None, typer.Option(help="The right that is used.")] = None,
    zone: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="Time zone of the controller, if not its country's."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Say when a request must be answered, and why."""
    when = _moment(received)
    pauses = _pauses(asked or [], answered or [])
    try:
        reading = deadline(
            when,
            country=country,
            region=region,
            house_days=None if no_house else house_days,
            extended=extended,
            pauses=pauses,
            pause_enabled=pause,
            right=right,
            zone=zone,
        )
    except UserError as error:  # every refusal here is a value on the command line
        raise typer.BadParameter(error.message) from error
    if as_json:
        typer.echo(json.dumps({"schema": SCHEMA, **reading.as_json()}, indent=2))
    else:
        typer.echo(reading_as_text(reading))


def reading_as_text(reading: ClockReading) -> str:
    """A clock reading as lines for the eye and for a screen reader: label, date, ISO date."""
    lines = []
    for field, label in _LABELS:
        day = getattr(reading, field)
        if day is None:
            continue
        at_once = ", at once" if field == "due" and reading.at_once else ""
        lines.append(f"{label}: {EN.day(day)} ({day.isoformat()}){at_once}")
    lines += ["", "Why:"]
    for number, step in enumerate(reading.explain, start=1):
        lines.append(f"{number}. {step.text} [{step.rule}; {step.article}]")
    if reading.warnings:
        lines += ["", *(f"Warning: {warning}" for warning in reading.warnings)]
    return "\n".join(lines)


def _moment(text: str) -> date | datetime:
    value = text.strip()
    try:
        return date.fromisoformat(value)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(
            f"{_shown(text)} is not a date or time. Write it as 2026-03-07 or 2026-03-07T22:30Z.",
            param_hint="DATE|TIME",
        ) from None


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(
            f"{_shown(text)} is not a date. Write it as 2026-03-07.", param_hint=option
        ) from None


def _pauses(asked: list[str], answered: list[str]) -> list[Pause]:
    if len(answered) > len(asked):
        raise typer.BadParameter(
            "Each --answered needs an --asked before it.", param_hint="--answered"
        )
    questions = [_day(text, "--asked") for text in asked]
    answers: list[date | None] = [_day(text, "--answered") for text in answered]
    answers += [None] * (len(questions) - len(answers))
    return [Pause(question, answer) for question, answer in zip(questions, answers, strict=True)]


def _shown(text: str) -> str:
    return ascii(text[:40])
