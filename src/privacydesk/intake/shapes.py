"""Structure that a table of columns cannot say: one small function for each oddity."""

from __future__ import annotations

import re
from typing import Final

# 1706600000.42, with the name of the machine in front on a cluster.
_UNIQUE_ID: Final = re.compile(r"(?:[\w.\-]+-)?\d{9,11}\.\d+")
_FIXED: Final = 16  # fields of a call record before the two optional ones


def asterisk_order(cells: list[str]) -> list[str]:
    """The cells of a `Master.csv` row with the unique id before the user field.

    Both fields are optional, and writers disagree about their order: only the unique id has a
    form that tells it. With 17 fields the last one is whichever it looks like.
    """
    first, second = cells[_FIXED], cells[_FIXED + 1]
    if not _UNIQUE_ID.fullmatch(first) and (_UNIQUE_ID.fullmatch(second) or not second):
        return [*cells[:_FIXED], second, first]
    return cells
