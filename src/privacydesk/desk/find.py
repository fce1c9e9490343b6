"""Finding people: the use case behind the find box and `privacydesk find`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacydesk.domain.model import FindResult

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk


# A store that was not read for a while is slow once: look again, with patience, rather than say
# that nobody matches.
_PATIENT_MS = 1_000.0


def find(
    desk: Desk,
    text: str,
    *,
    limit: int = 20,
    budget_ms: float | None = 12.0,
    case_reference: str | None = None,
) -> FindResult:
    """People who match anything that was typed, best first, with the reasons.

    Writes nothing: looking at a person is recorded when the person is opened, not per keystroke.
    `limit` is 1 to 100, `budget_ms` bounds the look-ups (None: no bound); one that ran out of
    time is made once more with a second's patience. People under
    restriction (Art. 18) show up only for a case: raises NotFoundError when there is no case
    `case_reference`.
    """
    from privacydesk.store import cases
    from privacydesk.store.search.find import find as look_up

    with desk.store.read() as con:
        if case_reference is not None:
            cases.require_id(con, case_reference)

        def look(ms: float | None) -> FindResult:
            return look_up(
                con,
                text,
                region=desk.settings.phone_region,
                limit=limit,
                budget_ms=ms,
                include_restricted=case_reference is not None,
            )

        found = look(budget_ms)
        if found.timed_out and budget_ms is not None and budget_ms < _PATIENT_MS:
            found = look(_PATIENT_MS)
        return found
