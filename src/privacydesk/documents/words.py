"""The words and habits of the three languages of an answer.

Words stand in `templates/layout/words.toml` (nl, de, en per key, and a form for je and du where
the person is addressed), so that a translator needs no Python. Dates and numbers follow the
language through Babel; English is British.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from privacydesk.paths import templates_folder

_LOCALES: Final = {"nl": "nl_NL", "de": "de_DE", "en": "en_GB"}
_INFORMAL: Final = {"nl": "je", "de": "du"}  # the key of the second form of a word


def locale_of(language: str) -> str:
    """The Babel locale of an answer's language; English for a language we do not write."""
    return _LOCALES.get(language, "en_GB")


def show_day(day: date, language: str) -> str:
    """21 May 2026, 21 mei 2026, 21. Mai 2026."""
    from babel.dates import format_date

    return format_date(day, format="long", locale=locale_of(language))


def show_short_day(day: date, language: str) -> str:
    """21/05/2026, 21-05-2026, 21.05.2026."""
    from babel.dates import format_date

    pattern = {"nl": "dd-MM-yyyy", "de": "dd.MM.yyyy"}.get(language, "dd/MM/yyyy")
    return format_date(day, format=pattern, locale=locale_of(language))


def show_moment(moment: datetime, language: str) -> str:
    """Date and time to the minute, in the zone that `moment` carries."""
    return f"{_middle_day(moment.date(), language)}, {moment:%H:%M}"


@lru_cache(maxsize=4096)
def _middle_day(day: date, language: str) -> str:
    """21 May 2026, 21 mei 2026, 21. Mai 2026, with the month shortened."""
    from babel.dates import format_date

    pattern = "d. MMM yyyy" if language == "de" else "d MMM yyyy"
    return format_date(day, format=pattern, locale=locale_of(language))


def show_number(number: int | float | Decimal, language: str) -> str:
    """1,234.5 or 1.234,5."""
    from babel.numbers import format_decimal

    return str(format_decimal(number, locale=locale_of(language)))


_AMOUNT: Final = re.compile(r"-?\d{1,15}\.(\d{1,4})", re.ASCII)


def show_amount(text: str, language: str) -> str:
    """`1902.35` in the habit of the language, with the digits it has: 1.902,35; else `text`."""
    from babel.numbers import format_decimal

    match = _AMOUNT.fullmatch(text)
    if match is None:
        return text
    pattern = f"#,##0.{'0' * len(match[1])}"
    return str(format_decimal(Decimal(text), format=pattern, locale=locale_of(language)))


_ARTICLE: Final = re.compile(r"(\d+)\((\d+)\)(?:\((\w)\))?")


def show_article(article: str, language: str) -> str:
    """`6(1)(b)` in the manner of the language: 6 lid 1 onder b, 6 Abs. 1 lit. b."""
    forms = {"nl": ("lid", "onder"), "de": ("Abs.", "lit.")}
    if language not in forms:
        return article
    paragraph, letter = forms[language]

    def localised(match: re.Match[str]) -> str:
        text = f"{match[1]} {paragraph} {match[2]}"
        return f"{text} {letter} {match[3]}" if match[3] else text

    return _ARTICLE.sub(localised, article)


def show_duration(seconds: int) -> str:
    """Seconds as h:mm:ss or m:ss."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def show_size(octets: int, language: str) -> str:
    """A file size in B, kB or MB."""
    if octets < 1000:
        return f"{octets} B"
    if octets < 1_000_000:
        return f"{show_number(round(octets / 1000), language)} kB"
    return f"{show_number(round(octets / 1_000_000, 1), language)} MB"


@cache
def _all_words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    path = templates_folder() / "layout" / "words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


class Words:
    """The words of one language: `words("kind", "ticket")`. `formal`: u and Sie, not je and du."""

    def __init__(self, language: str, *, formal: bool = True) -> None:
        self.language = language if language in _LOCALES else "en"
        self.formal = formal
        informal = () if formal else (_INFORMAL.get(self.language, ""),)
        self._keys = (*informal, self.language)

    def __call__(self, group: str, key: str) -> str:
        """The word for `key` of `group`. Raises KeyError when the file has none."""
        return self._form(_all_words()[group][key])

    def get(self, group: str, key: str, default: str) -> str:
        """The word, or `default` for a key that only a source knows."""
        entry = _all_words()[group].get(key)
        return self._form(entry) if entry else default

    def group(self, group: str) -> dict[str, str]:
        """All words of a group."""
        return {key: self._form(entry) for key, entry in _all_words()[group].items()}

    def every_language(self, group: str, key: str) -> dict[str, str] | None:
        """The word in all languages, for schemas; None when there is none."""
        entry = _all_words()[group].get(key)
        return {language: entry[language] for language in _LOCALES} if entry else None

    def _form(self, entry: Mapping[str, str]) -> str:
        return next(entry[key] for key in self._keys if key in entry)
