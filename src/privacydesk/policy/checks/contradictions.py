"""Sentences of one statement that do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from privacydesk.domain.pack import Pack
from privacydesk.domain.periods import ByLaw
from privacydesk.domain.policy_check import Severity
from privacydesk.domain.rights import Right
from privacydesk.policy.checks.rule import Checked, Hit, Rule, listed, name_of, points
from privacydesk.policy.checks.words import (
    DOES_NOT_IDENTIFY,
    ERASE_ANY_TIME,
    EXCEPTION,
    IDENTIFIER,
    NO_UNIQUE_IDENTIFIERS,
    NOT_SOLD,
    OFFER,
    texts,
)


def _identifiers_of(pack: Pack, activity: str = "") -> list[str]:
    """The data that identify a device or a person, of one activity or of all."""
    return [
        item("en")
        for one in pack.activities
        if not activity or one.id == activity
        for item in one.data
        if IDENTIFIER.in_(item)
    ]


def _no_identifiers(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    if any(NO_UNIQUE_IDENTIFIERS.in_(text) for _, text in texts(pack)):
        found = _identifiers_of(pack)
        if found:
            yield Hit(f"It says that no unique identifiers are collected, and collects: {_(found)}")


def _cannot_identify(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    for activity, text in texts(pack):
        if DOES_NOT_IDENTIFY.in_(text):
            found = _identifiers_of(pack, activity)
            if found:
                yield Hit(f"It says that this cannot identify you, and holds: {_(found)}", activity)
                return


def _(names: list[str]) -> str:
    return f"{listed(names, 4)}."


def _sale(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    if not NOT_SOLD.in_(pack.sale) or EXCEPTION.in_(pack.sale):
        return
    takers = [
        name_of(recipient)
        for recipient in pack.recipients
        if recipient.processor is not True and OFFER.in_(recipient.role)
    ]
    if takers:
        yield Hit(f"Data are not sold, yet go to {listed(takers)} for offers of their own.")


def _erasure(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    right = pack.rights.get(Right.ERASURE)
    if right is not None and EXCEPTION.in_(right.notes):
        return
    by_law = [
        activity.id
        for activity in pack.activities
        for rule in activity.periods
        if any(isinstance(point, ByLaw) for point in points(rule))
    ]
    for activity, text in texts(pack):
        if by_law and ERASE_ANY_TIME.in_(text) and not EXCEPTION.in_(text):
            yield Hit(
                f"Erasure is promised at any time, and the law keeps {listed(by_law)}.", activity
            )
            return


RULES: Final = (
    Rule(
        "contradiction-identifiers",
        Severity.ERROR,
        "Art. 5(1)(a), 13(1)",
        "The text denies collecting unique identifiers and lists some.",
        "Correct the denial: addresses of devices and cookies identify people (recital 30).",
        _no_identifiers,
    ),
    Rule(
        "contradiction-identify",
        Severity.WARNING,
        "Art. 4(1), 5(1)(a)",
        "The text says that data cannot identify a person although they hold an identifier.",
        "Say that they can in combination with other data (recital 30).",
        _cannot_identify,
    ),
    Rule(
        "contradiction-sale",
        Severity.QUESTION,
        "Art. 5(1)(a), 13(1)(e)",
        "Nothing is sold, yet data go to others for their own offers.",
        "Check whether anything is given in return; if so, “not sold” is misleading.",
        _sale,
    ),
    Rule(
        "contradiction-erasure",
        Severity.WARNING,
        "Art. 12(1), 17(3)(b)",
        "Erasure is promised without exception, and the law keeps some data.",
        "Name the exception where the promise stands.",
        _erasure,
    ),
)
