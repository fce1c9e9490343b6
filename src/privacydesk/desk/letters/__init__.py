"""Use cases of letters: which there are, what one says, editing and writing it.

What they write is a draft, marked as such, until the case is released.
"""

from privacydesk.desk.letters.use_cases import (
    compose,
    edit,
    forget_edit,
    letter,
    list_letters,
    show,
    state_facts,
)
from privacydesk.desk.letters.views import (
    LetterLine,
    LetterView,
    MissingFact,
    MissingPart,
    WrittenLetter,
)

__all__ = [
    "LetterLine",
    "LetterView",
    "MissingFact",
    "MissingPart",
    "WrittenLetter",
    "compose",
    "edit",
    "forget_edit",
    "letter",
    "list_letters",
    "show",
    "state_facts",
]
