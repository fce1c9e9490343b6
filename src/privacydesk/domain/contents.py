"""Whether an answer still says what it would say today, and if not, what changed: the data or us.

A document remembers two hashes and the program that made it. `inputs` is over what the store
holds for it, in a form that no other version of the program changes; `answer` is over what the
running program makes of that. So a better template or one more field is told apart from a
correction of the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    SAME = "same"
    DATA = "data"
    PROGRAM = "program"  # the data are the same, another version of the program writes it otherwise


@dataclass(frozen=True, slots=True)
class Content:
    """What a document says: hashes (hex), and the version of the program that computed them.

    Stores from before this form hold the hash of the answer alone; `program` and `inputs` are
    then empty.
    """

    program: str
    inputs: str
    answer: str

    @staticmethod
    def read(text: str) -> Content:
        """From the form in which the store keeps it: `version/inputs/answer`, or one hash."""
        head, _, answer = text.rpartition("/")
        program, _, inputs = head.rpartition("/")
        return Content(program, inputs, answer)

    def __str__(self) -> str:
        return f"{self.program}/{self.inputs}/{self.answer}"


def compare(kept: str, today: str) -> Change:
    """What changed between a document as it was made and as it would be made now.

    A document with one plain hash does not tell what it was made from, so any difference counts
    as changed data: the safe side.
    """
    old, new = Content.read(kept), Content.read(today)
    if not old.inputs:
        return Change.SAME if old.answer == new.answer else Change.DATA
    if old.inputs != new.inputs:
        return Change.DATA
    if old.answer == new.answer:
        return Change.SAME
    return Change.DATA if old.program == new.program else Change.PROGRAM
