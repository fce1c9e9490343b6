"""Where the text of a letter begins on its first page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from privacydesk.documents.blocks import Document

_USUAL_MM: Final = 98.5  # DIN 5008 form B
_WINDOW_MM: Final = 62.0  # the first line of the address
_FACTS_MM: Final = 50.0
_LINE_MM: Final = 5.0
_GAP_MM: Final = 10.0
_LETTERS: Final = 36  # of a line in the window


def text_begins(document: Document) -> float:
    """Millimetres from the top: the usual place, lower when address or facts need more room.

    The lines of a word processor are not known here, so their number is estimated, and rather
    too high.
    """
    facts = (f"{label}: {value}" for label, value in document.facts)
    window = _WINDOW_MM + _LINE_MM * _lines(document.receiver_lines)
    return max(_USUAL_MM, window + _GAP_MM, _FACTS_MM + _LINE_MM * _lines(facts) + _GAP_MM)


def _lines(texts: Iterable[str]) -> int:
    return sum(1 + len(text) // _LETTERS for text in texts)
