"""The questions from whose answers a new policy pack is written (`policy/scaffold_text.py`).

An answer is a plain text; several values are parted by commas. What nobody answers stays empty and
is written `"not stated"`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from privacydesk.domain.errors import InputError
from privacydesk.domain.pack_parts import FormOfAddress, RetentionLaw
from privacydesk.domain.periods import Duration, Event
from privacydesk.domain.places import default_zone
from privacydesk.domain.rights import Right
from privacydesk.policy import authorities
from privacydesk.policy.layers import NOT_STATED
from privacydesk.policy.presets import PRESETS

_BASIS: Final = re.compile(r"6\(1\)\([a-f]\)")
MENTIONED: Final = tuple(right.value for right in Right if right is not Right.OTHER)

_FORM: Final = frozenset({"language", "letters", "form", "zone"})

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `default` may depend on earlier answers; an empty answer takes it.

    `many`: several values, parted by commas. `check` says in a sentence what is wrong, or nothing.
    """

    key: str
    asks: str
    default: Callable[[Answers], str] = lambda _: ""
    many: bool = False
    check: Callable[[str], str] = lambda _: ""


def _one_of(*allowed: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        return "" if value in allowed else f"{value!r} is not known; choose {', '.join(allowed)}"

    return check


def _country(value: str) -> str:
    ok = re.fullmatch("[A-Z]{2}", value) is not None
    return "" if ok else f"{value!r} is no country; write two capital letters such as NL"


def _date(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        return f"{value!r} is no date; write YYYY-MM-DD"
    return ""


def _days(value: str) -> str:
    ok = value.isdecimal() and 1 <= int(value) <= 366
    return "" if ok else f"{value!r} is no number of days; write 1 to 366"


def _basis(value: str) -> str:
    ok = _BASIS.fullmatch(value) is not None
    return "" if ok else f"{value!r} is no legal basis; write 6(1)(a) to 6(1)(f)"


def _duration(value: str) -> str:
    try:
        Duration.parse(value)
    except ValueError as error:
        return str(error)
    return ""


def _law(answers: Answers) -> str:
    country = answers.get("country", "")
    return country if country in set(RetentionLaw) else RetentionLaw.NOT_AVAILABLE.value


def _authority(answers: Answers) -> str:
    found = authorities.of_place(answers.get("country", ""), answers.get("region", ""))
    return found[0].name if len(found) == 1 else ""


def questions(answers: Answers | None = None) -> Iterator[Question]:
    """Every question in order. `answers` fills up while the questions are read."""
    given = answers if answers is not None else {}
    yield Question("controller", "Name of the company, as in your statement")
    yield Question("trade_name", "Short name for letters")
    yield Question("address", "Postal address")
    yield Question("phone", "Phone number")
    yield Question("emails", "E-mail addresses for privacy requests", many=True)
    yield Question("dpo_emails", "E-mail of the data protection officer", many=True)
    yield Question("title", "Title of the statement", lambda a: f"Privacy statement of {_who(a)}")
    yield Question("language", "Its language", lambda _: "en", check=_one_of("nl", "de", "en"))
    yield Question("date", "Its date (YYYY-MM-DD)", check=_date)
    yield Question(
        "letters",
        "Languages of your letters",
        lambda a: a.get("language") or "en",
        many=True,
        check=_one_of("nl", "de", "en"),
    )
    yield Question(
        "form",
        "Form of address: formal or informal",
        lambda _: "formal",
        check=_one_of(*FormOfAddress),
    )
    yield Question("country", "Country whose working days count", lambda _: "NL", check=_country)
    yield Question("region", "Region with its own holidays, such as DE-NW")
    yield Question("zone", "Time zone", lambda a: default_zone(a.get("country", "")) or "UTC")
    yield Question("law", "Law of retention", _law, check=_one_of(*RetentionLaw))
    yield Question("authority", "Supervisory authority", _authority)
    yield Question(
        "rights",
        f"Rights your statement mentions, or all: {', '.join(MENTIONED)}",
        many=True,
        check=_one_of("all", *MENTIONED),
    )
    yield Question("house_days", "Days you promise for an answer", check=_days)
    yield Question(
        "activities",
        f"What you do with data: {', '.join(PRESETS)}",
        lambda _: "account, orders, support",
        many=True,
        check=_one_of(*PRESETS),
    )
    for name in split(given.get("activities", "")):
        preset = PRESETS.get(name)
        if preset is None:
            continue
        title = preset.title("en")
        start = preset.start
        yield Question(f"{name}.basis", f"{title}: legal basis, such as 6(1)(b)", check=_basis)
        yield Question(f"{name}.period", f"{title}: kept how long, such as P2Y", check=_duration)
        if given.get(f"{name}.period"):
            yield Question(
                f"{name}.from",
                f"{title}: counted from",
                lambda _, start=start: start.value,  # type: ignore[misc]
                check=_one_of(*Event),
            )


def _who(answers: Answers) -> str:
    return answers.get("controller") or "the company"


def settle(question: Question, text: str, answers: Answers) -> str:
    """The value of an answer: as given, else the default. Raises InputError when it is wrong."""
    value = text.strip() or question.default(answers).strip()
    if not value or value == NOT_STATED:
        return ""
    for part in split(value) if question.many else (value,):
        wrong = question.check(part)
        if wrong:
            raise InputError(f"{question.key}: {wrong}.")
    return value


def read_answers(text: str, *, file: str) -> dict[str, str]:
    """Answers from TOML: keys of the questions; a list is joined; `[support]` holds `basis` ...

    Raises InputError for text that is no TOML and for a key that no question has.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file} is not valid TOML: {error}.") from None
    flat: dict[str, str] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            flat.update({f"{key}.{name}": _flat(item) for name, item in value.items()})
        else:
            flat[key] = _flat(value)
    every = {"activities": ", ".join(PRESETS)}
    every.update({f"{name}.period": "P1Y" for name in PRESETS})
    known = [question.key for question in questions(every)]
    for key in flat:
        if key not in known:
            raise InputError(
                f"{file}: no question is called {key!r}; known are {', '.join(known)}."
            )
    return flat


def _flat(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def answered(given: Answers) -> dict[str, str]:
    """Every question answered by `given` alone, where nobody can be asked. Raises InputError.

    A default is a proposal for a person who reads it. Unread it would be an invented fact, so it
    is taken only for the form of the pack, and where it follows from another answer.
    """
    named = dict.fromkeys(key.partition(".")[0] for key in given if "." in key)
    given = {"activities": ", ".join(named), **given}  # who tells of an activity has it
    answers: dict[str, str] = {}
    for question in questions(answers):
        text = given.get(question.key, "")
        formal = question.key in _FORM or question.key.endswith(".from")
        answers[question.key] = settle(question, text, answers) if text or formal else ""
    return answers


def split(text: str) -> list[str]:
    """The values of an answer that may hold several, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
