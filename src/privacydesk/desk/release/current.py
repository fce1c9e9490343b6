"""Whether what was released still says what it would say today."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from privacydesk.desk.jobs import Job
from privacydesk.domain.contents import Change, Content, compare
from privacydesk.domain.document_kinds import letter_of
from privacydesk.domain.errors import StateError
from privacydesk.domain.letters import answers

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.store.release import Released


def require_current(desk: Desk, reference: str, documents: Collection[Released]) -> None:
    """Raises StateError (`stale`) when the data of a released document changed since.

    The document stays current when only the program was updated: it was right when two people
    released it. A letter on the way (a receipt, a question) tells of its own day, so only what it
    was made from is compared.
    """
    from privacydesk.desk.release.composed import compose
    from privacydesk.desk.release.letters import letter_today

    kept = {d.kind: d.content for d in documents if d.content}
    composed = compose(desk, reference, kept, Job())
    today = dict(composed.contents) if composed else {}
    for kind, content in kept.items():
        if letter_of(kind):
            try:
                today[kind] = letter_today(desk, reference, kind, content)
            except StateError as refusal:
                if refusal.code != "data_found":
                    raise
                raise StateError(
                    "Data of the person came in after the letter that nothing was found was "
                    "released. Answer the request anew.",
                    code="stale",
                ) from None
        if _outdated(kind, content, today.get(kind, content)):
            raise StateError(
                "The data changed after the release. Prepare and release the answer again.",
                code="stale",
            )


def _outdated(kind: str, kept: str, today: str) -> bool:
    if answers(kind):
        return compare(kept, today) is Change.DATA
    was = Content.read(kept).inputs
    return bool(was) and was != Content.read(today).inputs
