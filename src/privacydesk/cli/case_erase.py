"""`privacydesk case erase`: the file of a closed case leaves the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from privacydesk.cli.output import emit_json, line, note, open_desk
from privacydesk.cli.values import AsJson, Reference

if TYPE_CHECKING:
    from privacydesk.desk.cases import CaseErased

JSON_KEYS = """\
`case erase`: reference, documents, letters, hits, files, person, dry_run, complete.
"""


def register_on_case(app: typer.Typer) -> None:
    """Add the command to the noun."""
    app.command("erase")(erase_command)


def erase_command(
    ctx: typer.Context,
    reference: Reference,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Erase it; else it is counted.")] = False,
    as_json: AsJson = False,
) -> None:
    """Erase the file of a closed case: texts, reasons, addresses, files, hits entered by hand.

    Do so when your period for such files is over. The audit log keeps numbers, days and codes.
    """
    from privacydesk.desk import cases

    with open_desk(ctx) as desk:
        done = cases.erase(desk, reference, yes=yes)
    if as_json:
        emit_json(done)
    else:
        line(_said(done))
        if not done.complete:
            note("Somebody is reading the store; run `privacydesk retention run --yes` afterwards.")
    if not done.complete:
        raise typer.Exit(1)


def _said(done: CaseErased) -> str:
    what = "would be erased; add --yes" if done.dry_run else "erased"
    also = " Nothing else is kept of this person: their entry goes too." if done.person else ""
    return (
        f"Case {done.reference} {what}: {done.documents} documents, {done.letters} texts and facts "
        f"of letters, {done.hits} hits entered by hand, {done.files} files.{also}"
    )
