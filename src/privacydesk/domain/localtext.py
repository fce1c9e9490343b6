"""A text in the languages of the answers: Dutch, German and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("nl", "de", "en")
"""The languages a policy pack and an answer can be written in (ISO 639-1)."""


@dataclass(frozen=True, slots=True)
class LocalText:
    """The same statement in up to three languages; an empty string means "not written"."""

    nl: str = ""
    de: str = ""
    en: str = ""

    def __call__(self, language: str) -> str:
        """The text in `language`; else English, Dutch, German, whichever is written first."""
        wanted = {"nl": self.nl, "de": self.de, "en": self.en}.get(language, "")
        return wanted or self.en or self.nl or self.de

    def __bool__(self) -> bool:
        return bool(self.nl or self.de or self.en)

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages in which the text is not written."""
        return tuple(code for code in LANGUAGES if not getattr(self, code))

    def filled(self, **values: object) -> LocalText:
        """The text with `{name}` replaced in every language."""
        return LocalText(*(getattr(self, code).format(**values) for code in LANGUAGES))

    @staticmethod
    def same(text: str) -> LocalText:
        """A text that is the same in every language: a name, a number, an address."""
        return LocalText(text, text, text)


NO_TEXT: Final = LocalText()
"""Nothing written in any language."""
