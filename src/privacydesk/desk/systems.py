"""Use cases around the list of systems: a complete answer names every place that was searched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from privacydesk.domain.errors import ConflictError, InputError
from privacydesk.domain.model import RecordKind, System

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk


def list_systems(desk: Desk) -> tuple[System, ...]:
    """Every system and processor of this controller, imported or not."""
    from privacydesk.store import systems

    with desk.store.read() as con:
        return systems.list_all(con)


def show_system(desk: Desk, name: str) -> System:
    """One system by its name. Raises `NotFoundError`."""
    from privacydesk.store import systems

    with desk.store.read() as con:
        return systems.require(con, name)


def add_system(
    desk: Desk,
    name: str,
    *,
    owner: str | None = None,
    holds: str = "",
    how: str = "",
    kinds: Sequence[str] = (),
    processor: bool = False,
) -> System:
    """Add a system where data about people live, so that cases search it too.

    Raises `InputError` for an empty name or an unknown kind, `ConflictError` for a known name.
    """
    from privacydesk.store import systems

    name = name.strip()
    if not name:
        raise InputError("A system needs a name.")
    for kind in kinds:
        if kind not in set(RecordKind):
            raise InputError(
                f"“{kind}” is not a kind of record. Use one of: {', '.join(RecordKind)}."
            )
    with desk.store.write(desk.operator, desk.now()) as tx:
        if systems.by_name(tx.sql, name) is not None:
            raise ConflictError(f"There is a system named “{name}” already.")
        system_id = systems.upsert(
            tx,
            name=name,
            owner=owner,
            holds=holds,
            how=how,
            kinds=kinds,
            processor=processor,
            by_hand=True,
        )
        tx.audit("system.add", system=system_id)
    return show_system(desk, name)
