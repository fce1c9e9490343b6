"""A letter as a document: letterhead, address in the window, facts of the case, the text."""

from __future__ import annotations

from datetime import datetime

from privacydesk.documents.access.disclosures import address_lines, country
from privacydesk.documents.blocks import Document, Furniture, Letterhead
from privacydesk.documents.letters.context import LetterCase
from privacydesk.documents.letters.registry import Letter
from privacydesk.documents.tree import parse
from privacydesk.documents.words import Words, show_day
from privacydesk.domain.pack import Pack
from privacydesk.domain.postal import country_code


def document(
    letter: Letter,
    case: LetterCase,
    markdown: str,
    look: Letterhead,
    *,
    created: datetime,
    draft: bool,
) -> Document:
    """The letter with its text. `draft`: marked as such on every page."""
    words = Words(case.language)
    return framed(
        letter.title(words.language),
        markdown,
        pack=case.pack,
        receiver=_receiver(letter, case, words.language),
        facts=_facts(letter, case, words),
        reference=case.reference,
        words=words,
        look=look,
        created=created,
        draft=draft,
    )


def framed(
    title: str,
    markdown: str,
    *,
    pack: Pack,
    receiver: tuple[str, ...],
    facts: tuple[tuple[str, str], ...],
    reference: str,
    words: Words,
    look: Letterhead,
    created: datetime,
    draft: bool,
) -> Document:
    """A text in the frame that all letters share: letterhead, window with the lines of
    `receiver`, `facts` beside it, footer. Raises ValueError for Markdown that letters do not know.
    """
    return Document(
        language=words.language,
        title=title,
        sender=pack.controller.name,
        sender_lines=_sender_lines(pack, pack.controller.name, words),
        receiver_lines=receiver,
        facts=facts,
        furniture=Furniture(
            page=words("furniture", "page"),
            of=words("furniture", "of"),
            contents="",
            draft=words("furniture", "draft") if draft else None,
        ),
        front=(),
        body=parse(markdown),
        running=f"{title} · {reference}",
        created=created,
        letter=look,
    )


def _sender_lines(pack: Pack, name: str, words: Words) -> tuple[str, ...]:
    controller = pack.controller
    address = [part.strip() for part in controller.address.split(",")]
    code = country_code(address[-1])
    if len(address) > 1 and code is not None:
        address[-1] = country(code, words)  # the pack may name it in another language
    lines = [name, *address]
    lines += [controller.phone, *controller.emails, controller.website]
    return tuple(line for line in lines if line)


def _receiver(letter: Letter, case: LetterCase, language: str) -> tuple[str, ...]:
    of = "recipient" if letter.to_company else "person"
    name = str(case.values.get("recipient" if letter.to_company else "person_name", ""))
    return window(name, str(case.values.get(f"{of}_address", "")), language, case.pack.country)


def window(name: str, address: str, language: str, home: str) -> tuple[str, ...]:
    """The lines in the window of the envelope; `home`: the sender's country, which is left out."""
    lines = list(address_lines(address, language, home))
    if len(lines) > 1 and country_code(lines[-1]) is not None:
        lines[-1] = lines[-1].upper()  # DIN 5008 and the UPU: the country in capitals
    return tuple(line for line in (name, *lines) if line)


def _facts(letter: Letter, case: LetterCase, words: Words) -> tuple[tuple[str, str], ...]:
    found = [
        (words("letter", "date"), show_day(case.today, words.language)),
        (words("furniture", "reference"), case.reference),
    ]
    if not letter.to_company:
        found.append((words("letter", "received"), show_day(case.received, words.language)))
    if "dpo" in case.values:
        found.append((words("letter", "contact"), str(case.values["dpo"])))
    return tuple(found)
