"""`privacydesk case letters`, `case letter`: letters of a case, from templates or edited."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privacydesk.cli.output import emit_json, line, note, open_desk, table
from privacydesk.cli.values import AsJson, Reference

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.letters import LetterView, WrittenLetter

JSON_KEYS = """\
`case letters`: reference, letters[{name, title, fits, answers, to_company, edited_by, edited_at}].
`case letter`: reference, letter, title, language, usable, problem, markdown,
missing_facts[{name, title, where, example}], missing_parts[{id, title, source}], stated{},
edited_by, edited_at, diff[] (lines an edit took out, `- `, or put in, `+ `), turned[{id, title,
source}] (mandatory parts whose sentence it changed); with `-o` also draft, path, sha256,
document_id, prepared{kind, format, language, replaces[], others[]}: what a release takes now, and
which drafts instead.
"""
_LANGUAGES = {"nl": "Dutch", "de": "German", "en": "English"}


def register_on_case(app: typer.Typer) -> None:
    """Add the commands of letters to the noun."""
    app.command("letters")(letters_command)
    app.command("letter")(letter_command)


def letters_command(ctx: typer.Context, reference: Reference, *, as_json: AsJson = False) -> None:
    """List the letters that a case can send, and which were edited."""
    from privacydesk.desk import letters

    with open_desk(ctx) as desk:
        found = letters.list_letters(desk, reference)
    if as_json:
        emit_json({"reference": reference, "letters": found})
        return
    rows = [
        (
            one.name,
            one.title,
            "" if one.fits else "not asked for",
            f"edited by {one.edited_by}" if one.edited_by else "",
        )
        for one in found
    ]
    table(rows, header=("LETTER", "SUBJECT", "FITS", "TEXT"))


def letter_command(
    ctx: typer.Context,
    reference: Reference,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The letter; see `case letters`.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="The file; - writes to stdout."),
    ] = None,
    fmt: Annotated[
        str | None,
        typer.Option("--format", help="pdf, docx, odt, html, md or txt; else the file's ending."),
    ] = None,
    stated: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FACT=VALUE",
            help="State a fact for this letter; it is kept. May be repeated. Empty takes it back.",
        ),
    ] = None,
    text: Annotated[
        Path | None,
        typer.Option("--edit", metavar="FILE", help="Keep this Markdown text; - reads stdin."),
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="Drop the edited text: back to the template.")
    ] = False,
    show: Annotated[
        bool, typer.Option("--show", help="Show the text as Markdown; nothing is written.")
    ] = False,
    diff: Annotated[
        bool,
        typer.Option("--diff", help="Show the lines that an edit changed in the template's text."),
    ] = False,
    language: Annotated[
        str | None, typer.Option(help="nl, de or en instead of the language of the case.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a letter of a case as a draft, show it, or keep an edited text of it.

    Without --output the letter is shown. A letter that lacks a fact or a mandatory part is not
    written; it says what is missing.
    """
    from privacydesk.desk import letters

    if text is not None and template:
        raise typer.BadParameter("--edit and --template exclude each other.")
    if diff and (show or output is not None):
        raise typer.BadParameter("--diff and --show or --output exclude each other.")
    if language is not None and language not in ("nl", "de", "en"):
        raise typer.BadParameter("Letters are written in nl, de or en.", param_hint="--language")
    facts = dict(_fact(item) for item in stated or ())
    with open_desk(ctx) as desk:
        if facts:
            letters.state_facts(desk, reference, name, facts)
        if template:
            letters.forget_edit(desk, reference, name, language=language)
        if text is not None:
            letters.edit(desk, reference, name, _read(text), language=language)
        if output is None or show:
            view = letters.show(desk, reference, name, language=language)
            _show(view, reference, as_json, diff=diff)
            return
        _write(desk, reference, name, fmt, output, language, force, as_json)


def _write(
    desk: Desk,
    reference: str,
    name: str,
    fmt: str | None,
    output: Path,
    language: str | None,
    force: bool,
    as_json: bool,
) -> None:
    from privacydesk.desk import letters

    stream = str(output) == "-"
    wanted = fmt or ("pdf" if stream else output.suffix.removeprefix(".").lower() or "pdf")
    written = letters.letter(
        desk,
        reference,
        name,
        wanted,
        None if stream else output,
        language=language,
        force=force,
    )
    if written.data is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(written.data)
        sys.stdout.buffer.flush()
    elif as_json:
        view = letters.show(desk, reference, name, language=language)
        emit_json(
            {
                **_json(view, reference),
                "draft": True,
                "path": written.path,
                "sha256": written.sha256,
                "document_id": written.document_id,
                "prepared": {
                    "kind": written.kind,
                    "format": written.format,
                    "language": written.language,
                    "replaces": written.replaces,
                    "others": written.others,
                },
            }
        )
    else:
        line(str(written.path))
    if not as_json:
        note("This is a draft." + (" Its text was edited." if written.edited else ""))
        note(_prepared(written))


def _prepared(written: WrittenLetter) -> str:
    """What a release would take now."""
    instead = f", instead of {', '.join(written.replaces)}" if written.replaces else ""
    also = (
        f" In other formats: {', '.join(written.others)} (`case release --format`)."
        if written.others
        else ""
    )
    return (
        f"Prepared for release: {written.kind}, {written.format}, in "
        f"{_LANGUAGES[written.language]}{instead}.{also}"
    )


def _fact(item: str) -> tuple[str, str]:
    name, sign, value = item.partition("=")
    if not sign or not name.strip():
        raise typer.BadParameter("Write a fact as NAME=VALUE.", param_hint="--set")
    return name.strip(), value


def _read(path: Path) -> str:
    from privacydesk.domain.errors import InputError

    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or "input error"
        raise InputError(f"“{path.name}” cannot be read ({reason}).") from None
    except UnicodeDecodeError:
        raise InputError(f"“{path.name}” is not UTF-8 text.") from None


def _show(view: LetterView, reference: str, as_json: bool, *, diff: bool) -> None:
    if as_json:
        emit_json(_json(view, reference))
        return
    if diff:
        _print_diff(view)
    elif view.markdown is not None:
        line(view.markdown.rstrip("\n"))
    if view.edited_by and view.edited_at:
        note(f"Edited by {view.edited_by} on {view.edited_at.date().isoformat()}.")
    if view.missing_facts:
        note(f"The letter {view.name} needs what is not stated:")
        for fact in view.missing_facts:
            how = " or ".join(part for part in (fact.where, fact.example) if part)
            note(f"  {fact.name}: {fact.title}; {how}")
    elif view.problem:
        note(view.problem)


def _print_diff(view: LetterView) -> None:
    for changed in view.diff:
        line(changed)
    if view.edited_by is None:
        note("The text of this letter was not edited.")
    elif view.missing_facts:
        note("The template's text cannot be made yet, so nothing can be compared.")
    for part in view.turned:
        note(f"The sentence on {part.title} was changed: read it.")


def _json(view: LetterView, reference: str) -> dict[str, Any]:
    return {
        "reference": reference,
        "letter": view.name,
        "title": view.title,
        "language": view.language,
        "usable": view.usable,
        "problem": f"{view.problem} {view.command}".strip(),
        "markdown": view.markdown,
        "missing_facts": view.missing_facts,
        "missing_parts": view.missing_parts,
        "stated": dict(view.stated),
        "edited_by": view.edited_by,
        "edited_at": view.edited_at,
        "diff": view.diff,
        "turned": view.turned,
    }
