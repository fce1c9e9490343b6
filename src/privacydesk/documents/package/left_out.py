"""What is not in the package, and why: `not_included.csv` (check P11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from privacydesk.documents.package.cells import Cell
from privacydesk.documents.words import Words
from privacydesk.domain.estate import ROWS
from privacydesk.domain.scope_types import Outcome, RecordScope


def not_included(
    scopes: Iterable[RecordScope], systems_of: Mapping[int, str], words: Words
) -> list[list[Cell]]:
    """One row per sort of data, system, reason and article, with how many records it concerns."""
    language = words.language
    found: Counter[tuple[str, str, str, str]] = Counter()
    for scope in scopes:
        system = systems_of.get(scope.record.record_id, scope.record.source)
        if scope.outcome is not Outcome.DELIVERED:
            what = words("kind", scope.record.kind.value)
            found[what, system, scope.ruling.words(language), scope.ruling.article] += 1
            continue
        rulings = {
            (ROWS[g.row].title(language), g.portability.words(language), g.portability.article)
            for g in scope.groups
            if not g.portability.included
        }
        for what, reason, article in rulings:
            found[what, system, reason, article] += 1
    return [
        [what, system, count, reason, article]
        for (what, system, reason, article), count in sorted(found.items())
    ]
