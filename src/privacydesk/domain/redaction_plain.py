"""A text as an ASCII keyboard would write it, so that one pattern finds every writing of a value.

Full-width and Arabic-Indic digits, zero-width characters, soft hyphens, percent-encoding (RFC 3986,
also twice), character references (HTML), escapes of JSON and `[at]` are undone. Each character
remembers where it stood, so that what is found can be hidden in the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Final

_AT_WORD: Final = r"\s?[(\[{](?:at|apenstaartje|klammeraffe)[)\]}]\s?"
_DOT_WORD: Final = r"\s?[(\[{](?:dot|punt|punkt)[)\]}]\s?"
_LETTERS: Final = r"\u00c0-\u024f\u2018-\u201f\u2026\u20ac\u2588"  # stay as they are
_TAG: Final = r"</?(?:b|i|u|em|strong|span|wbr|br|small|p|div|td|tr|li)\s?/?>"
_SPECIAL: Final = re.compile(
    r"(?P<escape>(?:%(?:25){0,3}[0-9A-Fa-f]{2})+)"
    r"|(?P<reference>&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|nbsp|shy|ensp|emsp|thinsp|zwnj|zwj|plus|commat"
    r"|period|hyphen|dash|sol|lpar|rpar);)"
    r"|(?P<json>\\u[0-9a-f]{4})|(?P<blank>\\[nrt])"
    rf"|(?P<at>{_AT_WORD})|(?P<dot>{_DOT_WORD})|(?P<tag>{_TAG})|(?P<other>[^\x00-\x7f{_LETTERS}])",
    re.IGNORECASE,
)
_MARKS: Final = ("%", "&", "\\", "<", "(", "[", "{")
_BYTE: Final = re.compile(r"%(?:25)*([0-9A-Fa-f]{2})")
_BLANKS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that show nothing


@dataclass(frozen=True, slots=True)
class Plain:
    """`text`: the plain characters. `starts`, `ends`: where each stood in the original; empty when
    nothing was changed."""

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters `start` to `end` stand in the original."""
        if not self.starts:
            return start, end
        return self.starts[start], self.ends[end - 1]


def views(text: str) -> tuple[Plain, ...]:
    """The text as it is, and its plain form when that differs.

    Both are needed: in `100%20687654329` the percent sign may be an escape or a percentage.
    """
    same = Plain(text)
    if text.isascii() and not any(mark in text for mark in _MARKS):
        return (same,)
    if _SPECIAL.search(text) is None:
        return (same,)
    plain = _plain(text)
    return (same,) if plain is None else (same, plain)


def _plain(text: str) -> Plain | None:
    shown: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0

    def put(chars: str, start: int, end: int) -> None:
        for char in chars:
            shown.append(char)
            starts.append(start)
            ends.append(end)

    def copy(until: int) -> None:
        shown.extend(text[at:until])
        starts.extend(range(at, until))
        ends.extend(range(at + 1, until + 1))

    for match in _SPECIAL.finditer(text):
        start, end = match.span()
        copy(start)
        at = end
        match match.lastgroup:
            case "escape":
                for chars, first, last in _decoded(match[0]):
                    put(chars, start + first, start + last)
            case "reference":
                put("".join(map(_char, unescape(match[0]))), start, end)
            case "json":
                put(_char(chr(int(match[0][2:], 16))), start, end)
            case "at":
                put("@", start, end)
            case "dot":
                put(".", start, end)
            case "other":
                put(_char(match[0]), start, end)
            case _:
                put(" ", start, end)
    copy(len(text))
    written = "".join(shown)
    return None if written == text else Plain(written, tuple(starts), tuple(ends))


def _decoded(escapes: str) -> Iterator[tuple[str, int, int]]:
    """The characters of percent-encoded bytes with their places; what is none stays as written."""
    found = list(_BYTE.finditer(escapes))
    at = 0
    while at < len(found):
        lead = int(found[at][1], 16)
        size = 1 if lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
        group = found[at : at + size]
        start, end = group[0].start(), group[-1].end()
        try:
            char = bytes(int(one[1], 16) for one in group).decode("utf-8")
        except UnicodeDecodeError:
            char = ""
        if char and (char.isprintable() or char.isspace() or not char.isascii()):
            yield _char(char), start, end
            at += size
            continue
        start, end = found[at].span()
        for place in range(start, end):
            yield escapes[place], place, place + 1
        at += 1


@lru_cache(maxsize=8192)
def _char(char: str) -> str:
    """A character on an ASCII keyboard; nothing for what is not seen; letters of others stay."""
    if char.isascii():
        return char
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if char in _BLANKS:
        return " "
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me", "Cc"):
        return ""
    if category[0] == "Z":
        return " "
    if category == "Pd" or char == "\u2212":
        return "-"
    wide = unicodedata.normalize("NFKC", char)
    return wide if len(wide) == 1 and wide.isascii() else char
