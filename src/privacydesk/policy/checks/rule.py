"""What a rule of the policy check is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import shorten

from privacydesk.domain.estate import rows_of
from privacydesk.domain.localtext import LocalText
from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import Activity, Pack, Recipient
from privacydesk.domain.periods import Earliest, Latest, PeriodRule, Until
from privacydesk.domain.policy_check import Severity

Held = Mapping[tuple[RecordKind, str], int]
"""How many records of a kind a source gave to the store."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a rule looks at: the pack, and what the store holds (empty without a store)."""

    pack: Pack
    held: Held = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a rule applies: a sentence, and the activity it is about."""

    message: str
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it says, what to do, and how it finds where it applies.

    `absence`: it looks for something that is missing; of an excerpt it is not asked, for what is
    missing there may stand in the rest of the statement.
    """

    id: str
    severity: Severity
    article: str
    says: str
    mend: str
    find: Callable[[Checked], Iterable[Hit]]
    absence: bool = False


def leaves(until: Until) -> Iterator[Until]:
    """The simple points in time that a point is made of."""
    if isinstance(until, Earliest | Latest):
        for part in until.parts:
            yield from leaves(part)
    else:
        yield until


def points(rule: PeriodRule) -> tuple[Until, ...]:
    """Every simple point in time of a storage period."""
    return tuple(leaf for stage in rule.stages for leaf in leaves(stage.until))


def estate_rows(activity: Activity, rule: PeriodRule | None = None) -> tuple[str, ...]:
    """The rows of the estate a storage period (or the whole activity) speaks about."""
    if rule is not None and rule.rows:
        return rule.rows
    own = activity.rows or tuple(rows_of(kind)[0] for kind in activity.kinds)
    return tuple(dict.fromkeys(own))


def name_of(recipient: Recipient) -> str:
    """A recipient in the middle of a sentence."""
    category = recipient.category("en")
    return recipient.name or category[:1].lower() + category[1:]


def quoted(text: LocalText) -> str:
    """The beginning of a text of the pack, as a quotation."""
    return f"“{shorten(text('en'), 90, placeholder=' …')}”"


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names in a sentence: `a, b and 3 more`."""
    found = list(dict.fromkeys(names))
    if len(found) > most:
        return f"{', '.join(found[:most])} and {len(found) - most} more"
    if len(found) > 1:
        return f"{', '.join(found[:-1])} and {found[-1]}"
    return "".join(found)
