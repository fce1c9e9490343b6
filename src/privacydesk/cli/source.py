"""`privacydesk source`: which systems can be imported, and which export to make in each."""

from __future__ import annotations

from typing import Annotated

import typer

from privacydesk.cli.nouns import noun
from privacydesk.cli.output import emit_json, line, table

JSON_KEYS = """\
`source list`: sources[{name, title, system, kinds[], complete, origin}], origin `built-in` or
`user`; `source show`: the same keys and explains, drops, tables[{name, files[], columns[], kind,
recordings, roles[], identifiers[], dropped[]}].
"""


def register(root: typer.Typer) -> None:
    """Add the noun to `root`."""
    source = noun(root, "source", "Source systems that can be imported, and how.")
    source.command("list")(list_command)
    source.command("show")(show_command)


def list_command(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List every source: the built-in ones and your own."""
    from privacydesk.desk import sources

    found = sources.list_sources()
    if as_json:
        emit_json({"sources": found})
        return
    table(
        [
            (
                one.name,
                one.title,
                ", ".join(one.kinds) or "as the mapping says",
                "yours" if one.origin == "user" else "built in",
            )
            for one in found
        ],
        ("source", "system", "becomes", "from"),
    )


def show_command(
    name: Annotated[str, typer.Argument(help="A name from `source list`.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Explain a source: the export to make, its files, what becomes of them, what is dropped."""
    from privacydesk.desk import sources

    shown = sources.show_source(name)
    if as_json:
        emit_json(shown)
        return
    line(f"{shown.name}: {shown.title}")
    line()
    line(shown.explains)
    for one in shown.tables:
        if one.kind is None:
            continue
        line()
        kinds = f"{one.kind} and recording" if one.recordings else str(one.kind)
        line(f"{one.name}: each row becomes {kinds}")
        if one.files:
            line(f"  files: {', '.join(one.files)}")
        if one.columns:
            line(f"  known by: {', '.join(one.columns)}")
        if one.roles:
            line(f"  people: {', '.join(one.roles)}")
        if one.identifiers:
            line(f"  found by: {', '.join(one.identifiers)}")
    line()
    if shown.complete:
        line("A full export of this system marks records that it no longer holds as gone there.")
    line(f"Never kept: {shown.drops or 'passwords, full card numbers, citizen numbers.'}")
