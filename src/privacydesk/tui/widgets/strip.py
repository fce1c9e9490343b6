"""The next 30 days at a glance: how many cases fall due on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from textual.content import Content
from textual.widget import Widget

from privacydesk.tui import show
from privacydesk.tui.guard import content
from privacydesk.tui.texts import T

DAYS = 30
_CAPTION = 16
_FULL = 4  # so many cases on one day make a full bar, unless some day has more


class DueStrip(Widget):
    """Two rows: a bar per day (its height is the number of cases), and the dates of Mondays."""

    DEFAULT_CSS = """
    DueStrip { height: 2; width: 1fr; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._today: date | None = None
        self._due: Counter[int] = Counter()

    def set_due(self, today: date, due: Iterable[date]) -> None:
        """Count the due dates by their distance from `today`; what is late is not shown."""
        self._today = today
        self._due = Counter((d - today).days for d in due)
        self.refresh()

    def render(self) -> Content:
        if self._today is None:
            return content("")
        room = self.size.width - 2 - _CAPTION
        step = max(1, min(3, room // DAYS))
        highest = max([self._due[n] for n in range(DAYS)] or [0])
        bars: list[Content] = [content((T.desk.strip.ljust(_CAPTION), "$quiet"))]
        ruler = [" "] * (DAYS * step + 8)
        for n in range(DAYS):
            day = self._today + timedelta(days=n)
            bars.append(self._bar(n, day, step, highest))
            if n == 0 or (day.weekday() == 0 and n > 1):
                label = T.words.today if n == 0 else show.short_day(day)
                place = n * step
                if all(c == " " for c in ruler[max(0, place - 1) : place + len(label)]):
                    ruler[place : place + len(label)] = label
        below = content((" " * _CAPTION + "".join(ruler).rstrip(), "$quiet"))
        return content(*bars, "\n", below)

    def _bar(self, n: int, day: date, step: int, highest: int) -> Content:
        count = self._due[n]
        weekend = day.weekday() >= 5
        if not count:
            dot = "·" if not weekend else " "
            return content((dot + " " * (step - 1), "$line"))
        level = max(1, round(count / max(highest, _FULL) * (len(show.BARS) - 1)))
        style = "$soon" if n < show.WEEK else "$fine"
        bar = show.BARS[level] * max(1, step - 1)
        return content((bar + " " * (step - len(bar)), style))
