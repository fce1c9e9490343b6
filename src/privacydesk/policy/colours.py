"""Whether a colour of the house can be read on paper."""

from __future__ import annotations

from typing import Final

_LEAST: Final = 3.0  # WCAG 2.2, 1.4.3: of large text, which names and titles of letters are


def contrast_on_white(colour: str) -> float:
    """The contrast of `#rrggbb` on white, from 1 (white) to 21 (black); WCAG 2.2, 1.4.3."""
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def readable_on_white(colour: str) -> str:
    """`colour` itself (or nothing). Raises ValueError for one too light to be read on paper."""
    if colour and contrast_on_white(colour) < _LEAST:
        raise ValueError(f"{colour!r} is too light to be read on paper; choose a darker colour")
    return colour


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
