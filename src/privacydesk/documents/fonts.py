"""What the fonts of the PDF can show.

PDF/A forbids a missing glyph: the compiler stops on the first one. Each character that the shipped
font does not cover is therefore written as its code point, `[U+1F600]`; the JSON attachment keeps
the character itself.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from privacydesk.documents.blocks import BLACK_BOX
from privacydesk.paths import templates_folder

ZERO_WIDTH_SPACE: Final = "\u200b"
_PIECE: Final = 8
_LONGEST_WORD: Final = 36
_WORD: Final = re.compile(r"[\W_]*[^\W\d_]+[\W_]*")


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
def _long_token(limit: int) -> re.Pattern[str]:
    return re.compile(rf"[^\s\u200b]{{{limit},}}")


def breakable(text: str, limit: int) -> str:
    """`text` with a zero-width space after every eighth character of tokens of `limit` or more.

    A plain word is left alone: the compiler hyphenates it by the rules of its language.
    """

    def pieces(match: re.Match[str]) -> str:
        token = match[0]
        if len(token) < _LONGEST_WORD and _WORD.fullmatch(token):
            return token
        return ZERO_WIDTH_SPACE.join(
            token[start : start + _PIECE] for start in range(0, len(token), _PIECE)
        )

    return _long_token(limit).sub(pieces, text)
