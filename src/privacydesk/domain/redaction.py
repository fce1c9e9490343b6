"""What concerns other people in an answer (Article 15(4) GDPR): findings, decisions, their state.

A finding stands at a place (record, field, the characters, and which of several equal ones), never
at a row of the store, so that it survives the next import. Decisions are a log that only grows;
what holds for a finding follows from the log. Nothing is decided by the program: a finding that
nobody looked at stays hidden in drafts and keeps the answer from being released.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

ARTICLE: Final = "15(4)"


class FindingKind(StrEnum):
    """What was found. `FIELD`: a field of the source that names other people; `ADDED`: text that
    a reviewer selected."""

    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    PLATE = "plate"
    ADDRESS = "address"
    NUMBER = "number"  # a customer, device or contract number of somebody involved
    NAME = "name"
    FIELD = "field"
    ADDED = "added"


class FindingState(StrEnum):
    OPEN = "open"
    KEEP = "keep"
    BLACK_OUT = "black_out"


class Verdict(StrEnum):
    """What a row of the log says."""

    KEEP = "keep"
    BLACK_OUT = "black_out"
    UNDO = "undo"


REASONS: Final[Mapping[Verdict, Mapping[str, str]]] = {
    Verdict.KEEP: {
        "known": "The person knows it already: they wrote it, or it was written to them.",
        "own": "It is the person's own.",
        "company": "It belongs to a company or to us, and concerns nobody's privacy.",
        "public": "It is public.",
        "consent": "The other person agreed.",
        "weighed": "Weighed: the person's interest in the copy prevails.",
    },
    Verdict.BLACK_OUT: {
        "other_person": "It concerns another person, who did not agree.",
        "child": "It concerns a child.",
        "staff": "It concerns a member of staff beyond their role.",
        "secret": "It is a trade secret or protects security; the result is given.",
    },
}
"""The reason codes of each verdict, the usual one first, and what they say."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where something stands. `record`: the record as its system names it; `field`: the field or
    message; `digest`: of the characters; `occurrence`: which of several equal ones there."""

    record: str
    field: str
    digest: str
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Something found in one text. `source` is that text, `start` and `end` the place in it."""

    anchor: Anchor
    value_digest: str
    kind: FindingKind
    source: str
    start: int
    end: int
    record_id: int = 0

    @property
    def text(self) -> str:
        return self.source[self.start : self.end]


@dataclass(frozen=True, slots=True)
class RedactionDecision:
    """A row of the log. `value_digest` is what an `everywhere` decision holds for."""

    decision_id: int
    finding_id: int
    value_digest: str
    verdict: Verdict
    everywhere: bool
    reason_code: str
    article: str
    by: str
    at: datetime
    reverses: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding the store knows, with its number in the case. `text`: see the store's table."""

    finding_id: int
    number: int
    anchor: Anchor
    value_digest: str
    kind: FindingKind
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """Words to hide wherever they stand in the answers of a case."""

    text: str
    kind: FindingKind
    value_digest: str


@dataclass(slots=True)
class Review:
    """What is decided in a case: the state of any finding, and what reviewers added.

    Of several decisions that speak about one finding the latest counts; an undo takes one out.
    """

    findings: Mapping[Anchor, StoredFinding] = field(default_factory=dict)
    log: tuple[RedactionDecision, ...] = ()
    _own: dict[int, RedactionDecision] = field(init=False, default_factory=dict)
    _everywhere: dict[str, RedactionDecision] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        undone = {d.reverses for d in self.log if d.verdict is Verdict.UNDO}
        for decision in sorted(self.log, key=lambda d: d.decision_id):
            if decision.verdict is Verdict.UNDO or decision.decision_id in undone:
                continue
            self._own[decision.finding_id] = decision
            if decision.everywhere:
                self._everywhere[decision.value_digest] = decision

    def decision(self, anchor: Anchor, value_digest: str) -> RedactionDecision | None:
        """The decision that holds for a finding, None while it is open."""
        known = self.findings.get(anchor)
        own = self._own.get(known.finding_id) if known is not None else None
        wide = self._everywhere.get(value_digest)
        if own is None or wide is None:
            return own or wide
        return max(own, wide, key=lambda d: d.decision_id)

    def state(self, anchor: Anchor, value_digest: str) -> FindingState:
        made = self.decision(anchor, value_digest)
        return FindingState(made.verdict.value) if made is not None else FindingState.OPEN

    def in_force(self) -> tuple[RedactionDecision, ...]:
        """The decisions that hold: the latest of each finding, then those that hold everywhere."""
        return (*self._own.values(), *self._everywhere.values())

    def added(self) -> dict[tuple[str, str], list[StoredFinding]]:
        """What reviewers selected and did not take back, by record and field."""
        found: dict[tuple[str, str], list[StoredFinding]] = {}
        for known in self.findings.values():
            if (
                known.kind is FindingKind.ADDED
                and known.text
                and self.decision(known.anchor, known.value_digest) is not None
            ):
                place = (known.anchor.record, known.anchor.field)
                found.setdefault(place, []).append(known)
        return found

    def terms(self) -> tuple[Term, ...]:
        """What is to be hidden everywhere, longest first."""
        words = {
            known.text: Term(known.text, known.kind, known.value_digest)
            for known in self.findings.values()
            if known.text
            and (wide := self._everywhere.get(known.value_digest)) is not None
            and wide.verdict is Verdict.BLACK_OUT
        }
        return tuple(words[text] for text in sorted(words, key=lambda t: (-len(t), t)))


def digest(salt: str, text: str) -> str:
    """A fingerprint of characters within one case; `salt` is the case, so that equal values of
    two cases do not look alike."""
    key = hashlib.blake2b(salt.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, key=key, digest_size=16).hexdigest()


class FileVerdict(StrEnum):
    """What was decided about a recording or an attachment."""

    SHIP = "ship"
    WITHHOLD = "withhold"
    REPLACED = "replaced"  # a checked file goes in its place
    SPEAKER = "speaker_confirmed"
    NOT_THEIRS = "speaker_not_theirs"


@dataclass(frozen=True, slots=True)
class FileDecision:
    """A row of the log of files. `sha256`: the original; a changed file is a new question."""

    record: str
    sha256: str
    verdict: FileVerdict
    reason: str
    by: str
    at: datetime
    replacement: str | None = None
    size: int | None = None
    ending: str | None = None


@dataclass(frozen=True, slots=True)
class FileReview:
    """What holds for one file: the latest word on shipping, and on who speaks."""

    shipping: FileDecision | None = None
    speaker: FileDecision | None = None

    def needs(self, *, recording: bool) -> tuple[str, ...]:
        """What somebody must still say before the file may leave: `speaker`, `decision`."""
        withheld = self.shipping is not None and self.shipping.verdict is FileVerdict.WITHHOLD
        found = []
        if recording and self.speaker is None and not withheld:
            found.append("speaker")
        if self.shipping is None and not self.not_theirs and not recording:
            found.append("decision")
        return tuple(found)

    @property
    def not_theirs(self) -> bool:
        return self.speaker is not None and self.speaker.verdict is FileVerdict.NOT_THEIRS

    @property
    def withheld(self) -> bool:
        return self.not_theirs or (
            self.shipping is not None and self.shipping.verdict is FileVerdict.WITHHOLD
        )


FileReviews = Mapping[tuple[str, str], FileReview]
"""By record and SHA-256 of the original."""


def file_reviews(log: Iterable[FileDecision]) -> dict[tuple[str, str], FileReview]:
    """The state of every file from the log, oldest row first."""
    shipping: dict[tuple[str, str], FileDecision] = {}
    speaker: dict[tuple[str, str], FileDecision] = {}
    for row in log:
        spoke = row.verdict in (FileVerdict.SPEAKER, FileVerdict.NOT_THEIRS)
        (speaker if spoke else shipping)[row.record, row.sha256] = row
    return {
        key: FileReview(shipping.get(key), speaker.get(key))
        for key in dict.fromkeys((*shipping, *speaker))
    }


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far the review of a case is, in numbers. `slipped`: records of the finished answer in
    which something hidden elsewhere still stands; `telling_files`: the numbers of files that go out
    and hold something blacked out."""

    findings: int = 0
    open_findings: int = 0
    files: int = 0
    undecided_files: int = 0
    unconfirmed_recordings: int = 0
    slipped: int = 0
    telling_files: tuple[int, ...] = ()


def blockers(progress: ReviewProgress) -> tuple[str, ...]:
    """What keeps the answer from being released, one sentence each."""
    found = []
    if progress.open_findings:
        found.append(
            f"{progress.open_findings} of {progress.findings} findings about other people are not "
            "reviewed: keep or black out each."
        )
    if progress.slipped:
        found.append(
            f"{_count(progress.slipped, 'record')} of the answer still shows a number, account or "
            "address that is hidden elsewhere: select it there and black it out."
        )
    if progress.unconfirmed_recordings:
        found.append(
            f"{_count(progress.unconfirmed_recordings, 'recording')} without a confirmed speaker: "
            "listen, then say whether it is theirs."
        )
    if progress.undecided_files:
        found.append(
            f"{_count(progress.undecided_files, 'attachment')} not looked at: "
            "ship, withhold or replace each."
        )
    found += [
        f"File {number} goes out and holds something that is blacked out in the answer: replace "
        "or withhold it."
        for number in progress.telling_files
    ]
    return tuple(found)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
