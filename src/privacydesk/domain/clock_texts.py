"""What the clock says: every sentence of `explain` and of the warnings, per language.

Another language is another `ClockTexts`; the clock itself holds no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class ClockTexts:
    """The words of one language: `weekdays` from Monday, `months` from January, `lines` by key.

    `holidays` translates the names of `holidays_data`; a name it lacks is shown as it is.
    """

    language: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    lines: Mapping[str, str]
    holidays: Mapping[str, str]

    def day(self, day: date) -> str:
        """A date in words: weekday, day, month and year."""
        return (
            f"{self.weekdays[day.weekday()]} {day.day} {self.months[day.month - 1]} {day.year:04d}"
        )

    def line(self, key: str, **values: object) -> str:
        """The sentence `key`; dates among the values are put in words."""
        return self.lines[key].format(
            **{k: self.day(v) if isinstance(v, date) else v for k, v in values.items()}
        )

    def closed(self, days: tuple[tuple[date, str], ...]) -> str:
        """Days that are no working days, with their reasons: `Monday 6 April 2026 (Easter Monday)`.

        A weekend gives its own name as reason and is not repeated.
        """
        return ", ".join(
            self.day(day)
            if why in {"Saturday", "Sunday"}
            else f"{self.day(day)} ({self.holidays.get(why, why)})"
            for day, why in days
        )


EN: Final = ClockTexts(
    language="en",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    holidays=MappingProxyType({}),
    lines=MappingProxyType(
        {
            "receipt": "Received on {day}, the local date at the controller. "
            "The day of receipt is not counted.",
            "at_once": "The {right} takes effect at once: stop on {day}. "
            "Confirm it within one month, by {confirm}.",
            "at_once_rolled": "The {right} takes effect at once: stop on the next working day, "
            "{day}, as {closed} is none. Confirm it within one month, by {confirm}.",
            "house": "House promise, in calendar days after receipt: {days}. It ends on {day}.",
            "house_target": "That is a working day, so it is the house target.",
            "house_target_rolled": "No working day: {closed}. "
            "A promise does not move out, so the target is {day} before it.",
            "house_target_short": "No working day lies between receipt and the promise, "
            "so the target is the next one, {day}.",
            "month": "One month after receipt ends on {day}, a working day.",
            "month_clipped": "One month after receipt: that month has no day {number}, "
            "so it ends on its last day, {day}, a working day.",
            "month_rolled": "One month after receipt ends on {nominal}. No working day: {closed}. "
            "The last day moves to {day}.",
            "month_clipped_rolled": "One month after receipt: that month has no day {number}, "
            "so it ends on its last day, {nominal}. No working day: {closed}. "
            "The last day moves to {day}.",
            "regional_same": "With the holidays of {place} the last day is the same.",
            "regional_later": "With the holidays of {place} the last day would be {day}. "
            "No working day there: {closed}. That is arguable, so keep the nationwide day.",
            "due_house": "Due on {day}: the house target comes before or on the statutory day.",
            "due_law": "Due on {day}: the statutory day comes before the house target {target}.",
            "due_no_house": "Due on {day}: the statutory day, as there is no house promise.",
            "ext_notice": "An extension and its reasons must reach the person by {day}. "
            "Send the notice by {send}, two working days earlier.",
            "refusal": "A refusal, its reasons and the remedies must reach the person by {day}. "
            "No extension moves this day.",
            "ext": "Extended, read as three months from receipt: {day}.",
            "ext_rolled": "Extended, read as three months from receipt: {nominal}. "
            "No working day: {closed}. The last day moves to {day}.",
            "chain": "Extended, read as one month and then two more: {day}.",
            "chain_rolled": "Extended, read as one month and then two more: {nominal}. "
            "No working day: {closed}. The last day moves to {day}.",
            "susp_none": "A question to the person does not stop the clock here. "
            "If it did, the last day would be {day} (days counted: {days}).",
            "susp_pause": "A DPO let the clock stand still for a question. Days counted: {days}. "
            "The last day moves from {before} to {day}.",
            "due_ext": "Due on {day}: the earlier reading of the extended period.",
            "due_pause": "Due on {day}: the last day after the pause.",
            "due_at_once": "Due on {day}: at once.",
            "w_no_calendar": "No public holidays are known for {country}: dates move over "
            "weekends only. Check its public holidays yourself.",
            "w_calendar": "The public holidays of {place} were checked for the years {first} to "
            "{last} only. Check {day} yourself.",
            "w_regional_closed": "{day} is {holiday} in {place}, and still the last safe day. "
            "Answer before it.",
            "w_open": "The question of {day} has no answer, so it adds no days. Without an answer "
            "by {refusal}, send the letter of Art. 12(4).",
            "w_open_past": "The question of {day} has no answer, and the day for the letter of "
            "Art. 12(4), {refusal}, has passed.",
            "w_late_question": "The question of {day} was sent more than five working days after "
            "receipt. A pause holds only when it was sent without undue delay.",
            "w_after_end": "The question of {day} was sent after the time had run out, "
            "so it adds no days.",
            "w_no_pause": "The {right} takes effect at once: no question pauses it.",
            "w_no_extension": "The {right} cannot be extended, so no extension is counted.",
            "w_no_clock": "A {right} starts no month by itself. "
            "The dates hold if a right of the GDPR is meant.",
            "w_future": "The day of receipt, {day}, lies after today, {today}.",
            "w_before_gdpr": "The GDPR applies from {start}; the request was received before it.",
        }
    ),
)
