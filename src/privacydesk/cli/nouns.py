"""The nouns of the command line."""

from __future__ import annotations

import typer

from privacydesk.cli.argv import Globals

__all__ = ["Globals", "noun"]


def noun(app: typer.Typer, name: str, help_text: str) -> typer.Typer:
    """The group `name` of `app`, made on first use: several modules may add verbs to one noun."""
    for group in app.registered_groups:
        if group.name == name and group.typer_instance is not None:
            return group.typer_instance
    made = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.add_typer(made, name=name, help=help_text)
    return made
