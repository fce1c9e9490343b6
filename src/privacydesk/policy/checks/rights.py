"""The rights, their channels and deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import Pack
from privacydesk.domain.periods import Duration
from privacydesk.domain.policy_check import Severity
from privacydesk.domain.rights import RIGHTS, Right
from privacydesk.policy.checks.rule import Checked, Hit, Rule, listed
from privacydesk.policy.checks.words import WHATEVER_WAS_GIVEN

_ALWAYS: Final = (
    Right.ACCESS,
    Right.RECTIFICATION,
    Right.ERASURE,
    Right.RESTRICTION,
    Right.PORTABILITY,
    Right.OBJECTION,
)
_MONTH: Final = Duration(months=1)
_SHORTEST_MONTH: Final = 28
_LONGEST_MONTH: Final = 31
_YEAR: Final = 2027  # a common year: February has 28 days
_PORTABLE_BASES: Final = frozenset({"6(1)(a)", "9(2)(a)", "6(1)(b)"})


def _missing(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    wanted = list(_ALWAYS)
    if any(RecordKind.NEWSLETTER in a.kinds for a in pack.activities):
        wanted.append(Right.OBJECTION_MARKETING)
    if _decides(pack):
        wanted.append(Right.AUTOMATED_DECISION)
    absent = [f"{RIGHTS[r].en} ({RIGHTS[r].article})" for r in wanted if r not in pack.rights]
    if Right.COMPLAINT not in pack.rights and not pack.complaint:
        absent.append("the right to complain to a supervisory authority (Art. 77)")
    if absent:
        yield Hit(f"Not mentioned: {listed(absent, 20)}.")


def _decides(pack: Pack) -> bool:
    whole = (pack.automated, *(a.automated for a in pack.activities))
    return any(one is not None and one.exists for one in whole)


def _no_channel(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    if pack.controller.emails or pack.controller.phone:
        return  # whoever can be written to can be asked anything
    mute = [
        RIGHTS[right].en
        for right, policy in pack.rights.items()
        if not policy.channels and right is not Right.COMPLAINT
    ]
    if mute:
        yield Hit(f"No way is given to use: {listed(mute, 20)}.")


def _promises(pack: Pack) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for right, policy in pack.rights.items():
        if policy.house_days is not None and RIGHTS[right].clock:
            found.setdefault(policy.house_days, []).append(RIGHTS[right].en)
    return found


def _later_always(checked: Checked) -> Iterator[Hit]:
    for days, rights in _promises(checked.pack).items():
        if days > _LONGEST_MONTH:
            yield Hit(f"{days} days are longer than any month ({listed(rights, 20)}).")


def _later_sometimes(checked: Checked) -> Iterator[Hit]:
    for days, rights in _promises(checked.pack).items():
        if _SHORTEST_MONTH < days <= _LONGEST_MONTH:
            first, last = _too_long(days)
            yield Hit(
                f"{days} days are longer than a month for what arrives between {first} and {last}"
                f"{'' if days < 31 else ', and in every month of 30 days'} "
                f"({listed(rights, 20)})."
            )


def _too_long(days: int) -> tuple[str, str]:
    """The days of receipt in January and February whose month ends before `days` are over."""
    start = date(_YEAR, 1, 1)
    late = [
        day
        for day in (start + timedelta(days=n) for n in range(59))
        if day + timedelta(days=days) > _MONTH.after(day)
    ]
    return tuple(f"{day.day} {day:%B}" for day in (late[0], late[-1]))  # type: ignore[return-value]


def _narrow(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    said = pack.portability_text
    if not said or WHATEVER_WAS_GIVEN.in_(said):
        return
    named = said("en").casefold()
    reached = [
        item("en")
        for activity in pack.activities
        if any(basis.article in _PORTABLE_BASES for basis in activity.bases)
        for item in activity.data
    ]
    left = [item for item in reached if not all(w in named for w in _words(item))]
    if left:
        yield Hit(f"It promises “{said('en')}”; the law also reaches {listed(left)}.")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.casefold().replace(",", " ").split() if len(word) > 3)


def _automated(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    if pack.automated is not None:
        return
    for activity in pack.activities:
        judges = {RecordKind.SCORE, RecordKind.CREDIT_CHECK} & {*activity.kinds}
        if activity.automated is None and (judges or {"scores", "credit_check"} & {*activity.rows}):
            yield Hit(
                "People are scored; whether a decision follows without a human is not said.",
                activity.id,
            )


RULES: Final = (
    Rule(
        "right-missing",
        Severity.ERROR,
        "Art. 13(2)(b)-(d)",
        "A right is not mentioned.",
        "Add it to the statement. Answers mention every right in any case.",
        _missing,
        absence=True,
    ),
    Rule(
        "right-channel",
        Severity.WARNING,
        "Art. 12(2)",
        "A right is mentioned, but neither a way to use it nor an address to write to.",
        "Name an e-mail address or the place in the account.",
        _no_channel,
        absence=True,
    ),
    Rule(
        "deadline-long",
        Severity.ERROR,
        "Art. 12(3)",
        "A promised deadline is longer than a month.",
        "Promise a month at most. The desk counts the statutory day, which comes first.",
        _later_always,
    ),
    Rule(
        "deadline-month",
        Severity.WARNING,
        "Art. 12(3)",
        "A promised number of days is longer than some months: the law counts one month.",
        "Promise “one month” or 28 days. The desk counts whichever day comes first.",
        _later_sometimes,
    ),
    Rule(
        "portability-narrow",
        Severity.ERROR,
        "Art. 20(1)",
        "The statement promises less than Art. 20 gives.",
        "Correct the text. The desk gives what the law gives, whatever the pack says.",
        _narrow,
    ),
    Rule(
        "automated-unsaid",
        Severity.QUESTION,
        "Art. 13(2)(f), 15(1)(h)",
        "People are scored or checked, and automated decisions are neither told nor denied.",
        "Say whether there are automated decisions; if so, logic, significance, consequences.",
        _automated,
        absence=True,
    ),
)
