"""Checks a muted or blackened file before it may go in place of an original."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

_LONGEST: Final = 512 << 20  # bytes; more cannot be sent anyway
_LEAST: Final = 5  # shorter words stand in any file by chance
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_HEAD: Final = 512
_LONGEST_TEXT: Final = 32 << 20
_HOLDS: Final = "it still holds something that is blacked out in the answer."


def problem(
    path: Path,
    original: Path,
    hidden: Iterable[str],
    holds: Callable[[str], bool] = lambda _: False,
) -> str | None:
    """What is wrong with a replacement, as a sentence without personal data; None when nothing.

    `hidden`: what the answer does not show. Text is looked for as bytes in UTF-8, UTF-16 and
    Latin-1, also inside of ZIP-based formats; `holds` tells whether a readable text has some of it
    in another writing. What stands in a picture or is spoken only a person can check.
    """
    size = path.stat().st_size
    if size == 0:
        return "it is empty."
    if size > _LONGEST:
        return "it is larger than 512 MB."
    data = path.read_bytes()
    if not original.is_file():
        return "the original is not in the store any more."
    before = original.read_bytes()
    if hashlib.sha256(data).digest() == hashlib.sha256(before).digest():
        return "it is the original itself, nothing was muted or blackened."
    was, now = sort_of(before[:_HEAD]), sort_of(data[:_HEAD])
    if was != now and not {was, now} <= {"picture", "PDF"}:
        return f"the original is {_article(was)}, this is {_article(now)}."
    for part in _parts(data):
        lowered = part.lower()
        for text in hidden:
            if len(text) >= _LEAST and any(form in lowered for form in _forms(text)):
                return _HOLDS
        if any(holds(text) for text in _readable(part)):
            return _HOLDS
    return None


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
    if head[:5] == b"%PDF-":
        return "PDF"
    if head[:2] == b"PK":
        return "office file"
    return "text" if b"\x00" not in head else "file of another sort"


def _article(sort: str) -> str:
    return f"an {sort}" if sort[0] in "aeio" else f"a {sort}"


def _parts(data: bytes) -> Iterator[bytes]:
    yield data
    if data[:2] != b"PK":
        return
    import io

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for info in package.infolist():
                if info.file_size <= _LONGEST:
                    yield info.filename.encode() + b"\n" + package.read(info)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        return


def _readable(part: bytes) -> Iterator[str]:
    """A part of a file as text, when it is one; XML without its tags."""
    if len(part) > _LONGEST_TEXT:
        return
    wide = part[:2] in (b"\xff\xfe", b"\xfe\xff")
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
