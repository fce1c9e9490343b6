"""Values as people type them on the command line."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

Reference = Annotated[str, typer.Argument(metavar="REF", help="Reference of the case: 2026-0001.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Only = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND",
        help="Only this document: access_report, portability_package or letter:NAME; repeatable.",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FMT",
        help="Of what was prepared in several formats take this one; else the newest.",
    ),
]
KnownAs = Annotated[
    list[str] | None,
    typer.Option(
        metavar="VALUE",
        help="An address, number or name under which somebody without an entry was looked for.",
    ),
]


class Language(StrEnum):
    """The languages of letters and reports."""

    NL = "nl"
    DE = "de"
    EN = "en"


def moment(text: str, option: str) -> datetime | date:
    """A day or a time from the command line; a time without zone is the controller's."""
    value = text.strip()
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(value)
        except ValueError:
            continue
    raise typer.BadParameter(
        f"{text[:40]!a} is not a date or time. Write it as 2026-01-30 or 2026-01-30T09:15.",
        param_hint=option,
    )


def day_of(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    value = moment(text, option)
    return value.date() if isinstance(value, datetime) else value
