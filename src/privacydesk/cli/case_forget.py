"""`privacydesk case forget`: what a person asked to be erased leaves the store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from privacydesk.cli.output import emit_json, line, note, open_desk
from privacydesk.cli.values import AsJson, Reference
from privacydesk.domain.text import many

if TYPE_CHECKING:
    from privacydesk.desk.retention import Forgotten

JSON_KEYS = """\
`case forget`: reference, dry_run, erased, restricted, goes[{kind, system, records, at_source}],
stays[{kind, system, why, records, until}], systems[], files, complete, leftovers[].
"""
_WHY = {
    "others": "is about somebody else too",
    "hold": "on hold",
    "open_case": "another case of theirs is open",
    "restriction": "their data are restricted (Art. 18)",
    "legal_duty": "the law keeps it (Art. 17(3)(b))",
    "suppression": "keeps them from being mailed (Art. 21(3))",
    "stated": "stated as kept in the erasure reply",
}


def register_on_case(app: typer.Typer) -> None:
    """Add the command to the noun."""
    app.command("forget")(forget_command)


def forget_command(
    ctx: typer.Context,
    reference: Reference,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Erase; else it is only told what.")] = False,
    as_json: AsJson = False,
) -> None:
    """Erase the data of a person who asked for it; say what stays, and why.

    What the law keeps, what the erasure reply states as kept and what is about others stays. The
    person and the case stay too, so that the answer can go out; `case erase` takes them later.
    """
    from privacydesk.desk import retention

    with open_desk(ctx) as desk:
        done = retention.forget(desk, reference, yes=yes)
    if as_json:
        emit_json(_json(done))
    else:
        for sentence in _told(done):
            line(sentence)
        if not done.complete:
            note("Somebody is reading the store; run `privacydesk retention run --yes` afterwards.")
        for name in done.leftovers:
            note(f"May still hold some of it, for you to look at: {name}")
    if not done.complete:
        raise typer.Exit(1)


def _told(done: Forgotten) -> Iterator[str]:
    head = "would be erased; add --yes" if done.dry_run else "erased"
    yield f"Case {done.reference}: {many(done.erased, 'record')} {head}."
    for goes in done.goes:
        yield f"  {goes.kind.value} ({goes.system}): {goes.records}"
    if done.stays:
        apart = f" ({done.restricted} set apart from now on)" if done.restricted else ""
        yield f"{many(sum(one.records for one in done.stays), 'record')} stay{apart}:"
    for one in done.stays:
        until = f", until {one.until.isoformat()}" if one.until else ""
        yield f"  {one.kind.value} ({one.system}): {one.records}, {_WHY[one.why.value]}{until}"
    if done.systems:
        yield (
            f"To be erased at the source too: {', '.join(done.systems)}. When that is done: "
            f"`case event {done.reference} acted`."
        )


def _json(done: Forgotten) -> dict[str, object]:
    return {
        "reference": done.reference,
        "dry_run": done.dry_run,
        "erased": done.erased,
        "restricted": done.restricted,
        "goes": done.goes,
        "stays": done.stays,
        "systems": done.systems,
        "files": done.files,
        "complete": done.complete,
        "leftovers": done.leftovers,
    }
