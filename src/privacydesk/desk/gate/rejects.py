"""Rows of imports that could not be read and that name a person: they may be theirs."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from privacydesk.desk.gate.known_as import name_of, parts_of
from privacydesk.domain.checklist import fingerprint
from privacydesk.domain.identifiers import recognise
from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.release import RejectedRows
from privacydesk.domain.text import fold
from privacydesk.store.search.text import name_words

if TYPE_CHECKING:
    from privacydesk.domain.model import SubjectCard
    from privacydesk.store.release_counts import Skipped

_TOLD = 4  # file, row, column and reason stand before the values
_DIGITS = re.compile(r"\D+")
_TOKENS = re.compile(r'"((?:[^"\\]|\\.)*)"?|([^\s,:\[\]{}"]+)')
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t"}
_LONGEST = 1 << 27  # of a cell: what an import keeps is shorter
_LEAST = 5  # a shorter value would be found in anything: it must be a cell of its own


def touching(
    skipped: Iterable[Skipped],
    card: SubjectCard | None,
    known_as: Sequence[str],
    region: str,
) -> tuple[tuple[RejectedRows, ...], tuple[int, ...]]:
    """(runs with rows that name the person, runs whose file of rejects cannot be read).

    `skipped`: import runs with their source, the file of their rejects and how many it must hold.
    The person is who is on the card, also by the number that the source itself gives them, and who
    is known under the values `known_as` (`region` reads their numbers).
    """
    named = _Named(card, known_as, region)
    found, unread = [], []
    for run, source, file, count in skipped:
        rows = _naming(Path(file), named, source, count) if file else None
        if rows is None:
            unread.append(run)
        elif rows:
            found.append(RejectedRows(run, len(rows), fingerprint(*sorted(rows))))
    return tuple(found), tuple(unread)


def _naming(file: Path, named: _Named, source: str, count: int) -> list[str] | None:
    """The rows that name the person, as text; None when the file or rows of it are gone."""
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    try:
        with file.open(encoding="utf-8", errors="replace", newline="") as text:
            reader = csv.reader(text)
            next(reader, None)
            rows = list(reader)
    except (OSError, csv.Error):
        return None
    if len(rows) < count:
        return None
    return ["\x1f".join(row[_TOLD:]) for row in rows if named.by(cells_of(row[_TOLD:]), source)]


def cells_of(kept: Iterable[str]) -> list[str]:
    """The cells of a rejected row. Of an entry kept as JSON its values; of one that is no whole
    JSON its text, and what in it looks like a value."""
    found: list[str] = []
    for cell in kept:
        if not cell.startswith(("{", "[")) and '":' not in cell:
            found.append(cell)
            continue
        try:
            found += _leaves(json.loads(cell))
        except (ValueError, RecursionError):
            found.append(_unescaped(cell))
            found += [_unescaped(text or bare) for text, bare in _TOKENS.findall(cell)]
    return found


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif value is not None:
        yield str(value)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda f: chr(int(f[1], 16)) if f[1] else _SIGNS.get(f[2], f[2]), text)


class _Named:
    """Whether cells hold a value or the full name of a person."""

    def __init__(self, card: SubjectCard | None, known_as: Sequence[str], region: str) -> None:
        self._texts: set[str] = set()
        self._cells: set[str] = set()
        self._numbers: set[str] = set()
        self._names: set[frozenset[str]] = set()
        self._addresses: set[tuple[str, str]] = set()
        self._keys: set[tuple[str, str]] = set()  # (source, its number of the person)
        if card is not None:
            for one in card.identifiers:
                self._add(one.kind, one.value or one.raw)
            self._keys = {
                (party.source, party.source_key)
                for party in card.parties
                if len(party.source_key) >= _LEAST
            }
            for name in (card.name, *(party.name for party in card.parties)):
                self._add_name(name)
        for value in known_as:
            for part in parts_of(value, region):
                self._add(None, part)
                self._add_name(part)
                for kind, reading in recognise(part, region=region):
                    self._add(kind, reading)

    def _add(self, kind: IdentifierKind | None, value: str) -> None:
        text = fold(value)
        if kind is IdentifierKind.PHONE:
            number = _DIGITS.sub("", text)[-9:]
            if len(number) >= _LEAST:
                self._numbers.add(number)
        elif kind is IdentifierKind.ADDRESS and text.count(":") == 2:
            _, postcode, house = text.split(":")
            self._addresses.add((postcode, house))
        else:
            (self._texts if len(text) >= _LEAST else self._cells).add(text)

    def _add_name(self, name: str) -> None:
        core = frozenset(name_of(name))
        if len(core) > 1:
            self._names.add(core)
        elif len(fold(name).split()) > 1:  # one word beside particles: as it stands
            self._texts.add(fold(name))

    def by(self, cells: list[str], source: str) -> bool:
        if any((source, cell.strip()) in self._keys for cell in cells):
            return True
        text = fold(" ".join(cells))
        if any(value in text for value in self._texts):
            return True
        if self._cells and any(fold(cell).strip() in self._cells for cell in cells):
            return True
        digits = [_DIGITS.sub("", cell) for cell in cells]
        if any(number in cell for number in self._numbers for cell in digits):
            return True
        known = frozenset(name_words([" ".join(cells)]).split())
        return any(name <= known for name in self._names) or any(
            _at(address, text, known) for address in self._addresses
        )


def _at(address: tuple[str, str], text: str, known: frozenset[str]) -> bool:
    """Whether a row names a postcode and, anywhere in it, the house number."""
    postcode, house = address
    number = re.match(r"\d+", house)
    if postcode not in re.sub(r"\W", "", text) or number is None:
        return False
    beginning = re.compile(rf"{number.group()}(?!\d)")
    return any(beginning.match(word) for word in known)
