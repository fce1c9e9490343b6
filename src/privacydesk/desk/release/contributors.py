"""Who had a part in what is to be released, read from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk.domain.document_kinds import PACKAGE, REPORT, letter_of
from privacydesk.domain.four_eyes import Work
from privacydesk.domain.release import needs_search

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from privacydesk.domain.checklist import Checked
    from privacydesk.store.drafts import Prepared
    from privacydesk.store.driver import Connection

_REDACTED = frozenset({REPORT, PACKAGE})


def work_of(
    con: Connection,
    case_id: int,
    documents: Sequence[Prepared],
    texts: Mapping[str, str],
    checks: Iterable[Checked],
) -> Work:
    """Everybody's part in these documents.

    `texts`: who edited the text of a letter in use, by kind of document. `checks`: with the
    explanations that hold.
    """
    from privacydesk.store import letters

    kinds = [document.kind for document in documents]
    return Work(
        drafts=tuple((document.kind, document.by) for document in documents),
        texts=tuple((kind, texts[kind]) for kind in kinds if kind in texts),
        facts=tuple(
            (kind, who)
            for kind in kinds
            if (name := letter_of(kind))
            for who in sorted(letters.stated_by(con, case_id, name))
        ),
        explanations=tuple(
            (problem.key, why.by)
            for one in checks
            for problem, why in one.explained
            if problem.blocking
        ),
        deciders=tuple(sorted(_deciders(con, case_id, kinds))),
    )


def _deciders(con: Connection, case_id: int, kinds: Sequence[str]) -> frozenset[str]:
    """Who decided what these documents say of others: a letter rests on the rulings alone."""
    from privacydesk.domain.redaction import file_reviews
    from privacydesk.store import redactions
    from privacydesk.store import release_counts as counted

    if not needs_search(kinds):
        return frozenset()
    found = set(counted.ruled_by(con, case_id))
    if _REDACTED & set(kinds):
        found |= {decision.by for decision in redactions.review(con, case_id).in_force()}
        for file in file_reviews(redactions.file_log(con, case_id)).values():
            found |= {made.by for made in (file.shipping, file.speaker) if made is not None}
    return frozenset(found)
