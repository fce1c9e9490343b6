"""The letter with the password: it goes by another way than the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from privacydesk.documents.blocks import Block, Document, Furniture, Heading, Paragraph, Text
from privacydesk.documents.words import Words, show_day


@dataclass(frozen=True, slots=True)
class PasswordFacts:
    """`receiver` and `sender`: lines of an address, the name first; `formal`: u and Sie."""

    reference: str
    language: str
    sender: tuple[str, ...]
    receiver: tuple[str, ...]
    password: str
    written: datetime
    zone: ZoneInfo
    formal: bool


def password_letter(facts: PasswordFacts) -> Document:
    """The letter in the language of the answer. It does not say what the answer is about."""
    words = Words(facts.language, formal=facts.formal)
    day = show_day(facts.written.astimezone(facts.zone).date(), words.language)
    body: tuple[Block, ...] = (
        Paragraph((Text(words("delivery", "password_intro")),)),
        Heading(1, (Text(facts.password),), listed=False),  # large, and never hyphenated
        Paragraph((Text(words("delivery", "password_how")),)),
        Paragraph((Text(words("delivery", "password_care")),)),
        Paragraph((Text(facts.sender[0]),)),
    )
    return Document(
        language=words.language,
        title=words("delivery", "password_title"),
        sender=facts.sender[0],
        sender_lines=facts.sender,
        receiver_lines=facts.receiver,
        facts=((words("furniture", "reference"), facts.reference), (words("delivery", "day"), day)),
        furniture=Furniture(
            page=words("furniture", "page"), of=words("furniture", "of"), contents="", draft=None
        ),
        front=(),
        body=body,
        running=words("delivery", "password_title"),
        created=facts.written,
    )
