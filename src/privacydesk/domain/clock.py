"""The legal clock: from the day of receipt to the day an answer is due, with every step told.

Pure: no I/O and no look at the time; `today` is passed in and only sharpens warnings. The rules
themselves are in `clock_rules`, the words in `clock_texts`.

What is due:

- ordinary: the earlier of the house target and the safe statutory day;
- extended: the earlier of the two readings of the extended period;
- paused, once a DPO allowed it and at least one day counts: the running period (extended or not)
  plus the days of the pauses. The house promise is for the ordinary case, so it ends here;
- a right that takes effect at once: the day of receipt, or the next working day.

Every one of them is taken from the nationwide holidays. Nothing is remembered between two
readings, so taking back an extension or a pause gives the earlier dates again.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from privacydesk.domain import clock_rules as rules
from privacydesk.domain.clock_rules import Pause, Rule, Suspension
from privacydesk.domain.clock_texts import EN, ClockTexts
from privacydesk.domain.clock_types import ClockInput, ClockReading, Step, check_input
from privacydesk.domain.holidays import Calendar
from privacydesk.domain.places import Place, default_zone, local_receipt_date

__all__ = [
    "ClockInput",
    "ClockReading",
    "Pause",
    "Place",
    "Rule",
    "Step",
    "default_zone",
    "local_receipt_date",
    "read_clock",
]

GDPR_START: Final = date(2018, 5, 25)
_PROMPT_WORKING_DAYS: Final = 5

_PERIOD: Final = "Reg. 1182/71 Art. 3"
_ARTICLE_12_3: Final = "Art. 12(3) GDPR"
_GUIDELINES: Final = "EDPB Guidelines 01/2022 par. 159"
_HOUSE: Final = "house rule"


def read_clock(inp: ClockInput, texts: ClockTexts = EN) -> ClockReading:
    """Compute every date of one request and explain it.

    Raises `InputError` for a year outside 1900-2999, house days outside 1-366, a question asked
    before receipt, or an answer before its question.
    """
    check_input(inp)
    return _Reader(inp, texts).read()


class _Reader:
    """One reading: the dates first, then the steps and warnings that tell how they came."""

    def __init__(self, inp: ClockInput, texts: ClockTexts) -> None:
        self.inp = inp
        self.texts = texts
        self.safe = inp.place.nationwide
        self.local = inp.place.local
        self.steps: list[Step] = []
        self.warnings: list[str] = []
        facts = inp.right.facts if inp.right else None
        self.right_name = facts.term(texts.language) if facts else ""
        self.right_article = f"{facts.article} GDPR" if facts else ""
        self.at_once = facts is not None and facts.at_once
        self.extendable = facts is None or facts.extendable
        self.starts_clock = facts is None or facts.clock
        self.extended = inp.extended and self.extendable
        self.pauses = () if self.at_once else inp.pauses
        self.house_days = None if self.at_once else inp.house_days
        self.nominal = rules.month_nominal(inp.received)
        self.last_day = rules.one_month(inp.received, self.safe)
        # An extended period runs by its cautious reading, which is never the later one.
        running = self.nominal
        if self.extended:
            running = rules.extended_cautious_nominal(inp.received)
        self.running = running
        self.suspended: Suspension = rules.suspension(self.pauses, running, self.safe)
        self.pause_counts = inp.pause_enabled and self.suspended.days > 0

    def read(self) -> ClockReading:
        received = self.inp.received
        self._say(Rule.RECEIPT, received, f"{_PERIOD}(1)", "receipt")
        house_due, house_target = self._house()
        regional = self._month()
        due = self._due_at_once() if self.at_once else self._ordinary_due(house_target)
        self._notices()
        extended, cautious = self._extension()
        paused = self._pause()
        if paused and self.pause_counts:
            due = paused
            self._say(Rule.DUE, due, _GUIDELINES, "due_pause")
        elif self.extended and extended and cautious:
            due = min(extended, cautious)
            self._say(Rule.DUE, due, _ARTICLE_12_3, "due_ext")
        self._warn_about_input()
        self._warn_about_pauses()
        self._warn_about_days(due, self.last_day, regional, extended, paused)
        return ClockReading(
            received_date=received,
            house_due=house_due,
            house_target=house_target,
            statutory_nominal=self.nominal,
            statutory_last_day=self.last_day,
            statutory_last_day_regional=regional,
            due=due,
            extension_notice_by=self.last_day,
            refusal_notice_by=self.last_day,
            extended_last_day=extended,
            extended_last_day_cautious=cautious,
            paused_last_day=paused,
            at_once=self.at_once,
            explain=tuple(self.steps),
            warnings=tuple(self.warnings),
        )

    # ------------------------------------------------------------------ steps

    def _house(self) -> tuple[date | None, date | None]:
        if self.house_days is None:
            return None, None
        due = rules.house_due(self.inp.received, self.house_days)
        target = rules.house_target(self.inp.received, self.local, self.house_days)
        name = f"HOUSE_{self.house_days}D"
        self._say(name, due, _HOUSE, "house", days=self.house_days)
        if target == due:
            key = "house_target"
        else:
            key = "house_target_rolled" if target < due else "house_target_short"
        closed = self._closed(self.local, min(target, due), due)
        self._say(f"{name}_TARGET", target, _HOUSE, key, closed=closed)
        return due, target

    def _month(self) -> date:
        clipped = "_clipped" if self.nominal.day != self.inp.received.day else ""
        rolled = "_rolled" if self.last_day != self.nominal else ""
        self._say(
            Rule.STAT_1M,
            self.last_day,
            f"{_ARTICLE_12_3}; {_PERIOD}(2)(c)" + (" and (4)" if rolled else ""),
            f"month{clipped}{rolled}",
            number=self.inp.received.day,
            nominal=self.nominal,
            closed=self._closed(self.safe, self.nominal, self.last_day),
        )
        regional = rules.one_month(self.inp.received, self.local)
        if self.inp.place.region:
            self._say(
                Rule.STAT_1M_REGIONAL,
                regional,
                f"{_PERIOD}(4); Art. 2(1)",
                "regional_same" if regional == self.last_day else "regional_later",
                place=self.local.name,
                closed=self._closed(self.local, self.last_day, regional),
            )
        return regional

    def _ordinary_due(self, house_target: date | None) -> date:
        due = rules.effective_due(self.inp.received, self.local, self.safe, self.house_days)
        if house_target is None:
            key = "due_no_house"
        else:
            key = "due_house" if house_target == due else "due_law"
        self._say(Rule.EFFECTIVE_MIN, due, f"{_ARTICLE_12_3}; {_HOUSE}", key, target=house_target)
        return due

    def _due_at_once(self) -> date:
        due = self.safe.roll_forward(self.inp.received)
        self._say(
            Rule.AT_ONCE,
            due,
            self.right_article,
            "at_once" if due == self.inp.received else "at_once_rolled",
            confirm=self.last_day,
            closed=self._closed(self.safe, self.inp.received, due),
        )
        return due

    def _notices(self) -> None:
        if self.extendable:
            send = self.safe.working_days_before(self.last_day, 2)
            self._say(Rule.EXT_NOTICE, self.last_day, _ARTICLE_12_3, "ext_notice", send=send)
        if not self.at_once:
            self._say(Rule.REFUSAL_NOTICE, self.last_day, "Art. 12(4) GDPR", "refusal")

    def _extension(self) -> tuple[date | None, date | None]:
        if not self.extendable:
            return None, None
        received = self.inp.received
        readings = (
            (Rule.EXT_3M, "ext", rules.extended_nominal(received)),
            (Rule.EXT_CHAIN, "chain", rules.extended_cautious_nominal(received)),
        )
        days = []
        for rule, key, nominal in readings:
            day = self.safe.roll_forward(nominal)
            self._say(
                rule,
                day,
                _ARTICLE_12_3,
                key if day == nominal else f"{key}_rolled",
                nominal=nominal,
                closed=self._closed(self.safe, nominal, day),
            )
            days.append(day)
        return days[0], days[1]

    def _pause(self) -> date | None:
        if not self.pauses:
            return None
        day = rules.paused(self.running, self.suspended.days, self.safe)
        self._say(
            Rule.SUSP_PAUSE if self.inp.pause_enabled else Rule.SUSP_NONE,
            day,
            _GUIDELINES,
            "susp_pause" if self.inp.pause_enabled else "susp_none",
            days=self.suspended.days,
            before=self.safe.roll_forward(self.running),
        )
        return day

    # --------------------------------------------------------------- warnings

    def _warn_about_input(self) -> None:
        inp = self.inp
        if not self.starts_clock:
            self._warn("w_no_clock")
        if inp.received < GDPR_START:
            self._warn("w_before_gdpr", start=GDPR_START)
        if inp.today is not None and inp.today < inp.received:
            self._warn("w_future", day=inp.received, today=inp.today)
        if inp.extended and not self.extendable:
            self._warn("w_no_extension")
        if inp.pauses and self.at_once:
            self._warn("w_no_pause")

    def _warn_about_pauses(self) -> None:
        today = self.inp.today
        for pause in self.pauses:
            if pause.answered is None:
                past = today is not None and today > self.last_day
                key = "w_open_past" if past else "w_open"
                self._warn(key, day=pause.asked, refusal=self.last_day)
            elif pause in self.suspended.too_late:
                self._warn("w_after_end", day=pause.asked)
            elif self.pause_counts and self._late(pause.asked):
                self._warn("w_late_question", day=pause.asked)

    def _late(self, asked: date) -> bool:
        return self.safe.working_days_before(asked, _PROMPT_WORKING_DAYS) > self.inp.received

    def _warn_about_days(self, *shown: date | None) -> None:
        if not self.safe.known:
            self._warn("w_no_calendar", country=self.inp.place.country)
            return
        holiday = self.local.holiday(self.last_day)  # the safe list alone would have rolled it
        if holiday and not self.at_once:
            name = self.texts.holidays.get(holiday, holiday)
            self._warn("w_regional_closed", day=self.last_day, holiday=name, place=self.local.name)
        outside = sorted(day for day in shown if day and not self.local.covers(day))
        if outside:
            self._warn(
                "w_calendar",
                place=self.local.name,
                first=self.local.valid_from,
                last=self.local.valid_until,
                day=outside[0],
            )

    # ---------------------------------------------------------------- helpers

    def _say(self, rule: str, day: date, article: str, key: str, **values: object) -> None:
        text = self.texts.line(key, day=day, right=self.right_name, **values)
        self.steps.append(Step(str(rule), day, article, text))

    def _warn(self, key: str, **values: object) -> None:
        self.warnings.append(self.texts.line(key, right=self.right_name, **values))

    def _closed(self, cal: Calendar, first: date, last: date) -> str:
        return self.texts.closed(cal.closed_between(first, last))
