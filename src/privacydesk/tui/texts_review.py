"""The texts of the review of other people's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


def _map(**words: str) -> Mapping[str, str]:
    return field(default_factory=lambda: words)


@dataclass(frozen=True)
class ReviewTexts:
    title: str = "Review"
    looking: str = "Looking for other people in the answer …"
    nothing: str = "Nothing was found. Press t and read the texts all the same."
    progress: str = "{done} of {all} decided"
    complete: str = "all decided"
    col_state: str = "state"
    col_kind: str = "what"
    col_text: str = "text"
    col_record: str = "record"
    kind: Mapping[str, str] = _map(
        email="e-mail", phone="phone", iban="IBAN", plate="plate", address="address",
        number="number", name="name", field="field", added="selected",
    )  # fmt: skip
    state: Mapping[str, str] = _map(open="to decide", keep="kept", black_out="black")
    place: str = "{record}, {field}"
    read_all: str = "Reading every text of the answer"
    no_texts: str = "The answer holds no texts."
    record_of: str = "all texts: record {n} of {all}"
    col_title: str = "what it is"
    col_found: str = "found"
    open_here: str = "{n} to decide"
    done_here: str = "{n} decided"
    nothing_here: str = (
        "Nothing was found in this record. Read it: PgDn goes on, a selects what was missed."
    )
    equal: str = "{n} times in this answer: B blacks out all of them"
    decided: str = "{state} by {by} on {when}: {reason}"
    wide: str = "everywhere"
    hidden: str = "Not decided: hidden in drafts, and the answer cannot be released."
    why_keep: str = "Keep, because"
    why_black: str = "Black out, because"
    why_everywhere: str = "Black out everywhere, because"
    why_keys: str = "A number chooses; enter takes the first."
    add_title: str = "Black out what was not found"
    add_about: str = (
        "Select with shift and the arrows or the mouse. b blacks it out here, B everywhere."
    )
    add_fields: str = "] and [ go from field to field."
    nothing_found_here: str = "There is no finding here to decide; a selects what was missed."
    two_fields: str = "Select within one field: each is blacked out for itself."
    nothing_selected: str = "Select some text first."
    nothing_to_undo: str = "This finding is not decided; there is nothing to take back."
    undone: str = "Taken back. Both stay in the log."
    done: str = "Finding {number}: {state}."
    done_wide: str = "Black everywhere: it holds for {n} findings."


V: Final = ReviewTexts()
