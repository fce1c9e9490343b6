"""Pictures that a controller puts into letters."""

from __future__ import annotations

from typing import Final

_STARTS: Final = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
_MOST_PIXELS: Final = 10_000


def kind_of(data: bytes) -> str | None:
    """`png` or `jpg` for a picture whose head can be read and whose size makes sense."""
    for kind, start in _STARTS.items():
        if data.startswith(start):
            try:
                width, height = size_of(data)
            except ValueError:
                return None
            return kind if 0 < width <= _MOST_PIXELS and 0 < height <= _MOST_PIXELS else None
    return None


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises ValueError when the picture does not say."""
    from docx.image.exceptions import (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.image.image import Image

    try:
        image = Image.from_blob(data)
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError) as error:
        raise ValueError("not a picture") from error
    return image.px_width, image.px_height
