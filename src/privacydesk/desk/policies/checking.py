"""The policy check as a use case: of a pack, of every pack, of the one in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from privacydesk import paths
from privacydesk.desk.policies.packs import pack_for
from privacydesk.domain.errors import UserError
from privacydesk.domain.model import RecordKind
from privacydesk.domain.policy_check import Finding, RuleLine, Severity

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.pack import Pack


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the check found in one pack. `problem`: why it could not be read, else empty.

    `titles`: the name of each activity in the language of the desk, by its id. `records`: whether
    the kinds of records in the store were looked at too.
    """

    pack: str
    statement_date: date | None
    excerpt: bool
    findings: tuple[Finding, ...]
    titles: Mapping[str, str]
    records: bool = False
    problem: str = ""

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def ok(self) -> bool:
        """Whether the pack can be read and no error was found."""
        return not self.problem and not self.count(Severity.ERROR)


def check_pack(name: str, desk: Desk | None = None) -> CheckReport:
    """Check a pack by its name or the path of a TOML file. Raises what `load_pack` raises."""
    from privacydesk.policy.loader import load_pack

    folder = desk.config_folder if desk else paths.config_folder()
    return _report(load_pack(name, folder))


def check_all(desk: Desk | None = None) -> tuple[CheckReport, ...]:
    """Check every pack by name; one that cannot be read is reported with its problem."""
    from privacydesk.policy.loader import find_packs

    folder = desk.config_folder if desk else paths.config_folder()
    found = []
    for file in find_packs(folder):
        try:
            found.append(check_pack(file.name, desk))
        except UserError as error:
            found.append(CheckReport(file.name, None, False, (), {}, problem=error.message))
    return tuple(found)


def check_in_force(desk: Desk) -> CheckReport:
    """Check the pack in force, and whether it covers every kind of record in the store.

    Raises StateError when no pack is in force.
    """
    from privacydesk.store import packs

    pack = pack_for(desk)
    with desk.store.read() as con:
        held = packs.held_kinds(con)
    return _report(pack, held)


def list_rules() -> tuple[RuleLine, ...]:
    """Every rule of the check, in its order."""
    from privacydesk.policy.check import rules

    return rules()


def _report(pack: Pack, held: Mapping[tuple[RecordKind, str], int] | None = None) -> CheckReport:
    from privacydesk.policy.check import check

    return CheckReport(
        pack=pack.name,
        statement_date=pack.statement_date,
        excerpt=pack.excerpt,
        findings=check(pack, held=held),
        titles={activity.id: activity.title("en") for activity in pack.activities},
        records=held is not None,
    )
