"""`privacydesk init`: a new store for a controller."""

from __future__ import annotations

from typing import Annotated

import typer

from privacydesk.cli.nouns import Globals
from privacydesk.cli.output import emit_json, line

JSON_KEYS = """\
`init`: store, policy, policy_sha256, controller, country, region, zone, language, systems (a
number).
"""


def register(root: typer.Typer) -> None:
    """Add the command to `root`."""
    root.command("init")(init_command)


def init_command(
    ctx: typer.Context,
    policy: Annotated[
        str,
        typer.Option(
            metavar="PACK",
            help="Policy pack: a name from `policy list`, or the path of a TOML file.",
        ),
    ],
    single: Annotated[
        bool,
        typer.Option("--single", help="An office of one: who prepared an answer may release it."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Make a new, empty store with a policy pack in force."""
    from privacydesk.desk import setup

    given = ctx.find_root().obj
    if not isinstance(given, Globals):
        given = Globals()
    report = setup.init(given.store, policy, given.operator, single=single)
    if as_json:
        emit_json(report)
        return
    line(f"Made {report.store}")
    line(f"Controller: {report.controller} ({report.region or report.country}, {report.zone})")
    line(f"Policy: {report.policy}, with {report.systems} systems to search")
    line("Next: privacydesk import PATH --source NAME (see: privacydesk source list)")
