"""Where a case stands before an answer of it may leave, read from the store in one go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacydesk.desk.gate.known_as import looked_for
from privacydesk.domain.backups import is_backup
from privacydesk.domain.document_kinds import of_letter
from privacydesk.domain.release import FURTHER_COPY, Gone, Held, LookedFor
from privacydesk.domain.retention_due import Step

if TYPE_CHECKING:
    from privacydesk.desk.context import Desk
    from privacydesk.domain.case_path import PathFacts
    from privacydesk.domain.checklist import Explanation
    from privacydesk.domain.model import Case, SubjectCard
    from privacydesk.domain.search_tasks import SearchTask
    from privacydesk.store.drafts import Prepared
    from privacydesk.store.driver import Connection
    from privacydesk.store.release import Delivery
    from privacydesk.store.release_counts import Skipped


@dataclass(frozen=True, slots=True)
class Situation:
    """What the store holds about a case that decides whether an answer of it may leave."""

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
    gone: tuple[Gone, ...]
    held: Held
    sent_before: frozenset[str]
    looked: LookedFor
    fee_ground: str
    checkpoint: str


def read_situation(
    con: Connection, desk: Desk, reference: str, known_as: Sequence[str] = ()
) -> Situation:
    """Read it in one go. `known_as`: under which values the store was searched for somebody who has
    no entry in it. Raises NotFoundError for an unknown case, InputError for a value that cannot be
    looked for."""
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

    case_id = cases.require_id(con, reference)
    stored = cases.load(con, case_id)
    case = stored.case
    card, held = None, Held()
    gone: tuple[Gone, ...] = ()
    sent_before: frozenset[str] = frozenset()
    if case.subject_id is not None:
        card = subjects.card(con, case.subject_id)
        gone = counted.gone_since(con, card.subject_id, case.received_at)
        sent_before = counted.sent_kinds_before(con, card.subject_id, case_id)
        erased = tombstones.of(con, card.subject_id)
        held = Held(
            records=sum(card.counts.values()),
            suppressed=counted.also_mailed(con, card.subject_id),
            earlier_cases=counted.earlier_answers(con, card.subject_id, case.received_at),
            erased=len(erased),
            erased_keys=tuple(f"{e.system_id}:{e.kind.value}:{e.erased_at}" for e in erased),
        )
    count, head = audit.checkpoint(con)
    return Situation(
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
    return letters.stated(con, case_id, "fee_notice").get("fee_ground", FURTHER_COPY)


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
