"""Messages of our own: how workers tell screens what they found. Workers never touch widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from privacydesk.desk.jobs import Progress


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, in a form that may be shown: no value of any record is in it."""

    code: str
    sentence: str


class Answered(Message):
    """A worker of `group` has its answer; stale when `turn` is not the group's newest."""

    bubble = False

    def __init__(self, group: str, turn: int, then: Callable[[Any], None], result: object) -> None:
        super().__init__()
        self.group, self.turn, self.then, self.result = group, turn, then, result


class Refused(Message):
    """A worker of `group` could not do it."""

    bubble = False

    def __init__(
        self, group: str, turn: int, trouble: Trouble, otherwise: Callable[[Trouble], None] | None
    ) -> None:
        super().__init__()
        self.group, self.turn, self.trouble, self.otherwise = group, turn, trouble, otherwise


class JobMoved(Message):
    """A long job got further."""

    bubble = False

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.progress = progress


class StoreOpened(Message):
    """The store is open, or was refused."""

    def __init__(self, desk: Any | None, trouble: Trouble | None) -> None:
        super().__init__()
        self.desk, self.trouble = desk, trouble
