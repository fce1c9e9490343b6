"""What a file says, as far as a program can read it: does it hold something that is hidden?"""

from __future__ import annotations

import email
import email.policy
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

from privacydesk.documents.redaction import pdftext

LONGEST: Final = 512 << 20
"""Bytes of the largest file that is read; more cannot be sent anyway."""

_LONGEST_TEXT: Final = 32 << 20
_LEAST: Final = 5  # shorter words stand in any file by chance
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_MAIL: Final = re.compile(rb"(?i)(?:[a-z][a-z-]{1,40}:[^\n]*\r?\n(?:[ \t][^\n]*\n)*){2}")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")  # how a text in UTF-16 begins
_HEAD: Final = 512
_PDF: Final = b"%PDF-"
_MANY: Final = 500  # parts of a mail


class UnreadableError(Exception):
    """A PDF has a password, is damaged or too large, so that nobody knows what stands in it."""


def holds(path: Path, hidden: Collection[str], find: Callable[[str], bool]) -> bool:
    """Whether a file holds something of `hidden`, or a text for which `find` is true.

    Words are looked for as bytes in UTF-8, UTF-16 and Latin-1, also inside of ZIP-based formats
    (with the names of what is in them) and of mails; `find` is given every part that is a text,
    with and without its tags. A file larger than `LONGEST` and what stands in a picture or is
    spoken holds nothing here: only a person can check it. PDFs are read with their metadata, notes
    and enclosed files. Raises OSError, and UnreadableError when nothing was found but a PDF could
    not be read.
    """
    size = path.stat().st_size
    if size > LONGEST:
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if size > _LONGEST_TEXT and sort_of(head) in ("picture", "recording"):
            return False
        data = head + file.read()
    words = [text for text in hidden if len(text) >= _LEAST]
    forms = [form for text in words for form in _forms(text)]

    def told(text: str) -> bool:
        folded = text.casefold()
        return any(word.casefold() in folded for word in words) or find(text)

    def said(part: bytes) -> bool:
        lowered = part.lower()
        return any(form in lowered for form in forms) or any(map(told, _readable(part)))

    pdfs = []
    for part in _parts(data):
        if said(part):
            return True
        if _PDF in part[:_HEAD]:
            pdfs.append(part)
    if not pdfs:
        return False
    pieces = pdftext.pieces(pdfs)
    if pieces is None:
        raise UnreadableError
    return any(told(piece) if isinstance(piece, str) else said(piece) for piece in pieces)


def sort_of(head: bytes) -> str:
    """What a file is, by its first bytes."""
    if head[:4] == b"RIFF":
        return "picture" if head[8:12] == b"WEBP" else "recording"
    if head[:3] == b"ID3" or head[:4] in (b"OggS", b"fLaC") or head[:2] in (
        b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9",
    ):  # fmt: skip
        return "recording"
    if head[4:8] == b"ftyp":
        return "recording"
    if head[:8] == b"\x89PNG\r\n\x1a\n" or head[:3] == b"\xff\xd8\xff" or head[:4] == b"GIF8":
        return "picture"
    if head[:4] in (b"II*\x00", b"MM\x00*") or head[:2] == b"BM":
        return "picture"
    if head[:5] == _PDF:
        return "PDF"
    if head[:2] == b"PK":
        return "office file"
    return "text" if b"\x00" not in head or head[:2] in _WIDE else "file of another sort"


def _parts(data: bytes) -> Iterator[bytes]:
    yield data
    if data[:2] == b"PK":
        yield from _zipped(data)
    elif _MAIL.match(data):
        yield from _mailed(data)


def _zipped(data: bytes) -> Iterator[bytes]:
    """The members of a ZIP, each under its name, as far as they can be read."""
    left = LONGEST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for info in package.infolist():
                yield info.filename.encode("utf-8", "replace")
                if info.file_size > min(left, _LONGEST_TEXT):
                    continue
                left -= info.file_size
                try:
                    yield package.read(info)
                except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError):
                    continue  # encrypted or damaged: the others can be read all the same
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return


def _mailed(data: bytes) -> Iterator[bytes]:
    """The parts of a mail, decoded; a document among them with what is in it."""
    if len(data) > _LONGEST_TEXT:
        return
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for number, part in enumerate(message.walk()):
        if number == _MANY:
            return
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes) or not body:
            continue
        yield body
        if body[:2] == b"PK":
            yield from _zipped(body)


def _readable(part: bytes) -> Iterator[str]:
    """A part of a file as text, when it is one; XML without its tags."""
    if len(part) > _LONGEST_TEXT:
        return
    wide = part[:2] in _WIDE
    if b"\x00" in part[:4096] and not wide:
        return
    text = part.decode("utf-16" if wide else "utf-8", "replace")
    yield text
    if "</" in text:
        yield _TAG.sub("", text)


def _forms(text: str) -> tuple[bytes, ...]:
    lowered = text.lower()
    return (
        lowered.encode("utf-8", "replace"),
        lowered.encode("utf-16-le", "replace"),
        lowered.encode("latin-1", "replace"),
    )
