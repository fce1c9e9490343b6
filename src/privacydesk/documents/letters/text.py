"""From a template to the text of a letter, and whether that text says all it must.

Templates mark the mandatory parts through a macro, which puts characters around them that no text
can hold: noncharacters, which Unicode sets aside for use inside a program. They are taken out of
all data before and out of the text after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from privacydesk.documents.escape import clean
from privacydesk.documents.letters.parts import Part
from privacydesk.documents.letters.registry import Letter
from privacydesk.documents.letters.seen import Seen, visible
from privacydesk.documents.render import render
from privacydesk.documents.tree import parse
from privacydesk.domain.errors import InputError
from privacydesk.domain.text import REPLACEMENT

_OPEN, _NAMED, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_NONCHARACTERS: Final = re.compile("[\ufdd0-\ufdef]")
_MARK: Final = re.compile(rf"{_OPEN}([a-z0-9_\\]*){_NAMED}|{_CLOSE}")
_BLANK_LINES: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")


@dataclass(frozen=True, slots=True)
class LetterText:
    """`markdown`: the text. `missing`: the mandatory parts it does not say; `said`: what a reader
    sees inside the mark of each part, by its id."""

    markdown: str
    missing: tuple[Part, ...]
    said: dict[str, list[str]] = field(default_factory=dict)


def template_name(name: str, language: str) -> str:
    """The path of a letter's template below a folder of templates."""
    return f"letters/{language}/{name}.md.j2"


def render_letter(
    letter: Letter, language: str, context: Mapping[str, Any], user: Path | None = None
) -> LetterText:
    """The text of a letter from its template (the user's own if there is one).

    Raises InputError when the template cannot be used.
    """
    context = _without_marks(context)
    values = {**context, "marks": {"open": _OPEN, "named": _NAMED, "close": _CLOSE}}
    shared = template_name("_parts", language)
    marked = render(template_name(letter.name, language), language, values, user, (shared,))
    parts: dict[str, list[str]] = {}
    markdown = _unmarked(marked, parts)
    check_markdown(markdown)
    seen = Seen(markdown)
    said = {name: [seen.piece(text) for text in texts] for name, texts in parts.items()}
    missing = tuple(
        part
        for part in letter.mandatory
        if asked(part, context)
        and not any(_says(text, part, context, language) for text in said.get(part.id, ()))
    )
    return LetterText(markdown, missing, said)


def check_edited(
    letter: Letter, language: str, context: Mapping[str, Any], markdown: str
) -> tuple[Part, ...]:
    """The mandatory parts that a text edited by a person does not say.

    Marks are gone once a text is edited; every value and every word is looked for in all that a
    reader sees of it.
    Raises InputError for Markdown that letters do not know.
    """
    context = _without_marks(context)
    check_markdown(markdown)
    text = Seen(markdown).text
    return tuple(
        part
        for part in letter.mandatory
        if asked(part, context) and not _says(text, part, context, language)
    )


def check_markdown(markdown: str) -> None:
    """Raise InputError for Markdown that letters do not know."""
    try:
        parse(markdown)
    except ValueError as error:
        raise InputError(f"This letter cannot be used: {error}.") from None


def asked(part: Part, context: Mapping[str, Any]) -> bool:
    """Whether a letter with this context must say the part."""
    return not part.when or any(bool(value) for value in values_at(context, part.when))


def values_at(context: Mapping[str, Any], path: str) -> Iterator[Any]:
    """What stands at a dotted path; `*` is every row."""
    found: list[Any] = [context]
    for name in path.split("."):
        if name == "*":
            found = [row for rows in found for row in rows]
        else:
            found = [item[name] for item in found]
    yield from found


def complain(letter: Letter, language: str, missing: tuple[Part, ...], *, edited: bool) -> str:
    """The sentence that names what is left out."""
    what = "; ".join(f"{part.title} ({part.id})" for part in missing)
    if edited:
        return f"The edited text of the letter {letter.name} leaves out: {what}."
    return (
        f"The template {template_name(letter.name, language)} leaves out: {what}. "
        "Print what is named, inside its mark, where a reader of the letter sees it."
    )


def _says(text: str, part: Part, context: Mapping[str, Any], language: str) -> bool:
    wanted = [_plain_value(v) for path in part.values for v in values_at(context, path)]
    words = part.words(language)
    if not text or any(not value or value not in text for value in wanted):
        return False
    return not words or re.search(words, text, re.IGNORECASE | re.DOTALL) is not None


def _plain_value(value: Any) -> str:
    return visible(clean(str(value)))


def _unmarked(marked: str, parts: dict[str, list[str]]) -> str:
    """`marked` without its marks; `parts` gets the text of each (they may stand in each other)."""
    out: list[str] = []
    open_marks: list[tuple[str, int]] = []
    at = 0
    for match in _MARK.finditer(marked):
        out.append(marked[at : match.start()])
        at = match.end()
        if match[0] != _CLOSE:
            open_marks.append((match[1].replace("\\", ""), len(out)))
        elif open_marks:
            name, start = open_marks.pop()
            parts.setdefault(name, []).append("".join(out[start:]))
    out.append(marked[at:])
    return _BLANK_LINES.sub("\n\n", "".join(out)).strip() + "\n"


def _without_marks(value: Any) -> Any:
    """`value` with the characters of our marks taken out of every text."""
    if isinstance(value, str):
        return _NONCHARACTERS.sub(REPLACEMENT, value)
    if isinstance(value, Mapping):
        return {key: _without_marks(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_without_marks(item) for item in value)
    return value
