"""An answer after redaction: what goes out of it, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from privacydesk.documents.access.delivered import Delivered
    from privacydesk.domain.redaction import Found
    from privacydesk.domain.redaction_reach import Value
    from privacydesk.domain.redaction_spans import Span


@dataclass(frozen=True, slots=True)
class Redacted:
    """The records of an answer as they go out, everything found in them, and every text as it
    was, by record id and place. `slipped`: the records that hold something hidden all the same;
    `find`: finds the numbers, accounts and addresses of others in any writing; `kept`: those that
    a decision leaves readable somewhere."""

    records: tuple[Delivered, ...]
    found: tuple[Found, ...]
    places: Mapping[tuple[int, str], str]
    slipped: frozenset[int] = frozenset()
    find: Callable[[str], list[Span]] = lambda _: []
    kept: frozenset[Value] = frozenset()
