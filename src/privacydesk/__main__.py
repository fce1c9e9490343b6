"""The program: composes its two doors, the command line and the terminal interface."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from privacydesk.cli.app import run
from privacydesk.desk import faults


def _launch_ui(store: Path | None, operator: str | None) -> int:
    code = importlib.import_module("privacydesk.tui.app").launch(store, operator)
    return int(code)


def main() -> int:
    """Entry point of the `privacydesk` command; returns the exit code."""
    faults.catch_the_rest()
    return run(sys.argv[1:], _launch_ui)


if __name__ == "__main__":
    sys.exit(main())
