"""Text from strangers: made safe to show, and folded so that it can be found.

Every name, subject line and message was written by somebody else. A terminal obeys escape codes
that stand in such text (an OSC 52 sequence replaces the clipboard), and direction overrides make
it read as something else. `safe` is the one place that takes this power away; it is applied
before any widget content is built, in command line output and in documents.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

REPLACEMENT: Final = "\ufffd"

_CONTROL_PICTURES: Final = {code: chr(0x2400 + code) for code in range(0x20)}
_UNSAFE: Final[dict[int, str]] = {
    **{code: sign for code, sign in _CONTROL_PICTURES.items() if code not in (0x09, 0x0A)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), REPLACEMENT),  # C1: 0x9b alone begins an escape sequence
    **dict.fromkeys((0x061C, 0x200E, 0x200F), REPLACEMENT),
    **dict.fromkeys(range(0x202A, 0x202F), REPLACEMENT),  # bidirectional overrides
    **dict.fromkeys(range(0x2066, 0x206A), REPLACEMENT),
    **dict.fromkeys((0x2028, 0x2029), "\n"),
    **dict.fromkeys(range(0xFFF9, 0xFFFC), REPLACEMENT),
    **dict.fromkeys(range(0xE0000, 0xE0080), REPLACEMENT),  # invisible tags
    0xFEFF: "",  # a byte order mark inside text shows nothing and breaks searching by eye
}
_UNSAFE_PATTERN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LINE_BREAKS: Final = re.compile(r"[ \t]*\n[\s]*|\t")


def safe(text: str) -> str:
    """The same text without power over a terminal or a page; line breaks and tabs stay.

    Control characters become their visible pictures, direction overrides, C1 codes and lone
    surrogates become U+FFFD. Idempotent; the result can always be encoded as UTF-8.
    """
    if not _UNSAFE_PATTERN.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub(REPLACEMENT, text.translate(_UNSAFE))


def safe_line(text: str) -> str:
    """`safe` on one line: line breaks and tabs become single spaces."""
    text = safe(text)
    if "\n" in text or "\t" in text:
        return _LINE_BREAKS.sub(" ", text).strip()
    return text


def storable(text: str) -> str:
    """The text as a database and a file can keep it: NUL and lone surrogates become U+FFFD.

    Everything else stays verbatim; showing it is the business of `safe`.
    """
    if "\x00" in text:
        text = text.replace("\x00", REPLACEMENT)
    if text.isascii():
        return text
    return _SURROGATE.sub(REPLACEMENT, text)


# Letters that Unicode does not decompose, and the digraphs that readers of nl, de, no expect.
_LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ĳ": "ij",
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
    }
)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


@lru_cache(maxsize=65536)
def _fold_other(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    if bare.isascii():
        return bare.lower()  # the decomposition of some signs is in capitals: ᴬ, ₨, ℂ
    from anyascii import anyascii

    result: str = anyascii(_SURROGATE.sub(" ", bare)).lower()
    return result


def fold(text: str) -> str:
    """The form that search compares: lower case, no diacritics, Latin letters.

    `ł`, `ø`, `ß`, `đ`, `æ` are folded too (`unicode61` of SQLite misses them), other scripts are
    transliterated. Spaces and punctuation stay, so words can still be told apart.
    """
    if text.isascii():
        return text.lower()
    if len(text) <= 64:
        return _fold_other(text)
    return _fold_other.__wrapped__(text)


def fold_variants(text: str) -> tuple[str, ...]:
    """All folded forms under which a name may be typed: `Müller` is `muller` and `mueller`.

    The first is `fold(text)`; a second exists only when it differs.
    """
    plain = fold(text)
    if text.isascii():
        return (plain,)
    lowered = unicodedata.normalize("NFC", text.casefold())
    expanded = fold(lowered.translate(_UMLAUTS))
    return (plain,) if expanded == plain else (plain, expanded)


def many(count: int, word: str) -> str:
    """`1 record`, `2 records`, `2 entries`."""
    if count == 1:
        return f"1 {word}"
    return f"{count} {word[:-1]}ies" if word.endswith("y") else f"{count} {word}s"
