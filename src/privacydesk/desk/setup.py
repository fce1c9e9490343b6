"""Making a new store for a controller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk import paths
from privacydesk.desk.context import utc_now, who
from privacydesk.domain.errors import ConflictError

if TYPE_CHECKING:
    from privacydesk.domain.pack import Pack
    from privacydesk.store.engine import Store, Tx


@dataclass(frozen=True, slots=True)
class InitReport:
    """What `init` made."""

    store: Path
    policy: str
    policy_sha256: str
    controller: str
    country: str
    region: str | None
    zone: str
    language: str
    systems: int


def init(
    store_path: Path | None,
    policy: str,
    operator: str | None = None,
    *,
    config_folder: Path | None = None,
    now: Callable[[], datetime] = utc_now,
    single: bool = False,
) -> InitReport:
    """Make a store with the policy pack `policy` (a name, or the path of a TOML file) in force.

    `single`: an office of one, where who prepared an answer may release it.
    All of it or nothing: a pack that cannot be read leaves no store behind. Raises ConflictError
    when there is a store already, and what `load_pack` raises.
    """
    from privacydesk.policy.loader import load_pack
    from privacydesk.store import packs, settings
    from privacydesk.store.engine import Store

    path = (store_path or paths.default_store_path()).expanduser().absolute()
    if path.exists() and path.stat().st_size > 0:
        raise ConflictError(
            "There is a store here already; name another place with --store.",
            code="store_exists",
        )
    pack = load_pack(policy, config_folder or paths.config_folder())
    store = Store.open(path, create=True)
    try:
        with store.write(who(operator), now()) as tx:
            systems = _install(tx, pack)
            if single:
                settings.put(tx, "single", "yes")
    except BaseException:
        _discard(store)
        raise
    store.close()
    return InitReport(
        store=path,
        policy=pack.name,
        policy_sha256=pack.sha256,
        controller=pack.controller.name,
        country=pack.country,
        region=pack.region or None,
        zone=pack.zone,
        language=packs.letter_language(pack),
        systems=systems,
    )


def _install(tx: Tx, pack: Pack) -> int:
    """Put the pack and what follows from it into the store; returns the number of systems."""
    from privacydesk.store import packs

    systems = packs.put_in_force(tx, pack)
    tx.audit("store.created", policy=pack.sha256, systems=systems)
    return systems


def _discard(store: Store) -> None:
    store.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{store.path}{ending}").unlink(missing_ok=True)
    if store.files.is_dir() and not any(store.files.iterdir()):
        store.files.rmdir()
