"""Staff become roles: "Agent 3", the same number for the same person through one answer.

Colleagues' names are not needed to understand an answer (Article 15(4) GDPR, C-579/21 on staff
who looked at data); which of them wrote what still is. A colleague who asks for their own data
keeps their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from privacydesk.domain.model import AuthorRole, Message, Record
from privacydesk.domain.redaction_names import OwnNames
from privacydesk.domain.source_fields import (
    NOTHING_SAID,
    BySource,
    SourceFields,
    numbers_in_line,
    numbers_in_record,
    staff_numbers,
)
from privacydesk.domain.text import fold

_LEAST_ALONE: Final = 3


class Agents:
    """Numbers the agents of the records in their order of appearance."""

    def __init__(
        self,
        records: Iterable[Record],
        word: str,
        own: Iterable[str] = (),
        sources: BySource | None = None,
    ) -> None:
        """`word`: what an agent is called in the language of the answer. `own`: names of the data
        subject, who may be a colleague. `sources`: what descriptions say about numbers of staff."""
        records = tuple(records)
        self._sources = sources or {}
        # the name behind a number of a source; the number itself while no record gives a name
        self._behind: dict[tuple[str, str], str] = {}
        for record in records:
            for number, name in staff_numbers(record, self._said(record)):
                key = (record.source, number)
                if name or key not in self._behind:
                    self._behind[key] = name or self._behind.get(key) or number
        self._word = word
        self._own = OwnNames.of(own)
        self._numbers: dict[str, int] = {}
        self._role = re.compile(rf"{re.escape(word)} (\d{{1,6}})")
        names: set[str] = set()
        for record in records:
            for name in _named(record):
                if (record.source, name.strip()) in self._behind:
                    continue  # a number instead of a name
                if not self._is_requester(name):
                    self._numbers.setdefault(_key(name), self._next(name))
                    names.add(name)
            for number, _ in staff_numbers(record, self._said(record)):
                name = self._behind[record.source, number]
                if not self._is_requester(name):
                    named = self._key_of(record.source, number)
                    self._numbers.setdefault(named, self._next(""))
        # Longest first: "Jan Bos Jr" before "Jan Bos". Single words would hit the language.
        full = sorted((n for n in names if len(n.split()) > 1), key=lambda n: (-len(n), n))
        self._pattern = (
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, full))})(?!\w)", re.IGNORECASE)
            if full
            else None
        )

    def _next(self, name: str) -> int:
        """The number of a new agent. One who came out of another answer as a role keeps theirs."""
        taken = set(self._numbers.values())
        given = self._role.fullmatch(name)
        if given and int(given[1]) not in taken:
            return int(given[1])
        number = len(taken) + 1
        while number in taken:
            number += 1
        return number

    def label(self, name: str | None) -> str:
        """The role of the agent with this name; without a number when no name is known."""
        number = self._numbers.get(_key(name)) if name else None
        if name and number is None and self._is_requester(name):
            return name
        return f"{self._word} {number}" if number else self._word

    def writer(self, record: Record, message: Message) -> str:
        """The role of the member of staff who wrote a message, by name or else by number."""
        at = self.in_message(record, message)
        if (message.author and _key(message.author) in self._numbers) or not at:
            return self.label(message.author)
        return next(iter(at.values()))

    def in_record(self, record: Record) -> Mapping[str, str]:
        """Places of a record that hold the number of a colleague, with the role to write there."""
        found = {}
        for path, number in numbers_in_record(record, self._said(record)):
            if role := self._role_of(record.source, number):
                found[f"fields.{path}"] = role
        agent = record.details.get("agent")
        if isinstance(agent, str) and (role := self._role_of(record.source, agent.strip())):
            found["details.agent"] = role
        return found

    def in_message(self, record: Record, message: Message) -> Mapping[str, str]:
        """The fields of a message that hold the number of a colleague, with their role."""
        return {
            path: role
            for path, number in numbers_in_line(message.payload, self._said(record))
            if (role := self._role_of(record.source, number))
        }

    def _role_of(self, source: str, number: str) -> str:
        """The role behind a number of a source; empty for a number of nobody known, or of the
        person who asks."""
        if (source, number) not in self._behind:
            return ""
        given = self._numbers.get(self._key_of(source, number))
        return f"{self._word} {given}" if given else ""

    def _key_of(self, source: str, number: str) -> str:
        """What an agent is numbered by: the name, else the number within its source."""
        name = self._behind[source, number]
        return _key(name) if name != number else f"{source}\n{number}"

    def _said(self, record: Record) -> SourceFields:
        return self._sources.get(record.source, NOTHING_SAID)

    def is_one(self, text: str) -> bool:
        """Whether a value as a whole is the name of an agent."""
        return len(text) < 200 and bool(self._numbers) and _key(text) in self._numbers

    def acting(self, record: Record) -> tuple[str, ...]:
        """The agents who act in a record; there they also sign with their first name."""
        return tuple(name for name in dict.fromkeys(_named(record)) if _key(name) in self._numbers)

    def spans(self, text: str, acting: tuple[str, ...] = ()) -> list[tuple[int, int, str]]:
        """Where agents are named in a text, and the role to write instead."""
        found: list[tuple[int, int, str]] = []
        if self._pattern is not None:
            found += [(m.start(), m.end(), self.label(m[0])) for m in self._pattern.finditer(text)]
        for name in acting:
            first = name.split()[0].strip(",")
            if len(first) < _LEAST_ALONE or first[0].islower() or fold(first) in self._own.words:
                continue
            for match in _alone(first).finditer(text):
                if not any(s < match.end() and match.start() < e for s, e, _ in found):
                    found.append((match.start(), match.end(), self.label(name)))
        return sorted(found)

    def text(self, text: str) -> str:
        """`text` with the full names of agents as roles, and a value that is one wholly."""
        if not text or not self._numbers:
            return text
        if self.is_one(text):
            return self.label(text)
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: self.label(match[0]), text)

    def value(self, value: Any) -> Any:
        """A JSON value with every string in it treated by `text`."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        if isinstance(value, Mapping):
            return {key: self.value(item) for key, item in value.items()}
        return value

    def _is_requester(self, name: str) -> bool:
        return len(name.split()) > 1 and self._own.is_me(name)


def _named(record: Record) -> Iterable[str]:
    for message in record.messages:
        if message.author_role is AuthorRole.AGENT and message.author and message.author.strip():
            yield message.author
    named = record.details.get("agent")
    if isinstance(named, str) and named.strip():
        yield named


@lru_cache(maxsize=1024)
def _alone(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@.\-]){re.escape(word)}(?![\w@])")


def _key(name: str) -> str:
    return " ".join(fold(name).split())
