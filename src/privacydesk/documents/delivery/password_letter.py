"""The letter with the password: it goes by another way than the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from privacydesk.documents.blocks import Document, Letterhead, strings
from privacydesk.documents.letters.document import framed, window
from privacydesk.documents.letters.greeting import greeted
from privacydesk.documents.render import render
from privacydesk.documents.words import Words, show_day
from privacydesk.domain.errors import InputError
from privacydesk.domain.pack import Pack


@dataclass(frozen=True, slots=True)
class PasswordFacts:
    """`name` and `address` of the person, empty when they are not known; `look`: of the pack's
    letters; `templates`: the folder of the user's own."""

    reference: str
    language: str
    pack: Pack
    name: str
    address: str
    password: str
    written: datetime
    look: Letterhead
    templates: Path | None = None


def password_letter(facts: PasswordFacts) -> Document:
    """The letter in the language of the answer, in the frame of all letters. It does not say what
    the answer is about.

    Raises InputError for a template of the user that cannot be used or leaves the password out.
    """
    pack = facts.pack
    words = Words(facts.language, formal=pack.formal)
    language = words.language
    written = facts.written.astimezone(ZoneInfo(pack.zone))
    name = f"letters/{language}/password_letter.md.j2"
    markdown = render(
        name,
        language,
        _context(facts, words),
        facts.templates,
        (f"letters/{language}/_parts.md.j2",),
    )
    try:
        document = framed(
            words("delivery", "password_title"),
            markdown,
            pack=pack,
            receiver=window(facts.name, facts.address, language, pack.country),
            facts=(
                (words("letter", "date"), show_day(written.date(), language)),
                (words("furniture", "reference"), facts.reference),
            ),
            reference=facts.reference,
            words=words,
            look=facts.look,
            created=written,
            draft=False,
        )
    except ValueError as error:
        raise InputError(f"The template {name} cannot be used: {error}.") from None
    if not any(facts.password in text for text in strings(document.body)):
        raise InputError(f"The template {name} leaves out: the password.")
    return document


def _context(facts: PasswordFacts, words: Words) -> dict[str, object]:
    """What the template and the parts it shares with the letters are given."""
    pack = facts.pack
    signature = pack.letter_look.signature(words.language)
    return {
        "formal": pack.formal,
        "to_company": False,
        "person": {"name": facts.name, "greeted": greeted(facts.name)},
        "controller": {"name": pack.controller.name, "short": pack.controller.short},
        "signature": tuple(filter(None, signature.split("\n"))),
        "password": facts.password,
        "said": {key: words("delivery", f"password_{key}") for key in ("intro", "how", "care")},
    }
