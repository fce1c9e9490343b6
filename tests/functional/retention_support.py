"""A desk with a small policy pack in force, for tests of storage periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.packs import activity, pack_of, period, stage, term

from privacydesk.desk.context import Desk
from privacydesk.domain.pack import Pack
from privacydesk.store import packs

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OLD = datetime(2020, 1, 15, 9, 0, tzinfo=UTC)
NEW = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)


def inline(until: str) -> str:
    """A term as the inside of an inline table."""
    return until[2:-2]


def keeps(
    name: str,
    kinds: Sequence[str],
    *stages: str,
    when: str = "",
    rows: Sequence[str] = (),
) -> str:
    """One activity with one period."""
    more = [f"when = {when}"] if when else []
    if rows:
        more.append(f"rows = [{', '.join(repr(row) for row in rows)}]".replace("'", '"'))
    periods = f"period = [{period(', '.join(stages), more=', '.join(more))}]"
    return activity(name, tuple(kinds), periods=periods)


def after(duration: str, event: str = "creation", then: str = "erase") -> str:
    return stage(inline(term(duration, event)), then)


def in_force(desk: Desk, *activities: str, law: str = "not_available") -> Desk:
    """The same desk with a pack of these activities in force."""
    return with_pack(desk, pack_of(*activities, country="NL", law=law))


def with_pack(desk: Desk, pack: Pack) -> Desk:
    with desk.store.write(desk.operator, desk.now()) as tx:
        packs.keep(tx, pack)
        tx.audit("test.pack")
    settings = replace(desk.settings, policy_sha256=pack.sha256, policy_name=pack.name)
    return replace(desk, settings=settings)


def residue(store_path: Path, *values: str) -> set[str]:
    """Those of `values` that stand anywhere in the bytes of a store, its logs and its files."""
    files = [
        store_path,
        *(Path(f"{store_path}{ending}") for ending in ("-wal", "-shm")),
        *store_path.with_name(f"{store_path.stem}.files").iterdir(),
    ]
    found = set()
    for file in files:
        if file.exists():
            data = file.read_bytes().lower()
            found |= {value for value in values if value.lower().encode() in data}
    return found
