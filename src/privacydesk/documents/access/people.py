"""Staff become roles: "Agent 3", the same number for the same person through one answer.

Colleagues' names are not needed to understand an answer (Article 15(4) GDPR, C-579/21 on staff
who looked at data); which of them wrote what still is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from privacydesk.domain.model import AuthorRole, Record
from privacydesk.domain.text import fold


class Agents:
    """Numbers the agents of the records in their order of appearance."""

    def __init__(self, records: Iterable[Record], word: str) -> None:
        """`word`: what an agent is called in the language of the answer."""
        self._word = word
        self._numbers: dict[str, int] = {}
        names: dict[str, int] = {}
        for record in records:
            for message in record.messages:
                if message.author_role is AuthorRole.AGENT and message.author:
                    names[message.author] = self._number(message.author)
            named = record.details.get("agent")
            if isinstance(named, str) and named.strip():
                names[named] = self._number(named)
        # Longest first: "Jan Bos Jr" before "Jan Bos". Single words would hit the language.
        full = sorted((n for n in names if len(n.split()) > 1), key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, full))})(?!\w)", re.IGNORECASE)
            if full
            else None
        )

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(_key(name), len(self._numbers) + 1)

    def label(self, name: str | None) -> str:
        """The role of the agent with this name; without a number when no name is known."""
        number = self._numbers.get(_key(name)) if name else None
        return f"{self._word} {number}" if number else self._word

    def text(self, text: str) -> str:
        """`text` with the full names of agents as roles, and a value that is one wholly."""
        if not text or not self._numbers:
            return text
        if _key(text) in self._numbers:
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


def _key(name: str) -> str:
    return " ".join(fold(name).split())
