"""Records that stand twice in one input: the same row again, parts of one call, or an error."""

from __future__ import annotations

from dataclasses import replace

import orjson

from privacydesk.domain.model import RecordDraft, Reject
from privacydesk.intake.rejected import raw_of


def _content(draft: RecordDraft) -> int:
    """A number that is equal for equal content, within this process."""
    try:
        if not draft.messages:
            return hash(tuple(draft.payload.values()))
    except TypeError:
        pass  # lists and objects inside: JSON
    texts = [message.text for message in draft.messages]
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return hash(orjson.dumps((draft.payload, texts), option=options, default=str))


class Repeats:
    """Keeps (kind, id) unique within one reading, so that importing again changes nothing."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._counts: dict[int, int] = {}

    def check(self, draft: RecordDraft | Reject, repeats: bool) -> RecordDraft | Reject | None:
        """The draft, or None when the very same record was seen before.

        With `repeats` (call records) further rows of one id are kept as `id/2`, `id/3`. Otherwise
        a second record of the same id with other content is a Reject.
        """
        if isinstance(draft, Reject):
            return draft
        key = hash((draft.kind, draft.source_id))
        content = _content(draft)
        if key not in self._seen:
            self._seen[key] = content
            return draft
        if self._seen[key] == content:
            return None
        if repeats:
            number = self._counts[key] = self._counts.get(key, 1) + 1
            return replace(draft, source_id=f"{draft.source_id}/{number}")
        where = draft.origin
        file, row = (where.file, where.row) if where is not None else ("", None)
        return Reject(
            file,
            row,
            None,
            f"Row {row} of {file} has the same number as an earlier row but says something else: "
            "keep only one of the two.",
            raw_of(draft.payload, (one.party for one in draft.parties)),
        )
