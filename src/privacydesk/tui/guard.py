"""The only way text becomes visible here: made safe first, never read as markup.

Two layers. `content()` makes every piece of text safe before Textual builds anything from it, so
that widths are right and no byte of a stranger reaches the terminal. `StrangerFilter` is the
backstop under all widgets: whatever slips past (a library widget, a pasted value) is replaced in
the last step before output.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.content import Content
from textual.filter import LineFilter

from privacydesk.domain.text import safe, safe_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.color import Color

Part = str | tuple[str, str]
"""A piece of a line: text, or text and a style such as `bold` or `$late`."""

_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
REPLACEMENT: Final = "\ufffd"


def content(*parts: Part | Content) -> Content:
    """Build what a widget shows from texts and styles; each text is made safe, none is markup."""
    made: list[Content | tuple[str, str]] = []
    for part in parts:
        match part:
            case Content():
                made.append(part)
            case (text, style):
                made.append((safe(text), style))
            case str():
                made.append((safe(part), ""))
    return Content.assemble(*made)


def lines(text: str, style: str = "") -> list[Content]:
    """One content per line of a text of several lines."""
    return [Content.assemble((line, style)) for line in safe(text).split("\n")]


def one_line(text: str) -> str:
    """The text on a single line, safe to place in a cell."""
    return safe_line(text)


class StrangerFilter(LineFilter):
    """Replaces control and direction characters in finished lines; see the module's docstring."""

    def apply(self, segments: Sequence[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same segments with each unsafe character replaced; control segments stay as is."""
        if not any(_UNSAFE.search(segment.text) for segment in segments if not segment.control):
            return list(segments)
        return [
            segment
            if segment.control
            else Segment(_UNSAFE.sub(REPLACEMENT, segment.text), segment.style)
            for segment in segments
        ]
