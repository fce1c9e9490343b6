"""Making data harmless before it enters a document.

Two steps, always in this order: `clean` removes what no output can show (control characters, lone
surrogates, bidirectional overrides), then, for Markdown templates only, a backslash goes before
every ASCII punctuation character, which CommonMark defines as "this character, literally"
(CommonMark 0.31, 2.4 Backslash escapes).
"""

from __future__ import annotations

import re
from typing import Final

from privacydesk.domain.text import REPLACEMENT, safe

_NONCHARACTERS: Final = re.compile("[\ufffe\uffff]")  # XML 1.0 (DOCX, ODT) forbids them
_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")
_SPACES: Final = re.compile(r"\s+")


class Md(str):
    """Text that is already Markdown: template output, never data. Any operation on it gives a
    plain `str` again, which is escaped when printed."""

    __slots__ = ()


def clean(text: str) -> str:
    """`text` with line ends as LF, tabs as four spaces, and nothing that no output can show.

    Controls, lone surrogates and bidirectional overrides become visible (`domain/text.py`).
    """
    return _NONCHARACTERS.sub(REPLACEMENT, safe(text)).replace("\t", "    ")


def escape_inline(value: object) -> Md:
    """`value` as literal Markdown on one line; white space collapses to single spaces."""
    return Md(_PUNCTUATION.sub(r"\\\1", _SPACES.sub(" ", clean(str(value))).strip(" ")))


def _escaped_lines(value: object) -> list[str]:
    return [str(escape_inline(line)) for line in clean(str(value)).strip("\n ").split("\n")]


def escape_block(value: object) -> Md:
    """`value` as literal Markdown paragraphs: line breaks stay, blank lines part paragraphs."""
    paragraphs: list[list[str]] = [[]]
    for line in _escaped_lines(value):
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return Md("\n\n".join("\\\n".join(lines) for lines in paragraphs if lines))


def escape_quote(value: object) -> Md:
    """`value` as a literal Markdown block quote, every line behind its `>`."""
    return Md("\n".join(f"> {line}" if line else ">" for line in escape_block(value).split("\n")))


def finalize(value: object) -> Md:
    """What a template prints: Markdown stays, anything else is data and is escaped.

    Raises ValueError on None: a template that prints nothing where a value belongs is wrong.
    """
    if isinstance(value, Md):
        return value
    if value is None:
        raise ValueError("a template printed a value that is not set")
    return escape_inline(value)
