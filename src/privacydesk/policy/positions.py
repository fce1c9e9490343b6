"""On which line of a TOML text each key and value stands.

`tomllib` gives values without positions. This walks a text that `tomllib` has already accepted
and only keeps lines, so that an error can name one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Path = tuple[str | int, ...]

_BARE_END: Final = " \t\r\n=.]"
_VALUE_END: Final = ",]}\r\n#"


def line_of(positions: Mapping[Path, int], path: Path) -> int | None:
    """The line of `path`, else of the nearest part around it that is written."""
    for length in range(len(path), 0, -1):
        line = positions.get(path[:length])
        if line is not None:
            return line
    return None


def positions(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and array element, by its path."""
    return _Walk(text).run()


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text + "\n"
        self.at = 0
        self.line = 1
        self.found: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}  # arrays of tables: how many so far

    def run(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip_blank():
            if self.text.startswith("[[", self.at):
                table = self._header(2, array=True)
            elif self.text[self.at] == "[":
                table = self._header(1, array=False)
            else:
                self._pair(table)
        return self.found

    def _move(self, count: int = 1) -> None:
        self.line += self.text.count("\n", self.at, self.at + count)
        self.at += count

    def _skip_blank(self) -> bool:
        """Past spaces, line ends, commas and comments; False at the end of the text."""
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "#":
                self._move(self.text.index("\n", self.at) - self.at)
            elif char in " \t\r\n,":
                self._move()
            else:
                return True
        return False

    def _keys(self) -> tuple[str, ...]:
        keys: list[str] = []
        while True:
            while self.text[self.at] in " \t":
                self._move()
            if self.text[self.at] in "\"'":
                start = self.at + 1
                self._string()
                keys.append(self.text[start : self.at - 1])
            else:
                start = self.at
                while self.text[self.at] not in _BARE_END:
                    self._move()
                keys.append(self.text[start : self.at])
            while self.text[self.at] in " \t":
                self._move()
            if self.text[self.at] != ".":
                return tuple(keys)
            self._move()

    def _header(self, brackets: int, *, array: bool) -> Path:
        line = self.line
        self._move(brackets)
        keys = self._keys()
        self._move(brackets)
        path: Path = ()
        for number, key in enumerate(keys):
            path = (*path, key)
            self.found.setdefault(path, line)
            if array and number == len(keys) - 1:
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
                self.found.setdefault(path, line)
        return path

    def _pair(self, table: Path) -> None:
        line = self.line
        path = table
        for key in self._keys():
            path = (*path, key)
            self.found.setdefault(path, line)
        self._move(self.text.index("=", self.at) + 1 - self.at)
        while self.text[self.at] in " \t":
            self._move()
        self._value(path)

    def _value(self, path: Path) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self._move()
            index = 0
            while self._skip_blank() and self.text[self.at] != "]":
                self.found[(*path, index)] = self.line
                self._value((*path, index))
                index += 1
            self._move()
        elif opening == "{":
            self._move()
            while self._skip_blank() and self.text[self.at] != "}":
                self._pair(path)
            self._move()
        elif opening in "\"'":
            self._string()
        else:
            while self.text[self.at] not in _VALUE_END:
                self._move()

    def _string(self) -> None:
        quote = self.text[self.at]
        triple = quote * 3
        closing = triple if self.text.startswith(triple, self.at) else quote
        self._move(len(closing))
        while not self.text.startswith(closing, self.at):
            self._move(2 if quote == '"' and self.text[self.at] == "\\" else 1)
        self._move(len(closing))
        while closing == triple and self.text.startswith(quote, self.at):
            self._move()  # up to two quotes may stand before the closing three
