"""The policy check: reads a pack against Art. 12-22 and 30 GDPR and tells what it finds.

It reads the pack as it will be used: what the supplement completes is not missing. Of an excerpt,
nothing is asked that may stand in the rest of the statement. A finding is about the text, never
about a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from privacydesk.domain.model import RecordKind
from privacydesk.domain.pack import Pack
from privacydesk.domain.policy_check import Finding, RuleLine, Severity
from privacydesk.policy.checks import (
    activities,
    authorities,
    contradictions,
    controller,
    coverage,
    periods,
    rights,
    transfers,
)
from privacydesk.policy.checks.rule import Checked, Rule

RULES: Final[tuple[Rule, ...]] = (
    *controller.RULES,
    *activities.RULES,
    *periods.RULES,
    *transfers.RULES,
    *rights.RULES,
    *authorities.RULES,
    *contradictions.RULES,
    *coverage.RULES,
)
"""Every rule, in the order of a statement's chapters."""

_ORDER: Final = tuple(Severity)


def check(
    pack: Pack, *, held: Mapping[tuple[RecordKind, str], int] | None = None
) -> tuple[Finding, ...]:
    """Everything the rules find in `pack`: errors first, then warnings, then questions.

    `held`: how many records of each (kind, source) the store holds, to find those that no activity
    covers; without it that is not looked at. Pure and deterministic.
    """
    checked = Checked(pack, held or {})
    found = [
        Finding(rule.id, rule.severity, rule.article, hit.activity, hit.message, rule.mend)
        for rule in RULES
        if not (rule.absence and pack.excerpt)
        for hit in rule.find(checked)
    ]
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.severity)))


def rules() -> tuple[RuleLine, ...]:
    """Every rule in words, in the order of the check."""
    return tuple(
        RuleLine(rule.id, rule.severity, rule.article, rule.says, rule.mend, rule.absence)
        for rule in RULES
    )
