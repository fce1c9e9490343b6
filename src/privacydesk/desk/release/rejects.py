"""Rows of imports that could not be read and that name a person: they may be theirs."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.domain.checklist import fingerprint
from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.release import RejectedRows
from privacydesk.domain.text import fold

if TYPE_CHECKING:
    from privacydesk.domain.model import SubjectCard

_TOLD = 4  # file, row, column and reason stand before the values
_DIGITS = re.compile(r"\D+")
_LEAST = 5  # a shorter number would be found in anything


def touching(
    skipped: Iterable[tuple[int, str | None]], card: SubjectCard
) -> tuple[tuple[RejectedRows, ...], tuple[int, ...]]:
    """(runs with rows that name the person, runs whose file of rejects cannot be read).

    `skipped`: import runs with the file of their rejects.
    """
    named = _Named(card)
    found, unread = [], []
    for run, file in skipped:
        rows = _naming(Path(file), named) if file else None
        if rows is None:
            unread.append(run)
        elif rows:
            found.append(RejectedRows(run, len(rows), fingerprint(*sorted(rows))))
    return tuple(found), tuple(unread)


def _naming(file: Path, named: _Named) -> list[str] | None:
    """The rows that name the person, as text; None when the file cannot be read."""
    try:
        with file.open(encoding="utf-8", errors="replace", newline="") as text:
            reader = csv.reader(text)
            next(reader, None)
            return ["\x1f".join(row[_TOLD:]) for row in reader if named.by(row[_TOLD:])]
    except (OSError, csv.Error):
        return None


class _Named:
    """Whether cells hold a value or the full name of a person."""

    def __init__(self, card: SubjectCard) -> None:
        self._texts = set()
        self._numbers = set()
        for one in card.identifiers:
            text = fold(one.value or one.raw)
            if one.kind is IdentifierKind.PHONE:
                self._numbers.add(_DIGITS.sub("", text)[-9:])
            elif len(text) >= _LEAST:
                self._texts.add(text)
        names = {fold(name) for name in (card.name, *(party.name for party in card.parties))}
        self._texts |= {name for name in names if len(name.split()) > 1}
        self._numbers = {number for number in self._numbers if len(number) >= _LEAST}

    def by(self, cells: list[str]) -> bool:
        text = fold(" ".join(cells))
        if any(value in text for value in self._texts):
            return True
        digits = [_DIGITS.sub("", cell) for cell in cells]
        return any(number in cell for number in self._numbers for cell in digits)
