"""How long data are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from privacydesk.domain.duties import DUTIES, duty_of
from privacydesk.domain.estate import ROWS
from privacydesk.domain.pack import Activity, Pack
from privacydesk.domain.pack_parts import RetentionLaw
from privacydesk.domain.periods import Action, ByLaw, Criterion, Duration, Event, PeriodRule, Term
from privacydesk.domain.policy_check import Severity
from privacydesk.policy.checks.rule import Checked, Hit, Rule, estate_rows, listed, points, quoted
from privacydesk.policy.checks.words import AS_LONG_AS_NEEDED

_RELATION: Final = frozenset({Event.CONTRACT_END, Event.ACCOUNT_CLOSED, Event.LAST_LOGIN})


def _each(pack: Pack) -> Iterator[tuple[Activity, PeriodRule]]:
    for activity in pack.activities:
        for rule in activity.periods:
            yield activity, rule


def _missing(checked: Checked) -> Iterator[Hit]:
    for activity in checked.pack.activities:
        if not activity.periods:
            yield Hit("How long the data are kept is not said.", activity.id)


def _vague(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    for activity in pack.activities:
        for rule in activity.periods:
            found = points(rule)
            if any(isinstance(point, Term) for point in found):
                continue
            if any(isinstance(p, ByLaw) for p in found) and _by_duty(pack, activity, rule):
                continue
            said = (point.text for point in found if isinstance(point, Criterion))
            if any(AS_LONG_AS_NEEDED.in_(text) for text in (*said, rule.text)):
                yield Hit(_vaguely(rule), activity.id)
                break


def _vaguely(rule: PeriodRule) -> str:
    if any(isinstance(point, ByLaw) for point in points(rule)):
        return f"{quoted(rule.text)}: no duty to keep such data is known, so only that is left."
    return f"{quoted(rule.text)} names no period and nothing that could decide on one."


def _by_duty(pack: Pack, activity: Activity, rule: PeriodRule) -> bool:
    """Whether a duty to keep covers some of the data, so that the law gives a number."""
    law = pack.retention_law
    if law is RetentionLaw.NOT_AVAILABLE:  # nobody has checked that law: nothing to say
        return True
    return any(duty_of(row, law) for row in estate_rows(activity, rule))


def _no_duty(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    for activity, rule in _each(pack):
        found = points(rule)
        if all(isinstance(p, ByLaw) for p in found) and not _by_duty(pack, activity, rule):
            yield Hit(
                f"{quoted(rule.text)}: no duty of the law of {pack.retention_law} "
                "that is known here covers these data.",
                activity.id,
            )


def _no_start(checked: Checked) -> Iterator[Hit]:
    for activity, rule in _each(checked.pack):
        if any(isinstance(point, Term) and point.event is None for point in points(rule)):
            yield Hit(f"{quoted(rule.text)} does not say from when.", activity.id)


def _blocked(checked: Checked) -> Iterator[Hit]:
    for activity, rule in _each(checked.pack):
        if rule.stages[-1].then is Action.BLOCK:
            yield Hit(f"{quoted(rule.text)}: blocked, and never erased.", activity.id)


def _beyond_duty(checked: Checked) -> Iterator[Hit]:
    for activity in checked.pack.activities:
        told = next(
            (
                sentence
                for rule in activity.periods
                if (sentence := _longer(checked.pack, activity, rule))
            ),
            "",
        )
        if told:
            yield Hit(told, activity.id)


def _longer(pack: Pack, activity: Activity, rule: PeriodRule) -> str:
    """Why a period of years seems to be taken from a duty that asks for less or nothing."""
    law = pack.retention_law
    duties = [duty for duty in DUTIES.values() if duty.law is law]
    if not duties:
        return ""
    shortest = min(_months(duty.duration) for duty in duties)
    rows = estate_rows(activity, rule)
    numbers = [point.duration for point in points(rule) if isinstance(point, Term)]
    by_law = [p.stated for p in points(rule) if isinstance(p, ByLaw) and p.stated is not None]
    longest = max((*numbers, *by_law), key=_months, default=None)
    if longest is None or _months(longest) < shortest:
        return ""
    free = [row for row in rows if duty_of(row, law) is None]
    asked = [duty for row in rows if (duty := duty_of(row, law)) is not None]
    less = [duty for duty in asked if _months(duty.duration) < _months(longest)]
    years = f"{longest.years} years" if longest.years else str(longest)
    if less:
        duty = max(less, key=lambda d: _months(d.duration))
        return f"{years}; {duty.article} asks for {duty.duration.years} here."
    if free and numbers:  # "as long as the law demands" alone asks nothing where there is no duty
        names = listed((ROWS[row].title("en") for row in free), 4)
        return f"{years}, as long as a duty of {law}; none is known for {names}."
    return ""


def _months(duration: Duration) -> float:
    return duration.years * 12 + duration.months + duration.days / 30


def _outlives_consent(checked: Checked) -> Iterator[Hit]:
    for activity, rule in _each(checked.pack):
        bases = {basis.article for basis in activity.bases}
        if not bases or bases - {"6(1)(a)", "9(2)(a)"}:
            continue
        events = {point.event for point in points(rule) if isinstance(point, Term)}
        if events & _RELATION and Event.CONSENT_WITHDRAWN not in events:
            yield Hit(f"It rests on consent alone, yet: {quoted(rule.text)}.", activity.id)


RULES: Final = (
    Rule(
        "period-missing",
        Severity.ERROR,
        "Art. 13(2)(a), 30(1)(f)",
        "An activity has neither a storage period nor a criterion.",
        "Give a period and from when it counts, or the criterion that decides.",
        _missing,
        absence=True,
    ),
    Rule(
        "period-vague",
        Severity.ERROR,
        "Art. 13(2)(a), 5(1)(e)",
        "“As long as necessary” or “a reasonable time” stands alone: no period, no criterion.",
        "Give a period; the supplement may hold the one that is really used.",
        _vague,
    ),
    Rule(
        "period-no-duty",
        Severity.WARNING,
        "Art. 13(2)(a)",
        "Data are kept as long as a law demands, and no duty to keep such data is known.",
        "Name the law and its period.",
        _no_duty,
    ),
    Rule(
        "period-start",
        Severity.QUESTION,
        "Art. 13(2)(a)",
        "A period does not say from when it counts; the desk never erases by it.",
        "Give the event in the supplement.",
        _no_start,
        absence=True,
    ),
    Rule(
        "period-block",
        Severity.WARNING,
        "Art. 5(1)(e), 13(2)(a)",
        "Data are blocked and nothing says when they are erased.",
        "Say what ends the block.",
        _blocked,
        absence=True,
    ),
    Rule(
        "period-duty",
        Severity.QUESTION,
        "Art. 5(1)(e)",
        "Data are kept longer than the legal duty, or as long as one that does not cover them.",
        "A duty is a minimum; note what else makes the period necessary, or shorten it.",
        _beyond_duty,
    ),
    Rule(
        "period-consent",
        Severity.QUESTION,
        "Art. 17(1)(b)",
        "Data rest on consent alone and are kept as long as a contract or account lasts.",
        "Say that they go when consent is withdrawn, or name the other basis.",
        _outlives_consent,
    ),
)
