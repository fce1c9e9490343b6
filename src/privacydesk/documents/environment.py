"""The Jinja environment of all document templates.

Data are escaped when they are printed, not where templates remember to: `finalize` sees every
printed value. Jinja's own autoescaping is off on purpose, because its `Markup` type escapes for
HTML and several filters hand it through. What a template itself produces (a macro, a `{% set %}`
block, `super()`) is joined by `concat`, which marks it as Markdown; any string operation on it
loses the mark, and the result is escaped again: the mistake is visible, never dangerous.

Templates get only plain data (str, int, dates, dicts, tuples) and cannot change them. The sandbox
does not limit time or memory: templates of users are rendered in a limited process
(`documents/render.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from privacydesk.documents.escape import Md, escape_block, escape_quote, finalize
from privacydesk.documents.words import show_day, show_moment, show_number


def _join_markdown(parts: Iterable[str]) -> Md:
    return Md("".join(parts))


class MarkdownEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox whose templates are Markdown; see the module text."""

    concat: Callable[[Iterable[str]], str] = staticmethod(_join_markdown)

    def is_safe_callable(self, obj: Any) -> bool:
        """Templates call macros and the methods of plain values, nothing handed to them."""
        return not isinstance(obj, type) and super().is_safe_callable(obj)


def markdown_environment(folders: Iterable[Path], *, language: str) -> MarkdownEnvironment:
    """An environment that reads templates from `folders` (the first that has a name wins).

    Filters beyond Jinja's: `block` (keep line breaks), `quote` (a block quote), `day`, `moment`
    and `number` (in the habit of `language`).
    """
    environment = MarkdownEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders], encoding="utf-8"),
        autoescape=False,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["block"] = escape_block
    environment.filters["quote"] = escape_quote
    environment.filters["day"] = partial(show_day, language=language)
    environment.filters["moment"] = partial(show_moment, language=language)
    environment.filters["number"] = partial(show_number, language=language)
    return environment


def plain(value: Any) -> Any:
    """`value` with mappings as dicts and sequences as tuples: all that a template may touch.

    Raises TypeError for anything else than str, numbers, booleans, None, dates and these.
    """
    if value is None or isinstance(value, str | int | float | bool | date | datetime):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(plain(item) for item in value)
    raise TypeError(f"a template cannot be given a {type(value).__name__}")
