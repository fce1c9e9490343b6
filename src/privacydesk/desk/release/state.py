"""Where a case stands before its release, read from the store in one go."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacydesk.desk.gate import Situation, gate_facts, read_situation
from privacydesk.desk.jobs import Job
from privacydesk.desk.release.choosing import choose
from privacydesk.desk.release.composed import Composed, compose
from privacydesk.desk.release.contributors import work_of
from privacydesk.desk.release.letters import Edited, letters_now
from privacydesk.domain import release as gate
from privacydesk.domain.checklist import Checked, Problem, assemble
from privacydesk.domain.contents import Change, compare
from privacydesk.domain.document_kinds import REPORT, of_letter
from privacydesk.domain.four_eyes import Work, objections

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.model import Case, SubjectCard
    from privacydesk.domain.search_tasks import SearchTask
    from privacydesk.store.drafts import Prepared
    from privacydesk.store.release import Delivery


@dataclass(frozen=True, slots=True)
class State:
    """A case before release. `documents`: what is to be released; `contents`: what each would say
    today; `languages`: of the letters; `edited`: their edits; `checks`: the checklist with what
    was found; `composed`: the answer from records. `stale`: kinds whose data changed since,
    `updated`: kinds that this version would write otherwise; `work`: who had which part in it."""

    case_id: int
    case: Case
    documents: tuple[Prepared, ...]
    tasks: tuple[SearchTask, ...]
    deliveries: tuple[Delivery, ...]
    card: SubjectCard | None
    checks: tuple[Checked, ...]
    work: Work
    contents: Mapping[str, str]
    languages: Mapping[str, str | None]
    edited: Mapping[str, Edited]
    stale: tuple[str, ...]
    updated: tuple[str, ...]
    composed: Composed | None
    checkpoint: str


@dataclass(frozen=True, slots=True)
class _Outdated:
    """Kinds whose data changed since they were prepared, and kinds only this version writes
    otherwise."""

    stale: tuple[str, ...]
    updated: tuple[str, ...]


def state(
    desk: Desk,
    reference: str,
    *,
    only: Collection[str] = (),
    fmt: str | None = None,
    known_as: Sequence[str] = (),
    checked_address: bool = False,
    channel: str = "",
    job: Job | None = None,
) -> State:
    """Read a case and run the checklist on what is prepared.

    `only`: kinds of documents; else every prepared one that answers the request. `fmt`: see
    `choose`. `known_as`: under which values the store was searched for somebody who has no entry
    in it. `channel`: by which way it is to go, if that is known. Raises NotFoundError for an
    unknown case, a kind or a format that is not prepared, InputError for a value that cannot be
    looked for, and what `gather` raises.
    """
    with desk.store.read() as con:
        read = read_situation(con, desk, reference, known_as)
    documents = choose(read.prepared, only, fmt)
    kinds = {document.kind for document in documents}
    composed = compose(desk, reference, kinds, job or Job())
    letters = letters_now(desk, reference, documents)
    contents = {**(composed.contents if composed else {}), **letters.contents}
    outdated = _outdated(documents, contents)
    problems, skipped = _problems(desk, read, documents, composed, outdated, channel)
    problems += letters.problems
    if checked_address:
        problems = [p for p in problems if p.item != "A26"]
    if not documents:
        problems.append(
            Problem(
                "A14",
                "Nothing is prepared that could be released.",
                mend="Prepare the answer first.",
                command=f"case report {reference}",
            )
        )
    report = composed.report if composed else None
    if of_letter("no_data") in kinds or (report is not None and not report.scopes):
        problems += gate.no_data_problems(read.held)
    if of_letter("no_data") in kinds and read.card is None:
        problems += gate.nobody_problems(read.looked)

    def checked() -> tuple[Checked, ...]:
        return assemble(problems, not_asked=skipped, explanations=read.explanations)

    by = {kind: edit.by for kind, edit in letters.edited.items()}
    with desk.store.read() as con:
        work = work_of(con, read.case_id, documents, by, checked())
    if documents and not desk.settings.single:
        problems += objections(work, desk.operator, reference)
    return State(
        case_id=read.case_id,
        case=read.case,
        documents=documents,
        tasks=read.tasks,
        deliveries=read.deliveries,
        card=read.card,
        checks=checked(),
        work=work,
        contents=contents,
        languages=letters.languages,
        edited=letters.edited,
        stale=outdated.stale,
        updated=outdated.updated,
        composed=composed,
        checkpoint=read.checkpoint,
    )


def _outdated(documents: Sequence[Prepared], contents: Mapping[str, str]) -> _Outdated:
    changed = {d.kind: _changed(d, contents) for d in documents}
    return _Outdated(
        stale=tuple(kind for kind, change in changed.items() if change is Change.DATA),
        updated=tuple(kind for kind, change in changed.items() if change is Change.PROGRAM),
    )


def _changed(document: Prepared, contents: Mapping[str, str]) -> Change:
    """Why a draft must be prepared again."""
    kept = document.content
    change = compare(kept, contents.get(document.kind, kept)) if kept else Change.SAME
    return Change.DATA if change is Change.SAME and document.stale else change


def _problems(
    desk: Desk,
    read: Situation,
    documents: Sequence[Prepared],
    composed: Composed | None,
    outdated: _Outdated,
    channel: str,
) -> tuple[list[Problem], frozenset[str]]:
    """Everything to mend, and the items that do not concern this answer."""
    from privacydesk.documents.access.checklist import answer_problems
    from privacydesk.documents.access.checks import coverage_findings

    kinds = frozenset(document.kind for document in documents)
    counted = gate_facts(
        read,
        desk.settings.phone_region,
        kinds,
        frozenset(document.format for document in documents),
        review=composed.review_left if composed else (),
        stale=outdated.stale,
        updated=outdated.updated,
        channel=channel,
    )
    problems = list(gate.case_problems(counted))
    skipped = gate.not_asked(counted)
    if REPORT not in kinds:
        skipped |= gate.REPORT_ITEMS
    if composed is not None and composed.report is not None:
        templates = desk.config_folder / "templates"
        problems += answer_problems(composed.report, composed.found.coverage, templates)
    elif composed is not None:
        problems += coverage_findings(composed.found.coverage)
    return problems, skipped
