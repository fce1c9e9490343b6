"""What a reader of a letter sees of its Markdown.

The check of mandatory parts must not be satisfied by words that stand in the source and not before
the reader's eyes: a comment, the text of a picture, a struck-out sentence, a block of code, a note
nobody refers to, the target of a link, characters without a shape. Letters know none of these and
print some of them as they stand; here they are parsed as what their author meant, and left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# beyond the format characters (Cf): fillers, joiners and blanks that have no shape of their own
_SHAPELESS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_REFERENCE: Final = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_NOTE: Final = re.compile(r"\[\^([^\]\s]+)\]:")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w-]*)[^>]*?(/?)>", re.DOTALL)
_EMPTY_TAGS: Final = frozenset({"br", "hr", "img", "input", "wbr"})


def visible(text: str) -> str:
    """`text` without characters that have no shape, white space collapsed."""
    if not text.isascii():  # in ASCII every character has a shape or is a control character
        text = "".join(c for c in text if c not in _SHAPELESS and unicodedata.category(c) != "Cf")
    return " ".join(text.split())


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Seen:
    """The visible words of a letter, and of pieces of it.

    `text`: all of them in reading order.
    """

    def __init__(self, markdown: str) -> None:
        self._env: dict[str, Any] = {}  # link references count in every piece
        tokens = _parser().parse(markdown, self._env)
        sources = (token.content for token in tokens if token.type == "inline")
        self._notes = {label for source in sources for label in _REFERENCE.findall(source)}
        self.text = self._words(tokens)
        self._letters = _letters(self.text)

    def piece(self, markdown: str) -> str:
        """The visible words of a piece of this letter; empty when they are not seen in it."""
        words = self._words(_parser().parse(_flush(markdown), self._env))
        return words if _letters(words) in self._letters else ""

    def _words(self, tokens: Sequence[Token]) -> str:
        return visible(
            " ".join(
                _inline(token.children or ())
                for token in tokens
                if token.type == "inline" and not self._unread_note(token.content)
            )
        )

    def _unread_note(self, source: str) -> bool:
        note = _NOTE.match(source)
        return note is not None and note[1] not in self._notes


def _inline(tokens: Sequence[Token]) -> str:
    return "".join(_inlines(tokens))


def _inlines(tokens: Sequence[Token]) -> Iterator[str]:
    """The words of inline tokens outside struck-out text, pictures and raw HTML elements."""
    hidden = 0
    for token in tokens:
        match token.type:
            case "s_open":
                hidden += 1
            case "s_close":
                hidden -= 1
            case "html_inline":
                hidden = max(0, hidden + _depth(token.content))
            case "softbreak" | "hardbreak":
                yield " "
            case "text" | "text_special" | "code_inline" if not hidden:
                yield token.content


def _depth(html: str) -> int:
    tag = _TAG.fullmatch(html)
    if tag is None or tag[3] or tag[2].lower() in _EMPTY_TAGS:
        return 0
    return -1 if tag[1] else 1


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _flush(markdown: str) -> str:
    """A piece without the indent it had in a list, which alone would make code of it."""
    return "\n".join(line.strip(" \t") for line in markdown.split("\n"))
