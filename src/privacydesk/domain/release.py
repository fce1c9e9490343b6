"""The gate before release: what the case itself must hold, beside the text of its documents.

Pure: facts are counted elsewhere and passed in. The items are those of `domain/checklist.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from privacydesk.domain.checklist import Problem, fingerprint
from privacydesk.domain.document_kinds import PACKAGE, command_of, in_words, letter_of
from privacydesk.domain.errors import StateError
from privacydesk.domain.letters import answers
from privacydesk.domain.search_tasks import SearchTask, TaskState
from privacydesk.domain.text import many

# Letters that answer without looking at anybody's data.
_WITHOUT_SEARCH: Final = frozenset(
    {"not_identified", "refusal", "objection_marketing_reply", "withdrawal_reply"}
)
# Items that look at an access report and at nothing else.
REPORT_ITEMS: Final = frozenset(
    f"A{number:02}"
    for number in (1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 20, 21, 22, 23, 27, 32)
)


def needs_search(kinds: Iterable[str]) -> bool:
    """Whether a document rests on everything that is held."""
    return any(answers(kind) and letter_of(kind) not in _WITHOUT_SEARCH for kind in kinds)


@dataclass(frozen=True, slots=True)
class Gone:
    """Records of a system that were held at receipt and are gone at the source since.

    `keys`: how the system names them.
    """

    system: str
    records: int
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedRows:
    """Rows of an import that could not be read and that name the person; `about`: which."""

    run_id: int
    rows: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the store counts about one case before its release; everything beside the text.

    `fee`: on which ground a fee notice asks for one. `electronic`: the request came by an
    electronic way. `open_question`: what the person was asked and has not answered.
    `linked_numbers`: device ids, call ids and the like that are known of the person. `runs`: the
    newest import of each system, by system number.
    """

    reference: str = "REF"
    tasks: tuple[SearchTask, ...] = ()
    needs_search: bool = True
    open_question: str = ""
    candidates_listed: bool = True
    candidates_open: int = 0
    rejected: tuple[RejectedRows, ...] = ()
    runs: Mapping[int, int] = field(default_factory=dict)
    held: Mapping[int, int] = field(default_factory=dict)  # records of the person, by system
    unread_rejects: tuple[int, ...] = ()  # runs whose file of rejects is gone
    gone: tuple[Gone, ...] = ()
    review: tuple[str, ...] = ()  # what the review of other people's data leaves open
    identity_method: bool = True
    addresses: int = 1  # on file of the person
    checked_address: bool = False
    stale: tuple[str, ...] = ()  # kinds of documents whose data changed since
    updated: tuple[str, ...] = ()  # kinds that another version of the program prepared otherwise
    first_copy: bool = True
    fee: str = ""
    case_language: str = ""
    person_language: str = ""
    electronic: bool = True
    formats: frozenset[str] = frozenset()
    wanted: tuple[str, ...] = ()  # kinds of documents still to be prepared
    portability: bool = False
    linked_numbers: int = 0
    backups: tuple[SearchTask, ...] = ()  # of systems that are backups or archives
    request_channel: str = ""  # by which way the request came
    planned_channel: str = ""  # by which way the answer is to go, if that is known


_REJECTED: Final = "Import a full export that reads these rows, or explain what they hold."
FURTHER_COPY: Final = "further_copy"
"""The ground of a fee that only a further copy may cost (Art. 15(3) GDPR)."""
# Ways by which nothing electronic reaches the person (Art. 12(3), 15(3) GDPR).
_ON_PAPER: Final = frozenset({"post", "in_person"})
OPEN_FORMATS: Final = frozenset({"pdf", "odt", "html", "md", "txt", "zip", "docx"})
_TASK_TEXTS: Final[Mapping[TaskState, str]] = {
    TaskState.OPEN: "{system} is not searched yet.",
    TaskState.ASKED: "{system}: its owner was asked on {asked} and has not answered.",
    TaskState.OVERDUE: "{system}: its owner was asked on {asked}; the reminder is due.",
}


def case_problems(facts: GateFacts) -> Iterator[Problem]:
    """Everything about the case, apart from the text of its documents."""
    if facts.needs_search:
        yield from _search(facts)
    if facts.open_question:
        yield Problem(
            "A25",
            f"A question is open: {facts.open_question}.",
            True,
            mend="Record the answer to it first.",
            command=f"case event {facts.reference}",
        )
    elif not facts.identity_method:
        yield Problem("A25", "How the person's identity was established is not recorded.")
    for kind in facts.stale:
        yield Problem("A15", f"The data changed after the {in_words(kind)} was prepared.")
    for kind in facts.updated:
        yield Problem(
            "A15",
            f"PrivacyDesk was updated after the {in_words(kind)} was prepared and writes it "
            "differently now; the data did not change.",
        )
    for kind in facts.wanted:
        yield Problem(
            "A31" if kind == PACKAGE else "A14",
            f"The {in_words(kind)} is not prepared.",
            True,
            mend="Prepare it.",
            command=command_of(kind, facts.reference),
        )
    if facts.fee == FURTHER_COPY and facts.first_copy:  # Art. 12(5)(a) may ask for a first one
        yield Problem("A19", "A fee is asked for a first copy.")
    if facts.person_language and facts.person_language != facts.case_language:
        yield Problem("A02", "The person is known to use another language.")
    if facts.electronic and facts.formats and not facts.formats & OPEN_FORMATS:
        yield Problem("A03", "The request was electronic, the answer is not.")
    if facts.electronic and facts.planned_channel in _ON_PAPER:
        came, goes = (
            channel.replace("_", " ").replace("email", "e-mail")
            for channel in (facts.request_channel, facts.planned_channel)
        )
        yield Problem(
            "A03",
            f"The request was electronic ({came}), the answer is to go on paper ({goes}).",
            key="paper",
            about=fingerprint(facts.request_channel, facts.planned_channel),
        )
    for fmt in sorted(facts.formats - OPEN_FORMATS):
        yield Problem("A18", f"Not everybody can open {fmt}.")
    if not facts.addresses and not facts.checked_address:
        yield Problem("A26", "No address of the person is on file.")
    if facts.linked_numbers and not facts.candidates_listed:
        yield Problem(
            "A28", f"{many(facts.linked_numbers, 'number')} of devices or calls not followed."
        )
    yield from _backups(facts)


def _backups(facts: GateFacts) -> Iterator[Problem]:
    """What is held only in a backup or an archive is searched, or it is said that it cannot be."""
    for task in facts.backups:
        if not task.done:
            yield Problem(
                "A29",
                f"{task.system} is a backup or an archive and is not searched.",
                key=f"backup:{task.system}",
                about=fingerprint(task.state.value, _state_of(task, facts.runs)),
            )


def _search(facts: GateFacts) -> Iterator[Problem]:
    for task in facts.tasks:
        if task.state is TaskState.OUTDATED:
            yield outdated(task, facts.runs)
        elif not task.done:
            asked = task.asked.on.isoformat() if task.asked else ""
            yield Problem("A24", _TASK_TEXTS[task.state].format(system=task.system, asked=asked))
        elif task.way != "export" and task.hits > (added := facts.held.get(task.system_id, 0)):
            yield Problem(
                "A24",
                f"{many(task.hits, 'hit')} found by hand in {task.system}, {added} added.",
                True,
                f"hits:{task.system}",
                fingerprint(task.hits, added),
                "Add each one, record the search again, or explain why they are not in it.",
                f"case hit {facts.reference}",
            )
    if not facts.tasks:
        yield Problem("A24", "No system is known that could be searched.")
    if not facts.candidates_listed:
        yield Problem(
            "A14",
            "The search for more of this person has not run on today's data.",
            mend="List the candidates.",
            command=f"case candidates {facts.reference}",
        )
    if facts.candidates_open:
        yield Problem(
            "A14",
            f"{many(facts.candidates_open, 'candidate')} not decided.",
            mend="Decide for each whether it is theirs.",
            command=f"case decide {facts.reference}",
        )
    for found in facts.rejected:
        yield Problem(
            "A14",
            f"{many(found.rows, 'row')} that import {found.run_id} could not read name the person.",
            True,
            f"rejects:{found.run_id}",
            fingerprint("rows", found.rows, found.about),
            _REJECTED,
        )
    for run in facts.unread_rejects:
        yield Problem(
            "A14",
            f"Import {run} skipped rows, and the file that holds them is gone.",
            True,
            f"rejects:{run}",
            fingerprint("unread", run),
            _REJECTED,
        )
    for gone in facts.gone:
        yield Problem(
            "A23",
            f"{many(gone.records, 'record')} of {gone.system} vanished there after the request.",
            True,
            f"gone:{gone.system}",
            fingerprint(gone.records, *sorted(gone.keys)),
        )
    for sentence in facts.review:
        yield Problem("A20", sentence, True)


def outdated(task: SearchTask, runs: Mapping[int, int]) -> Problem:
    """A search whose data are not those of the request any more. `runs`: the newest import of each
    system."""
    return Problem(
        "A23",
        f"{task.system} was searched in data older than the request, or newer data came.",
        True,
        f"data:{task.system}",
        _state_of(task, runs),
    )


def _state_of(task: SearchTask, runs: Mapping[int, int]) -> str:
    """Which data of a system were looked at: the day they go to, and the import they came by."""
    return fingerprint(task.system, task.data_until or "", runs.get(task.system_id, 0))


def not_asked(facts: GateFacts) -> frozenset[str]:
    """Items that do not concern this case."""
    found = set()
    if not facts.needs_search:
        found |= {"A14", "A24", "A23"}
    if not facts.electronic:
        found |= {"A03", "A18"}
    if not facts.portability:
        found.add("A31")
    if not facts.linked_numbers:
        found.add("A28")
    if not facts.backups:
        found.add("A29")
    return frozenset(found)


# --------------------------------------------------------------------------- no data


@dataclass(frozen=True, slots=True)
class Held:
    """What could contradict "we hold no data": counted over every place that may name them."""

    records: int = 0
    suppressed: int = 0  # entries that only keep somebody from being mailed
    earlier_cases: tuple[str, ...] = ()
    erased: int = 0  # records erased here before, under their period
    erased_keys: tuple[str, ...] = ()  # which


def no_data_problems(held: Held) -> Iterator[Problem]:
    """Why an answer may not say "no data". What was erased before must be told, not hidden."""
    if held.records:
        yield Problem(
            "A01",
            f"{many(held.records, 'record')} of the person are held.",
            mend="Answer with what is held, not that there is nothing.",
        )
    if held.suppressed:
        yield Problem(
            "A01",
            f"{many(held.suppressed, 'entry')} of a suppression list name the person.",
            mend="Answer that the list holds them, not that there is nothing.",
        )
    if held.earlier_cases:
        yield Problem(
            "A01",
            f"Earlier cases of the person are on file: {', '.join(held.earlier_cases)}.",
            True,
            "earlier_cases",
            fingerprint(*sorted(held.earlier_cases)),
            "Answer with them, or explain why nothing of them is held.",
        )
    if held.erased:
        yield Problem(
            "A01",
            f"{many(held.erased, 'record')} were erased here before under their period.",
            True,
            "erased",
            fingerprint(held.erased, *sorted(held.erased_keys)),
            "Say so in the letter, then explain where it stands.",
        )


# --------------------------------------------------------------------------- nobody on file


@dataclass(frozen=True, slots=True)
class LookedFor:
    """The search for somebody without an entry. `values`: under which they were looked for;
    `telling`: one of them names one person; `people`, `records` (of nobody): who and what was
    found; `more`: the state of the store when more was found than is listed."""

    values: tuple[str, ...] = ()
    telling: bool = False
    people: frozenset[int] = frozenset()
    records: frozenset[int] = frozenset()
    more: str = ""


def nobody_problems(looked: LookedFor) -> Iterator[Problem]:
    """Why it may not be said of somebody without an entry that nothing is held."""
    if not looked.values:
        yield Problem(
            "A01",
            "It is not said under which address, number or name was searched (known as).",
            True,
            mend="Name each of them when reviewing and releasing.",
            command="--known-as VALUE",
        )
        return
    if looked.people or looked.records:
        people, records = len(looked.people), len(looked.records)
        found = [f"{people} {'person' if people == 1 else 'people'} on file"] if people else []
        found += [f"{many(records, 'record')} of nobody"] if records else []
        more = " (and more)" if looked.more else ""
        yield Problem(
            "A01",
            f"{' and '.join(found)}{more} may be meant by a value that was looked for.",
            True,
            "known_as",
            fingerprint("people", *sorted(looked.people), "records", *sorted(looked.records),
                        looked.more),
            "See who it is, attach the person to the case, or explain how they are told apart.",
            "find VALUE",
        )  # fmt: skip
    if not looked.telling:
        yield Problem(
            "A01",
            "No value that was looked for tells one person.",
            True,
            mend="Add an e-mail address, telephone number, postal address, customer or order "
            "number, or a full name (known as).",
            command="--known-as VALUE",
        )


def forged() -> StateError:
    """What to say when the rows of a release are not what the audit log tells of it."""
    return StateError(
        "What is recorded of this release is not what the audit log tells of it; verify the log, "
        "then prepare and release the answer again.",
        command="`privacydesk audit verify` names what differs.",
        code="release_forged",
    )
