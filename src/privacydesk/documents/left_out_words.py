"""What is left out of an answer, named for the person."""

from __future__ import annotations

from privacydesk.documents.words import Words
from privacydesk.domain.estate import ROWS
from privacydesk.domain.left_out import FileSort, LeftOut


def left_out_in_words(one: LeftOut, words: Words) -> str:
    """The sort of data: a kind of record, a part of records, recordings, or attachments to a kind.

    Never the name or the text of anything that is left out."""
    if one.file is FileSort.RECORDING:
        return words("kind", "recording")
    kind = words("kind", one.record.kind.value)
    if one.file is FileSort.ATTACHMENT:
        return f"{kind}: {words('report', 'attachments')}"
    return ROWS[one.row].title(words.language) if one.row else kind
