"""Kinds of records that exist and that no activity of the pack covers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from privacydesk.domain.estate import MAIN_ROW
from privacydesk.domain.policy_check import Severity
from privacydesk.policy.checks.rule import Checked, Hit, Rule, listed


def _held(checked: Checked) -> Iterator[Hit]:
    loose: dict[str, int] = {}
    for (kind, source), count in checked.held.items():
        if count and not checked.pack.activities_for(kind, row=MAIN_ROW[kind], source=source):
            loose[kind.value] = loose.get(kind.value, 0) + count
    for name, count in sorted(loose.items()):
        told = "1 record" if count == 1 else f"{count} records"
        yield Hit(f"The store holds {told} of the kind {name}; no activity covers it.")


def _systems(checked: Checked) -> Iterator[Hit]:
    pack = checked.pack
    for system in pack.systems:
        loose = [
            kind.value
            for kind in system.kinds
            if not pack.activities_for(kind, row=MAIN_ROW[kind], source=system.source or None)
        ]
        if loose:
            yield Hit(f"{system.name} holds {listed(loose)}; no activity covers that.")


RULES: Final = (
    Rule(
        "kind-uncovered",
        Severity.ERROR,
        "Art. 5(1)(b), 13(1)(c), 30(1)",
        "The store holds a kind of record that no activity covers: no purpose, basis or period.",
        "Add the kind to an activity, or find out why these data are held.",
        _held,
    ),
    Rule(
        "system-uncovered",
        Severity.WARNING,
        "Art. 30(1)",
        "A system of the pack holds a kind of record that no activity covers.",
        "Add the kind to an activity, or correct the system.",
        _systems,
    ),
)
