"""Which encoding a text file is in: decided, never guessed half-way.

The ladder: a byte order mark; else the pattern of zero bytes that UTF-16 leaves in Latin text;
else strict UTF-8 over the whole file; else Windows-1252, which is what older spreadsheets write.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from privacydesk.domain.errors import InputError
from privacydesk.intake.container import Member
from privacydesk.intake.limits import MB

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def has_nul(member: Member) -> bool:
    """True when a zero byte stands anywhere in the file (always so for UTF-16)."""
    with member.open() as stream:
        while block := stream.read(MB):
            if b"\x00" in block:
                return True
    return False


def detect(member: Member) -> str:
    """The Python name of the encoding; reads the whole file once when there is no mark."""
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
            return "cp1252"
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
    errors = "replace" if name == "cp1252" else "strict"
    with member.open() as stream:
        text = io.TextIOWrapper(stream, encoding=name, errors=errors, newline="")
        try:
            yield text
        except UnicodeError as error:
            raise InputError(
                f"{member.name} is not valid {name.upper()} text: it is damaged. Export it again."
            ) from error
        finally:
            if not stream.closed:
                text.detach()
