"""`privacydesk settings`: the few settings that may change after `init`."""

from __future__ import annotations

from typing import Annotated

import typer

from privacydesk.cli.nouns import noun
from privacydesk.cli.output import emit_json, open_desk, table
from privacydesk.cli.values import AsJson

JSON_KEYS = """\
`settings show` and `settings set`: settings{single, released_days}, as texts.
"""


def register(root: typer.Typer) -> None:
    """Add the noun to `root`."""
    group = noun(root, "settings", "Settings of this store.")
    group.command("show")(show_command)
    group.command("set")(set_command)


def show_command(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Show the settings that can be changed."""
    from privacydesk.desk import settings

    with open_desk(ctx) as desk:
        _print(settings.shown(desk), as_json)


def set_command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="single or released_days.")],
    value: Annotated[str, typer.Argument(help="Its new value: yes, no or a number of days.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Change a setting; the audit log keeps who did it."""
    from privacydesk.desk import settings

    with open_desk(ctx) as desk:
        _print(settings.change(desk, name, value), as_json)


def _print(values: dict[str, str], as_json: bool) -> None:
    from privacydesk.desk.settings import SETTINGS

    if as_json:
        emit_json({"settings": values})
        return
    table([(name, values[name], SETTINGS[name]) for name in values], ("setting", "value", "means"))
