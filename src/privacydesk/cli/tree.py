"""The tree of commands: its root and its nouns."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from typer.core import TyperGroup

from privacydesk import __version__
from privacydesk.cli.argv import Globals
from privacydesk.cli.nouns import noun
from privacydesk.cli.output import line

PROGRAM = "privacydesk"
USAGE = 2
# in the order of the help: the main job first
NOUNS = (
    "init",
    "source",
    "import_",
    "find",
    "subject",
    "system",
    "deadline",
    "case",
    "answer",
    "redaction",
    "letter",
    "case_tasks",
    "case_review",
    "release",
    "case_forget",
    "case_erase",
    "retention",
    "policy",
    "audit",
    "settings",
    "demo",
    "doctor",
)


def build() -> typer.Typer:
    """The whole command line. Noun modules import what they need only when a command runs."""
    app = typer.Typer(
        name=PROGRAM,
        help="Answer people's privacy requests (GDPR Art. 12-22) from the terminal.\n\n"
        "Without a command the terminal user interface opens.",
        epilog="--store and --operator may also stand after the command.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_root)
    for name in NOUNS:
        module = f"{__package__}.{name}"
        if importlib.util.find_spec(module) is not None:
            _register(app, importlib.import_module(module))
    return app


def _register(app: typer.Typer, module: ModuleType) -> None:
    """Let a module add its noun, or its verbs to the noun of another module."""
    if hasattr(module, "register_on_case"):
        module.register_on_case(noun(app, "case", ""))
    else:
        module.register(app)


def command() -> TyperGroup:
    """The built command tree, for running and for the generated reference."""
    built = typer.main.get_command(build())
    if not isinstance(built, TyperGroup):
        raise TypeError("the root of the command line is a group")
    place = {name.rstrip("_"): number for number, name in enumerate(NOUNS)}
    ordered = sorted(built.commands, key=lambda name: place.get(name, len(place)))
    built.commands = {name: built.commands[name] for name in ordered}
    return built


def _root(
    ctx: typer.Context,
    store: Annotated[
        Path | None,
        typer.Option("--store", help="The store to use.", envvar="PRIVACYDESK_STORE"),
    ] = None,
    operator: Annotated[
        str | None,
        typer.Option(
            "--operator",
            help="Who is working; the login name if not given.",
            envvar="PRIVACYDESK_OPERATOR",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", is_eager=True)
    ] = False,
) -> None:
    if version:
        line(f"{PROGRAM} {__version__}")
        raise typer.Exit(0)
    ctx.obj = Globals(store, operator)
    if ctx.invoked_subcommand is None:  # in a terminal the interface would have opened
        line(ctx.get_help())
        raise typer.Exit(USAGE)
