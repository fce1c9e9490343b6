"""An optional model that finds names, when the extra `privacydesk[ner]` is installed.

`deduce` finds Dutch names by rules and lists, offline. Whatever it finds is one more finding for
the reviewer; nothing depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

_NAME_TAGS: Final = ("persoon", "patient")
_LONGEST: Final = 20_000  # letters; longer texts are logs, and the model is slow

ModelFinder = Callable[[str], Iterable[tuple[int, int]]]


@lru_cache(maxsize=4)
def model_for(language: str) -> ModelFinder | None:
    """The model for texts of this language, or None when there is none or it is not installed."""
    if language != "nl" or find_spec("deduce") is None:
        return None
    return names_with(import_module("deduce").Deduce())


def names_with(model: Any) -> ModelFinder:
    """Finds names with a model that has deduce's `deidentify`."""

    @lru_cache(maxsize=4096)
    def find(text: str) -> tuple[tuple[int, int], ...]:
        if len(text) > _LONGEST or not any(c.isupper() for c in text):
            return ()
        found = model.deidentify(text, enabled={"names"}).annotations
        return tuple(
            sorted(
                (a.start_char, a.end_char)
                for a in found
                if a.tag in _NAME_TAGS and 0 <= a.start_char < a.end_char <= len(text)
            )
        )

    return find
