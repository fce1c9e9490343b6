"""`privacydesk system`: every place where data about people live, imported or not."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from privacydesk.cli.nouns import noun
from privacydesk.cli.output import emit_json, line, open_desk, table
from privacydesk.domain.model import System

JSON_KEYS = """\
`system list`: systems[{system_id, name, owner, holds, how, kinds[], state, source, data_until,
processor, records}]; `system show`, `system add`: the same keys of one system.
"""


def register(root: typer.Typer) -> None:
    """Add the noun to `root`."""
    system = noun(root, "system", "List and add the systems where data about people live.")
    system.command("list")(list_command)
    system.command("show")(show_command)
    system.command("add")(add_command)


def as_json(system: System) -> dict[str, Any]:
    return {
        "system_id": system.system_id,
        "name": system.name,
        "owner": system.owner,
        "holds": system.holds,
        "how": system.how,
        "kinds": [k.value for k in system.kinds],
        "state": system.state.value,
        "source": system.source,
        "data_until": system.data_until.isoformat() if system.data_until else None,
        "processor": system.processor,
        "records": system.records,
    }


def _state(system: System) -> str:
    if system.data_until is None:
        return "not imported"
    return f"data up to {system.data_until.date().isoformat()}"


def list_command(
    ctx: typer.Context,
    as_json_: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List every system and processor, with the date up to which its data are here."""
    from privacydesk.desk import systems

    with open_desk(ctx) as desk:
        found = systems.list_systems(desk)
    if as_json_:
        emit_json({"systems": [as_json(s) for s in found]})
        return
    table(
        [(s.name, _state(s), s.records, s.owner or "", s.how) for s in found],
        ("system", "state", "records", "owner", "how it is searched"),
    )


def show_command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the system.")],
    as_json_: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Show one system: owner, what it holds, how it is searched, how new its data are."""
    from privacydesk.desk import systems

    with open_desk(ctx) as desk:
        system = systems.show_system(desk, name)
    _print(system, as_json_)


def add_command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the system.")],
    owner: Annotated[str | None, typer.Option(help="Who answers for it.")] = None,
    holds: Annotated[str, typer.Option(help="What it holds about people, in words.")] = "",
    how: Annotated[str, typer.Option(help="How it is searched: export, request, by hand.")] = "",
    kind: Annotated[
        list[str] | None, typer.Option(help="Kind of record it holds. May be repeated.")
    ] = None,
    processor: Annotated[
        bool, typer.Option("--processor", help="It is run by a processor (Art. 28).")
    ] = False,
    as_json_: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Add a system that no policy pack names, so that every case searches it too."""
    from privacydesk.desk import systems

    with open_desk(ctx) as desk:
        system = systems.add_system(
            desk, name, owner=owner, holds=holds, how=how, kinds=kind or (), processor=processor
        )
    _print(system, as_json_)


def _print(system: System, as_json_: bool) -> None:
    if as_json_:
        emit_json(as_json(system))
        return
    line(f"System: {system.name}")
    line(f"State: {_state(system)}")
    line(f"Records here: {system.records}")
    line(f"Owner: {system.owner or 'not named'}")
    line(f"Holds: {system.holds or 'not described'}")
    line(f"How it is searched: {system.how or 'not described'}")
    line(f"Kinds: {', '.join(system.kinds) or 'not named'}")
    line(f"Processor: {'yes' if system.processor else 'no'}")
