"""What is not in the package, and why: `not_included.csv` (check P11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from privacydesk.documents.left_out_words import left_out_in_words
from privacydesk.documents.package.cells import Cell
from privacydesk.documents.words import Words
from privacydesk.domain.left_out import of_package
from privacydesk.domain.scope_types import RecordScope


def not_included(
    scopes: Iterable[RecordScope],
    systems_of: Mapping[int, str],
    words: Words,
    files: Collection[int] = (),
) -> list[list[Cell]]:
    """One row per sort of data, system, reason and article, with how many records or files it
    concerns. `files`: ids of the attachments that a reviewer keeps out."""
    language = words.language
    found: Counter[tuple[str, str, str, str]] = Counter()
    for one in of_package(scopes, files):
        system = systems_of.get(one.record.record_id, one.record.source)
        what = left_out_in_words(one, words)
        found[what, system, one.ruling.words(language), one.ruling.article] += one.count
    return [
        [what, system, count, reason, article]
        for (what, system, reason, article), count in sorted(found.items())
    ]
