"""Which of a source's own fields are worth finding: pure, from a payload to texts.

People write names, numbers and addresses of others where no mapping looks: custom fields, note
attributes, a second column of the same name, the address list of a mail. All of that is found;
what only machines wrote is not: numbers of rows, times, amounts, switches, and who handled it
(an agent's name would find every ticket).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

MOST_IN_VALUE: Final = 10_000  # characters: more is a file, not a field
MOST_IN_ALL: Final = 20_000
_LEAST: Final = 2
_LONG: Final = 40  # characters: a value of more may be a text once more, in another dress
_WHOLE_NUMBER: Final = 10_000_000  # a JSON number from here on may be a telephone number

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PART: Final = re.compile(r"[^\W_]+")
_KEY_OF_ROWS: Final = frozenset({"id", "ids", "uuid", "guid", "gid", "token", "hash", "etag"})
_TIME_WORDS: Final = frozenset(
    "at time times timestamp date created updated modified tijd datum zeit tidspunkt".split()  # noqa: SIM905
)
_HANDLERS: Final = frozenset(
    "agent agents assignee assigned responder submitter employee medewerker behandelaar "  # noqa: SIM905
    "bearbeiter mitarbeiter saksbehandler".split()
)
_SWITCHES: Final = frozenset(
    "true false yes no ja nee nein nei on off aan uit null none nan n/a n.v.t. nvt".split()  # noqa: SIM905
)
_ENOUGH: Final = re.compile(r"(?:\D*\d){5}")  # fewer digits are an amount, a rank or a rate
_NUMERIC: Final = re.compile(r"[\d\s.,:;%+\-/()*#xX]+")
_TIME: Final = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
    r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp][Mm])?)?"
    r"\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?"
)
_TAG: Final = re.compile(r"<[^<>]{1,2000}>")
_DROPPED: Final = "[dropped: "


def free_values(
    payloads: Iterable[Any], known: Iterable[str], words: Callable[[str], list[str]]
) -> list[str]:
    """The values of these payloads that a person may be looked for by, each once, in order.

    `known` are texts that are searched anyway: what repeats one of them, also in HTML, is left
    out. `words` splits a text as the index does. At most 20,000 characters in all.
    """
    said = [text for text in known if text]
    leaves: dict[str, None] = {}
    seen = {text.strip() for text in said}
    for payload in payloads:
        _gather(payload, seen, leaves, trusted=False)
    spoken: str | None = None
    found: list[str] = []
    room = MOST_IN_ALL
    for leaf in leaves:
        value = leaf
        if len(leaf) >= _LONG:
            value = _TAG.sub(" ", leaf[:MOST_IN_VALUE]) if "<" in leaf else leaf[:MOST_IN_VALUE]
            if spoken is None:
                spoken = f" {' '.join(words(chr(10).join(said)))} "
            if f" {' '.join(words(value))} " in spoken:
                continue
        if len(value) > room:
            found.append(value[:room])
            break
        room -= len(value)
        found.append(value)
    return found


def _gather(value: Any, seen: set[str], found: dict[str, None], *, trusted: bool) -> None:
    """Add the texts of a payload that are no noise; runs for every field of every record.

    `trusted`: the field's name says nothing against its numbers.
    """
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if not inner:
                continue
            if type(inner) is str:
                text = inner.strip()
                if text in seen or text in found or len(text) < _LEAST or not _telling(text):
                    continue
                if not _against(name) or "@" in text:
                    found[text] = None
            elif not _against(name):
                _gather(inner, seen, found, trusted=True)
    elif isinstance(value, list):
        for inner in value:
            _gather(inner, seen, found, trusted=trusted)
    elif isinstance(value, str):
        text = value.strip()
        if text not in seen and len(text) >= _LEAST and _telling(text):
            found[text] = None
    elif trusted and type(value) is int and value >= _WHOLE_NUMBER:
        found[str(value)] = None


@lru_cache(maxsize=4096)
def _against(name: str) -> bool:
    """Whether a field's name says that a machine wrote it, or who handled the matter."""
    parts = [part.lower() for part in _PART.findall(_CAMEL.sub(" ", name))]
    if not parts:
        return False
    if parts[-1].isdigit() and len(parts) > 1:  # `Closed time (2)`, `betreft_id_5`
        parts.pop()
    return parts[-1] in _KEY_OF_ROWS | _TIME_WORDS or not _HANDLERS.isdisjoint(parts)


def _telling(text: str) -> bool:
    first = text[0]
    if first.isdigit() or first in "+-.(*#":
        if _NUMERIC.fullmatch(text):
            return _ENOUGH.match(text) is not None and not _TIME.fullmatch(text)
        return _TIME.fullmatch(text) is None
    if len(text) <= 5 and text.lower() in _SWITCHES:
        return False
    return not (first == "[" and text.startswith(_DROPPED))
