"""Small readings of cells: whole seconds, filled cells, titles from a template."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from privacydesk.domain.text import safe_line
from privacydesk.intake.values import Names, Row


def whole_number(text: str) -> int | None:
    """Seconds from `65`, `65.0` or `00:01:05`; None for anything else, and for what no clock
    counts (more than eighteen digits, which the store could not hold)."""
    if len(text) > 18 or not text.isascii():
        return None
    if text.isdigit():
        return int(text)
    if found := re.fullmatch(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:\.\d+)?", text):
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    if re.fullmatch(r"\d+\.\d+", text):
        return int(float(text))
    return None


def filled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in ("", None)}


_PLACE = re.compile(r"\{([^{}]+)\}")


def compile_title(template: str, names: Names) -> Callable[[Row, str], str]:
    """`Order {Name}`; `{A|B}` takes the first that is not empty, `{#}` is the record's id.

    The title is empty when nothing was there to fill it. Where a place stays empty, the signs
    that would have led to it go; the source's own signs stay.
    """
    parts = _PLACE.split(template)
    literals, places = parts[0::2], parts[1::2]
    getters = [None if place == "#" else names.first_text(place.split("|")) for place in places]
    steps = list(zip(places, getters, literals[1:], strict=True))

    def title(row: Row, source_id: str) -> str:
        found = literals[0]
        gap = False
        for place, getter, literal in steps:
            value = source_id if place == "#" else getter(row) if getter is not None else ""
            gap = gap or not value
            found += value + literal
        shown = safe_line(found).strip()
        return (shown.strip(" -:·") if gap else shown)[:300] or source_id

    return title
