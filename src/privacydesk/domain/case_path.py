"""The path of a case: which steps are done, what blocks the next one, and what to do now.

Pure: the facts are counted by the store and passed in. The path is not law but the order that
makes an answer complete (access checklist A14, A24, A25): know the person, search every system,
decide every candidate, then prepare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from privacydesk.domain.answered import answers_right
from privacydesk.domain.document_kinds import PACKAGE, REPORT, of_letter
from privacydesk.domain.model import CaseStatus, Request
from privacydesk.domain.rights import Right
from privacydesk.domain.sending import Outgoing

# Rights whose answer rests on everything that is held: they need the search and the candidates.
SEARCHING_RIGHTS = frozenset(
    {Right.ACCESS, Right.PORTABILITY, Right.ERASURE, Right.RESTRICTION, Right.RECTIFICATION}
)
# Rights whose answer is a copy of the data.
COPY_RIGHTS = frozenset({Right.ACCESS, Right.PORTABILITY})

# Letters that stand in for the copy: nothing was found, the person is unknown, or it is refused.
INSTEAD_OF_A_COPY = frozenset(map(of_letter, ("no_data", "not_identified", "refusal")))

DOCUMENT_OF: Mapping[Right, str] = {
    Right.ACCESS: REPORT,
    Right.PORTABILITY: PACKAGE,
}


class StepKey(StrEnum):
    RECEIVED = "received"
    PERSON = "person"
    IDENTITY = "identity"
    SEARCHED = "searched"
    CANDIDATES = "candidates"
    PREPARED = "prepared"
    RELEASED = "released"
    SENT = "sent"


class StepState(StrEnum):
    DONE = "done"
    CURRENT = "current"
    WAITING = "waiting"
    SKIPPED = "skipped"  # not needed for what was asked


@dataclass(frozen=True, slots=True)
class PathStep:
    key: StepKey
    state: StepState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PathFacts:
    """What is counted in the store for one case."""

    rights: frozenset[Right]
    subject_known: bool
    question_open: bool = False  # identity or clarification asked, not answered
    question: str = ""  # "identity asked" or "clarification asked"
    systems: int = 0
    systems_open: int = 0
    systems_stale: tuple[str, ...] = ()
    candidates_listed: bool = False
    candidates: int = 0
    candidates_open: int = 0
    documents: frozenset[str] = field(default_factory=frozenset)
    released: bool = False
    sent: bool = False
    closed: bool = False
    waiting: tuple[Outgoing, ...] = ()  # of a released answer: what has not left yet
    left: int = 0  # how many documents of it did
    unanswered: tuple[Request, ...] = ()  # requests that the sent answer leaves open

    @property
    def needs_search(self) -> bool:
        return bool(self.rights & SEARCHING_RIGHTS)

    @property
    def missing_documents(self) -> tuple[str, ...]:
        if self.documents & INSTEAD_OF_A_COPY:
            return ()
        wanted = (DOCUMENT_OF[r] for r in sorted(self.rights & COPY_RIGHTS))
        return tuple(w for w in wanted if w not in self.documents)

    @property
    def at_once(self) -> bool:
        return any(r.facts.at_once for r in self.rights)

    @property
    def to_answer(self) -> PathFacts:
        """The case as far as it still has to be answered: after an answer was sent, only the
        requests that it left open and the documents for them; else the case itself."""
        if not self.unanswered or not self.sent or self.closed:
            return self
        rights = frozenset(Right(request.right) for request in self.unanswered)
        mine = (kind for kind in self.documents if any(answers_right(kind, r) for r in rights))
        return replace(
            self,
            rights=rights,
            documents=frozenset(mine),
            released=bool(self.waiting),
            sent=False,
            unanswered=(),
        )


def blockers(facts: PathFacts) -> tuple[str, ...]:
    """Each thing that stands between this case and a released answer, as one sentence."""
    facts = facts.to_answer
    found = []
    if facts.question_open:
        found.append(f"A question is open ({facts.question}): record the answer when it comes.")
    if not facts.needs_search:
        return tuple(found)
    if not facts.subject_known and not facts.documents & INSTEAD_OF_A_COPY:
        found.append("The person is not known yet: find them and attach them to the case.")
    if not facts.systems:
        found.append(
            "No system is listed, so nothing can be searched: add the systems where data about "
            "people live (system add), or import an export."
        )
    if facts.systems_open:
        found.append(
            f"{facts.systems_open} of {facts.systems} systems are not searched yet: "
            "search them or record the outcome."
        )
    found += [
        f"The data of {name} are older than the receipt: import a newer export."
        for name in facts.systems_stale
    ]
    if facts.subject_known and not facts.candidates_listed:
        found.append("The candidate search has not run: list what may also be this person's.")
    if facts.candidates_open:
        found.append(
            f"{facts.candidates_open} of {facts.candidates} candidates are undecided: "
            "decide theirs or not theirs."
        )
    return tuple(found)


def status(facts: PathFacts) -> CaseStatus:
    """Where the case stands; the first unfinished step decides. Silence answers no request, so a
    case is not sent before each of them has its answer or outcome."""
    facts = facts.to_answer
    if facts.closed:
        return CaseStatus.CLOSED
    if facts.sent:
        return CaseStatus.SENT
    if facts.released:
        return CaseStatus.RELEASED
    if facts.question_open:
        return CaseStatus.IDENTITY
    if not facts.needs_search or not facts.subject_known:
        return CaseStatus.NEW
    if facts.systems_open or facts.systems_stale or not facts.systems:
        return CaseStatus.SEARCHING if facts.systems_open < facts.systems else CaseStatus.NEW
    if facts.candidates_open or not facts.candidates_listed:
        return CaseStatus.REVIEWING
    if facts.documents and not facts.missing_documents:
        return CaseStatus.PREPARED
    return CaseStatus.REVIEWING


def stage(facts: PathFacts) -> str:
    """The status in a few words with its progress, for a row of the desk."""
    if facts.closed:
        return "closed"
    if facts.unanswered and facts.sent and not facts.waiting:
        return _not_answered(facts.unanswered)
    facts = facts.to_answer
    if facts.sent:
        return "sent"
    if facts.released:
        return _to_be_sent(facts)
    if facts.question_open:
        return facts.question
    if not facts.needs_search:
        return "to act on at once" if facts.at_once else "to do"
    if not facts.subject_known:
        return "person not known yet"
    if facts.systems_open:
        return f"search: {facts.systems - facts.systems_open} of {facts.systems} systems"
    if facts.systems_stale:
        return f"newer data needed: {len(facts.systems_stale)}"
    if not facts.candidates_listed:
        return "candidates not listed"
    if facts.candidates_open:
        decided = facts.candidates - facts.candidates_open
        return f"candidates: {decided} of {facts.candidates} decided"
    if facts.missing_documents:
        return "answer to be written"
    if facts.documents:
        return "draft ready"
    return "to do"


def _not_answered(requests: tuple[Request, ...]) -> str:
    names = ", ".join(request.right.replace("_", " ") for request in requests)
    return f"{len(requests)} request{'s' * (len(requests) > 1)} not answered: {names}"


def _to_be_sent(facts: PathFacts) -> str:
    waiting = len(facts.waiting)
    if not facts.left or not waiting:
        return "released, to be sent"
    verb = "waits" if waiting == 1 else "wait"
    return f"partly sent, {waiting} of {waiting + facts.left} documents {verb}"


class NextAction(StrEnum):
    """The one thing to do next; the doors have words and keys for each."""

    ATTACH_PERSON = "attach_person"
    RECORD_ANSWER = "record_answer"
    SEARCH_SYSTEMS = "search_systems"
    RECORD_SEARCH = "record_search"
    LIST_CANDIDATES = "list_candidates"
    DECIDE_CANDIDATES = "decide_candidates"
    WRITE_REPORT = "write_report"
    WRITE_PACKAGE = "write_package"
    ACT = "act"
    RELEASE = "release"
    SEND = "send"
    RECORD_OUTCOME = "record_outcome"
    NONE = "none"


def next_action(facts: PathFacts, *, searched_any: bool) -> NextAction:
    """What the person at the desk should do now."""
    rest = facts.to_answer
    if rest is not facts:
        action = next_action(rest, searched_any=searched_any)
        if action is not NextAction.ACT:
            return action
        return NextAction.RELEASE if rest.documents else NextAction.RECORD_OUTCOME
    if facts.closed or facts.sent:
        return NextAction.NONE
    if facts.released:
        return NextAction.SEND
    if facts.at_once and not facts.needs_search:
        return NextAction.ACT
    if facts.question_open:
        return NextAction.RECORD_ANSWER
    if not facts.needs_search:
        return NextAction.ACT
    if not facts.subject_known:
        return NextAction.ATTACH_PERSON
    if facts.systems_open:
        return NextAction.RECORD_SEARCH if searched_any else NextAction.SEARCH_SYSTEMS
    if not facts.candidates_listed:
        return NextAction.LIST_CANDIDATES
    if facts.candidates_open:
        return NextAction.DECIDE_CANDIDATES
    if REPORT in facts.missing_documents:
        return NextAction.WRITE_REPORT
    if PACKAGE in facts.missing_documents:
        return NextAction.WRITE_PACKAGE
    if facts.documents:
        return NextAction.RELEASE
    return NextAction.ACT


def path(facts: PathFacts) -> tuple[PathStep, ...]:
    """Every step of the case with its state, for the screen and `case show`."""
    facts = facts.to_answer
    searching = facts.needs_search
    done: dict[StepKey, bool] = {
        StepKey.RECEIVED: True,
        StepKey.PERSON: facts.subject_known,
        StepKey.IDENTITY: not facts.question_open,
        StepKey.SEARCHED: bool(facts.systems) and not facts.systems_open,
        StepKey.CANDIDATES: facts.candidates_listed and not facts.candidates_open,
        StepKey.PREPARED: bool(facts.documents) and not facts.missing_documents,
        StepKey.RELEASED: facts.released or facts.sent,
        StepKey.SENT: facts.sent,
    }
    details = {
        StepKey.IDENTITY: facts.question if facts.question_open else "",
        StepKey.SEARCHED: f"{facts.systems - facts.systems_open} of {facts.systems}",
        StepKey.CANDIDATES: f"{facts.candidates - facts.candidates_open} of {facts.candidates}",
        StepKey.PREPARED: ", ".join(sorted(facts.documents)),
        StepKey.SENT: ", ".join(dict.fromkeys(one.kind for one in facts.waiting)),
    }
    skipped = (
        set()
        if searching
        else {StepKey.PERSON, StepKey.SEARCHED, StepKey.CANDIDATES, StepKey.PREPARED}
    )
    steps, current_given = [], False
    for key in StepKey:
        if key in skipped and not done[key]:
            state = StepState.SKIPPED
        elif done[key] and not current_given:
            state = StepState.DONE
        elif done[key]:
            state = StepState.DONE if key is not StepKey.IDENTITY else StepState.WAITING
        elif not current_given:
            state, current_given = StepState.CURRENT, True
        else:
            state = StepState.WAITING
        steps.append(PathStep(key, state, details.get(key, "")))
    return tuple(steps)
