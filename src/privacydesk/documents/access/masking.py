"""Looks at finished text once more: would it still hold contact data of other people?

The finding itself is `domain/redaction_find.py`, decisions are applied by `documents/redaction`.
This is the last check on what was made, without decisions and without names (check P8).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from privacydesk.documents.blocks import BLACK_BOX
from privacydesk.domain.model import IdentifierKind
from privacydesk.domain.redaction_find import ContactFinder
from privacydesk.domain.redaction_names import Names


class Masker:
    """Hides contact data of everybody but one subject. Takes what `ContactFinder` takes;
    `own_names`: the subject's."""

    def __init__(
        self,
        *,
        own: Iterable[tuple[IdentifierKind, str]],
        own_names: Iterable[str],
        allowed: Iterable[str] = (),
        domains: Iterable[str] = (),
        numbers: Iterable[str] = (),
        orders: Iterable[str] = (),
        addresses: Iterable[str] = (),
        region: str = "NL",
    ) -> None:
        self._finder = ContactFinder(
            own=own,
            allowed=allowed,
            domains=domains,
            numbers=numbers,
            orders=orders,
            addresses=tuple(addresses),
            region=region,
        )
        self._own_names = tuple(own_names)

    def text(self, text: str, *, others: Iterable[str] = (), field: str = "") -> str:
        """`text` with black boxes. `others`: names of other people to hide as well; `field`: the
        name of the source field, when the text is one."""
        names = Names(self._own_names, others) if others else None
        spans = self._finder.find(
            text, field=field, names=names.finder(()) if names is not None else None
        )
        parts, at = [], 0
        for span in spans:
            parts += [text[at : span.start], BLACK_BOX]
            at = span.end
        return "".join((*parts, text[at:]))

    def value(self, value: Any, *, others: Iterable[str] = (), field: str = "") -> Any:
        """A JSON value with every string in it masked; keys stay."""
        if isinstance(value, str):
            return self.text(value, others=others, field=field)
        if isinstance(value, list | tuple):
            return [self.value(item, others=others, field=field) for item in value]
        if isinstance(value, dict):
            return {k: self.value(v, others=others, field=f"{field}.{k}") for k, v in value.items()}
        return value
