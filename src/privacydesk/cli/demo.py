"""`privacydesk demo`: a desk full of invented people, to try everything on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privacydesk.cli.argv import Globals, OpenUi
from privacydesk.cli.output import emit_json, line, note

if TYPE_CHECKING:
    from privacydesk.desk.jobs import Progress

JSON_KEYS = """\
`demo`: folder, store, report, package (paths), case (the reference of the answered case), people,
new (false when an earlier demo was kept), records, seconds.
"""


def register(root: typer.Typer) -> None:
    """Add the command to `root`."""
    root.command("demo")(demo_command)


def demo_command(
    ctx: typer.Context,
    no_ui: Annotated[
        bool, typer.Option("--no-ui", help="Do not open the terminal interface at the end.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Make the demo anew; the old one is deleted.")
    ] = False,
    people: Annotated[
        int | None,
        typer.Option(metavar="N", help="How many people to invent.", show_default="3000"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where to put it.",
            show_default="the folder demo in the user's data folder",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> OpenUi | None:
    """Invent a company with its customers, import its exports, answer one request.

    Writes one access report (PDF) and one portability package (ZIP) and prints where they are;
    then the terminal interface opens, in a terminal. The demo has a store of its own: yours is
    not touched. A demo that is there already is opened again.
    """
    from privacydesk.desk.demo import run_demo
    from privacydesk.desk.jobs import Job

    named = ctx.find_root().obj
    given = named if isinstance(named, Globals) else Globals()
    result = run_demo(
        output,
        store_path=given.store if _store_was_named(ctx) else None,
        people=people,
        fresh=fresh,
        operator=given.operator,
        job=Job(_tell),
    )
    if as_json:
        emit_json(result)
        return None
    line(f"Access report: {result.report}")
    line(f"Portability package: {result.package}")
    if result.new:
        note(
            f"{result.records:,} records about {result.people:,} invented people in "
            f"{result.seconds:.0f} s. The answered case is {result.case}."
        )
    else:
        note(f"The demo was there already; the answered case is {result.case}.")
    note(f"To look around: privacydesk --store {result.store}")
    return None if no_ui else OpenUi(result.store, given.operator)


def _store_was_named(ctx: typer.Context) -> bool:
    """Whether --store stood on the command line: the one in the environment is the user's own."""
    source = ctx.find_root().get_parameter_source("store")
    return source is not None and source.name == "COMMANDLINE"


def _tell(progress: Progress) -> None:
    """Each step on a line of its own: readable in a terminal and in a log."""
    note(f"{progress.stage} ...")
    sys.stderr.flush()
