"""Letters at their release: what one says now, whether it was prepared so, its final form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from privacydesk.domain.checklist import Problem
from privacydesk.domain.contents import Change, compare
from privacydesk.domain.document_kinds import command_of, letter_of
from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.localtext import LANGUAGES

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.letters import LetterView
    from privacydesk.store.drafts import Prepared


@dataclass(frozen=True, slots=True)
class Edited:
    """Who edited the text of a letter, on which local day, and the lines that differ from the
    template's (`- ` taken out, `+ ` put in)."""

    by: str
    on: date
    diff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LettersNow:
    """`contents`: what each letter says today; `languages`: the one it was prepared in;
    `edited`: what a person changed in the text in use; `problems`: why
    it could not be written today."""

    contents: dict[str, str]
    languages: dict[str, str | None]
    edited: dict[str, Edited]
    problems: tuple[Problem, ...]


def letters_now(desk: Desk, reference: str, documents: Iterable[Prepared]) -> LettersNow:
    """Write every prepared letter anew, in the language it was prepared in."""
    contents: dict[str, str] = {}
    languages: dict[str, str | None] = {}
    edited: dict[str, Edited] = {}
    problems: list[Problem] = []
    for document in documents:
        if not letter_of(document.kind):
            continue
        try:
            language, view = _written(desk, reference, document)
        except (InputError, StateError) as refusal:
            item = "A01" if refusal.code == "data_found" else "A21"
            problems.append(
                Problem(
                    item,
                    refusal.message,
                    True,
                    mend="Mend that, then prepare the letter again.",
                    command=command_of(document.kind, reference),
                )
            )
            continue
        contents[document.kind], languages[document.kind] = view.content, language
        if view.edited_by is not None and view.edited_at is not None:
            day = view.edited_at.astimezone(desk.zone).date()
            edited[document.kind] = Edited(view.edited_by, day, view.diff)
            problems += _of_the_edit(view, edited[document.kind])
    return LettersNow(contents, languages, edited, tuple(problems))


def _of_the_edit(view: LetterView, edit: Edited) -> Iterator[Problem]:
    """Warnings for whoever releases: words that a check finds may have been turned around."""
    name = view.name.replace("_", " ")
    told = [f"text edited by {edit.by} on {edit.on.isoformat()}."]
    told += [f"the sentence on {part.title} was changed: read it." for part in view.turned]
    for sentence in told:
        yield Problem("A21", f"The {name} letter: {sentence}", False, lines=edit.diff)


def _written(desk: Desk, reference: str, document: Prepared) -> tuple[str | None, LetterView]:
    """The letter with its language, as it was prepared, else as it would be written now."""
    first: tuple[str | None, LetterView] | None = None
    for language, view in _views(desk, reference, document.kind):
        if view.markdown is None or view.problem:
            if first is None:
                raise StateError(
                    view.problem or "The letter cannot be written.", command=view.command
                )
            continue
        kept = document.content
        if kept is None or compare(kept, view.content) is not Change.DATA:
            return language, view
        first = first or (language, view)
    assert first is not None
    return first


def _views(desk: Desk, reference: str, kind: str) -> Iterator[tuple[str | None, LetterView]]:
    """A letter as it would be written today, in the language of its case and in every other."""
    from privacydesk.desk import letters

    name = letter_of(kind)
    for language in (None, *LANGUAGES):
        yield language, letters.show(desk, reference, name, language=language)


def letter_today(desk: Desk, reference: str, kind: str, kept: str) -> str:
    """What a letter would say today, in the language in which it says what `kept` tells if there
    is one; `kept` itself for a letter whose time is over, as nothing can be compared then.

    Raises StateError (`data_found`) when it says that nothing was found and something was.
    """
    found = []
    try:
        for _, view in _views(desk, reference, kind):
            if compare(kept, view.content) is not Change.DATA:
                return view.content
            found.append(view.content)
    except (InputError, StateError) as refusal:
        if refusal.code in {"extension_lost", "over"}:
            return kept
        raise
    return found[0]


def final_letter(
    desk: Desk, reference: str, document: Prepared, language: str | None, checkpoint: str
) -> bytes:
    """The bytes of a letter without the mark of a draft, with the checkpoint of the log.

    Raises StateError or InputError when it cannot be written.
    """
    from privacydesk.desk import letters
    from privacydesk.documents.access.report import show_checkpoint
    from privacydesk.documents.words import Words
    from privacydesk.documents.write import write

    name = letter_of(document.kind)
    made = letters.compose(desk, reference, name, draft=False, language=language)
    label = Words(made.language)("furniture", "checkpoint")
    facts = (*made.facts, (label, show_checkpoint(checkpoint)))
    return write(replace(made, facts=facts), document.format)  # type: ignore[arg-type]
