"""What the doors see of letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in the list of a case.

    `fits`: it belongs to what was asked for. `answers`: it answers the request.
    """

    name: str
    title: str
    fits: bool
    answers: bool
    to_company: bool
    edited_by: str | None = None
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that the letter needs and nobody stated: what it is, what to do, how to state it.

    `form`: what a value looks like; `example`: so at the command line. Both are empty for one that
    only the case can say.
    """

    name: str
    title: str
    where: str
    form: str
    example: str


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A mandatory part that the text leaves out, with the rule that asks for it."""

    id: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as it stands. `markdown` is None while facts are missing.

    `usable`: no fact and no mandatory part is missing. `problem`: why not, in one sentence;
    `command`: what to type at the command line.
    `diff`: the lines that an edit took out of the template's text (`- `) or put in (`+ `);
    `turned`: the mandatory parts whose sentence it changed.
    `content`: what it says and was made from, in the form of `domain/contents.py`.
    """

    name: str
    title: str
    language: str
    markdown: str | None
    missing_facts: tuple[MissingFact, ...] = ()
    missing_parts: tuple[MissingPart, ...] = ()
    problem: str = ""
    command: str = ""
    stated: tuple[tuple[str, str], ...] = ()
    edited_by: str | None = None
    edited_at: datetime | None = None
    content: str = ""
    diff: tuple[str, ...] = ()
    turned: tuple[MissingPart, ...] = ()

    @property
    def usable(self) -> bool:
        return not self.problem


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A draft that was written; `data` holds it when no file was named.

    It is now the prepared document of its `kind`: what a release takes, in this `format` and
    `language`. `replaces`: the draft of this format that it replaces; `others`: drafts in other
    formats, which a release takes when it is told their format.
    """

    path: Path | None
    sha256: str
    document_id: int
    edited: bool
    kind: str
    format: str
    language: str
    replaces: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    data: bytes | None = None
