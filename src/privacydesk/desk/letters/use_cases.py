"""Letters of a case: list, show, state facts, edit the text, write a draft."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from privacydesk.desk.letters.composing import (
    Composed,
    as_document,
    compose_letter,
    edited_text,
    held_facts,
    letter_named,
)
from privacydesk.desk.letters.reading import read
from privacydesk.desk.letters.views import LetterLine, LetterView, WrittenLetter
from privacydesk.desk.others import refuse_known
from privacydesk.desk.outbox import Outbox
from privacydesk.domain.document_kinds import of_letter
from privacydesk.domain.errors import InputError, StateError
from privacydesk.domain.letters import fits

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.documents.blocks import Document
    from privacydesk.documents.letters.given import Value

_LONGEST_EDIT = 100_000


def list_letters(desk: Desk, reference: str) -> tuple[LetterLine, ...]:
    """Every letter a case can send, in the order of a case."""
    from privacydesk.documents.letters.registry import LETTERS

    known = read(desk, reference)
    rights = [request.right for request in known.case.requests]
    edited = {(text.letter, text.language): text for text in known.edited}
    found = []
    for letter in LETTERS.values():
        text = edited.get((letter.name, known.language))
        found.append(
            LetterLine(
                letter.name,
                letter.title(known.language),
                fits(letter.name, rights),
                letter.answers,
                letter.to_company,
                text.by if text else None,
                text.at if text else None,
            )
        )
    return tuple(found)


def show(desk: Desk, reference: str, name: str, *, language: str | None = None) -> LetterView:
    """A letter as it would be written now, or what is missing. Nothing is recorded.

    Raises NotFoundError for an unknown letter or case, StateError where it would be wrong.
    """
    return compose_letter(desk, reference, name, language).view


def state_facts(desk: Desk, reference: str, name: str, facts: Mapping[str, str]) -> None:
    """Keep facts that a person states for a letter of a case; an empty value takes one back.

    Raises InputError for a fact that the letter does not use, a value that cannot be read or be
    true or that holds an identifier of another person in the store, StateError (`from_case`) for
    one that the case must record first.
    """
    from privacydesk.desk.letters.grounds import refuse_groundless
    from privacydesk.desk.letters.stated import refuse
    from privacydesk.documents.letters.given import read_fact
    from privacydesk.domain.text import storable
    from privacydesk.store import letters

    letter = letter_named(name)
    kept: dict[str, str] = {}
    values: dict[str, Value] = {}
    for fact, value in facts.items():
        if fact not in {*letter.needs, *letter.may, "person_name", "person_address"}:
            used = ", ".join((*letter.needs, *letter.may))
            raise InputError(f"The letter {name} does not use “{fact}”; it uses {used}.")
        kept[fact] = storable(value).strip()
        if kept[fact]:
            values[fact] = read_fact(fact, kept[fact])
    if not kept:
        return
    known = read(desk, reference)
    held = held_facts(desk, letter, known) if values else {}
    for fact, said in values.items():
        refuse(known, name, fact, said, held)
    refuse_groundless(letter, known, values)
    with desk.store.write(desk.operator, desk.now()) as tx:
        for said in kept.values():
            refuse_known(desk, tx.sql, said, known.case.subject_id, known.case_id, "A stated fact")
        letters.put_facts(tx, known.case_id, name, kept)
        tx.audit("letter.facts", case=known.case_id, letter=name, facts=len(kept))


def edit(
    desk: Desk, reference: str, name: str, text: str, *, language: str | None = None
) -> LetterView:
    """Keep the text of a letter as a person edited it, for this case and language.

    A text that leaves out a mandatory part is kept, but the letter is not usable until it says
    it. Raises InputError for an empty or overlong text, for Markdown that letters do not know,
    and for one that holds an identifier of another person in the store.
    """
    from privacydesk.documents.letters.text import check_markdown
    from privacydesk.domain.text import safe, storable
    from privacydesk.store import letters

    letter_named(name)
    text = safe(storable(text)).replace("\r\n", "\n").strip()
    if not text:
        raise InputError("The edited text is empty; nothing was kept.")
    if len(text) > _LONGEST_EDIT:
        raise InputError(f"The edited text is longer than {_LONGEST_EDIT} characters.")
    check_markdown(text)
    known = read(desk, reference, language)
    with desk.store.write(desk.operator, desk.now()) as tx:
        refuse_known(desk, tx.sql, text, known.case.subject_id, known.case_id, "The text")
        letters.put_text(tx, known.case_id, name, known.language, f"{text}\n")
        tx.audit("letter.edited", case=known.case_id, letter=name, language=known.language)
    return show(desk, reference, name, language=known.language)


def forget_edit(desk: Desk, reference: str, name: str, *, language: str | None = None) -> None:
    """Go back to the template. Raises StateError when no text was edited."""
    from privacydesk.store import letters

    letter_named(name)
    known = read(desk, reference, language)
    if edited_text(known, name) is None:
        raise StateError("The text of this letter was not edited.")
    with desk.store.write(desk.operator, desk.now()) as tx:
        letters.put_text(tx, known.case_id, name, known.language, None)
        tx.audit("letter.edit_dropped", case=known.case_id, letter=name, language=known.language)


def compose(
    desk: Desk, reference: str, name: str, *, draft: bool, language: str | None = None
) -> Document:
    """The letter as a document, for writing it here or releasing it.

    Raises StateError (`facts_missing`) while facts are missing and InputError (`incomplete`)
    while its text leaves out a mandatory part.
    """
    return as_document(desk, compose_letter(desk, reference, name, language), draft=draft)


def letter(
    desk: Desk,
    reference: str,
    name: str,
    fmt: str,
    output: Path | None,
    *,
    language: str | None = None,
    force: bool = False,
) -> WrittenLetter:
    """Write a letter of a case as a draft: pdf, docx, odt, html, md or txt.

    `output`: the file; None returns the bytes instead. Raises what `compose` raises, InputError
    for an unknown format or an unusable place, ConflictError when the file exists and `force` is
    not set; nothing is then left behind.
    """
    from privacydesk.documents.write import LETTER_FORMATS, write

    if fmt not in LETTER_FORMATS:
        raise InputError(f"A letter can be {', '.join(LETTER_FORMATS)}; “{fmt}” is not one.")
    with Outbox(force=force) as outbox:
        if output is not None:
            outbox.refuse_existing(output)
        composed = compose_letter(desk, reference, name, language)
        data = write(as_document(desk, composed, draft=True), fmt)
        sha256 = hashlib.sha256(data).hexdigest()
        if output is not None:
            outbox.add(output, data)
        shown = output.name if output is not None else f"{reference}-{name}.{fmt}"
        document_id, same, others = _record(desk, composed, fmt, shown, sha256)
        outbox.commit()
    return WrittenLetter(
        path=output,
        sha256=sha256,
        document_id=document_id,
        edited=composed.view.edited_by is not None,
        kind=of_letter(name),
        format=fmt,
        language=composed.view.language,
        replaces=same,
        others=others,
        data=data if output is None else None,
    )


def _record(
    desk: Desk, composed: Composed, fmt: str, name: str, sha256: str
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Note the draft and the look at the person, in one transaction with its audit entry.

    Returns its key, the names of the draft that it replaces, and those of drafts in other formats
    that a release may take instead.
    """
    from privacydesk.domain import case_path
    from privacydesk.store import case_writes, cases, documents, drafts, subjects

    known, kind = composed.known, of_letter(composed.letter.name)
    with desk.store.write(desk.operator, desk.now()) as tx:
        earlier = {one.kind: one for one in drafts.prepared(tx.sql, known.case_id)}.get(kind)
        key = documents.add_document(
            tx,
            known.case_id,
            kind=kind,
            fmt=fmt,
            name=name,
            sha256=sha256,
            content=composed.view.content,
            addressee=_addressee(composed),
        )
        if known.card is not None:
            subjects.put_consultation(tx, known.card.subject_id, "letter", known.case.reference)
        stored = cases.load_many(tx.sql, [known.case_id])[0]
        status = case_path.status(cases.facts(tx.sql, [stored])[known.case_id])
        case_writes.set_status(tx, known.case_id, status.value)
        tx.audit(
            "letter.drafted",
            case=known.case_id,
            letter=composed.letter.name,
            format=fmt,
            edited=int(composed.view.edited_by is not None),
            sha256=sha256,
        )
    same: list[str] = []
    others: list[str] = []
    if earlier is not None and not earlier.released:
        for one in (earlier, *earlier.others):
            (same if one.format == fmt else others).extend(one.names)
    return key, tuple(same), tuple(others)


def _addressee(composed: Composed) -> str | None:
    to_company = composed.letter.to_company
    return str(composed.case.values.get("recipient", "")) or None if to_company else None
