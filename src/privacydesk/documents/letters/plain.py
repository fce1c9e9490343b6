"""A letter's Markdown with as few backslashes as possible, for people who edit it."""

from __future__ import annotations

import re
from typing import Final

from privacydesk.documents.blocks import Block
from privacydesk.documents.letters.seen import Seen
from privacydesk.documents.tree import parse

_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")


def readable(markdown: str) -> str:
    """The same letter, easier to read: a line loses its backslashes where nothing changes by it.

    Parsed again it gives exactly the blocks of `markdown`, and a reader sees the same: a `~~` or
    `<!--` that somebody wrote stays text and is not taken for a sign.
    """
    wanted = _read(markdown)
    bare = _ESCAPED.sub(r"\1", markdown)
    if bare == markdown or _read(bare) == wanted:  # most letters need none at all
        return bare
    lines = markdown.split("\n")
    for number, line in enumerate(lines):
        plain = _ESCAPED.sub(r"\1", line)
        if plain == line:
            continue
        lines[number] = plain
        if _read("\n".join(lines)) != wanted:
            lines[number] = line
    return "\n".join(lines)


def _read(markdown: str) -> tuple[tuple[Block, ...], str]:
    return parse(markdown), Seen(markdown).text
