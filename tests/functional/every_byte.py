"""Every text that can be got out of a file that leaves the desk."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from pypdf import PdfReader


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Every text that can be got out of a file, with where it stands."""
    yield name, name
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield f"{name}: comment", package.comment.decode("utf-8", "replace")
            for info in package.infolist():
                yield from unpacked(f"{name}!{info.filename}", package.read(info))
        return
    if data[:5] == b"%PDF-":
        reader = PdfReader(io.BytesIO(data))
        yield f"{name}: pages", "\n".join(page.extract_text() for page in reader.pages)
        yield f"{name}: metadata", str(dict(reader.metadata or {}))
        yield f"{name}: xmp", str(reader.xmp_metadata and reader.xmp_metadata.custom_properties)
        yield f"{name}: outline", str(reader.outline)
        for part, contents in reader.attachments.items():
            for content in contents:
                yield from unpacked(f"{name}!{part}", content)
        for number, item in enumerate(reader.xref_objStm):
            yield f"{name}: object {number}", str(reader.get_object(item))
    yield f"{name}: bytes", data.decode("utf-8", "replace")
    yield f"{name}: latin", data.decode("latin-1")


def plain(text: str) -> str:
    return unquote(text).replace("\u200b", "").replace("\\", "").replace("\u00ad", "")


def digits_in(text: str, number: str) -> bool:
    """Whether the digits of a number stand in a text one after the other, in any writing."""
    return re.search(r"[\W_]{0,6}".join(number), _read(text)) is not None


@lru_cache(maxsize=256)  # one file is looked through for several numbers
def _read(text: str) -> str:
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() else c
        for c in re.sub(r"\\+[nrt]", " ", unquote(text)).replace("&nbsp;", " ")
        if unicodedata.category(c) not in ("Cf", "Mn")
    )


def holding(path: Path, number: str) -> list[str]:
    """Where in a file the digits of a number stand; packed bytes are read literally."""
    return [
        where
        for where, text in unpacked(path.name, path.read_bytes())
        if (
            number in text
            if where.endswith((": bytes", ": latin")) and path.suffix == ".pdf"
            else digits_in(text, number)
        )
    ]
