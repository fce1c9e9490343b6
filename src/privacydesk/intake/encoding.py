"""Which encoding a text file is in: decided, never guessed half-way.

The ladder: a byte order mark; else the pattern of zero bytes that UTF-16 leaves in Latin text;
else strict UTF-8 over the whole file; else Windows-1252, which is what older spreadsheets write. A
file pasted together from both is read as both, byte by byte, and `mixture` tells where. What the
user named goes before all of it.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Final

from privacydesk.domain.errors import InputError
from privacydesk.domain.text import safe_line
from privacydesk.intake.container import Member
from privacydesk.intake.limits import MB

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

MIXED: Final = "utf-8 with windows-1252"
_EACH: Final = "privacydesk.windows-1252"  # the handler that reads what is no UTF-8
# Letters with accents, quotes, dashes and the euro sign in UTF-8. Other pairs of bytes above 127
# stand in plain Windows-1252 as well, such as a capital letter before a typographic apostrophe.
_ACCENTS: Final = re.compile(
    rb"[\xc3\xc5][\x80-\xbf]|\xc4[\x80-\x83\x86-\x90\x98-\xbf]|\xc2[\xa0-\xbf]|\xe2\x80[\x90-\xbf]|\xe2\x82\xac"
)


def _each(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_EACH, _each)


def known_encoding(name: str) -> str:
    """The encoding under the name that Python gives it. Raises InputError for no such encoding."""
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=name).detach()  # refuses what is no text
        return codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise InputError(
            f"{safe_line(name)[:40]} is no encoding that is known here; such are utf-8, cp1252, "
            "iso8859-15, utf-16 and cp850."
        ) from error


@dataclass(frozen=True, slots=True)
class Mixture:
    """`lines` of a file hold bytes that are no UTF-8, while others are; `first` counts from 1."""

    lines: int
    first: int


def mixture(member: Member) -> Mixture | None:
    """Where a file leaves UTF-8; None when it holds no letter in UTF-8, or is all UTF-8."""
    lines = first = 0
    letters = False
    with member.open() as stream:
        for number, line in enumerate(stream, 1):
            if line.isascii():
                continue
            letters = letters or _ACCENTS.search(line) is not None
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                lines += 1
                first = first or number
    return Mixture(lines, first) if letters and lines else None


def has_nul(member: Member) -> bool:
    """True when a zero byte stands anywhere in the file (always so for UTF-16)."""
    with member.open() as stream:
        while block := stream.read(MB):
            if b"\x00" in block:
                return True
    return False


def detect(member: Member) -> str:
    """The Python name of the encoding, or `MIXED`; reads the whole file when there is no mark."""
    if member.encoding is not None:
        return member.encoding
    with member.open() as stream:
        head = stream.read(4096)
        for mark, name in _BOMS:
            if head.startswith(mark):
                return name
        if pattern := _zero_pattern(head):
            return pattern
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        try:
            decoder.decode(head)
            while block := stream.read(MB):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252" if mixture(member) is None else MIXED
    return "utf-8"


def _zero_pattern(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    return None


@contextmanager
def open_text(member: Member, encoding: str | None = None) -> Iterator[IO[str]]:
    """The member as text, line breaks untouched.

    Bytes that Windows-1252 leaves undefined are read as U+FFFD; the other encodings are strict,
    and a broken file raises InputError.
    """
    name = encoding or detect(member)
    errors = {"cp1252": "replace", MIXED: _EACH}.get(name, "strict")
    plain = "utf-8" if name == MIXED else name
    with member.open() as stream:
        text = io.TextIOWrapper(stream, encoding=plain, errors=errors, newline="")
        try:
            yield text
        except UnicodeError as error:
            what = "name another --encoding" if member.encoding else "export it again"
            raise InputError(
                f"{member.name} is not valid {name.upper()} text: it is damaged; {what}."
            ) from error
        finally:
            if not stream.closed:
                text.detach()
