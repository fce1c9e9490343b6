"""Whose is a party? One decision, from the subjects that use the same values.

Pure: what goes in is what is known at this moment, what comes out is what to join and what to
ask a person. The order in which evidence is weighed does not depend on the order of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from privacydesk.domain.model import LinkStrength
from privacydesk.identity.evidence import (
    MAX_NAMES,
    WEIGHTS,
    WORDS,
    Value,
    Weight,
    names_agree,
)


@dataclass(frozen=True, slots=True)
class User:
    """A party that uses a value, with the subject it belongs to now."""

    party_id: int
    subject_id: int
    system_id: int | None


@dataclass(frozen=True, slots=True)
class Usage:
    """Who else uses a value. `names`: how many different names do, this party's included.

    A value on more parties than are looked at is junk too and never gets here.
    """

    value: Value
    users: Sequence[User]
    names: int

    @property
    def junk(self) -> bool:
        return self.names > MAX_NAMES


@dataclass(frozen=True, slots=True)
class Join:
    """Join the party with `party_id`'s subject. The reason names kinds of values, no values."""

    party_id: int
    subject_id: int
    strength: LinkStrength
    reason: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a person whether the party and `party_id` are one; `value` is the evidence."""

    party_id: int
    subject_id: int
    reason: str
    value: str


Names = Callable[[int], Sequence[str]]  # the different names of a subject
Apart = Callable[[int], bool]  # a person said: this subject is somebody else


def weigh(
    usages: Sequence[Usage],
    *,
    system_id: int | None,
    mine: Sequence[str],
    names: Names,
    apart: Apart,
) -> Iterator[Join | Ask]:
    """The decisions about one party, strongest first.

    `mine` are the names of the subject the party belongs to so far. Users of that subject are not
    in `usages`. A `Join` that the caller carries out changes both: it then weighs the rest again,
    so this yields at most one join, and questions only when no join is left to make. A subject
    that a person kept apart is never joined nor asked about, but still counts as a user.
    """
    usable = sorted(
        (u for u in usages if u.users and not u.junk and u.value[0] in WEIGHTS),
        key=lambda usage: (WEIGHTS[usage.value[0]], usage.value),
    )
    asks: list[Ask] = []
    for usage in usable:
        weight = WEIGHTS[usage.value[0]]
        if weight is Weight.NUMBER:
            found = list(_number(usage, system_id, mine, names))
        elif weight is Weight.HINT:
            found = list(_hint(usage, mine, names))
        else:
            found = list(_contact(usage, mine, names))
        for decision in found:
            if apart(decision.subject_id):
                continue
            if isinstance(decision, Join):
                yield decision
                return
            asks.append(decision)
    yield from asks


def _number(
    usage: Usage, system_id: int | None, mine: Sequence[str], names: Names
) -> Iterator[Join | Ask]:
    """The same customer or account number in one system is one customer, whatever the names."""
    word = WORDS[usage.value[0]]
    for user in usage.users:
        if user.system_id == system_id:
            yield Join(
                user.party_id, user.subject_id, LinkStrength.SAME_KEY, f"same {word} in one system"
            )
    for user in _one_each(usage.users):
        if user.system_id != system_id and names_agree(mine, names(user.subject_id)):
            yield _ask(user, f"same {word} in another system, the names agree", usage)


def _hint(usage: Usage, mine: Sequence[str], names: Names) -> Iterator[Ask]:
    """An address or a device with an agreeing name is worth a question, never a join."""
    for user in _one_each(usage.users):
        if names_agree(mine, names(user.subject_id)):
            yield _ask(user, f"same {WORDS[usage.value[0]]}, the names agree", usage)


def _contact(usage: Usage, mine: Sequence[str], names: Names) -> Iterator[Join | Ask]:
    """An e-mail address or phone number joins one person, or nobody.

    Used under different names it is shared (a family mailbox, a shop phone): then it only asks.
    A party without a name (a call) belongs to the only person who uses its number.
    """
    word = WORDS[usage.value[0]]
    others = _one_each(usage.users)
    named = [user for user in others if names(user.subject_id)]
    nameless = [user for user in others if not names(user.subject_id)]
    if not mine:
        only = named if named else nameless
        if len(only) == 1:
            reason = f"the only person with this {word}" if named else f"same {word}, no name on it"
            yield Join(only[0].party_id, only[0].subject_id, LinkStrength.STRONG, reason)
            return
        for user in only:
            yield _ask(user, f"no name, and the {word} is shared", usage)
        return
    agreeing = [user for user in named if names_agree(mine, names(user.subject_id))]
    if len(named) == 1 and agreeing:
        user = agreeing[0]
        yield Join(
            user.party_id,
            user.subject_id,
            LinkStrength.STRONG,
            f"same {word}, the names agree",
        )
        return
    if not named:
        for user in nameless:
            reason = f"the only person with this {word}"
            yield Join(user.party_id, user.subject_id, LinkStrength.STRONG, reason)
        return
    for user in agreeing:
        yield _ask(user, f"the names agree, but the {word} is shared", usage)
    if not agreeing:
        for user in named:
            yield _ask(user, f"same {word}, different names", usage)
    for user in nameless:
        yield _ask(user, f"no name, and the {word} is shared", usage)


def _ask(user: User, reason: str, usage: Usage) -> Ask:
    return Ask(user.party_id, user.subject_id, reason, usage.value[1])


def _one_each(users: Sequence[User]) -> list[User]:
    """One user per subject: the first party of each."""
    seen: dict[int, User] = {}
    for user in users:
        seen.setdefault(user.subject_id, user)
    return list(seen.values())
