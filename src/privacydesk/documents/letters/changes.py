"""What a person changed in the text of a letter, against what the template says.

The words of a mandatory part may all be there and say the opposite ("you may not go to court"):
no check of words finds that, so a paragraph with such a part that was changed is named for reading.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from privacydesk.documents.letters.parts import Part
from privacydesk.documents.letters.seen import Seen


def changed_lines(template: str, edited: str) -> tuple[str, ...]:
    """The lines taken out (`- `) and put in (`+ `), in the order of the letter."""
    before, after = (
        [line.strip() for line in text.split("\n") if line.strip()] for text in (template, edited)
    )
    return tuple(line for line in difflib.ndiff(before, after) if line[:2] in {"- ", "+ "})


def turned(
    parts: Iterable[Part], said: dict[str, list[str]], template: str, edited: str
) -> tuple[Part, ...]:
    """The mandatory parts of which a line of the template is not in the edited text as it was.

    `said`: what the template prints for each part, as a reader sees it.
    """
    kept = {_letters(line) for line in _lines(edited)}
    gone = [words for line in _lines(template) if (words := _letters(line)) not in kept]
    return tuple(
        part
        for part in parts
        if any(
            piece and any(piece in line or line in piece for line in gone)
            for piece in map(_letters, said.get(part.id, ()))
        )
    )


def _lines(markdown: str) -> Iterator[str]:
    for line in markdown.split("\n"):
        words = Seen(line.strip()).text
        if _letters(words):
            yield words


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
