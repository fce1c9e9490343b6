"""Cells and JSON values: columns looked up by name, times read with their zone, HTML made text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from operator import itemgetter
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from privacydesk.domain.errors import InputError
from privacydesk.intake.schema import Times

Row = Mapping[str, Any]
Getter = Callable[[Row], Any]
TextGetter = Callable[[Row], str]


def text_of(value: Any) -> str:
    """A cell or JSON value as one text; empty for nothing, lists joined by commas."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (text_of(item) for item in value)))
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("value"))
    return str(value)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


class Names:
    """The columns of one table. `header` None means JSON: names are paths."""

    def __init__(self, header: Iterable[str] | None) -> None:
        self._by_key = None if header is None else {_key(name): name for name in header}

    def has(self, name: str) -> bool:
        return self._by_key is None or _key(name) in self._by_key

    def real(self, name: str) -> str | None:
        """The column as the file spells it."""
        return name if self._by_key is None else self._by_key.get(_key(name))

    def getter(self, name: str) -> Getter | None:
        """Reads one column or path; None when the file has no such column."""
        if self._by_key is not None:
            real = self._by_key.get(_key(name))
            if real is None:
                return None
            return lambda row: row[real]
        return path_getter(name)

    def texts(self, columns: Iterable[str]) -> list[tuple[str, TextGetter]]:
        """Name and text reader of each alternative that exists; `A + B` joins."""
        found: list[tuple[str, TextGetter]] = []
        for column in columns:
            if " + " in column:
                parts = [self.getter(part.strip()) for part in column.split(" + ")]
                present = [part for part in parts if part is not None]
                if present:
                    found.append((column, _joiner(present)))
                continue
            real = self.real(column)
            if real is None:
                continue
            if self._by_key is None:
                found.append((column, _texter(path_getter(column))))
            else:
                found.append((real, _cell(real)))
        return found

    def first_text(self, columns: Iterable[str]) -> TextGetter | None:
        """Reads the first alternative that is not empty; None when no column exists."""
        getters = [getter for _, getter in self.texts(columns)]
        if not getters:
            return None
        if len(getters) == 1:
            return getters[0]

        def first(row: Row) -> str:
            for getter in getters:
                if text := getter(row):
                    return text
            return ""

        return first

    def first_value(self, columns: Iterable[str]) -> Getter | None:
        """As `first_text`, for lists and objects."""
        getters = [getter for getter in map(self.getter, columns) if getter is not None]
        if not getters:
            return None

        def first(row: Row) -> Any:
            for getter in getters:
                value = getter(row)
                if value not in (None, "", [], {}):
                    return value
            return None

        return first


def path_getter(path: str) -> Getter:
    """Reads `requester.email` from nested objects; a key with a dot in it is found first."""
    if "." not in path:
        return lambda row: row.get(path)
    head, _, rest = path.partition(".")
    inner = path_getter(rest)

    def get(row: Row) -> Any:
        if path in row:
            return row[path]
        value = row.get(head)
        if isinstance(value, dict):
            return inner(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return inner(value[0])
        return None

    return get


def _texter(getter: Getter) -> TextGetter:
    return lambda row: text_of(getter(row)).strip()


def _cell(column: str) -> TextGetter:
    return itemgetter(column)  # cells of a table are stripped once, before they are mapped


def _joiner(getters: list[Getter]) -> TextGetter:
    return lambda row: " ".join(filter(None, (text_of(getter(row)).strip() for getter in getters)))


# -------------------------------------------------------------------------------------- times

_NO_TIME: Final = frozenset({"", "-", "null", "none", "n/a", "never", "0", "[]"})
_ZERO_DAYS: Final = ("0000-00-00", "0001-01-01")  # how two families of databases write nothing
_SPACED_OFFSET: Final = re.compile(r"\s+(?:UTC|GMT)?([+-]\d\d:?\d\d)$")
_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d\d)(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?"
)


class TimeReader:
    """Turns the times of one source into aware datetimes; offsets that are written are kept."""

    def __init__(self, rule: Times, local: tzinfo) -> None:
        self._rule = rule
        self.zone: tzinfo = local
        if rule.zone.lower() in {"utc", "gmt"}:
            self.zone = UTC
        elif rule.zone != "local":
            try:
                self.zone = ZoneInfo(rule.zone)
            except (ZoneInfoNotFoundError, ValueError) as error:
                raise InputError(f"times.zone: {rule.zone} is not a known time zone.") from error

    def read(self, text: str) -> datetime | None:
        """None for an empty cell. Raises ValueError when the text is no time of this source."""
        if len(text) == 19 or len(text) == 10:
            try:
                found = datetime.fromisoformat(text)
            except ValueError:
                pass
            else:
                if 1900 <= found.year <= 2200:
                    return found.replace(tzinfo=self.zone)
        if len(text) == 25 and text[19] == " ":  # 2024-01-30 10:00:00 +0100
            try:
                return datetime.fromisoformat(text[:19] + text[20:])
            except ValueError:
                pass
        if text.lower() in _NO_TIME or text.startswith(_ZERO_DAYS):
            return None
        found = self._other(text)
        if not 1900 <= found.year <= 2200:
            raise ValueError("outside 1900-2200")
        return found if found.tzinfo is not None else found.replace(tzinfo=self.zone)

    def _other(self, text: str) -> datetime:
        if self._rule.epoch != "none" and text.replace(".", "", 1).isdigit():
            number = float(text)
            if self._rule.epoch == "milliseconds":
                number /= 1000
            try:
                return datetime.fromtimestamp(number, UTC)
            except (OverflowError, OSError) as error:
                raise ValueError("no time") from error
        try:
            found = datetime.fromisoformat(_SPACED_OFFSET.sub(r"\1", text.removesuffix(" UTC")))
        except ValueError:
            return self._formatted(text)
        return found.replace(tzinfo=UTC) if text.endswith(" UTC") else found

    def _formatted(self, text: str) -> datetime:
        for form in (*self._rule.formats, "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"):
            try:
                return datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows below
            except ValueError:
                continue
        if found := _DAY_FIRST.fullmatch(text):
            day, month = int(found[1]), int(found[3])
            if not self._rule.day_first and found[2] == "/":
                day, month = month, day
            year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
            hour, minute, second = (int(part or 0) for part in found.groups()[4:])
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
        try:
            return parsedate_to_datetime(text)  # RFC 2822, as some call services write
        except (TypeError, ValueError, IndexError) as error:
            raise ValueError("no time") from error


# --------------------------------------------------------------------------------------- HTML

_BLOCKS: Final = frozenset(
    {
        "address", "article", "blockquote", "div", "dl", "dt", "dd", "fieldset", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
        "ol", "p", "pre", "section", "table", "tr", "ul", "br",
    }
)  # fmt: skip
_HIDDEN: Final = frozenset({"script", "style", "head", "title"})


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        elif tag == "img":
            self.parts.append(
                next((f"[{value}]" for name, value in attrs if name == "alt" and value), "")
            )

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"[ \t\r\n\f]+", " ", data))


def html_to_text(html: str) -> str:
    """The readable text of a message body; text without markup is returned as it is."""
    if "<" not in html:
        if "&" in html:
            from html import unescape

            return unescape(html)
        return html
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (line.strip() for line in "".join(parser.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
