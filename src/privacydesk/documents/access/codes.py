"""The legend: what the codes in the raw data mean (Article 12(1) GDPR, intelligible)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from privacydesk.paths import templates_folder

_CODE_FIELDS = frozenset(
    {"status", "priority", "source", "channel", "disposition", "type", "paymentstatus"}
)


@dataclass(frozen=True, slots=True)
class Code:
    """A code that occurs in an answer. `meaning` is None when nobody wrote it down."""

    system: str
    field: str
    code: str
    meaning: str | None


@cache
def _codes() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]:
    path = templates_folder() / "layout" / "codes.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def find_code(
    system: str, source: str | None, field: str, value: str, language: str
) -> Code | None:
    """The code in a field, or None when the value is no code.

    A number in a field such as a status is a code even when its meaning is not known here.
    """
    name = re.sub(r"[^a-z]", "", field.rpartition(".")[2].casefold())
    for group in (source or "", "any"):
        known = _codes().get(group, {}).get(name, {})
        if meanings := known.get(value) or known.get(value.casefold()):
            meaning = meanings.get(language) or meanings["en"]
            same = meaning.casefold() == value.casefold()
            return None if same else Code(system, field, value, meaning)
    if name in _CODE_FIELDS and value.isdigit():
        return Code(system, field, value, None)
    return None
