"""The kinds under which the documents of a case are kept: the report, the package, each letter."""

from __future__ import annotations

from typing import Final

REPORT: Final = "access_report"
PACKAGE: Final = "portability_package"
_LETTER: Final = "letter:"


def of_letter(name: str) -> str:
    """The kind of a letter: `refusal` is kept as `letter:refusal`."""
    return f"{_LETTER}{name}"


def letter_of(kind: str) -> str:
    """The name of the letter of this kind, or nothing when it is no letter."""
    return kind.removeprefix(_LETTER) if kind.startswith(_LETTER) else ""


def in_words(kind: str) -> str:
    """A kind in a sentence: `access report`, `no data letter`."""
    name = letter_of(kind)
    return f"{name or kind}{' letter' if name else ''}".replace("_", " ")


def command_of(kind: str, reference: str) -> str:
    """How a document of this kind is written at the command line."""
    if name := letter_of(kind):
        return f"case letter {reference} {name}"
    return f"case {'export' if kind == PACKAGE else 'report'} {reference}"
