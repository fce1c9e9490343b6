"""Where a case stands before its release, read from the store in one go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from privacydesk.desk.cases.read import require
from privacydesk.desk.jobs import Job
from privacydesk.desk.release.choosing import choose
from privacydesk.desk.release.composed import Composed, compose
from privacydesk.desk.release.contributors import work_of
from privacydesk.desk.release.known_as import looked_for
from privacydesk.desk.release.letters import Edited, letters_now
from privacydesk.desk.release.rejects import touching
from privacydesk.domain import release as gate
from privacydesk.domain.backups import is_backup
from privacydesk.domain.case_path import DOCUMENT_OF, INSTEAD_OF_A_COPY
from privacydesk.domain.checklist import Checked, Explanation, Problem, assemble
from privacydesk.domain.contents import Change, compare
from privacydesk.domain.document_kinds import REPORT, of_letter
from privacydesk.domain.four_eyes import Work, objections
from privacydesk.domain.letters import answers
from privacydesk.domain.localtext import LANGUAGES
from privacydesk.domain.model import EventKind, IdentifierKind, RequestStatus
from privacydesk.domain.retention_due import Step
from privacydesk.domain.rights import Right

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.case_path import PathFacts
    from privacydesk.domain.model import Case, SubjectCard
    from privacydesk.domain.search_tasks import SearchTask
    from privacydesk.store.drafts import Prepared
    from privacydesk.store.driver import Connection
    from privacydesk.store.release import Delivery
    from privacydesk.store.release_counts import Skipped

ELECTRONIC: Final = frozenset({"email", "chat", "portal", "ticket"})
# Numbers of things that stand for their user (checklist A28).
LINKED: Final = frozenset(
    {
        IdentifierKind.DEVICE_ID,
        IdentifierKind.CALL_ID,
        IdentifierKind.IMEI,
        IdentifierKind.SERIAL,
        IdentifierKind.MAC,
        IdentifierKind.IP,
    }
)


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


@dataclass(frozen=True, slots=True)
class _Read:
    case_id: int
    case: Case
    path: PathFacts
    prepared: tuple[Prepared, ...]
    tasks: tuple[SearchTask, ...]
    deliveries: tuple[Delivery, ...]
    explanations: Mapping[str, Explanation]
    runs: Mapping[int, int]
    by_system: Mapping[int, int]
    backups: frozenset[int]
    card: SubjectCard | None
    skipped: tuple[Skipped, ...]
    gone: tuple[gate.Gone, ...]
    held: gate.Held
    sent_before: frozenset[str]
    looked: gate.LookedFor
    fee_ground: str
    checkpoint: str


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
        read = _read(con, desk, reference, known_as)
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


def _read(con: Connection, desk: Desk, reference: str, known_as: Sequence[str]) -> _Read:
    from privacydesk.store import (
        audit,
        cases,
        drafts,
        release,
        search_tasks,
        subjects,
        systems,
        tombstones,
    )
    from privacydesk.store import release_counts as counted

    case_id = require(con, reference)
    stored = cases.load(con, case_id)
    case = stored.case
    card, held = None, gate.Held()
    gone: tuple[gate.Gone, ...] = ()
    sent_before: frozenset[str] = frozenset()
    if case.subject_id is not None:
        card = subjects.card(con, case.subject_id)
        gone = counted.gone_since(con, card.subject_id, case.received_at)
        sent_before = counted.sent_kinds_before(con, card.subject_id, case_id)
        erased = tombstones.of(con, card.subject_id)
        held = gate.Held(
            records=sum(card.counts.values()),
            suppressed=counted.also_mailed(con, card.subject_id),
            earlier_cases=counted.earlier_answers(con, card.subject_id, case.received_at),
            erased=len(erased),
            erased_keys=tuple(f"{e.system_id}:{e.kind.value}:{e.erased_at}" for e in erased),
        )
    count, head = audit.checkpoint(con)
    return _Read(
        case_id=case_id,
        case=case,
        path=cases.facts(con, [stored])[case_id],
        prepared=drafts.prepared(con, case_id),
        tasks=search_tasks.tasks(con, case_id, case, desk.today()),
        deliveries=release.deliveries(con, case_id),
        explanations=release.explanations(con, case_id, desk.zone),
        runs=counted.newest_runs(con),
        by_system=_accounted(con, card),
        backups=frozenset(
            s.system_id for s in systems.list_all(con) if is_backup(s.name, s.holds, s.how)
        ),
        card=card,
        skipped=counted.skipped_rejects(con),
        gone=gone,
        held=held,
        sent_before=sent_before,
        looked=looked_for(con, desk, known_as),
        fee_ground=_fee_ground(con, case_id, case),
        checkpoint=f"{count}:{head}",
    )


def _fee_ground(con: Connection, case_id: int, case: Case) -> str:
    """On which ground a fee is asked for in this case; empty when none is."""
    from privacydesk.store import letters

    if not any(document.kind == of_letter("fee_notice") for document in case.documents):
        return ""
    return letters.stated(con, case_id, "fee_notice").get("fee_ground", gate.FURTHER_COPY)


def _problems(
    desk: Desk,
    read: _Read,
    documents: Sequence[Prepared],
    composed: Composed | None,
    outdated: _Outdated,
    channel: str,
) -> tuple[list[Problem], frozenset[str]]:
    """Everything to mend, and the items that do not concern this answer."""
    from privacydesk.documents.access.checklist import answer_problems

    kinds = frozenset(document.kind for document in documents)
    region = desk.settings.phone_region
    left = composed.review_left if composed else ()
    counted = _gate_facts(read, region, documents, outdated, left, channel)
    problems = list(gate.case_problems(counted))
    skipped = gate.not_asked(counted)
    if REPORT not in kinds:
        skipped |= gate.REPORT_ITEMS
    if composed is not None and composed.report is not None:
        templates = desk.config_folder / "templates"
        problems += answer_problems(composed.report, composed.found.coverage, templates)
    elif composed is not None:
        problems += [Problem("A14", text) for text in composed.found.coverage.problems]
    return problems, skipped


def _planned(read: _Read) -> str:
    """By which way the answer is to go, as an earlier release planned it."""
    return next((d.channel for d in reversed(read.deliveries) if not d.sent), "")


def _gate_facts(
    read: _Read,
    region: str,
    documents: Sequence[Prepared],
    outdated: _Outdated,
    left: tuple[str, ...],
    channel: str,
) -> gate.GateFacts:
    case, card = read.case, read.card
    kinds = frozenset(document.kind for document in documents)
    answering = any(answers(kind) for kind in kinds) or not kinds
    rejected, unread = touching(read.skipped, card, read.looked.values, region)
    language = card.language if card is not None and card.language in LANGUAGES else ""
    rights = {Right(request.right) for request in case.requests}
    return gate.GateFacts(
        reference=case.reference,
        tasks=read.tasks,
        needs_search=gate.needs_search(kinds) or not kinds,
        open_question=read.path.question if read.path.question_open and answering else "",
        candidates_listed=read.path.candidates_listed or card is None,
        candidates_open=read.path.candidates_open,
        rejected=rejected,
        runs=read.runs,
        held=read.by_system,
        unread_rejects=unread,
        gone=read.gone,
        review=left,
        identity_method=case.channel == "portal"
        or any(event.kind is EventKind.IDENTITY_CONFIRMED for event in case.events),
        addresses=_addresses(card),
        checked_address=any(d.on_file or d.checked for d in read.deliveries if not d.sent),
        stale=outdated.stale,
        updated=outdated.updated,
        first_copy=REPORT not in read.sent_before,
        fee=read.fee_ground,
        case_language=case.language,
        person_language=language or "",
        electronic=case.channel in ELECTRONIC,
        formats=frozenset(document.format for document in documents),
        wanted=_wanted(read, kinds),
        portability=Right.PORTABILITY in rights,
        linked_numbers=sum(i.kind in LINKED for i in card.identifiers) if card else 0,
        backups=tuple(task for task in read.tasks if task.system_id in read.backups),
        request_channel=case.channel,
        planned_channel=channel or _planned(read),
    )


def _accounted(con: Connection, card: SubjectCard | None) -> dict[int, int]:
    """How many records of the person each system has brought, with those erased here since."""
    from privacydesk.store import subjects, tombstones

    if card is None:
        return {}
    found = Counter(subjects.counts_by_system(con, card.subject_id))
    found.update(
        stone.system_id
        for stone in tombstones.of(con, card.subject_id)
        if stone.step in (Step.ERASE, Step.ANONYMISE)
    )
    return dict(found)


def _wanted(read: _Read, kinds: frozenset[str]) -> tuple[str, ...]:
    """Documents the requests call for that are neither chosen nor released already; none for a
    request that was withdrawn or refused."""
    if kinds and (kinds & INSTEAD_OF_A_COPY or not any(answers(k) for k in kinds)):
        return ()
    released = {p.kind for p in read.prepared if p.released}
    ended = {RequestStatus.WITHDRAWN, RequestStatus.REFUSED}
    asked = {Right(r.right) for r in read.case.requests if r.status not in ended}
    released |= {kind for right, kind in DOCUMENT_OF.items() if right not in asked}
    missing = (kind for kind in read.path.missing_documents if kind not in kinds | released)
    return tuple(missing)


def _addresses(card: SubjectCard | None) -> int:
    if card is None:
        return 0
    mails = sum(i.kind is IdentifierKind.EMAIL and i.value is not None for i in card.identifiers)
    return mails + sum(bool(party.address) for party in card.parties)
