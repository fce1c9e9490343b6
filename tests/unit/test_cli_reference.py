"""`docs/cli.md` says what the commands are now, and every command explains itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from privacydesk.cli import reference, tree

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = dict(reference.commands(tree.command()))


def test_the_page_is_current() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == reference.page(), "run: make docs"


def test_the_page_depends_on_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    before = reference.page()
    monkeypatch.setenv("COLUMNS", "31")
    monkeypatch.setenv("PRIVACYDESK_STORE", "elsewhere.db")
    monkeypatch.setenv("TERM", "dumb")
    assert reference.page() == before


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_option_has_help(path: str) -> None:
    command = COMMANDS[path]
    assert command.help
    assert [p.name for p in command.params if not getattr(p, "help", None)] == []


def test_every_command_with_json_documents_its_keys() -> None:
    heads = [entry.split(":")[0] for entry in reference.json_keys()]
    missing = []
    for path, command in COMMANDS.items():
        if not any("--json" in param.opts for param in command.params):
            continue
        noun, _, verb = path.partition(" ")
        exact = any(head.startswith(f"`{path}`") for head in heads)
        grouped = verb and any(head.startswith(f"`{noun} ") and verb in head for head in heads)
        if not exact and not grouped:
            missing.append(path)
    assert missing == []


def test_the_commands_of_the_contract_are_there() -> None:
    wanted = {
        "init",
        "source list",
        "source show",
        "import",
        "find",
        "subject show",
        "subject merge",
        "subject split",
        "subject suggestions",
        "system list",
        "system add",
        "system show",
        "deadline",
        "case log",
        "case list",
        "case show",
        "case event",
        "case assign",
        "case report",
        "case export",
        "policy list",
        "policy show",
        "audit verify",
        "doctor",
        "demo",
    }
    assert wanted - set(COMMANDS) == set()
