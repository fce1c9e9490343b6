"""Values as people read them: days, times, counts, states with a glyph. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from privacydesk.tui.texts import T

if TYPE_CHECKING:
    from privacydesk.desk.cases import CaseView
    from privacydesk.domain.model import CaseLine, Why
    from privacydesk.tui.widgets.rows import Cell

WEEK = 7

LATE, SOON, LATER, HERE = "▲", "●", "○", "◆"
DONE, NOW, WAITS, SKIPPED = "✓", "▸", "·", "–"
BARS = " ▁▂▃▄▅▆▇█"


def day(value: date | None) -> str:
    """`12 Oct 2026`; a dash for none."""
    if value is None:
        return T.words.nobody
    return f"{value.day} {T.words.months[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """`12 Oct`."""
    return f"{value.day} {T.words.months[value.month - 1]}"


def moment(value: datetime | None, zone: tzinfo) -> str:
    """`12 Oct 2026 14:05` in the controller's zone; a dash for none."""
    if value is None:
        return T.words.nobody
    local = value.astimezone(zone)
    return f"{day(local.date())} {local:%H:%M}"


def iso_day(value: datetime | None, zone: tzinfo) -> str:
    """`2026-10-12` for narrow columns; empty for none."""
    return "" if value is None else value.astimezone(zone).date().isoformat()


def number(value: int) -> str:
    """`12 345`, with a narrow gap as people write it."""
    return f"{value:,}".replace(",", "\u202f")


def days_left(days: int) -> str:
    """`3 days late`, `today`, `12 days`."""
    words = T.words
    if days == -1:
        return words.day_late
    if days < 0:
        return words.days_late.format(n=-days)
    if days == 0:
        return words.today
    return words.tomorrow if days == 1 else words.days.format(n=days)


def urgency(days: int) -> tuple[str, str]:
    """Glyph and style of a due date: late, this week, later."""
    if days < 0:
        return LATE, "bold $late"
    return (SOON, "$soon") if days < WEEK else (LATER, "$fine")


def over_on(case: CaseLine | CaseView) -> str:
    """The day on which a finished case was sent, or closed; empty while it is open."""
    if case.sent_on is not None:
        return T.words.sent_on.format(day=day(case.sent_on))
    if case.closed_on is not None:
        return T.words.closed_on.format(day=day(case.closed_on))
    return ""


def due_cell(case: CaseLine) -> Cell:
    """`▲ 3 days late`; what takes effect at once says so until it is late."""
    if over := over_on(case):
        return over, "$quiet"
    glyph, style = urgency(case.days_left)
    if case.at_once and case.days_left >= 0:
        return f"{LATE} {T.words.at_once}", "bold $soon"
    return f"{glyph} {days_left(case.days_left)}", style


def rights(values: Sequence[str]) -> str:
    return ", ".join(T.words.right.get(value, value) for value in values)


def kind(value: str) -> str:
    return T.words.kind.get(value, value.replace("_", " "))


def kind_one(value: str) -> str:
    return T.words.kind_one.get(value, value.replace("_", " "))


def counts(values: Mapping[str, int], most: int = 4) -> str:
    """`14 calls, 3 tickets`: the largest first."""
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{n} {(kind_one(k) if n == 1 else kind(k).lower())}" for k, n in ordered[:most] if n]
    return ", ".join(shown) + (" …" if len(ordered) > most else "")


def why(values: Sequence[Why], name: str = "") -> str:
    """`phone +31 6 … (shared by 2) · name`; a value that is `name` itself is not said again."""
    said = []
    for reason in values:
        text = T.words.identifier.get(reason.kind, reason.kind)
        if reason.value != name:
            text = f"{text} {reason.value}".strip()
        if reason.shared_by > 1:
            text += f" ({T.find.shared.format(n=reason.shared_by)})"
        said.append(text)
    return " · ".join(said)


def left(seconds: float | None) -> str:
    """Time left as `40 s left` or `3 min left`; empty while unknown."""
    if seconds is None:
        return ""
    if seconds < 90:
        return T.common.seconds_left.format(n=max(1, round(seconds)))
    return T.common.minutes_left.format(n=round(seconds / 60))
