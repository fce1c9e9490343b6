"""Purposes, data, legal bases and recipients of each activity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import Activity, Basis
from privacydesk.domain.policy_check import Severity
from privacydesk.domain.rights import Right
from privacydesk.policy.checks.rule import Checked, Hit, Rule, listed, name_of
from privacydesk.policy.checks.words import CONSENT, LEGITIMATE_INTEREST

_CONSENT: Final = frozenset({"6(1)(a)", "9(2)(a)"})


def _lacks(what: Callable[[Activity], object], told: str) -> Callable[[Checked], Iterator[Hit]]:
    def find(checked: Checked) -> Iterator[Hit]:
        for activity in checked.pack.activities:
            if not what(activity):
                yield Hit(told, activity.id)

    return find


def records_calls(activity: Activity) -> bool:
    """Whether the activity records what people say."""
    return RecordKind.RECORDING in activity.kinds or "call_recordings" in activity.rows


def _recording(checked: Checked) -> Iterator[Hit]:
    for activity in checked.pack.activities:
        if records_calls(activity) and not activity.bases:
            yield Hit("Calls are recorded and no legal basis is given.", activity.id)


def _basis(checked: Checked) -> Iterator[Hit]:
    for activity in checked.pack.activities:
        if not activity.bases and not records_calls(activity):
            yield Hit("No legal basis is given.", activity.id)


def _mismatch(checked: Checked) -> Iterator[Hit]:
    for activity in checked.pack.activities:
        cited = {basis.article for basis in activity.bases}
        for basis in activity.bases:
            said = _says_other(basis, cited)
            if said:
                yield Hit(f"The text says {said} and cites {basis.article}.", activity.id)


def _says_other(basis: Basis, cited: set[str]) -> str:
    """The ground that the words of a basis name although another article is cited."""
    if basis.article != "6(1)(f)" and (basis.interest or LEGITIMATE_INTEREST.in_(basis.text)):
        return "legitimate interest (6(1)(f))"
    if not cited & _CONSENT and basis.article != "6(1)(f)" and CONSENT.in_(basis.text):
        return "consent (6(1)(a))"
    return ""


def _interest(checked: Checked) -> Iterator[Hit]:
    for activity in checked.pack.activities:
        if any(b.article == "6(1)(f)" and not b.interest for b in activity.bases):
            yield Hit("6(1)(f) is cited without saying which interest.", activity.id)


def _withdrawal(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    if Right.WITHDRAWAL in pack.rights:
        return
    if any(Right.WITHDRAWAL in service.rights for service in pack.self_service):
        return
    for activity in pack.activities:
        if any(b.article in _CONSENT for b in activity.bases) and not activity.withdraw:
            yield Hit("It rests on consent, and how to withdraw it is not said.", activity.id)
    asked = [name_of(r) for r in pack.recipients if CONSENT.in_(r.only_when)]
    if asked and not any(activity.withdraw for activity in pack.activities):
        yield Hit(
            f"Data go to {listed(asked)} with consent, and how to withdraw it is not said.",
        )


def _unnamed(checked: Checked) -> Iterator[Hit]:
    names = [
        name_of(recipient)
        for recipient in checked.pack.recipients
        if not recipient.name and recipient.processor is not False
    ]
    if names:
        yield Hit(f"Only by their category: {listed(names, 20)}.")


def _required(checked: Checked) -> Iterator[Hit]:
    if not any(activity.required for activity in checked.pack.activities):
        yield Hit("Nowhere is it said whether people have to give their data.")


RULES: Final = (
    Rule(
        "purpose-missing",
        Severity.ERROR,
        "Art. 13(1)(c), 30(1)(b)",
        "An activity has no purpose.",
        "Say what the data are used for, one sentence per purpose.",
        _lacks(lambda a: a.purposes, "No purpose is given."),
        absence=True,
    ),
    Rule(
        "data-missing",
        Severity.WARNING,
        "Art. 30(1)(c), 14(1)(d)",
        "An activity does not say which data it uses.",
        "List the categories of data.",
        _lacks(lambda a: a.data, "Which data it uses is not said."),
        absence=True,
    ),
    Rule(
        "basis-missing",
        Severity.ERROR,
        "Art. 13(1)(c), 6(1)",
        "An activity has no legal basis. Whether Art. 20 reaches its data cannot be told either.",
        "Name the basis; with 6(1)(f) also the interest.",
        _basis,
        absence=True,
    ),
    Rule(
        "recording-basis",
        Severity.ERROR,
        "Art. 6(1), 13(1)(c)",
        "Calls are recorded without a legal basis.",
        "Name the basis; ask for consent where national law demands it.",
        _recording,
        absence=True,
    ),
    Rule(
        "basis-mismatch",
        Severity.ERROR,
        "Art. 6(1), 13(1)(c)-(d)",
        "The words name one legal basis and the article cited is another.",
        "Decide which of them it is and correct the other. It decides on Art. 20 and 21.",
        _mismatch,
    ),
    Rule(
        "interest-missing",
        Severity.ERROR,
        "Art. 13(1)(d)",
        "A legitimate interest is cited and not named.",
        "Say which interest of whom.",
        _interest,
        absence=True,
    ),
    Rule(
        "consent-withdrawal",
        Severity.ERROR,
        "Art. 7(3), 13(2)(c)",
        "Something rests on consent and no way to withdraw it is given.",
        "Say that consent can be withdrawn at any time, and how; as easily as it was given.",
        _withdrawal,
        absence=True,
    ),
    Rule(
        "recipient-missing",
        Severity.QUESTION,
        "Art. 13(1)(e), 30(1)(d)",
        "An activity does not say who gets the data, if anybody.",
        "Name the recipients of this activity; when there are none, say so in the supplement.",
        _lacks(lambda a: a.recipients, "Who gets the data is not said."),
        absence=True,
    ),
    Rule(
        "recipient-unnamed",
        Severity.QUESTION,
        "Art. 15(1)(c), C-154/21",
        "Recipients are known by category only; an access answer has to name them.",
        "Add their names in the supplement, with country and role.",
        _unnamed,
    ),
    Rule(
        "required-missing",
        Severity.WARNING,
        "Art. 13(2)(e)",
        "Nowhere is it said whether giving the data is a duty and what happens without them.",
        "Say it where data are asked for.",
        _required,
        absence=True,
    ),
)
