"""The command line's one way in, and the one place where errors become exit codes.

Exit codes: 0 done; 1 refused, not possible now, or a check found errors; 2 wrong usage;
130 interrupted or told to end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from privacydesk.cli.argv import OpenUi, hoist, only_globals
from privacydesk.cli.output import silence_stdout
from privacydesk.desk import faults
from privacydesk.domain.errors import UserError
from privacydesk.domain.text import safe_line

LaunchUi = Callable[[Path | None, str | None], int]

DONE, REFUSED, INTERRUPTED = 0, 1, 130
PROGRAM = "privacydesk"


def run(argv: Sequence[str], launch_ui: LaunchUi) -> int:
    """Run the command in `argv` (without the program's name); returns the exit code.

    `launch_ui(store, operator)` opens the terminal interface when no command was given.
    """
    arguments = hoist(argv)
    as_json = "--json" in arguments
    try:
        asked = only_globals(arguments)
        if asked is not None and _in_a_terminal():
            code = launch_ui(asked.store, asked.operator)
        else:
            with _ended_like_ctrl_c():
                outcome = _invoke(arguments)
            sys.stdout.flush()
            if not isinstance(outcome, OpenUi):
                code = outcome
            elif _in_a_terminal():
                code = launch_ui(outcome.store, outcome.operator)
            else:
                code = DONE
        sys.stdout.flush()
    except UserError as error:
        _complain(str(error), error.code, as_json=as_json)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        silence_stdout()
        return REFUSED
    except Exception as error:
        _complain(faults.describe(error), "internal_error", as_json=as_json)
        return REFUSED
    return code


@contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """A command that is told to end (SIGTERM: a shutdown, a service manager) cleans up as it does
    on Ctrl-C; else half-written files of a person would stay behind."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread: whoever runs it there answers for it
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def _in_a_terminal() -> bool:
    completing = f"_{PROGRAM.upper()}_COMPLETE" in os.environ  # the shell asks, not a person
    return not completing and sys.stdin.isatty() and sys.stdout.isatty()


def _invoke(arguments: list[str]) -> int | OpenUi:
    """Exit code of the command, with Typer's own exceptions turned into codes."""
    import typer

    from privacydesk.cli import tree

    try:
        outcome = tree.command().main(args=arguments, prog_name=PROGRAM, standalone_mode=False)
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
    return outcome if isinstance(outcome, int | OpenUi) else DONE


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
