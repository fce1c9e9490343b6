"""`docs/cli.md`, made from the commands themselves: `make docs`.

The text depends on the code alone, not on the terminal or the environment, so that a test can
tell whether the page is current.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Iterator

import typer
from typer.core import TyperCommand, TyperGroup

from privacydesk.cli import tree

_INTRO = """\
# The command line

*Made from the commands by `make docs`; change their help texts, not this page.*

`privacydesk` without a command opens the terminal interface. Everything the interface can do,
a command can do too, in plain text for scripts and screen readers.

## Habits

- **Where things go.** Data go to stdout; progress and messages to stderr. `-o -` writes a document
  to stdout. An existing file is refused without `--force`.
- **Options for all commands**, before or after the command: `--store PATH` (or
  `PRIVACYDESK_STORE`), `--operator NAME` (or `PRIVACYDESK_OPERATOR`; else the login name).
  A lone `--` ends the options.
- **Asking.** What destroys needs `--yes`. Nothing ever waits for an answer without a terminal.
- **Nothing found** is success with an empty list.
- **Exit codes.** 0 done; 1 refused, not possible now, or a check found errors (`audit verify`,
  `policy check`, `doctor`); 2 wrong usage; 130 interrupted.
- **JSON.** Every read has `--json`: one document with `"schema": 1`, snake_case keys and ISO 8601
  dates. An error is then `{"error": {"code", "message"}}` on stderr; `code` is stable, `message`
  is for people.
- **Shell completion.** `privacydesk --install-completion`.
- **Faults.** An internal error names a report in the state folder. It holds the kind of error and
  where it happened, and no data.

## Commands
"""
_NEXT_COMMAND = re.compile(r"(?<=[;.]) (?=`)")
_JSON = """\
## JSON

`a[{b, c}]` is a list `a` of objects with the keys `b` and `c`; `a{b}` is one object. Every
document also has `schema`.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [_INTRO]
    for path, command in commands(tree.command()):
        parts.append(_section(path, command))
    parts.append(_JSON)
    parts.extend(f"- {item}" for item in json_keys())
    return "\n".join(parts).rstrip() + "\n"


def commands(group: TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[str, TyperCommand]]:
    """(words, command) of every command that can run, in the order of the help."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        if isinstance(command, TyperGroup):
            yield from commands(command, (*path, name))
        elif isinstance(command, TyperCommand):
            yield " ".join((*path, name)), command


def json_keys() -> Iterator[str]:
    """What the noun modules say about their JSON, one entry per command."""
    for name in tree.NOUNS:
        module = f"{__package__}.{name}"
        if importlib.util.find_spec(module) is None:
            continue
        text = str(getattr(importlib.import_module(module), "JSON_KEYS", ""))
        for entry in _NEXT_COMMAND.split(" ".join(text.split())):
            if entry:
                yield entry.rstrip(";.")


def _section(path: str, command: TyperCommand) -> str:
    context = typer.Context(command, info_name=f"{tree.PROGRAM} {path}")
    usage = " ".join((tree.PROGRAM, path, *command.collect_usage_pieces(context)))
    lines = [f"### {path}", "", f"    {usage}", "", _flow(command.help), ""]
    for param in command.params:
        record = param.get_help_record(context)
        if record is not None and param.name != "help":
            lines.append(f"- `{record[0]}`: {_flow(record[1])}")
    return "\n".join(lines).rstrip() + "\n"


def _flow(text: str | None) -> str:
    return " ".join((text or "").split())


if __name__ == "__main__":
    sys.stdout.write(page())
