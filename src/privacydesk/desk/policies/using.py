"""Putting another policy pack in force: a newer statement, or one that was corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk


@dataclass(frozen=True, slots=True)
class UseReport:
    """What changed. `before`: name and hash of the pack that was in force, `None` for none.

    `open_cases`: cases that go on under the pack of their day.
    """

    policy: str
    policy_sha256: str
    changed: bool
    before: str | None
    before_sha256: str | None
    controller: str
    country: str
    region: str | None
    zone: str
    language: str
    systems: int
    open_cases: int


def use(desk: Desk, name: str) -> UseReport:
    """Put the pack `name` (or the path of a TOML file) in force for everything from now on.

    Cases that exist keep the pack of their day: its text stays in the store, and they point to its
    hash. Controller, place, clock and language of the desk follow the new pack; its systems are
    added, none is taken away. One transaction with its audit entry; a pack that is in force
    already changes nothing. Raises what `load_pack` raises.
    """
    from privacydesk.policy.loader import load_pack
    from privacydesk.store import packs

    pack = load_pack(name, desk.config_folder)
    before, before_sha256 = desk.settings.policy_name, desk.settings.policy_sha256
    changed = pack.sha256 != before_sha256
    if changed:
        with desk.store.write(desk.operator, desk.now()) as tx:
            systems = packs.put_in_force(tx, pack)
            tx.audit("policy.used", policy=pack.sha256, before=before_sha256, systems=systems)
        desk.reload_settings()
    with desk.store.read() as con:
        open_cases = packs.open_cases_under_others(con, pack.sha256)
    return UseReport(
        policy=pack.name,
        policy_sha256=pack.sha256,
        changed=changed,
        before=before,
        before_sha256=before_sha256,
        controller=pack.controller.name,
        country=pack.country,
        region=pack.region or None,
        zone=pack.zone,
        language=packs.letter_language(pack),
        systems=len(pack.systems),
        open_cases=open_cases,
    )
