"""What the policy check tells: findings on a policy pack, each with its article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How sure the check is, and of what.

    `ERROR`: the pack falls short of a duty whatever the facts are. `WARNING`: it falls short, or
    will in some cases. `QUESTION`: only the controller knows; lawful if the answer is right.
    """

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the check found.

    `rule`: the stable id of the rule (`docs/guide/policy-check.md` explains each). `article`: of
    the GDPR unless it says otherwise. `activity`: the id of the activity it is about, empty for
    the pack as a whole. `message`: what is wrong here. `mend`: what to do about it.
    """

    rule: str
    severity: Severity
    article: str
    activity: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of the check, for a list. `absence`: not asked of an excerpt."""

    rule: str
    severity: Severity
    article: str
    says: str
    mend: str
    absence: bool
