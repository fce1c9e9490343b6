"""What stands in PDFs, read in a limited process: they come from anybody."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from privacydesk.domain.errors import InputError
from privacydesk.isolate import run_limited

_LARGEST: Final = 128 << 20  # bytes of all together
_SECONDS: Final = 60
_MEMORY_MB: Final = 1536
_ENCLOSED: Final = ("/EmbeddedFile", "/Metadata")
_DEEP: Final = 20  # strings lie a few levels deep within an object

Pieces = list[str | bytes]


def pieces(files: Sequence[bytes]) -> Pieces | None:
    """The text of every page, every other string (metadata, notes, fields of forms, bookmarks) and
    the enclosed files of PDFs. None when one of them is damaged, too large, or has a password."""
    if sum(map(len, files)) > _LARGEST:
        return None
    try:
        return run_limited(
            read_here,
            list(files),
            seconds=_SECONDS,
            memory_mb=_MEMORY_MB,
            what="Reading a PDF",
        )
    except InputError:
        return None


def read_here(files: Sequence[bytes]) -> Pieces:
    """The same in this process; raises what the readers raise."""
    return [piece for data in files for piece in _pieces(data)]


def _pieces(data: bytes) -> Iterator[str | bytes]:
    import pikepdf
    from pypdf import PdfReader

    with pikepdf.open(io.BytesIO(data)) as pdf:
        if not len(pdf.pages):
            raise ValueError("no pages")
        for thing in pdf.objects:
            yield from _strings(thing)
        yield from _strings(pdf.trailer)
        if pdf.is_encrypted:  # without a password to open it: the other reader knows no AES
            plain = io.BytesIO()
            pdf.save(plain, encryption=False)
            data = plain.getvalue()
    for page in PdfReader(io.BytesIO(data)).pages:
        text = page.extract_text()
        yield text
        yield " ".join(text.split())


def _strings(thing: Any, depth: int = 0) -> Iterator[str | bytes]:
    """Every string in one object; what it refers to is an object of its own."""
    import pikepdf

    if depth > _DEEP or (depth and getattr(thing, "is_indirect", False)):
        return
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            yield from _strings(item, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for _, item in thing.items():
            yield from _strings(item, depth + 1)
        if isinstance(thing, pikepdf.Stream) and str(thing.get("/Type", "")) in _ENCLOSED:
            yield thing.read_bytes()
