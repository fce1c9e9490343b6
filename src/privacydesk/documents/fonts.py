"""What the fonts of the PDF can show.

PDF/A forbids a missing glyph: the compiler stops on the first one. Each character that the shipped
font does not cover is therefore written as its code point, `[U+1F600]`; the JSON attachment keeps
the character itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from privacydesk.documents.blocks import BLACK_BOX
from privacydesk.paths import templates_folder

TOKEN, GAP = "\ufdd3", "\ufdd4"
"""Around a token that is not hyphenated, and where a line may break in it: noncharacters, which
only our layout reads (`blocks.typ`). The layout breaks there by a gap without a glyph, so that
text copied from the PDF holds the token and nothing else."""
KEPT: Final = "\ufdd5"
"""Around a telephone number written with spaces: no line breaks in it. A box of the layout does
that; a space that does not break would be another character in the copied text."""
_PIECE: Final = 8
_LONGEST_PIECE: Final = 12
_LONGEST_WORD: Final = 36
_WORD: Final = re.compile(r"[\W_]*[^\W\d_]+(?:-[^\W\d_]+)*[\W_]*")
_MARKED: Final = re.compile(f"[{TOKEN}{GAP}{KEPT}]")
_NUMBER: Final = re.compile(
    r"(?<![\w+(/.,:@\-])(?:\+|\(\+?|0)\d*\)?(?:[ ./()\u2013\-]{1,3}\d+\)?){1,7}(?![\w@:])"
)
_DIALLED: Final = range(8, 16)  # digits of a number that somebody can call
# an address, a path, a number with letters: hyphenating it would add a character to it
_INNER: Final = r"[^\W_][@/\\_=&#%~+.:?]+\w|\d[\w-]*[^\W\d_]|[^\W\d_][\w-]*\d"
_SYLLABLES: Final = re.compile(r"[^\W\d_]{4}")
_AFTER_SIGN: Final = re.compile(r"(?<=[^\w\s]|_)(?=[^\W_])")
_PIECES: Final = re.compile(rf"(?s:.[\u0300-\u036f\u200d\ufe0f]*){{1,{_PIECE}}}")  # accents stay


def fonts_folder() -> Path:
    """The folder with the fonts of the PDF layout."""
    return templates_folder() / "layout" / "fonts"


@cache
def covered() -> frozenset[int]:
    """The code points that text may hold: the font's, a line break and the black box.

    The box comes from the monospaced font that the compiler carries.
    """
    from fontTools.ttLib import TTFont

    with TTFont(fonts_folder() / "NotoSans-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap()) | {0x0A, ord(BLACK_BOX[0])}


@cache
def _foreign() -> re.Pattern[str]:
    """Matches a run of characters that the font does not cover."""
    ranges: list[list[int]] = []
    for point in sorted(covered()):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    inside = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
    return re.compile(f"[^{inside}]")


def printable(text: str) -> str:
    """`text` with every uncovered character as `[U+...]`."""
    return _foreign().sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


@cache
def _telling(limit: int) -> re.Pattern[str]:
    """Matches in every text that `_token` matches in, and costs a fifth in prose."""
    return re.compile(rf"\d|[@/\\_=&#%~+.:?]\w|\S{{{limit}}}")


@cache
def _token(limit: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:\S{{{limit},}}|(?=\S*?(?:{_INNER}))\S+)")


def breakable(text: str, limit: int) -> str:
    """`text` with its tokens marked: never hyphenated, and breakable from `limit` characters on.

    A line may break after a sign (`/`, `.`, `_` ...) and in long runs after every eighth
    character. A plain word is left alone: the compiler hyphenates it by the rules of its language.
    """

    def marked(match: re.Match[str]) -> str:
        token = match[0]
        if len(token) < _LONGEST_WORD and _WORD.fullmatch(token):
            return token
        if len(token) < limit and not _SYLLABLES.search(token):
            return token  # 9.95, 12-05-2026, a1: nothing in it is ever hyphenated
        return f"{TOKEN}{GAP.join(_pieces(token)) if len(token) >= limit else token}{TOKEN}"

    return _token(limit).sub(marked, text) if _telling(limit).search(text) else text


def kept(text: str, longest: int) -> str:
    """`text` (marked by `breakable` or not) with its telephone numbers of up to `longest`
    characters marked, so that no line breaks in them. Only those with a space or a dash that a line
    could break at: each mark costs time in the compiler."""

    def marked(match: re.Match[str]) -> str:
        number = match[0]
        digits = sum(char.isdigit() for char in number)
        apart = " " in number or "\u2013" in number
        if not apart or digits not in _DIALLED or len(number) > longest:
            return number
        return f"{KEPT}{number}{KEPT}"

    return _NUMBER.sub(marked, text)


def unmarked(text: str) -> str:
    """`text` without the marks of `breakable` and `kept`."""
    return _MARKED.sub("", text)


def _pieces(token: str) -> Iterator[str]:
    for part in _AFTER_SIGN.split(token):
        if len(part) <= _LONGEST_PIECE:
            yield part
        else:
            yield from _PIECES.findall(part)
