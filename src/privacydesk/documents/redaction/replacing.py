"""Checks a muted or blackened file before it may go in place of an original."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from privacydesk.documents.redaction import inside

_HEAD: Final = 512


def problem(
    path: Path,
    original: Path,
    hidden: Collection[str],
    find: Callable[[str], bool] = lambda _: False,
) -> str | None:
    """What is wrong with a replacement, as a sentence without personal data; None when nothing.

    `hidden`: what the answer does not show; `find` tells whether a readable text has some of it in
    another writing. What stands in a picture or is spoken only a person can check.
    """
    size = path.stat().st_size
    if size == 0:
        return "it is empty."
    if size > inside.LONGEST:
        return "it is larger than 512 MB."
    data = path.read_bytes()
    if not original.is_file():
        return "the original is not in the store any more."
    before = original.read_bytes()
    if hashlib.sha256(data).digest() == hashlib.sha256(before).digest():
        return "it is the original itself, nothing was muted or blackened."
    was, now = inside.sort_of(before[:_HEAD]), inside.sort_of(data[:_HEAD])
    if was != now and not {was, now} <= {"picture", "PDF"}:
        return f"the original is {_article(was)}, this is {_article(now)}."
    try:
        if inside.holds(path, hidden, find):
            return "it still holds something that is blacked out in the answer."
    except inside.UnreadableError:
        return "it cannot be checked: it is a PDF with a password, damaged or too large to read."
    return None


def _article(sort: str) -> str:
    return f"an {sort}" if sort[0] in "aeio" else f"a {sort}"
