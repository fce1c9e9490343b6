"""`privacydesk policy new` and `policy schema`: writing a pack of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from privacydesk.cli.output import emit_json, line, note

JSON_KEYS = """\
`policy new`: name, path, not_stated; `policy schema`: a JSON Schema (draft 2020-12), as it is\
"""


def register_on_policy(policy: typer.Typer) -> None:
    """Add the commands to the noun."""
    policy.command("new")(new_command)
    policy.command("schema")(schema_command)


def new_command(
    name: Annotated[str, typer.Argument(help="Name of the new pack: a-z, 0-9 and _.")],
    based_on: Annotated[
        str | None, typer.Option("--from", metavar="PACK", help="Copy the text of this pack.")
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Answers as TOML instead of questions."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a pack of that name.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Write a new pack into your configuration folder, by questions, answers or from another.

    Without a terminal every question without an answer is written "not stated".
    """
    from privacydesk.desk import policies

    if based_on is not None and answers is not None:
        raise typer.BadParameter("Name --from or --answers, not both.")
    given = policies.read_answers(answers) if answers is not None else {}
    asks = answers is None and based_on is None and sys.stdin.isatty()
    report = policies.new(
        name, based_on=based_on, answers=given, ask=_ask if asks else None, force=force
    )
    if as_json:
        emit_json(report)
        return
    line(str(report.path))
    if report.not_stated:
        note(f"{report.not_stated} facts are not stated yet.")
    note(f"Next: fill it in, then `privacydesk policy check {report.name}`.")


def _ask(asks: str, default: str, problem: str) -> str:
    if problem:
        note(problem)
    return str(typer.prompt(asks, default=default, show_default=bool(default), err=True))


def schema_command() -> None:
    """Write the JSON Schema of a pack's text, for editors."""
    from privacydesk.desk import policies

    sys.stdout.write(policies.schema())
