"""An error's message is read at both doors; what to type stands in `command` alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import privacydesk
from privacydesk.domain import errors
from privacydesk.domain.errors import InputError
from privacydesk.intake.container import data_members
from privacydesk.isolate import run_limited
from privacydesk.tui.faults import trouble_of

SOURCE = Path(privacydesk.__file__).parent
ROOMS = ("domain", "desk", "documents", "store", "policy", "intake", "identity")
KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
TYPED = re.compile(r"(?<![\w-])--[a-z]|`[^`]*privacydesk|`(case|import) |\bcase [a-z]+ REF")
# only met while the command line opens or makes a store, a pack or the demo
BEFORE = {
    "desk/context.py", "desk/setup.py", "desk/policies/making.py",
    "store/driver.py", "store/engine.py", "store/migrations/__init__.py",
}  # fmt: skip


def _messages() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            place = path.relative_to(SOURCE).as_posix()
            if place in BEFORE or place.startswith("desk/demo/"):
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    if name in KINDS:
                        yield f"{place}:{node.lineno}", ast.unparse(node.args[0])


def test_no_message_names_what_to_type() -> None:
    messages = dict(_messages())
    assert len(messages) > 200
    assert {place: told for place, told in messages.items() if TYPED.search(told)} == {}


@pytest.mark.parametrize("told", ["give --to", "see `privacydesk case list`", "`case hit` adds it"])
def test_the_search_for_what_to_type_finds_it(told: str) -> None:
    assert TYPED.search(told)


def test_the_screen_shows_the_message_and_the_command_line_both() -> None:
    error = InputError("Say where it goes.", command="--to names the address.")
    assert str(error) == "Say where it goes. --to names the address."
    assert trouble_of(error).sentence == "Say where it goes."


def test_both_parts_pass_a_process_boundary() -> None:
    with pytest.raises(InputError) as refused:
        run_limited(data_members, [], "zendesk", seconds=20, what="The test")
    assert "There is no CSV" in refused.value.message
    assert "source show zendesk" in refused.value.command
