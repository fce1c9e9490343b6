"""Findings of a case: list them with what is decided, decide, add, take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from privacydesk.desk.jobs import Job
from privacydesk.domain.errors import InputError, NotFoundError, StateError
from privacydesk.domain.redaction import (
    ARTICLE,
    REASONS,
    Anchor,
    FindingKind,
    FindingState,
    ReviewProgress,
    StoredFinding,
    Verdict,
    digest,
)

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.desk.gathering import Gathered
    from privacydesk.desk.redacted import Redacted
    from privacydesk.domain.redaction import Found, RedactionDecision, Review
    from privacydesk.store.engine import Tx

CONTEXT = 160
PURPOSE: Final = "review of other people's data"  # reports tell it in the person's language
"""How many characters are shown before and behind a finding."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding in its place. `source` is the whole text it stands in, `start` and `end` where;
    `equal`: how many findings of the case say the same; `by`, `at`, `reason`: of the decision."""

    number: int
    kind: FindingKind
    state: FindingState
    record_id: int
    record: str
    title: str
    field: str
    source: str
    start: int
    end: int
    equal: int
    by: str | None = None
    at: datetime | None = None
    reason: str = ""
    article: str = ""
    everywhere: bool = False
    note: str | None = None

    @property
    def text(self) -> str:
        return self.source[self.start : self.end]

    @property
    def before(self) -> str:
        return self.source[max(0, self.start - CONTEXT) : self.start]

    @property
    def after(self) -> str:
        return self.source[self.end : self.end + CONTEXT]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did. `numbers`: the findings it holds for."""

    number: int
    state: FindingState
    numbers: tuple[int, ...]


def findings(desk: Desk, reference: str, job: Job | None = None) -> tuple[FindingView, ...]:
    """Everything found in the answer of a case, oldest record first; new findings get a number.

    Raises NotFoundError for an unknown case, StateError while it has no data subject.
    """
    from privacydesk.store import redactions, subjects

    found, made = _look(desk, reference, job)
    unnumbered = sum(one.anchor not in found.reviewed.review.findings for one in made.found)
    with desk.store.write(desk.operator, desk.now()) as tx:
        new = redactions.put_findings(tx, found.case_id, made.found) if unnumbered else 0
        subjects.put_consultation(tx, found.card.subject_id, PURPOSE, found.case.reference)
        review = redactions.review(tx.sql, found.case_id)
        tx.audit("redaction.reviewed", case=found.case_id, findings=len(made.found), new=new)
    return _views(made, review)


def progress(desk: Desk, reference: str, job: Job | None = None) -> ReviewProgress:
    """How far the review of a case is, judged by the data of this moment; changes nothing."""
    from privacydesk.desk import redacting

    return redacting.progress(*_look(desk, reference, job))


def open_findings(desk: Desk, reference: str) -> int:
    """How many findings of the case nobody decided yet."""
    return progress(desk, reference).open_findings


def blockers(desk: Desk, reference: str) -> tuple[str, ...]:
    """What of the review keeps the answer from being released, one sentence each."""
    from privacydesk.domain.redaction import blockers as sentences

    return sentences(progress(desk, reference))


def decide(
    desk: Desk,
    reference: str,
    number: int,
    verdict: str,
    *,
    everywhere: bool = False,
    reason: str | None = None,
    note: str | None = None,
    text: str | None = None,
) -> Decided:
    """Keep a finding or black it out, here or wherever the case says the same.

    `verdict`: keep or black_out. `reason`: a code of `domain.redaction.REASONS`, the usual one
    when None. `text`: the characters of the finding, if the caller has them; they are looked up
    otherwise. Raises NotFoundError for an unknown number, InputError for what is not a verdict or
    a reason.
    """
    from privacydesk.store import redactions

    chosen = verdict_of(verdict)
    code = reason_of(chosen, reason)
    if everywhere and text is None:
        text = _text_of(desk, reference, number)
    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = _case_id(tx, reference)
        finding = _finding(redactions.review(tx.sql, case_id), number, reference)
        put_decision(tx, case_id, reference, finding, chosen, code, everywhere, text, note)
        review = redactions.review(tx.sql, case_id)
        tx.audit(
            "redaction.decided",
            case=case_id,
            finding=number,
            verdict=chosen.value,
            everywhere=int(everywhere),
            reason=code,
        )
    return _decided(review, finding, wide=everywhere)


def add(
    desk: Desk,
    reference: str,
    record_id: int,
    field: str,
    text: str,
    *,
    occurrence: int = 0,
    everywhere: bool = False,
    reason: str | None = None,
    note: str | None = None,
) -> Decided:
    """Black out words that no rule found. `field`: the place in the record, as findings name it.

    `occurrence`: which of several equal ones there, from 0. Raises InputError when the words do
    not stand there.
    """
    from privacydesk.documents.redaction.apply import nth
    from privacydesk.domain.text import fold
    from privacydesk.store import redactions

    code = reason_of(Verdict.BLACK_OUT, reason)
    if not text.strip():
        raise InputError("Select some text: there is nothing to black out.")
    found, made = _look(desk, reference, None)
    source = made.places.get((record_id, field))
    if source is None:
        raise InputError(
            f"Record {record_id} has no field of that name in this answer.",
            command=f"`privacydesk case texts {reference}` shows how fields are named.",
        )
    if nth(source, text, occurrence) is None:
        raise InputError(f"That text does not stand in this field of record {record_id}.")
    mark = digest(reference, text)
    anchor = Anchor(found.reviewed.keys[record_id], field, mark, occurrence)
    with desk.store.write(desk.operator, desk.now()) as tx:
        review = redactions.review(tx.sql, found.case_id)
        known = review.findings.get(anchor)
        if known is None:
            value = digest(reference, f"{FindingKind.ADDED}:{' '.join(fold(text).split())}")
            known = redactions.put_added(tx, found.case_id, anchor, value, text)
        put_decision(
            tx, found.case_id, reference, known, Verdict.BLACK_OUT, code, everywhere, text, note
        )
        review = redactions.review(tx.sql, found.case_id)
        tx.audit(
            "redaction.added",
            case=found.case_id,
            finding=known.number,
            everywhere=int(everywhere),
            reason=code,
        )
    return _decided(review, known, wide=everywhere)


def undo(desk: Desk, reference: str, number: int) -> Decided:
    """Take back the decision that holds for a finding; both stay in the log.

    A decision for everywhere is taken back everywhere. Raises StateError when there is none.
    """
    from privacydesk.store import redactions

    with desk.store.write(desk.operator, desk.now()) as tx:
        case_id = _case_id(tx, reference)
        review = redactions.review(tx.sql, case_id)
        finding = _finding(review, number, reference)
        made = review.decision(finding.anchor, finding.value_digest)
        if made is None:
            raise StateError(f"Finding {number} is not decided; there is nothing to take back.")
        redactions.add_decision(
            tx,
            case_id,
            finding,
            Verdict.UNDO,
            everywhere=made.everywhere,
            reverses=made.decision_id,
        )
        review = redactions.review(tx.sql, case_id)
        tx.audit("redaction.undone", case=case_id, finding=number, decision=made.decision_id)
    return _decided(review, finding, wide=made.everywhere)


# --------------------------------------------------------------------------- shared inside


def verdict_of(text: str) -> Verdict:
    """The verdict a person typed. Raises InputError."""
    try:
        chosen = Verdict(text.strip().lower().replace("-", "_").replace(" ", "_"))
    except ValueError:
        chosen = Verdict.UNDO
    if chosen is Verdict.UNDO:
        raise InputError("A finding is either keep or black_out.")
    return chosen


def reason_of(verdict: Verdict, code: str | None) -> str:
    """A reason code, the usual one for None. Raises InputError."""
    codes = REASONS[verdict]
    if code is None or not code.strip():
        return next(iter(codes))
    word = code.strip().lower()
    if word not in codes:
        raise InputError(f"The reason for {verdict.value} is one of: {', '.join(codes)}.")
    return word


def put_decision(
    tx: Tx,
    case_id: int,
    reference: str,
    finding: StoredFinding,
    verdict: Verdict,
    code: str,
    everywhere: bool,
    text: str | None,
    note: str | None,
) -> None:
    """Append a decision in the caller's transaction; `text` as in `decide`."""
    from privacydesk.store import redactions

    if everywhere and verdict is Verdict.BLACK_OUT:
        if text is None or digest(reference, text) != finding.anchor.digest:
            raise StateError(
                f"Finding {finding.number} no longer stands in the answer; list the findings anew."
            )
        redactions.keep_text(tx, finding.finding_id, text)
    redactions.add_decision(
        tx,
        case_id,
        finding,
        verdict,
        everywhere=everywhere,
        reason_code=code,
        article=ARTICLE if verdict is Verdict.BLACK_OUT else "",
        note=note.strip() if note and note.strip() else None,
    )


def _look(desk: Desk, reference: str, job: Job | None) -> tuple[Gathered, Redacted]:
    from privacydesk.desk.gathering import gather
    from privacydesk.desk.redacting import redact

    found = gather(desk, reference, job or Job())
    return found, redact(found)


def _case_id(tx: Tx, reference: str) -> int:
    from privacydesk.store import cases

    return cases.require_id(tx.sql, reference)


def _finding(review: Review, number: int, reference: str) -> StoredFinding:
    for known in review.findings.values():
        if known.number == number:
            return known
    raise NotFoundError(
        f"Case {reference} has no finding number {number}.",
        command=f"`privacydesk case findings {reference}` lists them.",
    )


def _text_of(desk: Desk, reference: str, number: int) -> str | None:
    for view in findings(desk, reference):
        if view.number == number:
            return view.text
    return None


def _decided(review: Review, finding: StoredFinding, *, wide: bool) -> Decided:
    numbers = (
        sorted(k.number for k in review.findings.values() if k.value_digest == finding.value_digest)
        if wide
        else [finding.number]
    )
    state = review.state(finding.anchor, finding.value_digest)
    return Decided(finding.number, state, tuple(numbers))


def _views(made: Redacted, review: Review) -> tuple[FindingView, ...]:
    equal: dict[str, int] = {}
    for one in made.found:
        equal[one.value_digest] = equal.get(one.value_digest, 0) + 1
    titles = {record.record_id: record for record in made.records}
    views = []
    for one in made.found:
        record = titles[one.record_id]
        known = review.findings[one.anchor]
        views.append(
            _view(
                one,
                known.number,
                f"{record.kind.value} {record.source_id}",
                record.title,
                equal[one.value_digest],
                review.decision(one.anchor, one.value_digest),
            )
        )
    return tuple(views)


def _view(
    one: Found, number: int, record: str, title: str, equal: int, made: RedactionDecision | None
) -> FindingView:
    return FindingView(
        number=number,
        kind=one.kind,
        state=FindingState(made.verdict.value) if made is not None else FindingState.OPEN,
        record_id=one.record_id,
        record=record,
        title=title,
        field=one.anchor.field,
        source=one.source,
        start=one.start,
        end=one.end,
        equal=equal,
        by=made.by if made else None,
        at=made.at if made else None,
        reason=made.reason_code if made else "",
        article=made.article if made else "",
        everywhere=made.everywhere if made else False,
        note=made.note if made else None,
    )
