"""What loads when: asking for help is instant, and the desk needs no terminal library."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import privacydesk.desk

HEAVY = {
    "textual",
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "phonenumbers",
    "typst",
    "faker",
    "docx",
    "odfdo",
    "babel",
    "python_calamine",
    "stdnum",
    "rich",
    "jinja2",
}
RUN = """
import json, sys
from privacydesk.__main__ import main
code = main()
sys.stdout.flush()
print(json.dumps([code, sorted({m.partition(".")[0] for m in sys.modules})]), file=sys.stderr)
"""


def loaded(arguments: list[str], **env: str) -> tuple[int, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **env},
    )
    code, modules = json.loads(done.stderr.strip().splitlines()[-1])
    return code, set(modules)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        (["--version"], 0),
        ([], 2),
        (["nonsense"], 2),
        (["case", "--help"], 0),
        (["case", "list", "--help"], 0),
        (["import", "--help"], 0),
    ],
)
def test_help_loads_nothing_heavy(arguments: list[str], code: int) -> None:
    found, modules = loaded(arguments)
    assert found == code
    assert modules & HEAVY == set()


def test_completion_loads_nothing_heavy() -> None:
    code, modules = loaded(
        [],
        _PRIVACYDESK_COMPLETE="complete_bash",
        COMP_WORDS="privacydesk case ",
        COMP_CWORD="2",
    )
    assert code == 0
    assert modules & HEAVY == set()


def test_opening_the_interface_waits_for_no_command_tree() -> None:
    script = (
        "import sys\n"
        "from privacydesk.cli import app\n"
        "app._in_a_terminal = lambda: True\n"
        "assert app.run(['--operator', 'anna'], lambda store, operator: 7) == 7\n"
        "assert 'typer' not in sys.modules and 'pydantic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_look_up_loads_neither_orm_nor_terminal_library(store_path: Path) -> None:
    code, modules = loaded(["case", "list", "--store", str(store_path), "--json"])
    assert code == 0
    assert modules & {"textual", "sqlmodel", "sqlalchemy", "alembic", "typst", "faker"} == set()


def test_the_whole_desk_runs_without_textual() -> None:
    names = sorted(
        module.name
        for module in pkgutil.walk_packages(privacydesk.desk.__path__, "privacydesk.desk.")
    )
    assert "privacydesk.desk.context" in names
    script = (
        "import sys, importlib\n"
        "sys.modules['textual'] = None\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "assert not [m for m in sys.modules if m.startswith('textual.')]\n"
        "doors = ('privacydesk.cli', 'privacydesk.tui')\n"
        "assert not [m for m in sys.modules if m.startswith(doors)]"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
