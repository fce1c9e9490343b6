"""From the name of a letter to its text: facts, template or edited text, checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from privacydesk.desk.contents import content
from privacydesk.desk.letters.facts import known_facts
from privacydesk.desk.letters.from_records import record_facts, records_for
from privacydesk.desk.letters.grounds import refuse_groundless, refuse_untrue
from privacydesk.desk.letters.held import Open, left_open
from privacydesk.desk.letters.inputs import letter_inputs
from privacydesk.desk.letters.reading import Known, read
from privacydesk.desk.letters.stated import combine
from privacydesk.desk.letters.views import LetterView, MissingFact, MissingPart
from privacydesk.domain.errors import InputError, NotFoundError, StateError
from privacydesk.domain.letters import letter_content

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.gathering import Gathered
    from privacydesk.documents.blocks import Document
    from privacydesk.documents.letters.context import LetterCase
    from privacydesk.documents.letters.given import Fact, Value
    from privacydesk.documents.letters.registry import Letter
    from privacydesk.documents.letters.text import LetterText
    from privacydesk.store.letters import EditedText


@dataclass(frozen=True, slots=True)
class Composed:
    letter: Letter
    known: Known
    case: LetterCase
    view: LetterView


def letter_named(name: str) -> Letter:
    from privacydesk.documents.letters.registry import LETTERS

    if name not in LETTERS:
        raise NotFoundError(f"There is no letter “{name}”. The letters are {', '.join(LETTERS)}.")
    return LETTERS[name]


def edited_text(known: Known, name: str) -> EditedText | None:
    for text in known.edited:
        if text.letter == name and text.language == known.language:
            return text
    return None


def compose_letter(desk: Desk, reference: str, name: str, language: str | None) -> Composed:
    from privacydesk.documents.letters.context import LetterCase, context, not_stated
    from privacydesk.documents.letters.plain import readable
    from privacydesk.documents.letters.text import check_edited, complain, render_letter
    from privacydesk.domain.rights import Right
    from privacydesk.store import letters

    letter = letter_named(name)
    known = read(desk, reference, language)
    with desk.store.read() as con:
        stated = letters.stated(con, known.case_id, name)
    found = records_for(desk, letter, known)
    values, left = _values(letter, known, stated, found)
    refuse_untrue(letter, known, values, left)
    case = LetterCase(
        reference=known.case.reference,
        language=known.language,
        received=known.case.received_date,
        today=known.today,
        channel=known.case.channel,
        rights=tuple(Right(request.right) for request in known.case.requests),
        pack=known.pack,
        controller_name=known.pack.controller.name,
        values=values,
    )
    own = edited_text(known, name)
    inputs = letter_inputs(desk, letter, known, stated, own, found)
    view = LetterView(
        name=name,
        title=letter.title(known.language),
        language=known.language,
        markdown=None,
        stated=tuple(sorted(stated.items())),
        edited_by=own.by if own else None,
        edited_at=own.at if own else None,
        content=content(inputs, ""),
    )
    missing = not_stated(letter, case.values)
    if missing:
        return Composed(letter, known, case, _without_facts(view, missing, left))
    shown = context(letter, case)
    text = render_letter(letter, known.language, shown, desk.config_folder / "templates")
    if own is not None:
        markdown, parts = own.text, check_edited(letter, known.language, shown, own.text)
        view = _with_changes(view, letter, text, own.text)
    else:
        markdown, parts = readable(text.markdown), text.missing
    view = replace(
        view,
        markdown=markdown,
        content=content(inputs, letter_content(view.title, markdown)),
        missing_parts=tuple(MissingPart(part.id, part.title, part.source) for part in parts),
        problem=complain(letter, known.language, parts, edited=own is not None) if parts else "",
    )
    return Composed(letter, known, case, view)


def _with_changes(view: LetterView, letter: Letter, text: LetterText, own: str) -> LetterView:
    """The letter with what the edit changed in the text of its template."""
    from privacydesk.documents.letters.changes import changed_lines, turned
    from privacydesk.documents.letters.plain import readable

    template = readable(text.markdown)
    return replace(
        view,
        diff=changed_lines(template, own),
        turned=tuple(
            MissingPart(part.id, part.title, part.source)
            for part in turned(letter.mandatory, text.said, template, own)
        ),
    )


def _values(
    letter: Letter, known: Known, stated: Mapping[str, str], found: Gathered | None
) -> tuple[dict[str, Value], Open]:
    """What the case holds with what a person stated; and which records that leaves open."""
    from privacydesk.documents.letters.given import read_fact
    from privacydesk.documents.words import Words

    records = record_facts(letter, known, found)
    said = {name: read_fact(name, text) for name, text in stated.items()}
    held = {**known_facts(known, letter.name, said), **records.facts}
    words = Words(known.language)
    here = {*records.unkept, *records.on_duty}
    left = left_open(
        records.unkept,
        records.on_duty,
        records.gone,
        said,
        {kind: words("kind", kind.value) for kind in here},
    )
    if records.unkept and said.get("kept"):  # a person says why the rest is kept
        held["kept"] = records.duties
    values = combine(known, letter.name, held, said)
    refuse_groundless(letter, known, said)
    return _with_recipient(known, values), left


def held_facts(desk: Desk, letter: Letter, known: Known) -> dict[str, Value]:
    """What the case itself says for a letter.

    Raises StateError when the letter says that nothing was found and something was.
    """
    found = records_for(desk, letter, known)
    return {**known_facts(known, letter.name), **record_facts(letter, known, found).facts}


def _with_recipient(known: Known, values: dict[str, Value]) -> dict[str, Value]:
    """A recipient that the pack knows gets its full name and address from there."""
    wanted = values.get("recipient")
    for recipient in known.pack.recipients:
        if wanted in {recipient.id, recipient.name} and recipient.name:
            values["recipient"] = recipient.name
            if recipient.address:
                values.setdefault("recipient_address", recipient.address)
    return values


def _without_facts(view: LetterView, missing: tuple[Fact, ...], left: Open) -> LetterView:
    wanted = tuple(
        MissingFact(
            f.name,
            f.title,
            f.where,
            f.form if f.offered else "",
            f.example if f.offered else "",
        )
        for f in missing
    )
    wishes = "; ".join(f"{f.title} ({f.where})" if f.where else f.title for f in wanted)
    options = " ".join(fact.example for fact in wanted if fact.example)
    return replace(
        view,
        missing_facts=wanted,
        problem=f"The letter {view.name} needs what is not stated: {wishes}. {left.told}".rstrip(),
        command=f"Type {options}." if options else "",
    )


def as_document(desk: Desk, composed: Composed, *, draft: bool) -> Document:
    from privacydesk.desk.letters.look import letterhead
    from privacydesk.documents.letters.document import document

    view = composed.view
    if view.missing_facts:
        raise StateError(view.problem, command=view.command, code="facts_missing")
    if view.markdown is None or view.problem:
        raise InputError(view.problem, code="incomplete")
    return document(
        composed.letter,
        composed.case,
        view.markdown,
        letterhead(composed.case.pack, desk.config_folder),
        created=composed.known.now.astimezone(ZoneInfo(composed.known.pack.zone)),
        draft=draft,
    )
