"""What can be told from the command line's words alone, before anything slow is imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HOISTED = ("--store", "--operator")


@dataclass(frozen=True, slots=True)
class Globals:
    """`--store` and `--operator`, wherever they stood on the command line."""

    store: Path | None = None
    operator: str | None = None


@dataclass(frozen=True, slots=True)
class OpenUi:
    """What a command returns that ends by opening the interface, in a terminal (the demo)."""

    store: Path
    operator: str | None = None


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
        if word in HOISTED and index + 1 < len(argv) and argv[index + 1] != "--":
            front.extend((word, argv[index + 1]))
            index += 2
            continue
        if word.partition("=")[0] in HOISTED and "=" in word:
            front.append(word)
        else:
            rest.append(word)
        index += 1
    return front + rest


def only_globals(arguments: Sequence[str]) -> Globals | None:
    """The options when there is nothing else (the user wants the interface), else None.

    `arguments` are hoisted. The command tree costs a fifth of a second to build; opening the
    terminal interface need not wait for it.
    """
    found: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name not in HOISTED:
            return None
        given = value if equals else next(words, None)
        if not given:
            return None
        found[name] = given
    store = found.get("--store")
    return Globals(Path(store) if store else None, found.get("--operator"))
