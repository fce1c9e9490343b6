"""The command line: its root, its nouns, and the one place where errors become exit codes.

Exit codes: 0 done; 1 refused, not possible now, or a check found errors; 2 wrong usage;
130 interrupted.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from typer.core import TyperGroup

from privacydesk import __version__, paths
from privacydesk.cli import faults
from privacydesk.cli.nouns import Globals, noun
from privacydesk.cli.output import line, silence_stdout
from privacydesk.domain.errors import UserError
from privacydesk.domain.text import safe_line

LaunchUi = Callable[[Path | None, str | None], int]

DONE, REFUSED, USAGE, INTERRUPTED = 0, 1, 2, 130
PROGRAM = "privacydesk"
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
    "retention",
    "policy",
    "audit",
    "demo",
    "doctor",
)
_HOISTED = ("--store", "--operator")


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
    return built


def run(argv: Sequence[str], launch_ui: LaunchUi) -> int:
    """Run the command in `argv` (without the program's name); returns the exit code.

    `launch_ui(store, operator)` opens the terminal interface when no command was given.
    """
    arguments = hoist(argv)
    as_json = "--json" in arguments
    try:
        code = _invoke(arguments, launch_ui)
        sys.stdout.flush()
    except UserError as error:
        _complain(error.message, error.code, as_json=as_json)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        silence_stdout()
        return REFUSED
    except Exception as error:
        report, path = faults.save_report(error, paths.state_folder())
        where = f"; details without any data: {path}" if path else ""
        _complain(
            f"internal error {type(error).__name__} (report {report}){where}",
            "internal_error",
            as_json=as_json,
        )
        return REFUSED
    return code


def hoist(argv: Sequence[str]) -> list[str]:
    """Move `--store X`, `--store=X`, `--operator ...` to the front, up to a lone `--`.

    An option whose value is missing stays where it is: the usage error then names it.
    """
    front: list[str] = []
    rest: list[str] = []
    index = 0
    while index < len(argv):
        word = argv[index]
        if word == "--":
            rest.extend(argv[index:])
            break
        if word in _HOISTED and index + 1 < len(argv) and argv[index + 1] != "--":
            front.extend((word, argv[index + 1]))
            index += 2
            continue
        if word.partition("=")[0] in _HOISTED and "=" in word:
            front.append(word)
        else:
            rest.append(word)
        index += 1
    return front + rest


def _invoke(arguments: list[str], launch_ui: LaunchUi) -> int:
    """Exit code of the command, with Typer's own exceptions turned into codes."""
    try:
        outcome = command().main(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as leaving:  # shell completion leaves this way
        return leaving.code if isinstance(leaving.code, int) else DONE
    except Exception as error:
        show = getattr(error, "show", None)  # a usage error, of whichever click Typer carries
        code = getattr(error, "exit_code", None)
        if not callable(show) or not isinstance(code, int):
            raise
        _show_usage(error, as_json="--json" in arguments)
        return code
    if isinstance(outcome, _OpenUi):
        return _open_ui(outcome, launch_ui)
    return outcome if isinstance(outcome, int) else DONE


class _OpenUi:
    """What the root returns when no command was given."""

    def __init__(self, given: Globals, help_text: str) -> None:
        self.given = given
        self.help_text = help_text


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
) -> object:
    if version:
        line(f"{PROGRAM} {__version__}")
        raise typer.Exit(DONE)
    ctx.obj = Globals(store, operator)
    if ctx.invoked_subcommand is None:
        return _OpenUi(ctx.obj, ctx.get_help())
    return None


def _open_ui(asked: _OpenUi, launch_ui: LaunchUi) -> int:
    if sys.stdout.isatty() and sys.stdin.isatty():
        return launch_ui(asked.given.store, asked.given.operator)
    line(asked.help_text)
    return USAGE


def _show_usage(error: Exception, *, as_json: bool) -> None:
    message = safe_line(str(getattr(error, "format_message", lambda: str(error))()))
    if as_json:
        _complain(message, "usage", as_json=True)
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        sys.stderr.write(f"{context.get_usage()}\n")
        sys.stderr.write(f"Try '{context.command_path} --help' for help.\n")
    _complain(message, "usage", as_json=False)


def _complain(message: str, code: str, *, as_json: bool) -> None:
    """One line on stderr; never fails, not even on a closed stream."""
    try:
        if as_json:
            text = json.dumps({"error": {"code": code, "message": safe_line(message)}})
        else:
            text = f"{PROGRAM}: {safe_line(message)}"
        encoding = sys.stderr.encoding or "ascii"
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    except (OSError, ValueError):
        return
